"""Each class of characters agrees with the Unicode Character Database and serves its purpose."""

import re
import unicodedata
from pathlib import Path

import pytest

from jisr import chars
from jisr.chars import members

ARABIC_BLOCKS = [*range(0x600, 0x700), *range(0x750, 0x780), *range(0x870, 0x900)]
UNKNOWN = "Cn"
"""Category of a code point that is newer than the database of this Python."""


def of_category(*categories: str, within: list[int]) -> set[str]:
    return {chr(code) for code in within if unicodedata.category(chr(code)) in categories}


def test_letters_are_the_letters_of_the_arabic_blocks() -> None:
    letters = of_category("Lo", within=ARABIC_BLOCKS)
    assert letters <= set(members(chars.ARABIC_LETTERS))
    assert {unicodedata.category(c) for c in members(chars.ARABIC_LETTERS)} <= {"Lo", "Lm", UNKNOWN}
    assert set(members(chars.STANDARD_LETTERS)) < letters
    assert len(members(chars.STANDARD_LETTERS)) == 36


@pytest.mark.parametrize("character", ["\u0670", "\u0640", "﴾", "﴿", "٪", "،", "٣", "\u064e", "ﷺ", "﷼"])
def test_marks_signs_and_parentheses_are_not_letters(character: str) -> None:
    assert character not in members(chars.ARABIC_LETTERS)
    assert character not in members(chars.ARABIC_SHAPES)


def test_presentation_forms_decompose_into_letters() -> None:
    assert unicodedata.normalize("NFKC", "ﻗﺎﻝ") == "قال"
    for character in members(chars.ARABIC_SHAPES):
        plain = unicodedata.normalize("NFKC", character)
        assert plain == character or not set(plain) & set(members(chars.ARABIC_SHAPES))


def test_marks_are_the_marks_of_the_arabic_blocks() -> None:
    marks = of_category("Mn", within=ARABIC_BLOCKS)
    assert marks <= set(members(chars.ARABIC_MARKS))
    assert set(members(chars.ARABIC_MARKS)) - marks == {"\u06e5", "\u06e6"} | {
        c for c in members(chars.ARABIC_MARKS) if unicodedata.category(c) == UNKNOWN
    }
    assert set(members(chars.TASHKEEL)).isdisjoint(members(chars.LETTER_MARKS))
    assert all(unicodedata.normalize("NFC", f"ا{mark}") != f"ا{mark}" for mark in members(chars.LETTER_MARKS))
    assert all(unicodedata.normalize("NFC", f"ا{mark}") == f"ا{mark}" for mark in members(chars.TASHKEEL))


def test_digits_are_those_of_the_database() -> None:
    assert {unicodedata.category(digit) for digit in members(chars.DIGITS)} == {"Nd"}
    for digit in members(chars.DIGITS):
        assert digit.translate(chars.DIGITS_TO_ASCII) == str(unicodedata.digit(digit))


def test_invisible_characters_are_format_characters_and_marks() -> None:
    categories = {unicodedata.category(character) for character in members(chars.INVISIBLE)}
    assert categories <= {"Cf", "Mn", UNKNOWN}
    bidirectional = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert set(bidirectional) < set(members(chars.INVISIBLE))
    assert chars.JOINER in members(chars.INVISIBLE)
    assert not any(character.isspace() for character in members(chars.INVISIBLE))


def test_signs_in_numbers_are_those_of_english() -> None:
    assert "٪١٬٥٠٠٫٥".translate(chars.NUMBER_SIGNS_TO_ASCII | chars.DIGITS_TO_ASCII) == "%1,500.5"
    signs = (chars.DECIMAL_SEPARATOR, chars.THOUSANDS_SEPARATOR, chars.PERCENT_SIGN)
    assert [unicodedata.name(sign) for sign in signs] == [
        "ARABIC DECIMAL SEPARATOR",
        "ARABIC THOUSANDS SEPARATOR",
        "ARABIC PERCENT SIGN",
    ]


def test_spaces_are_those_of_the_database() -> None:
    plane = list(range(0x10000))
    assert set(members(chars.UNICODE_SPACES)) == of_category("Zs", "Zl", "Zp", within=plane) - {" "}


def test_controls_and_surrogates_are_those_of_the_database() -> None:
    plane = list(range(0x10000))
    assert set(members(chars.CONTROLS)) == of_category("Cc", within=plane)
    assert set(members(chars.SURROGATES)) == of_category("Cs", within=plane)


def test_pictures_are_parts_of_emoji() -> None:
    assert set(members(chars.PICTURES)) - set(members(chars.EMOJI_PARTS)) == set()
    for emoji in ("☺", "⚽", "🕌", "👩", "⌚"):
        assert emoji in members(chars.PICTURES)
    assert not set(members(chars.PICTURES)) & set("→©®™°")


def test_combining_marks_and_variation_selectors_are_marks() -> None:
    for character in members(chars.COMBINING_MARKS + chars.VARIATION_SELECTORS):
        assert unicodedata.category(character) == "Mn"


@pytest.mark.parametrize("letter", ["a", "É", "ʃ", "Ḥ", "ā", "ß"])
def test_latin_letters(letter: str) -> None:
    assert chars.is_latin(letter)


@pytest.mark.parametrize("character", ["", "ب", "д", "α", "1", "×", "µ", " "])
def test_characters_that_are_not_latin_letters(character: str) -> None:
    assert not chars.is_latin(character)


def test_latin_letters_are_named_latin() -> None:
    for character in members(chars.LATIN_LETTERS):
        name = unicodedata.name(character, "")
        assert unicodedata.category(character).startswith("L")
        assert name.startswith("LATIN") or "ORDINAL INDICATOR" in name


@pytest.mark.parametrize("text", ["باب", "ﻗﺎﻝ", "ﷺ", "a ب c", "پ", "گُل"])
def test_arabic_text_is_recognised(text: str) -> None:
    assert chars.has_arabic(text)


@pytest.mark.parametrize("text", ["", "door", "12", "، ؟", "\u064e", "\u0670", "ـــ", "﴿1﴾", "٣٪"])
def test_text_without_arabic_letters_is_not_arabic(text: str) -> None:
    assert not chars.has_arabic(text)


@pytest.mark.parametrize("text", ["", " \t", "\u200f\u202b\u202c", "ـــ", "\u064e\u0651", "\x00\x1f", "\u2028"])
def test_blank_text(text: str) -> None:
    assert chars.is_blank(text)


@pytest.mark.parametrize("text", ["ا", ".", "0", "☺", "﴾"])
def test_text_that_is_not_blank(text: str) -> None:
    assert not chars.is_blank(text)


def test_ranges_are_expanded() -> None:
    assert members("a-cx\u0661-\u0663") == "abcx١٢٣"


def test_no_other_module_spells_a_range_of_arabic_characters() -> None:
    package = Path(chars.__file__).parent
    arabic = r"(?:[\u0600-\u08ff\ufb50-\ufefc]|\\u(?i:0[678]|f[bcde])[0-9a-fA-F]{2})"
    ranges = re.compile(f"{arabic}-{arabic}")
    modules = [
        path
        for folder in (package, *(entry for entry in package.iterdir() if entry.is_dir()))
        for path in (folder.glob("*.py") if folder == package else folder.rglob("*.py"))
    ]
    assert len(modules) > 100
    assert [path.name for path in modules if ranges.search(path.read_text(encoding="utf-8"))] == ["chars.py"]

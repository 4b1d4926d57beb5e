"""Sentences end where a reader would say, and concatenate to the text."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jisr.errors import InputError
from jisr.translate.text.segmentation import MARKS_PASSED_OVER, Language, Sentence, segment

TABLE = Path(__file__).parents[2] / "data" / "segment.tsv"
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\([nr])")


def cases() -> list[tuple[str, str, list[str]]]:
    """Return the rows of the golden table: language, rule, sentences."""
    rows = [row.split("\t") for row in TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]]

    def read(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else {"n": "\n", "r": "\r"}[match[2]]

    return [(lang, rule, ESCAPE.sub(read, marked).split("¦")) for lang, rule, marked in rows]


CASES = cases()


@pytest.mark.parametrize(
    ("lang", "expected"), [(lang, parts) for lang, _, parts in CASES], ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_golden_table(lang: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in segment("".join(expected), lang)] == expected


TRICKY = "".join([*".!?؟…۔،؛:\"'«»“”()[]-– \n\r\t١2٣4", "دأمو هقaZ", "\u200f\u0640\u064e\u0654\ufeff😀@/\u2028"])
texts = st.text() | st.text(alphabet=TRICKY) | st.lists(st.sampled_from([c[2][0] for c in CASES])).map("".join)


def check_spans(text: str, sentences: list[Sentence]) -> None:
    """Assert that sentences are adjacent, cover a text, and contain its characters."""
    assert "".join(sentence.text for sentence in sentences) == text
    at = 0
    for sentence in sentences:
        assert sentence.start == at < sentence.end
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.line == 1 + text.count("\n", 0, at)
        at = sentence.end
    assert at == len(text)


@settings(deadline=None)
@given(text=texts, lang=st.sampled_from(Language))
@example("ا\u0654.د. \u200f\u200f", Language.AR)
@example('." ." .\u200f" "', Language.AR)
def test_sentences_cover_any_text(text: str, lang: Language) -> None:
    sentences = segment(text, lang)
    check_spans(text, sentences)
    for sentence in sentences:
        assert "\n" not in MARKS_PASSED_OVER.sub("", sentence.text).strip(), "a newline is always an end"
    assert not any(sentence.text.isspace() for sentence in sentences[1:])


@settings(deadline=None)
@given(texts)
def test_white_space_belongs_to_the_sentence_before(text: str) -> None:
    assert not any(sentence.text[0].isspace() for sentence in segment(text)[1:])


@settings(deadline=None)
@given(st.data())
def test_invisible_characters_change_no_decision(data: st.DataObject) -> None:
    text = "".join(data.draw(st.sampled_from(CASES))[2])
    at = data.draw(st.integers(0, len(text)))
    mark = data.draw(st.sampled_from("\u200e\u200f\u061c\u202a\u202c\u2067\u2069\u200b\u200d\u00ad\ufeff"))
    assert len(segment(text[:at] + mark + text[at:])) == len(segment(text))


@pytest.mark.parametrize("parts", [c[2] for c in CASES if c[0] == "ar"], ids=[c[1] for c in CASES if c[0] == "ar"])
def test_decomposed_stretched_and_vowelled_text_is_split_alike(parts: list[str]) -> None:
    text = "".join(parts)
    vowelled = re.sub("(?<=[بتسشصكلمنيه])(?=[ء-ي])", "\u064e", text)
    stretched = re.sub("(?<=[بتسشصكلمني])(?=[ء-ي])", "\u0640", text)
    for other in (unicodedata.normalize("NFD", text), vowelled, stretched):
        assert len(segment(other)) == len(parts)


def test_lines_are_numbered_from_the_given_number() -> None:
    assert segment("أ\n\nب. ت", "ar", 7) == [Sentence("أ\n\n", 0, 3, 7), Sentence("ب. ت", 3, 7, 9)]


def test_an_empty_text_has_no_sentences() -> None:
    assert segment("") == []


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(InputError, match="language 'fr' is unknown; choose from: ar, en"):
        segment("Oui.", "fr")


UNITS = r"""
. ا ا. a.a .\u200f ." ."_ ._ ؟» د._ 1._ ا\n ..ا –_؟_ «ا؟»_ \u064e 😀 ._😀 http://ا. ( " ..._ _. ¹ .[1] ا.( .(
"""


@pytest.mark.parametrize("unit", UNITS.split())
def test_time_is_linear_in_the_length(unit: str) -> None:
    """Segmentation ends in reasonable time, which a rule that looks back or ahead without bound would prevent."""
    unit = unit.replace("_", " ").replace("\\n", "\n").replace("\\u200f", "\u200f").replace("\\u064e", "\u064e")
    text = unit * (300_000 // len(unit))
    assert "".join(sentence.text for sentence in segment(text)) == text


def test_a_megabyte_of_stops() -> None:
    assert len(segment("." * 1_000_000)) == 1
    assert len(segment("نص." * 250_000 + "نص ." * 62_500)) == 312_500


@pytest.mark.parametrize("blank", [" \x00", "\x01 ", " \x7f", "\x1f", " \x85"])
def test_a_control_character_is_a_space(blank: str) -> None:
    first, second = f"وصل الوفد إلى المدينة اليوم.{blank}", "اختيرت لعبة الرغبي هذا العام."
    assert "".join(sentence.text for sentence in segment(first + second)) == first + second
    assert len(segment(first + second)) == 2

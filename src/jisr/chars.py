r"""Classes of characters, each defined here and nowhere else, as the inside of a regular expression's ``[...]``.

All follow the Unicode Character Database; ``tests/test_chars.py`` holds them against it. Ranges are written out, since
looking at every code point when a program starts would take longer than translating a sentence.
"""

import re
from typing import Final

__all__ = [
    "ANY_ARABIC",
    "ARABIC_LETTERS",
    "ARABIC_MARKS",
    "ARABIC_SHAPES",
    "COMBINING_MARKS",
    "CONTROLS",
    "DECIMAL_SEPARATOR",
    "DIGITS",
    "DIGITS_TO_ASCII",
    "EASTERN_DIGITS",
    "EMOJI_PARTS",
    "INVISIBLE",
    "JOINER",
    "LATIN_LETTERS",
    "LETTER_MARKS",
    "NUMBER_SIGNS_TO_ASCII",
    "PERCENT_SIGN",
    "PICTURES",
    "STANDARD_LETTERS",
    "SURROGATES",
    "TASHKEEL",
    "TATWEEL",
    "THOUSANDS_SEPARATOR",
    "UNICODE_SPACES",
    "VARIATION_SELECTORS",
    "has_arabic",
    "is_blank",
    "is_latin",
    "members",
]

STANDARD_LETTERS: Final = "\u0621-\u063a\u0641-\u064a"
"""Letters of the Arabic language itself, hamza carriers, ة and ى included: what spelling repair leaves alone."""

ARABIC_LETTERS: Final = (
    f"{STANDARD_LETTERS}\u0620\u063b-\u063f\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
"""Letters of the Arabic script in every language that uses it: what a word is made of, and what is counted."""

ARABIC_SHAPES: Final = "\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufe74\ufe76-\ufefc"
"""Letters and ligatures drawn in one shape (presentation forms), as text taken out of a PDF holds them.

The ornate parentheses U+FD3E and U+FD3F are punctuation, ﷺ ﷻ ﷽ and ﷼ are signs: none of them is a shape.
"""

ANY_ARABIC: Final = f"{ARABIC_LETTERS}{ARABIC_SHAPES}\ufdfa\ufdfb\ufdfd"
"""Whatever makes a text Arabic: letters, shapes, and the signs ﷺ ﷻ ﷽, which are read as words."""

TASHKEEL: Final = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
"""Vowel marks and signs of recitation: removing them leaves the word as print has it."""

LETTER_MARKS: Final = "\u0653-\u0655"
"""Madda and the two hamzas when they stand apart: each makes another letter of the one it stands on (NFC)."""

ARABIC_MARKS: Final = f"{TASHKEEL}{LETTER_MARKS}\u06e5\u06e6\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
"""All marks on Arabic letters, small waw and yeh of recitation included: what a comparison of words passes over."""

COMBINING_MARKS: Final = "\u0300-\u036f"
"""Marks on letters of any script (Combining Diacritical Marks): é is e once they are gone."""

TATWEEL: Final = "\u0640"
"""The stroke that stretches a word: it is no letter, though Unicode calls it one."""

JOINER: Final = "\u200d"
"""The zero-width joiner: invisible between letters, part of the picture inside an emoji."""

INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Marks of direction, joining and width, which show nothing: unknown pieces to a model, and no difference to a word."""

VARIATION_SELECTORS: Final = "\ufe00-\ufe0f"
"""They choose a picture's style and show nothing."""

CONTROLS: Final = "\x00-\x1f\x7f-\x9f"
"""Control characters (ISO 646 and ISO 8859): each is a space to a reader, if anything."""

SURROGATES: Final = "\ud800-\udfff"
"""Halves of surrogate pairs: JSON can spell one, UTF-8 cannot."""

EASTERN_DIGITS: Final = "٠-٩۰-۹"
"""Arabic-Indic digits, and the extended ones of Persian and Urdu."""

DIGITS: Final = f"0-9{EASTERN_DIGITS}"
"""The digits that numbers in Arabic text are written in."""

DIGITS_TO_ASCII: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
"""For ``str.translate``: every digit as one of 0 to 9."""

DECIMAL_SEPARATOR: Final = "٫"
"""The Arabic decimal point (U+066B): ١٫٥ is 1.5."""

THOUSANDS_SEPARATOR: Final = "٬"
"""The Arabic thousands separator (U+066C): ١٬٠٠٠ is 1,000."""

PERCENT_SIGN: Final = "٪"
"""The Arabic percent sign (U+066A)."""

NUMBER_SIGNS_TO_ASCII: Final = str.maketrans(f"{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}{PERCENT_SIGN}", ".,%")
"""Table for ``str.translate``: maps the signs in and behind numbers to those of English."""

UNICODE_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Spaces of every width beside the one of ASCII, and the line and paragraph separators."""

LATIN_LETTERS: Final = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
"""Letters of the Latin script, those of the phonetic alphabet included."""

PICTURES: Final = "\u231a\u231b\u23e9-\u23f3\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
"""Symbols that are shown as pictures: what a translation keeps."""

EMOJI_PARTS: Final = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"
"""Parts that an emoji may be joined of: beside one of these a joiner belongs to the picture."""

ARABIC = re.compile(f"[{ANY_ARABIC}]")
LATIN = re.compile(f"[{LATIN_LETTERS}]")
BLANK = re.compile(rf"[\s{CONTROLS}{INVISIBLE}{TATWEEL}{TASHKEEL}\u2028-\u202f]*")


def has_arabic(text: str) -> bool:
    """Return whether a text holds an Arabic letter, in whatever shape."""
    return ARABIC.search(text) is not None


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing to translate: spaces, controls, invisible and vowel marks, tatweel."""
    return BLANK.fullmatch(text) is not None


def is_latin(character: str) -> bool:
    """Return whether a character is a letter of the Latin script; the empty string is not."""
    return LATIN.fullmatch(character) is not None


def members(characters: str) -> str:
    """Return every character of a class, ranges written out."""
    ranges = re.finditer(r"(?s)(.)-(.)|(.)", characters)
    return "".join(found[3] or "".join(map(chr, range(ord(found[1]), ord(found[2]) + 1))) for found in ranges)

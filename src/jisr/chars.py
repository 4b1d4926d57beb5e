r"""Classes of characters, each defined here and nowhere else, as the inside of ``[...]`` in a regular expression.

The classes follow the Unicode Character Database; ``tests/test_chars.py`` compares them with it. They are written as
ranges because a scan of all code points at start-up would take longer than translating a sentence.
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
    "printable",
]

STANDARD_LETTERS: Final = "\u0621-\u063a\u0641-\u064a"
"""Letters of the Arabic language itself, with the hamza carriers, ة and ى: spelling repair leaves them alone."""

ARABIC_LETTERS: Final = (
    f"{STANDARD_LETTERS}\u0620\u063b-\u063f\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)
"""Letters of the Arabic script in all languages that use it, for finding words and counting letters."""

ARABIC_SHAPES: Final = "\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufe74\ufe76-\ufefc"
"""Presentation forms: letters and ligatures in a fixed shape, as found in text extracted from a PDF.

The ornate parentheses U+FD3E and U+FD3F are punctuation, and ﷺ ﷻ ﷽ ﷼ are symbols; none of them belongs here.
"""

ANY_ARABIC: Final = f"{ARABIC_LETTERS}{ARABIC_SHAPES}\ufdfa\ufdfb\ufdfd"
"""Letters, presentation forms, and the symbols ﷺ ﷻ ﷽, which are read as words: for recognising Arabic text."""

TASHKEEL: Final = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
"""Vowel marks (tashkeel) and signs of Quranic recitation: without them a word is spelled as in ordinary print."""

LETTER_MARKS: Final = "\u0653-\u0655"
"""Combining madda and hamza above and below: parts of a letter, which NFC joins with it."""

ARABIC_MARKS: Final = f"{TASHKEEL}{LETTER_MARKS}\u06e5\u06e6\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
"""All marks on Arabic letters, with the small waw and yeh of recitation: ignored when words are compared."""

COMBINING_MARKS: Final = "\u0300-\u036f"
"""The block Combining Diacritical Marks, for letters of any script: without them, decomposed é is e."""

TATWEEL: Final = "\u0640"
"""The stroke that stretches a word. Unicode classifies it as a letter; these classes do not."""

JOINER: Final = "\u200d"
"""The zero-width joiner: invisible between letters, but a part of many emoji."""

INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Invisible characters that control direction, joining and line breaks: unknown to a model, irrelevant to a word."""

VARIATION_SELECTORS: Final = "\ufe00-\ufe0f"
"""Invisible characters that choose between the text and the emoji style of a symbol."""

CONTROLS: Final = "\x00-\x1f\x7f-\x9f"
"""Control characters, C0 and C1, which are treated as spaces."""

SURROGATES: Final = "\ud800-\udfff"
"""Halves of surrogate pairs: a JSON escape can hold one alone, UTF-8 cannot."""

EASTERN_DIGITS: Final = "٠-٩۰-۹"
"""Arabic-Indic digits, and the extended ones of Persian and Urdu."""

DIGITS: Final = f"0-9{EASTERN_DIGITS}"
"""All digits in which numbers in Arabic text are written."""

DIGITS_TO_ASCII: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
"""Table for ``str.translate``: maps Arabic-Indic digits to 0-9."""

DECIMAL_SEPARATOR: Final = "٫"
"""The Arabic decimal separator (U+066B): ١٫٥ is 1.5."""

THOUSANDS_SEPARATOR: Final = "٬"
"""The Arabic thousands separator (U+066C): ١٬٠٠٠ is 1,000."""

PERCENT_SIGN: Final = "٪"
"""The Arabic percent sign (U+066A)."""

NUMBER_SIGNS_TO_ASCII: Final = str.maketrans(f"{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}{PERCENT_SIGN}", ".,%")
"""Table for ``str.translate``: maps the separators and the percent sign to those of English."""

UNICODE_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""All spaces but the ASCII one, and the line and paragraph separators."""

LATIN_LETTERS: Final = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
"""Letters of the Latin script, with those of the phonetic alphabet."""

PICTURES: Final = "\u231a\u231b\u23e9-\u23f3\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
"""Emoji and other pictographs, which a translation keeps."""

EMOJI_PARTS: Final = "\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"
"""Parts of emoji sequences: a joiner next to one of these belongs to an emoji and is kept."""

ARABIC = re.compile(f"[{ANY_ARABIC}]")
LATIN = re.compile(f"[{LATIN_LETTERS}]")
BLANK = re.compile(rf"[\s{CONTROLS}{INVISIBLE}{TATWEEL}{TASHKEEL}\u2028-\u202f]*")


def has_arabic(text: str) -> bool:
    """Return whether a text contains an Arabic letter, in any shape."""
    return ARABIC.search(text) is not None


def is_blank(text: str) -> bool:
    """Return whether a text has nothing to translate: only spaces, controls, invisible or vowel marks, tatweel."""
    return BLANK.fullmatch(text) is not None


def is_latin(character: str) -> bool:
    """Return whether a string is one letter of the Latin script; the empty string is not."""
    return LATIN.fullmatch(character) is not None


def members(characters: str) -> str:
    """Return all characters of a class, with its ranges expanded."""
    ranges = re.finditer(r"(?s)(.)-(.)|(.)", characters)
    return "".join(match[3] or "".join(map(chr, range(ord(match[1]), ord(match[2]) + 1))) for match in ranges)


def printable(text: str) -> str:
    r"""Return a text with each character that is not printable escaped as in ``repr``: ``\x1b``, ``\n``, ``\u202e``.

    So a foreign name cannot command a terminal, turn the direction of what follows, or pose as another line.
    """
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)

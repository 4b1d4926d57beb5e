"""The scripts of languages, and the share of the letters of a text that are in a script."""

import re

from jisr.chars import ANY_ARABIC, ARABIC_MARKS, LATIN_LETTERS, TATWEEL

__all__ = ["SCRIPTS", "primary", "share"]

SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur"), ANY_ARABIC),
    **dict.fromkeys(("de", "en", "es", "fr", "id", "it", "nl", "pt", "sw", "tr"), LATIN_LETTERS),
    **dict.fromkeys(("bg", "ru", "uk"), "\u0400-\u052f"),
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u05d0-\u05ea",
    "hi": "\u0900-\u097f",
}
"""Letters of the script of each language, as the inside of a character class."""

NOT_LETTERS = re.compile(rf"[\W\d_{ARABIC_MARKS}{TATWEEL}]+")
"""Characters that are not counted as letters. Unicode calls tatweel and the small letters of recitation letters, but
they only extend or annotate the letters around them."""


def share(text: str, letters: re.Pattern[str]) -> float:
    """Return the share of the letters of a text that match a pattern, 0 to 1; 1 for a text without other letters.

    :param letters: a pattern of runs of letters.
    """
    rest = letters.sub("", text)
    own = len(text) - len(rest)
    other = len(NOT_LETTERS.sub("", rest))
    return own / (own + other) if other else 1.0


def primary(tag: str) -> str:
    """Return the language of a tag in lower case: ``ar`` for ``ar-SA``."""
    return tag.lower().replace("_", "-").partition("-")[0]

"""Scripts: which letters a language is written in, and how many of a text's letters they are."""

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
"""The letters that a language is written in, as the inside of a class of characters."""

NOT_LETTERS = re.compile(rf"[\W\d_{ARABIC_MARKS}{TATWEEL}]+")
"""Tatweel and the small letters of recitation belong to the letters about them, though Unicode calls them letters."""


def share(text: str, letters: re.Pattern[str]) -> float:
    """Return the share of the letters of a text that are among these, 0 to 1."""
    rest = letters.sub("", text)
    own = len(text) - len(rest)
    other = len(NOT_LETTERS.sub("", rest))
    return own / (own + other) if other else 1.0


def primary(tag: str) -> str:
    """Return the language of a tag: ``ar`` of ``ar-SA``."""
    return tag.lower().replace("_", "-").partition("-")[0]

"""Notes: named doubts about a draft, and names for what was done to it."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["DERAILED", "MEANINGS", "RETRY", "Note"]


class Note(StrEnum):
    """A named doubt about a translated sentence, or one thing that was done to it."""

    ARABIC_LEFT = "arabic-left"
    BAD_BYTES = "bad-bytes"
    CODE_MOVED = "code-moved"
    COPIED = "copied"
    DATE_MISSING = "date-missing"
    DOUBTFUL = "doubtful"
    EMPTY = "empty"
    LATIN_MISSING = "latin-missing"
    LIMIT = "limit"
    LOOP = "loop"
    MEMORY_MENDED = "memory-mended"
    NAME_MISSING = "name-missing"
    NEGATION = "negation"
    NUMBER_ADDED = "number-added"
    NUMBER_MENDED = "number-mended"
    NUMBER_MISSING = "number-missing"
    PASSED_THROUGH = "passed-through"
    PLACEHOLDER_MISSING = "placeholder-missing"
    RATIO = "ratio"
    RETRIED = "retried"
    SPLIT = "split"
    TERM_FORBIDDEN = "term-forbidden"
    TERM_MISSING = "term-missing"
    TOO_LONG = "too-long"
    UNIT_MISSING = "unit-missing"
    UNKNOWN = "unknown"
    URL_MISSING = "url-missing"


MEANINGS: Final = MappingProxyType(
    {
        Note.ARABIC_LEFT: "Arabic letters are left in the English",
        Note.BAD_BYTES: "bytes that are no text were replaced by U+FFFD in the source",
        Note.CODE_MOVED: "the place of an inline code of a document is little more than a guess",
        Note.COPIED: "the source was copied, whole or for the most part",
        Note.DATE_MISSING: "a month, weekday, era or half of the day of the source is not in the translation",
        Note.DOUBTFUL: "the expected chrF2 is below the limit of doubt",
        Note.EMPTY: "nothing came out",
        Note.LATIN_MISSING: "a word in Latin letters is in the source and not in the translation",
        Note.LIMIT: "the translation was cut off at the length limit",
        Note.LOOP: "words or the whole sentence are repeated as the source does not repeat them",
        Note.MEMORY_MENDED: "taken from the translation memory, with other numbers than there",
        Note.NAME_MISSING: "a well-known name of the source is not in the translation in any of its English forms",
        Note.NEGATION: "the source is negated and the translation holds no word that negates",
        Note.NUMBER_ADDED: "a number in digits is in the translation and not in the source",
        Note.NUMBER_MENDED: "a number was drafted with wrong digits; it has those of the source now",
        Note.NUMBER_MISSING: "a number of the source is not in the translation, with its scale, sign and order",
        Note.PASSED_THROUGH: "the line holds no Arabic letter and was not translated",
        Note.PLACEHOLDER_MISSING: "a placeholder such as %s was missing or doubled; it is there once now",
        Note.RATIO: "much too short or too long for its source, or short and without its full stop",
        Note.RETRIED: "decoded more than once; the best of the tries is given",
        Note.SPLIT: "too long for one piece; translated in parts and joined",
        Note.TERM_FORBIDDEN: "a translation is there that the term list forbids",
        Note.TERM_MISSING: "a term of the source is in none of the translations that the term list has for it",
        Note.TOO_LONG: "longer than its place in the document allows",
        Note.UNIT_MISSING: "a unit, currency or percent sign is not in the translation, though its number is",
        Note.UNKNOWN: "the source holds characters that the model has never seen",
        Note.URL_MISSING: "a URL, e-mail, @handle, #hashtag or emoji is not in the translation",
    }
)
"""Meaning of each note in one line, for help and reports."""

DERAILED: Final = frozenset({Note.ARABIC_LEFT, Note.COPIED, Note.EMPTY, Note.LIMIT, Note.LOOP, Note.RATIO})
"""Notes on problems of the search, which a penalty on repetition may fix."""

RETRY: Final = frozenset(
    {
        Note.ARABIC_LEFT,
        Note.COPIED,
        Note.DATE_MISSING,
        Note.EMPTY,
        Note.LATIN_MISSING,
        Note.LIMIT,
        Note.LOOP,
        Note.NAME_MISSING,
        Note.NEGATION,
        Note.NUMBER_ADDED,
        Note.NUMBER_MISSING,
        Note.RATIO,
        Note.UNIT_MISSING,
        Note.URL_MISSING,
    }
)
"""Notes on problems that decoding again may fix."""

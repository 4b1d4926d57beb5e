"""Checks of a translated sentence against its source, each of which may yield a note."""

import re
from collections.abc import Iterator

from jisr.chars import ARABIC_LETTERS, TASHKEEL, TATWEEL, has_arabic, is_blank
from jisr.translate.quality.notes import Note
from jisr.translate.quality.numbers import missing_numbers
from jisr.translate.quality.repetition import has_loop
from jisr.translate.quality.verbatim import missing_copyable, missing_latin, without_copyable

__all__ = ["check_draft"]

LETTER = re.compile(f"[{ARABIC_LETTERS}]")
UNCOUNTED = re.compile(f"[{TASHKEEL}{TATWEEL}]")
FINAL_STOP = re.compile("[.!?؟…۔][\\s\"'»”’)\\]]*$")
FINAL_MARK = re.compile("[.!?…:;,][\\s\"'»”’)\\]]*$")
SHORTEST_RATIO, LONGEST_RATIO = 0.48, 2.5
SHORTEST_UNSTOPPED = 0.9


def check_draft(
    source: str,
    target: str,
    *,
    cut_off: bool = False,
    unknown: int = 0,
    score: float | None = None,
    floor: float | None = None,
) -> tuple[Note, ...]:
    """Return the notes on a translation, from comparing it with its source.

    :param source: the normalised source sentence, which contains an Arabic letter.
    :param cut_off: whether the decoder reached its length limit.
    :param unknown: number of pieces of the source that the model does not know.
    :param score: mean log-probability of a piece, at most 0; ``None`` if unknown.
    :param floor: smallest score that gets no note; ``None`` for no such note.
    :return: the notes in alphabetical order without duplicates; none for a translation that passes all checks.
    """
    return tuple(sorted(draft_doubts(source, target, cut_off, unknown, score, floor)))


def draft_doubts(
    source: str, target: str, cut_off: bool, unknown: int, score: float | None, floor: float | None
) -> Iterator[Note]:
    """Yield each note that applies, in no particular order."""
    if cut_off:
        yield Note.LIMIT
    if unknown:
        yield Note.UNKNOWN
    if score is not None and floor is not None and score < floor:
        yield Note.LOW_SCORE
    if is_blank(target):
        yield Note.EMPTY
        return
    if has_arabic(target):
        yield Note.ARABIC_LEFT
        if is_copy(source, target):
            yield Note.COPIED
    if has_loop(source, target):
        yield Note.LOOP
    if is_out_of_proportion(source, target):
        yield Note.RATIO
    if any(missing_copyable(source, target)):
        yield Note.URL_MISSING
    words = without_copyable(source)
    if any(missing_numbers(words, target)):
        yield Note.NUMBER_MISSING
    if any(missing_latin(words, target)):
        yield Note.LATIN_MISSING


def is_copy(source: str, target: str) -> bool:
    """Return whether a translation equals its source or has more than half as many Arabic letters."""
    return source == target or 2 * len(LETTER.findall(target)) > len(LETTER.findall(source))


def is_out_of_proportion(source: str, target: str) -> bool:
    """Return whether a translation is too short or too long for its source.

    Lengths are in characters; vowel marks and tatweel of the source are not counted. The bounds contain about 999 of
    1,000 human translations and are wider for a shorter source. A source that ends in a full stop or the like and a
    translation that ends in no punctuation suggest that the end is missing: the ratio must then be at least 0.9.
    """
    length = len(UNCOUNTED.sub("", source))
    ratio = len(target) / max(length, 1)
    if ratio < SHORTEST_RATIO - 3 / max(length, 1) or ratio > LONGEST_RATIO + 15 / max(length, 1):
        return True
    return ratio < SHORTEST_UNSTOPPED and FINAL_STOP.search(source) is not None and FINAL_MARK.search(target) is None

"""Checks of a translated sentence against its source, each of which may yield a note."""

import re
from collections.abc import Iterator, Sequence

from jisr.chars import ARABIC_LETTERS, TASHKEEL, TATWEEL, has_arabic, is_blank
from jisr.translate.quality.arabic import arabic_words, quantities
from jisr.translate.quality.dates import lost_dates, names_dates
from jisr.translate.quality.english import english_numbers, english_words
from jisr.translate.quality.names import lost_names
from jisr.translate.quality.negation import loses_negation
from jisr.translate.quality.notes import Note
from jisr.translate.quality.numbers import added_numbers, wrong_numbers
from jisr.translate.quality.repetition import has_loop
from jisr.translate.quality.units import lost_units
from jisr.translate.quality.verbatim import missing_copyable, missing_latin, without_copyable

__all__ = ["check_draft"]

LETTER = re.compile(f"[{ARABIC_LETTERS}]")
UNCOUNTED = re.compile(f"[{TASHKEEL}{TATWEEL}]")
DIGIT = re.compile(r"\d")
FINAL_STOP = re.compile("[.!?؟…۔][\\s\"'»”’)\\]]*$")
FINAL_MARK = re.compile("[.!?…:;,][\\s\"'»”’)\\]]*$")
SHORTEST_RATIO, LONGEST_RATIO = 0.48, 2.5
SHORTEST_UNSTOPPED = 0.9


def check_draft(source: str, target: str, *, cut_off: bool = False, unknown: int = 0) -> tuple[Note, ...]:
    """Return the notes on a translation, from comparing it with its source.

    The translation may be anyone's; what is known of its decoding is optional. The source may be normalised or raw:
    Arabic-Indic digits, vowel marks and tatweel make no difference; presentation forms and invisible characters hide
    words from the checks of meaning.

    :param source: the source sentence, which contains an Arabic letter.
    :param cut_off: whether the decoder reached its length limit.
    :param unknown: number of pieces of the source that the model does not know.
    :return: the notes in alphabetical order without duplicates; none for a translation that passes all checks.
    """
    return tuple(sorted(draft_doubts(source, target, cut_off, unknown)))


def draft_doubts(source: str, target: str, cut_off: bool, unknown: int) -> Iterator[Note]:
    """Yield each note that applies, in no particular order."""
    if cut_off:
        yield Note.LIMIT
    if unknown:
        yield Note.UNKNOWN
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
    if any(missing_latin(words, target)):
        yield Note.LATIN_MISSING
    yield from meaning_doubts(arabic_words(words), target)


def meaning_doubts(source: Sequence[str], target: str) -> Iterator[Note]:
    """Yield each note on what a translation says: numbers, units, dates, names, negation.

    :param source: the words of the source.
    """
    if loses_negation(source, target):
        yield Note.NEGATION
    if any(lost_names(source, target)):
        yield Note.NAME_MISSING
    found = quantities(source)
    if not (found or names_dates(source) or DIGIT.search(target)):
        return
    english = english_words(target)
    numbers = english_numbers(english)
    values = {value for number in numbers for value in number.values}
    if any(wrong_numbers(source, found, english, numbers)):
        yield Note.NUMBER_MISSING
    elif any(added_numbers(source, found, english, numbers)):  # a wrong number is missing and added: one doubt
        yield Note.NUMBER_ADDED
    if any(lost_units(source, found, {word.lower() for word in english}, values)):
        yield Note.UNIT_MISSING
    if any(lost_dates(source, found, english, values, target)):
        yield Note.DATE_MISSING


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

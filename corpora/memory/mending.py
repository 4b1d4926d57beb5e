"""The mending of a match whose source differs from a sentence in numbers only."""

from collections.abc import Sequence
from typing import Final

from jisr.corpora.memory.likeness import ComparedText, numbers_of, without_numbers
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import Note
from jisr.translate.quality.number_mending import NUMBER_IN_DIGITS, in_style, plain_number

__all__ = ["mended_target"]

PLURAL_CHANGES: Final = frozenset({"0", "1"})
"""Numbers beside which English has another form of the noun than beside most others."""
FAULTS: Final = frozenset({Note.DATE_MISSING, Note.NUMBER_ADDED, Note.NUMBER_MISSING, Note.UNIT_MISSING})


def mended_target(sentence: ComparedText, source: ComparedText, target: str) -> str | None:
    """Return the target of an entry with the numbers of a sentence; ``None`` if it is not safe to replace them.

    It is safe where the two sources differ in numbers written in digits only, and each number that differs is there
    once, in the source and in the target of the entry; not where one of them is 1 or 0, since a noun beside it may
    have to change. What comes out must hold the numbers of the sentence.

    :param source: the source of the entry.
    """
    if sentence.form == source.form or without_numbers(sentence.form) != without_numbers(source.form):
        return None
    wanted, given = numbers_of(sentence.words), numbers_of(source.words)
    if len(wanted) != len(given):
        return None
    changes = {old: new for old, new in zip(given, wanted, strict=True) if old != new}
    if not changes or not can_change(changes, given):
        return None
    cuts: list[tuple[int, int, str]] = []
    for old, new in changes.items():
        places = [match for match in NUMBER_IN_DIGITS.finditer(target) if plain_number(match[0]) == plain_number(old)]
        if len(places) != 1:
            return None
        written = places[0]
        cuts.append((written.start(), written.end(), in_style(new, written[0])))
    mended = target
    for start, end, new in sorted(cuts, reverse=True):
        mended = mended[:start] + new + mended[end:]
    return None if FAULTS.intersection(check_draft(sentence.text, mended)) else mended


def can_change(changes: dict[str, str], given: Sequence[str]) -> bool:
    """Return whether each number that differs is once in the source, is not negative and keeps a noun as it is."""
    return all(
        given.count(old) == 1
        and old[0].isdigit()
        and new[0].isdigit()
        and PLURAL_CHANGES.isdisjoint({plain_number(old), plain_number(new)})
        for old, new in changes.items()
    )

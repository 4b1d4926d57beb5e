"""The check of a translation: what it may have lost, and how good it probably is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jisr.chars import has_arabic
from jisr.translate.estimation.estimate import DOUBT, Estimate, ExpectedScore, estimate_quality
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import Note
from jisr.translate.terms.term_list import TermList
from jisr.translate.text.normalization import POLICIES

__all__ = ["CheckCounts", "CheckedPair", "check"]


@dataclass(frozen=True, slots=True)
class CheckedPair:
    """A translation with the doubts about it.

    :param source: the Arabic text.
    :param target: its English translation.
    :param notes: the notes, in alphabetical order.
    :param estimate: expected quality; ``None`` if the source has no Arabic letter.
    :param place: where the pair is from, such as ``memory.tsv:12``; empty if unknown.
    """

    source: str
    target: str
    notes: tuple[Note, ...]
    estimate: Estimate | None
    place: str = ""


def check(
    source: str, target: str, *, doubt: float = DOUBT, place: str = "", terms: TermList | None = None
) -> CheckedPair:
    """Compare a translation with its source; it may be a machine's or a person's.

    :param source: an Arabic sentence.
    :param target: its English translation.
    :param doubt: expected chrF2 below which the translation gets the note ``doubtful``, 0 to 100.
    :param place: where the pair is from.
    :param terms: terms that the translation must have, each where its source is.
    """
    if not has_arabic(source):
        return CheckedPair(source, target, (), None, place)
    normalised = POLICIES["standard"].apply(source)
    notes = set(check_draft(normalised, target))
    estimate = estimate_quality(normalised, target)
    if terms:
        notes |= terms.notes(normalised, target)
        if not has_arabic(terms.without_kept(normalised, target)):
            notes -= {Note.ARABIC_LEFT, Note.COPIED}
    if estimate.chrf < doubt:
        notes.add(Note.DOUBTFUL)
    return CheckedPair(source, target, tuple(sorted(notes)), estimate, place)


@dataclass(slots=True)
class CheckCounts:
    """Numbers of pairs and notes of checked translations.

    :param pairs: number of pairs.
    :param noted: number of pairs with a note.
    :param notes: number of pairs with each note.
    :param expected: expected chrF2 of all.
    """

    pairs: int = 0
    noted: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    expected: ExpectedScore = field(default_factory=ExpectedScore)

    def count(self, pairs: Iterable[CheckedPair]) -> Iterator[CheckedPair]:
        """Yield pairs, and count each."""
        for pair in pairs:
            self.pairs += 1
            self.noted += bool(pair.notes)
            self.notes.update(pair.notes)
            self.expected.add(pair.estimate.chrf if pair.estimate else None, pair.target)
            yield pair

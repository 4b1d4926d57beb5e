"""Deduplication, which keeps the first of the pairs that are the same, or nearly the same.

The hashes of each chunk of pairs are recorded in a journal, from which a killed run resumes.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex, is_near_duplicate
from jisr.corpora.duplicates.normal_form import normal_forms, text_digest
from jisr.corpora.pairs import DedupKey, Pair, chunks
from jisr.storage.journal import Journal, digest

if TYPE_CHECKING:
    from jisr.arrays import Hashes

__all__ = [
    "EXACT_REASON",
    "NEAR_REASON",
    "are_hashes",
    "compared_forms",
    "dedup",
    "from_journal",
    "separate",
    "to_journal",
]

EXACT_REASON = "duplicate"
NEAR_REASON = "near-duplicate"
"""Reasons for a refusal, given as the origin of the refused pair."""


def dedup(
    pairs: Iterable[Pair],
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
    counts: FilterCounts | None = None,
    on_refused: Callable[[Pair], None] | None = None,
) -> Iterator[Pair]:
    """Yield the first of all pairs that differ only in case, diacritics, punctuation and the script of digits.

    This takes 8 bytes of memory for each kept pair, and 1 to 2 kB with ``near``.

    :param by: side that is compared, or both.
    :param near: also refuse pairs that differ from an earlier one by a word or so on each compared side.
    :param counts: updated with the number of pairs, and of those refused for each reason.
    :param on_refused: called with each refused pair, with the reason as its origin.
    """
    counts = FilterCounts() if counts is None else counts
    for kept, refused in separate(pairs, counts, by=by, near=near):
        if on_refused is not None:
            for pair in refused:
                on_refused(pair)
        yield from kept


def separate(
    pairs: Iterable[Pair],
    counts: FilterCounts,
    journal: Journal | None = None,
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Yield the kept pairs and the duplicates of each chunk.

    Texts are compared in their normal form (:func:`~jisr.corpora.duplicates.normal_form.normal_form`).

    :param counts: updated after each chunk.
    :param journal: journal for the hashes, from which a killed run resumes.
    :return: for each chunk the kept pairs, and the refused ones with the reason as their origin.
    """
    seen = HashSet()
    index = KeptPairs()
    for chunk in chunks(pairs):
        forms = compared_forms(chunk, by)
        hashes = recorded_hashes(chunk, forms, by, journal)
        kept, refused = [], []
        for pair, form, new in zip(chunk, forms, seen.new(hashes).tolist(), strict=True):
            if not new:
                refused.append(replace(pair, origin=EXACT_REASON))
            elif near and index.holds(form):
                refused.append(replace(pair, origin=NEAR_REASON))
            else:
                kept.append(pair)
        counts.pairs += len(chunk)
        counts.refused.update(pair.origin for pair in refused)
        yield kept, refused


def compared_forms(pairs: Sequence[Pair], by: DedupKey) -> list[tuple[str, ...]]:
    """Return the normal forms of the compared sides of each pair."""
    sides = [
        normal_forms([getattr(pair, side) for pair in pairs])
        for side in ("source", "target")
        if by in (DedupKey.PAIR, side)
    ]
    return list(zip(*sides, strict=True))


def recorded_hashes(
    chunk: Sequence[Pair], forms: Sequence[tuple[str, ...]], by: DedupKey, journal: Journal | None
) -> "Hashes":
    """Return the hash of the normal forms of each pair, from the journal if it is recorded there."""
    if journal is None:
        return from_journal(to_journal(forms))
    key = digest(by, *(f"{pair.source}\t{pair.target}" for pair in chunk))
    return from_journal(journal.do(key, partial(to_journal, forms), partial(are_hashes, len(chunk))))


def to_journal(forms: Iterable[tuple[str, ...]]) -> str:
    """Return the hashes of normal forms as they are recorded in a journal."""
    return b64encode(b"".join(text_digest(*each) for each in forms)).decode()


def from_journal(recorded: str) -> "Hashes":
    """Return hashes that were recorded in a journal: shape (n,)."""
    import numpy as np

    return np.frombuffer(b64decode(recorded), dtype="<u8")


def are_hashes(count: int, recorded: object) -> bool:
    """Return whether a value from a journal can be a number of hashes."""
    try:
        return isinstance(recorded, str) and len(b64decode(recorded, validate=True)) == 8 * count
    except ValueError:
        return False


class KeptPairs:
    """The kept pairs, in an index of near duplicates."""

    def __init__(self) -> None:
        self.index = NearDuplicateIndex()
        self.others: list[str] = []

    def holds(self, forms: Sequence[str]) -> bool:
        """Return whether a near duplicate of a pair was kept before; if not, add the pair.

        :param forms: normal forms of its compared sides.
        """
        first, *others = forms
        other = " ".join(others)
        for number in self.index.find(first):
            if other == self.others[number] or is_near_duplicate(other.split(), self.others[number].split()):
                return True
        self.index.add(first)
        self.others.append(other)
        return False

"""Deduplication, which keeps the first of the pairs that are the same, or nearly the same.

The hashes of each chunk of pairs are recorded in a journal, from which a killed run resumes.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex, is_near_duplicate
from jisr.corpora.duplicates.normal_form import normal_form, text_hash
from jisr.corpora.pairs import DedupKey, Pair, chunks
from jisr.storage.journal import Journal, digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EXACT_REASON", "NEAR_REASON", "dedup", "separate"]

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
    index = KeptPairs(by)
    for chunk in chunks(pairs):
        hashes = recorded_hashes(chunk, by, journal)
        kept, refused = [], []
        for pair, new in zip(chunk, seen.new(hashes).tolist(), strict=True):
            if not new:
                refused.append(replace(pair, origin=EXACT_REASON))
            elif near and index.holds(pair):
                refused.append(replace(pair, origin=NEAR_REASON))
            else:
                kept.append(pair)
        counts.pairs += len(chunk)
        counts.refused.update(pair.origin for pair in refused)
        yield kept, refused


def recorded_hashes(chunk: Sequence[Pair], by: DedupKey, journal: Journal | None) -> "NDArray[np.uint64]":
    """Return the hash of the compared sides of each pair, from the journal if it is recorded there."""
    import numpy as np

    def compute() -> str:
        hashes = np.array([text_hash(*sides(pair, by)) for pair in chunk], dtype="<u8")
        return b64encode(hashes.tobytes()).decode()

    def fits(recorded: object) -> bool:
        try:
            return isinstance(recorded, str) and len(b64decode(recorded, validate=True)) == 8 * len(chunk)
        except ValueError:
            return False

    if journal is None:
        hashes = compute()
    else:
        hashes = journal.do(digest(by, *(f"{pair.source}\t{pair.target}" for pair in chunk)), compute, fits)
    return np.frombuffer(b64decode(hashes), dtype="<u8")


def sides(pair: Pair, by: DedupKey) -> list[str]:
    """Return the normal forms of the compared sides."""
    texts = {
        DedupKey.PAIR: (pair.source, pair.target),
        DedupKey.SOURCE: (pair.source,),
        DedupKey.TARGET: (pair.target,),
    }
    return [normal_form(text) for text in texts[by]]


class KeptPairs:
    """The kept pairs, in an index of near duplicates."""

    def __init__(self, by: DedupKey) -> None:
        self.by = by
        self.index = NearDuplicateIndex()
        self.others: list[str] = []

    def holds(self, pair: Pair) -> bool:
        """Return whether a near duplicate of a pair was kept before; if not, add the pair."""
        first, *others = sides(pair, self.by)
        other = " ".join(others)
        for number in self.index.find(first):
            if other == self.others[number] or is_near_duplicate(other.split(), self.others[number].split()):
                return True
        self.index.add(first)
        self.others.append(other)
        return False

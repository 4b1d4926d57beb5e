"""Duplicates: the first of those that are the same, or nearly the same, is kept.

What was found out about each piece of pairs is kept in a journal: a run that was killed takes it from there.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jisr.corpora.cleaning.clean import FilterCounts, pieces
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex, nearly_same
from jisr.corpora.duplicates.normal_form import fingerprint, normal
from jisr.corpora.pairs import DedupKey, Pair
from jisr.storage.journal import Journal, digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EXACT", "NEAR", "dedup"]

EXACT = "duplicate"
NEAR = "near-duplicate"
"""The reasons for a refusal."""


def dedup(
    pairs: Iterable[Pair],
    tally: FilterCounts,
    journal: Journal | None = None,
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Tell duplicates from what comes for the first time, a piece at a time.

    Texts are compared in their normal form (:func:`~jisr.corpora.duplicates.normal_form.normal`). Memory: 8 bytes
    for each pair kept, and with ``near`` 1 to 2 kB.

    :param tally: is kept up to date.
    :param journal: where the hashes are kept until all is done.
    :param by: the side that counts, or both.
    :param near: also refuse what differs from an earlier pair by a word or so on each side that counts.
    :return: for each piece the pairs that are kept, and those refused with the reason as their origin.
    """
    seen = HashSet()
    index = Neighbours(by)
    for piece in pieces(pairs):
        hashes = recorded_hashes(piece, by, journal)
        kept, refused = [], []
        for pair, new in zip(piece, seen.new(hashes).tolist(), strict=True):
            if not new:
                refused.append(replace(pair, origin=EXACT))
            elif near and index.holds(pair):
                refused.append(replace(pair, origin=NEAR))
            else:
                kept.append(pair)
        tally.pairs += len(piece)
        tally.refused.update(pair.origin for pair in refused)
        yield kept, refused


def recorded_hashes(piece: Sequence[Pair], by: DedupKey, journal: Journal | None) -> "NDArray[np.uint64]":
    """Hash what counts of each pair, or take the hashes from a journal."""
    import numpy as np

    def work() -> str:
        hashes = np.array([fingerprint(*sides(pair, by)) for pair in piece], dtype="<u8")
        return b64encode(hashes.tobytes()).decode()

    key = digest(by, *(f"{pair.source}\t{pair.target}" for pair in piece)) if journal else ""
    return np.frombuffer(b64decode(journal.do(key, work) if journal else work()), dtype="<u8")


def sides(pair: Pair, by: DedupKey) -> list[str]:
    """Give the normal forms of the sides that count."""
    texts = {
        DedupKey.PAIR: (pair.source, pair.target),
        DedupKey.SOURCE: (pair.source,),
        DedupKey.TARGET: (pair.target,),
    }
    return [normal(text) for text in texts[by]]


class Neighbours:
    """Pairs that were kept, by what counts of them."""

    def __init__(self, by: DedupKey) -> None:
        self.by = by
        self.index = NearDuplicateIndex()
        self.others: list[str] = []

    def holds(self, pair: Pair) -> bool:
        """Say whether a pair nearly the same was kept before; if none was, keep this one."""
        first, *others = sides(pair, self.by)
        other = " ".join(others)
        for number in self.index.find(first):
            if other == self.others[number] or nearly_same(other.split(), self.others[number].split()):
                return True
        self.index.add(first)
        self.others.append(other)
        return False

"""Splits into train, dev and test sets that do not overlap.

Pairs of the same document, and pairs with a side that is the same or nearly the same, form a group that goes to one
set as a whole. The set of a group depends on the seed and on the number of its first pair.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jisr.corpora.corpus_options import SplitSizes
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import normal_forms, text_hash
from jisr.corpora.pairs import Pair, chunks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SPLIT_NAMES", "assign_splits", "split_corpus", "split_pairs"]

SPLIT_NAMES = ("train", "dev", "test")


def split_corpus(pairs: Iterable[Pair], sizes: SplitSizes | None = None) -> dict[str, list[Pair]]:
    """Return sets of pairs that do not overlap; all pairs are held in memory.

    Pairs of the same document (their origin), and pairs with a side that is the same or nearly the same, stay together,
    so a set can be smaller than requested.

    :param sizes: sizes of the sets; default: 1,000 pairs for dev and for test, the rest for train.
    :return: the pairs of ``train``, ``dev`` and ``test``, each in the order of the input.
    """
    pairs = list(pairs)
    sets: dict[str, list[Pair]] = {name: [] for name in SPLIT_NAMES}
    for name, pair in split_pairs(pairs, assign_splits(pairs, sizes or SplitSizes())):
        sets[name].append(pair)
    return sets


class PairGroups:
    """Groups of numbers that can be joined (union-find; Tarjan 1975)."""

    def __init__(self) -> None:
        self.parents = array("q")

    def add(self) -> int:
        """Add a group of one number, and return the number."""
        self.parents.append(len(self.parents))
        return len(self.parents) - 1

    def root(self, number: int) -> int:
        """Return the smallest number of the group of a number."""
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Join the groups of two numbers."""
        one, other = self.root(one), self.root(other)
        self.parents[max(one, other)] = min(one, other)


def group_pairs(pairs: Iterable[Pair]) -> PairGroups:
    """Return the groups of the numbers of pairs that must stay together, with 2 to 3 kB of memory a pair."""
    groups = PairGroups()
    documents: dict[str, int] = {}
    sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
    indexes = (NearDuplicateIndex(), NearDuplicateIndex())
    owners: tuple[list[int], list[int]] = ([], [])
    for pair, *forms in normalised(pairs):
        number = groups.add()
        if pair.origin:
            groups.join(number, documents.setdefault(pair.origin, number))
        for form, known, index, owner in zip(forms, sides, indexes, owners, strict=True):
            if form in known:
                groups.join(number, known[form])
                continue
            known[form] = number
            for near in index.find(form):
                groups.join(number, owner[near])
            index.add(form)
            owner.append(number)
    return groups


def normalised(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, str, str]]:
    """Yield each pair with the normal forms of its sides."""
    for chunk in chunks(pairs):
        sides = ([pair.source for pair in chunk], [pair.target for pair in chunk])
        yield from zip(chunk, *map(normal_forms, sides), strict=True)


def assign_splits(pairs: Iterable[Pair], parts: SplitSizes) -> "NDArray[np.uint8]":
    """Return the set of each pair.

    Groups are taken in an order that depends on the seed, and each goes to the first of test, dev and train with room.

    :return: indices into :data:`SPLIT_NAMES`, of shape (pairs,).
    """
    import numpy as np

    groups = group_pairs(pairs)
    count = len(groups.parents)
    roots = np.fromiter((groups.root(number) for number in range(count)), dtype=np.int64, count=count)
    sizes = np.bincount(roots, minlength=count)
    order = sorted(np.flatnonzero(sizes).tolist(), key=lambda head: text_hash(str(parts.seed), str(head)))
    chosen = np.zeros(count, dtype=np.uint8)
    room = {SPLIT_NAMES.index("test"): parts.test, SPLIT_NAMES.index("dev"): parts.dev}
    for head in order:
        if not any(room.values()):
            break
        for part, left in room.items():
            if sizes[head] <= left:
                chosen[head] = part
                room[part] -= int(sizes[head])
                break
    return chosen[roots]


def split_pairs(pairs: Iterable[Pair], chosen: "NDArray[np.uint8]") -> Iterator[tuple[str, Pair]]:
    """Yield each pair after the name of its set.

    :param chosen: the result of :func:`assign_splits` for these pairs.
    """
    for pair, part in zip(pairs, chosen.tolist(), strict=True):
        yield SPLIT_NAMES[part], pair

"""Train, dev and test sets between which nothing leaks.

Pairs that belong together go to the same set: those of one document, and those one side of which is the
same or nearly the same. Which set a group goes to depends on the seed and on its place.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jisr.corpora.corpus_options import SplitSizes
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import normal_form, text_hash
from jisr.corpora.pairs import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SPLIT_NAMES", "assign_splits", "split_corpus", "split_pairs"]

SPLIT_NAMES = ("train", "dev", "test")


def split_corpus(pairs: Iterable[Pair], sizes: SplitSizes | None = None) -> dict[str, list[Pair]]:
    """Split pairs into sets between which nothing leaks; all pairs are held in memory.

    Pairs of one document (their origin), and pairs with a side that is the same or nearly the same, stay together, so a
    set may come out smaller than asked for.

    :param sizes: default: 1,000 pairs for dev and for test.
    :return: the pairs of ``train``, ``dev`` and ``test``, each in their order.
    """
    held = list(pairs)
    sets: dict[str, list[Pair]] = {name: [] for name in SPLIT_NAMES}
    for name, pair in split_pairs(held, assign_splits(held, sizes or SplitSizes())):
        sets[name].append(pair)
    return sets


class PairGroups:
    """Numbers joined to groups (union-find, Tarjan 1975)."""

    def __init__(self) -> None:
        self.parents = array("q")

    def add(self) -> int:
        """Add a group of one number, and return the number."""
        self.parents.append(len(self.parents))
        return len(self.parents) - 1

    def root(self, number: int) -> int:
        """Return the smallest number of a group."""
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Join two groups."""
        one, other = self.root(one), self.root(other)
        self.parents[max(one, other)] = min(one, other)


def group_pairs(pairs: Iterable[Pair]) -> PairGroups:
    """Return the groups of pairs that belong together; 2 to 3 kB of memory a pair."""
    groups = PairGroups()
    documents: dict[str, int] = {}
    sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
    indexes = (NearDuplicateIndex(), NearDuplicateIndex())
    owners: tuple[list[int], list[int]] = ([], [])
    for pair in pairs:
        number = groups.add()
        if pair.origin:
            groups.join(number, documents.setdefault(pair.origin, number))
        for text, known, index, owner in zip((pair.source, pair.target), sides, indexes, owners, strict=True):
            form = normal_form(text)
            if form in known:
                groups.join(number, known[form])
                continue
            known[form] = number
            for near in index.find(form):
                groups.join(number, owner[near])
            index.add(form)
            owner.append(number)
    return groups


def assign_splits(pairs: Iterable[Pair], parts: SplitSizes) -> "NDArray[np.uint8]":
    """Return the set that each pair goes to.

    Groups are taken in an order that the seed decides, each for the first of test and dev that has room.

    :return: for each pair an index into :data:`SPLIT_NAMES`.
    """
    import numpy as np

    groups = group_pairs(pairs)
    count = len(groups.parents)
    roots = np.fromiter((groups.root(number) for number in range(count)), dtype=np.int64, count=count)
    sizes = np.bincount(roots, minlength=count)
    heads = np.flatnonzero(sizes)
    order = sorted(heads.tolist(), key=lambda head: text_hash(str(parts.seed), str(head)))
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
    return chosen[roots] if count else chosen


def split_pairs(pairs: Iterable[Pair], chosen: "NDArray[np.uint8]") -> Iterator[tuple[str, Pair]]:
    """Yield each pair with the name of its set."""
    for pair, part in zip(pairs, chosen.tolist(), strict=True):
        yield SPLIT_NAMES[part], pair

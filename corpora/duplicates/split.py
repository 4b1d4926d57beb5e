"""Train, dev and test sets between which nothing leaks.

Pairs that belong together go to the same set: those of one document, and those one side of which is the
same or nearly the same. Which set a group goes to depends on the seed and on its place.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import fingerprint, normal
from jisr.corpora.pairs import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PARTS", "SplitSizes", "assign", "split"]

PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class SplitSizes:
    """How many pairs the smaller sets are to have; train takes the rest.

    :param dev: pairs of the development set.
    :param test: pairs of the test set.
    :param seed: another seed gives other sets.
    """

    dev: int = 1000
    test: int = 1000
    seed: int = 1


class Groups:
    """Numbers that are joined to groups (union by smallest, Tarjan 1975)."""

    def __init__(self) -> None:
        self.parents = array("q")

    def add(self) -> int:
        """Begin a new group with one number."""
        self.parents.append(len(self.parents))
        return len(self.parents) - 1

    def root(self, number: int) -> int:
        """Give the smallest number of a group."""
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        one, other = self.root(one), self.root(other)
        self.parents[max(one, other)] = min(one, other)


def group(pairs: Iterable[Pair]) -> Groups:
    """Find the pairs that belong together; it holds 2 to 3 kB a pair in memory."""
    groups = Groups()
    documents: dict[str, int] = {}
    sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
    indexes = (NearDuplicateIndex(), NearDuplicateIndex())
    owners: tuple[list[int], list[int]] = ([], [])
    for pair in pairs:
        number = groups.add()
        if pair.origin:
            groups.join(number, documents.setdefault(pair.origin, number))
        for text, known, index, owner in zip((pair.source, pair.target), sides, indexes, owners, strict=True):
            form = normal(text)
            if form in known:
                groups.join(number, known[form])
                continue
            known[form] = number
            for near in index.find(form):
                groups.join(number, owner[near])
            index.add(form)
            owner.append(number)
    return groups


def assign(pairs: Iterable[Pair], parts: SplitSizes) -> "NDArray[np.uint8]":
    """Say which set each pair goes to.

    Groups are taken in an order that the seed decides, each for the first of test and dev that has room.

    :return: for each pair an index into :data:`PARTS`.
    """
    import numpy as np

    groups = group(pairs)
    count = len(groups.parents)
    roots = np.fromiter((groups.root(number) for number in range(count)), dtype=np.int64, count=count)
    sizes = np.bincount(roots, minlength=count)
    heads = np.flatnonzero(sizes)
    order = sorted(heads.tolist(), key=lambda head: fingerprint(str(parts.seed), str(head)))
    chosen = np.zeros(count, dtype=np.uint8)
    room = {PARTS.index("test"): parts.test, PARTS.index("dev"): parts.dev}
    for head in order:
        if not any(room.values()):
            break
        for part, left in room.items():
            if sizes[head] <= left:
                chosen[head] = part
                room[part] -= int(sizes[head])
                break
    return chosen[roots] if count else chosen


def split(pairs: Iterable[Pair], chosen: "NDArray[np.uint8]") -> Iterator[tuple[str, Pair]]:
    """Give each pair with the name of its set."""
    for pair, part in zip(pairs, chosen.tolist(), strict=True):
        yield PARTS[part], pair

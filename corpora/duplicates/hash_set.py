"""A set of 128-bit hashes, which takes 16 bytes for each.

Hashes are held in sorted runs, each at most half as long as the one before. So there are few runs, and they have to be
merged only now and then (O'Neil et al. 1996). During the largest merge the set takes 40 bytes for each hash.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.arrays import Flags, Hashes

__all__ = ["HashSet"]


class HashSet:
    """A growing set of 128-bit hashes."""

    def __init__(self) -> None:
        self.runs: list[tuple[Hashes, Hashes]] = []
        """The two halves of the hashes of each run, sorted by the first."""

    def new(self, hashes: "Hashes") -> "Flags":
        """Return whether each hash is new, and add the new ones.

        :param hashes: halves of hashes of shape (n, 2); of equal ones, only the first can be new.
        :return: truth values of shape (n,).
        """
        import numpy as np

        first, second = hashes.T
        order = np.lexsort((second, first))  # which is stable
        first, second = first[order], second[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        for run in self.runs:
            new &= ~holds(run, first, second)
        self.add(first[new], second[new])
        result = np.zeros(len(order), dtype=bool)
        result[order[new]] = True
        return result

    def add(self, first: "Hashes", second: "Hashes") -> None:
        """Add a sorted run of hashes that are not in the set, merged with the runs less than twice as long."""
        import numpy as np

        while self.runs and len(self.runs[-1][0]) < 2 * len(first):
            before = self.runs.pop()
            first, second = np.concatenate([before[0], first]), np.concatenate([before[1], second])
            del before
            order = np.argsort(first, kind="stable")
            first, second = first[order], second[order]
        if len(first):
            self.runs.append((first, second))


def holds(run: "tuple[Hashes, Hashes]", first: "Hashes", second: "Hashes") -> "Flags":
    """Return whether a sorted run holds each of some hashes.

    :param first: first halves of the hashes, of shape (n,); ``second``: their second halves.
    """
    import numpy as np

    indices = np.minimum(np.searchsorted(run[0], first), len(run[0]) - 1)
    alike = run[0][indices] == first
    found: Flags = alike & (run[1][indices] == second)
    for place in np.flatnonzero(alike & ~found).tolist():  # hashes of which only the first halves are equal
        end = np.searchsorted(run[0], first[place], "right")
        found[place] = second[place] in run[1][indices[place] : end]
    return found

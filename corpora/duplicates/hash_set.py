"""A set of 64-bit hashes, which takes 8 bytes for each.

Hashes are held in sorted runs, each at most half as long as the one before. So there are few runs, and they have to be
merged only now and then (O'Neil et al. 1996). During the largest merge the set takes 24 bytes for each hash.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HashSet"]


class HashSet:
    """A growing set of 64-bit hashes."""

    def __init__(self) -> None:
        self.runs: list[NDArray[np.uint64]] = []

    def new(self, hashes: "NDArray[np.uint64]") -> "NDArray[np.bool_]":
        """Return whether each hash is new, and add the new ones.

        :param hashes: hashes of shape (n,); of equal ones, only the first can be new.
        :return: truth values of shape (n,).
        """
        import numpy as np

        distinct, first = np.unique(hashes, return_index=True)
        new = np.ones(len(distinct), dtype=bool)
        for run in self.runs:
            indices = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            new &= run[indices] != distinct
        self.add(distinct[new])
        result = np.zeros(len(hashes), dtype=bool)
        result[first[new]] = True
        return result

    def add(self, run: "NDArray[np.uint64]") -> None:
        """Add a sorted run of hashes that are not in the set, merged with the runs less than twice as long."""
        import numpy as np

        while self.runs and len(self.runs[-1]) < 2 * len(run):
            run = np.concatenate([self.runs.pop(), run])
            run.sort(kind="stable")
        if len(run):
            self.runs.append(run)

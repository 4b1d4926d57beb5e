"""A set of 64-bit hashes, in 8 bytes each.

Hashes are kept in sorted runs whose sizes fall by half at least, so that there are few, and adding costs a
merge now and then (O'Neil et al. 1996). At the peak, while the largest run is made, 24 bytes a hash are held.
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
        """Return which hashes come for the first time, and add them.

        :param hashes: any number; one that comes twice is new the first time.
        :return: as many truth values.
        """
        import numpy as np

        distinct, first = np.unique(hashes, return_index=True)
        new = np.ones(len(distinct), dtype=bool)
        for run in self.runs:
            at = np.minimum(np.searchsorted(run, distinct), len(run) - 1)
            new &= run[at] != distinct
        self.add(distinct[new])
        result = np.zeros(len(hashes), dtype=bool)
        result[first[new]] = True
        return result

    def add(self, run: "NDArray[np.uint64]") -> None:
        """Add a sorted run."""
        import numpy as np

        while self.runs and len(self.runs[-1]) < 2 * len(run):
            run = np.concatenate([self.runs.pop(), run])
            run.sort(kind="stable")
        if len(run):
            self.runs.append(run)

"""Rows of numbers of different lengths in one array, which takes a fraction of the memory of lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from jisr.arrays import Indices, Ints

__all__ = ["RaggedArray"]


@dataclass(frozen=True, slots=True)
class RaggedArray:
    """Concatenated rows.

    :param flat: numbers of all rows.
    :param ends: offset of each row in ``flat``, followed by the end of the last row; one more than there are rows.
    """

    flat: "Ints"
    ends: "Indices"

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Self:
        """Return an array of the given rows."""
        import numpy as np

        parts = [np.array(row, np.int32) for row in rows]
        return cls.joined(parts, np.fromiter(map(len, parts), np.int64, len(parts)))

    @classmethod
    def joined(cls, parts: "Sequence[Ints]", lengths: "Indices") -> Self:
        """Return an array of rows of the given lengths, whose numbers are those of the concatenated parts."""
        import numpy as np

        flat = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        return cls(flat, np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]))

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def lengths(self) -> "Indices":
        """Length of each row."""
        return self.ends[1:] - self.ends[:-1]

    def take(self, rows: "Indices") -> Self:
        """Return an array of the rows with the given indices, which may be repeated."""
        import numpy as np

        lengths = self.lengths[rows]
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        # Row i starts at ends[i] in the result and at self.ends[rows[i]] here: a constant shift along the row.
        indices = np.arange(ends[-1]) + np.repeat(self.ends[rows] - ends[:-1], lengths)
        return type(self)(self.flat[indices], ends)

    def merged(self, counts: "Indices") -> Self:
        """Return an array with runs of consecutive rows joined, each of the given number of rows."""
        import numpy as np

        indices = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        return type(self)(self.flat, self.ends[indices])

    def append(self, number: int) -> Self:
        """Return an array with a number appended to each row."""
        import numpy as np

        return type(self)(
            np.insert(self.flat, self.ends[1:], number).astype(np.int32), self.ends + np.arange(len(self.ends))
        )

    def padded(self, height: int, width: int, filler: int) -> "Ints":
        """Return the rows as a matrix of shape (height, width), padded with a filler."""
        import numpy as np

        matrix = np.full((height, width), filler, np.int32)
        matrix[: len(self)][np.arange(width) < self.lengths[:, None]] = self.flat
        return matrix

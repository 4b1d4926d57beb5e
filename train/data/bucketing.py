"""The few shapes that batches come in.

A tensor of a new shape is slow the first time: oneDNN compiles for it on a CPU, cuBLAS picks a kernel on a
GPU. Padding each batch to its own longest sentence makes a new shape almost every time. So a handful of
shapes is fitted to the lengths of the corpus, and each batch has one of them, to the row.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Lengths = NDArray[np.int64]

__all__ = ["SHAPE_COUNT", "BatchShape", "fit_shapes", "place_pairs"]

SHAPE_COUNT = 32
"""Number of shapes that are fitted; one more takes what is longer than all that was seen."""
LENGTH_UNIT = 4
"""Lengths are multiples of it."""


@dataclass(frozen=True, slots=True, order=True)
class BatchShape:
    """The room of a batch.

    :param source: pieces of a source, ``</s>`` included.
    :param target: pieces of a target, ``</s>`` included.
    :param rows: how many pairs.
    """

    source: int
    target: int
    rows: int


def fit_shapes(
    source: "Lengths", target: "Lengths", *, limit: int, tokens: int, count: int = SHAPE_COUNT
) -> list[BatchShape]:
    """Cut the plane of the two lengths into rectangles that leave little padding.

    It begins with one rectangle and cuts, again and again, where most padding is saved.

    :param source: lengths of sources, ``</s>`` included.
    :param target: lengths of their targets.
    :param limit: the longest length there can be.
    :param tokens: the positions of the longer side of a batch.
    :return: the shapes, the cheapest first; the last takes every pair.
    """
    import numpy as np

    size = -(-limit // LENGTH_UNIT)
    plane = np.zeros((size, size), np.int64)
    np.add.at(plane, ((source - 1) // LENGTH_UNIT, (target - 1) // LENGTH_UNIT), 1)
    boxes = [plane]
    tops = [(0, 0)]
    while len(boxes) < count:
        best, saved = None, 0
        for at, box in enumerate(boxes):
            for axis in (0, 1):
                for cut in range(1, box.shape[axis]):
                    halves = np.split(box, [cut], axis)
                    offset = cut * (axis == 0), cut * (axis == 1)
                    moved = tops[at][0] + offset[0], tops[at][1] + offset[1]
                    gain = (
                        padding_cost(box, tops[at]) - padding_cost(halves[0], tops[at]) - padding_cost(halves[1], moved)
                    )
                    if gain > saved:
                        best, saved = (at, halves, moved), gain
        if best is None:
            break
        at, (boxes[at], other), moved = best
        boxes.append(other)
        tops.append(moved)
    sizes = {tighten(box, top) for box, top in zip(boxes, tops, strict=True) if box.any()}
    sizes.add((size, size))
    shapes = [
        BatchShape(s * LENGTH_UNIT, t * LENGTH_UNIT, rows_of_shape(tokens, max(s, t) * LENGTH_UNIT)) for s, t in sizes
    ]
    return sorted(shapes, key=lambda shape: (shape.source + shape.target, shape))


def rows_of_shape(tokens: int, length: int) -> int:
    """Return the number of sentences of a length in a batch; a multiple of eight where there are many."""
    number = max(1, tokens // length)
    return number - number % 8 if number > 8 else number


def tighten(box: "Lengths", top: tuple[int, int]) -> tuple[int, int]:
    """Return the largest lengths in a rectangle that is not empty, in units."""
    import numpy as np

    source, target = (int(np.flatnonzero(box.any(axis=axis))[-1]) + 1 for axis in (1, 0))
    return top[0] + source, top[1] + target


def padding_cost(box: "Lengths", top: tuple[int, int]) -> int:
    """Count the positions that the pairs of a rectangle take, padding included, in units."""
    if not box.any():
        return 0
    return int(box.sum()) * sum(tighten(box, top))


def place_pairs(shapes: list[BatchShape], source: "Lengths", target: "Lengths") -> "Lengths":
    """Return for each pair the first shape that it fits into."""
    import numpy as np

    wide = np.array([[shape.source, shape.target] for shape in shapes])
    fits = (source[:, None] <= wide[:, 0]) & (target[:, None] <= wide[:, 1])
    found: Lengths = fits.argmax(axis=1).astype(np.int64)
    return found

"""Bucketing: batches have one of a few shapes.

The first tensor of each shape is slow: oneDNN compiles a kernel for it on a CPU, and cuBLAS selects one on a GPU.
Padding each batch to its longest sentence would make a new shape almost every time. Therefore a few shapes are fitted
to the lengths of the corpus, and each batch has exactly one of them, including the number of rows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.arrays import Indices

__all__ = ["SHAPE_COUNT", "BatchShape", "fit_shapes", "place_pairs"]

SHAPE_COUNT = 32
"""Largest number of shapes that are fitted; one more holds pairs that are longer than all of those seen."""
LENGTH_UNIT = 4
"""Unit of the lengths of shapes, in pieces."""


@dataclass(frozen=True, slots=True, order=True)
class BatchShape:
    """The shape of a batch.

    :param source: number of pieces of a source, ``</s>`` and padding included.
    :param target: number of pieces of a target, likewise.
    :param rows: number of pairs.
    """

    source: int
    target: int
    rows: int


def fit_shapes(
    source: "Indices", target: "Indices", *, limit: int, tokens: int, count: int = SHAPE_COUNT
) -> list[BatchShape]:
    """Return shapes with little padding, fitted to the lengths of pairs.

    The plane of source and target lengths is one rectangle at first. Repeatedly, a rectangle is cut in two where most
    padding is saved; each rectangle becomes a shape.

    :param source: lengths of sources, ``</s>`` included.
    :param target: lengths of their targets, likewise.
    :param limit: largest possible length.
    :param tokens: number of positions of the longer side of a batch.
    :param count: largest number of rectangles.
    :return: the shapes, the smallest first; the last has room for every pair.
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
    """Return the number of sentences of a length in a batch, rounded down to a multiple of 8 if it is more than 8."""
    number = max(1, tokens // length)
    return number - number % 8 if number > 8 else number


def tighten(box: "Indices", top: tuple[int, int]) -> tuple[int, int]:
    """Return the largest lengths of the pairs in a non-empty rectangle, in units.

    :param box: number of pairs for each source and target length.
    :param top: smallest source and target length of the rectangle, minus 1.
    """
    import numpy as np

    source, target = (int(np.flatnonzero(box.any(axis=axis))[-1]) + 1 for axis in (1, 0))
    return top[0] + source, top[1] + target


def padding_cost(box: "Indices", top: tuple[int, int]) -> int:
    """Return the number of positions that the pairs of a rectangle take, padding included, in units."""
    if not box.any():
        return 0
    return int(box.sum()) * sum(tighten(box, top))


def place_pairs(shapes: list[BatchShape], source: "Indices", target: "Indices") -> "Indices":
    """Return for each pair the index of the first shape that it fits into."""
    import numpy as np

    sizes = np.array([[shape.source, shape.target] for shape in shapes])
    fits = (source[:, None] <= sizes[:, 0]) & (target[:, None] <= sizes[:, 1])
    first: Indices = fits.argmax(axis=1).astype(np.int64)
    return first

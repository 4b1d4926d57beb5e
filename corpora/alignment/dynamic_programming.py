"""The dynamic programme that finds the best chain of beads, for any function that scores beads."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Doubles
from jisr.corpora.alignment.band import Band

__all__ = ["Gains", "PathStep", "best_chain"]


Gains = Callable[[int, int, int, int], NDArray[np.float32]]
"""A function that scores beads. It takes the first and last source sentence and the first and last target sentence
(the last are exclusive) and returns the gains of the beads that begin there, (rows, columns, longest, longest); element
[i, j, a - 1, b - 1] is the gain of a bead of a source and b target sentences. The next call may overwrite them."""

ROWS_PER_BLOCK = 16
"""Number of source sentences whose beads are scored at a time."""
IMPOSSIBLE_GAIN = -1e30
DELETE, INSERT = -1, -2


class PathStep(NamedTuple):
    """One bead of a chain.

    :param source: index of its first source sentence; ``taken``: number of its source sentences.
    :param target: index of its first target sentence; ``given``: number of its target sentences.
    """

    source: int
    target: int
    taken: int
    given: int


def best_chain(band: Band, gains: Gains, skips: tuple[Doubles, Doubles], longest: int) -> list[PathStep]:
    """Return the chain of beads with the highest sum of gains that covers each sentence once and in order.

    :param band: band within which the chain lies.
    :param gains: function that scores beads.
    :param skips: negative gains of leaving sentences without a partner, (source sentences,) and (target sentences,).
    :param longest: largest number of sentences on one side of a bead.
    """
    rows, columns = len(skips[0]), len(skips[1])
    forward = np.concatenate(([0.0], np.cumsum(skips[1])))
    # The best sums of the last rows: each is held twice, so that those of the rows ahead stand together.
    slots = longest + 1
    ring = np.full((2 * slots, columns + longest + 1), IMPOSSIBLE_GAIN)
    windows = np.lib.stride_tricks.sliding_window_view(ring, longest, 1)
    used = [(0, 0)] * slots
    indices = np.arange(columns)
    moves: list[NDArray[np.int16]] = [np.zeros(0, np.int16)] * (rows + 1)
    block, start, block_low = np.zeros((0, 0, longest, longest), np.float32), rows, 0
    lows, highs, source_skips = band.low.tolist(), band.high.tolist(), skips[0].tolist()
    for row in range(rows, -1, -1):
        low, high = lows[row], highs[row]
        move = np.full(high - low, DELETE, np.int16)
        if row == rows:
            best = np.full(high - low, IMPOSSIBLE_GAIN)
            best[columns - low :] = 0.0
        else:
            if row < start:
                start = max(row - ROWS_PER_BLOCK + 1, 0)
                block_low = lows[start]
                block = gains(start, row + 1, block_low, min(high, columns))
            ahead = (row + 1) % slots
            best = ring[ahead, low:high] + source_skips[row]
            last = min(high, columns)
            reached = windows[ahead : ahead + longest, low + 1 : last + 1].transpose(1, 0, 2)
            reached = (reached + block[row - start, low - block_low : last - block_low]).reshape(last - low, -1)
            choice = reached.argmax(1)
            gain = reached[indices[: last - low], choice]
            np.copyto(move[: last - low], choice, where=gain > best[: last - low], casting="same_kind")
            np.maximum(best[: last - low], gain, out=best[: last - low])
        lifted = best + forward[low:high]
        onward = np.maximum.accumulate(lifted[::-1])[::-1]
        move[onward > lifted] = INSERT
        slot = row % slots
        ring[slot::slots, slice(*used[slot])] = IMPOSSIBLE_GAIN
        ring[slot::slots, low:high] = onward - forward[low:high]
        used[slot] = (low, high)
        moves[row] = move
    return trace_chain(moves, band, rows, columns, longest)


def trace_chain(moves: list[NDArray[np.int16]], band: Band, rows: int, columns: int, longest: int) -> list[PathStep]:
    """Return the steps along the best moves from the beginning of both texts to their ends."""
    steps: list[PathStep] = []
    row = column = 0
    while row < rows or column < columns:
        move = int(moves[row][column - band.low[row]])
        if move == INSERT or row == rows:
            taken, given = 0, 1
        elif move == DELETE:
            taken, given = 1, 0
        else:
            taken, given = move // longest + 1, move % longest + 1
        steps.append(PathStep(row, column, taken, given))
        row, column = row + taken, column + given
    return steps

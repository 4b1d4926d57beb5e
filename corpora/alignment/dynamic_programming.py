"""The dynamic programme that finds the best chain of beads, whatever they are scored by."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Doubles
from jisr.corpora.alignment.band import Band

__all__ = ["Gains", "PathStep", "best_chain"]


Gains = Callable[[int, int, int, int], NDArray[np.float32]]
"""Scores beads: called with first and last source sentence and first and last target sentence (the last
are not included), it gives the gain of each bead that begins there, (rows, columns, longest, longest);
[i, j, a - 1, b - 1] takes a sentences of the source and b of the target."""

ROWS_PER_BLOCK = 16
"""Source sentences whose beads are scored at a time."""
IMPOSSIBLE_GAIN = -1e30
DELETE, INSERT = -1, -2


class PathStep(NamedTuple):
    """One bead of a chain: where it begins in either text, and how many sentences it takes of each."""

    source: int
    target: int
    taken: int
    given: int


def best_chain(band: Band, gains: Gains, skips: tuple[Doubles, Doubles], longest: int) -> list[PathStep]:
    """Find the chain of beads with the highest sum of gains that covers both texts once and in order.

    :param band: where the chain may run.
    :param gains: what a bead is worth.
    :param skips: what it is worth to leave a sentence without a partner, (source sentences,) and
        (target sentences,); below zero.
    :param longest: sentences of one text in the largest bead.
    """
    rows, columns = len(skips[0]), len(skips[1])
    forward = np.concatenate(([0.0], np.cumsum(skips[1])))
    ring = np.full((longest + 1, columns + longest + 1), IMPOSSIBLE_GAIN)
    sizes = np.arange(1, longest + 1)
    used = [(0, 0)] * (longest + 1)
    moves: list[NDArray[np.int16]] = [np.zeros(0, np.int16)] * (rows + 1)
    block, block_at, block_low = np.zeros((0, 0, longest, longest), np.float32), rows, 0
    for at in range(rows, -1, -1):
        low, high = int(band.low[at]), int(band.high[at])
        move = np.full(high - low, DELETE, np.int16)
        best = np.full(high - low, IMPOSSIBLE_GAIN)
        if at == rows:
            best[columns - low :] = 0.0
        else:
            if at < block_at:
                block_at, block_low = (max(at - ROWS_PER_BLOCK + 1, 0), int(band.low[max(at - ROWS_PER_BLOCK + 1, 0)]))
                block = gains(block_at, at + 1, block_low, min(high, columns))
            best = ring[(at + 1) % (longest + 1), low:high] + skips[0][at]
            last = min(high, columns)
            behind = ring[(at + sizes) % (longest + 1), low + 1 : last + longest]
            ahead = np.lib.stride_tricks.sliding_window_view(behind, longest, 1).transpose(1, 0, 2)
            reached = (ahead + block[at - block_at, low - block_low : last - block_low]).reshape(last - low, -1)
            choice = reached.argmax(1)
            gain = reached[np.arange(last - low), choice]
            better = gain > best[: last - low]
            best[: last - low][better] = gain[better]
            move[: last - low][better] = choice[better]
        lifted = best + forward[low:high]
        onward = np.maximum.accumulate(lifted[::-1])[::-1]
        move[onward > lifted] = INSERT
        slot = at % (longest + 1)
        ring[slot, slice(*used[slot])] = IMPOSSIBLE_GAIN
        ring[slot, low:high] = onward - forward[low:high]
        used[slot] = (low, high)
        moves[at] = move
    return trace_chain(moves, band, rows, columns, longest)


def trace_chain(moves: list[NDArray[np.int16]], band: Band, rows: int, columns: int, longest: int) -> list[PathStep]:
    """Follow the best moves from the beginning of both texts to their ends."""
    steps: list[PathStep] = []
    at = column = 0
    while at < rows or column < columns:
        move = int(moves[at][column - band.low[at]])
        if move == INSERT or at == rows:
            taken, given = 0, 1
        elif move == DELETE:
            taken, given = 1, 0
        else:
            taken, given = move // longest + 1, move % longest + 1
        steps.append(PathStep(at, column, taken, given))
        at, column = at + taken, column + given
    return steps

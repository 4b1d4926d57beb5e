"""The band to which the search for an alignment is limited, around a rough path found from coarse to fine.

Consecutive sentences are averaged in pairs, repeatedly, until the texts are short. The best path at this coarsest level
is found by an exhaustive search; at each finer level it is searched in a band around the path of the level above
(Thompson and Koehn 2019, https://aclanthology.org/D19-1136). Time and memory grow linearly with the texts' length.

A path meets each boundary between source sentences, both ends included, with a boundary between target sentences.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats, Indices

__all__ = ["Band", "band_around", "band_by_length", "heaviest_path", "rough_path"]


SHORT_TEXT = 64
"""Largest number of sentences at the coarsest level."""
ROWS_PER_BLOCK = 16
"""Number of source sentences whose similarities are computed at a time."""
BAND_SLACK = 12
"""Largest distance of the path at one level from that of the level above, in sentences."""


@dataclass(frozen=True, slots=True)
class Band:
    """For each boundary between source sentences, the range of target boundaries that it may meet.

    :param low: first target boundary, nondecreasing, (source sentences + 1,).
    :param high: boundary behind the last, likewise.
    """

    low: Indices
    high: Indices


def band_around(path: Indices, columns: int, radius: int) -> Band:
    """Return the band around a path.

    :param path: target boundary that each source boundary meets, nondecreasing.
    :param columns: number of target sentences.
    :param radius: largest distance from the path, in sentences of either text.
    """
    rows = np.arange(len(path))
    low = np.maximum(path[np.maximum(rows - radius, 0)] - radius, 0)
    high = np.minimum(path[np.minimum(rows + radius, len(path) - 1)] + radius, columns) + 1
    return Band(low, high)


def band_by_length(source: NDArray[np.float64], target: NDArray[np.float64]) -> Band:
    """Return a band from the lengths of sentences alone.

    Its width grows with the square root of the number of sentences, as the drift between two texts does.
    """
    shares = [np.concatenate(([0.0], np.cumsum(side + 1e-9))) for side in (source, target)]
    path = np.rint(np.interp(shares[0] / shares[0][-1], shares[1] / shares[1][-1], np.arange(len(target) + 1)))
    return band_around(path.astype(np.int64), len(target), 32 + int(4 * max(len(source), len(target)) ** 0.5))


def rough_path(source: Floats, target: Floats) -> Indices:
    """Return roughly which target boundary each source boundary meets.

    :param source: vectors of the source sentences, (sentences, dimensions); ``target``: of the target sentences.
    :return: nondecreasing, from 0 to the number of target sentences, (source sentences + 1,).
    """
    levels = [(source, target)]
    while max(map(len, levels[-1])) > SHORT_TEXT and min(map(len, levels[-1])) > 1:
        levels.append((halve_vectors(levels[-1][0]), halve_vectors(levels[-1][1])))
    band: Band | None = None
    path = np.zeros(1, np.int64)
    for rows, columns in reversed(levels):
        if band is not None:
            halves = np.minimum(np.arange(len(rows) + 1) / 2, len(path) - 1)
            finer = np.rint(2 * np.interp(halves, np.arange(len(path)), path)).astype(np.int64)
            finer[-1] = len(columns)
            path = np.maximum.accumulate(np.minimum(finer, len(columns)))
            band = band_around(path, len(columns), BAND_SLACK)
        else:
            full = np.zeros(len(rows) + 1, np.int64)
            band = Band(full, full + len(columns) + 1)
        path = heaviest_path(rows, columns, band)
    return path


def halve_vectors(vectors: Floats) -> Floats:
    """Return unit vectors of the consecutive pairs of sentences; the last of an odd number stays single."""
    even = vectors[: len(vectors) // 2 * 2]
    pairs = even.reshape(-1, 2, vectors.shape[1]).sum(1)
    if len(vectors) % 2:
        pairs = np.concatenate([pairs, vectors[-1:]])
    unit: Floats = pairs / np.maximum(np.linalg.norm(pairs, axis=1, keepdims=True), 1e-9)
    return unit


def heaviest_path(source: Floats, target: Floats, band: Band) -> Indices:
    """Return the nondecreasing path within a band with the largest sum of similarities above chance."""
    count, columns = len(source), len(target)
    chance_source, chance_target = source @ target.mean(0), target @ source.mean(0)
    best = np.zeros(columns + 1)  # of the row behind; outside of the band it is minus infinity
    steps: list[NDArray[np.int8]] = []
    low, high = 0, columns + 1
    lows, highs = band.low.tolist(), band.high.tolist()
    gains, start, left = np.zeros((0, 0), np.float32), count, 0
    for at in range(count - 1, -1, -1):
        first, last = lows[at], highs[at]
        if at < start:
            start = max(at - ROWS_PER_BLOCK + 1, 0)
            left, right = lows[start], min(last, columns)
            gains = source[start : at + 1] @ target[left:right].T
            gains -= 0.5 * (chance_source[start : at + 1, None] + chance_target[left:right])
        begin, end = max(first, low - 1), min(last, high - 1, columns)
        step = np.zeros(last - first, np.int8)
        row = best[first:last].copy()
        if end > begin:
            met = best[begin + 1 : end + 1] + gains[at - start, begin - left : end - left]
            passed = row[begin - first : end - first]
            step[begin - first : end - first] = met > passed
            np.maximum(met, passed, out=passed)
        reached = np.maximum.accumulate(row[::-1])[::-1]
        step[reached > row] = 2
        steps.append(step)
        best[low:first] = best[last:high] = -np.inf
        best[first:last] = reached
        low, high = first, last
    path = np.full(count + 1, columns, np.int64)
    column = 0
    for at in range(count):
        step = steps[count - 1 - at]
        while column < columns and step[column - band.low[at]] == 2:
            column += 1
        path[at] = column
        column += int(step[column - band.low[at]] == 1)
    path[0] = 0
    return path

"""The band that an alignment stays in, around a rough path that is found from coarse to fine.

Neighbouring sentences are averaged in pairs, again and again, until the texts are short; their best path is
found in full and then made finer level by level, each within a band around the one before (Thompson and
Koehn 2019, https://aclanthology.org/D19-1136). Time and memory grow linearly with the length of the texts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats, Indices

__all__ = ["Band", "band_around", "band_by_length", "rough_path"]


SHORT_TEXT = 64
"""Sentences at the coarsest level."""
BAND_SLACK = 12
"""Largest distance of the path of one level from that of the level above."""


@dataclass(frozen=True, slots=True)
class Band:
    """For each place between source sentences, the places between target sentences that it may meet.

    :param low: the first of them; ``high``: the one behind the last. Both grow, (source sentences + 1,).
    """

    low: Indices
    high: Indices


def band_around(path: Indices, columns: int, radius: int) -> Band:
    """Widen a path to a band.

    :param path: the target place that each source place meets, growing.
    :param columns: target sentences.
    :param radius: how far around, in sentences of either text.
    """
    rows = np.arange(len(path))
    low = np.maximum(path[np.maximum(rows - radius, 0)] - radius, 0)
    high = np.minimum(path[np.minimum(rows + radius, len(path) - 1)] + radius, columns) + 1
    return Band(low, high)


def band_by_length(source: NDArray[np.float64], target: NDArray[np.float64]) -> Band:
    """Return a band by lengths alone: two texts drift apart by the square root of their length."""
    shares = [np.concatenate(([0.0], np.cumsum(side + 1e-9))) for side in (source, target)]
    path = np.rint(np.interp(shares[0] / shares[0][-1], shares[1] / shares[1][-1], np.arange(len(target) + 1)))
    return band_around(path.astype(np.int64), len(target), 32 + int(4 * max(len(source), len(target)) ** 0.5))


def rough_path(source: Floats, target: Floats) -> Indices:
    """Find about where each source place lies in the target.

    :param source: vectors of sentences, (sentences, dimensions); ``target``: those of the other text.
    :return: growing, from 0 to the number of target sentences, (source sentences + 1,).
    """
    levels = [(source, target)]
    while max(map(len, levels[-1])) > SHORT_TEXT and min(map(len, levels[-1])) > 1:
        levels.append((halve_vectors(levels[-1][0]), halve_vectors(levels[-1][1])))
    band: Band | None = None
    path = np.zeros(1, np.int64)
    for rows, columns in reversed(levels):
        if band is not None:
            places = np.minimum(np.arange(len(rows) + 1) / 2, len(path) - 1)
            finer = np.rint(2 * np.interp(places, np.arange(len(path)), path)).astype(np.int64)
            finer[-1] = len(columns)
            path = np.maximum.accumulate(np.minimum(finer, len(columns)))
            band = band_around(path, len(columns), BAND_SLACK)
        else:
            full = np.zeros(len(rows) + 1, np.int64)
            band = Band(full, full + len(columns) + 1)
        path = heaviest_path(rows, columns, band)
    return path


def halve_vectors(vectors: Floats) -> Floats:
    """Average neighbours in pairs; the last of an odd number stays as it is."""
    even = vectors[: len(vectors) // 2 * 2]
    pairs = even.reshape(-1, 2, vectors.shape[1]).sum(1)
    if len(vectors) % 2:
        pairs = np.concatenate([pairs, vectors[-1:]])
    unit: Floats = pairs / np.maximum(np.linalg.norm(pairs, axis=1, keepdims=True), 1e-9)
    return unit


def heaviest_path(source: Floats, target: Floats, band: Band) -> Indices:
    """Find the growing path that meets the most similarity above chance."""
    count, columns = len(source), len(target)
    chance_source, chance_target = source @ target.mean(0), target @ source.mean(0)
    best = np.zeros(columns + 2)
    steps: list[NDArray[np.int8]] = []
    low, high = 0, columns + 1  # of the row behind
    for at in range(count - 1, -1, -1):
        first, last = int(band.low[at]), int(band.high[at])
        row = np.full(last - first, -np.inf)
        kept = slice(max(first, low) - first, max(min(last, high) - first, 0))
        row[kept] = best[max(first, low) : max(min(last, high), max(first, low))]
        met = np.full(last - first, -np.inf)
        begin, end = max(first, low - 1), min(last, high - 1, columns)
        if end > begin:
            gain = target[begin:end] @ source[at] - 0.5 * (chance_source[at] + chance_target[begin:end])
            met[begin - first : end - first] = best[begin + 1 : end + 1] + gain
        step = (met > row).astype(np.int8)
        row = np.maximum(met, row)
        reached = np.maximum.accumulate(row[::-1])[::-1]
        step[reached > row] = 2
        steps.append(step)
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

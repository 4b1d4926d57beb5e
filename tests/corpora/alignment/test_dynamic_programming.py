"""The best chain of beads and the rough path, against plain definitions that try everything."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jisr.corpora.alignment import band as bands
from jisr.corpora.alignment import dynamic_programming
from jisr.corpora.alignment.band import Band, heaviest_path
from jisr.corpora.alignment.dynamic_programming import best_chain


def bent_band(rows: int, columns: int, rng: np.random.Generator) -> Band:
    """Return a band from the first boundaries to the last, of varying width."""
    path = np.sort(rng.integers(0, columns + 1, rows + 1))
    path[0], path[-1] = 0, columns
    low = np.minimum.accumulate((path - rng.integers(0, 4, rows + 1))[::-1])[::-1].clip(0, columns - 1)
    high = np.minimum(np.maximum.accumulate(np.append(path[1:], columns) + rng.integers(0, 4, rows + 1)), columns) + 1
    return Band(low, high)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 12), st.integers(1, 4), st.integers(1, 5))
def test_no_chain_in_the_band_is_better(seed: int, rows: int, columns: int, longest: int, block: int) -> None:
    rng = np.random.default_rng(seed)
    every: NDArray[np.float32] = rng.normal(size=(rows, columns, longest, longest)).astype(np.float32)
    skips = -rng.random(rows), -rng.random(columns)
    band = bent_band(rows, columns, rng)

    @cache
    def best(row: int, column: int) -> float:
        if not band.low[row] <= column < band.high[row]:
            return -np.inf
        if (row, column) == (rows, columns):
            return 0.0
        ways = [skips[0][row] + best(row + 1, column)] if row < rows else []
        ways += [skips[1][column] + best(row, column + 1)] if column < columns else []
        for one in range(1, min(longest, rows - row) + 1):
            for other in range(1, min(longest, columns - column) + 1):
                ways.append(float(every[row, column, one - 1, other - 1]) + best(row + one, column + other))
        return float(max(ways))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dynamic_programming, "ROWS_PER_BLOCK", block)
        chain = best_chain(band, lambda first, last, low, high: every[first:last, low:high], skips, longest)
    total, row, column = 0.0, 0, 0
    for step in chain:
        assert (step.source, step.target) == (row, column)
        assert band.low[row] <= column < band.high[row]
        if step.taken and step.given:
            total += float(every[row, column, step.taken - 1, step.given - 1])
        else:
            total += skips[0][row] if step.taken else skips[1][column]
        row, column = row + step.taken, column + step.given
    assert (row, column) == (rows, columns)
    assert total == pytest.approx(best(0, 0), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.integers(1, 14), st.integers(1, 5))
def test_the_rough_path_is_the_heaviest_in_its_band(seed: int, rows: int, columns: int, block: int) -> None:
    rng = np.random.default_rng(seed)
    source, target = (rng.normal(size=(count, 6)).astype(np.float32) for count in (rows, columns))
    band = bent_band(rows, columns, rng)
    alike = source @ target.T
    gains = alike - 0.5 * (alike.mean(1, keepdims=True) + alike.mean(0, keepdims=True))

    @cache
    def ways(row: int, column: int) -> tuple[float, float, float]:
        """Return the best sums of passing the source sentence, matching the two, and passing the target sentence."""
        if row == rows:
            return 0.0, -np.inf, -np.inf
        if not band.low[row] <= column < band.high[row]:
            return -np.inf, -np.inf, -np.inf
        passed = max(ways(row + 1, column))
        if column == columns:
            return passed, -np.inf, -np.inf
        return passed, float(gains[row, column]) + max(ways(row + 1, column + 1)), max(ways(row, column + 1))

    column, expected = 0, []
    for row in range(rows):
        while ways(row, column)[2] > max(ways(row, column)[:2]):
            column += 1
        expected.append(column)
        column += ways(row, column)[1] > ways(row, column)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bands, "ROWS_PER_BLOCK", block)
        path = heaviest_path(source, target, band)
    assert path.tolist() == [0, *expected[1:], columns]

"""Shapes of batches are few, and every pair fits into one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.train.data.bucketing import LENGTH_UNIT, BatchShape, fit_shapes, place_pairs

LENGTH = st.integers(1, 64)


@given(st.lists(st.tuples(LENGTH, LENGTH), min_size=1, max_size=60), st.integers(1, 8), st.integers(16, 4096))
def test_every_pair_gets_the_first_shape_that_it_fits_into(
    lengths: list[tuple[int, int]], count: int, tokens: int
) -> None:
    source, target = np.array(lengths, np.int64).T
    shapes = fit_shapes(source, target, limit=64, tokens=tokens, count=count)
    assert len(shapes) <= count + 1
    assert all(max(shape.source, shape.target) * shape.rows <= max(tokens, 64) for shape in shapes)
    assert all(shape.source % LENGTH_UNIT == shape.target % LENGTH_UNIT == 0 for shape in shapes)
    for (s, t), chosen in zip(lengths, place_pairs(shapes, source, target).tolist(), strict=True):
        holds = [shape.source >= s and shape.target >= t for shape in shapes]
        assert holds.index(True) == chosen


def test_shapes_are_fitted_to_the_lengths() -> None:
    source = np.array([4] * 90 + [30] * 10)
    target = np.array([6] * 90 + [40] * 10)
    assert fit_shapes(source, target, limit=64, tokens=256, count=2) == [
        BatchShape(4, 8, 32),
        BatchShape(32, 40, 6),
        BatchShape(64, 64, 4),
    ]


@pytest.mark.parametrize(("count", "worst"), [(1, 1.0), (4, 0.5), (14, 0.25)])
def test_more_shapes_leave_less_padding(count: int, worst: float) -> None:
    random = np.random.default_rng(1)
    source = np.clip(random.lognormal(2.7, 0.6, 5000), 1, 128).astype(np.int64)
    target = np.clip(source * random.normal(1.0, 0.2, 5000), 1, 128).astype(np.int64)
    shapes = fit_shapes(source, target, limit=128, tokens=4096, count=count)
    room = sum(shapes[at].source + shapes[at].target for at in place_pairs(shapes, source, target).tolist())
    assert 1 - (source.sum() + target.sum()) / room < worst

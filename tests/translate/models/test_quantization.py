"""Weights in int8: near to what they were, and too small for a sum of products to saturate."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.models.quantization import LARGEST_WEIGHT, quantize_rows

numbers = st.floats(-65504, 65504, width=32)
matrices = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(numbers, min_size=columns, max_size=columns), min_size=1, max_size=4)
)


@given(matrices)
def test_a_weight_moves_by_half_a_step_at_most(rows: list[list[float]]) -> None:
    weights = np.array(rows, np.float32)
    whole, scales = quantize_rows(weights)
    assert whole.dtype == np.int8
    assert scales.dtype == np.float32
    assert np.isfinite(scales).all()
    assert (scales > 0).all()
    assert np.abs(whole.astype(int)).max() <= LARGEST_WEIGHT
    steps = np.abs(weights).max(axis=1, keepdims=True) / LARGEST_WEIGHT
    assert (np.abs(whole / scales[:, None] - weights) <= 0.5001 * steps + 1e-37).all()


def test_two_products_fit_in_sixteen_bits() -> None:
    whole, _ = quantize_rows(np.array([[3.0, 3.0], [-3.0, -3.0], [0.0, 0.0]], np.float32))
    activations = np.array([255, 255])
    assert whole.tolist() == [[64, 64], [-64, -64], [0, 0]]
    assert np.abs(whole.astype(int) @ activations).max() <= np.iinfo(np.int16).max

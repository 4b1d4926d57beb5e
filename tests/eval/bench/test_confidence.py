"""Measures of how well a signal ranks sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.eval.bench.confidence import rank_signal


@pytest.mark.parametrize(
    ("signal", "quality", "spearman", "auc"),
    [
        ([1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], 1.0, 1.0),
        ([4.0, 3.0, 2.0, 1.0], [10.0, 20.0, 30.0, 40.0], -1.0, 0.0),
        ([1.0, 1.0, 1.0, 1.0], [10.0, 20.0, 30.0, 40.0], None, 0.5),
        ([1.0, 2.0, 3.0, 4.0], [5.0, 5.0, 5.0, 5.0], None, None),
        ([None, 2.0, 1.0, 3.0], [0.0, 20.0, 10.0, 30.0], 1.0, 1.0),
        ([None, None, 1.0], [1.0, 2.0, 3.0], None, None),
        ([2.0, 1.0, 3.0, 3.0], [1.0, 2.0, 3.0, 4.0], 0.7378647873726218, 2 / 3),
    ],
)
def test_golden_values(
    signal: list[float | None], quality: list[float], spearman: float | None, auc: float | None
) -> None:
    ranking = rank_signal("s", signal, quality)
    assert ranking.spearman == (None if spearman is None else pytest.approx(spearman))
    assert ranking.auc == (None if auc is None else pytest.approx(auc))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30))
def test_auc_is_the_share_of_pairs_ordered_right(pairs: list[tuple[int, int]]) -> None:
    signal, quality = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    cut = sorted(quality)[max(1, len(quality) // 4) - 1]
    bad = [s for s, q in zip(signal, quality, strict=True) if q <= cut]
    good = [s for s, q in zip(signal, quality, strict=True) if q > cut]
    auc = rank_signal("s", signal, quality).auc
    if not good:
        assert auc is None
        return
    wins = sum((b < g) + 0.5 * (b == g) for b in bad for g in good)
    assert auc == pytest.approx(wins / (len(bad) * len(good)))

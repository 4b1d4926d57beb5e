"""The share of a budget that is spent, and the learning rate that depends on it."""

import time
from pathlib import Path

import pytest

from jisr.train.budget import Budget, ScheduleKind, rate
from jisr.train.settings import TrainingOptions


@pytest.mark.parametrize(
    ("steps", "seconds", "elapsed", "step", "share"),
    [
        (100, None, 1e6, 25, 0.25),
        (None, 60.0, 30.0, 10**6, 0.5),
        (100, 60.0, 30.0, 80, 0.8),
        (100, 60.0, 54.0, 10, 0.9),
        (100, 60.0, 600.0, 10, 1.0),
    ],
)
def test_share(steps: int | None, seconds: float | None, elapsed: float, step: int, share: float) -> None:
    budget = Budget(steps, seconds, spent=elapsed)
    budget.began = time.monotonic()
    assert budget.share(step) == pytest.approx(share, abs=1e-2)


@pytest.mark.parametrize(
    ("schedule", "step", "share", "expected"),
    [
        (ScheduleKind.COSINE, 1, 0.0, 0.1),
        (ScheduleKind.COSINE, 10, 0.0, 1.0),
        (ScheduleKind.COSINE, 1, 0.05, 0.5),
        (ScheduleKind.COSINE, 500, 0.5, 0.51),
        (ScheduleKind.COSINE, 999, 1.0, 0.02),
        (ScheduleKind.INVERSE_SQRT, 5, 0.0, 0.5),
        (ScheduleKind.INVERSE_SQRT, 40, 0.3, 0.5),
        (ScheduleKind.INVERSE_SQRT, 1000, 0.95, 0.05),
        (ScheduleKind.WARMUP_STABLE_DECAY, 5, 0.0, 0.5),
        (ScheduleKind.WARMUP_STABLE_DECAY, 10, 0.79, 1.0),
        (ScheduleKind.WARMUP_STABLE_DECAY, 10, 0.85, 0.5),
        (ScheduleKind.WARMUP_STABLE_DECAY, 10, 1.0, 0.02),
    ],
)
def test_rate(schedule: ScheduleKind, step: int, share: float, expected: float) -> None:
    assert rate(schedule, step, 10, share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("valid_freq", "due"), [(0.25, [0, 0, 2, 3, 4]), (10, [0, 1, 5, 9, 10]), (0.05, [0, 2, 10, 19, 20])]
)
def test_validations_are_due_by_share_or_by_steps(valid_freq: float, due: list[int], tmp_path: Path) -> None:
    options = TrainingOptions(corpora=("a.tsv",), output=tmp_path / "m", valid_freq=valid_freq)
    assert [options.validations(step / 100, step) for step in (1, 11, 50, 96, 100)] == due


def test_without_warmup_the_rate_starts_at_the_peak() -> None:
    assert rate(ScheduleKind.INVERSE_SQRT, 1, 0, 0.0) == 1.0

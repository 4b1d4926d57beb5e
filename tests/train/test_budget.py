"""The share of a budget that is spent, and the rate that goes with it."""

import time

import pytest

from jisr.train.budget import Budget, rate
from jisr.train.schedule import ScheduleKind


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
    ],
)
def test_rate(schedule: ScheduleKind, step: int, share: float, expected: float) -> None:
    assert rate(schedule, step, 10, share) == pytest.approx(expected)


def test_no_warmup_begins_at_the_peak() -> None:
    assert rate(ScheduleKind.INVERSE_SQRT, 1, 0, 0.0) == 1.0

"""The budget of a training, and the learning rate as a function of how much of it is spent."""

import math
import time
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Budget", "ScheduleKind", "rate"]

COOLING = 0.1
"""Last share of the budget, over which an inverse-square-root schedule falls to :data:`FINAL_RATE`."""
WARMING = 0.1
"""Largest share of the budget for the warmup."""
FINAL_RATE = 0.02
"""Share of the peak at which a schedule ends, above 0 so that the last steps still have an effect."""


class ScheduleKind(StrEnum):
    """Shapes of the learning rate after the warmup."""

    COSINE = "cosine"
    """Falls with the cosine of the share of the budget that is spent (Loshchilov & Hutter 2017)."""

    INVERSE_SQRT = "inverse-sqrt"
    """Falls with the inverse square root of the step (Vaswani et al. 2017), and linearly over the last tenth."""

    WARMUP_STABLE_DECAY = "warmup-stable-decay"
    """Stays at the peak until the last share of the budget, over which it falls as 1 - sqrt(spent part of that share)
    (Hu et al. 2024, Hägele et al. 2024), so that the budget can still be extended while the rate is at its peak."""


@dataclass(slots=True)
class Budget:
    """A limit of steps, of time, or of both, whichever is reached first.

    :param steps: largest number of steps; None if only time is limited.
    :param seconds: largest number of seconds; None if only steps are limited.
    :param spent: seconds that earlier runs of this training took.
    :param began: start of this run on the monotonic clock, in seconds.
    """

    steps: int | None
    seconds: float | None
    spent: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Number of seconds that have passed, including those of earlier runs."""
        return self.spent + time.monotonic() - self.began

    def share(self, step: int) -> float:
        """Return the share of the budget that is spent after a number of steps, 0 to 1.

        If only steps are limited, the clock is not read, so that runs are reproducible.
        """
        shares = [] if self.steps is None else [step / self.steps]
        if self.seconds is not None:
            shares.append(self.elapsed / self.seconds)
        return min(1.0, max(shares))


def rate(schedule: ScheduleKind, step: int, warmup: int, share: float, decay_share: float = 0.2) -> float:
    """Return the learning rate as a share of its peak, 0 to 1.

    :param schedule: shape of the rate after the warmup.
    :param step: number of the step, from 1.
    :param warmup: number of steps over which the rate rises, or a tenth of the budget if that is reached first.
    :param share: share of the budget that is spent, 0 to 1.
    :param decay_share: share of the budget over which warmup-stable-decay falls, above 0 and at most 1.
    """
    rise = max(step / max(warmup, 1), share / WARMING)
    if rise < 1:
        return rise
    match schedule:
        case ScheduleKind.COSINE:
            return FINAL_RATE + (1 - FINAL_RATE) * (1 + math.cos(math.pi * share)) / 2
        case ScheduleKind.INVERSE_SQRT:
            cooling = min(1.0, max(0.0, 1 - share) / COOLING)
            return min(1.0, math.sqrt(max(warmup, 1) / step)) * max(cooling, FINAL_RATE)
        case ScheduleKind.WARMUP_STABLE_DECAY:
            spent = (share - (1 - decay_share)) / decay_share
            return max(FINAL_RATE, 1 - math.sqrt(min(1.0, max(0.0, spent))))

"""The budget of a training, and the learning rate that goes with what is spent of it."""

import math
import time
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Budget", "ScheduleKind", "rate"]

COOLING = 0.1
"""The share of the budget over which an inverse-square-root schedule falls to nothing."""
WARMING = 0.1
"""The largest share of the budget that the warm-up takes."""
FINAL_RATE = 0.02
"""Share of the peak that a schedule ends at: the last steps still change something."""


class ScheduleKind(StrEnum):
    """Shapes of the learning rate after the warmup."""

    COSINE = "cosine"
    """With the cosine of the share of the budget that is spent (Loshchilov & Hutter 2017)."""

    INVERSE_SQRT = "inverse-sqrt"
    """With the square root of the step (Vaswani et al. 2017), and to nothing over the last tenth."""

    WARMUP_STABLE_DECAY = "warmup-stable-decay"
    """Not at all until the last share of the budget, in which it falls to nothing as one minus the square root of what
    is spent of it (Hu et al. 2024, Hägele et al. 2024): a run can be given a longer budget while it is at its peak."""


@dataclass(slots=True)
class Budget:
    """Steps, or minutes, or both, whichever comes first.

    :param steps: most steps; None where only the clock counts.
    :param seconds: most seconds; None where only the steps count.
    :param spent: seconds that earlier runs of this training took.
    :param began: start of this run on the monotonic clock, in seconds.
    """

    steps: int | None
    seconds: float | None
    spent: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds that have passed, those of earlier runs included."""
        return self.spent + time.monotonic() - self.began

    def share(self, step: int) -> float:
        """Return the share of the budget that is spent after a number of steps, 0 to 1.

        Where only steps count no clock is asked, so that every run is the same.
        """
        shares = [] if self.steps is None else [step / self.steps]
        if self.seconds is not None:
            shares.append(self.elapsed / self.seconds)
        return min(1.0, max(shares))


def rate(schedule: ScheduleKind, step: int, warmup: int, share: float, decay_share: float = 0.2) -> float:
    """Return the learning rate as a share of its peak, 0 to 1.

    :param step: number of the step, from 1.
    :param warmup: steps over which the rate rises; over a tenth of the budget if that is sooner.
    :param share: share of the budget that is spent, 0 to 1.
    :param decay_share: share of the budget in which warmup-stable-decay falls.
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

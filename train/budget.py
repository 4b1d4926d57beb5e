"""How much of a training is done, and the learning rate that goes with it."""

import math
import time
from dataclasses import dataclass, field

from jisr.train.schedule import ScheduleKind

__all__ = ["Budget", "rate"]

COOLING = 0.1
"""The share of the budget over which an inverse-square-root schedule falls to nothing."""
WARMING = 0.1
"""The largest share of the budget that the warm-up takes."""
LEAST = 0.02
"""What a cosine ends at: the last steps are to change something still."""


@dataclass(slots=True)
class Budget:
    """Steps, or minutes, or both, whichever comes first.

    :param steps: the most steps; nothing where only the clock counts.
    :param seconds: the most seconds; nothing where only the steps count.
    :param spent: seconds that earlier runs of this training took.
    :param began: when this run began, on the monotonic clock.
    """

    steps: int | None
    seconds: float | None
    spent: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Say how many seconds have passed, those of earlier runs among them."""
        return self.spent + time.monotonic() - self.began

    def share(self, step: int) -> float:
        """Say how much of the budget is spent after a number of steps, 0 to 1.

        Where only steps count no clock is asked, so that every run is the same.
        """
        shares = [] if self.steps is None else [step / self.steps]
        if self.seconds is not None:
            shares.append(self.elapsed / self.seconds)
        return min(1.0, max(shares))


def rate(schedule: ScheduleKind, step: int, warmup: int, share: float) -> float:
    """Give the learning rate as a part of its peak, 0 to 1.

    :param step: the number of the step, from 1.
    :param warmup: over how many steps it rises; over a tenth of the budget if that is sooner.
    :param share: how much of the budget is spent.
    """
    rise = max(step / max(warmup, 1), share / WARMING)
    if rise < 1:
        return rise
    if schedule is ScheduleKind.COSINE:
        return LEAST + (1 - LEAST) * (1 + math.cos(math.pi * share)) / 2
    cooling = min(1.0, max(0.0, 1 - share) / COOLING)
    return min(1.0, math.sqrt(max(warmup, 1) / step)) * max(cooling, LEAST)

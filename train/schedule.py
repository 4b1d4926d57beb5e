"""The schedules of the learning rate, by name."""

from enum import StrEnum

__all__ = ["ScheduleKind"]


class ScheduleKind(StrEnum):
    """How the learning rate falls after the warm-up."""

    COSINE = "cosine"
    """With the cosine of the share of the budget that is spent (Loshchilov & Hutter 2017)."""

    INVERSE_SQRT = "inverse-sqrt"
    """With the square root of the step (Vaswani et al. 2017), and to nothing over the last tenth."""

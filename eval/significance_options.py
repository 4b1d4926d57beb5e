"""Options of intervals and tests of significance, which the commands ``score`` and ``bench`` share."""

from dataclasses import dataclass

from jisr.errors import InputError
from jisr.options import option

__all__ = ["SignificanceOptions"]


@dataclass(frozen=True, slots=True)
class SignificanceOptions:
    """Options of intervals and tests of significance; each field is an option, described by its help.

    Without resamples there is no interval and no paired bootstrap; with the seed None each run differs.

    :raises InputError: if a number is negative.
    """

    resamples: int = option(1000, "Bootstrap resamples; 0 disables them.")
    trials: int = option(10_000, "Trials of approximate randomisation; 0 disables them.")
    seed: int | None = option(12345, "Seed of the random numbers.", envvar="SACREBLEU_SEED")

    def __post_init__(self) -> None:
        if min(self.resamples, self.trials, self.seed or 0) < 0:
            raise InputError("the numbers of resamples and trials and the seed must not be negative")

"""Options of intervals and tests of significance, which the commands ``score`` and ``bench`` share."""

from dataclasses import dataclass
from typing import Final

from jisr.options import SEED, Range, check_ranges, option

__all__ = ["SignificanceOptions"]

REPETITIONS: Final = Range(0, 1_000_000)
"""Numbers of resamples and trials; more would add no digit that means anything."""


@dataclass(frozen=True, slots=True)
class SignificanceOptions:
    """Options of intervals and tests of significance; each field is an option, described by its help.

    Without resamples there is no interval and no paired bootstrap; with the seed None each run differs.

    :raises InputError: if a number is out of its range.
    """

    resamples: int = option(1000, "Bootstrap resamples; 0 disables them.", within=REPETITIONS)
    trials: int = option(10_000, "Trials of approximate randomisation; 0 disables them.", within=REPETITIONS)
    seed: int | None = option(12345, "Seed of the random numbers.", envvar="SACREBLEU_SEED", within=SEED)

    def __post_init__(self) -> None:
        check_ranges(self)

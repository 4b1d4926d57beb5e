"""Options of cleaning and splitting, in a module of their own so that the help of commands need not import the rest."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jisr.errors import InputError
from jisr.options import COUNT, SEED, SHARE, Range, check_ranges, option, was_set

__all__ = ["FilterThresholds", "SplitSizes"]

FILTERS_OF_THRESHOLDS: Final = MappingProxyType(
    {
        "max_words": "length",
        "max_ratio": "ratio",
        "min_script": "script",
        "min_numbers": "numbers",
        "min_similarity": "similarity",
    }
)
"""Name of the filter that each threshold belongs to."""


@dataclass(frozen=True, slots=True)
class FilterThresholds:
    """Thresholds of the filters; each field is an option of ``jisr corpus clean``, described by its help.

    :raises InputError: if a number is out of its range, or an option would have no effect.
    """

    max_words: int = option(200, "Most words of a side.", within=Range(1, COUNT.high))
    max_ratio: float = option(
        2.5, "Largest ratio of the longer side to the shorter, in characters.", within=Range(1, 1000)
    )
    min_script: float = option(0.5, "Smallest share of letters in the right script, 0 to 1.", within=SHARE)
    min_numbers: float = option(0.5, "Smallest share of numbers that stand on both sides, 0 to 1.", within=SHARE)
    min_coverage: float | None = option(
        None,
        "Smallest share of words of either side that translate one of the other, 0 to 1. Default: not compared.",
        within=SHARE,
    )
    min_similarity: float | None = option(
        None, "Smallest cosine of the two sides, -1 to 1; slow. Default: not compared.", within=Range(-1, 1)
    )
    encoder: str | None = option(
        None, "A sentence-transformers model on this machine, to compare meanings.", metavar="NAME"
    )
    without: frozenset[str] = option(frozenset(), "Name of a filter to leave out. Repeatable.")

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.encoder is not None and self.min_similarity is None:
            raise InputError(
                f"encoder {self.encoder!r} would compare nothing: there is no minimum of similarity",
                hint="add --min-similarity",
            )
        for name, judge in FILTERS_OF_THRESHOLDS.items():
            if judge in self.without and was_set(self, name):
                raise InputError(f"{name.replace('_', ' ')} has no effect: the filter {judge} is left out")


@dataclass(frozen=True, slots=True)
class SplitSizes:
    """Sizes of the smaller sets, in pairs; train takes the rest.

    :raises InputError: if a number is out of its range.
    """

    dev: int = option(1000, "Most pairs of the development set.", within=COUNT)
    test: int = option(1000, "Most pairs of the test set.", within=COUNT)
    seed: int = option(1, "Seed of the choice.", within=SEED)

    def __post_init__(self) -> None:
        check_ranges(self)

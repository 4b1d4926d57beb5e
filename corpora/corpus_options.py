"""Options of cleaning and splitting, in a module of their own so that the help of commands need not import the rest."""

from dataclasses import dataclass

from jisr.errors import InputError
from jisr.options import option

__all__ = ["FilterThresholds", "SplitSizes"]


@dataclass(frozen=True, slots=True)
class FilterThresholds:
    """Thresholds of the filters; each field is an option of ``jisr corpus clean``, described by its help."""

    max_words: int = option(200, "Most words of a side.")
    max_ratio: float = option(2.5, "Largest ratio of the longer side to the shorter, in characters.")
    min_script: float = option(0.5, "Smallest share of letters in the right script, 0 to 1.")
    min_numbers: float = option(0.5, "Smallest share of numbers that stand on both sides, 0 to 1.")
    min_coverage: float | None = option(
        None, "Smallest share of words of either side that translate one of the other, 0 to 1. Default: not compared."
    )
    min_similarity: float | None = option(
        None, "Smallest cosine of the two sides, -1 to 1; slow. Default: not compared."
    )
    encoder: str | None = option(
        None, "A sentence-transformers model on this machine, to compare meanings.", metavar="NAME"
    )
    without: frozenset[str] = option(frozenset(), "Name of a filter to leave out. Repeatable.")


@dataclass(frozen=True, slots=True)
class SplitSizes:
    """Sizes of the smaller sets, in pairs; train takes the rest."""

    dev: int = option(1000, "Most pairs of the development set.")
    test: int = option(1000, "Most pairs of the test set.")
    seed: int = option(1, "Seed of the choice.")

    def __post_init__(self) -> None:
        for name, size in (("dev", self.dev), ("test", self.test)):
            if size < 0:
                raise InputError(f"{name} is {size}; it must be 0 or more")

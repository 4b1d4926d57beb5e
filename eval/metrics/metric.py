"""Metrics: statistics of each line, and scores from their sums.

A metric works in two steps. Each line gives a row of numbers, its statistics; the sum of the rows gives the
score of all lines. So a bootstrap resample costs a sum and not a second reading of the texts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Metric", "References"]

References = Sequence[Sequence[str | None]]
"""One or more reference texts, each as long as the hypotheses; None where a text has none for a line."""


class Metric(Protocol):
    """A way to score lines."""

    key: str
    """Name on the command line."""
    name: str
    """Name in a table."""
    higher: bool
    """Whether higher is better."""
    needs: Sequence[str]
    """Texts that it reads beside the hypotheses: ``reference``, ``source``, or both."""

    def statistics(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str] | None
    ) -> "list[Array]":
        """Return for each system an array with a row of statistics for each line."""

    def score(self, rows: "Array") -> float:
        """Score all lines from their rows."""

    def scores(self, sums: "Array") -> "Array":
        """Score many sets of lines, each from the sum of its rows."""

    def sentences(self, rows: "Array") -> list[float]:
        """Score each line by itself."""

    def signature(self, resamples: int = 0, trials: int = 0, seed: int | None = None) -> str:
        """Return the signature, with the numbers of resamples and trials if tests were made."""

"""The protocol of metrics: statistics of each line, and scores from their sums.

A metric works in two steps: it turns each line into a row of numbers, its statistics, and the sum of the rows into the
score of all lines. A bootstrap resample therefore costs only a sum; the texts are not read again.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jisr.arrays import AnyArray

__all__ = ["Metric", "References"]

References = Sequence[Sequence[str | None]]
"""One or more reference texts, each with as many lines as the hypotheses; None where it has none for a line."""


class Metric(Protocol):
    """Protocol of a metric."""

    key: str
    """Name on the command line."""
    name: str
    """Name in tables."""
    higher: bool
    """Whether higher is better."""
    needs: Sequence[str]
    """Texts that it needs besides the hypotheses: ``reference``, ``source``, or both."""

    def statistics(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str] | None
    ) -> "list[AnyArray]":
        """Return for each system an array with a row of statistics for each line."""

    def score(self, rows: "AnyArray") -> float:
        """Return the score of all lines, from their rows."""

    def scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the score of each of many sets of lines, from the sum of its rows."""

    def sentences(self, rows: "AnyArray") -> list[float]:
        """Return the score of each line by itself, from its row."""

    def signature(self, resamples: int = 0, trials: int = 0, seed: int | None = None) -> str:
        """Return the signature, with the numbers of resamples and trials if tests were made."""

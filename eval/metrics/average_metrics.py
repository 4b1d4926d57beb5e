"""Metrics whose score is the mean of a value of each sentence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jisr.corpora.cleaning.similarity_filter import similarities
from jisr.corpora.encoders.encoder import Encoder
from jisr.eval.metrics.metric import References

if TYPE_CHECKING:
    from jisr.arrays import AnyArray

__all__ = ["AverageMetric", "SimilarityMetric"]


class AverageMetric:
    """Base class of metrics that average a value of each line; a row of statistics is the value and a count of 1.

    :param key: name on the command line.
    :param name: name in tables.
    :param description: names and values in the signature, from left to right.
    """

    higher = True
    needs: Sequence[str] = ("source",)

    def __init__(self, key: str, name: str, description: Sequence[tuple[str, str]]) -> None:
        self.key = key
        self.name = name
        self.description = description

    def values(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str]
    ) -> list[Sequence[float]]:
        """Return for each system the value of each line, usually 0 to 100."""
        raise NotImplementedError

    def statistics(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str] | None
    ) -> "list[AnyArray]":
        """Return for each system an array with a row of statistics for each line."""
        import numpy as np

        by_system = self.values(systems, references, source or [])
        return [np.stack([np.asarray(values, np.float64), np.ones(len(values))], 1) for values in by_system]

    def score(self, rows: "AnyArray") -> float:
        """Return the mean of all lines."""
        return float(rows[:, 0].mean())

    def scores(self, sums: "AnyArray") -> "AnyArray":
        """Return the mean of each set of lines, from the sum of its rows."""
        means: AnyArray = sums[:, 0] / sums[:, 1]
        return means

    def sentences(self, rows: "AnyArray") -> list[float]:
        """Return the value of each line."""
        return [float(value) for value in rows[:, 0]]

    def signature(self, resamples: int = 0, trials: int = 0, seed: int | None = None) -> str:
        """Return a signature in the form of sacrebleu's, which says how the values are made."""
        parts = list(self.description)
        if resamples:
            parts.append(("bs", str(resamples)))
        if trials:
            parts.append(("ar", str(trials)))
        if resamples or trials:
            parts.append(("seed", str(seed).lower()))
        return "|".join(f"{name}:{value}" for name, value in parts)


class SimilarityMetric(AverageMetric):
    """Similarity of source and hypothesis: 100 times the cosine of their vectors, without a reference.

    It detects a hypothesis about something else, but not a wrong number or a missing "not".

    :param encoder: encoder that makes the vectors; by default the one that comes with jisr.
    :param model: name of the encoder's model, for the signature.
    """

    def __init__(self, encoder: Encoder | None = None, model: str = "") -> None:
        if encoder is None:
            from jisr.corpora.encoders.universal_encoder import UniversalEncoder

            encoder, model = UniversalEncoder(), UniversalEncoder.name
        from jisr import __version__

        self.encoder = encoder
        super().__init__("similarity", "Similarity", [("encoder", model), ("scale", "100"), ("jisr", __version__)])

    def values(
        self,
        systems: Sequence[Sequence[str]],
        references: References,  # noqa: ARG002 - none is needed
        source: Sequence[str],
    ) -> list[Sequence[float]]:
        """Return 100 times the cosine of each line and its source."""
        return [[100 * value for value in similarities(self.encoder, source, lines)] for lines in systems]

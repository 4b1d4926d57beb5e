"""Metrics that give each sentence a value, and all of them its mean."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jisr.corpora.cleaning.similarity_filter import similarities
from jisr.corpora.encoders.encoder import Encoder
from jisr.eval.metrics.metric import References

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["AverageMetric", "SimilarityMetric"]


class AverageMetric:
    """Base of metrics that average a value of each line; a row of statistics holds the value and a one, to divide by.

    :param key: the name on the command line.
    :param name: the name in a table.
    :param description: what stands in the signature, from left to right.
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
        """Return for each system the value of each line, mostly 0 to 100."""
        raise NotImplementedError

    def statistics(
        self, systems: Sequence[Sequence[str]], references: References, source: Sequence[str] | None
    ) -> "list[Array]":
        """Return for each system an array with a row of statistics for each line."""
        import numpy as np

        found = self.values(systems, references, source or [])
        return [np.stack([np.asarray(values, np.float64), np.ones(len(values))], 1) for values in found]

    def score(self, rows: "Array") -> float:
        """Return the mean of all lines."""
        return float(rows[:, 0].mean())

    def scores(self, sums: "Array") -> "Array":
        """Return the mean of each set of lines."""
        means: Array = sums[:, 0] / sums[:, 1]
        return means

    def sentences(self, rows: "Array") -> list[float]:
        """Return the value of each line."""
        return [float(value) for value in rows[:, 0]]

    def signature(self, resamples: int = 0, trials: int = 0, seed: int | None = None) -> str:
        """Return what the values come from, in the form of sacrebleu's signatures."""
        parts = list(self.description)
        if resamples:
            parts.append(("bs", str(resamples)))
        if trials:
            parts.append(("ar", str(trials)))
        if resamples or trials:
            parts.append(("seed", str(seed).lower()))
        return "|".join(f"{name}:{value}" for name, value in parts)


class SimilarityMetric(AverageMetric):
    """Similarity of source and hypothesis to an encoder, a hundred times the cosine; no reference is read.

    It finds what is about something else; it does not find a wrong number, or a lost "not".

    :param encoder: gives the vectors; the one that comes with jisr if none is given.
    :param model: the name of what the encoder is made of.
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
        """Return a hundred times the cosine of each line and its source."""
        return [[100 * value for value in similarities(self.encoder, source, lines)] for lines in systems]

"""Sentence encoders: what turns texts into vectors that lie close together where the texts mean the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jisr.arrays import Floats

__all__ = ["Encoder", "SpanEncoder"]


class Encoder(Protocol):
    """Encodes sentences."""

    def encode(self, texts: Sequence[str]) -> "Floats":
        """Return the vectors of texts.

        :return: shape (texts, dimensions), rows of length 1.
        """


class SpanEncoder(Encoder, Protocol):
    """Encodes runs of neighbouring sentences as well, which alignment compares."""

    @property
    def name(self) -> str:
        """Name and version: results that were recorded hold for this name."""

    def spans(self, texts: Sequence[str], longest: int) -> "Floats":
        """Return the vectors of every run of up to ``longest`` neighbours.

        :return: shape (longest, texts, dimensions). Row [k - 1, i] is the run of k texts from i on, of length 1, or
            zero where it would run over the end.
        """

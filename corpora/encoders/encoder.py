"""Protocols of sentence encoders, which turn texts into vectors that are close if the texts mean the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jisr.arrays import Floats

__all__ = ["Encoder", "SpanEncoder"]


class Encoder(Protocol):
    """An encoder of sentences."""

    def encode(self, texts: Sequence[str]) -> "Floats":
        """Return the vectors of texts.

        :return: shape (texts, dimensions); rows have length 1.
        """


class SpanEncoder(Encoder, Protocol):
    """An encoder that also encodes runs of consecutive sentences, which alignment compares."""

    @property
    def name(self) -> str:
        """Name and version, under which results are recorded in journals."""

    def spans(self, texts: Sequence[str], longest: int) -> "Floats":
        """Return the vectors of all runs of at most ``longest`` consecutive texts.

        :return: shape (longest, texts, dimensions). Row [k - 1, i] is the vector of the k texts from text i on; it has
            length 1, or is zero if the run would extend beyond the last text.
        """

"""The filter that asks a model whether two sides mean the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from jisr.corpora.filters import Score
from jisr.corpora.pairs import Pair
from jisr.corpora.similarity import Floats
from jisr.errors import InputError

__all__ = ["Similarity", "Vectors", "cosines"]


class Vectors(Protocol):
    """Turns sentences into unit vectors; every :class:`~jisr.corpora.similarity.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Give an array of shape (texts, dimensions) whose rows have length 1."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Keeps pairs whose sides mean about the same.

    :param encoder: gives the vectors; it is handed all the pairs that are scored at a time.
    :param model: the name of what the encoder is made of: verdicts of another are not taken from a journal.
    :param least: the cosine that is enough, from -1 to 1.
    :raises InputError: if the threshold is out of that range.
    """

    encoder: Vectors = field(repr=False)
    model: str
    least: float = 0.5
    name: str = "similarity"

    def __post_init__(self) -> None:
        if not -1 <= self.least <= 1:
            raise InputError(f"a similarity of {self.least:g} is no cosine; give a number from -1 to 1")

    def score(self, pairs: Iterable[Pair]) -> Iterator[Score]:
        """Give the cosine of the vectors of the two sides."""
        for value in cosines(list(pairs), self.encoder):
            yield (value,)

    def accept(self, score: Score) -> bool:
        """Say whether the cosine is large enough."""
        return score[0] >= self.least


def cosines(pairs: Sequence[Pair], encoder: Vectors) -> list[float]:
    """Give the cosine of the vectors of the two sides of each pair."""
    if not pairs:
        return []
    sources = encoder.encode([pair.source for pair in pairs])
    targets = encoder.encode([pair.target for pair in pairs])
    return [float(value) for value in np.einsum("ij,ij->i", sources, targets)]

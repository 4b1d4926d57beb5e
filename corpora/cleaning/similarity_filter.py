"""The filter that asks a model whether two sides mean the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jisr.corpora.cleaning.filters import FilterScore
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

__all__ = ["SimilarityFilter", "similarities"]

ENCODER_BATCH = 1024
"""Sentences that are encoded at a time."""


@dataclass(frozen=True, slots=True)
class SimilarityFilter:
    """Keeps pairs whose sides mean about the same.

    :param encoder: gives the vectors; it is handed all the pairs that are scored at a time.
    :param model: the name of what the encoder is made of: verdicts of another are not taken from a journal.
    :param least: the cosine that is enough, from -1 to 1.
    :raises InputError: if the threshold is out of that range.
    """

    encoder: Encoder = field(repr=False)
    model: str
    least: float = 0.5
    name: str = "similarity"

    def __post_init__(self) -> None:
        if not -1 <= self.least <= 1:
            raise InputError(f"a similarity of {self.least:g} is no cosine; give a number from -1 to 1")

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the cosine of the vectors of the two sides, -1 to 1."""
        held = list(pairs)
        sources, targets = [pair.source for pair in held], [pair.target for pair in held]
        for value in similarities(self.encoder, sources, targets):
            yield (value,)

    def accept(self, score: FilterScore) -> bool:
        """Return whether the cosine is large enough."""
        return score[0] >= self.least


def similarities(encoder: Encoder, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
    """Return the cosine of each source and its target, -1 to 1; 0 where one is blank.

    :param targets: as many as there are sources.
    """
    found: list[float] = []
    for start in range(0, len(sources), ENCODER_BATCH):
        pairs = list(zip(sources[start : start + ENCODER_BATCH], targets[start : start + ENCODER_BATCH], strict=True))
        ours, theirs = (encoder.encode(list(side)) for side in zip(*pairs, strict=True))
        cosines = (ours * theirs).sum(axis=1)
        found += [
            float(cosine) if source.strip() and target.strip() else 0.0
            for cosine, (source, target) in zip(cosines, pairs, strict=True)
        ]
    return found

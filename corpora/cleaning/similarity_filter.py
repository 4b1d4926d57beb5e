"""The filter that compares the meanings of the two sides of a pair by an encoder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jisr.corpora.cleaning.filters import FilterScore, LeastFilter
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

__all__ = ["SimilarityFilter", "similarities"]

ENCODER_BATCH = 1024
"""Number of sentences of each side that are encoded at a time."""
DIGITS = 5
"""Digits of a similarity: float32 has two more, which depend on the number of threads and on the processor."""


@dataclass(frozen=True, slots=True)
class SimilarityFilter(LeastFilter):
    """Filter by meaning: the similarity of the two sides must be at least ``least``.

    :param model: name of the encoder, by which a journal tells its verdicts from those of another.
    :param least: smallest similarity, a cosine from -1 to 1.
    :raises InputError: if ``least`` is out of that range.
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
        pairs = list(pairs)
        sources, targets = [pair.source for pair in pairs], [pair.target for pair in pairs]
        for value in similarities(self.encoder, sources, targets):
            yield (value,)


def similarities(encoder: Encoder, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
    """Return the similarity of each source and its target, a cosine from -1 to 1; 0 if one of them is blank.

    A pair that occurs several times is compared once.
    """
    pairs = list(zip(sources, targets, strict=True))
    known: dict[tuple[str, str], float] = dict.fromkeys(pairs, 0.0)
    written = [(source, target) for source, target in known if source.strip() and target.strip()]
    for start in range(0, len(written), ENCODER_BATCH):
        batch = written[start : start + ENCODER_BATCH]
        source_vectors, target_vectors = (encoder.encode(list(side)) for side in zip(*batch, strict=True))
        values = (source_vectors * target_vectors).sum(axis=1).tolist()
        known.update(zip(batch, (round(value, DIGITS) for value in values), strict=True))
    return [known[pair] for pair in pairs]

"""The protocol of engines: pieces of sentences in, a hypothesis with its score for each out.

The engines of this folder produce the same output in float32. Any object with these methods can take their place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, Self, TypeAlias

from jisr.errors import InputError

__all__ = ["Completion", "Decoding", "Engine", "Hypothesis", "PrefixEngine", "SourceBatch", "Weights"]

SourceBatch: TypeAlias = Sequence[Sequence[str]]
"""The pieces of each source, at least one, without the end token."""
Weights: TypeAlias = list[list[float]]
"""For each piece or word of a target the weight of each piece or word of its source.

They are lists, as loading NumPy takes more memory than a document of a hundred pages.
"""


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options of the search for hypotheses.

    :param beam: beam size, 1 (greedy) to 64.
    :param length_penalty: exponent of the length by which the log-probability is divided, at least 0.
    :param limit_factor: length limit of a hypothesis, in pieces per source piece.
    :param limit_extra: number of pieces added to that limit.
    :param no_repeat_ngram: length of n-grams that a hypothesis may not repeat; 0 allows all repetition.
    :param repetition_penalty: divisor of the probability of a piece that was already produced; 1 has no effect.
    :param word_scores: whether the words of the best hypothesis are scored, which takes about a third longer.
    :raises InputError: if a value is out of its range.
    """

    beam: int = 4
    length_penalty: float = 1.0
    limit_factor: float = 3.0
    limit_extra: int = 20
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    word_scores: bool = True

    def __post_init__(self) -> None:
        wrong = [
            f"{name} is {value}, must be {right}"
            for name, value, right, good in (
                ("beam", self.beam, "1 to 64", 1 <= self.beam <= 64),
                ("length penalty", self.length_penalty, "0 or more", self.length_penalty >= 0),
                ("limit factor", self.limit_factor, "0 or more", self.limit_factor >= 0),
                ("limit extra", self.limit_extra, "1 or more", self.limit_extra >= 1),
                ("no-repeat n-gram", self.no_repeat_ngram, "0 or more", self.no_repeat_ngram >= 0),
                ("repetition penalty", self.repetition_penalty, "1 or more", self.repetition_penalty >= 1),
            )
            if not good
        ]
        if wrong:
            raise InputError("; ".join(wrong))

    def guarded(self) -> Self:
        """Return the same options with repetition penalised, to decode a sentence again that looped."""
        return replace(self, no_repeat_ngram=4, repetition_penalty=1.1)

    def limit(self, pieces: int, positions: int) -> int:
        """Return the length limit of a hypothesis in pieces.

        The limit ends a loop early and is far above the length of a faithful translation. Marian's default factor is 3.

        :param pieces: length of the source in pieces.
        :param positions: number of positions of the model, two of which the start and the end take.
        """
        return min(positions - 2, int(self.limit_factor * pieces) + self.limit_extra)

    def signature(self) -> str:
        """Return all options in one line, as a part of the key of a journal."""
        return "|".join(f"{name}:{value}" for name, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The best hypothesis for a source.

    :param text: the detokenised text.
    :param score: mean log-probability of a piece (natural logarithm), at most 0, rounded to four decimals.
    :param pieces: number of pieces, without the end token.
    :param cut_off: whether it reached the length limit.
    :param word_scores: log-probability of each word, the sum over its pieces, at most 0, rounded to three decimals;
        empty if they were not asked for, or the engine does not know them.
    """

    text: str
    score: float
    pieces: int
    cut_off: bool
    word_scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A hypothesis that is wanted, with a beginning that is given.

    :param source: pieces of the source, without the end token.
    :param prefix: pieces with which the hypothesis begins; empty if it may begin in any way.
    :param forbidden: sequences of pieces that it may not hold.
    """

    source: Sequence[str]
    prefix: Sequence[str]
    forbidden: Sequence[Sequence[str]] = ()


class Engine(Protocol):
    """Decodes sources that are split into pieces.

    A hypothesis depends on its source and the options of decoding alone, not on the rest of the batch.
    """

    @property
    def identity(self) -> str:
        """Hash of everything about model, engine and machine that decides an output, a part of a journal's key."""

    def record(self) -> dict[str, Any]:
        """Return model, revision and engine, for the record of a run."""

    @property
    def positions(self) -> int:
        """Number of positions of the model: a source has at most one piece less, for the end token."""

    def encode(self, text: str) -> list[str]:
        """Split a normalised text into pieces, reading nothing in it as a control token."""

    def count_unknown(self, pieces: Sequence[str]) -> int:
        """Return the number of pieces that the model does not know."""

    @property
    def ahead(self) -> int:
        """Number of batches that are decoded at the same time, at least 1."""

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, in the order of its sources, as soon as the batch is done.

        At most :attr:`ahead` batches are started that have not been yielded.
        """


class PrefixEngine(Engine, Protocol):
    """An engine that completes hypotheses, and says what it looks at."""

    def encode_target(self, text: str) -> list[str]:
        """Split a target into pieces."""

    def attention(self, sources: SourceBatch, targets: SourceBatch) -> list[Weights]:
        """Return for each pair the weights of the source pieces for each target piece."""

    def complete(self, wanted: Sequence[Completion], decoding: Decoding) -> list[Hypothesis]:
        """Return the best hypothesis for each completion, in order; it depends on its completion alone.

        Its score is that of the whole hypothesis by the model, its beginning included.
        """

"""Engines: pieces of a sentence in, a hypothesis with its score out.

Both engines of this folder give the same output in float32; anything with these methods can stand in for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, Self, TypeAlias

from jisr.errors import InputError

__all__ = ["Decoding", "Engine", "Hypothesis", "SourceBatch"]

SourceBatch: TypeAlias = Sequence[Sequence[str]]
"""The pieces of each source, without the end token, at least one each."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options of the search for hypotheses.

    :param beam: the width of the beam, 1 (greedy) to 64.
    :param length_penalty: the exponent of the length that the log-probability is divided by, 0 or more.
    :param limit_factor: the longest hypothesis, in pieces for each source piece.
    :param limit_extra: and so many pieces more.
    :param no_repeat_ngram: forbid a second n-gram of so many pieces; 0 forbids none.
    :param repetition_penalty: divide the probability of a piece already produced; 1 does not.
    :raises InputError: if a value is out of its range.
    """

    beam: int = 4
    length_penalty: float = 1.0
    limit_factor: float = 3.0
    limit_extra: int = 20
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0

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
        """Return the same search with a penalty on repetition, for a second try at a sentence that looped."""
        return replace(self, no_repeat_ngram=4, repetition_penalty=1.1)

    def limit(self, pieces: int, positions: int) -> int:
        """Return the most pieces that a hypothesis for a source of a number of pieces may have.

        A loop then ends soon, and a faithful translation is far from it (Marian's default factor is 3).

        :param positions: how many positions the model has; two are taken by the start and the end.
        """
        return min(positions - 2, int(self.limit_factor * pieces) + self.limit_extra)

    def signature(self) -> str:
        """Every setting, in one line: part of what decides an output."""
        return "|".join(f"{name}:{value}" for name, value in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The best hypothesis for one source.

    :param text: the detokenised text.
    :param score: mean log-probability of a piece (natural logarithm), 0 or less; four decimals.
    :param pieces: how many pieces it has, the end not counted.
    :param cut_off: whether it reached the limit.
    """

    text: str
    score: float
    pieces: int
    cut_off: bool


class Engine(Protocol):
    """Translates sources that are already cut into pieces.

    A hypothesis depends on its own source and the decoding alone: not on the batch it is in.
    """

    @property
    def identity(self) -> str:
        """Name everything about model and engine that decides an output: part of a journal's keys."""

    def record(self) -> dict[str, Any]:
        """Describe the model, its revision and the engine, for the record of a run."""

    @property
    def positions(self) -> int:
        """Number of positions of the model: a source has at most one piece less, for its end."""

    def encode(self, text: str) -> list[str]:
        """Cut a normalised text into pieces; nothing in it is read as a control token."""

    def unknown(self, pieces: Sequence[str]) -> int:
        """Count the pieces that the model does not know."""

    @property
    def ahead(self) -> int:
        """Number of batches under way at a time, 1 or more."""

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypothesis for each source of each batch, in order, each batch when it is done.

        At most :attr:`ahead` batches are under way that were not yet given.
        """

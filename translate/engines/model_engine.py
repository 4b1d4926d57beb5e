"""Base class of engines that decode with a Marian model."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from jisr.storage.journal import digest
from jisr.translate.engines.arithmetic import arithmetic_class
from jisr.translate.engines.engine import Completion, Decoding, Hypothesis, SourceBatch, Weights
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.lookup import Model
from jisr.translate.models.trimming import Trim

__all__ = ["ModelEngine"]


class ModelEngine(ABC):
    """An engine for a Marian model, with its tokenizer.

    :param model: the model, whose SentencePiece models are loaded.
    :param engine: name and version of the library that computes.
    :param device: ``cpu`` or ``cuda``.
    :param compute: compute type, such as ``int8``.
    :param trim: level to which the vocabulary of the decoder is trimmed.
    :param target_pieces: number of pieces of the decoder, without ``<pad>``.
    :raises ModelError: if a SentencePiece model is damaged.
    """

    ahead: int = 1
    """Number of batches that are decoded at the same time."""

    def __init__(self, model: Model, *, engine: str, device: str, compute: str, trim: Trim, target_pieces: int) -> None:
        self.model = model
        self.tokenizer = Tokenizer(model)
        self.description: dict[str, str | int] = {
            "model": model.name,
            "revision": model.revision,
            "fingerprint": model.fingerprint,
            "engine": engine,
            "device": device,
            "compute": compute,
            "trim": str(trim),
            "target_pieces": target_pieces,
        }
        self.positions = model.max_positions
        """Number of positions of the model."""
        self.encode = self.tokenizer.encode
        self.encode_target = self.tokenizer.encode_target
        self.count_unknown = self.tokenizer.count_unknown

    @cached_property
    def arithmetic(self) -> str:
        """Class of the arithmetic; to find it out may take some decoding, so it is done when it is asked for."""
        return arithmetic_class(self, self.description)

    @cached_property
    def identity(self) -> str:
        """Hash of everything about model, engine and machine that decides an output."""
        return digest(*map(str, self.record().values()))

    def record(self) -> dict[str, Any]:
        """Return model, revision, engine and class of arithmetic, for the record of a run."""
        return self.description | {"arithmetic": self.arithmetic}

    @abstractmethod
    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, in the order of its sources, as soon as the batch is done."""

    @abstractmethod
    def attention(self, sources: SourceBatch, targets: SourceBatch) -> list[Weights]:
        """Return for each pair the weights of the source pieces for each target piece.

        :param sources: pieces of sources, without end tokens.
        :param targets: pieces of their translations, which are forced.
        :return: each row has a sum of at most 1.
        """

    @abstractmethod
    def complete(self, wanted: Sequence[Completion], decoding: Decoding) -> list[Hypothesis]:
        """Return the best hypothesis for each completion, in order; it depends on its completion alone."""

    def completed(self, pieces: Sequence[str], scores: Sequence[float], limit: int) -> Hypothesis:
        """Return a hypothesis whose pieces, and the end token, have been scored by the model."""
        return Hypothesis(
            text=self.tokenizer.decode(pieces),
            score=round(min(0.0, sum(scores) / max(1, len(scores))), 4),
            pieces=len(pieces),
            cut_off=len(pieces) >= limit,
            word_scores=self.tokenizer.word_scores(pieces, scores),
        )

"""Base class of engines that decode with a Marian model."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from jisr.storage.journal import digest
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.lookup import Model

__all__ = ["ModelEngine"]


class ModelEngine(ABC):
    """An engine for a Marian model, with its tokenizer.

    :param model: the model, whose SentencePiece models are loaded.
    :param engine: name and version of the library that computes.
    :param device: ``cpu`` or ``cuda``.
    :param compute: compute type, such as ``int8``.
    :raises ModelError: if a SentencePiece model is damaged.
    """

    ahead: int = 1
    """Number of batches that are decoded at the same time."""

    def __init__(self, model: Model, *, engine: str, device: str, compute: str) -> None:
        self.model = model
        self.tokenizer = Tokenizer(model)
        self.description = {
            "model": model.name,
            "revision": model.revision,
            "fingerprint": model.fingerprint,
            "engine": engine,
            "device": device,
            "compute": compute,
        }
        self.identity = digest(*map(str, self.description.values()))
        """Hash of everything about model and engine that decides an output."""
        self.positions = model.max_positions
        """Number of positions of the model."""
        self.encode = self.tokenizer.encode
        self.count_unknown = self.tokenizer.count_unknown

    def record(self) -> dict[str, Any]:
        """Return model, revision and engine, for the record of a run."""
        return dict(self.description)

    @abstractmethod
    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, in the order of its sources, as soon as the batch is done."""

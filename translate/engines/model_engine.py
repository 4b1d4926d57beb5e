"""What both engines have in common: a model, its pieces, and what identifies them."""

from collections.abc import Sequence
from typing import Any

from jisr.storage.journal import digest
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.lookup import Model

__all__ = ["ModelEngine"]


class ModelEngine:
    """A model that an engine decodes with.

    :param engine: the name of the library that computes, and its version.
    :param device: what it computes on.
    :param compute: the compute type.
    :raises ModelError: if a SentencePiece model is damaged.
    """

    def __init__(self, model: Model, *, engine: str, device: str, compute: str) -> None:
        self.model = model
        self.pieces = Tokenizer(model)
        self.description = {
            "model": model.name,
            "revision": model.revision,
            "fingerprint": model.fingerprint,
            "engine": engine,
            "device": device,
            "compute": compute,
        }

    @property
    def identity(self) -> str:
        """Name everything about model and engine that decides an output."""
        return digest(*map(str, self.description.values()))

    def record(self) -> dict[str, Any]:
        """Describe the model, its revision and the engine."""
        return dict(self.description)

    @property
    def positions(self) -> int:
        """Say how many positions the model has."""
        return self.model.max_positions

    def encode(self, text: str) -> list[str]:
        """Cut a normalised text into pieces."""
        return self.pieces.encode(text)

    def unknown(self, pieces: Sequence[str]) -> int:
        """Count the pieces that the model does not know."""
        return self.pieces.unknown(pieces)

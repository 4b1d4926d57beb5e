"""An encoder for any sentence-transformers model, for instance LaBSE; slower than the default encoder."""

from collections.abc import Sequence

import numpy as np

from jisr.arrays import Floats
from jisr.errors import MissingExtra, ModelError

__all__ = ["TransformerEncoder"]


class TransformerEncoder:
    """An encoder that runs a sentence-transformers model.

    :param model: a folder, or a name on the hub; the model is never downloaded, only a cached copy is used.
    :raises MissingExtra: if sentence-transformers is not installed.
    :raises ModelError: if the model is not on this machine.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise MissingExtra("sentence-transformers", "labse") from None
        self.name = model
        try:
            self.model = SentenceTransformer(model, local_files_only=True)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"{model}: no sentence-transformers model on this machine: {reason}") from None

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of texts: shape (texts, dimensions), rows of length 1."""
        return np.asarray(
            self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )

    def spans(self, texts: Sequence[str], longest: int) -> Floats:
        """Return the vectors of runs of texts, each encoded as one text: shape (longest, texts, dimensions)."""
        runs = [
            " ".join(texts[at : at + size])
            for size in range(1, longest + 1)
            for at in range(max(len(texts) - size + 1, 0))
        ]
        encoded = self.encode(runs)
        vectors = np.zeros((longest, len(texts), encoded.shape[-1]), np.float32)
        start = 0
        for size in range(1, min(longest, len(texts)) + 1):
            count = len(texts) - size + 1
            vectors[size - 1, :count] = encoded[start : start + count]
            start += count
        return vectors

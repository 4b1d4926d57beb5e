"""Any sentence-transformers model as an encoder, for instance LaBSE; slower than the default."""

from collections.abc import Sequence

import numpy as np

from jisr.arrays import Floats
from jisr.errors import MissingExtra, ModelError

__all__ = ["TransformerEncoder"]


class TransformerEncoder:
    """Encodes by a sentence-transformers model.

    :param model: a folder, or a name on the hub, of which only a copy that is already there is used.
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
        """Encode each text: shape (texts, dimensions), rows of length one."""
        return np.asarray(
            self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )

    def spans(self, texts: Sequence[str], longest: int) -> Floats:
        """Encode every run of neighbouring texts, each as one text."""
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

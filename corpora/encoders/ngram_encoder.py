"""An encoder of character n-grams: texts in the same language are close if they share many, as in chrF."""

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats

__all__ = ["NgramEncoder"]


VECTOR_SIZE = 512
NGRAM_ORDERS = range(2, 7)


class NgramEncoder:
    """An encoder that counts character n-grams of orders 2 to 6, without white space (Popović 2015).

    The cosine of two vectors approximates chrF's harmonic mean of precision and recall. A hash gives each n-gram one of
    512 dimensions and a sign.
    """

    name = "character-ngrams-1"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of texts: shape (texts, 512), rows of length 1, or zero for an empty text."""
        return unit_rows(np.array([ngram_counts(text) for text in texts]).reshape(len(texts), VECTOR_SIZE))

    def spans(self, texts: Sequence[str], longest: int) -> Floats:
        """Return the vectors of runs of texts, as :meth:`jisr.corpora.encoders.encoder.SpanEncoder.spans` does."""
        vectors = np.zeros((longest, len(texts), VECTOR_SIZE), np.float32)
        single = np.array([ngram_counts(text) for text in texts]).reshape(len(texts), VECTOR_SIZE)
        running = np.concatenate([np.zeros((1, VECTOR_SIZE)), single.cumsum(0)])
        for size in range(1, min(longest, len(texts)) + 1):
            run = running[size:] - running[:-size]
            vectors[size - 1, : len(run)] = unit_rows(run)
        return vectors


def ngram_counts(text: str) -> NDArray[np.float64]:
    """Return the counts of a text's n-grams, hashed into a vector: (512,)."""
    vector = np.zeros(VECTOR_SIZE)
    letters = "".join(text.lower().split())
    for order in NGRAM_ORDERS:
        grams = Counter(letters[start : start + order] for start in range(len(letters) - order + 1))
        for gram, count in grams.items():
            code = zlib.crc32(gram.encode("utf-8", "surrogatepass"))
            vector[code % VECTOR_SIZE] += count if code >> 31 else -count
    return vector


def unit_rows(rows: NDArray[np.float64]) -> Floats:
    """Return rows scaled to length 1; zero rows stay zero."""
    scaled = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    single: Floats = scaled.astype(np.float32)
    return single

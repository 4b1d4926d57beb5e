"""Sentence encoders: texts to unit vectors.

The encoder that comes with jisr needs no network; a sentence-transformers model on this machine can take its place.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = ["load_encoder"]


def load_encoder(name: str | None = None) -> "SpanEncoder":
    """Load an encoder.

    :param name: a sentence-transformers model; default: the encoder that comes with jisr.
    :raises MissingExtra: if sentence-transformers is needed and not installed.
    :raises ModelError: if the model is not on this machine.
    """
    if name is not None:
        from jisr.corpora.encoders.transformer_encoder import TransformerEncoder

        return TransformerEncoder(name)
    from jisr.corpora.encoders.universal_encoder import UniversalEncoder

    return UniversalEncoder()

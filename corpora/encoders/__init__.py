"""Sentence encoders, which turn texts into unit vectors.

The built-in encoder needs no network; a sentence-transformers model on this machine can be used instead.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = ["load_encoder"]


def load_encoder(name: str | None = None) -> "SpanEncoder":
    """Return an encoder.

    :param name: a sentence-transformers model; default: the built-in encoder.
    :raises MissingExtra: if a model is named and sentence-transformers is not installed.
    :raises ModelError: if the model is not on this machine.
    """
    if name is not None:
        from jisr.corpora.encoders.transformer_encoder import TransformerEncoder

        return TransformerEncoder(name)
    from jisr.corpora.encoders.universal_encoder import UniversalEncoder

    return UniversalEncoder()

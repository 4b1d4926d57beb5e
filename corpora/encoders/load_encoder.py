"""Encoders by name: the one that comes along, or a sentence-transformers model on this machine."""

from jisr.corpora.alignment.features import Encoder

__all__ = ["load_encoder"]


def load_encoder(name: str | None = None) -> Encoder:
    """Make an encoder.

    :param name: a sentence-transformers model; the encoder that comes along when not given.
    :raises MissingExtra: if sentence-transformers is needed and missing.
    :raises ModelError: if the model is not on this machine.
    """
    if name is not None:
        from jisr.corpora.encoders.transformer_encoder import TransformerEncoder

        return TransformerEncoder(name)
    from jisr.corpora.encoders.universal_encoder import UniversalEncoder

    return UniversalEncoder()

"""A few vectors of an encoder, which tell whether it computes the same on two machines."""

from typing import TYPE_CHECKING, Final

from jisr.storage.journal import digest

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import Encoder

__all__ = ["encoder_digest"]

CANARY: Final = ("وصل القطار إلى المحطة بعد منتصف الليل.", "The train reached the station after midnight.")


def encoder_digest(encoder: "Encoder") -> str:
    """Return a hash of some vectors of an encoder on this machine."""
    return digest(encoder.encode(CANARY).tobytes())

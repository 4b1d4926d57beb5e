"""Text to pieces and back, by the SentencePiece models that come with a Marian model."""

import json
from collections.abc import Sequence
from functools import cached_property

from jisr.errors import ModelError
from jisr.translate.models.lookup import Model

__all__ = ["Tokenizer"]


class Tokenizer:
    """The source and target pieces of a model.

    Unlike ``MarianTokenizer`` it reads no control tokens out of the text: ``</s>`` or ``>>…<<`` in a sentence
    is text. On any other text the pieces are the same.

    :param model: as :func:`jisr.translate.models.lookup.find_model` gives it: its vocabularies were checked.
    :raises ModelError: if a SentencePiece model is damaged.
    """

    def __init__(self, model: Model) -> None:
        from sentencepiece import SentencePieceProcessor

        self.model = model
        self.ids: dict[str, int] = json.loads((model.folder / "vocab.json").read_bytes())
        source, target = (model.folder / name for name in ("source.spm", "target.spm"))
        try:
            self.source = SentencePieceProcessor(model_file=str(source))
            # A shared vocabulary is in both files: load it once.
            same = source.read_bytes() == target.read_bytes()
            self.target = self.source if same else SentencePieceProcessor(model_file=str(target))
        except (OSError, RuntimeError):
            raise ModelError(f"{model.folder}: source.spm or target.spm is damaged") from None

    def encode(self, text: str) -> list[str]:
        """Cut a text into pieces, the end token not among them; half a surrogate pair is read as ``?``."""
        pieces: list[str] = self.source.encode(text.encode(errors="replace").decode(), out_type=str)
        return pieces

    def unknown(self, pieces: Sequence[str]) -> int:
        """Count the pieces that are not in the source vocabulary."""
        return sum(piece not in self.ids for piece in pieces)

    def numbers(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids of source pieces; a piece that is not in the vocabulary has the id of ``<unk>``."""
        return [self.ids.get(piece, self.model.unk) for piece in pieces]

    @cached_property
    def target_names(self) -> dict[int, str]:
        """Target piece of each id."""
        ids = json.loads((self.model.folder / self.model.target_vocabulary).read_bytes())
        return {number: piece for piece, number in ids.items()}

    def names(self, ids: Sequence[int]) -> list[str]:
        """Return the target pieces of ids."""
        return [self.target_names[number] for number in ids]

    def decode(self, pieces: Sequence[str]) -> str:
        """Join the pieces of a hypothesis into text."""
        text: str = self.target.decode(list(pieces))
        return text.strip()

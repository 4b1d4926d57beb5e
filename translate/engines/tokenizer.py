"""Conversion of text to pieces and back with the SentencePiece models of a Marian model."""

import json
from collections.abc import Sequence
from functools import cached_property

from jisr.errors import ModelError
from jisr.translate.models.folder import WORD_START
from jisr.translate.models.lookup import Model

__all__ = ["Tokenizer"]


class Tokenizer:
    """The tokenizer of a Marian model.

    Unlike ``MarianTokenizer`` it finds no control tokens in a text: ``</s>`` or ``>>…<<`` in a sentence is text. The
    pieces of any other text are the same.

    :param model: a model from :func:`jisr.translate.models.lookup.find_model`, whose vocabularies have been checked.
    :raises ModelError: if a SentencePiece model is damaged.
    """

    def __init__(self, model: Model) -> None:
        from sentencepiece import SentencePieceProcessor

        self.model = model
        self.ids: dict[str, int] = json.loads((model.folder / "vocab.json").read_bytes())
        source, target = (model.folder / name for name in ("source.spm", "target.spm"))
        try:
            self.source = SentencePieceProcessor(model_file=str(source))
            # Both files hold the same model if the two sides share a vocabulary: load it once.
            same = source.read_bytes() == target.read_bytes()
            self.target = self.source if same else SentencePieceProcessor(model_file=str(target))
        except (OSError, RuntimeError):
            raise ModelError(f"{model.folder}: source.spm or target.spm is damaged") from None

    def encode(self, text: str) -> list[str]:
        """Split a text into pieces, without an end token; a lone surrogate is read as ``?``."""
        pieces: list[str] = self.source.encode(text.encode(errors="replace").decode(), out_type=str)
        return pieces

    def count_unknown(self, pieces: Sequence[str]) -> int:
        """Return the number of pieces that are not in the source vocabulary."""
        return sum(piece not in self.ids for piece in pieces)

    def source_ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids of source pieces; that of ``<unk>`` for a piece that is not in the vocabulary."""
        return [self.ids.get(piece, self.model.unk) for piece in pieces]

    def encode_target(self, text: str) -> list[str]:
        """Split an English text into target pieces, without an end token; a lone surrogate is read as ``?``."""
        pieces: list[str] = self.target.encode(text.encode(errors="replace").decode(), out_type=str)
        return pieces

    def target_ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids of target pieces; that of ``<unk>`` for a piece that is not in the vocabulary."""
        return [self.ids_by_piece.get(piece, self.model.unk) for piece in pieces]

    @cached_property
    def ids_by_piece(self) -> dict[str, int]:
        """Id of each target piece."""
        ids: dict[str, int] = json.loads((self.model.folder / self.model.target_vocabulary).read_bytes())
        return ids

    @cached_property
    def pieces_by_id(self) -> dict[int, str]:
        """Target piece of each id."""
        return {number: piece for piece, number in self.ids_by_piece.items()}

    @staticmethod
    def word_scores(pieces: Sequence[str], scores: Sequence[float]) -> tuple[float, ...]:
        """Return the log-probability of each word of a hypothesis, rounded to three decimals.

        :param scores: log-probability of each piece; there may be one more, of the end token.
        """
        words: list[float] = []
        for piece, score in zip(pieces, scores, strict=False):
            if piece.startswith(WORD_START) or not words:
                words.append(0.0)
            words[-1] += score
        return tuple(round(min(0.0, word), 3) for word in words)

    def decode(self, pieces: Sequence[str]) -> str:
        """Join the pieces of a hypothesis into text."""
        text: str = self.target.decode(list(pieces))
        return text.strip()

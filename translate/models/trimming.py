"""Trimming: the decoder of a model keeps only the pieces that an English draft may need.

The output layer is computed over its whole vocabulary at each step, and half of a joint vocabulary is Arabic, which no
English draft holds. Marian and Bergamot leave pieces out for each batch, by a list made from the training data
(https://marian-nmt.github.io/docs/#lexical-shortlists); nobody has the data of a model from the hub. Here the pieces
are left out once, so that a draft still depends on its sentence alone.
"""

import json
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from jisr.errors import InputError, JisrWarning, ModelError
from jisr.lines import open_input, read_lines
from jisr.storage.journal import digest
from jisr.translate.models.folder import EOS, PAD, UNK, WORD_START, ModelFolder

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

__all__ = [
    "DEFAULT_TRIM",
    "LETTERS",
    "NONE",
    "WORDS",
    "Trim",
    "count_words",
    "cut_decoder",
    "is_english",
    "kept_pieces",
    "read_words",
    "source_pieces",
    "write_words",
]

LETTERS, NONE = "letters", "none"
WORDS = Path(__file__).parents[1] / "data" / "english-words.xz"
"""Counts of English words; with other counts, :data:`jisr.translate.models.conversion.CONVERSION_FORMAT` is raised."""
ENGLISH_SHARE = 0.25
"""Smallest share of English pieces in the target SentencePiece model of a model that drafts English: nearly all pieces
are if that model is of the target side alone, half of them are if it is of both."""


@dataclass(frozen=True, slots=True)
class Trim:
    """How far the vocabulary of a decoder is trimmed.

    :param name: ``letters``, ``none``, or the number of pieces, with a hash of the words if they were given.
    :param size: number of pieces that are kept; ``None`` for a level without one.
    :param words: counts of English words by which they are chosen; ``None`` for those that come with jisr.
    """

    name: str
    size: int | None = None
    words: Mapping[str, int] | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the level that a text names.

        :param text: ``letters`` (no piece with a letter of a script that English does not use), ``N`` (of these the N
            that English needs most), ``N:FILE`` (the same by an English text of the user's), or ``none`` (all pieces).
        :raises InputError: if it names none, or the file cannot be read.
        """
        if text in {LETTERS, NONE}:
            return cls(text)
        number, colon, path = text.partition(":")
        if not (number.isascii() and number.isdecimal() and int(number[:10]) > 0) or (colon and not path):
            raise InputError(f"trim level {text!r} is not known; it can be letters, none, N or N:FILE")
        size = int(number[:10])
        if not colon:
            return cls(str(size), size)
        with open_input(path) as stream:
            words = count_words(line.text for line in read_lines(stream, path))
        if not words:
            raise InputError(f"{path}: no words to choose pieces by")
        return cls(f"{size}:{digest(*(f'{word} {count}' for word, count in sorted(words.items())))[:12]}", size, words)

    def __str__(self) -> str:
        return self.name


DEFAULT_TRIM: Final = Trim(LETTERS)


def count_words(lines: Iterable[str]) -> dict[str, int]:
    """Return the number of occurrences of each word of a text, with the punctuation that is attached to it."""
    return Counter(word for line in lines for word in line.split())


def write_words(words: Mapping[str, int], path: Path) -> None:
    """Write counts of words to a file: a line for each count, the largest first, with its words."""
    import lzma

    by_count: dict[int, list[str]] = {}
    for word, count in sorted(words.items()):
        by_count.setdefault(count, []).append(word)
    lines = (f"{count} {' '.join(same)}\n" for count, same in sorted(by_count.items(), reverse=True))
    path.write_bytes(lzma.compress("".join(lines).encode(), preset=9))


def read_words(path: Path = WORDS) -> dict[str, int]:
    """Return the counts that :func:`write_words` wrote."""
    import lzma

    lines = lzma.decompress(path.read_bytes()).decode().split("\n")[:-1]
    return {word: int(count) for count, *same in map(str.split, lines) for word in same}


def kept_pieces(model: ModelFolder, trim: Trim) -> list[int]:
    """Return the ids of the target pieces that a decoder keeps, in ascending order.

    All of them are kept for ``none``, and if the model does not draft English, by :data:`ENGLISH_SHARE`.

    :raises ModelError: if the SentencePiece model is damaged.
    :warns JisrWarning: if the model does not draft English.
    """
    every = list(range(model.target_vocab_size))
    if trim.name == NONE:
        return every
    processor = load_pieces(model.folder / "target.spm")
    if not drafts_english(processor):
        what = f"{model.folder}: few of its target pieces are English, so the decoder keeps all of them"
        warnings.warn(JisrWarning(what), stacklevel=2)
        return every
    ids: dict[str, int] = json.loads((model.folder / model.target_vocabulary).read_bytes())
    special = {number for piece, number in ids.items() if piece in {PAD, EOS, UNK}} | {model.decoder_start}
    english = {piece for piece, number in ids.items() if number not in special and is_english(piece)}
    if trim.size is not None:
        english = most_needed(english, trim.size - len(special), processor, trim.words or read_words())
    return sorted({ids[piece] for piece in english} | special)


def load_pieces(path: Path) -> "SentencePieceProcessor":
    """Load a SentencePiece model.

    :raises ModelError: if it is damaged.
    """
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError):
        raise ModelError(f"{path}: damaged") from None


def drafts_english(processor: "SentencePieceProcessor") -> bool:
    """Return whether a model whose target side is split by this SentencePiece model may draft English."""
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    return sum(map(is_english, pieces)) >= ENGLISH_SHARE * len(pieces)


def is_english(piece: str) -> bool:
    """Return whether all letters of a piece are Latin, in any style of writing; a piece may also have none."""
    # The names of Unicode stand for its scripts, which Python's database lacks.
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", piece))
    return all(unicodedata.name(letter, "").startswith(("LATIN ", "MODIFIER LETTER ")) for letter in letters)


def most_needed(
    pieces: Iterable[str], size: int, processor: "SentencePieceProcessor", words: Mapping[str, int]
) -> set[str]:
    """Return the pieces that occur most often in English words, and all by which any word or number can be spelt.

    :param size: number of pieces, unless the latter are more.
    :param words: counts of English words.
    """
    counts: Counter[str] = Counter()
    for parts, count in zip(processor.encode(list(words), out_type=str), words.values(), strict=True):
        for part in parts:
            counts[part] += count
    ranked = sorted(pieces, key=lambda piece: (not spells(piece), -counts[piece], piece))
    return set(ranked[: max(size, sum(map(spells, ranked)))])


def spells(piece: str) -> bool:
    """Return whether a piece is one by which others can be spelt: of one character, or without letters."""
    return len(piece.removeprefix(WORD_START)) <= 1 or not any(map(str.isalpha, piece))


def source_pieces(model: ModelFolder) -> set[str]:
    """Return the pieces of a joint vocabulary that a source may have.

    These are the pieces of its SentencePiece model, and those of characters that this model does not know, which it
    leaves as they are.

    :raises ModelError: if the SentencePiece model is damaged.
    """
    processor = load_pieces(model.folder / "source.spm")
    own = {processor.id_to_piece(number) for number in range(processor.get_piece_size())}
    known = set().union(*own)
    ids: dict[str, int] = json.loads((model.folder / "vocab.json").read_bytes())
    return {piece for piece in ids if piece in own or known.isdisjoint(piece)}


def cut_decoder(network: Any, kept: Sequence[int]) -> None:  # noqa: ANN401 - MarianMTModel
    """Cut the vocabulary of the decoder of a network: id *i* is then the piece that had the id ``kept[i]``.

    The encoder keeps its embeddings, also if both sides shared them.
    """
    from torch import nn

    rows = list(kept)
    if len(rows) == network.lm_head.weight.shape[0]:
        return
    decoder = network.get_decoder()
    decoder.embed_tokens = nn.Embedding(
        len(rows), decoder.embed_tokens.embedding_dim, _weight=decoder.embed_tokens.weight[rows]
    )
    network.lm_head.weight = nn.Parameter(network.lm_head.weight[rows], requires_grad=False)
    network.final_logits_bias = network.final_logits_bias[:, rows]
    network.config.share_encoder_decoder_embeddings = False
    network.config.vocab_size = network.config.decoder_vocab_size = len(rows)  # generate reads the first

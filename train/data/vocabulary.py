"""The vocabulary of a model: SentencePiece models with the ids of their pieces, trained or copied from a model."""

import io
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError
from jisr.storage.output import Output
from jisr.train.data.ragged_array import RaggedArray
from jisr.train.data.subwords import Subwords, clean_word
from jisr.translate.models.folder import EOS, PAD, UNK
from jisr.translate.models.lookup import Model

if TYPE_CHECKING:
    from jisr.arrays import Ints

__all__ = ["VOCABULARY_FILES", "Vocabulary", "copy_vocabulary", "make_vocabulary"]

VOCABULARY_FILES = ("source.spm", "target.spm", "vocab.json", "target_vocab.json", "tokenizer_config.json")
CHARACTER_COVERAGE = 0.9999
"""Share of the characters of the texts that get a piece; two scripts with their marks need more than one does."""
TEXTS_AT_ONCE = 10_000
"""Number of texts that are encoded at a time, to limit the memory of the lists of Python integers."""


class Vocabulary:
    """The two SentencePiece models of a folder, with the ids of their pieces.

    :param folder: folder with the :data:`VOCABULARY_FILES`; ``target_vocab.json`` is there only if the sides differ.
    """

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self.folder = folder
        self.ids: dict[str, int] = json.loads((folder / "vocab.json").read_bytes())
        own = folder / "target_vocab.json"
        self.target_ids: dict[str, int] = json.loads(own.read_bytes()) if own.exists() else self.ids
        self.separate = own.exists()
        self.source: Any = SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self.target: Any = SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self.pad, self.eos, self.unk = (self.ids[name] for name in (PAD, EOS, UNK))

    @property
    def size(self) -> int:
        """Size of the source vocabulary, ``<pad>`` included."""
        return max(self.ids.values()) + 1

    def encode_source(self, texts: Sequence[str]) -> RaggedArray:
        """Return the ids of the pieces of Arabic texts, without ``</s>``."""
        return encode_texts(self.source, self.source_numbers, texts)

    def encode_target(self, texts: Sequence[str]) -> RaggedArray:
        """Return the ids of the pieces of English texts, without ``</s>``."""
        return encode_texts(self.target, self.target_numbers, texts)

    def subwords(self, texts: Sequence[str], alpha: float) -> Subwords:
        """Return the segmentations of the words of Arabic texts, to sample from.

        :param alpha: exponent of their probabilities: 1 leaves them unchanged, 0 makes them equal.
        :raises InputError: if the vocabulary has no probabilities.
        """
        return Subwords.of(self.source, self.source_numbers, texts, alpha)

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of target ids, up to ``</s>``."""
        names = [self.names.get(number, UNK) for number in ids]
        stop = names.index(EOS) if EOS in names else len(names)
        text: str = self.target.decode([name for name in names[:stop] if name not in (PAD, UNK)])
        return text.strip()

    @cached_property
    def names(self) -> dict[int, str]:
        """Target piece of each id."""
        return {number: piece for piece, number in self.target_ids.items()}

    @cached_property
    def source_numbers(self) -> "Ints":
        """Id in the vocabulary for each SentencePiece id of the source."""
        return piece_ids(self.source, self.ids)

    @cached_property
    def target_numbers(self) -> "Ints":
        """Id in the vocabulary for each SentencePiece id of the target."""
        return piece_ids(self.target, self.target_ids)


def piece_ids(processor: Any, ids: dict[str, int]) -> "Ints":  # noqa: ANN401 - no types there
    """Return the id in a vocabulary for each id of a SentencePiece model, that of ``<unk>`` if it has none."""
    import numpy as np

    size = processor.get_piece_size()
    return np.array([ids.get(processor.id_to_piece(number), ids[UNK]) for number in range(size)], np.int32)


def encode_texts(
    processor: Any,  # noqa: ANN401 - no types there
    table: "Ints",
    texts: Sequence[str],
) -> RaggedArray:
    """Return the ids of the pieces of texts; unpaired surrogates are read as ``?``.

    :param processor: a SentencePiece model.
    :param table: id in the vocabulary for each id of the model.
    :param texts: the texts, which are encoded some thousands at a time.
    """
    import numpy as np

    parts: list[Ints] = []
    lengths: list[int] = []
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        rows = processor.encode([clean_word(text) for text in texts[start : start + TEXTS_AT_ONCE]], out_type=int)
        lengths += map(len, rows)
        parts.append(table[np.fromiter((number for row in rows for number in row), np.int64)])
    return RaggedArray.joined(parts, np.array(lengths, np.int64))


def make_vocabulary(texts: Iterable[str], size: int, folder: Path, threads: int) -> None:
    """Train one SentencePiece model for both languages, and write it in the layout of opus-mt.

    It is a unigram model (Kudo 2018), splits numbers into digits, and has no byte pieces for unknown characters, so
    that a draft never holds part of a character. The id of ``</s>`` is 0, of ``<unk>`` 1, and of ``<pad>`` the last.

    :param texts: lines of both languages, normalised.
    :param size: number of pieces, ``</s>`` and ``<unk>`` included; it is lower if the texts do not yield so many.
    :param folder: folder of the files.
    :param threads: number of threads; 0 for one on each core. The result depends on it, but is deterministic.
    :raises InputError: if the texts have more distinct characters than that.
    """
    import sentencepiece

    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=map(clean_word, texts),
            model_writer=model,
            vocab_size=size,
            hard_vocab_limit=False,
            character_coverage=CHARACTER_COVERAGE,
            split_digits=True,
            eos_id=0,
            unk_id=1,
            bos_id=-1,
            pad_id=-1,
            num_threads=threads or os.cpu_count() or 1,
            minloglevel=2,
        )
    except RuntimeError as error:
        reason = " ".join(str(error).split()).rpartition("] ")[2]  # without the position in the C++ code
        raise InputError(f"no vocabulary of {size} pieces can be made of these texts: {reason}") from None
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    for name in ("source.spm", "target.spm"):
        with Output(folder / name) as output:
            output.write(model.getvalue())
    languages = {"source_lang": "ar", "target_lang": "en", "separate_vocabs": False}
    with Output(folder / "tokenizer_config.json") as output:
        output.write(json.dumps(languages))
    # This file is written last: if it exists, all do.
    with Output(folder / "vocab.json") as output:
        ids = {piece: number for number, piece in enumerate([*pieces, PAD])}
        output.write(json.dumps(ids, ensure_ascii=False))


def copy_vocabulary(model: Model, folder: Path) -> None:
    """Copy the vocabulary of a model into a folder."""
    for name in sorted(VOCABULARY_FILES, key="vocab.json".__eq__):  # vocab.json last, as above
        if (model.folder / name).exists():
            with Output(folder / name) as output, (model.folder / name).open("rb") as stream:
                shutil.copyfileobj(stream, output.stream)

"""Reading and checking of Marian model folders, in the layout of opus-mt on the Hugging Face hub.

::

    config.json            sizes and special ids
    vocab.json             piece → id; target_vocab.json for the target side if the vocabularies are separate
    source.spm target.spm  SentencePiece models
    model.safetensors      the weights, or pytorch_model.bin
    generation_config.json, tokenizer_config.json    optional
    jisr.json              optional: {"normalize": policy, "licence": text, "training_data": text,
                           "known": {sentence: [words of its draft]}}

No value is assumed that a file states: ``</s>`` is 0 in opus-mt-ar-en and 45463 in a related model. Reading needs only
the standard library.
"""

import json
from dataclasses import dataclass
from os.path import exists, isdir, isfile  # those of pathlib raise if a folder is not accessible
from pathlib import Path
from typing import Any

from jisr.errors import ModelError

__all__ = [
    "EOS",
    "PAD",
    "POLICY_NAMES",
    "REQUIRED",
    "UNK",
    "UNSTATED",
    "WEIGHTS",
    "WORD_START",
    "ModelFolder",
    "read_model_folder",
]

PAD, EOS, UNK = "<pad>", "</s>", "<unk>"
WORD_START = "\N{LOWER ONE EIGHTH BLOCK}"
"""Character of SentencePiece for the space before a word."""
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
"""Names of the weights file in its two formats; the first is used if both exist, as in transformers."""
POLICY_NAMES = ("standard", "bare", "none")
"""Normalisation policies that a model may name in ``jisr.json``."""
UNSTATED = "not stated"
REQUIRED = ("config.json", "source.spm", "target.spm", "vocab.json")
NUMBERS = {
    "d_model": "d_model",
    "encoder_layers": "encoder_layers",
    "decoder_layers": "decoder_layers",
    "encoder_ffn": "encoder_ffn_dim",
    "decoder_ffn": "decoder_ffn_dim",
    "heads": "encoder_attention_heads",
    "max_positions": "max_position_embeddings",
    "vocab_size": "vocab_size",
    "pad": "pad_token_id",
    "eos": "eos_token_id",
    "decoder_start": "decoder_start_token_id",
}
"""Name in ``config.json`` of each number, by its name in :class:`ModelFolder`."""
SMALLEST = dict.fromkeys(("pad", "eos", "decoder_start"), 0) | {"max_positions": 32}
"""Smallest value of a number that may be 0, or must be more than 1: with fewer positions, hardly a sentence fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A model folder, with the properties of the model that its files state."""

    folder: Path
    weights: str
    """Name of the weights file."""
    d_model: int
    encoder_layers: int
    decoder_layers: int
    encoder_ffn: int
    decoder_ffn: int
    heads: int
    vocab_size: int
    target_vocab_size: int
    max_positions: int
    """Largest number of pieces on either side, ``</s>`` included."""
    separate_vocabs: bool
    """Whether each side has a vocabulary of its own."""
    pad: int
    eos: int
    unk: int
    decoder_start: int
    normalize: str
    """Normalisation policy that the model was trained with; ``standard`` if not stated."""
    licence: str
    training_data: str
    """What the model was trained on, in a line; empty if not stated."""
    known: tuple[tuple[str, tuple[str, ...]], ...]
    """Sentences that the model can translate, each with words of its draft in lower case."""

    @property
    def path(self) -> Path:
        """Path of the weights."""
        return self.folder / self.weights

    @property
    def parameters(self) -> int:
        """Number of weights, computed from the sizes; tied weights are counted once."""
        d = self.d_model
        attention, norm = 4 * (d * d + d), 2 * d
        encoder = attention + norm + (2 * d * self.encoder_ffn + self.encoder_ffn + d) + norm
        decoder = 2 * (attention + norm) + (2 * d * self.decoder_ffn + self.decoder_ffn + d) + norm
        embeddings = self.vocab_size + (self.target_vocab_size if self.separate_vocabs else 0)
        return embeddings * d + self.encoder_layers * encoder + self.decoder_layers * decoder

    @property
    def target_vocabulary(self) -> str:
        """Name of the file with the ids of the target pieces."""
        return "target_vocab.json" if self.separate_vocabs else "vocab.json"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that decide the output of the model, sorted."""
        wanted = [*REQUIRED, "target_vocab.json", "tokenizer_config.json", "generation_config.json", self.weights]
        return tuple(sorted(name for name in wanted if isfile(self.folder / name)))  # noqa: PTH113

    @property
    def bytes(self) -> int:
        """Size of those files in bytes."""
        return sum((self.folder / name).stat().st_size for name in self.files)


def read_model_folder(folder: Path) -> ModelFolder:
    """Return the properties of a model folder, after checking that its files are consistent.

    The weights are not loaded: whether they are truncated is visible from the header and the size of the file.

    :raises ModelError: if the folder is unusable, with all problems.
    """
    if not isdir(folder):  # noqa: PTH112
        reason = "a file, not a model folder" if exists(folder) else "no such folder"  # noqa: PTH110
        raise ModelError(f"{folder}: {reason}")
    problems = [f"no {name}" for name in REQUIRED if not isfile(folder / name)]  # noqa: PTH113
    weights = next((name for name in WEIGHTS if isfile(folder / name)), None)  # noqa: PTH113
    if weights is None:
        problems.append(f"no weights ({' or '.join(WEIGHTS)})")
    config = read_object(folder / "config.json", problems)
    settings = read_object(folder / "jisr.json", problems)
    tokenizer = read_object(folder / "tokenizer_config.json", problems)
    values = read_object(folder / "generation_config.json", problems) | config
    if config:
        problems += config_problems(values)
    problems += setting_problems(settings)
    separate = bool(tokenizer.get("separate_vocabs", False))
    vocabulary = read_object(folder / "vocab.json", problems)
    target = read_object(folder / "target_vocab.json", problems) if separate else vocabulary
    if not problems:
        size = values["vocab_size"]
        target_size = values.get("decoder_vocab_size") or size
        problems += vocabulary_problems("vocab.json", vocabulary, size, values)
        if separate:
            problems += vocabulary_problems("target_vocab.json", target, target_size, values)
        problems += weight_problems(folder / str(weights), (size, values["d_model"]))
    if problems:
        raise unusable(folder, problems)
    found = ModelFolder(
        folder=folder,
        weights=str(weights),
        unk=vocabulary[UNK],
        target_vocab_size=target_size,
        separate_vocabs=separate,
        normalize=settings.get("normalize", "standard"),
        licence=settings.get("licence", UNSTATED),
        training_data=settings.get("training_data", ""),
        known=tuple((sentence, tuple(words)) for sentence, words in settings.get("known", {}).items()),
        **{name: values[key] for name, key in NUMBERS.items()},
    )
    held = found.path.stat().st_size
    if found.parameters > held:  # a weight takes a byte at least
        what = f"config.json: describes {found.parameters:,} weights, but {weights} has {held:,} bytes"
        raise unusable(folder, [what])
    return found


def unusable(folder: Path, problems: list[str]) -> ModelError:
    """Return the error for a folder with problems."""
    return ModelError(f"{folder}: not a model that can be used: {'; '.join(problems)}")


def read_object(path: Path, problems: list[str]) -> dict[str, Any]:
    """Return a JSON object; empty if the file is absent, or if it is unusable, which is added to ``problems``."""
    try:
        value = json.loads(path.read_bytes())
        if isinstance(value, dict):
            return value
        problems.append(f"{path.name}: a JSON object is wanted, not {type(value).__name__}")
    except FileNotFoundError:
        pass
    except OSError as error:
        problems.append(f"{path.name}: cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        problems.append(f"{path.name}: not JSON: {error}")
    return {}


def config_problems(values: dict[str, Any]) -> list[str]:
    """Return the problems of ``config.json``.

    :param values: its values, and those that only ``generation_config.json`` has.
    """
    if values.get("model_type") != "marian":
        return [f"config.json: model_type is {values.get('model_type')!r}, not 'marian'"]
    problems = [
        f"config.json: {key} is {values.get(key)!r}, not a whole number from {SMALLEST.get(name, 1)} up"
        for name, key in NUMBERS.items()
        if type(values.get(key)) is not int or values[key] < SMALLEST.get(name, 1)
    ]
    size = values.get("decoder_vocab_size") or 1
    if type(size) is not int or size < 1:
        problems.append(f"config.json: decoder_vocab_size is {size!r}, not a whole number from 1 up")
    return problems


def setting_problems(settings: dict[str, Any]) -> list[str]:
    """Return the problems of ``jisr.json``."""
    problems = []
    if settings.get("normalize", "standard") not in POLICY_NAMES:
        problems.append(f"jisr.json: normalize is {settings['normalize']!r}, not one of {', '.join(POLICY_NAMES)}")
    problems += [
        f"jisr.json: {key} is {settings[key]!r}, not a text"
        for key in ("licence", "training_data")
        if not isinstance(settings.get(key, ""), str)
    ]
    known = settings.get("known", {})
    lists = known.values() if isinstance(known, dict) else [None]
    if not all(isinstance(words, list) and all(isinstance(word, str) for word in words) for words in lists):
        problems.append(f"jisr.json: known is {known!r}, not sentences with lists of words")
    return problems


def vocabulary_problems(name: str, vocabulary: dict[str, Any], size: int, values: dict[str, Any]) -> list[str]:
    """Return the problems of a vocabulary, on its own and with the size and the ids of ``config.json``."""
    if not all(type(number) is int and number >= 0 for number in vocabulary.values()):
        return [f"{name}: every piece must have a whole number"]
    problems = [f"{name}: no {piece}" for piece in (PAD, EOS, UNK) if piece not in vocabulary]
    problems += [
        f"{name}: {piece} is {vocabulary[piece]}, but {key} is {values[key]}"
        for piece, key in ((PAD, "pad_token_id"), (EOS, "eos_token_id"))
        if piece in vocabulary and vocabulary[piece] != values[key]
    ]
    last = max(vocabulary.values(), default=0)
    if last >= size:
        problems.append(f"{name}: a piece is number {last}, but the model has {size}")
    return problems


def weight_problems(path: Path, embedding: tuple[int, int]) -> list[str]:
    """Return the problems of a weights file: not weights, truncated, or made for a vocabulary of another size.

    :param embedding: shape that the shared embedding must have.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        return [f"{path.name}: cannot be read: {error.strerror}"]
    with stream:
        start = stream.read(8)
        if start.startswith(b"version "):
            return [f"{path.name}: a Git LFS pointer, not the weights; get them with: git lfs pull"]
        if path.suffix == ".bin":
            import zipfile

            # Weights saved before PyTorch 1.6 are not a zip archive: only loading shows whether they are complete.
            whole = not start.startswith(b"PK") or zipfile.is_zipfile(path)
            return [] if whole else [f"{path.name}: cut short"]
        length = int.from_bytes(start, "little")
        size = path.stat().st_size
        if len(start) < 8 or length > size - 8:
            return [f"{path.name}: cut short"]
        try:
            header = json.loads(stream.read(length))
            tensors = {name: tensor for name, tensor in header.items() if name != "__metadata__"}
            end = max((tensor["data_offsets"][1] for tensor in tensors.values()), default=0)
            shape = tuple(tensors.get("model.shared.weight", {}).get("shape", embedding))
        except (ValueError, AttributeError, LookupError, TypeError, RecursionError):
            return [f"{path.name}: not a safetensors file"]
    if 8 + length + end != size:
        return [f"{path.name}: {size:,} bytes where its header says {8 + length + end:,}"]
    if shape != embedding:
        return [f"{path.name}: the embedding is {list(shape)}, where config.json says {list(embedding)}"]
    return []

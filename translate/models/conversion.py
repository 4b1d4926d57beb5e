"""Conversions of models to CTranslate2, made once and cached by content.

The folder of a conversion is named after the hash of everything that decides its content. A conversion is made under
another name, verified against the answers of transformers, and renamed, so that it is either complete or absent. A note
in it holds the checksums of its files, which are compared before each use: a conversion that a crash, a full disk or a
failing one has damaged is made anew.

CTranslate2's converter for Marian writes ``add_source_eos: false`` into the ``config.json`` of the conversion: the
caller must end each source with exactly one ``</s>`` (with none or two, most translations differ). The converter
drops the last row of the embeddings, which it takes for ``<pad>``, starts decoding from a zero vector, and supports
one vocabulary only. Models for which that is wrong are rejected here before conversion.

What is converted is then trimmed (:mod:`jisr.translate.models.trimming`): the vocabulary is parted, the decoder's side
keeps the pieces of a level, and the encoder's side those that a source may have.
"""

import atexit
import json
import shutil
import tempfile
import warnings
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from jisr.errors import CacheError, JisrWarning, ModelError, OutputError
from jisr.storage.cache_dir import cache_folder, is_cache_named, writable_cache_folder
from jisr.storage.journal import digest
from jisr.storage.lock import locked_file
from jisr.storage.output import new_folder, writing
from jisr.translate.models.alignment_head import AlignmentHead, align_by, choose_head
from jisr.translate.models.checksums import FileChecksums, file_checksums, first_damage
from jisr.translate.models.folder import EOS, UNK
from jisr.translate.models.lookup import Model
from jisr.translate.models.quantization import quantize
from jisr.translate.models.silence import quiet
from jisr.translate.models.trimming import DEFAULT_TRIM, LETTERS, NONE, Trim, kept_pieces, source_pieces

if TYPE_CHECKING:
    from jisr.translate.models.verification import KnownAnswer

__all__ = [
    "CACHE_PART",
    "Conversion",
    "Quantization",
    "check_convertible",
    "conversion_in",
    "conversions",
    "converted",
    "damage",
    "forget_conversions",
    "is_converted",
    "read_conversion",
    "verify_conversions",
]

Quantization = Literal["int8", "float16", "float32"]
"""Number types of stored weights: ``int8`` for a CPU, ``float16`` for a GPU."""
QUANTIZATIONS: tuple[Quantization, ...] = get_args(Quantization)
CACHE_PART = "ct2"
"""Part of the cache that holds the conversions."""
CONVERSION_FORMAT = "14"
"""Version of what this module writes; a new version causes models to be converted again."""
CONVERSION_NOTE = "jisr.json"
"""Name of the file in a conversion that records the model it was made from, and the checksums of the other files."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion in the cache."""

    folder: Path
    name: str
    revision: str
    fingerprint: str
    quantization: str
    trim: str
    """Level to which it is trimmed."""
    target_pieces: int
    """Number of pieces of its decoder, without ``<pad>``."""
    alignment: AlignmentHead
    """The head by which words are aligned."""
    files: FileChecksums

    @property
    def label(self) -> str:
        """Quantization and level in words."""
        return f"{self.quantization} ({self.trim})"

    @property
    def bytes(self) -> int:
        """Size of its files in bytes."""
        return sum(size for size, _ in self.files.values())


def converted(model: Model, quantization: Quantization, trim: Trim = DEFAULT_TRIM) -> Path:
    """Return the folder of a model's conversion, after making the conversion if it is missing or damaged.

    If it is there and intact, neither torch nor transformers is imported. If the cache cannot be used and the user has
    not named its place, the conversion is made for this process only.

    :raises ModelError: if the model cannot be converted faithfully.
    :raises OutputError: if the cache cannot be written.
    :warns JisrWarning: if a conversion was damaged, or the cache cannot be used.
    """
    name = conversion_name(model, quantization, str(trim))
    try:
        target = cache_folder(CACHE_PART) / name
        if damage(target) is None:
            return target
        folder = writable_cache_folder(CACHE_PART)
    except CacheError as error:
        if is_cache_named():
            raise
        target = temporary_folder(error) / name
        if not target.is_dir():
            warnings.warn(JisrWarning(f"{error}; {model.name} is converted for this run only"), stacklevel=2)
            make_conversion(model, quantization, trim, target)
        return target
    # Another process may be at work on the same conversion: the result is waited for, and torch not even imported.
    with writing(target), locked_file(folder / f".{name}.lock"):
        found = damage(target)
        if found is not None:
            if target.is_dir():
                warnings.warn(JisrWarning(f"{target}: damaged: {found}; it is made anew"), stacklevel=2)
            make_conversion(model, quantization, trim, target)
    return target


def conversion_name(model: Model, quantization: str, trim: str) -> str:
    """Return the hash of everything that decides the content of a conversion."""
    import ctranslate2

    return digest(model.fingerprint, ctranslate2.__version__, CONVERSION_FORMAT, quantization, trim)


def is_converted(model: Model, quantization: Quantization, trim: Trim = DEFAULT_TRIM) -> bool:
    """Return whether there is an intact conversion of a model."""
    return damage(cache_folder(CACHE_PART) / conversion_name(model, quantization, str(trim))) is None


def damage(folder: Path) -> str | None:
    """Return what is wrong with the conversion in a folder, or ``None`` if it is intact."""
    found = conversion_in(folder)
    if found is None:
        return f"{CONVERSION_NOTE} is missing or unreadable"
    return first_damage(folder, found.files)


def make_conversion(model: Model, quantization: Quantization, trim: Trim, target: Path) -> None:
    """Make a conversion, in place of a damaged one if there is one.

    :param target: path of its folder.
    """
    from jisr.translate.engines.tokenizer import Tokenizer
    from jisr.translate.models.verification import known_answers, load_checked

    check_convertible(model)
    kept = kept_pieces(model, trim)
    try:
        with writing(target), new_folder(target, own_parent=True) as folder:
            loaded = load_checked(model)
            with quiet():
                alignment = choose_head(loaded[1], Tokenizer(model), model.decoder_start)
            answers = known_answers(model, kept, loaded)
            convert_model(model, quantization, kept, alignment, answers, folder)
            note = {
                "name": model.name,
                "revision": model.revision,
                "fingerprint": model.fingerprint,
                "quantization": quantization,
                "trim": str(trim),
                "target_pieces": len(kept) - 1,  # <pad> is none of them in CTranslate2
                "alignment": asdict(alignment),
                "files": file_checksums(folder),
            }
            (folder / CONVERSION_NOTE).write_text(json.dumps(note), encoding="utf-8")
            if target.is_dir() and damage(target) is not None:
                shutil.rmtree(target)  # it would be in the way
    except OutputError:
        if damage(target) is not None:  # otherwise another process was first, where nothing can be locked
            raise


@cache
def temporary_folder(error: CacheError) -> Path:
    """Return a folder for conversions that is deleted when the process ends.

    :param error: why the cache cannot be used.
    :raises CacheError: this error, if there is no place for such a folder either.
    """
    try:
        folder = tempfile.mkdtemp(prefix="jisr-")
    except OSError:
        raise error from None
    atexit.register(partial(shutil.rmtree, folder, ignore_errors=True))
    return Path(folder)


def verify_conversions(model: Model) -> dict[str, float]:
    """Compare the conversions of a model with the answers of transformers; convert to int8 first if there is none.

    :return: for each of them, the mean absolute difference in the log-probability of a piece.
    :raises ModelError: if the model gives wrong answers or cannot be converted, or a conversion is damaged.
    """
    from jisr.translate.models.verification import compare_answers, known_answers

    levels = {LETTERS, NONE, *(each.trim for each in conversions(model))}
    names = (conversion_name(model, quantization, trim) for quantization in QUANTIZATIONS for trim in sorted(levels))
    present = [target for name in names if (target := cache_folder(CACHE_PART) / name).is_dir()]
    for target in present:
        if found := damage(target):
            raise ModelError(f"{target}: damaged: {found}; the next translation makes it anew")
    differences: dict[str, float] = {}
    for conversion in filter(None, map(conversion_in, present or [converted(model, "int8")])):
        answers = known_answers(model, decoder_pieces(conversion.folder, model))
        differences[conversion.label] = compare_answers(conversion.folder, answers, conversion.quantization)
    return differences


def decoder_pieces(folder: Path, model: Model) -> list[int]:
    """Return the ids in the model of the target pieces of its conversion, with that of ``<pad>``."""
    names = ("target_vocabulary.json", "shared_vocabulary.json")
    path = next(path for name in names if (path := folder / name).is_file())
    ids: dict[str, int] = json.loads((model.folder / model.target_vocabulary).read_bytes())
    return [*(ids[piece] for piece in json.loads(path.read_bytes())), model.pad]


def check_convertible(model: Model) -> None:
    """Check that CTranslate2's converter does not silently change a model.

    :raises ModelError: if it would, with all reasons.
    """
    reasons = []
    if model.separate_vocabs:
        reasons.append("its two sides have vocabularies of their own, which CTranslate2's converter mixes up")
    if model.pad != model.vocab_size - 1:
        reasons.append(
            f"<pad> is {model.pad} and not the last piece, {model.vocab_size - 1}, which the converter drops"
        )
    if model.decoder_start != model.pad:
        reasons.append(f"decoding starts from piece {model.decoder_start} and not from <pad>, {model.pad}")
    if reasons:
        raise ModelError(f"{model.name}: {'; '.join(reasons)}; use transformers", hint="--engine transformers")


def convert_model(
    model: Model,
    quantization: Quantization,
    kept: list[int],
    alignment: AlignmentHead,
    known: "list[KnownAnswer]",
    folder: Path,
) -> None:
    """Convert a model into an empty folder, and compare the conversion with the known answers.

    :param kept: ids of the target pieces that are kept, ascending.
    :param alignment: the head whose weights are returned for the alignment of words.
    :raises ModelError: if it cannot be converted, or if the difference exceeds the tolerance of the quantization.
    """
    import torch
    from ctranslate2.converters import TransformersConverter

    from jisr.translate.models.verification import compare_answers, reported

    class Converter(TransformersConverter):  # type: ignore[misc]  # the library is untyped
        """A converter that loads weights of any type in float32, as half precision degrades position encodings."""

        def load_model(self, model_class: Any, name: str, **settings: Any) -> Any:  # noqa: ANN401
            return super().load_model(model_class, name, **settings | {"dtype": torch.float32})

        def _load(self) -> Any:  # noqa: ANN401
            spec = super()._load()
            if len(kept) < model.target_vocab_size:
                trim_spec(spec, kept[:-1], source_pieces(model))  # the converter has dropped <pad>, the last
            align_by(spec.decoder, alignment)
            if quantization == "int8":
                quantize(spec)
            return spec

    theirs = None if quantization == "int8" else quantization  # int8 is done already, and not done again for None
    with quiet(), reported(model, OSError):  # the model was read without one: this is about writing
        Converter(str(model.folder)).convert(str(folder), quantization=theirs, force=True)
    compare_answers(folder, known, quantization)


def trim_spec(spec: Any, kept: list[int], source: set[str]) -> None:  # noqa: ANN401 - MarianMT of CTranslate2
    """Trim a model that CTranslate2 has read, before it is quantized and written.

    :param kept: ids of the target pieces to keep.
    :param source: source pieces to keep, beside the special ones.
    """
    vocabularies, decoder, (embeddings,) = spec._vocabularies, spec.decoder, spec.encoder.embeddings
    (pieces,) = vocabularies["source"]
    rows = [number for number, piece in enumerate(pieces) if piece in source or piece in {EOS, UNK}]
    embeddings.weight = embeddings.weight[rows]
    vocabularies["source"] = [[pieces[number] for number in rows]]
    decoder.embeddings.weight = decoder.embeddings.weight[kept]
    decoder.projection.weight = decoder.projection.weight[kept]
    if decoder.projection.has_bias():
        decoder.projection.bias = decoder.projection.bias[kept]
    vocabularies["target"] = [[pieces[number] for number in kept]]


def conversion_in(folder: Path) -> Conversion | None:
    """Return the conversion that a folder's note describes; ``None`` if there is no note, or none of this module."""
    try:
        match json.loads((folder / CONVERSION_NOTE).read_bytes()):
            case {
                "name": str(name),
                "revision": str(revision),
                "fingerprint": str(fingerprint),
                "quantization": "int8" | "float16" | "float32" as quantization,
                "trim": str(trim),
                "target_pieces": int(target_pieces),
                "alignment": dict(alignment),
                "files": dict(files),
            }:
                checksums = {file: (int(size), int(checksum)) for file, (size, checksum) in files.items()}
                head = AlignmentHead(**alignment)
                return Conversion(
                    folder, name, revision, fingerprint, quantization, trim, target_pieces, head, checksums
                )
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    return None


def read_conversion(folder: Path) -> Conversion:
    """Return the conversion in a folder.

    :raises ModelError: if there is none.
    """
    found = conversion_in(folder)
    if found is None:
        raise ModelError(f"{folder}: {CONVERSION_NOTE} is missing or unreadable")
    return found


def cached_folders() -> dict[Path, Conversion | None]:
    """Return the folders of conversions in the cache, each with its conversion; ``None`` if the note is unusable."""
    folders = [path for path in sorted(cache_folder(CACHE_PART).glob("[!.]*")) if path.is_dir()]
    return {folder: conversion_in(folder) for folder in folders}


def conversions(model: Model | None = None) -> list[Conversion]:
    """Return the conversions in the cache: those of a model with the same content, or all if no model is given."""
    found = filter(None, cached_folders().values())
    return [each for each in found if model is None or each.fingerprint == model.fingerprint]


def forget_conversions(name: str, revision: str) -> None:
    """Delete the conversions of a model that is removed, and all whose note is unusable.

    :raises OutputError: if one cannot be deleted.
    """
    for folder, each in cached_folders().items():
        if each is None or (each.name, each.revision) == (name, revision):
            with writing(folder):
                shutil.rmtree(folder)

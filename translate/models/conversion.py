"""Conversions of models to CTranslate2, made once and cached by content.

The folder of a conversion is named after the hash of everything that decides its content, so that an existing folder
is always the right one. A conversion is made under another name, verified against the answers of transformers, and
renamed, so that it is either complete or absent.

CTranslate2's converter for Marian writes ``add_source_eos: false`` into the ``config.json`` of the conversion: the
caller must end each source with exactly one ``</s>`` (with none or two, most translations differ). The converter
drops the last row of the embeddings, which it takes for ``<pad>``, starts decoding from a zero vector, and supports
one vocabulary only. Models for which that is wrong are rejected here before conversion.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jisr.errors import ModelError, OutputError
from jisr.storage.cache_dir import cache_folder
from jisr.storage.journal import digest
from jisr.storage.output import new_folder, writing
from jisr.translate.models.lookup import Model
from jisr.translate.models.silence import quiet

if TYPE_CHECKING:
    from jisr.translate.models.verification import KnownAnswer

__all__ = [
    "Conversion",
    "Quantization",
    "check_convertible",
    "conversions",
    "converted",
    "forget_conversions",
    "verify_conversions",
]

Quantization = Literal["int8", "float16", "float32"]
"""Number types of stored weights: ``int8`` for a CPU, ``float16`` for a GPU."""
CONVERSION_FORMAT = "2"
"""Version of what this module writes; a new version causes models to be converted again."""
CONVERSION_NOTE = "jisr.json"
"""Name of the file in a conversion that records the model it was made from."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion in the cache."""

    folder: Path
    name: str
    revision: str
    fingerprint: str
    quantization: str

    @property
    def bytes(self) -> int:
        """Size in bytes."""
        return sum(file.stat().st_size for file in self.folder.iterdir())


def converted(model: Model, quantization: Quantization) -> Path:
    """Return the folder of a model's conversion, after making the conversion if it is not in the cache.

    If it is, only its note is read, and neither torch nor transformers is imported.

    :raises ModelError: if the model cannot be converted faithfully.
    :raises OutputError: if the cache cannot be written.
    """
    import ctranslate2

    name = digest(model.fingerprint, ctranslate2.__version__, CONVERSION_FORMAT, quantization)
    target = cache_folder("ct2") / name
    if conversion_in(target) is None:
        from jisr.translate.models.verification import known_answers

        check_convertible(model)
        try:
            with writing(target), new_folder(target, own_parent=True) as folder:
                note = {
                    "name": model.name,
                    "revision": model.revision,
                    "fingerprint": model.fingerprint,
                    "quantization": quantization,
                    "difference": convert_model(model, quantization, known_answers(model), folder),
                }
                (folder / CONVERSION_NOTE).write_text(json.dumps(note), encoding="utf-8")
                if target.is_dir() and conversion_in(target) is None:
                    shutil.rmtree(target)  # it was damaged, and would be in the way
        except OutputError:
            if conversion_in(target) is None:  # otherwise another process was first, and its conversion is the same
                raise
    return target


def verify_conversions(model: Model) -> dict[str, float]:
    """Compare the conversions of a model with the answers of transformers; convert to int8 first if not yet done.

    :return: for each quantization, the mean absolute difference in the log-probability of a piece.
    :raises ModelError: if the model gives wrong answers or cannot be converted, or a conversion is damaged.
    """
    from jisr.translate.models.verification import compare_answers, known_answers

    answers = known_answers(model)
    converted(model, "int8")
    differences = {}
    for each in conversions(model):
        try:
            differences[each.quantization] = compare_answers(each.folder, answers, each.quantization)
        except ModelError as error:
            raise ModelError(f"{error}; remove that folder, and it is made anew") from None
    return differences


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


def convert_model(model: Model, quantization: Quantization, known: "list[KnownAnswer]", folder: Path) -> float:
    """Convert a model into an empty folder, and compare the conversion with the known answers.

    :return: the mean absolute difference in the log-probability of a piece.
    :raises ModelError: if the difference exceeds the tolerance of the quantization.
    """
    import torch
    from ctranslate2.converters import TransformersConverter

    from jisr.translate.models.verification import compare_answers

    class Converter(TransformersConverter):  # type: ignore[misc]  # the library is untyped
        """A converter that loads weights of any type in float32, as half precision degrades position encodings."""

        def load_model(self, model_class: Any, name: str, **settings: Any) -> Any:  # noqa: ANN401
            return super().load_model(model_class, name, **settings | {"dtype": torch.float32})

    with quiet():
        Converter(str(model.folder)).convert(str(folder), quantization=quantization, force=True)
    return compare_answers(folder, known, quantization)


def conversion_in(folder: Path) -> Conversion | None:
    """Return the conversion in a folder; ``None`` if there is no note, or it is not one of this module."""
    try:
        match json.loads((folder / CONVERSION_NOTE).read_bytes()):
            case {
                "name": str(name),
                "revision": str(revision),
                "fingerprint": str(fingerprint),
                "quantization": "int8" | "float16" | "float32" as quantization,
            }:
                return Conversion(folder, name, revision, fingerprint, quantization)
    except (OSError, ValueError):
        pass
    return None


def cached_folders() -> dict[Path, Conversion | None]:
    """Return the folders in the cache that have a note, each with its conversion; ``None`` if the note is damaged."""
    notes = sorted(cache_folder("ct2").glob(f"*/{CONVERSION_NOTE}"))
    return {note.parent: conversion_in(note.parent) for note in notes}


def conversions(model: Model | None = None) -> list[Conversion]:
    """Return the conversions in the cache: those of a model with the same content, or all if no model is given."""
    found = filter(None, cached_folders().values())
    return [each for each in found if model is None or each.fingerprint == model.fingerprint]


def forget_conversions(name: str, revision: str) -> None:
    """Delete the conversions of a model that is removed, and all that have a damaged note."""
    for folder, each in cached_folders().items():
        if each is None or (each.name, each.revision) == (name, revision):
            shutil.rmtree(folder)

"""Conversions to CTranslate2, made once and kept by content.

A conversion's folder is named for the hash of all that decides it, so one that is there is the right one.
It is made under another name, checked against transformers' own answers, and renamed: it is whole, or not
there.

CTranslate2's converter for Marian writes ``add_source_eos: false`` into the conversion's ``config.json``:
whoever translates ends the source with ``</s>``, exactly once (without it, or with two, most translations
differ). It drops the last row of the embeddings, taking it for ``<pad>``, and starts decoding from zero. It
knows one vocabulary only. Models for which that is not right are refused here, before anything is converted.
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

__all__ = ["Conversion", "Quantization", "conversions", "converted", "forget_conversions", "verify_conversions"]

Quantization = Literal["int8", "float16", "float32"]
"""Number types of stored weights: ``int8`` is for a CPU, ``float16`` for a GPU."""
CONVERSION_FORMAT = "2"
"""Raised when what this module writes changes, so that older conversions are made anew."""
CONVERSION_NOTE = "jisr.json"
"""The file of a conversion that says what it was made from."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion in the cache."""

    folder: Path
    name: str
    revision: str
    fingerprint: str
    quantization: str
    difference: float
    """The mean difference from transformers of a known piece's log-probability."""

    @property
    def bytes(self) -> int:
        """Size in bytes."""
        return sum(file.stat().st_size for file in self.folder.iterdir())


def converted(model: Model, quantization: Quantization) -> Path:
    """Return the folder of a model's conversion, which is made if it is not in the cache.

    When it is there, this looks at one name on the disk, and imports neither torch nor transformers.

    :param quantization: how the weights are stored.
    :raises ModelError: if the model cannot be converted faithfully.
    :raises OutputError: if the cache cannot be written.
    """
    import ctranslate2

    root = cache_folder("ct2")
    target = root / digest(model.fingerprint, ctranslate2.__version__, CONVERSION_FORMAT, quantization)
    if not target.is_dir():
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
        except OutputError:
            if not target.is_dir():  # else another process was first, and its conversion is as good
                raise
    return target


def verify_conversions(model: Model) -> dict[str, float]:
    """Compare a model's conversions with transformers' own answers; one to int8 is made if there is none.

    :return: for each way to store the weights, the mean difference of a piece's log-probability.
    :raises ModelError: if the model gives wrong answers, cannot be converted, or a conversion is damaged.
    """
    from jisr.translate.models.verification import compare_answers, known_answers

    given = known_answers(model)
    converted(model, "int8")
    found = {}
    for each in conversions(model):
        try:
            found[each.quantization] = compare_answers(each.folder, given, each.quantization)
        except ModelError as error:
            raise ModelError(f"{error}; remove that folder, and it is made anew") from None
    return found


def check_convertible(model: Model) -> None:
    """Refuse a model that CTranslate2's converter would change without a word.

    :raises ModelError: if it is one.
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
        raise ModelError(f"{model.name}: {'; '.join(reasons)}; use --engine transformers")


def convert_model(model: Model, quantization: Quantization, known: "list[KnownAnswer]", folder: Path) -> float:
    """Convert a model into an empty folder and compare it with the known answers.

    :return: the mean difference of a piece's log-probability.
    :raises ModelError: if it differs by more than its quantization explains.
    """
    import torch
    from ctranslate2.converters import TransformersConverter

    from jisr.translate.models.verification import compare_answers

    class Converter(TransformersConverter):  # type: ignore[misc]  # the library is untyped
        """Loads in float32 whatever the file holds: in half precision the position encodings would suffer."""

        def load_model(self, model_class: Any, name: str, **settings: Any) -> Any:  # noqa: ANN401
            return super().load_model(model_class, name, **settings | {"dtype": torch.float32})

    with quiet():
        Converter(str(model.folder)).convert(str(folder), quantization=quantization, force=True)
    return compare_answers(folder, known, quantization)


def conversions(model: Model | None = None) -> list[Conversion]:
    """Return the conversions in the cache: those of a model's content, or all."""
    found = []
    for note in sorted(cache_folder("ct2").glob(f"*/{CONVERSION_NOTE}")):
        values = json.loads(note.read_text(encoding="utf-8"))
        found.append(Conversion(note.parent, **values))
    return [each for each in found if model is None or each.fingerprint == model.fingerprint]


def forget_conversions(name: str, revision: str) -> None:
    """Delete the conversions of a model that goes."""
    for each in conversions():
        if (each.name, each.revision) == (name, revision):
            shutil.rmtree(each.folder)

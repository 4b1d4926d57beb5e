"""A model that travels to other machines with its conversion, so that neither the hub nor torch is needed there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jisr.storage.cache_dir import writable_cache_folder
from jisr.storage.journal import digest
from jisr.storage.lock import locked_file
from jisr.storage.output import new_folder, writing
from jisr.translate.models.conversion import CACHE_PART as CONVERSIONS
from jisr.translate.models.conversion import Quantization, converted
from jisr.translate.models.lookup import Model
from jisr.translate.models.trimming import Trim

__all__ = ["PackedModel", "pack_model"]

MODELS: Final = "packed"
"""Part of the cache that holds the files of models that have come from another machine, without their weights."""


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model, with the files that another machine needs of it.

    :param model: the model.
    :param folders: the content of folders by part of the cache and name; none if the model is used where it is.
    """

    model: Model
    folders: Mapping[tuple[str, str], Mapping[str, bytes]]

    def unpacked(self) -> Model:
        """Return the model, after writing its files to the cache if they are not there.

        :raises OutputError: if they cannot be written.
        """
        model = self.model
        for (part, name), files in self.folders.items():
            target = writable_cache_folder(part) / name
            with writing(target), locked_file(target.parent / f".{name}.lock"):
                if not target.is_dir():
                    with new_folder(target, own_parent=True) as folder:
                        for file, data in files.items():
                            (folder / file).write_bytes(data)
            if part == MODELS:
                model = replace(model, folder=target)
        return model


def pack_model(model: Model, quantization: Quantization | None, trim: Trim) -> PackedModel:
    """Return a model with the files that another machine needs.

    :param quantization: that of the conversion; ``None`` if the weights themselves are needed.
    :raises ModelError: if it cannot be converted.
    """
    names = [name for name in model.files if name != model.weights or quantization is None]
    whole = "weights" if quantization is None else "no weights"
    folders = {(MODELS, digest(model.fingerprint, whole)): contents(model.folder, names)}
    if quantization is not None:
        conversion = converted(model, quantization, trim)
        files = [path.name for path in conversion.iterdir() if path.is_file()]
        folders[CONVERSIONS, conversion.name] = contents(conversion, files)
    return PackedModel(model, folders)


def contents(folder: Path, names: list[str]) -> dict[str, bytes]:
    """Return the bytes of files in a folder by name."""
    return {name: (folder / name).read_bytes() for name in names}

"""Lookup of models by name: the built-in one, those pulled from the hub, and folders.

A name is resolved to a checked folder, its properties and the hash of its content in a few milliseconds, without the
network and with the standard library only.
"""

import re
from dataclasses import dataclass, fields
from os.path import exists, expanduser  # those of pathlib raise if a name is too long or a folder is not accessible
from pathlib import Path

from jisr.errors import ModelError
from jisr.translate.models import pull_records
from jisr.translate.models.content_hash import content_hash
from jisr.translate.models.folder import UNSTATED, ModelFolder, read_model_folder

__all__ = ["BUILTIN", "HUB_NAME", "KNOWN_MODELS", "KnownModel", "Model", "find_model", "read_model", "suggest_names"]

BUILTIN = "builtin"
HUB_NAME = re.compile(r"(?P<name>[\w-][\w.-]*/[\w-][\w.-]*)(?:@(?P<revision>[\w./-]+))?")
"""Pattern of the name of a hub model, ``OWNER/NAME`` or ``OWNER/NAME@REVISION``."""
LONGEST_NAME = 4096
"""Largest length of a name in characters: that of a path on Linux."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that jisr lists even if it has not been pulled."""

    name: str
    licence: str
    note: str


KNOWN_MODELS = (
    KnownModel(BUILTIN, "see its model card", "comes with jisr: small, gives the gist"),
    KnownModel("Helsinki-NLP/opus-mt-ar-en", "Apache-2.0", "OPUS-MT of 2020, 6+6 layers"),
    KnownModel("Helsinki-NLP/opus-mt-tc-big-ar-en", "CC-BY-4.0", "OPUS-MT of 2022, transformer-big"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(ModelFolder):
    """A model that is installed and can be loaded."""

    name: str
    """Name under which it was requested, without the revision."""
    revision: str
    """Commit of a hub model; otherwise the first 12 digits of the fingerprint."""
    fingerprint: str
    """Hash of all files that decide the output of the model (SHA-256, hex)."""


def find_model(name: str) -> Model:
    """Return an installed model.

    :param name: ``builtin``, a folder, or the name of a pulled hub model, with or without ``@REVISION``.
    :raises ModelError: if there is no such model, or if its files are missing, truncated or of another kind of model.
    """
    if not name:
        raise ModelError("a model has an empty name; is a variable not set?")
    if name == BUILTIN:
        return read_model(name, Path(__file__).parents[1] / "data" / "builtin")
    if len(name) > LONGEST_NAME:
        raise ModelError(f"{name[:40]}…: no model has a name of {len(name):,} characters")
    folder = Path(expanduser(name))  # noqa: PTH111
    if exists(folder) or name.startswith((".", "/", "~")):  # noqa: PTH110
        return read_model(name, folder)
    match = HUB_NAME.fullmatch(name)
    if match is None:
        raise ModelError(f"{name}: no such folder, and no model of that name{suggest_names(name)}")
    pulls = pull_records.pulls_of(match["name"])
    entry = next((each for each in pulls if each.means(match["revision"]) and each.folder.is_dir()), None)
    if entry is None:
        raise ModelError(f"{name} is not here; get it with: jisr model pull {name}{suggest_names(match['name'])}")
    model = read_model(entry.name, entry.folder, revision=entry.commit, licence=entry.licence)
    if model.fingerprint != entry.fingerprint:
        raise ModelError(f"{model.folder}: not the files that were pulled; pull again: jisr model pull {name}")
    return model


def suggest_names(name: str) -> str:
    """Return a question that suggests names similar to one that was not found; empty if there are none."""
    import difflib

    names = {known.name for known in KNOWN_MODELS} | {entry.name for entry in pull_records.all_pulls()}
    short = {each.split("/")[-1].lower(): each for each in sorted(names)}
    near = difflib.get_close_matches(name.split("/")[-1].lower(), short, n=3, cutoff=0.7)
    suggestions = [short[each] for each in near if short[each] != name]
    return f" (did you mean {' or '.join(suggestions)}?)" if suggestions else ""


def read_model(name: str, folder: Path, *, revision: str | None = None, licence: str = UNSTATED) -> Model:
    """Return the model of a folder, after checking it.

    :param revision: commit of a hub model; ``None`` for another folder.
    :param licence: licence according to the hub, for a folder that states none.
    :raises ModelError: if the folder is unusable, with all problems.
    """
    layout = read_model_folder(folder.absolute())
    content = content_hash(layout.folder, layout.files)
    values = {field.name: getattr(layout, field.name) for field in fields(layout)}
    if layout.licence == UNSTATED:
        values["licence"] = licence
    return Model(**values, name=name, revision=revision or content[:12], fingerprint=content)

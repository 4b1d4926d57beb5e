"""Models by name: the one that comes with jisr, those pulled from the hub, and folders.

Nothing here touches the network or imports a library: a name becomes a checked folder, its facts and the
hash of its content in a few milliseconds.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path

from jisr.errors import ModelError
from jisr.translate.models import pull_records
from jisr.translate.models.content_hash import content_hash
from jisr.translate.models.folder import UNSTATED, ModelFolder, read_model_folder

__all__ = ["BUILTIN", "HUB_NAME", "KNOWN_MODELS", "KnownModel", "Model", "find_model", "read_model", "suggest_names"]

BUILTIN = "builtin"
HUB_NAME = re.compile(r"(?P<name>[\w-][\w.-]*/[\w-][\w.-]*)(?:@(?P<revision>[\w./-]+))?")
"""A model on the hub, ``OWNER/NAME`` or ``OWNER/NAME@REVISION``."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that jisr knows of."""

    name: str
    licence: str
    note: str


KNOWN_MODELS = (
    KnownModel(BUILTIN, "see its model card", "comes with jisr: small and weak, short everyday sentences only"),
    KnownModel("Helsinki-NLP/opus-mt-ar-en", "Apache-2.0", "OPUS-MT of 2020, 6+6 layers"),
    KnownModel("Helsinki-NLP/opus-mt-tc-big-ar-en", "CC-BY-4.0", "OPUS-MT of 2022, transformer-big"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(ModelFolder):
    """A model that is here and can be loaded."""

    name: str
    """The name that it was asked for by, without the revision."""
    revision: str
    """The commit of a hub model; otherwise the first twelve digits of the fingerprint."""
    fingerprint: str
    """The hash of all files that decide what the model gives (SHA-256, hex)."""


def find_model(name: str) -> Model:
    """Find a model that is here already.

    :param name: ``builtin``, a folder, or the name of a pulled hub model, with or without ``@REVISION``.
    :raises ModelError: if there is no such model, or its files are missing, cut short or of another kind.
    """
    if name == BUILTIN:
        return read_model(name, Path(__file__).parents[1] / "data" / "builtin")
    folder = Path(name).expanduser()
    if folder.exists() or name.startswith((".", "/", "~")):
        return read_model(name, folder)
    match = HUB_NAME.fullmatch(name)
    if match is None:
        raise ModelError(f"{name}: no such folder, and no model of that name{suggest_names(name)}")
    entry = pick_pull(match["name"], match["revision"])
    if entry is None:
        raise ModelError(f"{name} is not here; get it with: jisr model pull {name}{suggest_names(match['name'])}")
    model = read_model(entry.name, entry.folder, revision=entry.commit, licence=entry.licence)
    if model.fingerprint != entry.fingerprint:
        raise ModelError(f"{model.folder}: not the files that were pulled; pull again: jisr model pull {name}")
    return model


def pick_pull(name: str, revision: str | None) -> pull_records.PullRecord | None:
    """Choose among the pulls of a name: the newest, or the one that a branch, tag or commit means."""
    for entry in pull_records.pulls_of(name):
        if (revision is None or entry.means(revision)) and entry.folder.is_dir():
            return entry
    return None


def suggest_names(name: str) -> str:
    """Return a question that suggests names near to one that was not found; empty if there are none."""
    import difflib

    names = {known.name for known in KNOWN_MODELS} | {entry.name for entry in pull_records.all_pulls()}
    short = {each.split("/")[-1].lower(): each for each in sorted(names)}
    near = difflib.get_close_matches(name.split("/")[-1].lower(), short, n=3, cutoff=0.7)
    found = [short[each] for each in near if short[each] != name]
    return f" (did you mean {' or '.join(found)}?)" if found else ""


def read_model(name: str, folder: Path, *, revision: str | None = None, licence: str = UNSTATED) -> Model:
    """Read and check a folder as a model.

    :param revision: the commit, if the folder is one.
    :param licence: what the hub says, for a folder that says nothing.

    :raises ModelError: naming all that is wrong with the folder.
    """
    layout = read_model_folder(folder.absolute())
    content = content_hash(layout.folder, layout.files)
    facts = {field.name: getattr(layout, field.name) for field in fields(layout)}
    if layout.licence == UNSTATED:
        facts["licence"] = licence
    return Model(**facts, name=name, revision=revision or content[:12], fingerprint=content)

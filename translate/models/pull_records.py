"""The record of the models that were pulled from the hub: which commit of each, and where it lies.

One small file for each name, newest pull first: a load uses exactly the commit that the record names,
whatever has become of the branch since. Reading it needs no library but the standard one.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from jisr.errors import ModelError
from jisr.storage.cache_dir import cache_folder
from jisr.storage.output import Output, writing

__all__ = ["PullRecord", "all_pulls", "drop_pull", "pulls_of", "save_pull"]


@dataclass(frozen=True, slots=True)
class PullRecord:
    """One commit of a hub model that lies in the hub's cache."""

    name: str
    commit: str
    """The full hash."""
    asked: tuple[str, ...]
    """The branches and tags that were asked for and meant this commit."""
    licence: str
    folder: Path
    bytes: int
    """Size of all that was fetched."""
    fingerprint: str
    """The hash of the model's content when its checksums were verified."""

    def means(self, revision: str) -> bool:
        """Return whether a branch, a tag, or at least seven digits of a commit mean this pull."""
        return revision in self.asked or (len(revision) >= 7 and self.commit.startswith(revision))


def record_path(name: str) -> Path:
    """Return the path of the record of a name's pulls."""
    return cache_folder("hub") / f"{name.replace('/', '--')}.json"


def pulls_of(name: str) -> list[PullRecord]:
    """Return the pulls of a name, newest first.

    :raises ModelError: if the record is damaged.
    """
    path = record_path(name)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return [
            PullRecord(**entry | {"asked": tuple(entry["asked"]), "folder": Path(entry["folder"])}) for entry in entries
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: not a record of pulled models ({error}); remove it and pull again") from None


def all_pulls() -> list[PullRecord]:
    """Return all pulls, by name, newest first."""
    files = sorted(cache_folder("hub").glob("*.json"))
    return [entry for path in files for entry in pulls_of(path.stem.replace("--", "/", 1))]


def save_pull(entry: PullRecord) -> None:
    """Record a pull: from now on its name means this commit, and so does what was asked for.

    :raises OutputError: if the record cannot be written.
    """
    older = [other for other in pulls_of(entry.name) if other.commit != entry.commit]
    same = [other for other in pulls_of(entry.name) if other.commit == entry.commit]
    asked = dict.fromkeys([*entry.asked, *(revision for other in same for revision in other.asked)])
    older = [
        replace(other, asked=tuple(revision for revision in other.asked if revision not in asked)) for other in older
    ]
    write_pulls(entry.name, [replace(entry, asked=tuple(asked)), *older])


def drop_pull(entry: PullRecord) -> None:
    """Forget a pull.

    :raises OutputError: if the record cannot be written.
    """
    rest = [other for other in pulls_of(entry.name) if other.commit != entry.commit]
    if rest:
        write_pulls(entry.name, rest)
    else:
        record_path(entry.name).unlink(missing_ok=True)


def write_pulls(name: str, entries: list[PullRecord]) -> None:
    """Write the record of a name, whole or not at all.

    :raises OutputError: if it cannot be written.
    """
    path = record_path(name)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    values = [asdict(entry) | {"folder": str(entry.folder)} for entry in entries]
    with Output(path) as output:
        output.write(json.dumps(values, ensure_ascii=False, indent=1) + "\n")

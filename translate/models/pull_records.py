"""Records of the models that have been pulled from the hub, with the commit and the folder of each pull.

Each name has a small file of its pulls, newest first. A load uses exactly the recorded commit, even if the branch has
moved since. Reading needs only the standard library.
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
    """A pull: one commit of a hub model in the hub's cache."""

    name: str
    commit: str
    """Full hash of the commit."""
    asked: tuple[str, ...]
    """Branches, tags and commits that were requested and resolved to this commit."""
    licence: str
    folder: Path
    bytes: int
    """Total size of the fetched files in bytes."""
    fingerprint: str
    """Hash of the model's content at the time when its checksums were verified."""

    def means(self, revision: str | None) -> bool:
        """Return whether a branch, a tag, or at least 7 digits of a commit mean this pull; ``None`` means any."""
        return revision is None or revision in self.asked or (len(revision) >= 7 and self.commit.startswith(revision))


def record_path(name: str) -> Path:
    """Return the path of the record of a name."""
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
    """Return all pulls, sorted by name, the newest of a name first."""
    files = sorted(cache_folder("hub").glob("*.json"))
    return [entry for path in files for entry in pulls_of(path.stem.replace("--", "/", 1))]


def save_pull(entry: PullRecord) -> None:
    """Record a pull, so that its name and the requested revisions mean its commit from now on.

    :raises OutputError: if the record cannot be written.
    """
    pulls = pulls_of(entry.name)
    same = [other for other in pulls if other.commit == entry.commit]
    asked = dict.fromkeys([*entry.asked, *(revision for other in same for revision in other.asked)])
    older = [
        replace(other, asked=tuple(revision for revision in other.asked if revision not in asked))
        for other in pulls
        if other.commit != entry.commit
    ]
    write_pulls(entry.name, [replace(entry, asked=tuple(asked)), *older])


def drop_pull(entry: PullRecord) -> None:
    """Remove a pull from the record of its name, and the record with the last pull.

    :raises OutputError: if the record cannot be written.
    """
    rest = [other for other in pulls_of(entry.name) if other.commit != entry.commit]
    if rest:
        write_pulls(entry.name, rest)
    else:
        record_path(entry.name).unlink(missing_ok=True)


def write_pulls(name: str, entries: list[PullRecord]) -> None:
    """Write the record of a name atomically.

    :raises OutputError: if it cannot be written.
    """
    path = record_path(name)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    values = [asdict(entry) | {"folder": str(entry.folder)} for entry in entries]
    with Output(path) as output:
        output.write(json.dumps(values, ensure_ascii=False, indent=1) + "\n")

"""Records of the models that have been pulled from the hub, with the commit and the folder of each pull.

Each name has a small file of its pulls, newest first. A load uses exactly the recorded commit, even if the branch has
moved since. Reading needs only the standard library.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from jisr.errors import ModelError
from jisr.storage.cache_dir import cache_folder, writable_cache_folder
from jisr.storage.output import Output

__all__ = ["PullRecord", "all_pulls", "drop_pull", "pulled_names", "pulls_of", "save_pull"]


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


CACHE_PART = "hub"
"""Part of the cache that holds the records."""


def record_file(name: str) -> str:
    """Return the name of the file that records a model's pulls."""
    return f"{name.replace('/', '--')}.json"


def pulls_of(name: str) -> list[PullRecord]:
    """Return the pulls of a name, newest first.

    :raises ModelError: if the record is damaged.
    """
    path = cache_folder(CACHE_PART) / record_file(name)
    try:
        return [read_entry(entry) for entry in json.loads(path.read_bytes())]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{path}: not a record of pulled models ({error}); remove it and pull again") from None


def read_entry(entry: object) -> PullRecord:
    """Return the pull that an entry of a record describes.

    :raises ValueError: if it has other fields or types.
    """
    match entry:
        case {
            "name": str(name),
            "commit": str(commit),
            "asked": list(asked),
            "licence": str(licence),
            "folder": str(folder),
            "bytes": int(size),
            "fingerprint": str(fingerprint),
        }:
            return PullRecord(name, commit, tuple(map(str, asked)), licence, Path(folder), size, fingerprint)
    raise ValueError("an entry lacks a field")


def pulled_names() -> list[str]:
    """Return the names that have a record, sorted."""
    files = sorted(cache_folder(CACHE_PART).glob("*.json"))
    return [path.stem.replace("--", "/", 1) for path in files]


def all_pulls() -> list[PullRecord]:
    """Return all pulls, sorted by name, the newest of a name first; damaged records are passed over."""
    pulls: list[PullRecord] = []
    for name in pulled_names():
        with suppress(ModelError):
            pulls += pulls_of(name)
    return pulls


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
        (cache_folder(CACHE_PART) / record_file(entry.name)).unlink(missing_ok=True)


def write_pulls(name: str, entries: list[PullRecord]) -> None:
    """Write the record of a name atomically.

    :raises OutputError: if it cannot be written.
    """
    path = writable_cache_folder(CACHE_PART) / record_file(name)
    values = [asdict(entry) | {"folder": str(entry.folder)} for entry in entries]
    with Output(path) as output:
        output.write(json.dumps(values, ensure_ascii=False, indent=1) + "\n")

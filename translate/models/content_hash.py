"""Hash of a model's content, cached until one of its files changes."""

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from jisr.errors import ModelError, OutputError
from jisr.storage.cache_dir import cache_folder
from jisr.storage.journal import digest
from jisr.storage.output import Output

__all__ = ["content_hash"]

FileStates: TypeAlias = list[list[str | int]]
"""Name, size, times of modification and change, and inode number of each file."""
SETTLED_SECONDS = 2.0
"""Smallest age of a change, in seconds, at which the times of a file identify its content: two writes within one tick
of the file system's clock look the same."""


def content_hash(folder: Path, names: tuple[str, ...]) -> str:
    """Return the hash of the names and the content of files in a folder (SHA-256, hex).

    As hashing 300 MB takes a moment, the hash is cached with the :data:`FileStates` of the files, which are read again
    if these differ. If the cache cannot be written, the hash is computed each time.

    :param names: names of the files, all of which exist.
    :raises ModelError: if a file cannot be read.
    """
    try:
        stats = [(folder / name).stat() for name in names]
        seen: FileStates = [
            [name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
            for name, stat in zip(names, stats, strict=True)
        ]
        memory = cache_folder("fingerprints") / digest(str(folder))
        if known := recall_hash(memory, seen):
            return known
        state = hashlib.sha256()
        for name in names:
            with (folder / name).open("rb") as stream:
                state.update(f"{name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read: {error.strerror}") from None
    if time.time() - max(stat.st_ctime for stat in stats) > SETTLED_SECONDS:
        remember_hash(memory, seen, state.hexdigest())
    return state.hexdigest()


def recall_hash(memory: Path, seen: FileStates) -> str | None:
    """Return the cached hash, or ``None`` if there is none or the files have changed."""
    try:
        match json.loads(memory.read_bytes()):
            case {"files": files, "fingerprint": str(known)} if files == seen:
                return known
    except (OSError, ValueError):
        pass
    return None


def remember_hash(memory: Path, seen: FileStates, known: str) -> None:
    """Write a hash to the cache; do nothing if the cache cannot be written."""
    with suppress(OSError, OutputError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        with Output(memory) as output:
            output.write(json.dumps({"files": seen, "fingerprint": known}))

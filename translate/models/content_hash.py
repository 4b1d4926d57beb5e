"""Hash of a model's content, cached until one of its files changes."""

import hashlib
import time
from pathlib import Path
from typing import TypeAlias

from jisr.errors import ModelError
from jisr.storage.cache_dir import recall, remember
from jisr.storage.journal import digest

__all__ = ["content_hash"]

FileStates: TypeAlias = list[list[str | int]]
"""Name, size, times of modification and change, and inode number of each file."""
CACHE_PART = "fingerprints"
"""Part of the cache that holds the hashes."""
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
        name = digest(str(folder))
        match recall(CACHE_PART, name):
            case {"files": files, "fingerprint": str(known)} if files == seen:
                return known
        state = hashlib.sha256()
        for file in names:
            with (folder / file).open("rb") as stream:
                state.update(f"{file} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read: {error.strerror}") from None
    if time.time() - max(stat.st_ctime for stat in stats) > SETTLED_SECONDS:
        remember(CACHE_PART, name, {"files": seen, "fingerprint": state.hexdigest()})
    return state.hexdigest()

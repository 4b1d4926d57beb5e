"""The cache: converted models, content hashes, records of pulled models, test sets."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from jisr.errors import CacheError, OutputError
from jisr.storage.output import Output

__all__ = ["cache_folder", "is_cache_named", "recall", "remember", "writable_cache_folder"]

VARIABLE = "JISR_CACHE"
REMEDY = f"set {VARIABLE} to a folder of yours"


def is_cache_named() -> bool:
    """Return whether the user has named the place of the cache."""
    return bool(os.environ.get(VARIABLE))


def cache_folder(part: str) -> Path:
    """Return the folder of one part of the cache, which may not exist yet.

    The cache is the folder in the environment variable ``JISR_CACHE``, or else ``jisr`` in ``XDG_CACHE_HOME`` or
    ``~/.cache``.

    :param part: name of the part, such as ``ct2``.
    :raises CacheError: if there is no home folder, or if the folder exists and may not be searched.
    """
    named = os.environ.get(VARIABLE)
    cache = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", "jisr")
    try:
        folder = cache.expanduser().absolute() / part
    except (OSError, RuntimeError):
        raise CacheError(f"{cache}: no place for the cache: no such home or working folder; {REMEDY}") from None
    try:
        os.stat(f"{folder}/.")  # noqa: PTH116 - a Path would drop the dot, which asks for permission to search
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise CacheError(f"{folder}: the cache cannot be used: {error.strerror}; {REMEDY}") from None
    return folder


def writable_cache_folder(part: str) -> Path:
    """Return the folder of one part of the cache, after making sure that it exists and can be written.

    :param part: name of the part.
    :raises CacheError: if it cannot be used or written.
    """
    folder = cache_folder(part)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(None, "Permission denied")
    except OSError as error:
        raise CacheError(f"{folder}: the cache cannot be written: {error.strerror}; {REMEDY}") from None
    return folder


def recall(part: str, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value that :func:`remember` wrote; ``None`` if there is none, or it cannot be read."""
    try:
        return json.loads((cache_folder(part) / name).read_bytes())
    except (CacheError, OSError, ValueError, RecursionError):
        return None


def remember(part: str, name: str, value: object) -> None:
    """Write a JSON value to a file of the cache; do nothing if the cache cannot be written.

    :param part: name of the part of the cache.
    :param name: name of the file.
    """
    with suppress(OSError, OutputError), Output(writable_cache_folder(part) / name) as output:
        output.write(json.dumps(value))

"""The cache: converted models, content hashes, records of pulled models, test sets."""

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder(part: str) -> Path:
    """Return the folder of one part of the cache, which may not exist yet.

    The cache is the folder in the environment variable ``JISR_CACHE``, or else ``jisr`` in ``XDG_CACHE_HOME`` or
    ``~/.cache``.

    :param part: name of the part, such as ``ct2``.
    """
    named = os.environ.get("JISR_CACHE")
    if named:
        return Path(named).expanduser().absolute() / part
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / "jisr" / part

"""The folder of what can be made again: conversions, content hashes, the records of pulled models."""

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder(part: str) -> Path:
    """Return the folder of one part of the cache, which need not exist.

    ``JISR_CACHE`` names the whole cache; otherwise it is ``jisr`` under ``XDG_CACHE_HOME`` or ``~/.cache``.

    :param part: the name of the part, for instance ``ct2``.
    """
    named = os.environ.get("JISR_CACHE")
    if named:
        return Path(named).expanduser().absolute() / part
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / "jisr" / part

"""Work that is killed at a chosen change of the file system."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["killed_at", "size_of"]

CHANGES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
"""Audit events of Python before a file is opened, renamed or deleted."""


def killed_at(change: int, work: Callable[[], object]) -> bool:
    """Do work in a child process that is killed just before a change of the file system, and return whether it was.

    :param change: number of the change, from 1; only those in the current folder count.
    """
    child = os.fork()
    if child == 0:
        top, seen = f"{Path.cwd()}/", 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in CHANGES and isinstance(arguments[0], str | Path):
                seen += os.path.join(top, str(arguments[0])).startswith(top)  # noqa: PTH118
                if seen == change:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def size_of(file: Path) -> int:
    """Return the size of a file in bytes, 0 if it is not there; another process may delete it at any time."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0

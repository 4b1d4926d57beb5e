"""Work that is killed at a chosen change of the file system."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["finish_after_kill", "killed_at", "size_of"]

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


def finish_after_kill(command: Sequence[str], output: Path, victims: str) -> None:
    """Kill the two workers of a command in the middle, or the command itself, which is then run again to its end.

    :param command: command with ``--cluster local --workers 2`` and more than five shards.
    :param output: its output, which must not be there before its end.
    :param victims: ``workers`` or ``driver``.
    """
    store = output.with_name(f"{output.name}.shards")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and (not store.is_dir() or len(list(store.glob("[0-9a-f]*"))) < 5):
            time.sleep(0.002)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        assert len(children) == 2
        assert size_of(output) == 0
        if victims == "workers":
            for child in children:
                os.kill(int(child), signal.SIGKILL)
            assert "workers died" in process.communicate()[1]
            assert process.returncode == 0
        else:
            process.kill()
            process.communicate()
            assert len(list(store.glob("[0-9a-f]*"))) >= 5
            assert not output.exists()
            assert subprocess.run(command, check=False).returncode == 0

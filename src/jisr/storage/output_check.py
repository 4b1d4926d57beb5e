"""The check that nothing is destroyed: what a command writes is neither read by it nor written twice.

Files are compared by what they are and not by their names, so that links and other spellings of a path are seen
through. Devices and pipes can be read and written at the same time.
"""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from os.path import isdir
from pathlib import Path
from typing import TextIO, TypeAlias

from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.storage.journal import check_journal, is_journal
from jisr.storage.output import PART_SUFFIX, final_path, is_stdout, part_path

__all__ = ["check_outputs"]

Identity: TypeAlias = tuple[int, int] | str
"""Device and inode of a file that is there, or else its path without links."""
STDOUT_ID = ""
"""Identity of standard output, unless it was sent to a file."""


def check_outputs(
    outputs: Iterable[str | Path | None],
    reads: Iterable[str | Path | None] = (),
    *,
    journals: Iterable[Path | None] = (),
    folders: Iterable[Path] = (),
) -> None:
    """Check that no file which will be written is read as well, or is written twice.

    That goes for the hidden files in which outputs are written until they are complete, too. None stands for a file
    that is not wanted.

    :param outputs: all files that will be written; ``-`` is standard output.
    :param reads: all files that will be read, and folders of which every file will be; ``-`` is standard input.
    :param journals: records of the progress.
    :param folders: folders that will be written or deleted as a whole.
    :raises InputError: if a name is empty, if two of the files are the same, or if a file is there that is no record
        of the progress but has its name.
    """
    read = {identity: str(path) for path in reads if path is not None for identity in identities_of(path)}
    taken: dict[Identity, str] = {}
    for output in outputs:
        if output is not None:
            check_output(output, read, taken)
    for journal in journals:
        if journal is not None:
            take(journal, read, taken)
            check_journal(journal)
    for folder in folders:
        top = Path(real_path(folder))
        for path in read.values():
            if Path(real_path(path)).is_relative_to(top):
                raise InputError(f"{path}: is read here, and {folder} is written here; name another folder to write")


def check_output(output: str | Path, read: dict[Identity, str], taken: dict[Identity, str]) -> None:
    """Check an output, and the file in which it is written until it is complete."""
    if not str(output):
        raise InputError("a file to write has an empty name; is a variable not set?")
    identity = written_identity(output)
    if identity is None:
        return
    take(output, read, taken, identity)
    if is_stdout(output):
        return
    final = final_path(output)
    if final.name.endswith(PART_SUFFIX):
        raise InputError(f"{output}: is how jisr names unfinished files; name another file to write")
    if not isinstance(identity, str) and is_journal(final):
        raise InputError(f"{output}: records an unfinished run; name another file to write")
    take(part_path(final), read, taken)


def take(
    path: str | Path, read: dict[Identity, str], taken: dict[Identity, str], identity: Identity | None = None
) -> None:
    """Add a file that will be written to those that are taken.

    :raises InputError: if it is read or taken.
    """
    identity = written_identity(path) if identity is None else identity
    if identity is None:
        return
    name = "standard output" if is_stdout(path) else str(path)
    if identity in read:
        raise InputError(f"{name}: is read here; name another file to write")
    if identity in taken:
        raise InputError(f"{name}: named twice; name another file to write")
    taken[identity] = name


def written_identity(path: str | Path) -> Identity | None:
    """Return what identifies a file to write; None for a device or a pipe."""
    if not is_stdout(path):
        return file_identity(path)
    return opened_identity(sys.stdout) or STDOUT_ID


def identities_of(path: str | Path) -> Iterator[Identity]:
    """Yield what identifies a file to read, or each file in a folder; nothing for a device or a pipe."""
    if str(path) == STDIO:
        found = [opened_identity(sys.stdin)]
    elif isdir(path):  # noqa: PTH112
        found = [file_identity(Path(top, name)) for top, _, names in os.walk(path) for name in names]
    else:
        found = [file_identity(path)]
    yield from (identity for identity in found if identity is not None)


def file_identity(path: str | Path) -> Identity | None:
    """Return what identifies a file, which need not be there; None if it is a device or a pipe."""
    try:
        return identity_of(os.stat(path))  # noqa: PTH116 - for which an empty path is the current folder
    except OSError:
        return real_path(path)


def opened_identity(stream: TextIO | None) -> Identity | None:
    """Return what identifies the file of a standard stream; None if it is closed or no file."""
    try:
        return None if stream is None else identity_of(os.fstat(stream.fileno()))
    except OSError:
        return None


def identity_of(status: os.stat_result) -> Identity | None:
    """Return device and inode of a file or folder; None for anything else."""
    known = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return (status.st_dev, status.st_ino) if known else None


def real_path(path: str | Path) -> str:
    """Return a path without links; the path itself where the current folder was deleted."""
    try:
        return os.path.realpath(path)
    except OSError:
        return str(path)

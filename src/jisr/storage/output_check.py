"""The check that nothing is destroyed: what a command writes is neither read by it nor written twice.

Files are compared by what they are and not by their names, so that links and other spellings of a path are seen
through. Devices and pipes can be read and written at the same time.
"""

import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    :param reads: all files that will be read, and folders from which files will be; ``-`` is standard input.
    :param journals: records of the progress.
    :param folders: folders that will be written or deleted as a whole.
    :raises InputError: if a name is empty, if two of the files are the same, or if a file is there that is no record
        of the progress but has its name.
    """
    named = [path for path in reads if path is not None]
    claims = Claims(
        {identity: str(path) for path in named if (identity := read_identity(path)) is not None},
        [Path(real_path(path)) for path in named if isdir(path)],  # noqa: PTH112
    )
    for output in outputs:
        if output is not None:
            check_output(output, claims)
    for journal in journals:
        if journal is not None:
            claims.take(journal)
            check_journal(journal)
    for folder in folders:
        top = Path(real_path(folder))
        for path in named:
            if Path(real_path(path)).is_relative_to(top):
                raise InputError(f"{path}: is read here, and {folder} is written here; name another folder to write")


@dataclass(frozen=True, slots=True)
class Claims:
    """The files that are read, and those that will be written.

    :param read: files that are read.
    :param folders: folders that are read, without links in their paths.
    :param taken: files that will be written.
    """

    read: Mapping[Identity, str]
    folders: Sequence[Path]
    taken: dict[Identity, str] = field(default_factory=dict)

    def take(self, path: str | Path) -> None:
        """Add a file that will be written, unless it is a device or a pipe.

        :raises InputError: if it is read or taken.
        """
        identity = written_identity(path)
        if identity is None:
            return
        name = "standard output" if is_stdout(path) else str(path)
        inside = not is_stdout(path) and any(Path(real_path(path)).is_relative_to(folder) for folder in self.folders)
        if identity in self.read or inside:
            raise InputError(f"{name}: is read here; name another file to write")
        if identity in self.taken:
            raise InputError(f"{name}: named twice; name another file to write")
        self.taken[identity] = name


def check_output(output: str | Path, claims: Claims) -> None:
    """Check an output, and the file in which it is written until it is complete."""
    if not str(output):
        raise InputError("a file to write has an empty name; is a variable not set?")
    identity = written_identity(output)
    claims.take(output)
    if identity is None or is_stdout(output):
        return
    final = final_path(output)
    if final.name.endswith(PART_SUFFIX):
        raise InputError(f"{output}: is how jisr names unfinished files; name another file to write")
    if is_journal(final):
        raise InputError(f"{output}: records an unfinished run; name another file to write")
    claims.take(part_path(final))


def written_identity(path: str | Path) -> Identity | None:
    """Return what identifies a file to write; None for a device or a pipe."""
    if not is_stdout(path):
        return file_identity(path)
    return opened_identity(sys.stdout) or STDOUT_ID


def read_identity(path: str | Path) -> Identity | None:
    """Return what identifies a file to read; None for a device or a pipe."""
    return opened_identity(sys.stdin) if str(path) == STDIO else file_identity(path)


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

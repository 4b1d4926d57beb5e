"""Outputs that appear whole or not at all.

A file is written under another name in the same folder and renamed when it is complete, so that no name ever holds
half a result, not even after ``kill -9``. Standard output and devices cannot be renamed and are written directly. If
the name is a symbolic link, its target is replaced and the link stays.
"""

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from jisr.errors import JisrError, OutputError
from jisr.lines import STDIO
from jisr.storage.lock import lock

__all__ = ["PART_SUFFIX", "Output", "check_writable", "new_folder", "writing"]

PART_SUFFIX = ".part"
"""Suffix of an unfinished file or folder."""


class Output:
    """A file of bytes or UTF-8 text that gets its name when the ``with`` block ends without an exception.

    :param path: path of the file; ``-`` is standard output.
    :raises OutputError: if its folder is missing or not writable, if the disk is full, or if another process is
        writing the same file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.stdout = str(path) in {STDIO, "/dev/stdout"}
        self.direct = self.stdout or (self.path.exists() and not self.path.is_file())
        if self.path.is_symlink() and not self.direct:
            self.path = self.path.resolve()
        self.part = self.path if self.direct else self.path.with_name(self.path.name + PART_SUFFIX)
        check_writable(STDIO if self.stdout else self.path)
        if self.stdout and sys.stdout is None:
            raise OutputError("-: cannot be written: standard output is closed")
        with writing(self.path):
            self.stream: IO[bytes] = sys.stdout.buffer if self.stdout else self.open()

    def open(self) -> IO[bytes]:
        """Open the unfinished file and lock it; one that a killed run left is free, and is overwritten.

        :raises OutputError: if another process holds it.
        """
        if self.direct:
            return self.path.open("wb")
        stream = self.part.open("ab")
        # Another process may have finished meanwhile: then this stream is its result, under the final name.
        if not (lock(stream) and has_name(stream, self.part)):
            stream.close()
            raise OutputError(f"{self.path}: cannot be written: another run is writing it")
        stream.truncate(0)
        return stream

    def write(self, data: str | bytes) -> None:
        """Write bytes, or text as UTF-8 with its line endings unchanged.

        :raises OutputError: if the disk is full or the file is too large.
        """
        with writing(self.path):
            self.stream.write(encode_text(data) if isinstance(data, str) else data)

    def flush(self) -> None:
        """Flush the written data, so that the reader of a pipe gets it."""
        with writing(self.path):
            self.stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.stdout:
            if kind is None:
                self.flush()
            return
        try:
            with writing(self.path):
                self.stream.flush()
                if kind is None and not self.direct:
                    self.part.replace(self.path)  # while the lock is held
        finally:
            # Delete the rest of a failed run while the lock is held: later the name may belong to another run.
            failed = kind is None or issubclass(kind, Exception)
            if failed and not self.direct and has_name(self.stream, self.part):
                self.part.unlink()
            with suppress(OSError):
                self.stream.close()


@contextmanager
def new_folder(target: Path, *, own_parent: bool = False) -> Iterator[Path]:
    """Create a folder that gets its name when the ``with`` block ends without an exception.

    It is filled inside a hidden folder next to the target, which this process locks. Hidden folders that killed runs
    left behind are recognised by their free lock, and deleted first.

    :param target: final path of the folder; its parents are created.
    :param own_parent: whether the parent has no other purpose; then leftovers of all its folders are deleted, not only
        those of this one.
    :return: a context manager that yields the empty folder to fill.
    :raises OutputError: if the folder cannot be written, or if the target exists in the end and is not empty.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        pattern = f".{'*' if own_parent else glob.escape(target.name)}.????????{PART_SUFFIX}"
        with locked_folder(target.parent):
            for leftover in filter(Path.is_dir, target.parent.glob(pattern)):
                with locked_folder(leftover, wait=False) as free:
                    if free:
                        shutil.rmtree(leftover)
            hidden = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=PART_SUFFIX, dir=target.parent))
            handle = os.open(hidden, os.O_RDONLY)
            lock(handle, wait=True)
    folder = hidden / target.name
    try:
        with writing(target):
            folder.mkdir()  # with the default permissions, unlike the private temporary folder around it
        yield folder
        with writing(target):
            folder.rename(target)
    finally:
        shutil.rmtree(hidden)
        os.close(handle)


@contextmanager
def locked_folder(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Try to lock a folder for a ``with`` block; yields whether it is locked now."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield lock(handle, wait=wait)
    finally:
        os.close(handle)


def has_name(stream: IO[bytes], name: Path) -> bool:
    """Return whether an open file still has a name."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), name.stat())
    except FileNotFoundError:
        return False


def encode_text(text: str) -> bytes:
    """Encode text as UTF-8; a lone surrogate, as from a JSON escape, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def check_writable(path: str | Path) -> None:
    """Check that a file can be written, without touching it.

    :param path: path of the file; ``-`` is always writable.
    :raises OutputError: if it is a folder, if its folder is missing, or if permission is denied.
    """
    file = Path(path)
    if str(path) == STDIO:
        return
    with writing(file):
        if file.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if not file.parent.is_dir():
            raise FileNotFoundError
        # An existing file is replaced by a new one, which is written in the same folder.
        needed = (file, file.parent) if file.is_file() else (file if file.exists() else file.parent,)
        if not all(os.access(path, os.W_OK) for path in needed):
            raise PermissionError(None, "permission denied")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn operating-system errors in a ``with`` block into an :class:`OutputError` that names the file.

    A broken pipe passes unchanged: a reader that stops early is no error.

    :param path: the file that is written in the block.
    """
    try:
        yield
    except (BrokenPipeError, JisrError):
        raise
    except FileNotFoundError:
        raise OutputError(f"{path}: cannot be written: the folder {path.parent} does not exist") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None

"""Results that appear whole or not at all.

A file is written beside its final name and renamed when it is complete, so that a name never holds half a
result, not even after ``kill -9``. Standard output and devices cannot be renamed and are written straight;
a link stays, and what it points at is written.
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
"""Ending of the name of an unfinished file or folder."""


class Output:
    """A file of bytes or UTF-8 text that takes its name when the ``with`` block ends without an error.

    :param path: where it goes; ``-`` is standard output.
    :raises OutputError: if the folder is missing, or may not be written, or the disk is full, or another
        process is writing it.
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
        """Open the file; an unfinished one belongs to the process that holds its lock, which dies with it."""
        if self.direct:
            return self.path.open("wb")
        stream = self.part.open("ab")
        # The other may have finished in between: then this is its result, and no longer unfinished.
        if not (lock(stream) and has_name(stream, self.part)):
            stream.close()
            raise OutputError(f"{self.path}: cannot be written: another run is writing it")
        stream.truncate(0)
        return stream

    def write(self, data: str | bytes) -> None:
        """Write text, as UTF-8 with its line ends unchanged, or bytes.

        :raises OutputError: if the disk is full or the file too large.
        """
        with writing(self.path):
            self.stream.write(encode_text(data) if isinstance(data, str) else data)

    def flush(self) -> None:
        """Flush what was written so far, so that a reader at the other end of a pipe sees it."""
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
                    self.part.replace(self.path)  # while its lock is held
        finally:
            # What is left of a failed run goes while its lock is held: later the name may be another's.
            failed = kind is None or issubclass(kind, Exception)
            if failed and not self.direct and has_name(self.stream, self.part):
                self.part.unlink()
            with suppress(OSError):
                self.stream.close()


@contextmanager
def new_folder(target: Path, *, own_parent: bool = False) -> Iterator[Path]:
    """Create a folder that takes its name when the ``with`` block ends without an error.

    It is filled beside its final place, in a folder that is locked by this process: what killed runs left is
    recognised by its free lock, and deleted first.

    :param target: final path; its parents are created.
    :param own_parent: whether the parent holds such folders only; then what killed runs left of any of them is
        deleted, not only of this one.
    :return: the folder to fill, empty.
    :raises OutputError: if the folder cannot be written, or the target exists at the end and is not empty.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        pattern = f".{'*' if own_parent else glob.escape(target.name)}.????????{PART_SUFFIX}"
        with locked_folder(target.parent):
            for leftover in filter(Path.is_dir, target.parent.glob(pattern)):
                with locked_folder(leftover, wait=False) as free:
                    if free:
                        shutil.rmtree(leftover)
            room = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=PART_SUFFIX, dir=target.parent))
            handle = os.open(room, os.O_RDONLY)
            lock(handle, wait=True)
    folder = room / target.name
    try:
        with writing(target):
            folder.mkdir()  # unlike its room, with the permissions that the user has set for new folders
        yield folder
        with writing(target):
            folder.rename(target)
    finally:
        shutil.rmtree(room)
        os.close(handle)


@contextmanager
def locked_folder(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of a folder, and yield whether it was free."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield lock(handle, wait=wait)
    finally:
        os.close(handle)


def has_name(stream: IO[bytes], name: Path) -> bool:
    """Return whether an open file still has this name."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), name.stat())
    except FileNotFoundError:
        return False


def encode_text(text: str) -> bytes:
    """Encode text as UTF-8; half a surrogate pair, which JSON may hold, becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def check_writable(path: str | Path) -> None:
    """Check that a file could be written, without touching it.

    :raises OutputError: if its folder is missing, or it is a folder, or it may not be written.
    """
    place = Path(path)
    if str(path) == STDIO:
        return
    with writing(place):
        if place.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if not place.parent.is_dir():
            raise FileNotFoundError
        # A file that is there is replaced by one that is written beside it.
        needed = (place, place.parent) if place.is_file() else (place if place.exists() else place.parent,)
        if not all(os.access(each, os.W_OK) for each in needed):
            raise PermissionError(None, "permission denied")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says about a write into one line that names the file.

    A broken pipe goes through unchanged: the reader has left, and that is nobody's error.
    """
    try:
        yield
    except (BrokenPipeError, JisrError):
        raise
    except FileNotFoundError:
        raise OutputError(f"{path}: cannot be written: the folder {path.parent} does not exist") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None

"""Outputs that appear whole or not at all.

A file is written under a hidden name in the same folder and renamed when it is complete and on the disk, so that no
name ever holds half a result, not even after ``kill -9`` or a power cut. Standard output and devices cannot be renamed
and are written directly. If the name is a symbolic link, its target is replaced and the link stays. What a URL such as
``s3://bucket/key`` names is written to a temporary file, and sent when it is complete.

The hidden name ends in :data:`PART_SUFFIX`, which marks what it names as jisr's own: nothing else is ever deleted or
overwritten. Links with such a name are not followed.
"""

import glob
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os.path import islink
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from jisr.errors import JisrError, OutputError
from jisr.lines import STDIO
from jisr.storage.lock import lock
from jisr.storage.url_files import is_url, upload

__all__ = [
    "PART_SUFFIX",
    "Output",
    "check_writable",
    "encode_text",
    "final_path",
    "has_name",
    "is_device",
    "is_stdout",
    "new_folder",
    "open_unfollowed",
    "part_path",
    "writing",
]

PART_SUFFIX = ".jisr.part"
"""Suffix of the hidden name of an unfinished file or folder."""
STDOUT_NAMES = frozenset({STDIO, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
UNFOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Flags with which a link is not opened, and a pipe does not wait for its other end."""


def is_stdout(path: str | Path) -> bool:
    """Return whether a path names standard output."""
    return str(path) in STDOUT_NAMES


def is_device(path: str | Path) -> bool:
    """Return whether a path names something that is neither a file nor a folder, such as a device or a pipe.

    :raises OSError: if that cannot be found out.
    """
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def final_path(path: str | Path) -> Path:
    """Return the path of the file that an output replaces: the target of a link."""
    # The function of pathlib raises if a folder is not accessible; the output then says so.
    return Path(os.path.realpath(path)) if islink(path) else Path(path)  # noqa: PTH114


def part_path(path: Path) -> Path:
    """Return the hidden path at which a file is written until it is complete."""
    return path.parent / f".{path.name}{PART_SUFFIX}"


class Output:
    """A file of bytes or UTF-8 text that gets its name when the ``with`` block ends without an exception.

    :param path: path or URL of the file; ``-`` is standard output.
    :raises OutputError: if its folder is missing or not writable, if the disk is full, or if another process is
        writing the same file.
    """

    def __init__(self, path: str | Path) -> None:
        self.url = str(path) if is_url(path) else None
        self.path = Path(path)
        self.stdout = is_stdout(path)
        self.direct = False
        self.stream: IO[bytes]
        if self.url is not None:
            with writing(Path(tempfile.gettempdir())):
                self.stream = cast("IO[bytes]", tempfile.NamedTemporaryFile(suffix=PART_SUFFIX))
            self.part = Path(self.stream.name)
            return
        if self.stdout and sys.stdout is None:
            raise OutputError("-: cannot be written: standard output is closed")
        with writing(self.path):
            self.direct = self.stdout or is_device(path)
            if not self.direct:
                self.path = final_path(path)
            check_writable(STDIO if self.stdout else self.path)
            self.part = self.path if self.direct else part_path(self.path)
            self.stream = sys.stdout.buffer if self.stdout else self.open()

    def open(self) -> IO[bytes]:
        """Create the unfinished file and lock it; one that a killed run left is deleted first.

        :raises OutputError: if another process holds it.
        """
        if self.direct:
            return self.path.open("wb")
        while True:
            try:
                stream = self.part.open("xb")
            except FileExistsError:
                if not delete_leftover(self.part):
                    break
                continue
            # Between the two calls another process may have taken the file for a leftover.
            if lock(stream) and has_name(stream, self.part):
                return stream
            stream.close()
            break
        raise OutputError(f"{self.path}: cannot be written: another run is writing it")

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
        if self.url is not None:
            with self.stream:
                if kind is None:
                    self.flush()
                    upload(str(self.part), self.url)
            return
        try:
            with writing(self.path):
                self.stream.flush()
                if kind is None and not self.direct:
                    os.fsync(self.stream.fileno())
                    self.part.replace(self.path)  # while the lock is held
                    sync_folder(self.path.parent)
        finally:
            # Delete the rest of a failed run while the lock is held: later the name may belong to another run.
            if not self.direct and has_name(self.stream, self.part):
                self.part.unlink()
            with suppress(OSError):
                self.stream.close()


def delete_leftover(part: Path) -> bool:
    """Delete the unfinished file of a killed run; return False if the run is still at work.

    :raises OutputError: if it is a link, or something else that jisr does not leave.
    """
    try:
        with open_unfollowed(part, create=False) as stream:
            if not lock(stream):
                return False
            if has_name(stream, part):
                part.unlink()
    except FileNotFoundError:
        pass
    return True


def open_unfollowed(path: Path, *, create: bool = True) -> IO[bytes]:
    """Open a file for reading and appending, but not what a link points to.

    :param create: whether to create the file if there is none.
    :raises OutputError: if it is a link, a folder, a pipe or a device.
    :raises OSError: if it cannot be opened.
    """
    if path.is_symlink():  # the system's own message speaks of too many links
        raise OutputError(f"{path}: is a link, which is not followed; remove it")
    handle = os.open(path, os.O_RDWR | os.O_APPEND | UNFOLLOWED | (os.O_CREAT if create else 0), 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OutputError(f"{path}: is not a file; remove it")
    return os.fdopen(handle, "a+b")


@contextmanager
def new_folder(target: Path, *, own_parent: bool = False) -> Iterator[Path]:
    """Create a folder that gets its name when the ``with`` block ends without an exception.

    It is filled inside a hidden folder next to the target, which this process locks. Hidden folders that killed runs
    left behind are recognised by their name and their free lock, and deleted first.

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
            for leftover in target.parent.glob(pattern):
                if leftover.is_symlink() or not leftover.is_dir():
                    continue
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
            sync_tree(folder)
            folder.rename(target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(hidden)
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Wait until all files in a folder are on the disk."""
    for top, _, names in os.walk(folder):
        for name in names:
            with Path(top, name).open("rb") as stream:
                os.fsync(stream.fileno())
        sync_folder(Path(top))


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; do nothing on systems that cannot."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
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
    """Return whether an open file still has a name; a link to it is none."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), name.lstat())
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

    :param path: path of the file; ``-`` is always writable, and whether a URL is, its store says.
    :raises OutputError: if it is a folder, if its folder is missing, or if permission is denied.
    """
    file = Path(path)
    if str(path) == STDIO or is_url(path):
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

"""Files named by URLs, such as ``s3://bucket/key``, which fsspec reads and writes.

Only whole files are written, and directly under their final name: object stores show a file when it is complete, and
cannot rename. A folder is listed at once, however many files it holds. A ``file://`` URL is a path of this machine.
"""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError, JisrError, MissingExtra, OutputError

__all__ = [
    "delete_files",
    "is_url",
    "is_url_folder",
    "join_name",
    "list_folder",
    "open_url",
    "read_file",
    "reading",
    "upload",
    "without_file_scheme",
    "write_file",
]

FILE_SCHEME: Final = "file://"
URL: Final = re.compile(r"(?!file://)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""Beginning of a URL: a scheme of two letters or more, as ``c:`` is a drive."""


def is_url(path: str | Path) -> bool:
    """Return whether a path is a URL that is for fsspec to read and write."""
    return URL.match(str(path)) is not None


def without_file_scheme(path: str) -> str:
    """Return the path that a ``file://`` URL names; any other path as it is."""
    return path.removeprefix(FILE_SCHEME)


def join_name(folder: str, name: str) -> str:
    """Return the path or the URL of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else str(Path(folder, name))


@cache
def file_system(scheme: str) -> Any:  # noqa: ANN401 - it is imported where it is installed
    """Return the file system of a scheme of URLs, which keeps no listings: others write there, too.

    :raises MissingExtra: if what it needs is not installed.
    :raises InputError: if there is none.
    """
    try:
        import fsspec
    except ImportError:
        raise MissingExtra("fsspec", "cloud") from None
    try:
        return fsspec.filesystem(scheme, use_listings_cache=False)
    except ImportError as error:
        raise MissingExtra(f"what {scheme}:// needs ({reason_of(error)})", "cloud") from None
    except ValueError:
        raise InputError(f"{scheme}://: no such file system; it may be s3 or gs, for instance") from None


def located(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the name of the file in it."""
    files = file_system(url.partition("://")[0].lower())
    return files, files._strip_protocol(url)


def reason_of(error: Exception) -> str:
    """Return the first line of what an error says, or its kind if it says nothing."""
    message = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return next(iter(message.strip().splitlines()), type(error).__name__)


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn errors in a ``with`` block into an :class:`InputError`; each file system has errors of its own.

    :param path: path or URL of the file that is read.
    """
    try:
        yield
    except JisrError:
        raise
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder, not a file") from None
    except Exception as error:
        raise InputError(f"{path}: cannot be read: {reason_of(error)}") from None


@contextmanager
def storing(url: str) -> Iterator[None]:
    """Turn errors in a ``with`` block into an :class:`OutputError`."""
    try:
        yield
    except JisrError:
        raise
    except Exception as error:
        raise OutputError(f"{url}: cannot be written: {reason_of(error)}") from None


class UrlReader(io.RawIOBase):
    """A stream of bytes that names its URL in errors of reading.

    :param stream: the stream of the file system.
    """

    def __init__(self, stream: Any, url: str) -> None:  # noqa: ANN401 - each file system has its own kind
        self.stream = stream
        self.url = url

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read bytes into a buffer.

        :raises InputError: if they cannot be read.
        """
        with reading(self.url):
            data = self.stream.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)

    def seekable(self) -> bool:
        """Return True: a file can be read again from another position."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Change the position, and return the new one."""
        return int(self.stream.seek(offset, whence))


@contextmanager
def open_url(url: str) -> Iterator[UrlReader]:
    """Open a file for reading.

    :raises InputError: if it does not exist or cannot be read, then or later.
    """
    with reading(url):
        files, name = located(url)
        stream = files.open(name, "rb")
    with stream:
        yield UrlReader(stream, url)


def read_file(url: str) -> bytes | None:
    """Return the bytes of a file that is not empty, by one request; ``None`` if there is none.

    :raises InputError: if it cannot be read.
    """
    with reading(url):
        files, name = located(url)
        try:
            return bytes(files.cat_file(name, start=0))  # without a start, s3fs asks for the size first
        except FileNotFoundError:
            return None


def write_file(url: str, data: bytes) -> None:
    """Write a file whole; it replaces one that is there.

    :raises OutputError: if it cannot be written.
    """
    with storing(url):
        files, name = located(url)
        files.pipe_file(name, data)


def upload(path: str, url: str) -> None:
    """Write a file with the bytes of one of this machine; it replaces one that is there.

    :raises OutputError: if it cannot be written.
    """
    with storing(url):
        files, name = located(url)
        files.put_file(path, name)


def is_url_folder(url: str) -> bool:
    """Return whether a URL names a folder, and not a file.

    :raises InputError: if that cannot be found out.
    """
    if url.endswith("/"):
        return True
    with reading(url):
        files, name = located(url)
        return bool(files.isdir(name))


def list_folder(url: str) -> list[str]:
    """Return the names of all files in a folder and its subfolders, relative to it; none if there is no such folder.

    :raises InputError: if it cannot be listed.
    """
    with reading(url):
        files, name = located(url)
        top = name.rstrip("/") + "/"
        try:
            found = files.find(top)
        except FileNotFoundError:
            raise InputError(f"{url}: no such bucket or folder") from None
        return [each.removeprefix(top) for each in found if each.startswith(top) and each != top]


def delete_files(folder: str, names: Iterable[str]) -> None:
    """Delete files of a folder, many at a time where the store can.

    :raises OutputError: if they cannot be deleted.
    """
    with storing(folder):
        files, top = located(folder)
        if paths := [f"{top.rstrip('/')}/{name}" for name in names]:
            files.rm(paths)

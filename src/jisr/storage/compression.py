"""Files of bytes, plain or compressed by gzip, xz or Zstandard.

The format is recognised by the first bytes when reading and by the suffix of the name when writing. The same data is
always compressed to the same bytes: neither a time nor a file name is stored.
"""

import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Protocol, cast

from jisr.errors import InputError, MissingExtra
from jisr.lines import open_input
from jisr.storage.output import Output

__all__ = [
    "COMPRESSED_SUFFIXES",
    "ByteSink",
    "ReadCallback",
    "compressed",
    "ignore_count",
    "is_compressed",
    "open_decompressed",
]

COMPRESSED_SUFFIXES = (".gz", ".xz", ".zst")
"""Suffixes of compressed files."""

MAGIC_NUMBERS = ((b"\x1f\x8b", ".gz"), (b"\xfd7zXZ\x00", ".xz"), (b"\x28\xb5\x2f\xfd", ".zst"))
COMPRESSION_LEVEL = 6
READ_BUFFER = 1 << 18

ReadCallback = Callable[[int], object]
"""Called with the number of bytes just read from the disk, before they are decompressed: for a progress bar."""


def ignore_count(_count: int) -> None:
    """Ignore how many bytes were read."""


def is_compressed(path: str | Path) -> bool:
    """Return whether the name of a file has the suffix of a compressed one."""
    return Path(path).suffix.lower() in COMPRESSED_SUFFIXES


class ByteSink(Protocol):
    """Anything that bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Write bytes."""


class WatchedReader(io.RawIOBase):
    """A stream that reports how many bytes were read from it.

    :param stream: source of the bytes.
    :param watch: called after each read.
    :param head: bytes that were already read from the stream, and come first.
    """

    def __init__(self, stream: IO[bytes], watch: ReadCallback, head: bytes) -> None:
        self.stream = stream
        self.watch = watch
        self.head = head

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the available bytes into a buffer, without waiting for a pipe to fill it."""
        data = self.head[: len(buffer)]
        self.head = self.head[len(data) :]
        if not data:
            read: Callable[[int], bytes] = getattr(self.stream, "read1", self.stream.read)
            data = read(len(buffer))
        buffer[: len(data)] = data
        self.watch(len(data))
        return len(data)


@contextmanager
def open_decompressed(path: str | Path, watch: ReadCallback = ignore_count) -> Iterator[IO[bytes]]:
    """Open a file for reading, or standard input for ``-``, and decompress it if its first bytes are those of a format.

    :param watch: called with the number of bytes of each read from the disk.
    :raises InputError: if it cannot be read, or if the compressed data is damaged or cut off.
    :raises MissingExtra: if it is compressed by Zstandard and that module is missing.
    """
    with open_input(path) as stream:
        head = stream.read(max(len(magic) for magic, _ in MAGIC_NUMBERS))
        raw = io.BufferedReader(WatchedReader(stream, watch, head), READ_BUFFER)
        suffix = next((suffix for magic, suffix in MAGIC_NUMBERS if head.startswith(magic)), "")
        damage: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)
        if suffix == ".gz":
            opened = cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="rb"))
        elif suffix == ".xz":
            opened = cast("IO[bytes]", lzma.LZMAFile(raw))
        elif suffix == ".zst":
            zstd = import_zstd()
            damage += (zstd.ZstdError,)
            opened = cast("IO[bytes]", zstd.ZstdFile(raw))
        else:
            opened = cast("IO[bytes]", raw)
        try:
            yield opened
        except damage as error:
            raise InputError(f"{path}: damaged {suffix[1:]} data: {error}") from None


@contextmanager
def compressed(output: Output) -> Iterator[ByteSink]:
    """Yield a stream that writes to an output, compressed in the format that the suffix of its name says.

    :raises OutputError: if the disk is full.
    :raises MissingExtra: if the name ends in ``.zst`` and that module is missing.
    """
    sink = cast("IO[bytes]", output)
    if output.path.suffix == ".gz":
        with gzip.GzipFile("", "wb", compresslevel=COMPRESSION_LEVEL, fileobj=sink, mtime=0) as stream:
            yield stream
    elif output.path.suffix == ".xz":
        with lzma.LZMAFile(sink, "wb") as stream:
            yield stream
    elif output.path.suffix == ".zst":
        with import_zstd().ZstdFile(sink, "wb", level=COMPRESSION_LEVEL) as stream:
            yield stream
    else:
        yield output


def import_zstd() -> ModuleType:
    """Return the module of the standard library that reads and writes Zstandard, or its backport.

    :raises MissingExtra: if Python is older than 3.14 and the backport is not installed.
    """
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError:
        raise MissingExtra("backports.zstd", "zst") from None

"""Files of bytes, plain or packed by gzip, xz or zstandard.

What is read is known by its first bytes, what is written by the end of its name. The same data gives the
same packed bytes: no time and no file name is stored.
"""

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO, Protocol, cast

from jisr.errors import InputError, MissingExtra
from jisr.lines import open_input
from jisr.storage.output import Output

__all__ = ["PACKED_SUFFIXES", "PackedStream", "Watch", "open_packed", "pack", "unwatched"]

PACKED_SUFFIXES = (".gz", ".xz", ".zst")
"""What the name of a packed file ends in."""

MAGIC = ((b"\x1f\x8b", ".gz"), (b"\xfd7zXZ\x00", ".xz"), (b"\x28\xb5\x2f\xfd", ".zst"))
READ_BUFFER = 1 << 18
COPY_SIZE = 1 << 16

Watch = Callable[[int], object]
"""Is told how many bytes were read, as they lie on the disk: what a progress line needs."""


def unwatched(_count: int) -> None:
    """Take no notice."""


class PackedStream(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


class WatchedReader(io.RawIOBase):
    """A stream that says how much was read from it.

    :param stream: where the bytes come from.
    :param watch: is told.
    :param head: bytes that were read from the stream already and come first.
    """

    def __init__(self, stream: IO[bytes], watch: Watch, head: bytes) -> None:
        self.stream = stream
        self.watch = watch
        self.head = head

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as far as the stream has bytes at hand."""
        data = self.head[: len(buffer)]
        self.head = self.head[len(data) :]
        if not data:
            read: Callable[[int], bytes] = getattr(self.stream, "read1", self.stream.read)
            data = read(len(buffer))
        buffer[: len(data)] = data
        self.watch(len(data))
        return len(data)


class Frames(io.RawIOBase):
    """Unpacks zstandard data, one frame after the other, and notices where the last one is cut off.

    :param packed: the packed bytes.
    """

    def __init__(self, packed: IO[bytes]) -> None:
        self.packed = packed
        self.decompressor = import_zstandard().ZstdDecompressor()
        self.frame = self.decompressor.decompressobj()
        self.begun = False
        self.plain = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer.

        :raises EOFError: if the data ends within a frame.
        """
        while not self.plain:
            data = self.frame.unused_data if self.frame.eof else b""
            if self.frame.eof:
                self.frame = self.decompressor.decompressobj()
                self.begun = False
            data = data or self.packed.read(COPY_SIZE)
            if not data:
                if self.begun:
                    raise EOFError("it is cut off")
                return 0
            self.begun = True
            self.plain = self.frame.decompress(data)
        data, self.plain = self.plain[: len(buffer)], self.plain[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_packed(path: str | Path, watch: Watch = unwatched) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for ``-``, and unpack it where its first bytes say that it is packed.

    :raises InputError: if it cannot be read, or if the packed data is damaged or cut off.
    :raises MissingExtra: if it is packed by zstandard and that package is missing.
    """
    with open_input(path) as stream:
        head = stream.read(max(len(mark) for mark, _ in MAGIC))
        raw = io.BufferedReader(WatchedReader(stream, watch, head), READ_BUFFER)
        kind = next((suffix for mark, suffix in MAGIC if head.startswith(mark)), "")
        damaged: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)
        if kind == ".gz":
            opened = cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="rb"))
        elif kind == ".xz":
            opened = cast("IO[bytes]", lzma.LZMAFile(raw))
        elif kind == ".zst":
            damaged += (import_zstandard().ZstdError,)
            opened = cast("IO[bytes]", io.BufferedReader(Frames(raw), READ_BUFFER))
        else:
            opened = cast("IO[bytes]", raw)
        try:
            yield opened
        except damaged as error:
            raise InputError(f"{path}: damaged {kind[1:]} data: {error}") from None


@contextmanager
def pack(output: Output) -> Iterator[PackedStream]:
    """Give what writes into an output, packed as the end of its name says; closed by the ``with`` block.

    :raises OutputError: if the disk is full.
    :raises MissingExtra: if the name ends in ``.zst`` and that package is missing.
    """
    if output.path.suffix == ".gz":
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=cast("IO[bytes]", output), mtime=0) as packed:
            yield packed
    elif output.path.suffix == ".xz":
        with lzma.LZMAFile(cast("IO[bytes]", output), "wb") as packed:
            yield packed
    elif output.path.suffix == ".zst":
        compressor = import_zstandard().ZstdCompressor(level=6)
        with compressor.stream_writer(output, closefd=False) as packed:
            yield packed
    else:
        yield output


def import_zstandard() -> ModuleType:
    """Import the package that packs by zstandard.

    :raises MissingExtra: if it is not installed.
    """
    try:
        import zstandard
    except ImportError:
        raise MissingExtra("zstandard", "zst") from None
    return zstandard

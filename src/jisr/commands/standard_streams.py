"""Standard output and standard error as a command wants them.

What standard output does not accept is an error that names it; what standard error does not accept is lost, since a
message that cannot be shown is no reason to fail.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jisr.errors import OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["named_streams"]


class NamedOutput(io.FileIO):
    """Standard output, named in its errors; a closed pipe is still a :class:`BrokenPipeError`."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write bytes and return their number.

        :raises OutputError: if the disk is full, for instance.
        """
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"-: cannot be written: {error.strerror}") from None


class ForgivingOutput(io.FileIO):
    """Standard error, which loses what it cannot show."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write bytes and return their number."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


class ClosedOutput(io.TextIOBase):
    """A standard output that the caller has closed."""

    def writable(self) -> bool:
        """Return True, so that the error is that of writing."""
        return True

    def write(self, _text: str, /) -> int:
        """Write nothing.

        :raises OutputError: always.
        """
        raise OutputError("-: cannot be written: standard output is closed")

    @property
    def buffer(self) -> io.RawIOBase:
        """The stream below, which there is none of.

        :raises OutputError: always.
        """
        raise OutputError("-: cannot be written: standard output is closed")


@contextmanager
def named_streams() -> Iterator[None]:
    """Replace the standard streams of the process for a ``with`` block; those that a test has replaced stay."""
    before = sys.stdout, sys.stderr
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    elif sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = reopened(sys.stdout, NamedOutput)
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = reopened(sys.stderr, ForgivingOutput)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def reopened(stream: io.TextIOWrapper, kind: type[io.FileIO]) -> io.TextIOWrapper:
    """Return a text stream to the same file through another class, with the same settings."""
    raw = kind(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        raw if isinstance(stream.buffer, io.RawIOBase) else io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )

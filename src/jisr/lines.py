r"""Bytes to lines and back: the one place where text enters the program.

Python's own text layer cuts lines at characters that are not ends of a line (a lone CR under universal
newlines; U+2028, U+0085, VT, FF and FS under ``str.splitlines``) and stops at the first bad byte.
Here a line ends at ``\n`` and nowhere else, so that a file has as many lines for us as for ``wc -l``.
"""

import codecs
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jisr.errors import InputError

__all__ = ["STDIO", "Line", "check_lines", "count_newlines", "open_input", "read_lines"]

STDIO = "-"
"""The name of standard input or output on the command line."""

READ_SIZE = 1 << 16
TEXT_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
MARKED = (None, "utf-8", *UNMARKED)  # what may begin with a byte order mark of any kind


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line of a file.

    :param text: the line without its end.
    :param ending: what ended it: ``"\n"``, ``"\r\n"``, or nothing on a last line without an end.
    :param number: its place in the file, from 1.
    :param damaged: whether bytes that do not decode were replaced by U+FFFD.
    """

    text: str
    ending: str
    number: int
    damaged: bool = False


@contextmanager
def open_input(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for ``-``, for reading bytes.

    :raises InputError: if it does not exist, is a folder, or may not be read.
    """
    if str(path) == STDIO:
        if sys.stdin is None:
            raise InputError("-: cannot be read: standard input is closed")
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder, not a file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    with stream:
        yield stream


def read_lines(
    stream: IO[bytes], name: str = STDIO, *, encoding: str | None = None, strict: bool = False
) -> Iterator[Line]:
    r"""Decode a stream and cut it into lines at ``\n``, one at a time.

    A byte order mark decides between UTF-8 and UTF-16 and is dropped; without one the text is UTF-8.

    :param name: what to call the stream in an error.
    :param encoding: the encoding, when it is known and not UTF-8, for instance ``cp1256``.
    :param strict: refuse bytes that do not decode, where otherwise each becomes U+FFFD.
    :raises InputError: under ``strict``, naming the line; always, if the encoding is unknown, or if
        the text is UTF-16 without a byte order mark.
    """
    encoding, head = detect_encoding(stream, name, encoding)
    newline = "\n".encode(encoding)
    for number, raw in enumerate(cut_lines(stream, head, newline), 1):
        ended = raw.endswith(newline) and len(raw) % len(newline) == 0
        body = raw[: -len(newline)] if ended else raw
        try:
            text, damaged = body.decode(encoding), False
        except UnicodeDecodeError as error:
            if strict:
                raise InputError(
                    f"{name}:{number}: byte {error.start + 1} of the line is not {encoding}; "
                    "save the file as UTF-8 or name its encoding with --encoding"
                ) from None
            text, damaged = body.decode(encoding, errors="replace"), True
        ending = "\n" if ended else ""
        if ended and text.endswith("\r"):
            text, ending = text[:-1], "\r\n"
        yield Line(text, ending, number, damaged)


def detect_encoding(stream: IO[bytes], name: str, encoding: str | None) -> tuple[str, bytes]:
    """Find the encoding of a stream from what was asked for and from its first bytes.

    :return: the encoding, and the bytes read so far without a byte order mark.
    :raises InputError: as :func:`read_lines` says.
    """
    try:
        wanted = codecs.lookup(encoding).name if encoding else None
        "\n".encode(wanted or "utf-8")  # there are codecs that are no encodings of text
        if wanted == "utf-32":
            raise LookupError  # it would set a mark before every newline that is looked for
    except LookupError:
        raise InputError(
            f"{name}: unknown encoding {encoding!r}; for instance utf-8, utf-16, utf-32-le or cp1256"
        ) from None
    head = b""
    while len(head) < len(codecs.BOM_UTF8) and (more := read_some(stream)):
        head += more
    for mark, marked in TEXT_BOMS:
        if head.startswith(mark) and wanted in {*MARKED, marked}:
            return marked, head[len(mark) :]
    if wanted is None and looks_like_utf16(head):
        raise InputError(f"{name}: looks like UTF-16 without a byte order mark; name it: --encoding utf-16-le")
    return UNMARKED.get(wanted, wanted) if wanted else "utf-8", head


def read_some(stream: IO[bytes]) -> bytes:
    """Read what there is, up to a chunk, without waiting for a pipe to fill it."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(READ_SIZE)


def cut_lines(stream: IO[bytes], head: bytes, newline: bytes) -> Iterator[bytes]:
    """Cut a stream after each newline; one of several bytes counts only where a code unit begins.

    The pieces of a long line are kept in a list, so that its cost grows with its length and not its square.
    """
    pending: list[bytes] = []
    rest = b""
    chunk = head or read_some(stream)
    while chunk:
        chunk = rest + chunk
        whole = len(chunk) - len(chunk) % len(newline)
        rest = chunk[whole:]
        start = 0
        for end in newline_ends(chunk[:whole], newline):
            yield b"".join([*pending, chunk[start:end]])
            pending.clear()
            start = end
        if start < whole:
            pending.append(chunk[start:whole])
        chunk = read_some(stream)
    if pending or rest:
        yield b"".join([*pending, rest])


def newline_ends(chunk: bytes, newline: bytes) -> Iterator[int]:
    """Yield the offset after each newline of a chunk."""
    at = chunk.find(newline)
    while at >= 0:
        aligned = at % len(newline) == 0
        if aligned:
            yield at + len(newline)
        at = chunk.find(newline, at + (len(newline) if aligned else 1))


def looks_like_utf16(head: bytes) -> bool:
    """Return whether a sample holds so many zero bytes at one parity that it must be UTF-16."""
    sample = head[:4096]
    if len(sample) < 4:
        return False
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) // 5 and min(even, odd) == 0


def count_newlines(stream: IO[bytes]) -> int:
    r"""Return the number of ``\n`` in the rest of a stream: good enough for a progress bar in any encoding."""
    return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(READ_SIZE), b""))


def check_lines(name: str, lines: object) -> None:
    """Refuse one string where many are wanted: read as an iterable it would be a list of letters.

    :param name: what the lines are, for the error.
    :raises InputError: if ``lines`` is a string or bytes.
    """
    if isinstance(lines, str | bytes):
        raise InputError(f"{name}: a list of lines is wanted, not one string")

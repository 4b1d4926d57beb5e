r"""Lines of text, decoded from bytes: the one place where text enters the program.

Python's text layer also splits lines at other characters (a lone CR under universal newlines; U+2028, U+0085, VT, FF
and FS under ``str.splitlines``) and stops at the first invalid byte. Here a line ends at ``\n`` and nowhere else, so
that the line count is that of ``wc -l``.
"""

import codecs
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from jisr.errors import InputError
from jisr.storage.url_files import is_url, open_url, reading, without_file_scheme

__all__ = [
    "STDIO",
    "Line",
    "LineBlock",
    "block_lines",
    "check_lines",
    "count_newlines",
    "cut_blocks",
    "find_encoding",
    "halve_block",
    "open_input",
    "read_blocks",
    "read_lines",
    "reads_terminal",
]

STDIO = "-"
"""Name of standard input or output on the command line."""

NEWLINE = b"\n"
READ_SIZE = 1 << 16
"""Number of bytes that are read at once."""
TEXT_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UNMARKED_ENCODINGS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
"""Encodings that imply a byte order mark, with the encoding of a text that lacks it."""
MARKED_ENCODINGS = (None, "utf-8", *UNMARKED_ENCODINGS)
"""Requested encodings that give way to the byte order mark of a text."""
NO_ENCODINGS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
"""Codecs of Python's that encode text, but no text files."""
BLOCK_SIZE = 1 << 17
"""Number of bytes of a block of lines, but for the rest of its last line."""
LINES_PER_BLOCK = 1000
"""Number of lines of a block, where an end of line has several bytes."""
LONGEST_LINE = 1 << 26
"""Largest number of bytes of a line, 64 MiB: a small compressed file can hold a line that no memory holds."""


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line of a file.

    :param text: the line without its ending.
    :param ending: ``"\n"``, ``"\r\n"``, or the empty string for a last line without a newline.
    :param number: number of the line in the file, from 1.
    :param damaged: whether invalid bytes were replaced by U+FFFD.
    """

    text: str
    ending: str
    number: int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Consecutive lines of a file, not decoded yet.

    :param name: name of the file in errors.
    :param number: number of the first line in the file, from 1.
    :param encoding: encoding of the bytes.
    :param data: the lines with their ends; the last line of a file may have none.
    """

    name: str
    number: int
    encoding: str
    data: bytes


class InputReader(io.RawIOBase):
    """A stream that names its file in errors of reading, which may occur long after it was opened.

    :param stream: source of the bytes.
    :param name: name of the file in errors.
    """

    def __init__(self, stream: Any, name: str) -> None:  # noqa: ANN401 - a raw or a buffered stream
        self.stream = stream
        self.fill: Callable[[bytearray | memoryview], int] = getattr(stream, "readinto1", None) or stream.readinto
        self.name = name

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the available bytes into a buffer, without waiting for a pipe to fill it.

        :raises InputError: if they cannot be read.
        """
        try:
            return self.fill(buffer)
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read: {error.strerror}") from None

    def seekable(self) -> bool:
        """Return whether the stream can be read again from another position."""
        return bool(self.stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Change the position, and return the new one."""
        return int(self.stream.seek(offset, whence))


@contextmanager
def open_input(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a file, the file of a URL such as ``s3://bucket/key``, or standard input for ``-``, for reading bytes.

    :raises InputError: if it does not exist, is a folder, or cannot be read, then or later.
    """
    if str(path) == STDIO:
        if sys.stdin is None:
            raise InputError("-: cannot be read: standard input is closed")
        yield io.BufferedReader(InputReader(sys.stdin.buffer, STDIO), READ_SIZE)
        return
    if not str(path):
        raise InputError("a file to read has an empty name; is a variable not set?")
    if is_url(path):
        with open_url(str(path)) as remote:
            yield io.BufferedReader(remote, READ_SIZE)
        return
    with reading(str(path)):
        stream = Path(without_file_scheme(str(path))).open("rb", buffering=0)
    with stream:
        yield io.BufferedReader(InputReader(stream, str(path)), READ_SIZE)


def read_lines(
    stream: IO[bytes], name: str = STDIO, *, encoding: str | None = None, strict: bool = False
) -> Iterator[Line]:
    r"""Decode a stream and split it at ``\n``, one line at a time.

    A byte order mark decides between UTF-8 and UTF-16 and is dropped; a text without one is UTF-8.

    :param stream: the bytes; a pipe is read as data arrives.
    :param name: name of the stream in errors.
    :param encoding: encoding of the text if it is not UTF-8, such as ``cp1256``.
    :param strict: whether to refuse invalid bytes; by default each is replaced by U+FFFD.
    :raises InputError: if the encoding is unknown, if the text is UTF-16 without a byte order mark, or, with
        ``strict``, if a line has invalid bytes; or if a line is longer than :data:`LONGEST_LINE`.
    """
    encoding, head = detect_encoding(stream, name, encoding)
    for number, raw in enumerate(cut_lines(stream, name, head, "\n".encode(encoding)), 1):
        yield decode_line(raw, name, number, encoding, strict=strict)


def decode_line(raw: bytes, name: str, number: int, encoding: str, *, strict: bool = False) -> Line:
    """Return a line from its bytes; the parameters are those of :func:`read_lines`.

    :raises InputError: with ``strict``, if it has invalid bytes.
    """
    newline = NEWLINE if encoding == "utf-8" else "\n".encode(encoding)
    ended = raw.endswith(newline) and len(raw) % len(newline) == 0
    body = raw[: -len(newline)] if ended else raw
    try:
        text, damaged = body.decode(encoding), False
    except UnicodeDecodeError as error:
        if strict:
            raise InputError(
                f"{name}:{number}: byte {error.start + 1} of the line is not {encoding}; "
                "save the file as UTF-8 or name its encoding",
                hint="--encoding ENCODING",
            ) from None
        text, damaged = body.decode(encoding, errors="replace"), True
    ending = "\n" if ended else ""
    if ended and text.endswith("\r"):
        text, ending = text[:-1], "\r\n"
    return Line(text, ending, number, damaged)


def read_blocks(stream: IO[bytes], name: str = STDIO, *, encoding: str | None = None) -> Iterator[LineBlock]:
    """Cut a stream into blocks of whole lines, which depend on its bytes alone; the parameters are those above.

    :raises InputError: if the encoding is unknown, if the text is UTF-16 without a byte order mark, or if a line is
        longer than :data:`LONGEST_LINE`.
    """
    encoding, head = detect_encoding(stream, name, encoding)
    if len("\n".encode(encoding)) > 1:  # half of a character can be a byte that ends lines elsewhere
        lines = cut_lines(stream, name, head, "\n".encode(encoding))
        number = 1
        while raw := list(islice(lines, LINES_PER_BLOCK)):
            yield LineBlock(name, number, encoding, b"".join(raw))
            number += len(raw)
        return
    number = 1
    data = head + stream.read(max(BLOCK_SIZE - len(head), 0))
    while data:
        if not data.endswith(NEWLINE):
            data += stream.readline(LONGEST_LINE)
            if len(data) >= LONGEST_LINE and not data.endswith(NEWLINE):
                raise long_line(name, number + data.count(NEWLINE))
        yield LineBlock(name, number, encoding, data)
        number += data.count(NEWLINE)
        data = stream.read(BLOCK_SIZE)


def cut_blocks(
    stream: IO[bytes],
    name: str = STDIO,
    *,
    encoding: str | None = None,
    lines: Callable[[int], int],
    size: int,
    whole: Callable[[str], bool] | None = None,
) -> Iterator[tuple[LineBlock, int]]:
    """Cut a stream into blocks of a number of lines, and yield each with that number.

    The other parameters are those of :func:`read_lines`.

    :param lines: function that returns the number of lines of a block, at least 1, from that of the lines before it.
    :param size: number of bytes at which a block ends before.
    :param whole: function that returns whether a block may end after a line; by default it may after any.
    :raises InputError: as in :func:`read_blocks`.
    """
    encoding, head = detect_encoding(stream, name, encoding)
    newline = "\n".encode(encoding)
    number = 1
    if whole is None and len(newline) == 1:  # four times as fast as line by line
        for data, count in cut_many_lines(stream, name, head, lines=lines, size=size):
            yield LineBlock(name, number, encoding, data), count
            number += count
        return
    block: list[bytes] = []
    held, most = 0, lines(0)
    for raw in cut_lines(stream, name, head, newline):
        block.append(raw)
        held += len(raw)
        if (len(block) >= most or held >= size) and (whole is None or whole(raw.decode(encoding, "replace"))):
            yield LineBlock(name, number, encoding, b"".join(block)), len(block)
            number += len(block)
            block = []
            held, most = 0, lines(number - 1)
    if block:
        yield LineBlock(name, number, encoding, b"".join(block)), len(block)


def halve_block(block: LineBlock, *, whole: Callable[[str], bool] | None = None) -> Sequence[LineBlock]:
    """Return the two halves of a block; nothing if it has one line, or none of its lines may end one.

    :param whole: as in :func:`cut_blocks`.
    """
    raw = list(cut_lines(io.BytesIO(block.data), block.name, b"", "\n".encode(block.encoding)))
    ends = [
        place
        for place, line in enumerate(raw[:-1], 1)
        if whole is None or whole(line.decode(block.encoding, "replace"))
    ]
    if not ends:
        return ()
    middle = ends[len(ends) // 2]
    second = replace(block, number=block.number + middle, data=b"".join(raw[middle:]))
    return replace(block, data=b"".join(raw[:middle])), second


def block_lines(block: LineBlock, *, strict: bool = False) -> Iterator[Line]:
    """Yield the lines of a block, as :func:`read_lines` yields those of a file."""
    if block.encoding == "utf-8":
        try:
            texts = block.data.decode().split("\n")
        except UnicodeDecodeError:
            pass
        else:
            last = texts.pop()
            for number, text in enumerate(texts, block.number):
                yield Line(text[:-1], "\r\n", number) if text.endswith("\r") else Line(text, "\n", number)
            if last:
                yield Line(last, "", block.number + len(texts))
            return
    stream = io.BytesIO(block.data)
    for number, raw in enumerate(cut_lines(stream, block.name, b"", "\n".encode(block.encoding)), block.number):
        yield decode_line(raw, block.name, number, block.encoding, strict=strict)


def detect_encoding(stream: IO[bytes], name: str, encoding: str | None) -> tuple[str, bytes]:
    """Determine the encoding of a stream from the requested one and the first bytes.

    :return: the encoding, and the bytes read so far, without a byte order mark.
    :raises InputError: if the encoding is unknown, or the text is UTF-16 without a byte order mark.
    """
    requested = find_encoding(encoding, name) if encoding is not None else None
    if requested == "utf-32":  # it would add a byte order mark to every newline that is searched for
        raise InputError(f"{name}: encoding {encoding!r} is not read; it may be utf-32-le or utf-32-be")
    head = b""
    while len(head) < len(codecs.BOM_UTF8) and (more := read_some(stream)):
        head += more
    for mark, marked in TEXT_BOMS:
        if head.startswith(mark) and requested in {*MARKED_ENCODINGS, marked}:
            return marked, head[len(mark) :]
    if requested is None and looks_like_utf16(head):
        raise InputError(
            f"{name}: looks like UTF-16 without a byte order mark; name its encoding, utf-16-le or utf-16-be",
            hint="--encoding utf-16-le",
        )
    return UNMARKED_ENCODINGS.get(requested, requested) if requested else "utf-8", head


def find_encoding(encoding: str, place: str) -> str:
    """Return the usual name of an encoding of text files.

    :param encoding: any of its names.
    :param place: where it is named, for the error.
    :raises InputError: if there is no such encoding.
    """
    try:
        found = codecs.lookup(encoding).name
        "\n".encode(found)  # fails for codecs that do not encode text, such as hex
    except (LookupError, ValueError):
        found = ""
    if not found or found.replace("_", "-") in NO_ENCODINGS:
        raise InputError(
            f"{place}: unknown encoding {encoding!r}; it may be utf-8, utf-16, utf-32-le or cp1256, for instance"
        )
    return found


def read_some(stream: IO[bytes]) -> bytes:
    """Read the available bytes, at most :data:`READ_SIZE`, without waiting for a pipe to fill up."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read(READ_SIZE)


def cut_lines(stream: IO[bytes], name: str, head: bytes, newline: bytes) -> Iterator[bytes]:
    """Split a stream after each newline; one of several bytes counts only at the start of a code unit.

    The parts of a long line are joined once, so that its cost is linear in its length.

    :raises InputError: if a line is longer than :data:`LONGEST_LINE`.
    """
    pending: list[bytes] = []
    held, number = 0, 1
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
            held = 0
            number += 1
        if start < whole:
            pending.append(chunk[start:whole])
            held += whole - start
            if held > LONGEST_LINE:
                raise long_line(name, number)
        chunk = read_some(stream)
    if pending or rest:
        yield b"".join([*pending, rest])


def cut_many_lines(
    stream: IO[bytes], name: str, head: bytes, *, lines: Callable[[int], int], size: int
) -> Iterator[tuple[bytes, int]]:
    """Split a stream after a number of newlines of one byte, or before at a number of bytes.

    The parameters are those of :func:`cut_blocks`.

    :return: the bytes and their number of lines.
    :raises InputError: if a line is longer than :data:`LONGEST_LINE`.
    """
    held: list[bytes] = []
    length, count, number, unended = 0, 0, 1, 0
    chunk = head or read_some(stream)
    while chunk:
        end = block_end(chunk, lines(number - 1) - count, size - length)
        part = chunk[:end] if end else chunk
        held.append(part)
        length += len(part)
        newlines = part.count(NEWLINE)
        count += newlines
        unended = len(part) - part.rfind(NEWLINE) - 1 if newlines else unended + len(part)
        if unended > LONGEST_LINE:
            raise long_line(name, number + count)
        if end:
            yield b"".join(held), count
            number += count
            held.clear()
            length, count = 0, 0
        chunk = (chunk[end:] if end else b"") or read_some(stream)
    if held:
        yield b"".join(held), count + bool(unended)


def block_end(chunk: bytes, lines: int, size: int) -> int:
    """Return the offset after the newline at which a block ends; 0 if it does not end in a chunk.

    :param lines: number of lines that the block still takes, at least 1.
    :param size: number of bytes at which it ends, which may be exceeded already.
    """
    by_size = chunk.find(NEWLINE, max(size - 1, 0)) + 1
    parts = chunk.split(NEWLINE, lines)
    by_lines = len(chunk) - len(parts[-1]) if len(parts) > lines else 0
    return min(by_size, by_lines) if by_size and by_lines else by_size or by_lines


def long_line(name: str, number: int) -> InputError:
    """Return the error of a line that is longer than :data:`LONGEST_LINE`."""
    return InputError(f"{name}:{number}: the line has more than {LONGEST_LINE:,} bytes; no text has such lines")


def newline_ends(chunk: bytes, newline: bytes) -> Iterator[int]:
    """Yield the offset after each newline of a chunk."""
    index = chunk.find(newline)
    while index >= 0:
        aligned = index % len(newline) == 0
        if aligned:
            yield index + len(newline)
        index = chunk.find(newline, index + (len(newline) if aligned else 1))


def looks_like_utf16(head: bytes) -> bool:
    """Return whether a sample has zero bytes in over a fifth of its even or odd positions, and none in the others."""
    sample = head[:4096]
    if len(sample) < 4:
        return False
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return max(even, odd) > len(sample) // 5 and min(even, odd) == 0


def count_newlines(stream: IO[bytes]) -> int:
    r"""Return the number of bytes ``\n`` in the rest of a stream: the number of lines, approximate in UTF-16."""
    return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(READ_SIZE), b""))


def check_lines(name: str, lines: object) -> None:
    """Check that lines are not one string, which would be read as a list of characters.

    :param name: name of the lines in the error, such as that of a parameter.
    :raises InputError: if ``lines`` is a string or bytes.
    """
    if isinstance(lines, str | bytes):
        raise InputError(f"{name}: a list of lines is wanted, not one string")


def reads_terminal(paths: Iterable[str]) -> bool:
    """Return whether one of the inputs is standard input, and that is a terminal at which someone types."""
    return STDIO in paths and sys.stdin is not None and sys.stdin.isatty()

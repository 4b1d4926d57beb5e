"""Reading and writing of text lines, for the formats with one pair, or one side of it, on each line."""

from abc import ABC, abstractmethod
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.lines import Line, LineBlock, block_lines, read_blocks, read_lines
from jisr.storage.compression import ByteSink, compressed, open_decompressed
from jisr.storage.output import Output

__all__ = [
    "DAMAGED_LINES",
    "FLATTENED_BREAKS",
    "LineFormat",
    "PairLines",
    "TextWriter",
    "encode_lines",
    "flatten_text",
    "open_text_writer",
    "read_text_lines",
]

DAMAGED_LINES = "lines with bytes that do not decode, now U+FFFD"
FLATTENED_BREAKS = "tabs and ends of line within a text, now spaces"


def read_text_lines(path: str, options: FormatOptions) -> Iterator[Line]:
    """Yield the lines of a file, compressed or not; ``-`` is standard input.

    :raises InputError: if the file cannot be read or decoded.
    """
    with open_decompressed(path, options.watch) as stream:
        yield from noting_damage(read_lines(stream, path, encoding=options.encoding), options.notes)


def noting_damage(lines: Iterable[Line], notes: Counter[str]) -> Iterator[Line]:
    """Yield lines, and count the damaged ones in ``notes``."""
    for line in lines:
        if line.damaged:
            notes[DAMAGED_LINES] += 1
        yield line


class TextWriter:
    """A writer of text lines in UTF-8."""

    def __init__(self, sink: ByteSink) -> None:
        self.sink = sink
        self.begun = False

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines, which include their line ends."""
        self.encoded(encode_lines(lines))

    def encoded(self, data: bytes) -> None:
        """Write the bytes of lines, as :func:`encode_lines` returns them."""
        if not self.begun and data.startswith(BOM_UTF8):  # readers take the first one for the mark of the file
            data = BOM_UTF8 + data
        self.begun = self.begun or bool(data)
        self.sink.write(data)


def encode_lines(lines: Iterable[str]) -> bytes:
    """Return lines, which include their line ends, in UTF-8."""
    return "".join(lines).encode("utf-8", "replace")


@contextmanager
def open_text_writer(path: str) -> Iterator[TextWriter]:
    """Open a file for writing lines, compressed if its name says so; ``-`` is standard output.

    :raises OutputError: if the file cannot be written.
    """
    with Output(path) as output, compressed(output) as sink:
        yield TextWriter(sink)


class PairLines:
    """A writer of pairs as text.

    :param line: function that returns the line or lines of a pair, with their ends.
    """

    def __init__(self, text: TextWriter, line: Callable[[Pair], str]) -> None:
        self.text = text
        self.line = line

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs."""
        self.text.lines(map(self.line, pairs))


class LineFormat(ABC):
    """A format with one pair on each line, so that blocks of lines can be read independently of one another."""

    files = 1
    encoded = True

    @abstractmethod
    def parse(self, lines: Iterable[Line], path: str, options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of lines.

        :param path: path of their file in errors.
        :raises InputError: if a line is not of the format.
        """

    @abstractmethod
    def line(self, pair: Pair, notes: Counter[str]) -> str:
        """Return the line of a pair, with its end."""

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of a file.

        :raises InputError: as :meth:`parse`, or if the file cannot be read or decoded.
        """
        return self.parse(read_text_lines(paths[0], options), paths[0], options)

    def blocks(self, path: str, options: FormatOptions) -> Iterator[LineBlock]:
        """Yield the lines of a file, compressed or not, in blocks.

        :raises InputError: if the file cannot be read.
        """
        with open_decompressed(path, options.watch) as stream:
            yield from read_blocks(stream, path, encoding=options.encoding)

    def parse_block(self, block: LineBlock, options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of a block of lines, as :meth:`read` yields those of a file."""
        return self.parse(noting_damage(block_lines(block), options.notes), block.name, options)

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> Iterator[PairLines]:
        """Open a file for writing."""
        with open_text_writer(paths[0]) as text:
            yield PairLines(text, partial(self.line, notes=options.notes))


def flatten_text(text: str, notes: Counter[str], breaks: str = "\t\n\r") -> str:
    """Return a text with a space in place of each character in ``breaks``, and count these in ``notes``."""
    for character in breaks:
        if character in text:
            notes[FLATTENED_BREAKS] += text.count(character)
            text = text.replace(character, " ")
    return text

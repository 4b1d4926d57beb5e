"""Reading and writing of text lines, for the formats with one pair, or one side of it, on each line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.lines import Line, read_lines
from jisr.storage.compression import ByteSink, compressed, open_decompressed
from jisr.storage.output import Output

__all__ = [
    "DAMAGED_LINES",
    "FLATTENED_BREAKS",
    "PairLines",
    "TextWriter",
    "flatten_text",
    "open_text_writer",
    "read_text_lines",
]

DAMAGED_LINES = "lines with bytes that do not decode, now U+FFFD"
FLATTENED_BREAKS = "tabs and ends of line within a text, now spaces"
BOM = "\ufeff"


def read_text_lines(path: str, options: FormatOptions) -> Iterator[Line]:
    """Yield the lines of a file, compressed or not; ``-`` is standard input.

    :raises InputError: if the file cannot be read or decoded.
    """
    with open_decompressed(path, options.watch) as stream:
        for line in read_lines(stream, path, encoding=options.encoding):
            if line.damaged:
                options.notes[DAMAGED_LINES] += 1
            yield line


class TextWriter:
    """A writer of text lines in UTF-8."""

    def __init__(self, sink: ByteSink) -> None:
        self.sink = sink
        self.begun = False

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines, which include their line ends."""
        text = "".join(lines)
        if not self.begun and text.startswith(BOM):  # readers take the first one for the mark of the file
            text = BOM + text
        self.begun = self.begun or bool(text)
        self.sink.write(text.encode("utf-8", "replace"))


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


def flatten_text(text: str, notes: Counter[str], breaks: str = "\t\n\r") -> str:
    """Return a text with a space in place of each character in ``breaks``, and count these in ``notes``."""
    for character in breaks:
        if character in text:
            notes[FLATTENED_BREAKS] += text.count(character)
            text = text.replace(character, " ")
    return text

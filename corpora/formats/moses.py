"""The Moses format: two files of lines, of which one holds the sources and the other their targets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.line_counts import read_parallel
from jisr.corpora.formats.text_lines import TextWriter, flatten_text, open_text_writer
from jisr.corpora.pairs import Pair
from jisr.storage.output_check import check_outputs

__all__ = ["MosesPairs"]


class MosesPairs:
    """The Moses format, which has no place for scores and origins."""

    files = 2
    encoded = True
    tagged = False

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of the two files.

        :raises InputError: if the numbers of lines differ.
        """
        for source, target in read_parallel(paths, options):
            yield Pair(source, target)

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> "Iterator[MosesWriter]":
        """Open the files of the sources and of the targets for writing.

        :raises InputError: if both are the same file, or standard output.
        """
        source, target = paths
        check_outputs(paths)
        with open_text_writer(source) as sources, open_text_writer(target) as targets:
            yield MosesWriter(sources, targets, options.notes)


class MosesWriter:
    """A writer of each side to a file of its own."""

    def __init__(self, sources: TextWriter, targets: TextWriter, notes: Counter[str]) -> None:
        self.sources = sources
        self.targets = targets
        self.notes = notes

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs; line ends within a text become spaces and are noted."""
        kept = list(pairs)
        self.sources.lines(self.line(pair.source) for pair in kept)
        self.targets.lines(self.line(pair.target) for pair in kept)

    def line(self, text: str) -> str:
        """Return a text as a line with its end."""
        return flatten_text(text, self.notes, "\n\r") + "\n"

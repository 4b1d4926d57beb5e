"""Moses: two files, a line of one is the translation of the same line of the other."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.line_counts import read_parallel
from jisr.corpora.formats.text_lines import TextWriter, flatten, write_text
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import STDIO

__all__ = ["MosesPairs"]


class MosesPairs:
    """Two files; score and origin are not kept."""

    files = 2

    def read(self, paths: Sequence[str], exchange: FormatOptions) -> Iterator[Pair]:
        """Read pairs.

        :raises InputError: if the files have not as many lines.
        """
        for source, target in read_parallel(paths, exchange):
            yield Pair(source, target)

    @contextmanager
    def writer(self, paths: Sequence[str], exchange: FormatOptions) -> "Iterator[MosesWriter]":
        """Open two files for pairs.

        :raises InputError: if both are standard output, or one file.
        """
        source, target = paths
        if source == target:
            what = "standard output" if source == STDIO else source
            raise InputError(f"{what} cannot take both sides; name two files")
        with write_text(source) as sources, write_text(target) as targets:
            yield MosesWriter(sources, targets, exchange)


class MosesWriter:
    """Writes each side to its file."""

    def __init__(self, sources: TextWriter, targets: TextWriter, exchange: FormatOptions) -> None:
        self.sources = sources
        self.targets = targets
        self.notes = exchange.notes

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs; an end of line within a text becomes a space, and is noted."""
        kept = list(pairs)
        self.sources.lines(self.line(pair.source) for pair in kept)
        self.targets.lines(self.line(pair.target) for pair in kept)

    def line(self, text: str) -> str:
        """Make a line of a text."""
        return (flatten(text, self.notes) if "\n" in text or "\r" in text else text) + "\n"

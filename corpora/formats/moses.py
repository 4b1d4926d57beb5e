"""Moses: two files, a line of one is the translation of the same line of the other."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.line_counts import read_parallel
from jisr.corpora.formats.text_lines import TextWriter, flatten_text, open_text_writer
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import STDIO

__all__ = ["MosesPairs"]


class MosesPairs:
    """Two files; score and origin are not kept."""

    files = 2

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Read pairs.

        :raises InputError: if the files have not as many lines.
        """
        for source, target in read_parallel(paths, options):
            yield Pair(source, target)

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> "Iterator[MosesWriter]":
        """Open two files for pairs.

        :raises InputError: if both are standard output, or one file.
        """
        source, target = paths
        if source == target:
            what = "standard output" if source == STDIO else source
            raise InputError(f"{what} cannot take both sides; name two files")
        with open_text_writer(source) as sources, open_text_writer(target) as targets:
            yield MosesWriter(sources, targets, options)


class MosesWriter:
    """Writes each side to its file."""

    def __init__(self, sources: TextWriter, targets: TextWriter, options: FormatOptions) -> None:
        self.sources = sources
        self.targets = targets
        self.notes = options.notes

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs; an end of line within a text becomes a space, and is noted."""
        kept = list(pairs)
        self.sources.lines(self.line(pair.source) for pair in kept)
        self.targets.lines(self.line(pair.target) for pair in kept)

    def line(self, text: str) -> str:
        """Return a text as a line."""
        return (flatten_text(text, self.notes) if "\n" in text or "\r" in text else text) + "\n"

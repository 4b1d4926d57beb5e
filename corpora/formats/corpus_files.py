"""The table of formats, and the reading and writing of pairs in any of them.

A format is known by the end of a file's name, behind which a text may say how it is packed: ``corpus.tsv``,
``corpus.jsonl.gz``. Two files whose names say nothing are the two sides of one corpus (Moses).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jisr.corpora.formats.format import FormatOptions, PairFormat, PairWriter
from jisr.corpora.formats.jsonl import JsonlPairs
from jisr.corpora.formats.moses import MosesPairs
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.formats.tsv import TsvPairs
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import STDIO, open_input
from jisr.storage.compression import COMPRESSED_SUFFIXES

__all__ = ["FORMATS", "Corpus", "find_corpora", "open_writer", "read_pairs", "write_pairs"]

FORMATS: dict[str, PairFormat] = {
    "jsonl": JsonlPairs(),
    "moses": MosesPairs(),
    "parquet": ParquetPairs(),
    "tmx": TmxPairs(),
    "tsv": TsvPairs(),
}
"""Formats by name; each but Moses is also what a file's name ends in."""

PACKED = frozenset({"jsonl", "moses", "tmx", "tsv"})
WRITE_BATCH = 1000
"""Pairs that are handed to a writer at a time."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus: its files and their format."""

    format: PairFormat
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name for messages."""
        return " + ".join(self.paths)

    @property
    def size(self) -> int | None:
        """Size on the disk in bytes; None for standard input."""
        if STDIO in self.paths:
            return None
        return sum(Path(path).stat().st_size for path in self.paths)

    def check(self) -> None:
        """Check that every file can be read.

        :raises InputError: if one cannot.
        """
        for path in self.paths:
            with open_input(path):
                pass

    def read(self, options: FormatOptions | None = None) -> Iterator[Pair]:
        """Read its pairs.

        :raises InputError: naming file and line, if it is not what its format says.
        """
        return self.format.read(self.paths, options or FormatOptions())


def find_corpora(paths: Sequence[str | Path], name: str | None = None) -> list[Corpus]:
    """Sort files into corpora: each by its name, and those whose names say nothing two by two.

    :param name: the format, where the names of the files do not say it.
    :raises InputError: if a format is unknown, or a file is left over.
    """
    if name is not None and name not in FORMATS:
        raise InputError(f"unknown format {name!r}; there are {', '.join(FORMATS)}")
    found: list[Corpus] = []
    side: str | None = None
    for path in map(str, paths):
        form = FORMATS.get(name or format_suffix(path) or "moses", FORMATS["moses"])
        if form.files == 1:
            found.append(Corpus(form, (path,)))
        elif side is None:
            side = path
        else:
            found.append(Corpus(form, (side, path)))
            side = None
    if side is not None:
        ends = ", ".join(f".{known}" for known in FORMATS if known != "moses")
        raise InputError(
            f"{side}: neither a known format ({ends}) nor one of two files that belong together; "
            "name the format with --format, or give both sides"
        )
    return found


def format_suffix(path: str) -> str:
    """Return the format that a file's name tells; empty if none.

    :raises InputError: if it is a format that is not read packed.
    """
    place = Path(path)
    packed = place.suffix.lower() in COMPRESSED_SUFFIXES
    end = (Path(place.stem) if packed else place).suffix.lower().removeprefix(".")
    if packed and end in FORMATS and end not in PACKED:
        raise InputError(f"{path}: a {end} file is packed within; unpack it first")
    return end if end in FORMATS else ""


def read_pairs(*paths: str | Path, name: str | None = None, options: FormatOptions | None = None) -> Iterator[Pair]:
    """Read the pairs of one corpus or more, one after the other.

    :param paths: the files; ``-`` is standard input.
    :param name: the format, where the names of the files do not say it.
    :raises InputError: naming file and line, if something is not what its format says.
    """
    for corpus in find_corpora(paths, name):
        yield from corpus.read(options)


@contextmanager
def open_writer(
    *paths: str | Path, name: str | None = None, options: FormatOptions | None = None
) -> Iterator[PairWriter]:
    """Open one corpus for writing; it takes its name when the ``with`` block ends without an error.

    :param paths: one file, or two for Moses; ``-`` is standard output.
    :raises InputError: if the files are not one corpus.
    :raises OutputError: if they cannot be written.
    """
    found = find_corpora(paths, name)
    if len(found) != 1:
        raise InputError(f"{len(found)} outputs where one belongs: {', '.join(map(str, paths))}")
    with found[0].format.writer(found[0].paths, options or FormatOptions()) as writer:
        yield writer


def write_pairs(
    paths: str | Path | Sequence[str | Path],
    pairs: Iterable[Pair],
    name: str | None = None,
    options: FormatOptions | None = None,
) -> int:
    """Write pairs as one corpus.

    :param paths: one file, or two for Moses; ``-`` is standard output.
    :return: how many pairs there were.
    :raises OutputError: if they cannot be written.
    """
    count = 0
    stream = iter(pairs)
    with open_writer(*([paths] if isinstance(paths, str | Path) else paths), name=name, options=options) as out:
        while batch := list(islice(stream, WRITE_BATCH)):
            out.write(batch)
            count += len(batch)
    return count

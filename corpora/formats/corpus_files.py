"""The table of formats, and functions that read and write pairs in any of them.

The suffix of a file name names the format, and the name of a text file may end in a second suffix for its compression:
``corpus.tsv``, ``corpus.jsonl.gz``. Two files without a known suffix are the two sides of one corpus (Moses).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jisr.corpora.formats.format import FormatOptions, PairFormat, PairWriter
from jisr.corpora.formats.jsonl import JsonlPairs
from jisr.corpora.formats.moses import MosesPairs
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.po import PoPairs
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.formats.tsv import TsvPairs
from jisr.corpora.formats.xliff import XliffPairs
from jisr.corpora.pairs import Pair, chunks
from jisr.errors import InputError
from jisr.lines import STDIO, open_input
from jisr.storage.compression import COMPRESSED_SUFFIXES

__all__ = ["FORMATS", "Corpus", "find_corpora", "find_output", "open_writer", "read_pairs", "write_pairs"]

FORMATS: dict[str, PairFormat] = {
    "jsonl": JsonlPairs(),
    "moses": MosesPairs(),
    "parquet": ParquetPairs(),
    "po": PoPairs(),
    "tmx": TmxPairs(),
    "tsv": TsvPairs(),
    "xlf": XliffPairs(),
    "xliff": XliffPairs(),
}
"""Formats by name, which is also the suffix of file names for all but Moses."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus: its files and their format."""

    format: PairFormat
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the corpus in messages."""
        return " + ".join(self.paths)

    @property
    def size(self) -> int | None:
        """Size on disk in bytes; None for standard input."""
        if STDIO in self.paths:
            return None
        return sum(Path(path).stat().st_size for path in self.paths)

    def check(self) -> None:
        """Check that every file can be opened.

        :raises InputError: if one cannot.
        """
        for path in self.paths:
            with open_input(path):
                pass

    def read(self, options: FormatOptions | None = None) -> Iterator[Pair]:
        """Yield the pairs of the corpus; see :meth:`PairFormat.read`."""
        return self.format.read(self.paths, options or FormatOptions())


def find_corpora(paths: Sequence[str | Path], name: str | None = None) -> list[Corpus]:
    """Return the corpora that files form: one for each file with a known suffix, and one for every two without.

    :param name: format of all files; default: that of the suffix of each.
    :raises InputError: if the format is unknown, or a file is left over.
    """
    if name is not None and name not in FORMATS:
        raise InputError(f"unknown format {name!r}; there are {', '.join(FORMATS)}")
    corpora: list[Corpus] = []
    side: str | None = None
    for path in map(str, paths):
        form = FORMATS[name or format_suffix(path) or "moses"]
        if form.files == 1:
            corpora.append(Corpus(form, (path,)))
        elif side is None:
            side = path
        else:
            corpora.append(Corpus(form, (side, path)))
            side = None
    if side is not None:
        suffixes = ", ".join(f".{known}" for known in FORMATS if known != "moses")
        raise InputError(
            f"{side}: neither a known format ({suffixes}) nor one of two files that belong together; "
            "name the format or give both sides",
            hint="--format FORMAT",
        )
    return corpora


def format_suffix(path: str) -> str:
    """Return the format that the suffix of a file name names; empty if it names none.

    :raises InputError: if the file is compressed and the format does not allow it.
    """
    file = Path(path)
    packed = file.suffix.lower() in COMPRESSED_SUFFIXES
    suffix = (Path(file.stem) if packed else file).suffix.lower().removeprefix(".")
    if packed and suffix in {"parquet", "po"}:
        raise InputError(f"{path}: a .{suffix} file is read unpacked; unpack it first")
    return suffix if suffix in FORMATS else ""


def read_pairs(*paths: str | Path, name: str | None = None, options: FormatOptions | None = None) -> Iterator[Pair]:
    """Yield the pairs of one corpus or more, one after the other.

    :param paths: files of the corpora; ``-`` is standard input.
    :param name: format of all files; default: that of the suffix of each.
    :raises InputError: naming the file and, where the format has them, the line, if a file is not of its format.
    """
    for corpus in find_corpora(paths, name):
        yield from corpus.read(options)


@contextmanager
def open_writer(
    *paths: str | Path, name: str | None = None, options: FormatOptions | None = None
) -> Iterator[PairWriter]:
    """Open one corpus for writing; its files appear when the ``with`` block ends without an error.

    :param paths: one file, or two for Moses; ``-`` is standard output.
    :param name: format of the files; default: that of their suffix.
    :raises InputError: if the files are not one corpus.
    :raises OutputError: if a file cannot be written.
    """
    corpus = find_output(paths, name)
    with corpus.format.writer(corpus.paths, options or FormatOptions()) as writer:
        yield writer


def find_output(paths: Sequence[str | Path], name: str | None = None) -> Corpus:
    """Return the one corpus that files form.

    :param name: format of the files; default: that of their suffix.
    :raises InputError: if the files are not one corpus.
    """
    corpora = find_corpora(paths, name)
    if len(corpora) != 1:
        raise InputError(f"{len(corpora)} outputs where one belongs: {', '.join(map(str, paths))}")
    return corpora[0]


def write_pairs(
    paths: str | Path | Sequence[str | Path],
    pairs: Iterable[Pair],
    name: str | None = None,
    options: FormatOptions | None = None,
) -> int:
    """Write pairs as one corpus.

    :param paths: one file, or two for Moses; ``-`` is standard output.
    :return: the number of pairs.
    :raises OutputError: if a file cannot be written.
    """
    count = 0
    with open_writer(*([paths] if isinstance(paths, str | Path) else paths), name=name, options=options) as out:
        for chunk in chunks(pairs):
            out.write(chunk)
            count += len(chunk)
    return count

"""Two texts in, aligned pairs out."""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.corpora.formats.corpus_files import open_writer, read_pairs, write_pairs
    from jisr.corpora.formats.format import FormatOptions
    from jisr.corpora.pairs import Pair

__all__ = ["FormatOptions", "Pair", "open_writer", "read_pairs", "write_pairs"]

__getattr__, __dir__ = exporter(
    __name__,
    {"FormatOptions": "formats.format", "Pair": "pairs"}
    | dict.fromkeys(("open_writer", "read_pairs", "write_pairs"), "formats.corpus_files"),
)

"""Two texts in, aligned pairs out."""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.corpora.exchange import Exchange
    from jisr.corpora.formats import open_writer, read_pairs, write_pairs
    from jisr.corpora.pairs import Pair

__all__ = ["Exchange", "Pair", "open_writer", "read_pairs", "write_pairs"]

__getattr__ = exporter(
    __name__,
    {"Exchange": "exchange", "Pair": "pairs"}
    | dict.fromkeys(("open_writer", "read_pairs", "write_pairs"), "formats"),
)

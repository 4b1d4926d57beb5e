"""Two texts in, aligned pairs out."""

from jisr.corpora.exchange import Exchange
from jisr.corpora.formats import open_writer, read_pairs, write_pairs
from jisr.corpora.pairs import Pair

__all__ = ["Exchange", "Pair", "open_writer", "read_pairs", "write_pairs"]

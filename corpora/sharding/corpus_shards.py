"""Shards of corpora: pairs as lines of a format.

TSV and JSONL are cut into blocks of lines, which the workers read. Corpora of other formats cannot be cut: the driver
reads them and sends the pairs as JSONL, which holds all of a pair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from jisr.cluster.shard import Shard
from jisr.corpora.corpus_job import CorpusJob, place_prefix
from jisr.corpora.formats.corpus_files import Corpus, find_corpora
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.jsonl import JsonlPairs
from jisr.corpora.formats.text_lines import LineFormat, encode_lines
from jisr.corpora.pairs import Pair
from jisr.lines import LineBlock, block_lines, cut_blocks, halve_block
from jisr.storage.compression import open_decompressed
from jisr.storage.journal import bytes_digest, digest

__all__ = ["CARRIER", "CorpusItem", "carried_pairs", "corpus_shards", "halve_corpus_shard"]

CARRIER: Final = JsonlPairs()
"""Format in which pairs travel that are not lines of a file."""
SHARD_BYTES: Final = 8 << 20
"""Number of bytes at which a shard ends, whatever its number of pairs."""


@dataclass(frozen=True, slots=True)
class CorpusItem:
    """Pairs of a corpus.

    :param form: format of the lines.
    :param place: what precedes the number of a pair in its place.
    :param settings: hash of everything but the lines that decides the result.
    :param placed: whether places are a part of the result.
    """

    form: LineFormat
    block: LineBlock
    place: str
    settings: str
    placed: bool

    def pairs(self, options: FormatOptions) -> list[Pair]:
        """Return the pairs.

        :raises InputError: if a line is wrong.
        """
        return list(self.form.parse_block(self.block, options))

    @property
    def key(self) -> str:
        """Hash of everything that decides the result."""
        block = self.block
        place = f"{self.place}{block.number}" if self.placed else ""
        return digest(self.settings, type(self.form).__name__, block.encoding, place, bytes_digest(block.data))

    def shard(self, count: int) -> Shard:
        """Return the shard of a number of pairs."""
        return Shard(0, f"{self.place}{self.block.number}", count, False, self.key, self)


def corpus_shards(job: CorpusJob, *, lines: int, settings: str, placed: bool = False) -> Iterator[Shard]:
    """Yield the shards of the inputs of a job, whose notes are updated.

    :param lines: number of pairs of a shard.
    :param settings: hash of everything but the pairs that decides the result.
    :param placed: whether places are a part of the result.
    :raises InputError: if an input cannot be read.
    """
    for corpus in find_corpora(job.inputs, job.input_format):
        form = corpus.format if isinstance(corpus.format, LineFormat) else CARRIER
        for block, count in corpus_blocks(corpus, job.options, lines):
            yield CorpusItem(form, block, place_prefix(corpus), settings, placed).shard(count)


def corpus_blocks(corpus: Corpus, options: FormatOptions, lines: int) -> Iterator[tuple[LineBlock, int]]:
    """Yield blocks of lines of a corpus, each with their number; the parameters are those above.

    :raises InputError: if it cannot be read.
    """
    if isinstance(corpus.format, LineFormat):
        with open_decompressed(corpus.name, options.watch) as stream:
            yield from cut_blocks(
                stream, corpus.name, encoding=options.encoding, lines=lambda _done: lines, size=SHARD_BYTES
            )
        return
    pairs = iter(corpus.read(options))
    number = 1
    while written := [CARRIER.line(pair, options.notes) for pair in islice(pairs, lines)]:
        yield LineBlock(corpus.name, number, "utf-8", encode_lines(written)), len(written)
        number += len(written)


def halve_corpus_shard(shard: Shard) -> Sequence[Shard]:
    """Return the halves of a shard; nothing if it has one pair."""
    item = shard.item
    return [replace(item, block=block).shard(sum(1 for _ in block_lines(block))) for block in halve_block(item.block)]


def carried_pairs(data: bytes) -> Iterator[Pair]:
    """Yield the pairs of lines in the format of the carrier."""
    return CARRIER.parse_block(LineBlock("", 1, "utf-8", data), FormatOptions())

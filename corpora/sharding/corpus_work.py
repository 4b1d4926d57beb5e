"""What workers do with the shards of corpora."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jisr import __version__
from jisr.cluster.shard import Shard, ShardResult
from jisr.cluster.shard_store import ShardStore
from jisr.corpora.cleaning.clean import FilterCounts, screen
from jisr.corpora.cleaning.filters import Filter
from jisr.corpora.cleaning.similarity_filter import SimilarityFilter
from jisr.corpora.cleaning.stats import stats
from jisr.corpora.duplicates.dedup import hash_forms
from jisr.corpora.duplicates.dedup_lines import compare_block
from jisr.corpora.duplicates.near_edges import NearRecord, find_edges, group_records, pack_records, unpack_records
from jisr.corpora.duplicates.overlap import TestSentenceIndex
from jisr.corpora.encoders.canary import encoder_digest
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import LineFormat, encode_lines
from jisr.corpora.pairs import DedupKey, Pair
from jisr.corpora.sharding.corpus_shards import CorpusItem
from jisr.errors import EngineError
from jisr.storage.compression import ignore_count
from jisr.storage.journal import digest

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import Encoder

__all__ = ["CleanWork", "CorpusWork", "DedupWork", "NearGroup", "OverlapWork", "StatsWork"]


@dataclass(frozen=True, slots=True)
class NearGroup:
    """A group in which pairs are compared.

    :param number: its number.
    :param pieces: key of each shard that has pairs of the group, and the number of its first pair.
    """

    number: int
    pieces: tuple[tuple[str, int], ...]

    def shard(self, settings: str) -> Shard:
        """Return the shard of the group."""
        key = digest(settings, str(self.number), *(f"{key} {first}" for key, first in self.pieces))
        return Shard(0, f"group {self.number}", 0, False, key, self)


class CorpusWork(ABC):
    """Work on pairs in a worker.

    :param options: options of reading.
    :param encoder: encoder whose vectors decide the results, if there is one.
    """

    placed = False
    """Whether places of pairs are a part of the results."""
    store: ShardStore | None = None
    """Store that the workers write themselves, if there is one."""

    def __init__(self, options: FormatOptions, encoder: "Encoder | None" = None) -> None:
        self.options = replace(options, notes=Counter(), watch=ignore_count)
        self.encoder = encoder

    @property
    def settings(self) -> tuple[str, ...]:
        """Everything about the work that decides the results, besides the languages."""
        return ()

    def key(self, described: Any) -> str:  # noqa: ANN401 - any JSON value
        """Return the hash of everything but the pairs that decides the results.

        :param described: what :meth:`describe` returned.
        """
        langs = self.options.source_lang, self.options.target_lang
        return digest(__version__, type(self).__name__, str(described), *langs, *self.settings)

    def describe(self) -> str | None:
        """Return a hash of some vectors of the encoder on this machine; None without an encoder."""
        return None if self.encoder is None else encoder_digest(self.encoder)

    @abstractmethod
    def __call__(self, item: Any) -> ShardResult:  # noqa: ANN401 - the item of a shard
        """Return the result of a shard.

        :raises InputError: if a line is wrong.
        """

    def fresh_options(self) -> FormatOptions:
        """Return the options of reading, without notes."""
        return replace(self.options, notes=Counter())


class CleanWork(CorpusWork):
    """Judgement of pairs by filters.

    :param written: format of the kept pairs, and that of the refused ones if they are written.
    """

    def __init__(self, options: FormatOptions, filters: Sequence[Filter], written: Sequence[LineFormat]) -> None:
        encoders = [one.encoder for one in filters if isinstance(one, SimilarityFilter)]
        super().__init__(options, encoders[0] if encoders else None)
        self.filters = tuple(filters)
        self.written = tuple(written)

    @property
    def settings(self) -> tuple[str, ...]:
        """The filters, and the formats that are written."""
        return repr(self.filters), *(type(form).__name__ for form in self.written)

    def __call__(self, item: CorpusItem) -> ShardResult:
        """Return the lines of the kept and of the refused pairs, with their numbers.

        :raises InputError: if a line is wrong.
        """
        options = self.fresh_options()
        counts = FilterCounts()
        sides: tuple[list[Pair], list[Pair]] = ([], [])
        for chunk in screen(item.pairs(options), counts, filters=self.filters):
            for side, pairs in zip(sides, chunk, strict=True):
                side += pairs
        parts = tuple(lines_of(pairs, form, options) for pairs, form in zip(sides, self.written, strict=False))
        return ShardResult({"pairs": counts.pairs, "refused": counts.refused, "notes": options.notes}, parts)


def lines_of(pairs: Iterable[Pair], form: LineFormat, options: FormatOptions) -> bytes:
    """Return pairs as lines of a format; the notes on them are added to those of the options."""
    return encode_lines(form.line(pair, options.notes) for pair in pairs)


class DedupWork(CorpusWork):
    """Comparison of pairs.

    :param by: side that is compared, or both.
    :param near: whether near duplicates are looked for.
    :param written: format of the kept pairs, and those of the duplicates and near duplicates if they are written.
    """

    def __init__(self, options: FormatOptions, by: DedupKey, written: Sequence[LineFormat], *, near: bool) -> None:
        super().__init__(options)
        self.by = by
        self.written = tuple(written)
        self.near = near

    @property
    def settings(self) -> tuple[str, ...]:
        """What is compared, and the formats that are written."""
        return self.by, str(self.near), *(type(form).__name__ for form in self.written)

    def __call__(self, item: CorpusItem | NearGroup) -> ShardResult:
        """Return the hashes of the pairs, and all lines that could be written for them; or the edges of a group.

        :raises InputError: if a line is wrong.
        :raises EngineError: if records that were stored are gone.
        """
        if isinstance(item, NearGroup):
            return ShardResult({"notes": {}}, (find_edges(self.records(item)).tobytes(),))
        compared = compare_block(item.form, item.block, by=self.by, options=self.options, written=self.written)
        lines = [item.block.data if written.data is None else written.data for written in compared.lines]
        values = {
            "pairs": compared.count,
            "notes": compared.notes,
            "notes of lines": [list(written.notes.items()) for written in compared.lines],
            "groups": self.store_groups(item, compared.forms) if self.near else [],
        }
        return ShardResult(values, (hash_forms(compared.forms), *lines))

    def store_groups(self, item: CorpusItem, forms: Iterable[Sequence[str]]) -> list[int]:
        """Store the records of pairs for each group in which they are compared, and return these groups."""
        assert self.store is not None
        groups = group_records(forms)
        for group, records in groups.items():
            self.store.put(group_key(item.key, group), ShardResult(None, (pack_records(records),)))
        return sorted(groups)

    def records(self, group: NearGroup) -> Iterator[NearRecord]:
        """Yield the records of a group, with their numbers in the whole corpus.

        :raises EngineError: if they are gone.
        """
        assert self.store is not None
        for key, first in group.pieces:
            stored = self.store.get(group_key(key, group.number))
            if stored is None:
                place = self.store.folder.path("").rstrip("/")
                raise EngineError(f"{place}: is damaged; delete it to start anew")
            for number, text, other, found, sought in unpack_records(stored.parts[0]):
                yield first + number, text, other, found, sought


def group_key(key: str, group: int) -> str:
    """Return the key under which the records of a shard for a group are stored."""
    return digest(key, str(group))


class StatsWork(CorpusWork):
    """Statistics of pairs."""

    def __call__(self, item: CorpusItem) -> ShardResult:
        """Return the statistics, as values for JSON.

        :raises InputError: if a line is wrong.
        """
        options = self.fresh_options()
        return ShardResult({"stats": stats(item.pairs(options), self.encoder).values(), "notes": options.notes})


class OverlapWork(CorpusWork):
    """Search for test sentences.

    :param index: the test sentences.
    :param near: whether sentences are found that differ by a word or so.
    """

    placed = True

    def __init__(self, options: FormatOptions, index: TestSentenceIndex, *, near: bool) -> None:
        super().__init__(options)
        self.index = index
        self.near = near

    @property
    def settings(self) -> tuple[str, ...]:
        """The test sentences, and how they are searched for."""
        return str(self.near), *self.index.content()

    def __call__(self, item: CorpusItem) -> ShardResult:
        """Return the fields of the hits.

        :raises InputError: if a line is wrong.
        """
        options = self.fresh_options()
        placed = ((f"{item.place}{number}", pair) for number, pair in enumerate(item.pairs(options), item.block.number))
        hits = [list(hit.record().values()) for hit in self.index.find(placed, near=self.near)]
        return ShardResult({"hits": hits, "notes": options.notes})

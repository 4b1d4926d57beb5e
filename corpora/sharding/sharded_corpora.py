"""Jobs on corpora in files that are shared out to a pool of workers."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Final

from jisr.cluster.cluster_options import LOCAL, ClusterOptions, check_cluster, open_pool
from jisr.cluster.pool import Pool
from jisr.cluster.run_shards import run_shards
from jisr.cluster.shard import Shard, ShardResult, ShardSizes
from jisr.cluster.shard_store import ShardStore, StoredWork, store_beside
from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.cleaning.filters import Filter
from jisr.corpora.cleaning.stats import CorpusStats
from jisr.corpora.corpus_job import CorpusJob, check_encoding
from jisr.corpora.duplicates.dedup import EXACT_REASON, NEAR_REASON, parse_hashes
from jisr.corpora.duplicates.dedup_lines import choose_lines
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.near_edges import is_near_kept
from jisr.corpora.duplicates.overlap import OverlapHit, OverlapKind, TestSentenceIndex
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.formats.corpus_files import Corpus, find_corpora
from jisr.corpora.formats.text_lines import LineFormat, open_text_writer
from jisr.corpora.pairs import DedupKey
from jisr.corpora.sharding.corpus_shards import CARRIER, carried_pairs, corpus_shards, halve_corpus_shard
from jisr.corpora.sharding.corpus_work import CleanWork, CorpusWork, DedupWork, NearGroup, OverlapWork, StatsWork
from jisr.errors import EngineError, InputError
from jisr.lines import reads_terminal
from jisr.progress import Progress

if TYPE_CHECKING:
    from jisr.arrays import Flags

__all__ = ["clean_sharded", "dedup_sharded", "overlap_sharded", "stats_sharded"]

REASONS: Final = ("", EXACT_REASON, NEAR_REASON)
"""Reasons for which a pair is not kept, after the first, which is none."""
PAIRS: Final = 8192
"""Pairs of a shard, which take a worker some tenths of a second."""
ENCODED_PAIRS: Final = 1024
"""Pairs of a shard if their meanings are compared, which takes longer."""


@dataclass(frozen=True, slots=True)
class SharedJob:
    """A job on corpora that a pool works on.

    :param settings: hash of everything but the pairs that decides the results.
    :param lines: number of pairs of a shard.
    """

    job: CorpusJob
    work: CorpusWork
    pool: Pool
    store: ShardStore
    settings: str
    lines: int
    progress: Progress

    def shards(self) -> Iterator[tuple[Shard, ShardResult]]:
        """Yield the shards of the inputs with their results, in order, and add their notes to those of the job.

        :raises JisrError: as one process; or if no worker survives.
        """
        shards = corpus_shards(self.job, lines=self.lines, settings=self.settings, placed=self.work.placed)
        for shard, result in run_shards(shards, self.pool, self.store, halve_corpus_shard, self.progress):
            self.job.options.notes.update(result.values["notes"])
            yield shard, result

    def results(self) -> Iterator[ShardResult]:
        """Yield the results as :meth:`shards` does."""
        return (result for _, result in self.shards())


@contextmanager
def shared_out(
    work: CorpusWork, job: CorpusJob, cluster: ClusterOptions, label: str, output: str | None = None
) -> Iterator[SharedJob]:
    """Open a pool that works on the pairs of a job, for a ``with`` block.

    :param output: file beside which the results of shards are kept until the job is done; by default, none.
    :raises JisrError: if an input cannot be opened, or no worker can be had.
    """
    check_encoding(job.inputs, job.input_format, job.options)
    for corpus in find_corpora(job.inputs, job.input_format):
        corpus.check()
    with ExitStack() as stack:
        store = stack.enter_context(store_beside(output))
        work.store = store if store.shared or cluster.cluster == LOCAL else None
        pool = stack.enter_context(open_pool(cluster, StoredWork(work, store), ahead=1))
        settings = work.key(next(iter(pool.describe().values())))
        usual = PAIRS if work.encoder is None else ENCODED_PAIRS
        sizes = store.choose_sizes(cluster.shard_lines, ShardSizes(usual))
        progress = stack.enter_context(Progress(label, None, "pairs", shown=not reads_terminal(job.inputs)))
        yield SharedJob(job, work, pool, store, settings, sizes.lines, progress)


class PairOutputs:
    """The files of the kept and of the refused pairs, written from lines that workers make.

    :param rejected: file for the refused pairs, if they are written.
    :raises InputError: if the outputs of the job are not one corpus.
    :raises OutputError: on entry, if a file cannot be written.
    """

    def __init__(self, job: CorpusJob, rejected: str | None) -> None:
        self.options = job.options
        self.corpora = [job.written, *([] if rejected is None else find_corpora([rejected]))]
        self.stack = ExitStack()

    @property
    def line_formats(self) -> list[LineFormat]:
        """Formats of the lines of each file, or of those in which its pairs travel."""
        return [corpus.format if isinstance(corpus.format, LineFormat) else CARRIER for corpus in self.corpora]

    def __enter__(self) -> Sequence[Callable[[bytes], None]]:
        with ExitStack() as stack:
            writers = [stack.enter_context(self.opened(corpus)) for corpus in self.corpora]
            self.stack = stack.pop_all()
        return writers

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.__exit__(kind, error, trace)

    @contextmanager
    def opened(self, corpus: Corpus) -> Iterator[Callable[[bytes], None]]:
        """Open a file, and yield the function that writes lines to it."""
        if isinstance(corpus.format, LineFormat):
            with open_text_writer(corpus.name) as text:
                yield text.encoded
        else:
            with corpus.format.writer(corpus.paths, self.options) as writer:
                yield lambda data: writer.write(carried_pairs(data))


def clean_sharded(
    job: CorpusJob, filters: Sequence[Filter], rejected: str | None, cluster: ClusterOptions
) -> FilterCounts:
    """Write the pairs that every filter accepts, as :func:`jisr.corpora.clean_files`, by a pool of workers.

    :raises EngineError: if no worker survives.
    """
    job.check(rejected)
    check_cluster(cluster)
    outputs = PairOutputs(job, rejected)
    work = CleanWork(job.options, filters, outputs.line_formats)
    counts = FilterCounts()
    with shared_out(work, job, cluster, "cleaning", job.outputs[0]) as shared, outputs as writers:
        for result in shared.results():
            counts.pairs += result.values["pairs"]
            counts.refused.update(result.values["refused"])
            for write, lines in zip(writers, result.parts, strict=True):
                write(lines)
    return counts


def dedup_sharded(
    job: CorpusJob, rejected: str | None, cluster: ClusterOptions, *, by: DedupKey, near: bool
) -> FilterCounts:
    """Write the first of all pairs that are the same, as :func:`jisr.corpora.dedup_files`, by a pool of workers.

    They read, hash and format the pairs. The first of each hash is found here, in the order of the pairs.

    :raises InputError: if near duplicates are looked for, and workers on other machines have no place to write.
    :raises EngineError: if no worker survives.
    """
    job.check(rejected)
    check_cluster(cluster)
    outputs = PairOutputs(job, rejected)
    formats = outputs.line_formats
    work = DedupWork(job.options, by, [*formats, *(formats[1:] if near else [])], near=near)
    counts = FilterCounts()
    with shared_out(work, job, cluster, "comparing", job.outputs[0]) as shared, outputs as writers:
        for result, reasons in near_reasons(shared) if near else exact_reasons(shared):
            counts.pairs += len(reasons)
            counts.refused.update(REASONS[reason] for reason in reasons if reason)
            of_lines = result.values["notes of lines"]
            kept = [not reason for reason in reasons]
            writers[0](choose_lines(result.parts[1], of_lines[0], kept, job.options.notes))
            if len(writers) > 1 and not all(kept):
                refused = [bool(reason) for reason in reasons]
                lines = choose_lines(result.parts[2], of_lines[1], refused, job.options.notes)
                if near:
                    others = choose_lines(result.parts[3], [], refused, job.options.notes)
                    chosen = filter(None, reasons)
                    pairs = zip(lines.splitlines(True), others.splitlines(True), chosen, strict=True)
                    lines = b"".join(pair[reason - 1] for *pair, reason in pairs)
                writers[1](lines)
    return counts


def exact_reasons(shared: SharedJob) -> Iterator[tuple[ShardResult, list[int]]]:
    """Yield the result of each shard, with the index of the reason in :data:`REASONS` for each of its pairs."""
    seen = HashSet()
    for result in shared.results():
        yield result, (~seen.new(parse_hashes(result.parts[0]))).astype(int).tolist()


def near_reasons(shared: SharedJob) -> Iterator[tuple[ShardResult, list[int]]]:
    """Yield what :func:`exact_reasons` does, with near duplicates.

    :raises InputError: if workers have no place to write.
    :raises EngineError: if results are gone.
    """
    import numpy as np

    if shared.work.store is None:
        raise InputError("near duplicates on a cluster of machines need a file as output, beside which workers write")
    seen = HashSet()
    new: list[Flags] = []
    shards: list[Shard] = []
    pieces: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    first = 0
    for shard, result in shared.shards():
        shards.append(shard)
        for group in result.values["groups"]:
            pieces[group].append((shard.key, first))
        new.append(seen.new(parse_hashes(result.parts[0])))
        first += len(new[-1])
    groups = (NearGroup(group, tuple(pieces[group])).shard(shared.settings) for group in sorted(pieces))
    found = run_shards(groups, shared.pool, shared.store, lambda _shard: (), shared.progress)
    edges = [np.frombuffer(result.parts[0], "<i8").reshape(-1, 2) for _, result in found]
    near = is_near_kept(np.concatenate([*new, np.zeros(0, bool)]), np.concatenate([*edges, np.zeros((0, 2), int)]))
    first = 0
    for shard, flags in zip(shards, new, strict=True):
        reasons = np.where(flags, 2 * near[first : first + len(flags)], 1)
        first += len(flags)
        again = shared.store.get(shard.key)
        if again is None:
            raise EngineError(f"{shared.store.folder.path(shard.key)}: damaged or gone since it was written")
        yield again, reasons.tolist()


def stats_sharded(job: CorpusJob, encoder: Encoder | None, cluster: ClusterOptions) -> CorpusStats:
    """Return lengths, ratios, scripts and scores of pairs, as :func:`jisr.corpora.stats_files`, by a pool of workers.

    :raises EngineError: if no worker survives.
    """
    check_cluster(cluster)
    counted = CorpusStats()
    with shared_out(StatsWork(job.options, encoder), job, cluster, "counting") as shared:
        for result in shared.results():
            counted.merge(result.values["stats"])
    return counted


def overlap_sharded(
    job: CorpusJob, index: TestSentenceIndex, cluster: ClusterOptions, *, near: bool
) -> Iterator[OverlapHit]:
    """Yield the test sentences that are in the inputs of a job, as :func:`jisr.corpora.overlap_files`.

    :raises EngineError: if no worker survives.
    """
    check_cluster(cluster)
    with shared_out(OverlapWork(job.options, index, near=near), job, cluster, "searching") as shared:
        for result in shared.results():
            for kind, *fields in result.values["hits"]:
                yield OverlapHit(OverlapKind(kind), *fields)

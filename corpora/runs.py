"""Complete jobs on corpora in files, from the input to the finished output."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from os.path import exists, isdir, isfile  # those of pathlib raise if a folder is not accessible
from pathlib import Path

from jisr.cluster.cluster_options import ClusterOptions
from jisr.corpora.cleaning.clean import FilterCounts, RefusalExplanation, explain_refusals, screen
from jisr.corpora.cleaning.filters import Filter
from jisr.corpora.cleaning.stats import CorpusStats, stats
from jisr.corpora.corpus_job import CorpusJob, check_encoding, check_languages, numbered_pairs, open_corpora
from jisr.corpora.corpus_options import SplitSizes
from jisr.corpora.duplicates.dedup import separate
from jisr.corpora.duplicates.dedup_lines import separate_lines
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.duplicates.split import SPLIT_NAMES, assign_splits, split_pairs
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.formats.corpus_files import open_writer
from jisr.corpora.formats.text_lines import open_text_writer
from jisr.corpora.pairs import DedupKey, Pair, chunks
from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.storage.compression import COMPRESSED_SUFFIXES
from jisr.storage.journal import Journal, journal_path
from jisr.storage.output_check import check_outputs

__all__ = [
    "clean_files",
    "convert_files",
    "dedup_files",
    "explain_files",
    "overlap_files",
    "split_files",
    "stats_files",
]


Sift = Callable[[Iterable[Pair], FilterCounts, Journal | None], Iterator[tuple[list[Pair], list[Pair]]]]
"""Function that yields the kept and the refused pairs of each chunk."""


def convert_files(job: CorpusJob) -> int:
    """Write corpora in another format.

    :return: the number of pairs.
    """
    check_outputs(job.outputs, job.read)
    count = 0
    with job.reading("converting") as pairs, job.writing() as writer:
        for chunk in chunks(pairs):
            writer.write(chunk)
            count += len(chunk)
    return count


def clean_files(
    job: CorpusJob, filters: Sequence[Filter], rejected: str | None = None, *, cluster: ClusterOptions | None = None
) -> FilterCounts:
    """Write the pairs that every filter accepts; a killed run resumes.

    :param rejected: file for the refused pairs, with the name of the filter as their origin.
    :param cluster: pool of workers that judge, if any.
    :return: the number of pairs, and of those refused by each filter.
    """
    if cluster is not None and cluster.cluster is not None:
        from jisr.corpora.sharding.sharded_corpora import clean_sharded

        return clean_sharded(job, filters, rejected, cluster)
    return sift_files(job, "cleaning", partial(screen, filters=filters), rejected)


def dedup_files(
    job: CorpusJob,
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
    rejected: str | None = None,
    cluster: ClusterOptions | None = None,
) -> FilterCounts:
    """Write the first of all pairs that are the same, as :func:`jisr.corpora.dedup`; a killed run resumes.

    :param rejected: file for the duplicates, with the reason as their origin.
    :param cluster: pool of workers that compare, if any.
    :return: the number of pairs, and of duplicates of each kind.
    :raises InputError: if near duplicates are looked for by a pool of several machines, without a file as output.
    """
    if cluster is not None and cluster.cluster is not None:
        from jisr.corpora.sharding.sharded_corpora import dedup_sharded

        return dedup_sharded(job, rejected, cluster, by=by, near=near)
    job.check(rejected)
    forms = job.line_formats(rejected)
    if near or not forms:
        return sift_files(job, "comparing", partial(separate, by=by, near=near), rejected)
    counts = FilterCounts()
    recorded = journal_path(job.outputs[0])
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(recorded)) if recorded else None
        blocks = stack.enter_context(job.reading_blocks("comparing"))
        files = [job.outputs[0], *([] if rejected is None else [rejected])]
        writers = [stack.enter_context(open_text_writer(file)) for file in files]
        for lines in separate_lines(blocks, counts, journal, job.options, forms, by=by):
            for writer, data in zip(writers, lines, strict=True):
                writer.encoded(data)
    return counts


def sift_files(job: CorpusJob, label: str, sift: Sift, rejected: str | None) -> FilterCounts:
    """Write the kept pairs to the output and the refused ones to ``rejected``.

    A killed run resumes from a journal beside the output; there is none for standard output.

    :raises InputError: if an output is read here, or named twice.
    """
    job.check(rejected)
    counts = FilterCounts()
    recorded = journal_path(job.outputs[0])
    with ExitStack() as stack:
        # Entered first, the journal is deleted last, when all outputs are complete.
        journal = stack.enter_context(Journal(recorded)) if recorded else None
        pairs = stack.enter_context(job.reading(label))
        writer = stack.enter_context(job.writing())
        refusals = None
        if rejected is not None:
            refusals = stack.enter_context(open_writer(rejected, options=job.options))
        for kept, refused in sift(pairs, counts, journal):
            writer.write(kept)
            if refusals is not None:
                refusals.write(refused)
    return counts


def stats_files(
    job: CorpusJob, encoder: Encoder | None = None, *, cluster: ClusterOptions | None = None
) -> CorpusStats:
    """Return lengths, ratios, scripts and scores of the pairs of corpora, as :func:`jisr.corpora.stats`.

    :param cluster: pool of workers that count, if any.
    """
    check_languages(job)
    if cluster is not None and cluster.cluster is not None:
        from jisr.corpora.sharding.sharded_corpora import stats_sharded

        return stats_sharded(job, encoder, cluster)
    with job.reading("counting") as pairs:
        return stats(pairs, encoder)


def explain_files(job: CorpusJob, filters: Sequence[Filter]) -> tuple[int, dict[str, RefusalExplanation]]:
    """Return the number of pairs, and which of them each filter would remove by itself."""
    with job.reading("trying filters") as pairs:
        return explain_refusals(pairs, filters)


def split_files(job: CorpusJob, parts: SplitSizes) -> dict[str, int]:
    """Write the parts of a corpus to files with the name of the part in theirs, such as ``corpus.train.tsv``.

    The input is read twice. A set that is smaller than requested is noted.

    :return: the number of pairs of each part.
    :raises InputError: if an input is standard input or a pipe, if an output is standard output, is read here or named
        twice.
    """
    if STDIO in (*job.inputs, *job.outputs):
        raise InputError("split reads its input twice and writes several files; name files, not -")
    for path in job.inputs:
        if exists(path) and not isfile(path) and not isdir(path):  # noqa: PTH110, PTH112, PTH113
            raise InputError(f"{path}: split reads its input twice, which a pipe or device cannot be; name a file")
    check_outputs([part_name(path, part) for part in SPLIT_NAMES for path in job.outputs], job.read)
    counts = dict.fromkeys(SPLIT_NAMES, 0)
    with ExitStack() as stack:
        writers = {
            part: stack.enter_context(
                open_writer(
                    *(part_name(path, part) for path in job.outputs), name=job.output_format, options=job.options
                )
            )
            for part in SPLIT_NAMES
        }
        with job.reading("grouping") as pairs:
            chosen = assign_splits(pairs, parts)
        job.options.notes.clear()  # the second reading makes the same notes again
        with job.reading("splitting") as pairs:
            for part, pair in split_pairs(pairs, chosen):
                writers[part].write([pair])
                counts[part] += 1
    for part, wanted in (("dev", parts.dev), ("test", parts.test)):
        if counts[part] < wanted:
            # A group of pairs stays together, so all the remaining ones can be too large for the room that is left.
            job.options.notes[f"pairs fewer in {part} than asked for"] = wanted - counts[part]
    return counts


def part_name(path: str, part: str) -> str:
    """Return the name of a file with the name of a part before its suffixes.

    :raises InputError: if it has no name.
    """
    file = Path(path)
    if not file.name:
        raise InputError(f"{path!r} is no name of a file to write")
    packed = file.suffix if file.suffix.lower() in COMPRESSED_SUFFIXES else ""
    plain = Path(file.name.removesuffix(packed))
    return str(file.with_name(f"{plain.stem}.{part}{plain.suffix}{packed}"))


def overlap_files(
    job: CorpusJob, tests: tuple[str, ...], *, near: bool = True, cluster: ClusterOptions | None = None
) -> Iterator[OverlapHit]:
    """Yield the sentences of test sets that are in the inputs of a job.

    :param tests: files of one test set or more.
    :param near: also find sentences that differ by a word or so.
    :param cluster: pool of workers that search, if any.
    """
    check_encoding((*tests, *job.inputs), job.input_format, job.options)
    with open_corpora("reading tests", tests, job.input_format, job.options) as corpora:
        index = TestSentenceIndex(placed for corpus, pairs in corpora for placed in numbered_pairs(corpus, pairs))
    if cluster is not None and cluster.cluster is not None:
        from jisr.corpora.sharding.sharded_corpora import overlap_sharded

        yield from overlap_sharded(job, index, cluster, near=near)
        return
    with open_corpora("searching", job.inputs, job.input_format, job.options) as corpora:
        for corpus, pairs in corpora:
            yield from index.find(numbered_pairs(corpus, pairs), near=near)

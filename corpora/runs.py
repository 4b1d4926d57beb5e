"""Whole jobs on corpora in files, from reading to the finished output."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jisr.corpora.cleaning.clean import FilterCounts, RefusalExplanation, chunks, explain_refusals, screen
from jisr.corpora.cleaning.filters import Filter
from jisr.corpora.cleaning.stats import CorpusStats, stats
from jisr.corpora.corpus_options import SplitSizes
from jisr.corpora.duplicates.dedup import separate
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.duplicates.split import SPLIT_NAMES, assign_splits, split_pairs
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.formats.corpus_files import Corpus, find_corpora, open_writer
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.pairs import DedupKey, Pair
from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.progress import BYTES, Progress
from jisr.storage.compression import COMPRESSED_SUFFIXES
from jisr.storage.journal import JOURNAL_SUFFIX, Journal

__all__ = [
    "CorpusJob",
    "clean_files",
    "convert_files",
    "dedup_files",
    "explain_files",
    "numbered_pairs",
    "open_corpora",
    "overlap_files",
    "split_files",
    "stats_files",
]


Sift = Callable[[Iterable[Pair], FilterCounts, Journal | None], Iterator[tuple[list[Pair], list[Pair]]]]
"""Yields chunks of pairs, those that are kept apart from those that are refused."""


@dataclass(frozen=True, slots=True)
class CorpusJob:
    """The files of a command on corpora: what is read, what is written, and how.

    :param inputs: the files of one corpus or more.
    :param outputs: the files of one corpus; ``-`` is standard output.
    :param input_format: the format of the inputs, where their names do not say it.
    :param output_format: that of the output.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    input_format: str | None = None
    output_format: str | None = None
    options: FormatOptions = field(default_factory=FormatOptions)

    @contextmanager
    def reading(self, label: str) -> Iterator[Iterator[Pair]]:
        """Open the inputs, one behind the other."""
        with open_corpora(label, self.inputs, self.input_format, self.options) as found:
            yield (pair for _, pairs in found for pair in pairs)

    def writing(self) -> AbstractContextManager[PairWriter]:
        """Open the output."""
        return open_writer(*self.outputs, name=self.output_format, options=self.options)


@contextmanager
def open_corpora(
    label: str, inputs: Iterable[str], form: str | None, options: FormatOptions
) -> Iterator[list[tuple[Corpus, Iterator[Pair]]]]:
    """Open corpora whose reading is shown as progress.

    :raises InputError: at once, if a file cannot be read.
    """
    found = find_corpora(tuple(inputs), form)
    for corpus in found:
        corpus.check()
    sizes = [corpus.size for corpus in found]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    with Progress(label, total, BYTES) as progress:
        watched = FormatOptions(
            options.source_lang, options.target_lang, options.encoding, options.notes, progress.advance
        )
        yield [(corpus, corpus.read(watched)) for corpus in found]


def convert_files(job: CorpusJob) -> int:
    """Write corpora in another format.

    :return: number of pairs.
    """
    count = 0
    with job.reading("converting") as pairs, job.writing() as writer:
        for chunk in chunks(pairs):
            writer.write(chunk)
            count += len(chunk)
    return count


def clean_files(job: CorpusJob, filters: Sequence[Filter], rejected: str | None = None) -> FilterCounts:
    """Write the pairs that every filter accepts; a run that was killed goes on where it was.

    :param rejected: a file for the pairs that are refused, the filter's name as their origin.
    :return: the numbers of pairs, and of those refused by each filter.
    """
    return sift_files(job, "cleaning", partial(screen, filters=filters), rejected)


def dedup_files(
    job: CorpusJob, *, by: DedupKey = DedupKey.PAIR, near: bool = False, rejected: str | None = None
) -> FilterCounts:
    """Write the first of pairs that are the same, as :func:`jisr.corpora.dedup`; a killed run goes on where it was.

    :param rejected: a file for the duplicates, the reason as their origin.
    :return: the numbers of pairs, and of duplicates of each kind.
    """
    return sift_files(job, "comparing", partial(separate, by=by, near=near), rejected)


def sift_files(job: CorpusJob, label: str, sift: Sift, rejected: str | None) -> FilterCounts:
    """Write the pairs that are kept, and in a file of their own those that are refused.

    A journal beside the output lets a run that was killed go on; there is none for standard output.
    """
    counts = FilterCounts()
    with ExitStack() as stack:
        # The journal goes last: after everything else has taken its name.
        first = Path(job.outputs[0])
        journal = None
        if str(first) != STDIO:
            journal = stack.enter_context(Journal(first.with_name(first.name + JOURNAL_SUFFIX)))
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


def stats_files(job: CorpusJob, encoder: Encoder | None = None) -> CorpusStats:
    """Return lengths, ratios, scripts and scores of the pairs of corpora, as :func:`jisr.corpora.stats`."""
    with job.reading("counting") as pairs:
        return stats(pairs, encoder)


def explain_files(job: CorpusJob, filters: Sequence[Filter]) -> tuple[int, dict[str, RefusalExplanation]]:
    """Return the number of pairs, and what each filter would remove if it were alone."""
    with job.reading("trying filters") as pairs:
        return explain_refusals(pairs, filters)


def split_files(job: CorpusJob, parts: SplitSizes) -> dict[str, int]:
    """Split a corpus into files whose names say the part, as ``corpus.train.tsv``.

    The input is read twice. A set that is smaller than asked for is noted.

    :return: how many pairs each part has.
    :raises InputError: if the input is standard input, or the output standard output.
    """
    if STDIO in (*job.inputs, *job.outputs):
        raise InputError("split reads its input twice and writes several files; name files, not -")
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
        job.options.notes.clear()  # the second reading finds the same again
        with job.reading("splitting") as pairs:
            for part, pair in split_pairs(pairs, chosen):
                writers[part].write([pair])
                counts[part] += 1
    for part, wanted in (("dev", parts.dev), ("test", parts.test)):
        if counts[part] < wanted:
            # What belongs together goes to one set whole, and may be too large for the room that is left.
            job.options.notes[f"pairs fewer in {part} than asked for"] = wanted - counts[part]
    return counts


def part_name(path: str, part: str) -> str:
    """Return a file's name with the name of a part before its ending."""
    place = Path(path)
    packed = place.suffix if place.suffix.lower() in COMPRESSED_SUFFIXES else ""
    plain = Path(place.name.removesuffix(packed))
    return str(place.with_name(f"{plain.stem}.{part}{plain.suffix}{packed}"))


def overlap_files(job: CorpusJob, tests: tuple[str, ...], *, near: bool = True) -> Iterator[OverlapHit]:
    """Yield the sentences of test sets that stand in the inputs of a job.

    :param tests: the files of one test set or more.
    :param near: look for sentences that are nearly the same, too.
    """
    with open_corpora("reading tests", tests, job.input_format, job.options) as found:
        wanted = TestSentenceIndex(placed for corpus, pairs in found for placed in numbered_pairs(corpus, pairs))
    with open_corpora("searching", job.inputs, job.input_format, job.options) as found:
        for corpus, pairs in found:
            yield from wanted.find(numbered_pairs(corpus, pairs), near=near)


def numbered_pairs(corpus: Corpus, pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
    """Yield each pair with its place: its line, or its number where pairs are not lines."""
    between = ", pair " if isinstance(corpus.format, TmxPairs | ParquetPairs) else ":"
    for number, pair in enumerate(pairs, 1):
        yield f"{corpus.name}{between}{number}", pair

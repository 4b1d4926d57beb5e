"""Whole jobs on corpora in files, from reading to the finished output."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jisr.corpora.cleaning.clean import FilterCounts, pieces
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.duplicates.split import PARTS, SplitSizes, assign, split
from jisr.corpora.formats.corpus_files import Corpus, corpora, open_writer
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.progress import BYTES, Progress
from jisr.storage.compression import SUFFIXES
from jisr.storage.journal import Journal

__all__ = ["CorpusJob", "Sieve", "convert", "overlap", "reading", "sieve", "split_files"]

JOURNAL = ".journal"
"""What the name of a record ends in, behind that of the output."""

Sieve = Callable[[Iterable[Pair], FilterCounts, Journal | None], Iterator[tuple[list[Pair], list[Pair]]]]
"""Tells what is kept from what is refused, a piece at a time."""


@dataclass(frozen=True, slots=True)
class CorpusJob:
    """What is read, what is written, and how.

    :param inputs: the files of one corpus or more.
    :param outputs: the files of one corpus; ``-`` is standard output.
    :param input_format: the format of the inputs, where their names do not say it.
    :param output_format: that of the output.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    input_format: str | None = None
    output_format: str | None = None
    exchange: FormatOptions = field(default_factory=FormatOptions)

    @contextmanager
    def reading(self, label: str) -> Iterator[Iterator[Pair]]:
        """Open the inputs, one behind the other."""
        with reading(label, self.inputs, self.input_format, self.exchange) as found:
            yield (pair for _, pairs in found for pair in pairs)

    def writing(self) -> AbstractContextManager[PairWriter]:
        """Open the output."""
        return open_writer(*self.outputs, name=self.output_format, exchange=self.exchange)


@contextmanager
def reading(
    label: str, inputs: Iterable[str], form: str | None, exchange: FormatOptions
) -> Iterator[list[tuple[Corpus, Iterator[Pair]]]]:
    """Open corpora whose reading is shown as progress.

    :raises InputError: at once, if a file cannot be read.
    """
    found = corpora(tuple(inputs), form)
    for corpus in found:
        corpus.check()
    sizes = [corpus.size for corpus in found]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    with Progress(label, total, BYTES) as progress:
        watched = FormatOptions(
            exchange.source_lang, exchange.target_lang, exchange.encoding, exchange.notes, progress.advance
        )
        yield [(corpus, corpus.read(watched)) for corpus in found]


def convert(job: CorpusJob) -> int:
    """Write what is read in another format.

    :return: how many pairs there were.
    """
    count = 0
    with job.reading("converting") as pairs, job.writing() as writer:
        for piece in pieces(pairs):
            writer.write(piece)
            count += len(piece)
    return count


def sieve(job: CorpusJob, label: str, judge: Sieve, rejected: str | None = None) -> FilterCounts:
    """Write what is kept, and if wanted what is refused with its reason as the origin.

    A record beside the output lets a run that was killed go on; there is none for standard output.

    :param rejected: a file for what is refused.
    """
    tally = FilterCounts()
    with ExitStack() as stack:
        # The record goes last: after everything else has taken its name.
        first = Path(job.outputs[0])
        journal = None
        if str(first) != STDIO:
            journal = stack.enter_context(Journal(first.with_name(first.name + JOURNAL)))
        pairs = stack.enter_context(job.reading(label))
        keep = stack.enter_context(job.writing())
        refuse = None
        if rejected is not None:
            refuse = stack.enter_context(open_writer(rejected, exchange=job.exchange))
        for kept, refused in judge(pairs, tally, journal):
            keep.write(kept)
            if refuse is not None:
                refuse.write(refused)
    return tally


def split_files(job: CorpusJob, parts: SplitSizes) -> dict[str, int]:
    """Split a corpus into files whose names say the part, as ``corpus.train.tsv``.

    The input is read twice. A set that is smaller than asked for is noted.

    :return: how many pairs each part has.
    :raises InputError: if the input is standard input, or the output standard output.
    """
    if STDIO in (*job.inputs, *job.outputs):
        raise InputError("split reads its input twice and writes several files; name files, not -")
    counts = dict.fromkeys(PARTS, 0)
    with ExitStack() as stack:
        writers = {
            part: stack.enter_context(
                open_writer(
                    *(part_name(path, part) for path in job.outputs),
                    name=job.output_format,
                    exchange=job.exchange,
                )
            )
            for part in PARTS
        }
        with job.reading("grouping") as pairs:
            chosen = assign(pairs, parts)
        job.exchange.notes.clear()  # the second reading finds the same again
        with job.reading("splitting") as pairs:
            for part, pair in split(pairs, chosen):
                writers[part].write([pair])
                counts[part] += 1
    for part, wanted in (("dev", parts.dev), ("test", parts.test)):
        if counts[part] < wanted:
            # What belongs together goes to one set whole, and may be too large for the room that is left.
            job.exchange.notes[f"pairs fewer in {part} than asked for"] = wanted - counts[part]
    return counts


def part_name(path: str, part: str) -> str:
    """Put the name of a part before the end of a file's name."""
    place = Path(path)
    packed = place.suffix if place.suffix.lower() in SUFFIXES else ""
    plain = Path(place.name.removesuffix(packed))
    return str(place.with_name(f"{plain.stem}.{part}{plain.suffix}{packed}"))


def overlap(job: CorpusJob, tests: tuple[str, ...], *, near: bool = True) -> Iterator[OverlapHit]:
    """Yield the sentences of test sets that stand in the inputs of a job.

    :param tests: the files of one test set or more.
    :param near: look for sentences that are nearly the same, too.
    """
    with reading("reading tests", tests, job.input_format, job.exchange) as found:
        wanted = TestSentenceIndex(placed for corpus, pairs in found for placed in places(corpus, pairs))
    with reading("searching", job.inputs, job.input_format, job.exchange) as found:
        for corpus, pairs in found:
            yield from wanted.find(places(corpus, pairs), near=near)


def places(corpus: Corpus, pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
    """Say of each pair where it stands: by its line, or by its number where pairs are not lines."""
    between = ", pair " if isinstance(corpus.format, TmxPairs | ParquetPairs) else ":"
    for number, pair in enumerate(pairs, 1):
        yield f"{corpus.name}{between}{number}", pair

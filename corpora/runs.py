"""Complete jobs on corpora in files, from the input to the finished output."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from os.path import exists, isdir, isfile  # those of pathlib raise if a folder is not accessible
from pathlib import Path

from jisr.corpora.cleaning.clean import FilterCounts, RefusalExplanation, explain_refusals, screen
from jisr.corpora.cleaning.filters import Filter
from jisr.corpora.cleaning.stats import CorpusStats, stats
from jisr.corpora.corpus_options import SplitSizes
from jisr.corpora.duplicates.dedup import separate
from jisr.corpora.duplicates.dedup_lines import separate_lines
from jisr.corpora.duplicates.overlap import OverlapHit, TestSentenceIndex
from jisr.corpora.duplicates.split import SPLIT_NAMES, assign_splits, split_pairs
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.formats.corpus_files import Corpus, find_corpora, open_writer
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.po import PoPairs
from jisr.corpora.formats.text_lines import LineFormat, open_text_writer
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.formats.xliff import XliffPairs
from jisr.corpora.pairs import DedupKey, Pair, chunks
from jisr.errors import InputError
from jisr.lines import STDIO, LineBlock, reads_terminal
from jisr.options import was_set
from jisr.progress import BYTES, Progress
from jisr.storage.compression import COMPRESSED_SUFFIXES
from jisr.storage.journal import Journal, journal_path
from jisr.storage.output_check import check_outputs

__all__ = [
    "CorpusJob",
    "check_languages",
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
"""Function that yields the kept and the refused pairs of each chunk."""


@dataclass(frozen=True, slots=True)
class CorpusJob:
    """The inputs and outputs of a job on corpora, with their formats.

    :param inputs: files of one corpus or more; ``-`` is standard input.
    :param outputs: files of one corpus; ``-`` is standard output.
    :param input_format: format of the inputs; default: that of the suffix of each.
    :param output_format: format of the outputs; default: that of their suffix.
    :param encoder: name or folder of an encoder that is read besides.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    input_format: str | None = None
    output_format: str | None = None
    options: FormatOptions = field(default_factory=FormatOptions)
    encoder: str | None = None

    @property
    def read(self) -> tuple[str | None, ...]:
        """The files that are read."""
        return (*self.inputs, self.encoder)

    def check(self, rejected: str | None = None) -> None:
        """Check the outputs of a job that a killed run resumes; commands do so before they load an encoder.

        :param rejected: file for the refused pairs.
        :raises InputError: if an output is read here, or named twice.
        """
        check_outputs([*self.outputs, rejected], self.read, journals=[journal_path(self.outputs[0])])

    @contextmanager
    def reading(self, label: str) -> Iterator[Iterator[Pair]]:
        """Open the inputs as one iterator of pairs."""
        check_encoding(self.inputs, self.input_format, self.options)
        with open_corpora(label, self.inputs, self.input_format, self.options) as corpora:
            yield (pair for _, pairs in corpora for pair in pairs)

    @contextmanager
    def reading_blocks(self, label: str) -> Iterator[Iterator[tuple[LineFormat, LineBlock]]]:
        """Open the inputs, whose formats are of lines, as one iterator of blocks of lines with their formats."""
        check_encoding(self.inputs, self.input_format, self.options)
        with watch_corpora(label, self.inputs, self.input_format, self.options) as (corpora, watched):
            forms = [(form, corpus.paths[0]) for corpus in corpora if isinstance(form := corpus.format, LineFormat)]
            with closing((form, block) for form, path in forms for block in form.blocks(path, watched)) as blocks:
                yield blocks

    def line_formats(self, rejected: str | None = None) -> list[LineFormat]:
        """Return the formats of the output and of the file for refused pairs, or none if a file is not of lines."""
        inputs, outputs = find_corpora(self.inputs, self.input_format), find_corpora(self.outputs, self.output_format)
        refusals = find_corpora([rejected]) if rejected else []
        if not all(isinstance(corpus.format, LineFormat) for corpus in (*inputs, *outputs, *refusals)):
            return []
        return [corpus.format for corpus in (*outputs, *refusals) if isinstance(corpus.format, LineFormat)]

    def writing(self) -> AbstractContextManager[PairWriter]:
        """Open the output as a writer."""
        return open_writer(*self.outputs, name=self.output_format, options=self.options)


def check_encoding(inputs: Iterable[str], form: str | None, options: FormatOptions) -> None:
    """Check that an encoding is named only if one of the corpora can have it.

    :param form: format of all files; default: that of the suffix of each.
    :raises InputError: if all state their encoding themselves.
    """
    corpora = find_corpora(tuple(inputs), form)
    if options.encoding is not None and not any(corpus.format.encoded for corpus in corpora):
        raise InputError(
            f"{corpora[0].name}: encoding {options.encoding!r} has no effect, as the file states its own encoding"
        )


def check_languages(job: CorpusJob, tests: Sequence[str] = (), rejected: str | None = None) -> None:
    """Check that languages are named only if a corpus has texts by language.

    :param tests: files of test sets that are read besides.
    :param rejected: file for refused pairs.
    :raises InputError: if they have no effect.
    """
    named = [lang for lang in ("source_lang", "target_lang") if was_set(job.options, lang)]
    read = find_corpora((*job.inputs, *tests), job.input_format)
    written = find_corpora(job.outputs, job.output_format) + find_corpora([rejected] if rejected is not None else [])
    if named and not any(corpus.format.tagged for corpus in (*read, *written)):
        name = named[0]
        raise InputError(
            f"{read[0].name}: {name.replace('_lang', ' language')} {getattr(job.options, name)!r} has no effect, as "
            "nothing in its format states a language"
        )


@contextmanager
def open_corpora(
    label: str, inputs: Iterable[str], form: str | None, options: FormatOptions
) -> Iterator[list[tuple[Corpus, Iterator[Pair]]]]:
    """Open corpora, and show a progress bar while they are read; the parameters are those of :func:`watch_corpora`.

    :raises InputError: before anything is read, if a file cannot be opened.
    """
    with watch_corpora(label, inputs, form, options) as (corpora, watched):
        yield [(corpus, corpus.read(watched)) for corpus in corpora]


@contextmanager
def watch_corpora(
    label: str, inputs: Iterable[str], form: str | None, options: FormatOptions
) -> Iterator[tuple[list[Corpus], FormatOptions]]:
    """Find corpora, and show a progress bar while they are read with the options that are returned.

    :param form: format of all files; default: that of the suffix of each.
    :raises InputError: before anything is read, if a file cannot be opened.
    """
    inputs = tuple(inputs)
    corpora = find_corpora(inputs, form)
    for corpus in corpora:
        corpus.check()
    sizes = [corpus.size for corpus in corpora]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    with Progress(label, total, BYTES, shown=not reads_terminal(inputs)) as progress:
        yield corpora, replace(options, watch=progress.advance)


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


def clean_files(job: CorpusJob, filters: Sequence[Filter], rejected: str | None = None) -> FilterCounts:
    """Write the pairs that every filter accepts; a killed run resumes.

    :param rejected: file for the refused pairs, with the name of the filter as their origin.
    :return: the number of pairs, and of those refused by each filter.
    """
    return sift_files(job, "cleaning", partial(screen, filters=filters), rejected)


def dedup_files(
    job: CorpusJob, *, by: DedupKey = DedupKey.PAIR, near: bool = False, rejected: str | None = None, workers: int = 1
) -> FilterCounts:
    """Write the first of all pairs that are the same, as :func:`jisr.corpora.dedup`; a killed run resumes.

    :param rejected: file for the duplicates, with the reason as their origin.
    :param workers: number of processes that compare besides, if all files are TSV or JSONL and ``near`` is not set; 1
        for none, 0 for one on each core if the corpus is large.
    :return: the number of pairs, and of duplicates of each kind.
    :raises EngineError: if a worker process is killed.
    """
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
        separated = separate_lines(blocks, counts, journal, job.options, forms, by=by, workers=workers)
        for lines in stack.enter_context(closing(separated)):
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


def stats_files(job: CorpusJob, encoder: Encoder | None = None) -> CorpusStats:
    """Return lengths, ratios, scripts and scores of the pairs of corpora, as :func:`jisr.corpora.stats`."""
    check_languages(job)
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


def overlap_files(job: CorpusJob, tests: tuple[str, ...], *, near: bool = True) -> Iterator[OverlapHit]:
    """Yield the sentences of test sets that are in the inputs of a job.

    :param tests: files of one test set or more.
    :param near: also find sentences that differ by a word or so.
    """
    check_encoding((*tests, *job.inputs), job.input_format, job.options)
    with open_corpora("reading tests", tests, job.input_format, job.options) as corpora:
        index = TestSentenceIndex(placed for corpus, pairs in corpora for placed in numbered_pairs(corpus, pairs))
    with open_corpora("searching", job.inputs, job.input_format, job.options) as corpora:
        for corpus, pairs in corpora:
            yield from index.find(numbered_pairs(corpus, pairs), near=near)


def numbered_pairs(corpus: Corpus, pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
    """Yield each pair after its place: file and line, or file and number of the pair if pairs are not lines."""
    between = ", pair " if isinstance(corpus.format, TmxPairs | ParquetPairs | PoPairs | XliffPairs) else ":"
    for number, pair in enumerate(pairs, 1):
        yield f"{corpus.name}{between}{number}", pair

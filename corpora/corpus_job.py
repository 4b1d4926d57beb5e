"""A job on corpora in files: its inputs and outputs, and how they are opened."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace

from jisr.corpora.formats.corpus_files import Corpus, find_corpora, find_output, open_writer
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.parquet import ParquetPairs
from jisr.corpora.formats.po import PoPairs
from jisr.corpora.formats.text_lines import LineFormat
from jisr.corpora.formats.tmx import TmxPairs
from jisr.corpora.formats.xliff import XliffPairs
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import LineBlock, reads_terminal
from jisr.options import was_set
from jisr.progress import BYTES, Progress
from jisr.storage.journal import journal_path
from jisr.storage.output_check import check_outputs

__all__ = ["CorpusJob", "check_encoding", "check_languages", "numbered_pairs", "open_corpora", "place_prefix"]


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

    @property
    def written(self) -> Corpus:
        """The corpus that the outputs form.

        :raises InputError: if they are not one.
        """
        return find_output(self.outputs, self.output_format)

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


def numbered_pairs(corpus: Corpus, pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
    """Yield each pair after its place."""
    prefix = place_prefix(corpus)
    for number, pair in enumerate(pairs, 1):
        yield f"{prefix}{number}", pair


def place_prefix(corpus: Corpus) -> str:
    """Return what precedes a number in the place of a pair: that of a line, or of a pair if pairs are not lines."""
    between = ", pair " if isinstance(corpus.format, TmxPairs | ParquetPairs | PoPairs | XliffPairs) else ":"
    return f"{corpus.name}{between}"

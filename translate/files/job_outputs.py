"""The files that a job writes: its output, a report, a review file, and a journal while it is at work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError
from jisr.lines import STDIO
from jisr.storage.compression import ByteSink, compressed
from jisr.storage.journal import Journal, journal_path
from jisr.storage.output import Output, encode_text
from jisr.tables import Column
from jisr.translate.files.summary import record_line
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.review.review_files import original_of, review_output
from jisr.translate.review.row import ReviewWriter

if TYPE_CHECKING:
    from jisr.translate.translator import Translator

__all__ = ["JobOutputs", "check_report", "job_outputs", "opened_report"]


@dataclass(frozen=True, slots=True)
class JobOutputs:
    """Open files of a job.

    :param output: the output; what is written to its stream is not compressed.
    :param sink: the output, compressed as its name says.
    :param report: the report, which begins with the record of the run; ``None`` if none is wanted.
    :param review: the review file; ``None`` if none is wanted.
    :param translator: the translator, which records its work in the journal if there is one.
    """

    output: Output
    sink: ByteSink
    report: Output | None
    review: ReviewWriter | None
    translator: "Translator"

    def write(self, text: str) -> None:
        """Write a part of the output.

        :raises OutputError: if the disk is full.
        """
        self.sink.write(encode_text(text))
        if self.output.direct:
            self.output.flush()


def check_report(options: TranslateOptions) -> None:
    """Check that a report goes to a file of its own.

    :raises InputError: if it does not.
    """
    if options.report == STDIO:
        raise InputError("the report needs a file of its own, not -")


@contextmanager
def job_outputs(source: Column, path: str, options: TranslateOptions, translator: "Translator") -> Iterator[JobOutputs]:
    """Open the files of a job for a ``with`` block, at the end of which the outputs appear.

    :param source: the input.
    :param path: the output, a file or ``-``.
    :raises OutputError: if a file cannot be written.
    """
    with ExitStack() as stack:
        recorded = journal_path(path)
        # The output is locked first, and the journal is deleted last, when all outputs are complete.
        output = Output(path)
        journal = stack.enter_context(Journal(recorded)) if recorded else None
        stack.enter_context(output)
        report = stack.enter_context(opened_report(options, translator.record))
        sink = stack.enter_context(compressed(output))
        review = None
        if options.review is not None:
            review = stack.enter_context(review_output(options.review, original_of(source, path, options)))
        yield JobOutputs(output, sink, report, review, translator.recorded(journal) if journal else translator)


@contextmanager
def opened_report(options: TranslateOptions, record: Callable[[], dict[str, Any]]) -> Iterator[Output | None]:
    """Open the report, if one is wanted, for a ``with`` block; it begins with the record of the run.

    :param record: function that returns the record.
    :raises OutputError: if it cannot be written.
    """
    if options.report is None:
        yield None
        return
    with Output(options.report) as report:
        report.write(record_line({"run": record()}))
        yield report

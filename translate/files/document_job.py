"""Jobs, each of which translates one document."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import tee
from typing import TYPE_CHECKING, Final

from jisr.errors import InputError
from jisr.progress import Progress
from jisr.storage.output import writing
from jisr.tables import Column
from jisr.translate.documents.document import Document
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.documents.word_alignment import AttentionWordAligner
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.files.job_outputs import check_report, job_outputs
from jisr.translate.files.summary import Summary, record_line
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.files.views import sentence_record
from jisr.translate.review.review_files import check_review
from jisr.translate.review.row import ReviewRow

if TYPE_CHECKING:
    from jisr.translate.documents.unit import Target
    from jisr.translate.quality.notes import Note
    from jisr.translate.translator import Translator

__all__ = ["DocumentJob", "prepare_document", "run_document"]

TABLES: Final = frozenset({"ods", "xlsx"})
"""Kinds of documents whose units are cells, which people do not read one after the other: the same cell comes out
alike wherever it is."""


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A document that has been checked, with everything that is needed to translate it.

    :param column: the document, without a column.
    :param output: a file, or ``-``.
    :param lines: number of units.
    :param document: the opened document; by default it is opened when the job is run.
    """

    column: Column
    output: str
    options: TranslateOptions
    lines: int
    document: Document | None = None

    @property
    def source(self) -> str:
        """Path of the document."""
        return self.column.path


def prepare_document(column: Column, output: str, options: TranslateOptions, *, keep: bool = False) -> DocumentJob:
    """Return the job for a document, after checking its options and reading it once.

    :param keep: whether the job keeps the document open, as a workbook takes time to open; many would be too many.
    :raises InputError: if it is damaged, or does not fit the options.
    """
    if column.name is not None:
        raise InputError(f"{column.path}: a document has no column {column.name!r}; .tsv and .jsonl have")
    if options.paragraphs:
        raise InputError(f"{column.path}: paragraphs are joined in plain text only")
    if options.bilingual:
        raise InputError(
            f"{column.path}: a document is written as a document, not as pairs", hint="--report FILE.jsonl"
        )
    check_report(options)
    check_review(options, column.path)
    # All units are read, so that what is damaged is refused before a model is loaded.
    document = open_document(column.path, options.document_options())
    lines = sum(1 for _ in document.units())
    return DocumentJob(column, output, options, lines, document if keep else None)


def run_document(job: DocumentJob, translator: "Translator", *, progress: Progress | None = None) -> Summary:
    """Run a job and return its numbers. A job that was killed is resumed, and its output has the same bytes.

    :raises InputError: if the document is missing or damaged.
    :raises OutputError: if the output cannot be written.
    """
    options = job.options
    summary = Summary()
    document = job.document or open_document(job.source, options.document_options())
    engine = translator.engine
    aligner = AttentionWordAligner(engine, translator.policy) if isinstance(engine, ModelEngine) else None
    with job_outputs(job.column, job.output, options, translator) as files:
        worker = UnitTranslator(files.translator, aligner, in_order=document.kind not in TABLES)

        def targets() -> "Iterator[Target]":
            ahead, behind = tee(document.units())
            for number, (unit, target) in enumerate(zip(behind, worker.translate(ahead), strict=True), 1):
                extra = notes_on_codes(target)
                summary.add(target.sentences, extra)
                if files.report:
                    for sentence in target.sentences:
                        record = sentence_record({"unit": unit.id}, sentence)
                        files.report.write(record_line(record | {"notes": sorted({*sentence.notes, *extra})}))
                if files.review and target.origin != "kept":
                    files.review.write(ReviewRow(number, unit, target))
                if progress:
                    progress.advance()
                yield target

        with writing(files.output.path):
            document.write(targets(), files.output.stream)
    return summary


def notes_on_codes(target: "Target") -> "set[Note]":
    """Return the notes on a unit that are on none of its sentences."""
    return set(target.notes).difference(*(sentence.notes for sentence in target.sentences))

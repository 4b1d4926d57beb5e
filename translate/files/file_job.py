"""Jobs, each of which translates one file; the output appears when it is complete, and a killed job is resumed."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice, tee
from os.path import exists, isfile
from typing import IO, TYPE_CHECKING, Any

from jisr.errors import InputError
from jisr.lines import STDIO, Line, count_newlines, open_input, read_lines
from jisr.progress import Progress
from jisr.storage.compression import is_compressed, open_decompressed
from jisr.storage.url_files import is_url
from jisr.tables import Column
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.files.job_outputs import check_report, job_outputs
from jisr.translate.files.line_formats import HALF_SURROGATE, LineFormat, PlainText, line_format_for
from jisr.translate.files.summary import Summary, record_line
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.files.views import View, sentence_record, sentences_of, view_for
from jisr.translate.quality.notes import Note
from jisr.translate.review.review_files import check_review
from jisr.translate.review.row import ReviewRow
from jisr.translate.text.paragraphs import unwrap

if TYPE_CHECKING:
    from jisr.translate.translator import Translation, Translator

__all__ = ["FileJob", "lines_of", "open_lines", "prepare", "run_job", "translated_lines", "with_texts", "written_line"]


@dataclass(frozen=True, slots=True)
class FileJob:
    """An input that has been checked, with everything that is needed to translate it.

    :param column: the input, with its column if it is a table.
    :param output: a file, or ``-``.
    :param lines: number of lines of the input; ``None`` if not counted.
    """

    column: Column
    output: str
    options: TranslateOptions
    line_format: LineFormat
    view: View
    lines: int | None = None

    @property
    def source(self) -> str:
        """Path of the input, or ``-``."""
        return self.column.path


def prepare(column: Column, output: str, options: TranslateOptions, *, count: bool = False) -> FileJob:
    """Return the job for an input, after checking its options and its first line.

    :param count: whether to count the lines of the input, for a progress bar.
    :raises InputError: if the input is missing or wrong, or does not fit the output.
    """
    line_format = line_format_for(column)
    if options.paragraphs and not isinstance(line_format, PlainText):
        raise InputError(f"{column.path}: paragraphs are joined in plain text only")
    view = view_for(output, bilingual=options.bilingual, line_format=line_format)
    check_report(options)
    check_review(options, column.path)
    lines = None
    # A named pipe can be read only once: its first line is left for the run.
    if column.path != STDIO and (isfile(column.path) or not exists(column.path)):  # noqa: PTH110, PTH113
        with open_lines(column.path) as stream:
            first = islice(read_lines(stream, column.path, encoding=options.encoding, strict=options.strict), 1)
            for line in first:
                line_format.text(line)
            if count and not is_compressed(column.path) and not is_url(column.path):  # which would be sent twice
                stream.seek(0)
                lines = count_newlines(stream)
        line_format.start()
    return FileJob(column, output, options, line_format, view, lines)


def open_lines(path: str) -> AbstractContextManager[IO[bytes]]:
    """Open an input of lines, decompressed if its name has the suffix of a compressed file.

    Its first bytes do not tell, as they would have to be waited for before the first line of a pipe is read.

    :raises InputError: if it cannot be read, or is damaged.
    """
    return open_decompressed(path) if is_compressed(path) else open_input(path)


def run_job(job: FileJob, translator: "Translator", *, progress: Progress | None = None) -> Summary:
    """Run a job and return its numbers. A job that was killed is resumed, and its output has the same bytes.

    :raises InputError: if the input is missing or wrong; the work before a wrong line is kept.
    :raises OutputError: if the output cannot be written.
    """
    summary = Summary()
    with open_lines(job.source) as stream, job_outputs(job.column, job.output, job.options, translator) as files:
        for line, translation in translated_lines(lines_of(stream, job), files.translator):
            written, reported = written_line(line, translation, job, summary)
            if files.review and translation is not None and translation.parts:
                files.review.write(row_of(line, translation))
            if files.report:
                files.report.write("".join(map(record_line, reported)))
            files.write(written)
            if progress:
                progress.advance()
    return summary


def lines_of(stream: IO[bytes], job: FileJob) -> Iterator[tuple[Line, str | None]]:
    """Yield each line, or paragraph, of the input of a job with its text; ``None`` for a line that is not data.

    :raises InputError: if a line is wrong.
    """
    job.line_format.start()
    return with_texts(read_lines(stream, job.source, encoding=job.options.encoding, strict=job.options.strict), job)


def with_texts(lines: Iterable[Line], job: FileJob) -> Iterator[tuple[Line, str | None]]:
    """Yield lines, or paragraphs, that follow one another in the input of a job, as :func:`lines_of`."""
    for line in join_wrapped_lines(lines) if job.options.paragraphs else lines:
        yield without_halves(line, job.line_format.text(line), job)


def written_line(
    line: Line, translation: "Translation | None", job: FileJob, summary: Summary
) -> tuple[str, list[dict[str, Any]]]:
    """Return what is written for a line, and the records of its sentences if there is a report.

    :param summary: numbers to which those of the line are added.
    """
    reported: list[dict[str, Any]] = []
    if translation is not None:
        sentences = sentences_of(translation)
        summary.add(sentences)
        if job.options.report is not None:
            reported = [sentence_record({"line": line.number}, each) for each in sentences]
    return job.view(line, translation), reported


def row_of(line: Line, translation: "Translation") -> ReviewRow:
    """Return the row of a line in a review file."""
    target = Target(translation.target, (), translation.notes, translation.origin, translation.parts)
    return ReviewRow(line.number, Unit(f"line {line.number}", translation.source), target)


def translated_lines(
    lines: Iterable[tuple[Line, str | None]], translator: "Translator"
) -> "Iterator[tuple[Line, Translation | None]]":
    """Yield each line with its translation; ``None`` for a line that is not data."""
    ahead, behind = tee(lines)
    translations = translator.translate(text for _, text in ahead if text is not None)
    for line, text in behind:
        if text is None:
            yield line, None
        else:
            yield line, with_damage(line, next(translations))


def without_halves(line: Line, text: str | None, job: FileJob) -> tuple[Line, str | None]:
    """Replace lone surrogates, which JSON can contain, by U+FFFD, like bytes that cannot be decoded.

    :raises InputError: if there is one and the options are strict.
    """
    if text is None or not HALF_SURROGATE.search(text):
        return line, text
    if job.options.strict:
        raise InputError(f"{job.source}:{line.number}: half a surrogate pair, which is no character")
    return replace(line, damaged=True), HALF_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def with_damage(line: Line, translation: "Translation") -> "Translation":
    """Return a translation with a note on the line and the sentences in which bytes were replaced."""
    if not line.damaged:
        return translation
    parts = tuple(
        with_bad_bytes(part) if "\N{REPLACEMENT CHARACTER}" in part.source else part for part in translation.parts
    )
    return replace(with_bad_bytes(translation), parts=parts)


def with_bad_bytes(translation: "Translation") -> "Translation":
    """Return a translation with the note ``bad-bytes`` added."""
    return replace(translation, notes=tuple(sorted({*translation.notes, Note.BAD_BYTES})))


def join_wrapped_lines(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield paragraphs of hard-wrapped lines as lines, each with the line end of its last line."""
    texts, originals = tee(lines)
    for paragraph in unwrap(line.text for line in texts):
        members = [next(originals) for _ in range(paragraph.count)]
        yield replace(
            members[-1], text=paragraph.text, number=paragraph.line, damaged=any(member.damaged for member in members)
        )

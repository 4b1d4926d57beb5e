"""The way back: the edits of a review file, put into the document again."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from jisr.chars import has_arabic
from jisr.errors import InputError
from jisr.lines import STDIO, open_input
from jisr.storage.journal import content_digest
from jisr.storage.output import Output, writing
from jisr.storage.output_check import check_outputs
from jisr.tables import Column
from jisr.translate.documents.kinds import document_kind, open_document
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.files.file_job import FileJob, lines_of, prepare
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.review.marks import read_marks
from jisr.translate.review.review_files import READING_OPTIONS, reader_for
from jisr.translate.review.row import EditedRow, Original
from jisr.translate.translator import Translation, in_line

__all__ = ["apply_review"]

MOST_PROBLEMS = 5
"""Most problems that are named; the others are counted."""


def apply_review(review: str, output: str | None = None, original: str | None = None) -> tuple[str, int]:
    """Write the translation of a document again, with the English that stands in a review file.

    :param review: the review file.
    :param output: the file to write; by default that of the draft.
    :param original: the document that was translated, if it is elsewhere now.
    :return: the file that was written, and the number of rows.
    :raises InputError: if the original has changed, if a unit is missing, unknown or there twice, or if the codes of a
        row do not balance; nothing is written then.
    :raises OutputError: if the output cannot be written.
    """
    record, rows = reader_for(review)(review)
    folder = Path(review).resolve().parent
    column = Column(original or str(folder / record.path), record.column or None)
    if output is None:
        if record.output == STDIO:
            raise InputError(f"{review}: the draft went to standard output; name a file to write", hint="-o FILE")
        output = str(folder / record.output)
    check_original(review, column.path, record)
    options = reading_options(review, record)
    check_outputs([output], [review, column.path])
    edited = Edited(review, rows)
    if document_kind(column.path) is None:
        write_lines(prepare(column, output, options), edited)
    else:
        document = open_document(column.path, options.document_options())
        edited.check(enumerate(document.units(), 1))
        with Output(output) as out, writing(out.path):
            document.write((edited.target(number, unit) for number, unit in enumerate(document.units(), 1)), out.stream)
    return output, len(rows)


def check_original(review: str, path: str, record: Original) -> None:
    """Check that the original is what it was when it was translated.

    :raises InputError: if it is not.
    """
    try:
        found = content_digest(Path(path))
    except InputError as error:
        raise InputError(f"{review}: the original {error}", hint="--original FILE") from None
    if found != record.sha256:
        raise InputError(f"{review}: the original {path} has changed since it was translated; translate it again")


def reading_options(review: str, record: Original) -> TranslateOptions:
    """Return the options with which the original was read.

    :raises InputError: if they are damaged.
    """
    try:
        values = json.loads(record.options)
        if values.keys() <= set(READING_OPTIONS):
            return TranslateOptions(**values)
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError(f"{review}: the options of the original are damaged: {record.options}")


class Edited:
    """The rows of a review file by the numbers of their units.

    :param path: the review file, for errors.
    :raises InputError: if a number is none, or there twice.
    """

    def __init__(self, path: str, rows: Sequence[EditedRow]) -> None:
        self.path = path
        counts = Counter(row.number for row in rows)
        self.fail(
            f"{row.place}: {'there are two rows of' if row.number.isdecimal() else 'no number:'} {row.number!r}"
            for row in rows
            if counts[row.number] > 1 or not row.number.isdecimal()
        )
        self.rows = {int(row.number): row for row in rows}

    def fail(self, problems: Iterator[str]) -> None:
        """Raise an error if there are problems.

        :raises InputError: with the first few of them.
        """
        found = list(problems)
        if found:
            more = f"; and {len(found) - MOST_PROBLEMS} more" if len(found) > MOST_PROBLEMS else ""
            raise InputError(f"{self.path}: {'; '.join(found[:MOST_PROBLEMS])}{more}")

    def check(self, units: Iterator[tuple[int, Unit]]) -> None:
        """Check that each unit that was translated has a row, no other has, and that its codes balance.

        :raises InputError: with what is wrong.
        """
        self.fail(self.problems(units))

    def problems(self, units: Iterator[tuple[int, Unit]]) -> Iterator[str]:
        """Yield what is wrong, a phrase for each unit."""
        known = set()
        for number, unit in units:
            if not has_arabic(unit.text):
                continue
            known.add(number)
            row = self.rows.get(number)
            if row is None or row.target is None:
                place = "no row" if row is None else f"{row.place}: no English"
                yield f"{place} for unit {number} ({unit.id})"
                continue
            try:
                read_marks(row.target, unit.codes)
            except InputError as error:
                yield f"{row.place} ({unit.id}): {error}"
        for number, row in self.rows.items():
            if number not in known:
                yield f"{row.place}: the original has no unit {number} that was translated"

    def target(self, number: int, unit: Unit) -> Target:
        """Return the target of a unit, all of which have been checked."""
        if not has_arabic(unit.text):
            return Target.kept(unit)
        marked = self.rows[number].target
        assert marked is not None
        return Target(*read_marks(marked, unit.codes), origin="model")


def write_lines(job: FileJob, edited: Edited) -> None:
    """Write a file of lines."""
    with open_input(job.source) as stream:
        edited.check(
            (line.number, Unit(f"line {line.number}", text)) for line, text in lines_of(stream, job) if text is not None
        )
    with open_input(job.source) as stream, Output(job.output) as output:
        for line, text in lines_of(stream, job):
            translation = None
            if text is not None:
                target = edited.target(line.number, Unit("", text)).text
                translation = Translation(text, target, None, ()) if has_arabic(text) else in_line(text, ())
            output.write(job.view(line, translation))

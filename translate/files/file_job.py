"""A job: a file in, its translation out, whole or not at all, and never from the beginning twice."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice, tee
from os.path import exists, isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError
from jisr.lines import STDIO, Line, open_input, read_lines
from jisr.progress import Progress
from jisr.storage.journal import Journal
from jisr.storage.output import PART, Output
from jisr.translate.files.line_formats import HALF_SURROGATE, LineFormat, PlainText, line_format_for
from jisr.translate.files.views import record, sentences_of, view_for
from jisr.translate.quality.notes import Note
from jisr.translate.text.paragraphs import unwrap

if TYPE_CHECKING:
    from jisr.translate.translator import Translation, Translator

__all__ = ["FileJob", "Summary", "check", "run"]

JOURNAL = ".journal"
"""What the name of the record of an unfinished output ends in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileJob:
    """One input and where its translation goes.

    :param source: a file, or ``-``.
    :param output: a file, or ``-``.
    :param report: where a record of each sentence goes, as JSON lines; the first describes the run.
    :param bilingual: source and target side by side, a sentence a line, in place of the translation alone.
    :param paragraphs: join hard-wrapped lines up to a blank line first; plain text only.
    :param column: the column of a table that holds the Arabic.
    :param field: the field of a JSON object that holds the Arabic.
    :param encoding: of the input, where it is not UTF-8.
    :param strict: refuse bytes that do not decode.
    """

    source: str
    output: str = STDIO
    report: str | None = None
    bilingual: bool = False
    paragraphs: bool = False
    column: str | None = None
    field: str | None = None
    encoding: str | None = None
    strict: bool = False


@dataclass(slots=True)
class Summary:
    """What was done.

    :param lines: lines, or paragraphs where lines were joined.
    :param sentences: sentences that were translated or passed through.
    :param noted: how many sentences carry a note.
    :param notes: how many carry each.
    """

    lines: int = 0
    sentences: int = 0
    noted: int = 0
    notes: Counter[str] = field(default_factory=Counter)

    def add(self, translation: "Translation") -> None:
        """Count a line."""
        sentences = sentences_of(translation)
        self.lines += 1
        self.sentences += len(sentences)
        self.noted += sum(bool(sentence.notes) for sentence in sentences)
        self.notes.update(note for sentence in sentences for note in sentence.notes)

    def line(self, seconds: float) -> str:
        """Tell it in one line, with the rate.

        :param seconds: how long it took.
        """
        rate = self.sentences / max(seconds, 1e-9)
        done = f"{counted(self.sentences, 'sentence')} in {counted(self.lines, 'line')}"
        told = f"{done}, {seconds:.1f} s ({rate:,.0f}/s)"
        if not self.noted:
            return f"{told}; no notes"
        each = ", ".join(f"{note} {count:,}" for note, count in sorted(self.notes.items()))
        return f"{told}; {self.noted:,} with notes: {each}"

    def merge(self, other: "Summary") -> None:
        """Count what another job did."""
        self.lines += other.lines
        self.sentences += other.sentences
        self.noted += other.noted
        self.notes.update(other.notes)


def check(job: FileJob) -> None:
    """Find what is wrong with a job by its options and the first line of its input.

    :raises InputError: if the input is missing or wrong, or does not fit the output, or would be overwritten.
    """
    document = line_format_for(job.source, column=job.column, field=job.field)
    if job.paragraphs and not isinstance(document, PlainText):
        raise InputError(f"{job.source}: --paragraphs is for plain text")
    view_for(job.output, bilingual=job.bilingual, document=document)
    if job.report == STDIO:
        raise InputError("--report needs a file of its own, not -")
    paths = (job.source, job.output, job.report)
    source, output, report = (str(Path(path).resolve()) if path and path != STDIO else "" for path in paths)
    hidden = [output + PART, output + JOURNAL] if output else []
    hidden += [report + PART] if report else []
    named = [path for path in (source, output, report, *hidden) if path]
    if len(set(named)) < len(named):
        raise InputError(f"{job.source}: input, output and report must be different files")
    # A pipe with a name gives its first line once: it is for the run.
    if job.source != STDIO and (isfile(job.source) or not exists(job.source)):  # noqa: PTH110, PTH113
        with open_input(job.source) as stream:
            for line in islice(read_lines(stream, job.source, encoding=job.encoding, strict=job.strict), 1):
                document.text(line)


def run(job: FileJob, translator: "Translator", *, progress: Progress | None = None) -> Summary:
    """Do a job. If an earlier run of it was killed, go on from there, to the same bytes.

    :raises InputError: if the input is missing or wrong; what was done before the wrong line is kept.
    :raises OutputError: if the output cannot be written.
    """
    document = line_format_for(job.source, column=job.column, field=job.field)
    view = view_for(job.output, bilingual=job.bilingual, document=document)
    summary = Summary()
    with ExitStack() as stack:
        stream = stack.enter_context(open_input(job.source))
        output = Output(job.output)
        journal = None if output.direct else stack.enter_context(Journal(Path(f"{output.path}{JOURNAL}")))
        stack.enter_context(output)
        report = stack.enter_context(Output(job.report)) if job.report else None
        worker = translator.recorded(journal) if journal else translator
        if report:
            report.write(record_line({"run": translator.record()}))
        lines = read_lines(stream, job.source, encoding=job.encoding, strict=job.strict)
        if job.paragraphs:
            lines = joined(lines)
        for line, translation in translated(lines, document, worker, job):
            if translation is not None:
                summary.add(translation)
                if report:
                    report.write(
                        "".join(record_line(record(line, each)) for each in sentences_of(translation))
                    )
            output.write(view.render(line, translation))
            if output.direct:
                output.flush()
            if progress:
                progress.advance()
    return summary


def translated(
    lines: Iterable[Line], document: LineFormat, translator: "Translator", job: FileJob
) -> "Iterator[tuple[Line, Translation | None]]":
    """Pair each line with its translation; a line that is no data has none."""
    ahead, behind = tee(whole(line, document.text(line), job) for line in lines)
    translations = translator.translate(text for _, text in ahead if text is not None)
    for line, text in behind:
        if text is None:
            yield line, None
        else:
            yield line, with_damage(line, next(translations))


def whole(line: Line, text: str | None, job: FileJob) -> tuple[Line, str | None]:
    """Replace half surrogate pairs, which a JSON text can spell, as bytes that do not decode are.

    :raises InputError: if there is one and such bytes are refused.
    """
    if text is None or not HALF_SURROGATE.search(text):
        return line, text
    if job.strict:
        raise InputError(f"{job.source}:{line.number}: half a surrogate pair, which is no character")
    return replace(line, damaged=True), HALF_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def with_damage(line: Line, translation: "Translation") -> "Translation":
    """Note the bytes that were replaced, on the sentences they are in."""
    if not line.damaged:
        return translation
    parts = tuple(
        noted(part) if "\N{REPLACEMENT CHARACTER}" in part.source else part for part in translation.parts
    )
    return replace(noted(translation), parts=parts)


def noted(translation: "Translation") -> "Translation":
    """Add the note on bad bytes."""
    return replace(translation, notes=tuple(sorted({*translation.notes, Note.BAD_BYTES})))


def joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Join hard-wrapped lines; a joined line has the end of its last."""
    texts, originals = tee(lines)
    for paragraph in unwrap(line.text for line in texts):
        members = [next(originals) for _ in range(paragraph.count)]
        yield replace(
            members[-1],
            text=paragraph.text,
            number=paragraph.line,
            damaged=any(member.damaged for member in members),
        )


def record_line(values: dict[str, Any]) -> str:
    """Write a record as a line of JSON."""
    return json.dumps(values, ensure_ascii=False) + "\n"


def counted(number: int, noun: str) -> str:
    """Say how many of something there are."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

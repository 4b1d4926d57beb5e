"""Views: the forms in which translated lines are written, alone or beside their sources."""

import json
import re
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jisr.errors import InputError
from jisr.lines import STDIO, Line
from jisr.translate.files.line_formats import TRANSLATABLE_SUFFIXES, LineFormat, PlainText

if TYPE_CHECKING:
    from rich.console import Console

    from jisr.translate.translator import Translation

__all__ = ["PlainView", "View", "sentence_record", "sentences_of", "view_for"]

CELL_BREAK = re.compile("[\\t\\n\\r]+")
RIGHT_TO_LEFT_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


class View(Protocol):
    """A form in which translated lines are written."""

    def render(self, line: Line, translation: "Translation | None", /) -> str:
        """Return the output for a line, with line ends.

        :param translation: ``None`` for a line that is not data, such as a line of column names.
        """


def sentences_of(translation: "Translation") -> "list[Translation]":
    """Return the sentences of a line: the line itself if it was passed through; none if it is blank."""
    if translation.parts:
        return list(translation.parts)
    return [translation] if translation.target or translation.notes else []


def sentence_record(line: Line, sentence: "Translation") -> dict[str, Any]:
    """Return the record of a sentence for ``--report`` and ``--bilingual``."""
    return {
        "line": line.number,
        "source": sentence.source,
        "target": sentence.target,
        "score": sentence.score,
        **({} if sentence.similarity is None else {"similarity": sentence.similarity}),
        "notes": list(sentence.notes),
    }


class PlainView:
    """A view of the translation alone, in the line format of the input."""

    def __init__(self, line_format: LineFormat) -> None:
        self.line_format = line_format

    def render(self, line: Line, translation: "Translation | None") -> str:
        """Return the line of the output file."""
        return self.line_format.render(line, None if translation is None else translation.target)


class SideBySideView:
    """A view with a row of source, target, score, similarity and notes, separated by tabs, for each sentence."""

    def render(self, _line: Line, translation: "Translation | None") -> str:
        """Return a row for each sentence; an empty line for a blank line."""
        if translation is None:
            return ""
        rows = [
            (
                each.source,
                each.target,
                *("" if value is None else f"{value:.4f}" for value in (each.score, each.similarity)),
                ",".join(each.notes),
            )
            for each in sentences_of(translation)
        ]
        return "".join("\t".join(CELL_BREAK.sub(" ", cell) for cell in row) + "\n" for row in rows) or "\n"


class RecordView:
    """A view with a JSON object for each sentence."""

    def render(self, line: Line, translation: "Translation | None") -> str:
        """Return a line for each sentence, and one for a blank line."""
        if translation is None:
            return ""
        sentences = sentences_of(translation) or [translation]
        return "".join(json.dumps(sentence_record(line, each), ensure_ascii=False) + "\n" for each in sentences)


class TerminalView:
    """A view for a terminal, with a row for each sentence: English and notes on the left, Arabic on the right."""

    @cached_property
    def console(self) -> "Console":
        """Console of the terminal, which knows its width."""
        from rich.console import Console

        return Console(file=sys.stdout)

    def render(self, _line: Line, translation: "Translation | None") -> str:
        """Return the rows of a line as text for the terminal."""
        from rich.table import Table
        from rich.text import Text as Cell

        if translation is None:
            return ""
        half = (self.console.width - 3) // 2
        table = Table(box=None, show_header=False, padding=(0, 3, 1, 0), pad_edge=False)
        table.add_column(width=half)
        table.add_column(width=half, justify="right")
        for each in sentences_of(translation):
            english = Cell(each.target)
            if each.notes:
                english.append(f"\n[{', '.join(each.notes)}]", style="yellow")
            table.add_row(english, Cell(RIGHT_TO_LEFT_ISOLATE.format(each.source)))
        with self.console.capture() as captured:
            self.console.print(table)
        return captured.get()


def view_for(output: str, *, bilingual: bool, line_format: LineFormat) -> View:
    """Return the view for an output.

    :param output: a file, whose suffix decides the form, or ``-``.
    :param bilingual: whether sources are written beside their translations.
    :param line_format: line format of the input.
    :raises InputError: if the suffix of the output is that of another form.
    """
    suffix = Path(output).suffix.lower() if output != STDIO else ""
    if not bilingual:
        if isinstance(line_format, PlainText) and suffix in {".tsv", ".jsonl"}:
            raise InputError(f"{output}: plain text gives plain text; pairs give {suffix}", hint="--bilingual")
        if suffix in {".tsv", ".jsonl"} - {line_format.suffix}:
            raise InputError(f"{output}: the output of a {line_format.suffix} file is one too, not {suffix}")
        return PlainView(line_format)
    if suffix == ".jsonl":
        return RecordView()
    if suffix == ".txt" or suffix not in {*TRANSLATABLE_SUFFIXES, ""}:
        raise InputError(f"{output}: pairs are written as .tsv or .jsonl, not {suffix}")
    if output == STDIO and sys.stdout is not None and sys.stdout.isatty():
        return TerminalView()
    return SideBySideView()

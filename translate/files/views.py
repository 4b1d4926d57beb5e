"""Views of a translated line: alone, or beside its source."""

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
    """Turns a line and its translation into what is written."""

    def render(self, line: Line, translation: "Translation | None", /) -> str:
        """Return what is written for a line, line ends included.

        :param translation: None for a line that is no data, such as the names of columns.
        """


def sentences_of(translation: "Translation") -> "list[Translation]":
    """Return the sentences of a line; a line that was passed through is one, a blank one is none."""
    if translation.parts:
        return list(translation.parts)
    return [translation] if translation.target or translation.notes else []


def sentence_record(line: Line, sentence: "Translation") -> dict[str, Any]:
    """Describe a sentence: what ``--report`` and JSON lines hold."""
    return {
        "line": line.number,
        "source": sentence.source,
        "target": sentence.target,
        "score": sentence.score,
        **({} if sentence.similarity is None else {"similarity": sentence.similarity}),
        "notes": list(sentence.notes),
    }


class PlainView:
    """The translation alone, in the form of the document."""

    def __init__(self, line_format: LineFormat) -> None:
        self.line_format = line_format

    def render(self, line: Line, translation: "Translation | None") -> str:
        """Return the line of the file with its translation."""
        return self.line_format.render(line, None if translation is None else translation.target)


class SideBySideView:
    """Source, target, score, similarity and notes of each sentence between tabs; an empty line for a blank one."""

    def render(self, _line: Line, translation: "Translation | None") -> str:
        """Return a row for each sentence."""
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
    """An object of JSON for each sentence."""

    def render(self, line: Line, translation: "Translation | None") -> str:
        """Return a line for each sentence."""
        if translation is None:
            return ""
        sentences = sentences_of(translation) or [translation]
        return "".join(json.dumps(sentence_record(line, each), ensure_ascii=False) + "\n" for each in sentences)


class TerminalView:
    """English on the left and Arabic on the right of a terminal, each sentence a row; notes below it."""

    @cached_property
    def console(self) -> "Console":
        """The terminal, with its width."""
        from rich.console import Console

        return Console(file=sys.stdout)

    def render(self, _line: Line, translation: "Translation | None") -> str:
        """Return the rows of a line."""
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
    """Choose how to show translations by where they go.

    :raises InputError: if the name of the output promises another form.
    """
    suffix = Path(output).suffix.lower() if output != STDIO else ""
    if not bilingual:
        if isinstance(line_format, PlainText) and suffix in {".tsv", ".jsonl"}:
            raise InputError(f"{output}: plain text gives plain text; add --bilingual for pairs in {suffix}")
        if suffix in {".tsv", ".jsonl"} - {line_format.suffix}:
            raise InputError(f"{output}: the output of a {line_format.suffix} file is one too, not {suffix}")
        return PlainView(line_format)
    if suffix == ".jsonl":
        return RecordView()
    if suffix == ".txt" or suffix not in {*TRANSLATABLE_SUFFIXES, ""}:
        raise InputError(f"{output}: --bilingual writes .tsv or .jsonl, not {suffix}")
    if output == STDIO and sys.stdout.isatty():
        return TerminalView()
    return SideBySideView()

"""Views: the forms in which translated lines are written, alone or beside their sources."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from jisr.errors import InputError
from jisr.lines import STDIO, Line
from jisr.translate.files.line_formats import TRANSLATABLE_SUFFIXES, LineFormat, PlainText

if TYPE_CHECKING:
    from jisr.translate.translator import Translation

__all__ = ["View", "sentence_record", "sentences_of", "view_for"]

CELL_BREAK = re.compile("[\\t\\n\\r]+")
RIGHT_TO_LEFT_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


View: TypeAlias = "Callable[[Line, Translation | None], str]"
"""A form of output: a function that returns what is written for a line, with line ends.

The translation is ``None`` for a line that is not data, such as a line of column names.
"""


def sentences_of(translation: "Translation") -> "list[Translation]":
    """Return the sentences of a line: the line itself if it was passed through; none if it is blank."""
    if translation.parts:
        return list(translation.parts)
    return [translation] if translation.target or translation.notes else []


def sentence_record(place: dict[str, Any], sentence: "Translation") -> dict[str, Any]:
    """Return the record of a sentence for ``--report`` and ``--bilingual``.

    :param place: where it is: its line, or its unit in a document.
    """
    return {
        **place,
        "source": sentence.source,
        "target": sentence.target,
        "score": sentence.score,
        **(sentence.estimate.record() if sentence.estimate else {}),
        "notes": list(sentence.notes),
        **({"origin": sentence.origin} if sentence.origin == "memory" else {}),
        **({"matches": [match.record() for match in sentence.matches]} if sentence.matches else {}),
    }


def plain_view(line_format: LineFormat) -> View:
    """Return a view of the translation alone, in the line format of the input."""

    def render(line: Line, translation: "Translation | None") -> str:
        return line_format.render(line, None if translation is None else translation.target)

    return render


def tsv_view(_line: Line, translation: "Translation | None") -> str:
    """Return a row of source, target, expected chrF2 and notes for each sentence; an empty line for a blank line."""
    if translation is None:
        return ""
    rows = [
        (each.source, each.target, "" if each.estimate is None else f"{each.estimate.chrf:.1f}", ",".join(each.notes))
        for each in sentences_of(translation)
    ]
    return "".join("\t".join(CELL_BREAK.sub(" ", cell) for cell in row) + "\n" for row in rows) or "\n"


def jsonl_view(line: Line, translation: "Translation | None") -> str:
    """Return a JSON object for each sentence, and one for a blank line."""
    if translation is None:
        return ""
    sentences = sentences_of(translation) or [translation]
    return "".join(
        json.dumps(sentence_record({"line": line.number}, each), ensure_ascii=False) + "\n" for each in sentences
    )


def terminal_view() -> View:
    """Return a view as wide as the terminal: a row for each sentence, English and notes left, Arabic right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Cell

    console = Console(file=sys.stdout)

    def render(_line: Line, translation: "Translation | None") -> str:
        if translation is None:
            return ""
        half = (console.width - 3) // 2
        table = Table(box=None, show_header=False, padding=(0, 3, 1, 0), pad_edge=False)
        table.add_column(width=half)
        table.add_column(width=half, justify="right")
        for each in sentences_of(translation):
            english = Cell(each.target)
            if each.notes:
                english.append(f"\n[{', '.join(each.notes)}]", style="yellow")
            table.add_row(english, Cell(RIGHT_TO_LEFT_ISOLATE.format(each.source)))
        with console.capture() as captured:
            console.print(table)
        return captured.get()

    return render


def view_for(output: str, *, bilingual: bool, line_format: LineFormat) -> View:
    """Return the view for an output.

    :param output: a file, whose suffix decides the form, or ``-``.
    :param line_format: line format of the input.
    :raises InputError: if the suffix of the output is that of another form.
    """
    suffix = Path(output).suffix.lower() if output != STDIO else ""
    if not bilingual:
        if isinstance(line_format, PlainText) and suffix in {".tsv", ".jsonl"}:
            raise InputError(f"{output}: plain text gives plain text; pairs give {suffix}", hint="--bilingual")
        if suffix in {".tsv", ".jsonl"} - {line_format.suffix}:
            raise InputError(f"{output}: the output of a {line_format.suffix} file is one too, not {suffix}")
        return plain_view(line_format)
    if suffix == ".jsonl":
        return jsonl_view
    if suffix == ".txt" or suffix not in {*TRANSLATABLE_SUFFIXES, ""}:
        raise InputError(f"{output}: pairs are written as .tsv or .jsonl, not {suffix}")
    if output == STDIO and sys.stdout is not None and sys.stdout.isatty():
        return terminal_view()
    return tsv_view

"""Line formats: how the Arabic text is read from a line of each kind of file, and the English text is written."""

import json
import re
from dataclasses import dataclass
from typing import ClassVar, Protocol

from jisr.chars import SURROGATES
from jisr.errors import InputError
from jisr.lines import Line
from jisr.tables import Column, TsvColumn, parse_object, text_field

__all__ = [
    "HALF_SURROGATE",
    "TRANSLATABLE_SUFFIXES",
    "JsonlFormat",
    "LineFormat",
    "PlainText",
    "TsvFormat",
    "line_format_for",
]

TRANSLATION = "translation"
"""Name of the column or field for the translation."""
HALF_SURROGATE = re.compile(f"[{SURROGATES}]")
"""A lone surrogate, which JSON can contain but UTF-8 cannot."""


class LineFormat(Protocol):
    """A format of files that are read and written line by line."""

    suffix: ClassVar[str]
    """Suffix of the names of such files."""

    def start(self) -> None:
        """Prepare for reading from the first line."""

    def text(self, line: Line) -> str | None:
        """Return the text to be translated in a line; ``None`` for a line that is not data.

        :raises InputError: if the line has no such text.
        """

    def render(self, line: Line, target: str | None) -> str:
        """Return the line of the output, with its line end.

        :param target: the translation; ``None`` for a line that is not data.
        """


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text, of which whole lines are translated."""

    suffix: ClassVar = ".txt"

    def start(self) -> None:
        """Do nothing, as plain text has no state."""

    def text(self, line: Line) -> str:
        """Return the whole line."""
        return line.text

    def render(self, line: Line, target: str | None) -> str:
        """Return the translation with the line end of the source."""
        return (target or "") + line.ending


class TsvFormat:
    """Tab-separated values, to which the translation is added as the last column.

    :param path: path of the file, for errors.
    :param column: number of the column with the Arabic text, from 1, or its name in the first line.
    """

    suffix: ClassVar = ".tsv"

    def __init__(self, path: str, column: str = "1") -> None:
        self.path = path
        self.column = column
        self.cells = TsvColumn(path, column)

    def start(self) -> None:
        """Prepare for reading from the first line, which may name the columns."""
        self.cells = TsvColumn(self.path, self.column)

    def text(self, line: Line) -> str | None:
        """Return the cell of the column; ``None`` for the line of names; the empty string for a blank line."""
        return self.cells.cell(line.text, line.number) if line.text else ""

    def render(self, line: Line, target: str | None) -> str:
        """Return the line with the translation as its last column; a blank line unchanged."""
        if not line.text and not target:
            return line.ending
        cell = TRANSLATION if target is None else target.replace("\t", " ")
        return f"{line.text}\t{cell}{line.ending}"


@dataclass(frozen=True, slots=True)
class JsonlFormat:
    """JSON Lines, with an object per line, to which the translation is added as a field.

    :param path: path of the file, for errors.
    :param field: name of the field with the Arabic text.
    """

    suffix: ClassVar = ".jsonl"

    path: str
    field: str = "text"

    def start(self) -> None:
        """Do nothing, as the format has no state."""

    def text(self, line: Line) -> str | None:
        """Return the text of the field; ``None`` for a blank line.

        :raises InputError: if the line is not an object with a text in that field, or already has a translation.
        """
        if not line.text.strip():
            return None
        record = parse_object(line.text, self.path, line.number)
        text = text_field(record, self.field, self.path, line.number)
        if text is None:
            raise InputError(f"{self.path}:{line.number}: field {self.field!r} is null, where a text is wanted")
        if TRANSLATION in record:
            raise InputError(f"{self.path}:{line.number}: has a field {TRANSLATION!r} already; rename it first")
        return text

    def render(self, line: Line, target: str | None) -> str:
        """Return the object with the translation added; a blank line unchanged."""
        if target is None:
            return line.text + line.ending
        record = parse_object(line.text, self.path, line.number) | {TRANSLATION: target}
        written = json.dumps(record, ensure_ascii=False)
        return HALF_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", written) + line.ending


TRANSLATABLE_SUFFIXES = (".txt", ".tsv", ".jsonl")


def line_format_for(column: Column) -> LineFormat:
    """Return the line format of a file by the suffix of its name; plain text if the suffix is unknown.

    :raises InputError: if a column is given for plain text.
    """
    if column.suffix == ".tsv":
        return TsvFormat(column.path, column.name or "1")
    if column.suffix == ".jsonl":
        return JsonlFormat(column.path, column.name or "text")
    if column.name is not None:
        raise InputError(f"{column.path}: plain text has no column {column.name!r}; .tsv and .jsonl have")
    return PlainText()

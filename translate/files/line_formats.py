"""Line formats: where the Arabic stands in a line of each kind of file, and where the English goes."""

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
"""Name of the column or field that the English goes to."""
HALF_SURROGATE = re.compile(f"[{SURROGATES}]")
"""JSON can spell one, UTF-8 cannot."""


class LineFormat(Protocol):
    """One kind of file, read and written line by line."""

    suffix: ClassVar[str]
    """Ending of the names of such files."""

    def start(self) -> None:
        """Begin at the first line again."""

    def text(self, line: Line) -> str | None:
        """Return what is to be translated in a line; None for a line that is no data.

        :raises InputError: if the line does not have it.
        """

    def render(self, line: Line, target: str | None) -> str:
        """Return the line of the output, its end included."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text: the whole line."""

    suffix: ClassVar = ".txt"

    def start(self) -> None:
        """Begin at the first line again."""

    def text(self, line: Line) -> str:
        """Return the whole line."""
        return line.text

    def render(self, line: Line, target: str | None) -> str:
        """Return the translation with the line's own end."""
        return (target or "") + line.ending


class TsvFormat:
    """Tab-separated values; the translation becomes the last column.

    :param path: the file, for errors.
    :param column: number of the column with the Arabic, from 1, or its name in the first line.
    """

    suffix: ClassVar = ".tsv"

    def __init__(self, path: str, column: str = "1") -> None:
        self.path = path
        self.column = column
        self.cells = TsvColumn(path, column)

    def start(self) -> None:
        """Begin at the first line again."""
        self.cells = TsvColumn(self.path, self.column)

    def text(self, line: Line) -> str | None:
        """Return the cell of the column; None for the line of names, nothing for a blank line."""
        return self.cells.cell(line.text, line.number) if line.text else ""

    def render(self, line: Line, target: str | None) -> str:
        """Return the line with the translation as its last column; a blank line stays blank."""
        if not line.text and not target:
            return line.ending
        cell = TRANSLATION if target is None else target.replace("\t", " ")
        return f"{line.text}\t{cell}{line.ending}"


@dataclass(frozen=True, slots=True)
class JsonlFormat:
    """A JSON object a line; the translation becomes a field of it.

    :param path: the file, for errors.
    :param field: the name of the field that holds the Arabic.
    """

    suffix: ClassVar = ".jsonl"

    path: str
    field: str = "text"

    def start(self) -> None:
        """Begin at the first line again."""

    def text(self, line: Line) -> str | None:
        """Return the field; None for a blank line.

        :raises InputError: if the line holds no object with a text in that field, or a translation already.
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
        """Return the object with the translation in it."""
        if target is None:
            return line.text + line.ending
        record = parse_object(line.text, self.path, line.number) | {TRANSLATION: target}
        written = json.dumps(record, ensure_ascii=False)
        return HALF_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", written) + line.ending


TRANSLATABLE_SUFFIXES = (".txt", ".tsv", ".jsonl")


def line_format_for(column: Column) -> LineFormat:
    """Return the line format of a file by its name; what has no known ending is plain text.

    :raises InputError: if a column is named of a file that has none.
    """
    if column.suffix == ".tsv":
        return TsvFormat(column.path, column.name or "1")
    if column.suffix == ".jsonl":
        return JsonlFormat(column.path, column.name or "text")
    if column.name is not None:
        raise InputError(f"{column.path}: plain text has no column {column.name!r}; .tsv and .jsonl have")
    return PlainText()

"""The kinds of file that can be translated: where the Arabic stands in a line, and where the English goes."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jisr.chars import HALF_SURROGATES
from jisr.errors import InputError
from jisr.lines import STDIO, Line

__all__ = [
    "HALF_SURROGATE",
    "SUFFIXES",
    "JsonlFormat",
    "LineFormat",
    "PlainText",
    "TsvFormat",
    "line_format_for",
]

TRANSLATION = "translation"
"""The name of the column or field that the English goes to."""
HALF_SURROGATE = re.compile(f"[{HALF_SURROGATES}]")
"""Half a surrogate pair: JSON can spell it, UTF-8 cannot."""


class LineFormat(Protocol):
    """One kind of file, line by line."""

    suffix: ClassVar[str]
    """What the name of such a file ends in."""

    def text(self, line: Line) -> str | None:
        """Give what is to be translated of a line; nothing of a line that is no data.

        :raises InputError: if the line does not have it.
        """

    def render(self, line: Line, target: str | None) -> str:
        """Give the line of the output, its end included."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain text: the whole line."""

    suffix: ClassVar = ".txt"

    def text(self, line: Line) -> str:
        """Give the line."""
        return line.text

    def render(self, line: Line, target: str | None) -> str:
        """Give the translation with the line's own end."""
        return (target or "") + line.ending


@dataclass(slots=True)
class TsvFormat:
    """Tab-separated values; the translation becomes the last column.

    :param name: the file, for errors.
    :param column: the number of the column, from 1, or its name in the first line.
    """

    suffix: ClassVar = ".tsv"

    name: str
    column: str = "1"
    place: int | None = None

    def text(self, line: Line) -> str | None:
        """Give the cell of the column; nothing of the line with the names."""
        if not line.text:
            return ""
        cells = line.text.split("\t")
        if self.place is None:
            return self.find(cells, line.number)
        if self.place >= len(cells):
            raise InputError(
                f"{self.name}:{line.number}: has {len(cells)} column{'s' * (len(cells) > 1)}, not {self.column}"
            )
        return cells[self.place]

    def find(self, cells: list[str], number: int) -> str | None:
        """Find the column in the first line that is not blank."""
        if self.column.isdecimal() and int(self.column) > 0:
            self.place = int(self.column) - 1
            if self.place < len(cells):
                return cells[self.place]
            held = f"{len(cells)} column{'s' * (len(cells) > 1)}"
            raise InputError(f"{self.name}:{number}: has {held}; --column {self.column} is not among them")
        if self.column not in cells:
            raise InputError(
                f"{self.name}:{number}: no column {self.column!r}; "
                f"the first line names {', '.join(map(repr, cells))}, or give a number from 1"
            )
        self.place = cells.index(self.column)
        return None

    def render(self, line: Line, target: str | None) -> str:
        """Give the line with the translation as its last column; a blank line stays blank."""
        if not line.text and not target:
            return line.ending
        cell = TRANSLATION if target is None else target.replace("\t", " ")
        return f"{line.text}\t{cell}{line.ending}"


@dataclass(frozen=True, slots=True)
class JsonlFormat:
    """A JSON object a line; the translation becomes a field of it.

    :param name: the file, for errors.
    :param field: the name of the field that holds the Arabic.
    """

    suffix: ClassVar = ".jsonl"

    name: str
    field: str = "text"

    def parse(self, line: Line) -> dict[str, Any]:
        """Read the object of a line."""
        try:
            value = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{self.name}:{line.number}: not JSON: {error}") from None
        if not isinstance(value, dict):
            raise InputError(
                f"{self.name}:{line.number}: a JSON object is wanted, not {type(value).__name__}"
            )
        return value

    def text(self, line: Line) -> str | None:
        """Give the field; nothing of a blank line."""
        if not line.text.strip():
            return None
        value = self.parse(line)
        if not isinstance(value.get(self.field), str):
            raise InputError(
                f"{self.name}:{line.number}: no text in a field {self.field!r}; "
                f"it has {', '.join(map(repr, value)) or 'no fields'}; name one with --field"
            )
        if TRANSLATION in value:
            raise InputError(
                f"{self.name}:{line.number}: has a field {TRANSLATION!r} already; rename it first"
            )
        text: str = value[self.field]
        return text

    def render(self, line: Line, target: str | None) -> str:
        """Give the object with the translation in it."""
        if target is None:
            return line.text + line.ending
        written = json.dumps(self.parse(line) | {TRANSLATION: target}, ensure_ascii=False)
        return HALF_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", written) + line.ending


SUFFIXES = (".txt", ".tsv", ".jsonl")


def line_format_for(path: str | Path, *, column: str | None = None, field: str | None = None) -> LineFormat:
    """Choose the kind of a file by its options, then by its name; text is what nothing else is said of.

    :raises InputError: if both options are given.
    """
    if column is not None and field is not None:
        raise InputError("--column is for .tsv and --field for .jsonl; give one of them")
    suffix = Path(path).suffix.lower() if str(path) != STDIO else ""
    if column is not None or (suffix == ".tsv" and field is None):
        return TsvFormat(str(path), column or "1")
    if field is not None or suffix == ".jsonl":
        return JsonlFormat(str(path), field or "text")
    return PlainText()

"""Columns of TSV, JSONL and Parquet files.

All commands name a column in the same way: ``out.tsv:3``, ``out.tsv:draft``, ``out.jsonl:target``,
``out.parquet:target``. A file whose own name contains a colon takes precedence.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os.path import exists  # that of pathlib raises if a name is too long
from pathlib import Path
from typing import Any, Final

from jisr.chars import printable
from jisr.errors import InputError, MissingExtra
from jisr.lines import STDIO, Line, open_input, read_lines
from jisr.storage.compression import is_compressed, open_decompressed

__all__ = [
    "TABLE_SUFFIXES",
    "Column",
    "TsvColumn",
    "import_pyarrow",
    "open_parquet",
    "parse_object",
    "read_column",
    "read_rows",
    "split_row",
    "text_field",
    "utf8_lines",
]

TABLE_SUFFIXES: Final = (".tsv", ".jsonl", ".parquet")
"""Suffixes of files that have columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A file and one of its columns.

    :param path: the file; ``-`` is standard input.
    :param name: number (from 1) or name of the column; None for the default column of the file's format.
    """

    path: str
    name: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Column":
        """Parse ``FILE`` or ``FILE:COLUMN``."""
        path, colon, name = text.rpartition(":")
        # The first colon of a URL belongs to it.
        parted = path and colon and name and not name.startswith("//") and not exists(text)  # noqa: PTH110
        return cls(path, name) if parted else cls(text)

    @property
    def suffix(self) -> str:
        """Suffix of the file in lower case, without that of its compression."""
        path = Path(self.path)
        return Path(path.stem if is_compressed(path) else path).suffix.lower()

    @property
    def label(self) -> str:
        """Name of the file without its folder, with the column, as it can be shown."""
        return printable(Path(self.path).name + (f":{self.name}" if self.name else ""))


def split_row(text: str) -> list[str]:
    """Return the cells of a line of TSV; there is no quoting, so every tab separates two cells."""
    return text.split("\t")


def read_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number (from 1) and the cells of each line of a TSV file.

    :raises InputError: if the file cannot be read or is not UTF-8.
    """
    for line in utf8_lines(path):
        yield line.number, split_row(line.text)


class TsvColumn:
    """A column of a TSV file, found by its number or by its name in a header line.

    :param path: path of the file in errors.
    :param name: number (from 1) or name of the column; a name requires a header line.
    """

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        self.index = int(name) - 1 if name.isdecimal() and int(name) > 0 else None
        """Index of the column from 0; None before the header line is read."""

    def cell(self, text: str, number: int) -> str | None:
        """Return the column's cell of the next line; None for the header line.

        :param text: the line.
        :param number: line number from 1, for errors.
        :raises InputError: if the line lacks the column.
        """
        cells = split_row(text)
        if self.index is None:
            if self.name not in cells:
                raise InputError(
                    f"{self.path}:{number}: no column {self.name!r}; "
                    f"the first line names {', '.join(map(repr, cells))}, or give a number from 1"
                )
            self.index = cells.index(self.name)
            return None
        if self.index >= len(cells):
            count = f"{len(cells)} column{'' if len(cells) == 1 else 's'}"
            raise InputError(f"{self.path}:{number}: no column {self.name}; the line has {count}")
        return cells[self.index]


def parse_object(text: str, path: str, number: int) -> dict[str, Any]:
    """Parse the object in a line of JSONL.

    :param path: path of the file in errors.
    :param number: line number from 1, for errors.
    :raises InputError: if the line is not a JSON object.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}:{number}: not JSON: {error}") from None
    if not isinstance(value, dict):
        raise InputError(f"{path}:{number}: a JSON object is wanted, not {type(value).__name__}")
    return value


def text_field(record: dict[str, Any], name: str, path: str, number: int) -> str | None:
    """Return a field of an object; None if it is null.

    :param name: name of the field.
    :param path: path of the file in errors.
    :param number: line number from 1, for errors.
    :raises InputError: if the object lacks the field, or its value is not a string.
    """
    if name not in record:
        fields = ", ".join(map(repr, record)) or "no fields"
        raise InputError(f"{path}:{number}: no field {name!r}; the object has {fields}", hint=f"{path}:FIELD")
    value = record[name]
    if not isinstance(value, str | None):
        raise InputError(f"{path}:{number}: field {name!r} holds no text but {type(value).__name__}")
    return value


def read_column(column: Column, default: str) -> Iterator[str | None]:
    """Yield the cells of a column of TSV, JSONL or Parquet; None for a null in JSONL or Parquet.

    :param column: the file and the column.
    :param default: column to read if ``column`` names none: a number for TSV, a name for the others.
    :raises InputError: if the file cannot be read, has another format than its suffix says, or lacks the column.
    :raises MissingExtra: if the file is Parquet and pyarrow is not installed.
    """
    name = column.name or default
    if column.suffix == ".parquet":
        yield from parquet_cells(column.path, name)
    elif column.suffix == ".jsonl":
        for line in utf8_lines(column.path):
            record = parse_object(line.text, column.path, line.number)
            yield text_field(record, name, column.path, line.number)
    elif column.suffix == ".tsv":
        cells = TsvColumn(column.path, name)
        for line in utf8_lines(column.path):
            if (cell := cells.cell(line.text, line.number)) is not None:
                yield cell
    else:
        raise InputError(f"{column.path}: has no columns; {', '.join(TABLE_SUFFIXES)} have")


def utf8_lines(path: str) -> Iterator[Line]:
    """Yield the lines of a text file, compressed or not.

    :raises InputError: if it cannot be read, or contains a zero byte or bytes that are not UTF-8.
    """
    with open_decompressed(path) as stream:
        for line in read_lines(stream, path):
            if "\0" in line.text or line.damaged:
                problem = "a zero byte" if "\0" in line.text else "bytes that are not UTF-8"
                raise InputError(f"{path}:{line.number}: {problem}; a text in UTF-8 is wanted")
            yield line


def parquet_cells(path: str, name: str) -> Iterator[str | None]:
    """Yield the cells of a column of Parquet; None for a null.

    :raises InputError: if the file is not Parquet or lacks the column, or if the column does not contain strings.
    """
    with open_parquet(path) as table:
        names = table.schema_arrow.names
        if name not in names:
            raise InputError(f"{path}: no column {name!r}; there are {', '.join(names)}")
        for batch in table.iter_batches(columns=[name]):
            for value in batch.column(0).to_pylist():
                if not isinstance(value, str | None):
                    raise InputError(f"{path}: column {name!r} holds no text")
                yield value


@contextmanager
def open_parquet(path: str | Path) -> Iterator[Any]:
    """Open a Parquet file as a ``pyarrow.parquet.ParquetFile``.

    :raises InputError: if it is standard input, or is found not to be Parquet while it is open.
    :raises MissingExtra: if pyarrow is not installed.
    """
    if path == STDIO:
        raise InputError("Parquet cannot be read from standard input; name a file")
    arrow = import_pyarrow()
    with open_input(path) as stream:
        try:
            yield arrow.parquet.ParquetFile(stream)
        except arrow.lib.ArrowException as error:
            raise InputError(f"{path}: not a Parquet file, or damaged: {error}") from None


def import_pyarrow() -> Any:  # noqa: ANN401 - pyarrow has no types
    """Import and return pyarrow, with its Parquet module.

    :raises MissingExtra: if it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("pyarrow", "parquet") from None
    return pyarrow

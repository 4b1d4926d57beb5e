"""One text out of a file: the lines of a plain file, or a column of TSV, JSONL, TMX or Parquet.

A column is named behind the file: ``out.tsv:3``, ``out.jsonl:hypothesis``, ``memory.tmx:en``. A name that
is a file as it stands is taken as that file.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from jisr.corpora.formats.corpus_files import read_pairs, suffix
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.parquet import import_pyarrow
from jisr.corpora.formats.text_lines import read_text
from jisr.errors import InputError
from jisr.lines import STDIO, open_input

__all__ = ["file_of", "name_of", "read_column"]

SIDES = ("source", "target")
LANGUAGES = ("ar", "en")


def split(name: str) -> tuple[str, str | None]:
    """Part a file from the name of a column behind it."""
    path, colon, column = name.rpartition(":")
    return (path, column) if colon and column and not Path(name).exists() else (name, None)


def file_of(name: str) -> str:
    """Give the file that a text is in."""
    return split(name)[0]


def name_of(name: str) -> str:
    """Give what to call the text of a file: the file's name without its folder."""
    path, column = split(name)
    return Path(path).name + (f":{column}" if column else "")


def read_column(name: str, *, side: int = 1) -> list[str | None]:
    """Read all lines of a text.

    :param name: a file, or ``-``, and perhaps a column.
    :param side: which column it is if none is named: 0 the source, 1 the target.
    :return: the lines; None where JSONL or Parquet says null.
    :raises InputError: if there is no such file or column, or it holds no text, or it has no lines.
    """
    path, column = split(name)
    kind = suffix(path)
    lines: Iterator[str | None]
    if kind == "tsv":
        lines = tsv(path, column or str(side + 1))
    elif kind == "jsonl":
        lines = jsonl(path, column or SIDES[side])
    elif kind == "parquet":
        lines = parquet(path, column or SIDES[side])
    elif kind == "tmx":
        lines = tmx(path, column or LANGUAGES[side])
    elif column is not None and path != STDIO and not Path(path).is_file():
        raise InputError(f"{name}: no such file")
    elif column is not None:
        raise InputError(f"{name}: a plain text has no column {column!r}; .tsv, .jsonl, .tmx, .parquet have")
    else:
        lines = plain(path)
    found = list(lines)
    if not found:
        raise InputError(f"{name}: is empty")
    return found


def plain(path: str) -> Iterator[str]:
    """Yield the lines of a text.

    :raises InputError: if it holds a zero byte or bytes that are not UTF-8.
    """
    for line in read_text(path, FormatOptions()):
        if "\0" in line.text or line.damaged:
            what = "a zero byte" if "\0" in line.text else "bytes that are not UTF-8"
            raise InputError(f"{path}:{line.number}: {what}; a text in UTF-8 is wanted")
        yield line.text


def tsv(path: str, column: str) -> Iterator[str]:
    """Yield a column of TSV, by its number from 1, or by its name where the first line names the columns."""
    place = int(column) - 1 if column.isdecimal() else None
    for number, line in enumerate(plain(path), 1):
        cells = line.split("\t")
        if place is None:
            if column not in cells:
                raise InputError(f"{path}: no column {column!r}; the first line has {', '.join(cells)}")
            place = cells.index(column)
            continue
        if not 0 <= place < len(cells):
            raise InputError(f"{path}:{number}: no column {place + 1}; the line has {len(cells)}")
        yield cells[place]


def jsonl(path: str, column: str) -> Iterator[str | None]:
    """Yield a field of each line of JSONL."""
    for number, line in enumerate(plain(path), 1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(record, dict) or column not in record:
            there = ", ".join(record) if isinstance(record, dict) else "no fields"
            raise InputError(f"{path}:{number}: no field {column!r}; it has {there}")
        if not isinstance(record[column], str | None):
            raise InputError(f"{path}:{number}: field {column!r} is no text")
        yield record[column]


def parquet(path: str, column: str) -> Iterator[str | None]:
    """Yield a column of Parquet.

    :raises MissingExtra: if pyarrow is missing.
    """
    arrow = import_pyarrow()
    with open_input(path) as stream:
        try:
            table = arrow.parquet.ParquetFile(stream)
            names = table.schema_arrow.names
            if column not in names:
                raise InputError(f"{path}: no column {column!r}; there are {', '.join(names)}")
            for batch in table.iter_batches(columns=[column]):
                for value in batch.column(0).to_pylist():
                    if not isinstance(value, str | None):
                        raise InputError(f"{path}: column {column!r} holds no text")
                    yield value
        except arrow.lib.ArrowException as error:
            raise InputError(f"{path}: not a Parquet file, or damaged: {error}") from None


def tmx(path: str, column: str) -> Iterator[str]:
    """Yield one language of a TMX file."""
    if column not in LANGUAGES:
        raise InputError(f"{path}: no column {column!r}; a TMX has {', '.join(LANGUAGES)}")
    for pair in read_pairs(path):
        yield pair.target if column == LANGUAGES[1] else pair.source

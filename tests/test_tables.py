"""Columns of TSV, JSONL and Parquet are named in one syntax and read alike."""

from pathlib import Path

import pytest

from jisr.errors import InputError
from jisr.tables import Column, TsvColumn, read_column, read_rows


def test_a_column_is_named_after_its_file(tmp_path: Path) -> None:
    assert Column.parse("a.tsv:3") == Column("a.tsv", "3")
    assert Column.parse("a.jsonl:نص") == Column("a.jsonl", "نص")
    assert Column.parse("-") == Column("-")
    assert Column.parse("a.tsv:") == Column("a.tsv:")
    odd = tmp_path / "a:3"
    odd.touch()
    assert Column.parse(str(odd)) == Column(str(odd))
    assert Column.parse(f"{odd}:2") == Column(str(odd), "2")
    assert (Column("x/A.TSV.gz", "2").suffix, Column("x/A.TSV.gz", "2").label) == (".tsv", "A.TSV.gz:2")


@pytest.mark.parametrize(
    ("name", "data", "column", "cells"),
    [
        ("a.tsv", "باب\tdoor\nبيت\thouse\n", "1", ["باب", "بيت"]),
        ("a.tsv", "باب\tdoor\nبيت\thouse\n", "2", ["door", "house"]),
        ("a.tsv", "ar\ten\nباب\tdoor\n", "ar", ["باب"]),
        ("a.tsv", 'باب "كبير"\tdoor\n', "1", ['باب "كبير"']),
        ("a.jsonl", '{"ar": "باب"}\n{"ar": null}\n', "ar", ["باب", None]),
    ],
)
def test_the_cells_of_a_column_are_read(
    tmp_path: Path, name: str, data: str, column: str, cells: list[str | None]
) -> None:
    path = tmp_path / name
    path.write_text(data, encoding="utf-8")
    assert list(read_column(Column(str(path), column), "1")) == cells


def test_the_cells_of_a_parquet_column_are_read(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(arrow.table({"ar": ["باب", None], "n": [1, 2]}), path)
    assert list(read_column(Column(str(path)), "ar")) == ["باب", None]
    for column, message in (("en", "no column 'en'; there are ar, n"), ("n", "holds no text")):
        with pytest.raises(InputError, match=message):
            list(read_column(Column(str(path), column), "ar"))


@pytest.mark.parametrize(
    ("name", "data", "column", "message"),
    [
        ("a.tsv", "باب\nبيت\thouse\n", "2", r"a\.tsv:1: no column 2; the line has 1 column$"),
        ("a.tsv", "ar\ten\n", "de", r"a\.tsv:1: no column 'de'; the first line names 'ar', 'en'"),
        ("a.tsv", "a long enough line\0\n", "1", r"a\.tsv:1: a zero byte"),
        ("a.jsonl", "{\n", "ar", r"a\.jsonl:1: not JSON"),
        ("a.jsonl", "[1]\n", "ar", r"a\.jsonl:1: a JSON object is wanted, not list"),
        ("a.jsonl", '{"en": "door"}\n', "ar", r"a\.jsonl:1: no field 'ar'; the object has 'en'"),
        ("a.jsonl", '{"ar": 1}\n', "ar", r"a\.jsonl:1: field 'ar' holds no text but int"),
        ("a.txt", "باب\n", "1", r"a\.txt: has no columns; \.tsv, \.jsonl, \.parquet have"),
    ],
)
def test_errors_name_file_line_and_column(tmp_path: Path, name: str, data: str, column: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(data, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_column(Column(str(path), column), "1"))


def test_rows_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("a\tb\n\nc\n", encoding="utf-8")
    assert list(read_rows(str(path))) == [(1, ["a", "b"]), (2, [""]), (3, ["c"])]


def test_the_header_line_has_no_cell() -> None:
    column = TsvColumn("a.tsv", "ar")
    assert [column.cell(text, number) for number, text in enumerate(["ar", "ar"], 1)] == [None, "ar"]

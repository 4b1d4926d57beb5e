"""The Arabic text is read from lines of each format, and the translation is written to them."""

import json

import pytest

from jisr.errors import InputError
from jisr.lines import Line
from jisr.tables import Column
from jisr.translate.files.line_formats import JsonlFormat, PlainText, TsvFormat, line_format_for


def test_a_line_keeps_its_line_end() -> None:
    for ending in ("\n", "\r\n", ""):
        assert PlainText().render(Line("نعم", ending, 1), "Yes") == f"Yes{ending}"


def test_with_a_column_number_there_is_no_line_of_names() -> None:
    table = TsvFormat("in.tsv", "2")
    assert table.text(Line("1\tنعم", "\n", 1)) == "نعم"
    assert table.text(Line("2\tلا\tآخر", "\n", 2)) == "لا"
    assert table.render(Line("1\tنعم", "\r\n", 1), "Y\tes") == "1\tنعم\tY es\r\n"
    with pytest.raises(InputError, match=r"^in\.tsv:3: no column 2; the line has 1 column$"):
        table.text(Line("3", "\n", 3))


def test_a_column_name_is_looked_up_in_the_first_line() -> None:
    table = TsvFormat("in.tsv", "نص")
    names = Line("id\tنص", "\n", 1)
    assert table.text(names) is None
    assert table.render(names, None) == "id\tنص\ttranslation\n"
    assert table.text(Line("1\tنعم", "\n", 2)) == "نعم"
    with pytest.raises(InputError, match=r"^in\.tsv:1: no column 'text'; the first line names 'id', 'نص'"):
        TsvFormat("in.tsv", "text").text(names)


def test_the_translation_is_added_to_the_fields() -> None:
    objects = JsonlFormat("in.jsonl", "ar")
    line = Line('{"id": 7, "ar": "نعم", "more": [1, null]}', "\n", 1)
    assert objects.text(line) == "نعم"
    assert json.loads(objects.render(line, "Yes")) == {"id": 7, "ar": "نعم", "more": [1, None], "translation": "Yes"}
    assert objects.text(Line("  ", "\n", 2)) is None
    assert objects.render(Line("  ", "\n", 2), None) == "  \n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "a JSON object is wanted, not list"),
        ('{"ar": 3, "id": 1}', "field 'ar' holds no text but int"),
        ("{}", "no field 'ar'; the object has no fields"),
    ],
)
def test_a_wrong_line_of_json_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        JsonlFormat("in.jsonl", "ar").text(Line(text, "\n", 5))
    assert str(caught.value).startswith(f"in.jsonl:5: {message}")
    assert "\n" not in str(caught.value)


def test_the_format_is_chosen_by_the_suffix() -> None:
    assert isinstance(line_format_for(Column("a.txt")), PlainText)
    assert isinstance(line_format_for(Column("-")), PlainText)
    assert isinstance(line_format_for(Column.parse("A.TSV:2")), TsvFormat)
    assert isinstance(line_format_for(Column.parse("a.jsonl:ar")), JsonlFormat)
    with pytest.raises(InputError, match=r"^a\.txt: plain text has no column '2'"):
        line_format_for(Column.parse("a.txt:2"))


def test_a_format_can_be_restarted() -> None:
    table = TsvFormat("in.tsv", "ar")
    names = Line("ar", "\n", 1)
    assert table.text(names) is None
    table.start()
    assert table.text(names) is None
    assert table.text(Line("نعم", "\n", 2)) == "نعم"

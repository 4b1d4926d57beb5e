"""A translated line is written alone, beside its source, or as records."""

import json
from pathlib import Path

import pytest

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import Line
from jisr.translate.estimation.estimate import Estimate
from jisr.translate.files.line_formats import JsonlFormat, PlainText
from jisr.translate.files.views import View, sentences_of, view_for
from jisr.translate.quality.notes import Note
from jisr.translate.translator import Translation

YES = Translation("نعم\tسيدي.", "Yes, sir.", -0.25, (), estimate=Estimate(61.5, 45.0, 78.0))
NO = Translation("لا!", "No!", -1.0, (Note.LOOP, Note.RETRIED))
LINE = Translation("نعم\tسيدي. لا!", "Yes, sir. No!", -0.5, (Note.LOOP, Note.RETRIED), (YES, NO))
BLANK = Translation("", "", None, ())
PASSED = Translation("42", "42", None, (Note.PASSED_THROUGH,))
GIVEN = Line(LINE.source, "\r\n", 3)


def view(output: str, *, bilingual: bool = True) -> View:
    return view_for(output, bilingual=bilingual, line_format=PlainText())


def test_sentences_of_a_line() -> None:
    assert sentences_of(LINE) == [YES, NO]
    assert sentences_of(PASSED) == [PASSED]
    assert sentences_of(BLANK) == []


def test_the_translation_alone() -> None:
    assert view("-", bilingual=False)(GIVEN, LINE) == "Yes, sir. No!\r\n"


def test_side_by_side_in_tsv() -> None:
    rows = view("out.tsv")(GIVEN, LINE)
    assert rows == "نعم سيدي.\tYes, sir.\t61.5\t\nلا!\tNo!\t\tloop,retried\n"
    assert view("out.tsv")(GIVEN, PASSED) == "42\t42\t\tpassed-through\n"
    assert view("out.tsv")(GIVEN, BLANK) == "\n"
    assert view("out.tsv")(GIVEN, None) == ""


def test_side_by_side_output_is_a_corpus(tmp_path: Path) -> None:
    text = view("out.tsv")(GIVEN, YES) + view("out.tsv")(GIVEN, PASSED)
    (tmp_path / "out.tsv").write_text(text, encoding="utf-8")
    assert list(read_pairs(tmp_path / "out.tsv")) == [
        Pair("نعم سيدي.", "Yes, sir.", 61.5),
        Pair("42", "42", None, "passed-through"),
    ]


def test_side_by_side_in_jsonl() -> None:
    rows = [json.loads(row) for row in view("out.jsonl")(GIVEN, LINE).splitlines()]
    assert rows == [
        {
            "line": 3,
            "source": "نعم\tسيدي.",
            "target": "Yes, sir.",
            "estimate": 61.5,
            "interval": [45.0, 78.0],
            "score": -0.25,
            "notes": [],
        },
        {"line": 3, "source": "لا!", "target": "No!", "score": -1.0, "notes": ["loop", "retried"]},
    ]
    assert json.loads(view("out.jsonl")(GIVEN, BLANK))["source"] == ""
    assert view("out.jsonl")(GIVEN, None) == ""


def test_on_a_terminal_the_arabic_is_on_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    shown = view("-")(GIVEN, LINE)
    first = shown.splitlines()[0]
    assert first.index("Yes, sir.") < first.index("\u2067")
    assert first.rstrip().endswith("\u2069")
    assert "[loop, retried]" in shown


@pytest.mark.parametrize(
    ("output", "bilingual", "message"),
    [
        ("out.tsv", False, "plain text gives plain text; pairs give"),
        ("out.jsonl", False, "plain text gives plain text; pairs give"),
        ("out.txt", True, "pairs are written as .tsv or .jsonl, not .txt"),
        ("out.docx", True, "pairs are written as .tsv or .jsonl, not .docx"),
    ],
)
def test_a_suffix_of_another_form_is_refused(output: str, bilingual: bool, message: str) -> None:
    with pytest.raises(InputError) as caught:
        view(output, bilingual=bilingual)
    assert str(caught.value).startswith(f"{output}: {message}")


def test_the_translation_alone_in_jsonl() -> None:
    objects = JsonlFormat("in.jsonl")
    line = Line('{"text": "لا!"}', "\n", 1)
    plain = view_for("out.jsonl", bilingual=False, line_format=objects)
    assert json.loads(plain(line, NO)) == {"text": "لا!", "translation": "No!"}


def test_tabs_and_line_breaks_in_cells_become_spaces() -> None:
    translation = Translation("abc\r\nde\tf", "abc de f", None, ())
    view = view_for("out.tsv", bilingual=True, line_format=PlainText())
    assert view(Line("", "\n", 1), translation) == "abc de f\tabc de f\t\t\n"

"""What stands in review files, for other programs and for people."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from command_line import CommandLine

from jisr.translate.documents.kinds import document_kind
from jisr.translate.documents.markup import parse_markup
from jisr.translate.documents.unit import Code, Target, Unit
from jisr.translate.estimation.estimate import Estimate
from jisr.translate.matches import Match
from jisr.translate.quality.notes import Note
from jisr.translate.review.page import PageReview
from jisr.translate.review.row import Original, ReviewRow, ReviewWriter
from jisr.translate.review.tmx import TmxReview
from jisr.translate.review.word_table import WordReview
from jisr.translate.review.xliff import Xliff2Review, XliffReview
from jisr.translate.translator import Translation

EVIL = '"><script>alert(1)</script>&amp;'
ORIGINAL = Original(path=f"a{EVIL}.docx", sha256="0" * 64, output="a.en.docx")
OPEN, CLOSE, BREAK = Code("open", "1", "<b>"), Code("close", "1", "</b>"), Code("alone", "2", EVIL)
UNIT = Unit("sheet!B4", "أين المحطة؟", ((4, OPEN), (10, CLOSE), (11, BREAK)), EVIL, 20)
MATCH = Match(92, "أين المحطات؟", "Where are the stations?", EVIL, "4")
SENTENCE = Translation(
    UNIT.text, "Where is it?", -0.3, (Note.DOUBTFUL,), estimate=Estimate(37.2, 20.0, 50.0), matches=(MATCH,)
)
TARGET = Target(
    "Where is it?", ((9, OPEN), (11, CLOSE), (12, BREAK)), (Note.DOUBTFUL, Note.TOO_LONG), "model", (SENTENCE,)
)
ROWS = [ReviewRow(3, UNIT, TARGET), ReviewRow(5, Unit("sheet!B5", "شكرا <b>"), Target("Thanks <b>", origin="memory"))]


def written(kind: type[ReviewWriter], path: Path | None = None) -> bytes:
    """Return a review file of the rows."""
    stream = io.BytesIO()
    writer = kind(stream, ORIGINAL)
    for row in ROWS:
        writer.write(row)
    writer.close()
    if path is not None:
        path.write_bytes(stream.getvalue())
    return stream.getvalue()


TOOLKIT = """
import json, sys
from translate.storage.factory import getobject
units = [unit for unit in getobject(sys.argv[1]).units if unit.istranslatable() or unit.source]
approved = [getattr(unit, "isapproved", bool)() for unit in units]
print(json.dumps([[str(unit.source), str(unit.target), done, unit.getnotes()] for unit, done in zip(units, approved)]))
"""


def as_toolkit_reads(path: Path) -> list[list[str]]:
    """Return source, target, approval and notes of the units of a file."""
    # In a process of its own, as its package has the name of a folder of ours.
    done = subprocess.run(
        [sys.executable, "-P", "-c", TOOLKIT, path], cwd="/", check=True, capture_output=True, text=True
    )
    units: list[list[str]] = json.loads(done.stdout)
    return units


def test_xliff_as_translate_toolkit_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "r.xlf"
    data = written(XliffReview, path)
    first, second = as_toolkit_reads(path)
    assert first[:3] == ["أين <b>المحطة</b>؟" + EVIL, "Where is <b>it</b>?" + EVIL, False]
    assert set(first[3].split("\n")) == {EVIL, "doubtful, too-long", "expected chrF2 37", "at most 20 characters"}
    assert second[1] == "Thanks <b>"
    assert document_kind(str(path)) == "xliff"
    elements = {each.attributes.get("id"): each for each in parse_markup(data, "r.xlf").root.walk()}
    assert elements["3"].attributes["resname"] == "sheet!B4"
    assert (elements["3"].attributes["maxwidth"], elements["3"].attributes["size-unit"]) == ("20", "char")
    (match,) = (each for each in elements["3"].elements if each.local == "alt-trans")
    assert match.attributes == {"match-quality": "92%", "origin": EVIL}
    assert [each.text for each in match.elements] == [MATCH.source, MATCH.target]
    states = [each.attributes for unit in ("3", "5") for each in elements[unit].elements if each.local == "target"]
    assert states == [
        {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"},
        {"state": "needs-review-translation", "state-qualifier": "tm-suggestion"},
    ]


def test_xliff_2_as_this_program_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "r.2.xlf"
    root = parse_markup(written(Xliff2Review, path), "r.xlf").root
    assert document_kind(str(path)) == "xliff2"
    segments = [each for each in root.walk() if each.local == "segment"]
    assert [each.attributes["state"] for each in segments] == ["initial", "initial"]
    source, target = segments[0].elements
    assert [each.local for each in source.elements] == ["sc", "ec", "ph"]
    assert [each.attributes.get("startRef") or each.attributes["id"] for each in target.elements] == ["1", "1", "2"]
    assert target.text == "Where is it?"
    (match,) = (each for each in root.walk() if each.local == "match")
    assert match.name.startswith("{urn:oasis:names:tc:xliff:matches:2.0}")
    assert match.attributes == {"ref": "#s3", "similarity": "92", "origin": EVIL}
    assert [each.text for each in match.elements] == [MATCH.source, MATCH.target]


def test_tmx_as_translate_toolkit_reads_it(tmp_path: Path) -> None:
    written(TmxReview, tmp_path / "r.tmx")
    first, second = as_toolkit_reads(tmp_path / "r.tmx")
    assert first[:2] == ["أين <b>المحطة</b>؟" + EVIL, "Where is <b>it</b>?" + EVIL]
    assert second[:2] == ["شكرا <b>", "Thanks <b>"]


def test_a_word_table_as_python_docx_reads_it() -> None:
    document: Any = docx.Document(io.BytesIO(written(WordReview)))
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in cells] == ["No.", "3", "5"]
    assert cells[2][1:3] == ["شكرا <b>", "Thanks <b>"]
    assert cells[1][3].split("\n") == [
        "sheet!B4",
        "doubtful, too-long",
        "expected chrF2 37",
        "at most 20 characters",
        EVIL,
        f"92 % in {EVIL}: {MATCH.source} = {MATCH.target}",
    ]
    xml = table.rows[1].cells[1]._tc.xml
    assert "<w:bidi/>" in xml
    assert "<w:rtl/>" in xml
    assert xml.count('<w:lock w:val="contentLocked"/>') == 3
    assert "⟦1⟧" in xml
    assert written(WordReview) == written(WordReview)


def test_a_page_escapes_everything_and_loads_nothing() -> None:
    page = written(PageReview).decode()
    assert page.count("<script") == 1
    assert page.count("<script>alert") == 0
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert 'dir="rtl"' in page
    assert 'data-notes="doubtful too-long"' in page
    assert "⟦1⟧" in page


def test_the_command_line(tmp_path: Path, jisr: CommandLine) -> None:
    source, review = tmp_path / "a.txt", tmp_path / "r.xliff"
    source.write_text("أين المحطة؟\n\n2024\n", encoding="utf-8")
    assert jisr("translate", source, "-o", tmp_path / "a.en.txt", "--review", review).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.en.txt", "a.txt", "r.xliff"]
    text = review.read_text(encoding="utf-8")
    review.write_text(text.replace(">Where is the station?<", ">Where is the old station?<"), encoding="utf-8")
    done = jisr("review", "apply", review)
    assert (done.code, done.err) == (0, f"jisr: 1 rows written to {tmp_path}/a.en.txt\n")
    assert (tmp_path / "a.en.txt").read_text(encoding="utf-8") == "Where is the old station?\n\n2024\n"
    assert jisr("review", "apply", review, "-o", source).code == 2
    assert source.read_text(encoding="utf-8").startswith("أين")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.txt", "--review", "r.pdf"], "a review file is .xliff"),
        (["a.txt", "--review", "-"], "a review file is .xliff"),
        (["a.txt", "--review", "r.xlf", "--bilingual"], "pairs are a review by themselves"),
        (["-", "--review", "r.xlf"], "not standard input"),
        (["a.txt", "b.txt", "-o", "out", "--review", "r.xlf"], "a review file is of one file at a time"),
        (["a.txt", "-o", "r.xlf", "--review", "r.xlf"], "named twice"),
        (["a.txt", "--review", "no/r.xlf"], "does not exist"),
    ],
)
def test_review_files_that_cannot_be(
    tmp_path: Path, jisr: CommandLine, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("أين المحطة؟\n", encoding="utf-8")
    done = jisr("translate", *words, stdin="أين المحطة؟\n")
    assert (done.code > 0, done.err.count("\n"), done.out) == (True, 1, "")
    assert message in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]

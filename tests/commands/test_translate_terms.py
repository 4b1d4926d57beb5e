"""``jisr translate --terms`` and ``jisr check --terms``, with the model in the package."""

import json
from pathlib import Path

import pytest
from command_line import CommandLine

LINES = "قالت وزارة الصحة إن المستشفى سيفتح غدا.\nأين المحطة؟\n"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter a folder with a list of terms and a text."""
    monkeypatch.chdir(tmp_path)
    Path("t.tsv").write_text("وزارة الصحة\tMinistry of Health\nمستشفى\tclinic; !hospital\n", encoding="utf-8")
    Path("a.txt").write_text(LINES, encoding="utf-8")


def test_lines_and_the_report(jisr: CommandLine) -> None:
    done = jisr("translate", "a.txt", "--terms", "t.tsv", "-o", "a.en", "--report", "r.jsonl")
    assert done.code == 0
    first, second = Path("a.en").read_text(encoding="utf-8").splitlines()
    assert "Ministry of Health" in first
    assert "clinic" in first
    assert second == "Where is the station?"
    assert "terms: 2 of 2, 0 of them in first drafts" in done.err
    head, record, _ = (json.loads(line) for line in Path("r.jsonl").read_text(encoding="utf-8").splitlines())
    assert head["run"]["terms"]
    assert [(use["source"], use["before"], use["after"]) for use in record["terms"]] == [
        ("وزارة الصحة", False, True),
        ("مستشفى", False, True),
    ]


def test_documents(jisr: CommandLine) -> None:
    Path("a.html").write_text("<p>قالت <b>وزارة الصحة</b> إن المستشفى سيفتح غدا.</p>", encoding="utf-8")
    assert jisr("translate", "a.html", "--terms", "t.tsv", "-o", "b.html").code == 0
    written = Path("b.html").read_text(encoding="utf-8")
    assert "Ministry of Health</b>" in written
    assert "clinic" in written


def test_a_memory_goes_first_and_is_checked(jisr: CommandLine) -> None:
    Path("m.tsv").write_text("أين المستشفى؟\tWhere is the hospital?\n", encoding="utf-8")
    Path("a.txt").write_text("أين المستشفى؟\n", encoding="utf-8")
    done = jisr("translate", "a.txt", "--terms", "t.tsv", "--memory", "m.tsv")
    assert done.out == "Where is the hospital?\n"
    assert "term-forbidden 1, term-missing 1" in done.err


def test_check(jisr: CommandLine) -> None:
    Path("p.tsv").write_text("أين المستشفى؟\tWhere is the hospital?\nأين المحطة؟\tWhere?\n", encoding="utf-8")
    done = jisr("check", "p.tsv", "--terms", "t.tsv", "--doubt", "0")
    assert done.code == 0
    assert "term-forbidden,term-missing" in done.out.splitlines()[0]
    assert jisr("check", "p.tsv", "--terms", "none.tsv").code == 2


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("w.tsv", "clinic\tمستشفى\n", "w.tsv:1: the translation 'مستشفى' is Arabic"),
        ("w.tbx", "<tbx><text>", "w.tbx:1: not well-formed XML"),
        ("w.tsv", "", "w.tsv: holds no term"),
    ],
)
def test_a_wrong_list_is_refused(jisr: CommandLine, name: str, text: str, words: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    done = jisr("translate", "a.txt", "--terms", name, "-o", "b.en")
    assert done.code == 2
    assert words in done.err
    assert len(done.err.splitlines()) == 1
    assert not Path("b.en").exists()


def test_a_list_is_not_written_over(jisr: CommandLine) -> None:
    before = Path("t.tsv").read_bytes()
    assert jisr("translate", "a.txt", "--terms", "t.tsv", "-o", "t.tsv").code == 2
    assert Path("t.tsv").read_bytes() == before

"""``jisr check`` on the command line."""

import json
from pathlib import Path

import pytest

from jisr.cli import main

PAIRS = (
    "بلغ عدد الزوار 1500 زائر في مارس.\tThe number of visitors reached 1,500 in March.\n"
    "بلغت الخسائر 5 ملايين دولار.\tLosses reached 5 billion dollars.\n"
)


def run(*words: str) -> int | str | None:
    with pytest.raises(SystemExit) as done:
        main(["check", *words])
    return done.value.code


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    (tmp_path / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
    return str(tmp_path / "pairs.tsv")


def test_noted_pairs_are_printed(pairs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not run(pairs, "--doubt", "0")
    captured = capsys.readouterr()
    (row,) = captured.out.splitlines()
    place, _, notes, *sides = row.split("\t")
    assert (place, notes, sides) == (f"{pairs}:2", "number-missing", PAIRS.splitlines()[1].split("\t"))
    assert captured.err.startswith("jisr: 2 pairs; expected chrF2 ")
    assert captured.err.endswith("; 1 with notes: number-missing 1\n")


def test_json_and_strict(pairs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pairs, "--json", "--strict", "--doubt", "0") == 3
    figures = json.loads(capsys.readouterr().out)
    assert (figures["pairs"], figures["noted"], figures["notes"]) == (2, 1, {"number-missing": 1})
    assert 0 < figures["expected_chrf"] < 100


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--report", "PAIRS"], "is read here"),
        (["--html", "a.html", "--report", "a.html"], "named twice"),
        (["--doubt", "101"], "must be 0 to 100"),
        (["--doubt", "nan"], "must be 0 to 100"),
        (["--format", "docx"], "unknown format 'docx'"),
    ],
)
def test_errors_are_one_line(
    pairs: str, words: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(pairs).parent)
    assert run(pairs, *(pairs if word == "PAIRS" else word for word in words)) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert Path(pairs).read_text(encoding="utf-8") == PAIRS

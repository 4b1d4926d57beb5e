"""``jisr score`` from end to end."""

import csv
import json
from functools import partial
from pathlib import Path

import pytest
from command_line import run_command

REFERENCE = "The well is dry.\nHe sold the horse, and she bought it.\nWho is knocking?\n"
GOOD = "The well is dry.\nHe sold the horse and she bought it.\nWho knocks?\n"
POOR = "The well dry.\nHe sells horses.\nWho is who is who is who is who is it?\n"
SOURCE = "البئر جافّة.\nباع الحصان واشترته هي.\nمن الطارق؟\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("ref.en", REFERENCE), ("good.en", GOOD), ("poor.en", POOR), ("src.ar", SOURCE)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


run = partial(run_command, "score")


def test_table_of_scores(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("poor.en", "good.en", "--ref", "ref.en", "--source", "src.ar", "--baseline", "poor.en") == 0
    out, err = capsys.readouterr()
    head, first, second, *rest = out.splitlines()
    assert head.split() == ["System", "BLEU", "Δ", "BLEU", "chrF2", "Δ", "chrF2", "repeated"]
    assert first.split()[0] == "good.en"
    assert second.split()[-1] == "1"
    assert any("tok:13a|smooth:exp|version:" in line for line in rest)
    assert not err


def test_json_has_every_digit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["good.en", "same=good.en", "--ref", "ref.en", "--metric", "chrf,ter", "--trials", "50", "--json"]
    assert run(*words) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["segments"] == 3
    assert [system["name"] for system in record["systems"]] == ["good.en", "same"]
    assert [score["metric"] for score in record["systems"][0]["scores"]] == ["chrF2", "TER"]
    assert record["systems"][1]["scores"][0]["comparison"]["identical"] is True


def test_markdown_and_latex(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("good_one=good.en", "--ref", "ref.en", "--markdown") == 0
    assert capsys.readouterr().out.startswith("| System | BLEU | chrF2 |\n| --- | ---: | ---: |\n| good_one |")
    assert run("good_one=good.en", "--ref", "ref.en", "--latex") == 0
    assert r"good\_one & " in capsys.readouterr().out
    assert run("good.en", "--ref", "ref.en", "--latex", "--json") == 2


def test_scores_of_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("poor.en", "good.en", "--ref", "ref.en", "--source", "src.ar", "--sentences", "out.tsv") == 0
    with (folder / "out.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert [row["line"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["good.en BLEU"] == "100.0000"
    gain = float(rows[0]["good.en chrF2"]) - float(rows[0]["poor.en chrF2"])
    assert float(rows[0]["good.en Δ chrF2"]) == pytest.approx(gain, abs=2e-4)
    assert rows[2]["poor.en notes"] == "loop"
    assert rows[1]["source"] == "باع الحصان واشترته هي."


def test_columns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(zip(SOURCE.splitlines(), GOOD.splitlines(), REFERENCE.splitlines(), strict=True))
    (folder / "all.tsv").write_text("\n".join("\t".join(row) for row in lines), encoding="utf-8")
    (folder / "named.tsv").write_text("ar\ten\tref\n" + "\n".join("\t".join(row) for row in lines), encoding="utf-8")
    records = [{"source": s, "target": h, "ref": r if at else None} for at, (s, h, r) in enumerate(lines)]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    outs = []
    for words in (
        ["out=good.en", "--ref", "ref.en", "--source", "src.ar"],
        ["out=all.tsv:2", "--ref", "all.tsv:3", "--source", "all.tsv"],
        ["out=named.tsv:en", "--ref", "named.tsv:ref", "--source", "named.tsv:ar"],
        ["out=all.jsonl", "--ref", "ref.en", "--source", "all.jsonl"],
    ):
        assert run(*words) == 0
        outs.append(capsys.readouterr().out)
    assert len(set(outs)) == 1
    assert run("good.en", "--ref", "ref.en", "--ref", "all.jsonl:ref") == 0
    assert "nrefs:var" in capsys.readouterr().out


def test_parquet_and_tmx(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    from jisr.corpora.formats.corpus_files import write_pairs
    from jisr.corpora.pairs import Pair

    columns = {"target": GOOD.splitlines(), "reference": REFERENCE.splitlines()}
    parquet.write_table(arrow.table(columns), folder / "all.parquet")
    write_pairs("all.tmx", [Pair(*p) for p in zip(SOURCE.splitlines(), GOOD.splitlines(), strict=True)])
    assert run("a=all.parquet", "b=all.tmx", "--ref", "all.parquet:reference", "--source", "all.tmx") == 0
    assert "identical" in capsys.readouterr().out
    assert run("all.parquet:nothing", "--ref", "ref.en") == 2
    assert "no column 'nothing'; there are target, reference" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["good.en", "--ref", "none.en"], "none.en: no such file"),
        (["empty.en", "--ref", "ref.en"], "empty.en: is empty"),
        (["binary.en", "--ref", "ref.en"], "binary.en:1: a zero byte"),
        (["latin.en", "--ref", "ref.en"], "latin.en:1: bytes that are not UTF-8"),
        (["good.en:3", "--ref", "ref.en"], "a plain text has no column '3'"),
        (["wide.tsv:7", "--ref", "ref.en"], "wide.tsv:1: no column 7; the line has 2"),
        (["wide.tsv:foo", "--ref", "ref.en"], "wide.tsv:1: no column 'foo'; the first line names 'a', 'b'"),
        (["bad.jsonl", "--ref", "ref.en"], "bad.jsonl:1: not JSON"),
        (["some.jsonl:text", "--ref", "ref.en"], "some.jsonl:1: no field 'text'; the object has 'target'"),
        (["some.jsonl", "--ref", "ref.en"], "some.jsonl:1: null"),
        (["good.en", "sub/good.en", "--ref", "ref.en"], "two systems are called good.en"),
        (["longer.en", "--ref", "ref.en"], "longer.en has 4 lines and reference 3; the first that looks wrong is"),
        (["-", "--ref", "-"], "standard input holds one text"),
        (["good.en", "--ref", "ref.en", "--metric", "blue"], "unknown metric 'blue'"),
        (["good.en", "--ref", "ref.en", "--baseline", "x"], "no system is called 'x'; there are good.en"),
    ],
)
def test_bad_input_is_reported_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    (folder / "sub").mkdir()
    for name, data in (
        ("empty.en", b""),
        ("binary.en", b"PK\x03\x04\0\0\n"),
        ("latin.en", b"caf\xe9\n"),
        ("wide.tsv", b"a\tb\n"),
        ("bad.jsonl", b"{\n"),
        ("some.jsonl", b'{"target": null}\n'),
        ("sub/good.en", GOOD.encode()),
        ("longer.en", GOOD.encode() + b"Nobody.\n"),
    ):
        (folder / name).write_bytes(data)
    assert run(*words) == 2
    out, err = capsys.readouterr()
    assert not out
    assert message in err
    assert err.count("\n") == 1


def test_missing_folder_is_reported_before_any_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("good.en", "--ref", "ref.en", "--html", "none/out.html") == 1
    assert "the folder none does not exist" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--sentences", "--html"])
def test_input_files_are_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    for name, text in (("good.en", GOOD), ("ref.en", REFERENCE), ("src.ar", SOURCE)):
        assert run("a=good.en", "--ref", "ref.en", "--source", "src.ar", option, f"./{name}") == 2
        assert capsys.readouterr().err == f"jisr: ./{name}: is read here; name another file to write\n"
        assert (folder / name).read_text(encoding="utf-8") == text


def test_reference_is_required(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("good.en") == 2
    assert "--ref" in capsys.readouterr().err

"""The commands of ``corpus`` from end to end, also with kills."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from command_line import run_command
from killed import size_of

from jisr.corpora.formats.corpus_files import read_pairs, write_pairs
from jisr.corpora.pairs import Pair

GOOD = [
    Pair("ذهب الولد إلى المدرسة في الصباح الباكر.", "The boy went to school early in the morning."),
    Pair("فتحت المكتبة أبوابها سنة ٢٠١٩ بعد ترميم طويل.", "The library opened in 2019 after a long restoration."),
    Pair("قالت الطبيبة إن المريض يحتاج إلى الراحة.", "The doctor said that the patient needs rest."),
]
BAD = {
    "length": Pair("\u200f", "Nothing can be seen on the other side."),
    "ratio": Pair("نعم", "Yes, and then he told us the whole story of his life from the very beginning to the end."),
    "control": Pair("نص فيه رمز\x07 غريب جدا", "A text with a strange character"),
    "copied": Pair("كلمة Open the main settings window كلمة", "Open the main settings window"),
    "script": Pair("Das ist ein deutscher Satz über Bäume", "This is an English sentence about trees"),
    "numbers": Pair("بلغ عدد السكان 4500 نسمة عام 1987", "The population was 5200 people in 1993"),
    "repeated": Pair("آسف جدا آسف جدا آسف جدا آسف جدا آسف جدا", "I am sorry, I really am very sorry about it all"),
    "language": Pair("هذا البيت كبير جدا وجميل", "Cette maison est très grande et elle est belle"),
}


run = partial(run_command, "corpus")


def test_clean_keeps_good_pairs_and_gives_reasons_for_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pairs(tmp_path / "c.jsonl", [*GOOD, *BAD.values()])
    assert run("clean", tmp_path / "c.jsonl", "-o", tmp_path / "o.jsonl", "--rejected", tmp_path / "r.jsonl") == 0
    assert list(read_pairs(tmp_path / "o.jsonl")) == GOOD
    refused = {pair.origin: pair for pair in read_pairs(tmp_path / "r.jsonl")}
    assert {name: (pair.source, pair.target) for name, pair in refused.items()} == {
        name: (pair.source, pair.target) for name, pair in BAD.items()
    }
    assert "3 of 11 pairs kept" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.jsonl", "o.jsonl", "r.jsonl"]


def test_clean_explains_its_filters_and_can_omit_some(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.jsonl", [*GOOD, *BAD.values()])
    assert run("clean", tmp_path / "c.jsonl", "--explain") == 0
    shown = capsys.readouterr().out
    for name, pair in BAD.items():
        assert f"{name}: " in shown
        assert pair.target in shown
    assert run("clean", tmp_path / "c.jsonl", "-o", tmp_path / "o.jsonl", "--without", "numbers") == 0
    assert BAD["numbers"] in list(read_pairs(tmp_path / "o.jsonl"))
    assert run("clean", tmp_path / "c.jsonl", "--without", "taste") == 2
    assert "there is no filter taste, only length," in capsys.readouterr().err
    assert run("clean", tmp_path / "c.jsonl", "--source-lang", "ja") == 2
    assert "--without script" in capsys.readouterr().err


def test_convert_to_another_format_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.tsv", GOOD)
    assert run("convert", tmp_path / "c.tsv", "-o", tmp_path / "c.tmx") == 0
    assert run("convert", tmp_path / "c.tmx", "-o", tmp_path / "c.ar", "-o", tmp_path / "c.en.gz") == 0
    assert run("convert", tmp_path / "c.ar", tmp_path / "c.en.gz", "-o", tmp_path / "c.parquet") == 0
    capsys.readouterr()
    assert run("convert", tmp_path / "c.parquet", "-o", "-") == 0
    shown = capsys.readouterr()
    assert shown.out == (tmp_path / "c.tsv").read_text(encoding="utf-8")
    assert shown.err == "3 pairs\n"


def test_notes_are_printed_and_strict_exits_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.jsonl", [Pair("سطر\nوسطر", "line\tand line")])
    words = ("convert", tmp_path / "c.jsonl", "-o", tmp_path / "c.tsv")
    assert run(*words) == 0
    assert "note: 2 tabs and ends of line within a text, now spaces" in capsys.readouterr().err
    assert run(*words, "--strict") == 3


def test_dedup_keeps_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = Pair("ذَهَبَ الوَلَدُ إلى المدرسة، في الصباح الباكر", "the boy went to School early in the morning")
    near = Pair("ذهب الولد إلى الحديقة في الصباح الباكر.", "The boy went to town early in the morning.")
    write_pairs(tmp_path / "c.tsv", [*GOOD, same, near])
    assert run("dedup", tmp_path / "c.tsv", "-o", tmp_path / "o.tsv") == 0
    assert list(read_pairs(tmp_path / "o.tsv")) == [*GOOD, near]
    assert run("dedup", tmp_path / "c.tsv", "-o", tmp_path / "n.tsv", "--near", "--rejected", tmp_path / "r.tsv") == 0
    assert list(read_pairs(tmp_path / "n.tsv")) == GOOD
    assert [pair.origin for pair in read_pairs(tmp_path / "r.tsv")] == ["duplicate", "near-duplicate"]
    assert "near-duplicate: 1" in capsys.readouterr().err


def test_overlap_gives_the_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "test.tsv", GOOD)
    changed = Pair("قالت الطبيبة إن المريض يحتاج إلى النوم.", "Nothing of the kind was said by anyone here.")
    write_pairs([tmp_path / "t.ar", tmp_path / "t.en"], [BAD["numbers"], changed, GOOD[0]])
    assert run("overlap", tmp_path / "t.ar", tmp_path / "t.en", "--test", tmp_path / "test.tsv", "--json") == 0
    hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(hit["kind"], hit["side"], hit["test"].rpartition("/")[2], hit["train"][-2:]) for hit in hits] == [
        ("near", "source", "test.tsv:3", ":2"),
        ("exact", "source", "test.tsv:1", ":3"),
        ("exact", "target", "test.tsv:1", ":3"),
    ]


def test_stats_as_text_json_and_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.tsv", [*(Pair(pair.source, pair.target, 0.5) for pair in GOOD), Pair("", "x")])
    assert run("stats", tmp_path / "c.tsv", "--json", "--figure", tmp_path / "c.svg") == 0
    stats = json.loads(capsys.readouterr().out)
    assert stats["pairs"] == 4
    assert stats["with an empty side"] == 1
    assert stats["source scripts"] == {"Arabic": 3, "none": 1}
    assert stats["score"]["mean"] == 0.5
    drawing = (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert all(f">{name} (" in drawing for name in ("source length", "target length", "ratio", "score"))
    assert run("stats", tmp_path / "c.tsv") == 0
    assert "target scripts: Latin 4" in capsys.readouterr().out


def test_split_notes_parts_that_are_too_small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = [Pair(f"جملة {at}", f"sentence number {at}", None, "one") for at in range(9)]
    write_pairs(tmp_path / "c.jsonl", document)
    words = ("split", tmp_path / "c.jsonl", "-o", tmp_path / "o.tsv", "--dev", 0, "--test", 4)
    assert run(*words, "--strict") == 3
    messages = capsys.readouterr().err
    assert "train 9, dev 0, test 0\nnote: 4 pairs fewer in test than asked for\n" in messages


def test_split_has_no_leaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(5)
    nouns = "بيت كتاب ولد نهر جبل سوق باب قلم شجرة طريق مدينة بحر".split()
    pairs = []
    for at in range(400):
        sentence = [chance.choice(nouns) + str(chance.randrange(50)) for _ in range(8)]
        pairs.append(Pair(" ".join(sentence), " ".join(reversed(sentence)), None, f"doc{at // 4}" if at % 3 else ""))
        if at % 5 == 0:
            sentence[chance.randrange(8)] = "غير"
            pairs.append(Pair(" ".join(sentence), f"an english side of its own {at}"))
    write_pairs(tmp_path / "c.jsonl", pairs)
    words = ("split", tmp_path / "c.jsonl", "-o", tmp_path / "c.jsonl.gz", "--dev", 40, "--test", 50, "--seed")
    assert run(*words, 7) == 0
    assert "train 390, dev 40, test 50" in capsys.readouterr().err
    parts = {part: tmp_path / f"c.{part}.jsonl.gz" for part in ("train", "dev", "test")}
    first = {part: path.read_bytes() for part, path in parts.items()}
    read = {part: list(read_pairs(path)) for part, path in parts.items()}
    assert sorted(repr(pair) for part in read.values() for pair in part) == sorted(map(repr, pairs))
    for one, other in (("test", "train"), ("test", "dev"), ("dev", "train")):
        assert not {p.origin for p in read[one] if p.origin} & {p.origin for p in read[other]}
        assert run("overlap", parts[other], "--test", parts[one]) == 0
        assert capsys.readouterr().out == ""
    assert run(*words, 7) == 0
    assert {part: path.read_bytes() for part, path in parts.items()} == first
    assert run(*words, 8) == 0
    assert parts["test"].read_bytes() != first["test"]


@pytest.mark.kill
@pytest.mark.parametrize("command", ["clean", "dedup"])
def test_resumed_runs_end_with_the_same_bytes(tmp_path: Path, command: str) -> None:
    chance = random.Random(3)
    pairs = [*GOOD, *BAD.values()]
    many = [chance.choice(pairs) for _ in range(12_000)]
    many = [Pair(f"{pair.source} {chance.randrange(10**6)}", pair.target) for pair in many]
    write_pairs(tmp_path / "c.tsv", many)

    def start(folder: Path) -> subprocess.Popen[bytes]:
        words = ["corpus", command, str(tmp_path / "c.tsv"), "-o", "o.tsv.gz", "--rejected", "r.jsonl"]
        return subprocess.Popen([sys.executable, "-m", "jisr", *words], cwd=folder, stderr=subprocess.DEVNULL)

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    assert start(whole).wait() == 0
    kept = 0
    for _ in range(6):
        job = start(broken)
        until = time.monotonic() + 20
        size = chance.randrange(1, 60_000)
        journal = broken / "o.tsv.gz.journal"
        while job.poll() is None and time.monotonic() < until:
            if size_of(journal) > size:
                break
            time.sleep(0.002)
        if job.poll() is None:
            os.kill(job.pid, signal.SIGKILL)
        job.wait()
        kept = max(kept, size_of(journal))
    assert kept > 0
    assert start(broken).wait() == 0
    assert {path.name: path.read_bytes() for path in broken.iterdir()} == {
        path.name: path.read_bytes() for path in whole.iterdir()
    }


STRAY = Pair("يلعب الأطفال الكرة في الحديقة.", "The bank raised its interest rates again.")


def test_clean_by_similarity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.jsonl", [*GOOD, STRAY])
    words = ("clean", tmp_path / "c.jsonl", "--min-similarity", "0.3")
    assert run(*words, "-o", tmp_path / "o.jsonl", "--rejected", tmp_path / "r.jsonl") == 0
    assert "3 of 4 pairs kept\n  similarity: 1\n" in capsys.readouterr().err
    assert list(read_pairs(tmp_path / "o.jsonl")) == GOOD
    assert [pair.origin for pair in read_pairs(tmp_path / "r.jsonl")] == ["similarity"]
    assert run(*words, "--explain") == 0
    shown = capsys.readouterr().out
    assert "similarity: 1 of 4 pairs (25.00%)" in shown
    assert STRAY.target in shown
    assert run("clean", tmp_path / "c.jsonl", "--min-similarity", "50") == 2
    assert "--min-similarity is 50, must be -1 to 1" in capsys.readouterr().err


def test_clean_by_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.jsonl", [*GOOD, STRAY])
    words = ("clean", tmp_path / "c.jsonl", "--min-coverage", "0.3")
    assert run(*words, "-o", tmp_path / "o.jsonl", "--rejected", tmp_path / "r.jsonl") == 0
    assert list(read_pairs(tmp_path / "o.jsonl")) == GOOD
    assert [pair.origin for pair in read_pairs(tmp_path / "r.jsonl")] == ["coverage"]
    capsys.readouterr()
    for wrong, message in (("2", "must be 0 to 1"), ("nan", "must be 0 to 1")):
        assert run("clean", tmp_path / "c.jsonl", "--min-coverage", wrong) == 2
        assert message in capsys.readouterr().err
    assert run(*words, "--source-lang", "fr", "--without", "script", "--without", "language") == 2
    assert "from ar to en" in capsys.readouterr().err


def test_stats_of_similarity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path / "c.jsonl", [*GOOD, STRAY, Pair("", "Nothing on the other side.")])
    assert run("stats", tmp_path / "c.jsonl", "--json", "--similarity") == 0
    stats = json.loads(capsys.readouterr().out)["similarity"]
    assert stats["median"] > 0.5
    assert stats["mean"] < stats["median"]
    assert run("stats", tmp_path / "c.jsonl", "--json") == 0
    assert "similarity" not in json.loads(capsys.readouterr().out)


def test_help_of_every_command_ends_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("convert", "clean", "dedup", "split", "stats", "overlap", "check"):
        assert run(command, "--help") == 0
        assert f"Example: jisr corpus {command} " in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "words", ["stats {}", "convert {} -o o.tsv", "clean {} -o o.tsv", "dedup {} -o o.tsv", "split {} -o o.tsv"]
)
def test_json_that_is_nested_too_deeply_is_no_json(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deep.jsonl").write_text('{"source": "نعم", "target": "yes"}\n' + "[" * 100_000 + "\n", encoding="utf-8")
    assert run(*words.format("deep.jsonl").split()) == 2
    assert capsys.readouterr().err.startswith("jisr: deep.jsonl:2: not JSON: ")
    assert run_command("score", "deep.jsonl", "--ref", "deep.jsonl") == 2
    assert capsys.readouterr().err.startswith("jisr: deep.jsonl:2: not JSON: ")

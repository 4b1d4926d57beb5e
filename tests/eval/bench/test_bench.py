"""``jisr bench`` from end to end: it scores as ``jisr score`` does, resumes after a kill, and refuses in one line."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import tiny

from jisr.cli import main
from jisr.eval.bench.model_run import BenchModel, translate_testset
from jisr.storage.journal import parse_entry
from jisr.translate.engines.engine import Decoding

PAIRS = tiny.pairs()
RESAMPLES = ["--resamples", "20"]
COMMAND = [sys.executable, "-m", "jisr", "bench", "--trials", "20", *RESAMPLES, "--beam", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench")
    tiny.build(path / "tiny")
    for name, start, count in (("a", 0, 24), ("c", 300, 6)):
        lines = [f"{source}\t{target}\n" for source, target in PAIRS[start : start + count]]
        (path / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    return path


def words(folder: Path) -> list[str]:
    models = ["-m", str(folder / "tiny"), "-m", f"{folder / 'tiny'}@transformers", "-m", "builtin"]
    return [*models, *(word for name in "ac" for word in ("-t", str(folder / f"{name}.tsv")))]


def untimed(record: dict[str, Any]) -> dict[str, Any]:
    for test in record["testsets"]:
        for result in test["results"]:
            for name in ("seconds", "segments_per_second", "characters_per_second", "peak_memory"):
                assert result.pop(name) > 0
    return record


def entries(kept: Path) -> dict[str, list[bytes]]:
    """Return the complete entries of each unfinished journal."""
    return {
        path.stem: [raw for raw in path.read_bytes().splitlines(keepends=True) if parse_entry(raw) is not None]
        for path in kept.glob("*.journal")
    }


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [*COMMAND, *words(folder), "-o", str(folder / "whole"), "--json"], check=True, capture_output=True
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def test_bench_scores_as_score_does(folder: Path, whole: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    for test in json.loads(json.dumps(whole))["testsets"]:
        names = {result["name"]: result for result in test["results"]}
        assert len(names) == 3
        hypotheses = []
        for name in [str(folder / "tiny"), f"{folder / 'tiny'}@transformers", "builtin"]:
            safe = "".join(c if c.isalnum() or c in "-._@" else "_" for c in name)
            hypotheses.append(f"{name.replace('/', '_')}={folder / 'whole'}/{test['name']}.{safe}.en")
        pairs = str(folder / test["name"])
        with pytest.raises(SystemExit):
            main(["score", *hypotheses, "--ref", pairs, "--source", pairs, "--json", "--trials", "20", *RESAMPLES])
        scored = json.loads(capsys.readouterr().out)
        for system in scored["systems"]:
            result = next(r for n, r in names.items() if n.replace("/", "_") == system["name"])
            assert result["problems"] == system["problems"]
            for ours, theirs in zip(result["scores"], system["scores"], strict=True):
                for each in (ours, theirs):
                    (each.get("comparison") or {}).pop("baseline", None)
                assert ours == theirs
            assert {signal["signal"] for signal in result["confidence"]} == {"log-probability", "estimate"}
            assert result["run"]["fingerprint"]


def test_from_prints_a_finished_bench(folder: Path, whole: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["bench", "--from", str(folder / "whole"), "--json"])
    assert not done.value.code
    assert json.loads(capsys.readouterr().out) == whole
    with pytest.raises(SystemExit):
        main(["bench", "--from", str(folder / "whole")])
    out = capsys.readouterr().out
    assert out.splitlines()[1].split()[:3] == ["Model", "Original", "BLEU"]
    assert "original language: not stated" in out
    assert "builtin: revision" in out
    page = (folder / "whole" / "bench.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert page.count("<table>") == 2


@pytest.mark.kill
def test_a_killed_bench_translates_nothing_twice(folder: Path, whole: dict[str, Any]) -> None:
    output = folder / "killed"
    kept = output / "hypotheses"
    draw = random.Random(4)
    finished: dict[str, bytes] = {}
    batches: dict[str, list[bytes]] = {}
    command = [*COMMAND, *words(folder), "-o", str(output), "--json"]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = len(list(kept.glob("*.json"))) + sum(map(len, entries(kept).values()))
        while process.poll() is None and before >= len(list(kept.glob("*.json"))) + sum(
            map(len, entries(kept).values())
        ):
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.3)  # the processes that it started end with it
        for path in kept.glob("*.json"):
            assert finished.setdefault(path.name, path.read_bytes()) == path.read_bytes()
        now = entries(kept)
        for name, held in batches.items():
            if name in now:
                assert now[name][: len(held)] == held
            else:
                assert f"{name}.json" in finished
        batches = now
    done = subprocess.run(command, check=True, capture_output=True)
    for name, data in finished.items():
        assert (kept / name).read_bytes() == data
    assert len(list(kept.iterdir())) == len(list(kept.glob("*.json"))) == 6
    assert untimed(json.loads(done.stdout)) == untimed(json.loads(json.dumps(whole)))


def test_finished_run_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    path.write_text("made", encoding="utf-8")
    translate_testset(BenchModel("nothing", "nothing"), ["سؤال"], Decoding(), path)
    assert path.read_text(encoding="utf-8") == "made"
    assert list(tmp_path.iterdir()) == [path]


def test_training_data_is_searched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(folder / "c.tsv")
    with pytest.raises(SystemExit) as done:
        main(["bench", "-m", "builtin", "-t", data, "-o", str(folder / "leak"), "--against-training", data])
    assert not done.value.code
    assert f"c.tsv in {data}: source exact 6, target exact 6" in capsys.readouterr().out


def test_a_run_is_of_one_level_of_trimming(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["bench", "-m", "builtin", "-t", str(folder / "c.tsv"), "-o", str(folder / "trimmed")]
    for level, pieces in (("none", "6,000"), ("1500", "1,499")):
        with pytest.raises(SystemExit) as done:
            main([*words, "--trim", level])
        assert not done.value.code
        assert f"trimmed to {level} ({pieces} pieces)" in capsys.readouterr().out
    assert len(list((folder / "trimmed" / "hypotheses").glob("*.json"))) == 2


def test_parse_models_with_engines() -> None:
    assert BenchModel.parse("some/model@v2@transformers") == BenchModel(
        "some/model@v2@transformers", "some/model@v2", "transformers"
    )
    assert BenchModel.parse("some/model@v2").engine == "ctranslate2"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "name at least one model"),
        (["-m", "builtin"], "name at least one test set: --testset"),
        (["-m", "builtin", "-m", "builtin", "-t", "a.tsv"], "two models are called builtin"),
        (["-m", "builtin", "-t", "a.tsv", "-t", "a.tsv"], "two test sets are called a.tsv"),
        (["-m", "nothing", "-t", "a.tsv"], "nothing: no such folder"),
        (["-m", "builtin", "-t", "nothing"], "nothing: no such test set and no such file"),
        (["-m", "builtin", "-t", "empty.tsv"], "empty.tsv: is empty"),
        (["-m", "builtin", "-t", "binary.tsv"], "binary.tsv: looks like UTF-16"),
        (["-m", "builtin", "-t", "a.tsv", "--metric", "blue"], "unknown metric 'blue'"),
        (["-m", "builtin", "-t", "a.tsv", "--baseline", "x"], "no model is called 'x'; there are builtin"),
        (["-m", "builtin", "-t", "a.tsv", "--beam", "0"], "--beam is 0, must be 1 to 64"),
        (["-m", "builtin", "-t", "a.tsv", "--trim", "few"], "trim level 'few' is not known"),
        (["-m", "builtin", "-t", "a.tsv", "--against-training", "none.tsv"], "none.tsv: no such file"),
        (["--from", "nowhere"], "nowhere: no bench was finished there"),
        (["--from", "odd"], "odd/bench.json: not the record of a bench"),
        (["--from", "deep"], "deep/bench.json: not the record of a bench"),
        (["--from", "odd", "-m", "builtin"], "--from prints a bench as it was run"),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    folder: Path, given: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    Path("empty.tsv").touch()
    Path("binary.tsv").write_bytes(b"\x00\xff\x01\n")
    Path("odd").mkdir(exist_ok=True)
    Path("odd/bench.json").write_text("[]", encoding="utf-8")
    Path("deep").mkdir(exist_ok=True)
    Path("deep/bench.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["bench", *given, *([] if "--from" in given else ["-o", "refused"])])
    assert done.value.code == 2
    err = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("jisr: looking for")]
    assert len(err) == 1
    assert message in err[0]


def test_each_missing_test_set_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path))
    with pytest.raises(SystemExit) as done:
        main(["bench", "-m", "builtin", "-t", "ntrex", "-t", "pud", "-t", "tico19", "--offline"])
    assert done.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in lines] == ["ntrex", "pud", "tico19"]
    assert all("get it with: curl" in line for line in lines)


def test_list_of_test_sets(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "--list"])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:4]] == [
        "flores-dev",
        "flores-devtest",
        "ntrex",
    ]

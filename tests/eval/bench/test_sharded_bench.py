"""A bench whose runs are shared out has the drafts and scores of one process."""

import json
from pathlib import Path
from typing import Any

import pytest
import tiny
from command_line import CommandLine

OPTIONS = ["--trials", "20", "--resamples", "20", "--beam", "1", "--json"]
SHARED = ["--cluster", "local", "--workers", "2"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two test sets."""
    path = tmp_path_factory.mktemp("bench")
    pairs = tiny.pairs()
    for name, start, count in (("a", 0, 12), ("c", 300, 6)):
        lines = [f"{source}\t{target}\n" for source, target in pairs[start : start + count]]
        (path / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    return path


def untimed(printed: str) -> dict[str, Any]:
    """Return the record of a bench without times and memory."""
    record: dict[str, Any] = json.loads(printed)
    for test in record["testsets"]:
        for result in test["results"]:
            for name in ("seconds", "segments_per_second", "characters_per_second", "peak_memory"):
                assert result.pop(name) > 0
    return record


def test_a_shared_bench_is_that_of_one_process(jisr: CommandLine, folder: Path) -> None:
    words = ["bench", "-m", "builtin"]
    words += [word for name in "ac" for word in ("-t", str(folder / f"{name}.tsv"))]
    one = jisr(*words, "-o", folder / "one", *OPTIONS)
    two = jisr(*words, "-o", folder / "two", *OPTIONS, *SHARED)
    assert (one.code, two.code) == (0, 0)
    assert untimed(one.out) == untimed(two.out)
    assert "2 of 2 runs are to be made" in two.err
    names = [sorted(path.name for path in (folder / name / "hypotheses").iterdir()) for name in ("one", "two")]
    assert names[0] == names[1]
    # What is there is not made again, whoever made it.
    (folder / "two" / "hypotheses" / names[0][0]).unlink()
    again = jisr(*words, "-o", folder / "two", *OPTIONS, *SHARED)
    assert "1 of 2 runs are to be made" in again.err
    assert untimed(again.out) == untimed(one.out)
    assert jisr(*words, "-o", folder / "one", *OPTIONS, *SHARED).out == one.out


def test_errors_are_those_of_one_process(jisr: CommandLine, folder: Path) -> None:
    words = ["bench", "-m", str(folder / "nothing"), "-t", str(folder / "a.tsv"), "-o", str(folder / "wrong")]
    one = jisr(*words)
    assert one.code == 2
    assert jisr(*words, *SHARED) == one
    found = jisr("bench", "--from", folder / "none", "--cluster", "local")
    assert (found.code, found.err) == (2, "jisr: --cluster has no effect with --from\n")

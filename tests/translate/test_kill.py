"""A killed job resumes where it was, and its output has the same bytes."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny
from fake import FakeEngine
from killed import killed_at, size_of

from jisr.storage.journal import parse_entry
from jisr.translate.files.job_plan import plan, run_all
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.translator import Translator

SENTENCES = [source for source, _ in tiny.pairs()]
COMMAND = [sys.executable, "-m", "jisr", "translate", "--batch", "8", "--threads", "1", "--beam", "2"]


def entries(journal: Path) -> list[bytes]:
    """Return the complete entries of a journal."""
    if not journal.exists():
        return []
    return [raw for raw in journal.read_bytes().splitlines(keepends=True) if parse_entry(raw) is not None]


def kill_when_longer(words: list[str], journal: Path, size: int, pause: float) -> None:
    """Run a command, and kill it ``pause`` seconds after its journal has grown beyond a size in bytes."""
    process = subprocess.Popen([*COMMAND, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and (not journal.exists() or journal.stat().st_size <= size):
        time.sleep(0.002)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.txt"
    lines = [f"{one} {other}" for one, other in zip(SENTENCES[:150], SENTENCES[300:450], strict=True)]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.kill
def test_a_killed_job_ends_in_the_same_bytes(tmp_path: Path, source: Path) -> None:
    whole = [tmp_path / "whole.txt", tmp_path / "whole.jsonl"]
    subprocess.run([*COMMAND, str(source), "-o", str(whole[0]), "--report", str(whole[1])], check=True)
    output, report = tmp_path / "out.txt", tmp_path / "out.jsonl"
    journal = tmp_path / "out.txt.journal"
    words = [str(source), "-o", str(output), "--report", str(report)]
    draw = random.Random(20)
    kept: list[bytes] = []
    for _ in range(3):
        # More than the journal held before, so that it contains work of this run when the run is killed.
        held = size_of(journal)
        kill_when_longer(words, journal, held, draw.uniform(0, 0.05))
        assert not output.exists()
        assert not report.exists()
        before, kept = kept, entries(journal)
        # Complete entries are kept byte for byte: only the unfinished batch is translated twice.
        assert kept[: len(before)] == before
        assert len(kept) > len(before)
    done = subprocess.run([*COMMAND, *words], capture_output=True, check=True)
    assert done.stderr.count(b"\n") == 1
    assert (output.read_bytes(), report.read_bytes()) == tuple(path.read_bytes() for path in whole)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in.txt",
        "out.jsonl",
        "out.txt",
        "whole.jsonl",
        "whole.txt",
    ]


@pytest.mark.kill
def test_a_killed_folder_job_resumes_with_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for number, name in enumerate(["a.txt", "b.txt", "sub/c.txt"]):
        lines = SENTENCES[100 * number : 100 * number + 60]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole, output = tmp_path / "whole", tmp_path / "out"
    subprocess.run([*COMMAND, str(folder), "-o", str(whole)], check=True, capture_output=True)
    kill_when_longer([str(folder), "-o", str(output)], output / "b.txt.journal", 0, 0.0)
    first = (output / "a.txt").stat()
    assert not (output / "b.txt").exists()
    done = subprocess.run([*COMMAND, str(folder), "-o", str(output)], check=True, capture_output=True)
    assert done.stderr.startswith(b"jisr: 180 sentences in 180 lines")
    assert (output / "a.txt").stat().st_mtime_ns == first.st_mtime_ns
    assert (output / "a.txt").stat().st_ino == first.st_ino
    contents = {
        root: {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (whole, output)
    }
    assert contents[whole] == contents[output]
    assert len(contents[output]) == 3


@pytest.mark.kill
def test_a_kill_between_the_names_of_output_and_report_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> None:
        options = TranslateOptions(report="r.jsonl")
        translator = Translator(FakeEngine(), batch=2)
        run_all(plan(["a.txt"], "o.txt", options), "o.txt", translator)

    def enter(name: str) -> None:
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Path("a.txt").write_text("".join(f"{line}\n" for line in SENTENCES[:8]), encoding="utf-8")

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in Path().iterdir()}

    enter("whole")
    work()
    whole = files()
    assert whole.keys() == {"a.txt", "o.txt", "r.jsonl"}
    change, between = 1, 0
    while True:
        enter(f"{change}")
        killed = killed_at(change, work)
        left = files()
        assert all(left[name] == whole[name] for name in left.keys() & whole.keys())
        between += ("o.txt" in left) != ("r.jsonl" in left)
        work()
        assert files() == whole
        if not killed:
            break
        change += 1
    assert between >= 2

"""Documents whose translation is killed at any moment come out with the same bytes."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from fake import FakeEngine
from killed import killed_at
from sample_documents import write_samples

from jisr.translate.files.job_plan import plan, run_all
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.translator import Translator

KINDS = ("docx", "xlsx", "epub", "srt", "xlf")
SENTENCES = [source for source, _ in tiny.pairs()]


def translate(source: str, output: str, options: TranslateOptions) -> None:
    """Translate a file or a folder without a model, in small batches."""
    run_all(plan([source], output, options), output, Translator(FakeEngine(), batch=4))


def contents(folder: str) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do work in a child process that is killed after some time, and return whether it was."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.kill
def test_documents_of_five_kinds_killed_at_twenty_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for number, (suffix, path) in enumerate(write_samples(tmp_path, SENTENCES[:60]).items()):
        if suffix in KINDS:
            path.rename(Path("in", f"{number}.{suffix}"))
        else:
            path.unlink()

    def work(output: str) -> None:
        translate("in", output, TranslateOptions())

    started = time.monotonic()
    work("whole")
    seconds = time.monotonic() - started
    whole = contents("whole")
    assert len(whole) == len(KINDS)
    draw = random.Random(5)
    kills = 0
    for moment in range(20):
        output = f"out{moment % 4}"  # each is killed five times, then finished
        kills += killed_after(draw.uniform(0, seconds / 2), lambda output=output: work(output))  # type: ignore[misc]
        if Path(output).is_dir():
            left = {name: data for name, data in contents(output).items() if name in whole}
            assert all(data == whole[name] for name, data in left.items())
    assert kills >= 8
    for output in ("out0", "out1", "out2", "out3"):
        work(output)
        assert contents(output) == whole


@pytest.mark.kill
@pytest.mark.parametrize("review", ["r.docx", "r.xlf"])
def test_a_document_with_report_and_review_killed_at_every_change_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, review: str
) -> None:
    (tmp_path / "samples").mkdir()
    sample = write_samples(tmp_path / "samples", SENTENCES[:8])["docx"].read_bytes()

    def enter(name: str) -> None:
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Path("sample.docx").write_bytes(sample)

    def work() -> None:
        translate("sample.docx", "out.docx", TranslateOptions(report="r.jsonl", review=review))

    enter("whole")
    work()
    whole = contents(".")
    assert whole.keys() == {"sample.docx", "out.docx", "r.jsonl", review}
    change = 1
    while True:
        enter(f"{change}")
        killed = killed_at(change, work)
        left = contents(".")
        assert all(left[name] == whole[name] for name in left.keys() & whole.keys())
        work()
        assert contents(".") == whole
        if not killed:
            break
        change += 1
    assert change > 8

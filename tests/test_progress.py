"""Progress is shown on a terminal and nowhere else."""

import os
import pty
import subprocess
import sys

import pytest

from jisr.progress import Progress

JOB = """
import sys, time
from jisr.progress import Progress
with Progress("reading", {total}, "{unit}") as progress:
    for _ in range(30):
        progress.advance(100)
        time.sleep(0.01)
print("data", progress.done, "rich" in sys.modules)
"""


def test_nothing_is_shown_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("reading", 3, "pairs") as progress:
        progress.advance()
        progress.advance(2)
    assert progress.done == 3
    assert capsys.readouterr() == ("", "")
    done = subprocess.run([sys.executable, "-c", JOB.format(total=3000, unit="pairs")], capture_output=True, check=True)
    assert done.stdout.split() == [b"data", b"3000", b"False"]
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("total", "unit", "seen"), [(3000, "pairs", "3,000 pairs"), (None, "pairs", "0 pairs"), (3000, "bytes", "/3.0 kB")]
)
def test_a_terminal_shows_count_and_rate(total: int | None, unit: str, seen: str) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", JOB.format(total=total, unit=unit)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    ) as job:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 4096):
                shown += more
        except OSError:  # Linux, when the other end is closed
            pass
        finally:
            os.close(ours)
        out = job.communicate()[0]
    assert out.split() == [b"data", b"3000", b"True"]
    assert "reading" in shown.decode()
    assert seen in shown.decode()

"""Whether a translation that is killed repeatedly ends with the same bytes, and loses no finished work.

``python benchmarks/kills.py TEXT [KILLS]``: translates a text once without a break, and once with SIGKILL at random
moments and the same command after each. It prints whether output and report have the same bytes, and how often a kill
damaged the journal, which holds the finished batches.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BATCH = 64


def command(text: Path, folder: Path) -> list[str]:
    """Return the command that is killed."""
    words = ["translate", text, "-o", folder / "out.txt", "--report", folder / "out.jsonl", "--batch", BATCH]
    return [sys.executable, "-m", "jisr", *map(str, words)]


def main(text: Path, kills: int) -> None:
    """Print the results of the kills and the comparison of the outputs."""
    with tempfile.TemporaryDirectory() as top:
        whole, broken = Path(top, "whole"), Path(top, "broken")
        whole.mkdir()
        broken.mkdir()
        started = time.perf_counter()
        subprocess.run(command(text, whole), check=True)
        seconds = time.perf_counter() - started
        rng = random.Random(7)
        done = 0
        journal = broken / "out.txt.journal"
        lost = 0
        for _ in range(kills):
            before = journal.read_bytes() if journal.exists() else b""
            process = subprocess.Popen(command(text, broken), stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.2, 3 * seconds / kills + 1))
            if process.poll() is not None:
                break
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
            # The complete entries of the journal before the run must still be there: none is decoded again.
            whole_before = before[: before.rfind(b"\n") + 1]
            lost += not (journal.exists() and journal.read_bytes().startswith(whole_before))
        held = journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0
        print(
            f"{done} kills, after which {held} batches were recorded; the record was cut {lost} times;"
            f" at most {BATCH} sentences are under way at a kill"
        )
        subprocess.run(command(text, broken), check=True)
        for name in ("out.txt", "out.jsonl"):
            same = (whole / name).read_bytes() == (broken / name).read_bytes()
            print(f"{name}: {'same bytes' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20)

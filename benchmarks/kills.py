"""Whether a translation that is killed repeatedly ends with the same bytes, and loses no finished work.

``python benchmarks/kills.py FILE... [--kills N]``: translates each text or document once without a break, and once with
SIGKILL at random moments and the same command after each. It prints whether output and report have the same bytes, and
how often a kill damaged the journal, which holds the finished batches.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

BATCH = 64


def command(file: Path, folder: Path) -> list[str]:
    """Return the command that is killed."""
    words = ["translate", file, "-o", output_name(file, folder), "--report", folder / "out.jsonl", "--batch", BATCH]
    return [sys.executable, "-m", "jisr", *map(str, words)]


def output_name(file: Path, folder: Path) -> Path:
    """Return the name of the translation of a file."""
    return folder / f"out{file.suffix}"


def interrupted(file: Path, kills: int, rng: random.Random) -> bool:
    """Translate a file without a break and with kills, print what became of it, and return whether all is the same."""
    with tempfile.TemporaryDirectory() as top:
        whole, broken = Path(top, "whole"), Path(top, "broken")
        whole.mkdir()
        broken.mkdir()
        started = time.perf_counter()
        subprocess.run(command(file, whole), check=True, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        done = lost = finished = 0
        journal = output_name(file, broken).with_name(f"out{file.suffix}.journal")
        while done < kills:
            before = journal.read_bytes() if journal.exists() else b""
            process = subprocess.Popen(command(file, broken), stderr=subprocess.DEVNULL)
            try:
                process.wait(rng.uniform(0.2, seconds))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                done += 1
                # The complete entries of the journal before the run must still be there: none is decoded again.
                whole_before = before[: before.rfind(b"\n") + 1]
                kept = journal.read_bytes() if journal.exists() else b""
                lost += not kept.startswith(whole_before) and not output_name(file, broken).exists()
            else:  # it came to its end: from the beginning again
                assert process.returncode == 0
                finished += 1
                for path in broken.iterdir():
                    path.unlink()
        held = journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0
        subprocess.run(command(file, broken), check=True, stderr=subprocess.DEVNULL)
        names = (f"out{file.suffix}", "out.jsonl")
        same = all((whole / name).read_bytes() == (broken / name).read_bytes() for name in names)
        left = sorted(path.name for path in broken.iterdir() if path.name not in names)
    print(
        f"{file.name}: {done} kills in runs of {seconds:.1f} s, of which {finished} ended first; {held} batches in "
        f"the record, which was cut {lost} times; output and report: {'same bytes' if same else 'DIFFERENT'}"
        f"{'; left behind: ' + ', '.join(left) if left else ''}",
        flush=True,
    )
    return same and not lost and not left


def main(
    files: Annotated[list[Path], typer.Argument(help="Texts and documents.")],
    kills: Annotated[int, typer.Option(help="Number of kills of each.")] = 20,
) -> None:
    """Print the results of the kills and the comparison of the outputs; the exit code is 1 if anything differs."""
    rng = random.Random(7)
    failed = [file for file in files if not interrupted(file, kills, rng)]
    if failed:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)

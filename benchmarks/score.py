"""Time of scoring several systems with paired tests, by ``jisr score`` and by sacrebleu's command.

Usage: python benchmarks/score.py REFERENCE HYPOTHESIS HYPOTHESIS… [--runs N]
"""

import argparse
import resource
import subprocess
import sys
import time

COMMANDS = {
    "bleu": (["-m", "bleu"], ["--metric", "bleu"]),
    "bleu, chrf": (["-m", "bleu", "chrf"], ["--metric", "bleu,chrf"]),
}


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a command, and return its wall time and its processor time in seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the best time of several runs of each, and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reference")
    parser.add_argument("hypotheses", nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    for name, (theirs, ours) in COMMANDS.items():
        sacre = [sys.executable, "-m", "sacrebleu", given.reference, "-i", *given.hypotheses]
        sacre += ["--paired-bs", "-f", "text", *theirs]
        jisr = [sys.executable, "-m", "jisr", "score", *given.hypotheses, "--ref", given.reference]
        jisr += ["--trials", "0", *ours]
        pairs = [(seconds(sacre), seconds(jisr)) for _ in range(given.runs)]
        for place, clock in enumerate(("wall", "processor")):
            first = min(one[place] for one, _ in pairs)
            second = min(other[place] for _, other in pairs)
            print(f"{name}: {clock} sacrebleu {first:.2f} s, jisr {second:.2f} s, {second / first:.2f} of it")


if __name__ == "__main__":
    main()

"""Speed and memory of convert, clean and dedup on a generated corpus, on one core.

For comparison, the same filters run in OpusFilter if a Python that has it is given::

    python benchmarks/corpus.py --pairs 5000000 --opusfilter /path/to/python

With ``--workers`` only ``dedup`` is measured, by the clock, with each number of workers in turn, and all have to write
the same bytes; on a corpus of one's own, and beside the package in another folder, such as an earlier version of it::

    python benchmarks/corpus.py --pairs 2000000 --workers 1 2 --rounds 3
    python benchmarks/corpus.py --corpus my.tsv --workers 1 2 --before /path/to/src
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from jisr.corpora.formats.corpus_files import write_pairs
from jisr.corpora.pairs import Pair

ARABIC = "ذهب الولد إلى المدرسة ثم عاد منها وقد كتب رسالة طويلة عن البيت والنهر في الصباح".split()
ENGLISH = "the boy went to school and then he came back with a long letter about that house".split()

OPUSFILTER = """
import json, resource, sys, time
from opusfilter.filters import *
filters = [LengthFilter(min_length=1, max_length=200), LengthRatioFilter(threshold=2.5, unit='char'),
    CharacterScoreFilter(scripts=['Arabic', 'Latin'], thresholds=[0.5, 0.5]),
    NonZeroNumeralsFilter(threshold=0.5)]
kept = 0
with open(sys.argv[1], encoding='utf-8') as lines, open(sys.argv[2], 'w', encoding='utf-8') as out:
    pairs = (line.rstrip('\\n').split('\\t')[:2] for line in lines)
    for one in filters:
        pairs = one.filter(pairs)
    for pair in pairs:
        kept += 1
        out.write('\\t'.join(pair) + '\\n')
print(json.dumps({'seconds': time.process_time(), 'kept': kept,
    'MB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
OURS = """
import json, resource, sys, time
from jisr.cli import main
code = None
try:
    main(sys.argv[1:])
except SystemExit as done:
    code = done.code
print(json.dumps({'seconds': time.process_time(), 'code': code,
    'MB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def corpus(count: int, seed: int = 1) -> Iterator[Pair]:
    """Yield generated pairs of some twenty words; one in ten repeats an earlier one, 6 % of the others are wrong."""
    chance = random.Random(seed)
    before = [Pair("نعم", "yes")]
    for number in range(count):
        if chance.random() < 0.1:
            yield chance.choice(before)
            continue
        source = " ".join(chance.choices(ARABIC, k=chance.randrange(8, 30)))
        target = " ".join(chance.choices(ENGLISH, k=source.count(" ") + 3))
        fault = chance.random()
        if fault < 0.02:
            target = source
        elif fault < 0.04:
            source += " 4500"
        elif fault < 0.06:
            target *= 4
        pair = Pair(f"{source} {number}", f"{target} {number}")
        if len(before) < 10_000:
            before.append(pair)
        yield pair


def measure(what: str, command: list[str], pairs: int, folder: Path) -> None:
    """Run a job in a separate process, and print its speed, by processor time, and its memory."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
    used = json.loads(done.stdout)
    print(f"{what}: {pairs / used['seconds']:,.0f} pairs/s, {used['seconds']:.1f} s, {used['MB']:.0f} MB")


def compare_workers(path: Path, numbers: list[int], rounds: int, before: Path | None, folder: Path) -> None:
    """Deduplicate a corpus with each number of workers in turn, and print the median times by the clock.

    :param before: folder of an earlier version of the package, which knows no workers.
    :raises SystemExit: if not all write the same bytes.
    """
    contestants: dict[str, tuple[list[str], dict[str, str]]] = {"one process": ([], {})}
    if before is not None:
        contestants["before"] = [], {"PYTHONPATH": str(before)}
    for number in numbers:
        contestants[f"workers {number}"] = ["--cluster", "local", "--workers", str(number)], {}
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    written = set()
    for _ in range(rounds):
        for name, (words, environment) in contestants.items():
            command = [
                sys.executable,
                "-m",
                "jisr",
                "corpus",
                "dedup",
                str(path.absolute()),
                "-o",
                "unique.tsv",
                *words,
            ]
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, check=True)
            seconds[name].append(time.perf_counter() - start)
            with (folder / "unique.tsv").open("rb") as stream:
                written.add(hashlib.file_digest(stream, "sha256").hexdigest())
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    first = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"dedup, {name}: {median:.2f} s, {first / median:.2f} times as fast as {next(iter(medians))}")
    if len(written) > 1:
        raise SystemExit("they did not write the same bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--opusfilter", help="a Python that has OpusFilter")
    parser.add_argument("--workers", type=int, nargs="+", help="measure dedup only, with these numbers of workers")
    parser.add_argument("--corpus", type=Path, help="TSV that dedup reads in place of the generated corpus")
    parser.add_argument("--before", type=Path, help="folder of an earlier version of the package")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        if options.corpus is None:
            write_pairs(folder / "c.tsv", corpus(options.pairs))
            print(f"made {options.pairs:,} pairs in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        if options.workers:
            path = options.corpus or folder / "c.tsv"
            compare_workers(path, options.workers, options.rounds, options.before, folder)
            return
        jobs = {
            "convert, TSV to TMX": "convert c.tsv -o c.tmx",
            "convert, TMX to TSV": "convert c.tmx -o back.tsv",
            "convert, TSV to Moses": "convert c.tsv -o c.ar -o c.en",
            "clean, all filters": "clean c.tsv -o clean.tsv",
            "clean, the filters OpusFilter has": "clean c.tsv -o same.tsv --without control --without copied "
            "--without repeated --without language",
            "dedup": "dedup c.tsv -o unique.tsv",
        }
        for what, words in jobs.items():
            measure(what, [sys.executable, "-c", OURS, "corpus", *words.split()], options.pairs, folder)
        if options.opusfilter:
            command = [options.opusfilter, "-c", OPUSFILTER, "c.tsv", "opus.tsv"]
            measure("OpusFilter, the same filters", command, options.pairs, folder)


if __name__ == "__main__":
    main()

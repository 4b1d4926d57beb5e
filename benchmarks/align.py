"""Time and memory of the aligner on two texts of 1,000, 10,000 and 20,000 sentences.

The texts are random vectors, so that only the alignment is measured: each sentence is a vector that is in both texts
with some noise; one in twenty is missing on one side, and one in twenty is merged with its neighbour. Each size is
measured in a separate process with one thread. For comparison, vecalign's command runs on the same vectors if a Python
that has it is given (``pip install sentalign``: vecalign's code, compiled)::

    python benchmarks/align.py --vecalign /path/to/python

The times are those of whole processes, which start, read the vectors of all runs of sentences, and print beads; text is
not encoded. The time of our alignment alone is in brackets. With ``--rounds`` the processes run in turn, and the times
are medians: the small texts take less than a second.
"""

import argparse
import os
import re
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jisr.corpora.alignment.embedding_alignment import align_features
from jisr.corpora.alignment.features import TextFeatures

DIMENSIONS, LONGEST, NOISE = 512, 8, 0.7
SIZES = (1_000, 10_000, 20_000)
BEADS = (8, 4)
"""Largest number of sentences in a bead of vecalign: that of its README, and its default. Ours is 16."""

Spans = NDArray[np.float32]


def spans_of(vectors: Spans, seed: int) -> Spans:
    """Return the normalised vectors of every run of sentences, with noise; shape (LONGEST, sentences, DIMENSIONS)."""
    rng = np.random.default_rng(seed)
    count = len(vectors)
    noisy = vectors + NOISE * rng.standard_normal(vectors.shape, np.float32)
    spans = np.zeros((LONGEST, count, DIMENSIONS), np.float32)
    run = np.zeros_like(noisy)
    for size in range(1, LONGEST + 1):
        run[: count - size + 1] += noisy[size - 1 :]
        rows = run[: count - size + 1]
        spans[size - 1, : len(rows)] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return spans


def side(spans: Spans) -> TextFeatures:
    """Return the features of a text of which only the vectors are known."""
    count = spans.shape[1]
    edges = np.zeros((count + 1, DIMENSIONS + 1), np.float32)
    edges[1:-1, :-1] = spans[0, :-1] - spans[0, 1:]
    return TextFeatures(spans, edges, np.zeros((LONGEST, count, 64), np.float32), np.full(count, 100.0))


def texts(count: int) -> tuple[Spans, Spans, set[tuple[int, int]]]:
    """Return two texts, and the pairs of single sentences that are translations of one another."""
    rng = np.random.default_rng(count)
    vectors = rng.standard_normal((count, DIMENSIONS), np.float32)
    other = vectors.copy()
    merged = rng.random(count) < 0.05
    other[1:][merged[1:]] += other[:-1][merged[1:]]
    kept = np.flatnonzero(rng.random(count) > 0.05)
    single = {(int(at), place) for place, at in enumerate(kept) if not merged[at]}
    return spans_of(vectors, 1), spans_of(other[kept], 2), single


def save(folder: Path, name: str, spans: Spans) -> None:
    """Write vectors in our format and in that of vecalign, which has a line of text for each."""
    count = spans.shape[1]
    np.save(folder / f"{name}.npy", spans)
    lines = [f"{name}{at}" for at in range(count)]
    runs = [" ".join(lines[at : at + size]) for size in range(1, LONGEST + 1) for at in range(count - size + 1)]
    (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines))
    (folder / f"{name}.runs").write_text("".join(f"{run}\n" for run in [*runs, "PAD"]))
    with (folder / f"{name}.vectors").open("wb") as file:
        for size, of_size in enumerate(spans, 1):
            of_size[: count - size + 1].tofile(file)
        spans[0, 0].tofile(file)


def measure(folder: Path) -> None:
    """Align two texts in this process, and print the beads in the format of vecalign."""
    source, target = (side(np.load(folder / f"{name}.npy")) for name in ("source", "target"))
    start = time.perf_counter()
    beads = align_features(source, target)
    print(f"# {time.perf_counter() - start:.2f} s for the alignment alone")
    for bead in beads:
        print(f"{list(bead.source)}:{list(bead.target)}:{bead.score}")


def told(who: str, count: int, command: list[str], single: set[tuple[int, int]]) -> float:
    """Run an aligner in a separate process, print its results, and return its time in seconds."""
    import subprocess
    import tempfile

    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read().decode()
    if process.returncode:
        raise SystemExit(f"{who} failed with {process.returncode}")
    ones = {(int(one), int(other)) for one, other in re.findall(r"^\[(\d+)\]:\[(\d+)\]", printed, re.MULTILINE)}
    alone = re.match(r"# (.*) s for", printed)
    print(
        f"{who}, {count:,} sentences: {seconds:.2f} s{f' ({alone[1]})' if alone else ''}, "
        f"{used.ru_maxrss / 1024:.0f} MiB, {len(single & ones) / len(single):.1%} of the pairs found",
        flush=True,
    )
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vecalign", metavar="PYTHON", help="a Python that has sentalign")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return
    import statistics
    import tempfile

    seconds = []
    for count in options.sizes:
        source, target, single = texts(count)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            save(folder, "source", source)
            save(folder, "target", target)
            del source, target
            commands = {"jisr": [sys.executable, __file__, "--measure", name]}
            for size in BEADS if options.vecalign else ():
                words = [options.vecalign, "-m", "sentalign.vecalign", "-a", str(size)]
                for side_, letter in (("source", "s"), ("target", "t")):
                    words += [f"-{letter}", str(folder / f"{side_}.txt")]
                    embed = "--src_embed" if letter == "s" else "--tgt_embed"
                    words += [embed, str(folder / f"{side_}.runs"), str(folder / f"{side_}.vectors")]
                commands[f"vecalign -a {size}"] = words
            times: dict[str, list[float]] = {who: [] for who in commands}
            for _ in range(options.rounds):
                for who, command in commands.items():
                    times[who].append(told(who, count, command, single))
        ours, *others = (statistics.median(of_one) for of_one in times.values())
        seconds.append(ours)
        for who, theirs in zip([*times][1:], others, strict=True):
            print(f"{count:,} sentences: {who} takes {theirs / ours:.2f} times as long as jisr")
    print(f"the last size takes {seconds[-1] / seconds[0]:.2f} times as long as the first")


if __name__ == "__main__":
    main()

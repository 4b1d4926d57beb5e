"""Time and memory of the aligner on two texts of 10,000 and of 20,000 sentences.

The texts are vectors made by chance, so that nothing but the alignment is measured: a sentence of random
numbers stands in both texts with some noise, one in twenty is missing on a side, one in twenty is merged with
its neighbour. Each size is measured in a process of its own, on one thread. Beside it vecalign on the same
vectors, where a Python is named that has it (``pip install sentalign``: vecalign's code, compiled)::

    python benchmarks/align.py --vecalign /path/to/python

Both are given the vectors of every run of sentences and give beads; neither reads or encodes text.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from jisr.corpora.align import align
from jisr.corpora.similarity import Side

DIMENSIONS, LONGEST, NOISE = 512, 8, 0.7
SIZES = (10_000, 20_000)
BEADS = (8, 4)
"""Sentences of both texts in vecalign's largest bead: what its README takes, and its default. Ours hold 16."""

VECALIGN = """
import json, resource, sys, time
import numpy as np
from sentalign.dp_utils import make_alignment_types, vecalign
size = int(sys.argv[3])
sides = [np.load(path)[:size] for path in sys.argv[1:3]]
np.random.seed(42)
start, worked = time.perf_counter(), time.process_time()
found = vecalign(*sides, make_alignment_types(size), del_percentile_frac=0.2, width_over2=-(-size // 2) + 5,
    max_size_full_dp=300, costs_sample_size=20_000, num_samps_for_norm=100)
seconds, worked = time.perf_counter() - start, time.process_time() - worked
beads = [(list(map(int, source)), list(map(int, target))) for source, target in found[0]['final_alignments']]
print(json.dumps({'seconds': seconds, 'processor': worked, 'beads': beads,
    'MiB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
"""What vecalign's own command does once it has read its vectors, with the values it sets."""


def side(vectors: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", seed: int) -> Side:
    rng = np.random.default_rng(seed)
    count = len(vectors)
    noisy = vectors + NOISE * rng.standard_normal(vectors.shape, np.float32)
    spans = np.zeros((LONGEST, count, DIMENSIONS), np.float32)
    run = np.zeros_like(noisy)
    for size in range(1, LONGEST + 1):
        run[: count - size + 1] += noisy[size - 1 :]
        rows = run[: count - size + 1]
        spans[size - 1, : len(rows)] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    edges = np.zeros((count + 1, DIMENSIONS + 1), np.float32)
    edges[1:-1, :-1] = spans[0, :-1] - spans[0, 1:]
    return Side(spans, edges, np.zeros((LONGEST, count, 64), np.float32), np.full(count, 100.0))


def texts(count: int) -> tuple[Side, Side, set[tuple[int, int]]]:
    """Make two texts, and say which single sentences of both are each other's translation."""
    rng = np.random.default_rng(count)
    vectors = rng.standard_normal((count, DIMENSIONS), np.float32)
    other = vectors.copy()
    merged = rng.random(count) < 0.05
    other[1:][merged[1:]] += other[:-1][merged[1:]]
    kept = np.flatnonzero(rng.random(count) > 0.05)
    single = {(int(at), place) for place, at in enumerate(kept) if not merged[at]}
    return side(vectors, 1), side(other[kept], 2), single


def measure(count: int) -> None:
    """Align two texts of one size in this process, and print what came out."""
    source, target, _ = texts(count)
    start, worked = time.perf_counter(), time.process_time()
    beads = align(source, target)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(
        json.dumps(
            {
                "seconds": seconds,
                "processor": worked,
                "beads": [(bead.source, bead.target) for bead in beads],
                "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def told(who: str, count: int, command: list[str], single: set[tuple[int, int]]) -> float:
    """Run one aligner in its own process, print how it did, and give its time."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    ones = {(left[0], right[0]) for left, right in found["beads"] if len(left) == len(right) == 1}
    print(
        f"{who}, {count:,} sentences: {found['seconds']:.1f} s ({found['processor']:.1f} of one core), "
        f"{found['MiB']:.0f} MiB, {len(single & ones) / len(single):.1%} of the pairs found",
        flush=True,
    )
    return float(found["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vecalign", metavar="PYTHON", help="a Python that has sentalign")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return
    seconds = []
    for count in options.sizes:
        source, target, single = texts(count)
        with tempfile.TemporaryDirectory() as name:
            paths = [str(Path(name, part)) for part in ("source.npy", "target.npy")]
            if options.vecalign:
                for path, text in zip(paths, (source, target), strict=True):
                    np.save(path, text.spans)
            del source, target
            seconds.append(told("jisr", count, [sys.executable, __file__, "--measure", str(count)], single))
            if options.vecalign:
                for size in BEADS:
                    command = [options.vecalign, "-c", VECALIGN, *paths, str(size)]
                    theirs = told(f"vecalign -a {size}", count, command, single)
                    print(f"  takes {theirs / seconds[-1]:.2f} times as long")
    print(f"the last size takes {seconds[-1] / seconds[0]:.2f} times as long as the first")


if __name__ == "__main__":
    main()

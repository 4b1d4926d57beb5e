"""Time and memory of the aligner on two texts of 10,000 and of 20,000 sentences.

The texts are vectors made by chance, so that nothing but the alignment is measured: a sentence of random
numbers stands in both texts with some noise, one in twenty is missing on a side, one in ten is merged with
its neighbour. ``python benchmarks/align.py`` prints one line for each size.
"""

import resource
import time

import numpy as np

from jisr.corpora.align import align
from jisr.corpora.similarity import Side

DIMENSIONS, LONGEST, NOISE = 512, 8, 0.7


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


def texts(count: int) -> tuple[Side, Side]:
    rng = np.random.default_rng(count)
    vectors = rng.standard_normal((count, DIMENSIONS), np.float32)
    kept = vectors.copy()
    merged = rng.random(count) < 0.05
    kept[1:][merged[1:]] += kept[:-1][merged[1:]]
    return side(vectors, 1), side(kept[rng.random(count) > 0.05], 2)


def main() -> None:
    seconds = []
    for count in (10_000, 20_000):
        source, target = texts(count)
        start = time.perf_counter()
        beads = align(source, target)
        seconds.append(time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:6} x {len(target):6} sentences: {seconds[-1]:.1f} s, {len(beads)} beads, {peak:.0f} MiB"
        )
    print(f"twice the length takes {seconds[1] / seconds[0]:.2f} times as long")


if __name__ == "__main__":
    main()

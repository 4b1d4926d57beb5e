"""Significance: bootstrap intervals, and two paired tests against a baseline.

The random numbers, their order and the arithmetic are sacrebleu's, so that with the same seed and counts every digit
agrees with its ``--confidence``, ``--paired-bs`` and ``--paired-ar``. The draws do not depend on the system: they are
made once, and the statistics of all resamples are summed by a matrix product.

Bootstrap: Koehn 2004. Approximate randomisation: Riezler and Maxwell 2005. The p-values: Clark et al. 2011.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jisr.arrays import AnyArray
    from jisr.eval.metrics.metric import Metric

__all__ = ["Comparison", "Interval", "Resampling", "bootstrap", "interval", "randomise"]


EXACT_FLOATS: Final = 1 << 24
"""Bound up to which float32 holds every integer, so that sums below it do not depend on their order."""
BLOCK: Final = 1 << 23
"""Number of random draws held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of the middle 95 % of bootstrap scores.

    :param mean: mean of all bootstrap scores.
    :param half: half the width of the interval, which sacrebleu prints after ±.
    :param low: lower end.
    :param high: upper end.
    """

    mean: float
    half: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of a system with a baseline by one metric.

    :param baseline: name of the baseline.
    :param difference: the system's score minus the baseline's.
    :param interval: interval of the difference by paired bootstrap; None if it was not tested.
    :param bootstrap: p by paired bootstrap; None if it was not tested.
    :param randomisation: p by approximate randomisation; None if it was not tested.
    :param identical: whether all lines of the two systems are the same, in which case nothing is tested.
    """

    baseline: str
    difference: float
    interval: Interval | None
    bootstrap: float | None
    randomisation: float | None
    identical: bool = False


def interval(scores: "AnyArray", *, single: bool = False) -> Interval:
    """Return the interval of bootstrap scores.

    :param single: compute the mean as sacrebleu does for a system that is scored alone, rounded once at the end.
    """
    import numpy as np

    ordered = np.sort(scores)
    cut = len(ordered) // 40
    low, high = ordered[cut], ordered[len(ordered) - cut - 1]
    mean = statistics.mean(list(ordered)) if single else ordered.mean()
    return Interval(float(mean), float(0.5 * (high - low)), float(low), float(high))


def p_value(samples: "AnyArray", difference: float) -> float:
    """Return (k + 1) / (n + 1), where k of the n resampled differences exceed the observed one."""
    return (int((samples > difference).sum()) + 1) / (len(samples) + 1)


class Resampling:
    """Bootstrap resamples of a number of lines, drawn once for all systems and metrics.

    :param lines: number of lines.
    :param samples: number of resamples.
    :param seed: seed of the random numbers; None for a different one each time.
    """

    def __init__(self, lines: int, samples: int, seed: int | None) -> None:
        import numpy as np

        self.lines = lines
        self.samples = samples
        self.entropy = seed if seed is not None else np.random.SeedSequence().entropy
        self.times = np.zeros((0, 0), dtype=np.float32)
        if lines * samples <= BLOCK:
            self.times = np.concatenate(list(self.counted()))

    def draws(self) -> "Iterator[AnyArray]":
        """Yield arrays of resamples by lines that hold the indices of the drawn lines, some resamples at a time."""
        import numpy as np

        rng = np.random.default_rng(self.entropy)
        step = max(1, BLOCK // self.lines)
        for start in range(0, self.samples, step):
            size = (min(step, self.samples - start), self.lines)
            yield rng.choice(self.lines, size=size, replace=True)

    def counted(self) -> "Iterator[AnyArray]":
        """Yield arrays of resamples by lines that hold how often each line was drawn, some resamples at a time."""
        import numpy as np

        for draw in self.draws():
            shifted = draw + np.arange(len(draw))[:, None] * self.lines
            counts = np.bincount(shifted.ravel(), minlength=draw.size).reshape(draw.shape)
            yield counts.astype(np.float32)

    def sums(self, systems: "Sequence[AnyArray]") -> "list[AnyArray]":
        """Return, for each system, the sum of the statistics of the lines of each resample.

        The sums are in float32, as in sacrebleu.

        :param systems: rows of statistics of each system.
        """
        import numpy as np

        joined = np.hstack(systems).astype(np.float32)
        if not is_exact(joined):
            single = [rows.astype(np.float32) for rows in systems]
            return [np.concatenate([[rows[one].sum(0) for one in draw] for draw in self.draws()]) for rows in single]
        blocks = [self.times] if self.times.size else self.counted()
        return np.hsplit(np.concatenate([counts @ joined for counts in blocks]), len(systems))


def bootstrap(system: "AnyArray", baseline: "AnyArray", difference: float) -> tuple[float, Interval]:
    """Test a difference by paired bootstrap.

    :param system: scores of the system on all resamples.
    :param baseline: scores of the baseline on the same resamples.
    :param difference: absolute difference between the two scores on all lines.
    :return: p, and the interval of the difference.
    """
    import numpy as np

    distances = np.abs(system - baseline)
    return p_value(distances - distances.mean(), difference), interval(system - baseline)


def randomise(
    metric: "Metric",
    systems: "Sequence[AnyArray]",
    baseline: "AnyArray",
    differences: Sequence[float],
    trials: int,
    seed: int | None,
) -> list[float]:
    """Test differences by approximate randomisation: lines of system and baseline are exchanged at random.

    :param systems: rows of statistics of each system.
    :param baseline: rows of statistics of the baseline.
    :param differences: absolute difference of each system's score from the baseline's.
    :return: p for each system.
    """
    import numpy as np

    lines = len(baseline)
    rng = np.random.default_rng(seed)
    texts = [baseline, *systems]
    joined = np.hstack(texts)
    exact = is_exact(joined)
    step = max(32, BLOCK // lines // 32 * 32) if exact else trials

    def sums(chosen: "AnyArray") -> "list[AnyArray]":
        if not exact:
            return [chosen.astype(np.float64) @ rows for rows in texts]
        product = chosen.astype(np.float32) @ joined.astype(np.float32)
        return np.hsplit(product.astype(np.float64), len(texts))

    above = [0] * len(systems)
    for start in range(0, trials, step):  # a multiple of 32 rows uses whole words of random bits
        chosen = rng.integers(2, size=(min(step, trials - start), lines), dtype=bool)
        (ours, *picked), (theirs, *others) = sums(chosen), sums(~chosen)
        for at, (one, other) in enumerate(zip(picked, others, strict=True)):
            first, second = metric.scores(ours + other), metric.scores(theirs + one)
            above[at] += int((np.abs(first - second) > differences[at]).sum())
    return [(count + 1) / (trials + 1) for count in above]


def is_exact(rows: "AnyArray") -> bool:
    """Return whether all sums of rows are integers that float32 holds exactly, so that their order does not matter."""
    import numpy as np

    return bool((rows == np.rint(rows)).all()) and float(rows.max(initial=0)) * len(rows) < EXACT_FLOATS

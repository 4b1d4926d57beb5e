"""Scores of systems against references: figures with signature and interval, and what lies behind them.

``score`` holds all texts at once: a bootstrap needs the statistics of every line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jisr.errors import InputError
from jisr.eval.diagnosis import diagnose
from jisr.eval.metrics.metric import Metric, References
from jisr.eval.metrics.registry import make_metric
from jisr.eval.problems import ProblemCounts, count, doubts
from jisr.eval.significance import (
    RESAMPLES,
    SEED,
    TRIALS,
    Comparison,
    Interval,
    Resampling,
    bootstrap,
    interval,
    randomise,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Evaluation", "Score", "SignificanceOptions", "System", "score"]


@dataclass(frozen=True, slots=True)
class SignificanceOptions:
    """How sure the figures are to be made.

    :param resamples: of the bootstrap; 0 for no interval and no paired bootstrap.
    :param trials: of the approximate randomisation; 0 for none.
    :param seed: where the random numbers start; none for another start each time.
    :raises InputError: if a number is negative.
    """

    resamples: int = RESAMPLES
    trials: int = TRIALS
    seed: int | None = SEED

    def __post_init__(self) -> None:
        if min(self.resamples, self.trials, self.seed or 0) < 0:
            raise InputError("the numbers of resamples and trials and the seed must not be negative")


@dataclass(frozen=True, slots=True)
class Score:
    """A figure and all that makes it one that can be published.

    :param metric: the name of the metric.
    :param value: the score, mostly from 0 to 100.
    :param signature: sacrebleu's signature, unchanged.
    :param segments: how many lines were scored.
    :param interval: the 95 % interval, where one was made.
    """

    metric: str
    value: float
    signature: str
    segments: int
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class System:
    """One system and what was found.

    :param name: what it is called.
    :param hypotheses: its lines.
    :param scores: one for each metric.
    :param comparisons: with the baseline, one for each metric; none for the baseline itself.
    :param notes: what is wrong with each line, by name.
    :param counts: how many lines are wrong in what way.
    """

    name: str
    hypotheses: Sequence[str]
    scores: tuple[Score, ...]
    comparisons: tuple[Comparison, ...]
    notes: Sequence[tuple[str, ...]]
    counts: ProblemCounts


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Systems scored side by side.

    :param systems: in the order given.
    :param references: as given.
    :param source: as given, if it was.
    :param metrics: what was measured.
    :param baseline: what the others were compared with, if anything was.
    :param statistics: for each metric, then for each system, the rows of numbers that the scores come from.
    """

    systems: tuple[System, ...]
    references: References
    source: Sequence[str] | None
    metrics: tuple[Metric, ...]
    baseline: str | None
    statistics: "tuple[tuple[Array, ...], ...]"

    @property
    def segments(self) -> int:
        """How many lines there are."""
        return len(self.systems[0].hypotheses)

    def ranked(self) -> list[System]:
        """Sort the systems, the best by the first metric first."""
        sign = -1 if self.metrics[0].higher else 1
        return sorted(self.systems, key=lambda system: sign * system.scores[0].value)

    def sentences(self, metric: int, system: int) -> list[float]:
        """Score each line by itself.

        :param metric: the place of the metric.
        :param system: the place of the system.
        """
        return self.metrics[metric].sentences(self.statistics[metric][system])

    def part(self, metric: int, system: int, lines: Sequence[int]) -> float:
        """Score some of the lines.

        :param metric: the place of the metric.
        :param system: the place of the system.
        :param lines: their numbers, from 0.
        """
        return self.metrics[metric].score(self.statistics[metric][system][list(lines)])


def score(
    systems: Mapping[str, Sequence[str]],
    references: References,
    *,
    source: Sequence[str] | None = None,
    metrics: Sequence[str | Metric] = ("bleu", "chrf"),
    baseline: str | None = None,
    draws: SignificanceOptions | None = None,
) -> Evaluation:
    """Score one system or several against one reference or several.

    One system is given an interval by bootstrap; several are also compared with a baseline, by paired
    bootstrap and by approximate randomisation.

    :param systems: the lines of each system, by its name.
    :param references: the reference texts; where one lacks a line there is None. Some metrics need none.
    :param source: the source, for the counts of what is wrong and for metrics that need it.
    :param metrics: names of metrics, or metrics.
    :param baseline: the name of the system that the others are compared with; the first, if not given.
    :raises InputError: if texts have unequal numbers of lines or none, if a line has no reference, or if
        there is no such metric or baseline.
    """
    draws = draws or SignificanceOptions()
    chosen = [make_metric(metric) if isinstance(metric, str) else metric for metric in metrics]
    check_texts(systems, references, source, chosen)
    names = list(systems)
    if baseline is not None and baseline not in systems:
        raise InputError(f"no system is called {baseline!r}; there are {', '.join(names)}")
    baseline = baseline or names[0]
    if len({metric.key for metric in chosen}) < len(chosen):
        raise InputError(f"a metric is named twice: {', '.join(metric.key for metric in chosen)}")
    lines = [list(text) for text in systems.values()]
    statistics = tuple(tuple(metric.statistics(lines, references, source)) for metric in chosen)
    base = names.index(baseline)
    sampling = Resampling(len(lines[0]), draws.resamples, draws.seed) if draws.resamples else None
    columns = [
        judge(metric, rows, names, lines, base, sampling, draws)
        for metric, rows in zip(chosen, statistics, strict=True)
    ]
    expected = [
        next((line for line in row if line is not None), None) for row in zip(*references, strict=True)
    ]
    results = []
    for at, (name, text) in enumerate(zip(names, lines, strict=True)):
        notes = [
            doubts(line, source[i] if source else None, expected[i] if expected else None)
            for i, line in enumerate(text)
        ]
        results.append(
            System(
                name=name,
                hypotheses=text,
                scores=tuple(column[at][0] for column in columns),
                comparisons=tuple(found for column in columns if (found := column[at][1]) is not None),
                notes=notes,
                counts=count(text, notes, with_source=source is not None),
            )
        )
    compared = baseline if len(names) > 1 else None
    return Evaluation(tuple(results), references, source, tuple(chosen), compared, statistics)


def judge(
    metric: Metric,
    rows: "Sequence[Array]",
    names: Sequence[str],
    lines: Sequence[Sequence[str]],
    base: int,
    sampling: Resampling | None,
    draws: SignificanceOptions,
) -> list[tuple[Score, Comparison | None]]:
    """Score all systems by one metric and compare each with the baseline."""
    single = len(names) == 1
    values = [metric.score(one) for one in rows]
    samples = [metric.scores(sums) for sums in sampling.sums(rows)] if sampling else []
    signature = metric.signature(draws.resamples, 0 if single else draws.trials, draws.seed)
    scores = [
        Score(
            metric.name,
            value,
            signature,
            len(lines[0]),
            interval(samples[at], single=single) if samples else None,
        )
        for at, value in enumerate(values)
    ]
    others = [
        at
        for at, text in enumerate(lines)
        if any(a.rstrip() != b.rstrip() for a, b in zip(text, lines[base], strict=True))
    ]
    distances = [abs(values[base] - values[at]) for at in others]
    chances: list[float] = []
    if draws.trials and others:
        chances = randomise(
            metric, [rows[at] for at in others], rows[base], distances, draws.trials, draws.seed
        )
    comparisons: list[Comparison | None] = []
    for at, value in enumerate(values):
        if at == base:
            comparisons.append(None)
        elif at not in others:
            comparisons.append(Comparison(names[base], 0.0, None, None, None, identical=True))
        else:
            place = others.index(at)
            p, spread = bootstrap(samples[at], samples[base], distances[place]) if samples else (None, None)
            chance = chances[place] if chances else None
            comparisons.append(Comparison(names[base], value - values[base], spread, p, chance))
    return list(zip(scores, comparisons, strict=True))


def check_texts(
    systems: Mapping[str, Sequence[str]],
    references: References,
    source: Sequence[str] | None,
    metrics: Sequence[Metric],
) -> None:
    """See that there is what the metrics need, that all have as many lines, and each line a reference.

    :raises InputError: if not.
    """
    if not systems:
        raise InputError("nothing to score: name at least one system")
    for metric in metrics:
        if "reference" in metric.needs and not references:
            raise InputError(f"{metric.key} needs a reference: --ref REF")
        if "source" in metric.needs and source is None:
            raise InputError(f"{metric.key} needs the source: --source SRC")
    numbered = "reference" if len(references) == 1 else "reference {}"
    texts: dict[str, Sequence[str | None]] = {
        numbered.format(at): lines for at, lines in enumerate(references, 1)
    }
    if source is not None:
        texts["source"] = source
    texts |= systems
    for name, lines in texts.items():
        if not len(lines):
            raise InputError(f"{name}: has no lines")
    first = next(iter(texts))
    for name, lines in texts.items():
        if len(lines) != len(texts[first]):
            raise InputError(unequal(name, lines, first, texts[first]))
    for number, row in enumerate(zip(*references, strict=True), 1):
        if all(line is None for line in row):
            raise InputError(f"line {number} has no reference")


def unequal(name: str, lines: Sequence[str | None], other: str, others: Sequence[str | None]) -> str:
    """Say that two texts have unequal numbers of lines, and where that seems to begin."""
    texts = sorted(((name, lines), (other, others)), key=lambda text: -len(text[1]))
    found = diagnose([line or "" for line in texts[0][1]], [line or "" for line in texts[1][1]])
    where = texts[0 if found.longer else 1][0]
    return (
        f"{name} has {len(lines):,} lines and {other} {len(others):,}; "
        f"the first that looks wrong is line {found.line:,} of {where}: {found.cause}"
    )

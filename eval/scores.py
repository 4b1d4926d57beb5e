"""Scoring systems against references, with signatures, intervals, tests of significance and counts of problems.

:func:`score` holds all texts in memory, because a bootstrap needs the statistics of every line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from jisr.errors import InputError
from jisr.eval.diagnosis import diagnose
from jisr.eval.metrics.metric import Metric, References
from jisr.eval.metrics.registry import make_metric
from jisr.eval.problems import ProblemCounts, count_problems, problems_of
from jisr.eval.significance import Comparison, Interval, Resampling, bootstrap, interval, randomise
from jisr.eval.significance_options import SignificanceOptions
from jisr.lines import check_lines

if TYPE_CHECKING:
    from jisr.arrays import AnyArray

__all__ = ["Evaluation", "Score", "System", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """A score with all that is needed to publish it; ``print(score)`` prints the line to quote.

    :param metric: name of the metric as tables show it, such as ``chrF2``.
    :param key: name of the metric as :func:`~jisr.eval.metrics.registry.make_metric` takes it, such as ``chrf``.
    :param score: the value, 0 to 100 for all metrics but TER, which may exceed 100, and COMET, which may be negative.
    :param signature: signature, which says how the score was made; sacrebleu's own for its metrics.
    :param segments: number of lines that were scored.
    :param interval: the 95 % interval by bootstrap, if one was asked for.
    """

    metric: str
    key: str
    score: float
    signature: str
    segments: int
    interval: Interval | None = None

    def __str__(self) -> str:
        """Return name, signature and value in sacrebleu's short form: ``chrF2|nrefs:1|… = 61.02 ± 0.85``."""
        margin = f" ± {self.interval.half:.2f}" if self.interval else ""
        return f"{self.metric}|{self.signature} = {self.score:.2f}{margin}"


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A system with its hypotheses and scores.

    :param name: name of the system in the evaluation.
    :param hypotheses: hypothesis for each line.
    :param scores: score by each metric, in the order of the metrics.
    :param comparisons: comparison with the baseline by each metric; empty for the baseline itself.
    :param notes: names of the problems of each line.
    :param problems: number of lines with each problem.
    :param metrics: the metrics.
    :param statistics: for each metric an array with a row of sufficient statistics for each line.
    """

    name: str
    hypotheses: Sequence[str]
    scores: tuple[Score, ...]
    comparisons: tuple[Comparison, ...]
    notes: Sequence[tuple[str, ...]]
    problems: ProblemCounts
    metrics: tuple[Metric, ...]
    statistics: "tuple[AnyArray, ...]"

    def __getitem__(self, metric: str) -> Score:
        """Return the score by a metric: ``system["chrF2"]`` or ``system["chrf"]``.

        :raises InputError: if the system was not scored by that metric.
        """
        return self.scores[index_of(metric, self.metrics)]

    def comparison(self, metric: str) -> Comparison | None:
        """Return the comparison with the baseline by a metric; None for the baseline itself.

        :raises InputError: if the system was not scored by that metric.
        """
        index = index_of(metric, self.metrics)
        return self.comparisons[index] if self.comparisons else None

    def sentence_scores(self, metric: str) -> list[float]:
        """Return the score of each line.

        :raises InputError: if the system was not scored by that metric.
        """
        index = index_of(metric, self.metrics)
        return self.metrics[index].sentences(self.statistics[index])

    def score_of(self, metric: str, lines: Sequence[int]) -> float:
        """Return the score of some of the lines.

        :param lines: indices of the lines, from 0.
        :raises InputError: if the system was not scored by that metric.
        """
        index = index_of(metric, self.metrics)
        return self.metrics[index].score(self.statistics[index][list(lines)])


def index_of(metric: str, metrics: Sequence[Metric]) -> int:
    """Return the index of a metric by its key or its name, ignoring case.

    :raises InputError: if there is no such metric.
    """
    wanted = metric.casefold()
    for index, known in enumerate(metrics):
        if wanted in {known.key.casefold(), known.name.casefold()}:
            return index
    raise InputError(f"not scored by {metric!r}; there are {', '.join(known.key for known in metrics)}")


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Systems scored side by side: ``evaluation["google"]["chrf2"].score``.

    :param systems: the systems, in the order given.
    :param references: the reference texts.
    :param source: the source text; None if it was not given.
    :param metrics: the metrics, in the order given.
    :param baseline: name of the system that the others are compared with; None if only one was scored.
    """

    systems: tuple[System, ...]
    references: References
    source: Sequence[str] | None
    metrics: tuple[Metric, ...]
    baseline: str | None

    def __getitem__(self, name: str) -> System:
        """Return a system by its name.

        :raises InputError: if there is no such system.
        """
        for system in self.systems:
            if system.name == name:
                return system
        raise InputError(f"no system is called {name!r}; there are {', '.join(s.name for s in self.systems)}")

    def __iter__(self) -> Iterator[System]:
        """Yield the systems in the order given."""
        return iter(self.systems)

    @property
    def segments(self) -> int:
        """Number of lines."""
        return len(self.systems[0].hypotheses)

    def ranked(self) -> list[System]:
        """Return the systems, ordered by the first metric, the best first."""
        sign = -1 if self.metrics[0].higher else 1
        return sorted(self.systems, key=lambda system: sign * system.scores[0].score)


def score(
    systems: Mapping[str, Sequence[str]],
    references: References | Sequence[str | None],
    *,
    source: Sequence[str] | None = None,
    metrics: Sequence[str | Metric] = ("bleu", "chrf"),
    baseline: str | None = None,
    significance: SignificanceOptions | None = None,
) -> Evaluation:
    """Score one system or several against one reference or several.

    A single system gets an interval by bootstrap. Several are also compared with a baseline, by paired bootstrap and by
    approximate randomisation.

    :param systems: the lines of each system, by its name.
    :param references: the lines of one reference, or a list of references; None where a reference lacks a line.
        Empty for metrics that read none.
    :param source: the lines of the source, for the counts of problems and for metrics that read it.
    :param metrics: names of metrics (:data:`~jisr.eval.metrics.registry.METRIC_MAKERS`), or metrics.
    :param baseline: name of the system that the others are compared with; default: the first.
    :param significance: numbers of resamples and trials; ``SignificanceOptions(0, 0)`` for scores alone.
    :raises InputError: if texts have unequal numbers of lines or none, if a line has no reference, if there is no such
        metric or baseline, or if a text is given as one string.
    """
    significance = significance or SignificanceOptions()
    references = reference_texts(references)
    chosen = tuple(make_metric(metric) if isinstance(metric, str) else metric for metric in metrics)
    check_texts(systems, references, source, chosen)
    names = list(systems)
    if baseline is not None and baseline not in systems:
        raise InputError(f"no system is called {baseline!r}; there are {', '.join(names)}")
    baseline = baseline or names[0]
    if len({metric.key for metric in chosen}) < len(chosen):
        raise InputError(f"a metric is named twice: {', '.join(metric.key for metric in chosen)}")
    texts = [list(text) for text in systems.values()]
    statistics = [metric.statistics(texts, references, source) for metric in chosen]
    resampling = (
        Resampling(len(texts[0]), significance.resamples, significance.seed) if significance.resamples else None
    )
    columns = [
        score_by_metric(metric, rows, names, texts, names.index(baseline), resampling, significance)
        for metric, rows in zip(chosen, statistics, strict=True)
    ]
    expected = [next((line for line in row if line is not None), None) for row in zip(*references, strict=True)]
    results = []
    for index, (name, text) in enumerate(zip(names, texts, strict=True)):
        notes = [
            problems_of(line, source[i] if source else None, expected[i] if expected else None)
            for i, line in enumerate(text)
        ]
        comparisons = [column[index][1] for column in columns]
        results.append(
            System(
                name=name,
                hypotheses=text,
                scores=tuple(column[index][0] for column in columns),
                comparisons=tuple(comparison for comparison in comparisons if comparison is not None),
                notes=notes,
                problems=count_problems(text, notes, with_source=source is not None),
                metrics=chosen,
                statistics=tuple(rows[index] for rows in statistics),
            )
        )
    return Evaluation(tuple(results), references, source, chosen, baseline if len(names) > 1 else None)


def reference_texts(references: References | Sequence[str | None]) -> References:
    """Return a list of reference texts, in which a single reference given as its lines becomes the only one.

    :raises InputError: if a reference is given as one string.
    """
    check_lines("references", references)
    if references and all(isinstance(line, str | None) for line in references):
        return [cast("Sequence[str | None]", references)]
    for reference in references:
        check_lines("reference", reference)
    return cast("References", references)


def score_by_metric(
    metric: Metric,
    rows: "Sequence[AnyArray]",
    names: Sequence[str],
    lines: Sequence[Sequence[str]],
    base: int,
    resampling: Resampling | None,
    significance: SignificanceOptions,
) -> list[tuple[Score, Comparison | None]]:
    """Score all systems by one metric and compare each with the baseline.

    :param rows: statistics of each system, a row for each line.
    :param names: names of the systems.
    :param lines: lines of each system.
    :param base: index of the baseline.
    :param resampling: the bootstrap resamples; None for no interval and no paired bootstrap.
    :return: for each system its score and its comparison with the baseline, which is None for the baseline itself.
    """
    single = len(names) == 1
    values = [metric.score(one) for one in rows]
    samples = [metric.scores(sums) for sums in resampling.sums(rows)] if resampling else []
    signature = metric.signature(significance.resamples, 0 if single else significance.trials, significance.seed)
    scores = [
        Score(
            metric.name,
            metric.key,
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
    if significance.trials and others:
        chances = randomise(
            metric, [rows[at] for at in others], rows[base], distances, significance.trials, significance.seed
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
    """Check that the metrics have the texts they need, that the numbers of lines agree, and each line has a reference.

    :raises InputError: if a text or a reference is missing, or the numbers of lines differ.
    """
    if not systems:
        raise InputError("nothing to score: name at least one system")
    for metric in metrics:
        if "reference" in metric.needs and not references:
            raise InputError(f"{metric.key} needs a reference", hint="--ref REF")
        if "source" in metric.needs and source is None:
            raise InputError(f"{metric.key} needs the source", hint="--source SRC")
    numbered = "reference" if len(references) == 1 else "reference {}"
    texts: dict[str, Sequence[str | None]] = {numbered.format(at): lines for at, lines in enumerate(references, 1)}
    if source is not None:
        texts["source"] = source
    texts |= systems
    for name, lines in texts.items():
        check_lines(name, lines)
        if not len(lines):
            raise InputError(f"{name}: has no lines")
    first = next(iter(texts))
    for name, lines in texts.items():
        if len(lines) != len(texts[first]):
            raise InputError(describe_unequal(name, lines, first, texts[first]))
    for number, row in enumerate(zip(*references, strict=True), 1):
        if all(line is None for line in row):
            raise InputError(f"line {number} has no reference")


def describe_unequal(name: str, lines: Sequence[str | None], other: str, others: Sequence[str | None]) -> str:
    """Return the message for two texts with unequal numbers of lines, which names the first line that looks wrong."""
    texts = sorted(((name, lines), (other, others)), key=lambda text: -len(text[1]))
    diagnosis = diagnose([line or "" for line in texts[0][1]], [line or "" for line in texts[1][1]])
    where = texts[0 if diagnosis.longer else 1][0]
    return (
        f"{name} has {len(lines):,} lines and {other} {len(others):,}; "
        f"the first that looks wrong is line {diagnosis.line:,} of {where}: {diagnosis.cause}"
    )

"""The bench: models translate test sets, are scored by the same function as in ``jisr score``, and ranked."""

import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from jisr import __version__
from jisr.cluster.cluster_options import ClusterOptions
from jisr.corpora.corpus_job import numbered_pairs, open_corpora
from jisr.corpora.duplicates.overlap import TestSentenceIndex
from jisr.corpora.formats.format import FormatOptions
from jisr.errors import InputError
from jisr.eval.bench.confidence import rank_signal
from jisr.eval.bench.leaderboard import output_files
from jisr.eval.bench.model_run import BenchModel, ModelRun, run_model
from jisr.eval.bench.testsets import TestSet
from jisr.eval.metrics.registry import make_metric
from jisr.eval.reports.report import system_record
from jisr.eval.scores import Evaluation, score
from jisr.eval.significance_options import SignificanceOptions
from jisr.storage.output import check_writable, writing
from jisr.storage.output_check import check_outputs
from jisr.translate.engines.engine import Decoding
from jisr.translate.estimation.estimate import ExpectedScore
from jisr.translate.models.trimming import LETTERS

__all__ = ["Bench", "BenchRound", "run_bench"]

KEPT_FOLDER: Final = "hypotheses"
"""Subfolder of the bench's folder where translations are kept, named by a hash of all that determines them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A comparison of models on test sets, with its settings.

    :param models: the models, in the order given, with different names.
    :param testsets: the test sets, likewise.
    :param metrics: names of the metrics.
    :param baseline: name of the model that the others are compared with; the first model if None.
    :param significance: numbers of resamples and trials.
    :param decoding: decoding settings of all models.
    :param trim: level to which the decoders of all models are trimmed.
    :param training: files of training data in which the sentences of the test sets are searched for.
    :raises InputError: if there are no models or no test sets, if two have the same name, or if the baseline or a
        metric is unknown.
    """

    models: tuple[BenchModel, ...]
    testsets: tuple[TestSet, ...]
    metrics: tuple[str, ...] = ("bleu", "chrf")
    baseline: str | None = None
    significance: SignificanceOptions = field(default_factory=SignificanceOptions)
    decoding: Decoding = field(default_factory=Decoding)
    trim: str = LETTERS
    training: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind, option, names in (
            ("model", "--model MODEL", [model.name for model in self.models]),
            ("test set", "--testset TESTSET", [test.facts.name for test in self.testsets]),
        ):
            if not names:
                raise InputError(f"name at least one {kind}", hint=option)
            repeated = [name for name, count in Counter(names).items() if count > 1]
            if repeated:
                raise InputError(f"two {kind}s are called {repeated[0]}")
        if self.baseline is not None and self.baseline not in [model.name for model in self.models]:
            raise InputError(
                f"no model is called {self.baseline!r}; there are {', '.join(m.name for m in self.models)}"
            )
        for metric in self.metrics:
            make_metric(metric)


@dataclass(frozen=True, slots=True)
class BenchRound:
    """Results of the models on one test set.

    :param record: all figures, as values for JSON.
    :param evaluation: the scores, as ``jisr score`` gives them.
    """

    record: dict[str, Any]
    evaluation: Evaluation


def run_bench(
    bench: Bench,
    folder: Path,
    *,
    log: Callable[[str], None] = lambda _what: None,
    cluster: ClusterOptions | None = None,
) -> tuple[dict[str, Any], list[Evaluation]]:
    """Translate and score each test set with each model, and rank the models.

    Translations of earlier runs, also of unfinished ones, are taken from the folder.

    :param folder: folder in which translations are kept; it is created.
    :param log: function that is called with a line on what is being done.
    :param cluster: pool of workers that translate, a test set with a model each, if any; they share the time.
    :return: the record of the bench, as values for JSON, and the evaluation of each test set.
    :raises InputError: if a file in the folder that will be written is read, or two would have the same name.
    :raises ModelError: if a model is not on this machine.
    :raises OutputError: if the folder cannot be written.
    """
    for model in bench.models:
        model.key((), bench.decoding, bench.trim)
    check_outputs(
        output_files(folder, (test.facts.name for test in bench.testsets), (model.name for model in bench.models)),
        [
            *(path for test in bench.testsets for path in test.files),
            *bench.training,
            *(path for model in bench.models for path in model.files()),
        ],
    )
    kept = folder / KEPT_FOLDER
    with writing(kept):
        kept.mkdir(parents=True, exist_ok=True)
    check_writable(kept / "x")
    overlaps = training_overlaps(bench, log)
    shared = cluster is not None and cluster.cluster is not None
    if cluster is not None and shared:
        from jisr.eval.bench.sharded_bench import BenchCell, run_cells

        cells = [
            BenchCell(model, test.facts.name, tuple(test.sources)) for test in bench.testsets for model in bench.models
        ]
        run_cells(cells, bench.decoding, bench.trim, kept, cluster, log)
    rounds = []
    for test in bench.testsets:
        runs = {}
        for model in bench.models:
            if not shared:
                log(f"{model.name} on {test.facts.name}")
            runs[model.name] = run_model(model, test.sources, bench.decoding, kept, bench.trim)
        log(f"scoring {test.facts.name}")
        rounds.append(score_round(bench, test, runs, overlaps.get(test.facts.name)))
    record = {
        "jisr": __version__,
        "machine": describe_machine(),
        "decoding": asdict(bench.decoding),
        "significance": asdict(bench.significance),
        "training": list(bench.training),
        "testsets": [each.record for each in rounds],
    }
    return record, [each.evaluation for each in rounds]


def score_round(
    bench: Bench, test: TestSet, made: Mapping[str, ModelRun], overlap: Mapping[str, int] | None
) -> BenchRound:
    """Score the runs of the models on one test set, and return the scores with a record of test set and results."""
    evaluation = score(
        {name: each.hypotheses for name, each in made.items()},
        test.references,
        source=test.sources,
        metrics=bench.metrics,
        baseline=bench.baseline,
        significance=bench.significance,
    )
    facts = asdict(test.facts) | {"source": test.facts.source}
    del facts["places"]
    record = {
        **facts,
        "as_known": test.expected,
        "overlap": overlap,
        "baseline": evaluation.baseline,
        "signatures": {each.metric: each.signature for each in evaluation.systems[0].scores},
        "results": [describe_result(system_record(system), made[system.name], test) for system in evaluation.ranked()],
    }
    return BenchRound(record, evaluation)


def describe_result(system: dict[str, Any], made: ModelRun, test: TestSet) -> dict[str, Any]:
    """Return the record of one model on one test set: scores, speed, memory, and how well its confidence ranks."""
    chrf = make_metric("chrf")
    (rows,) = chrf.statistics([made.hypotheses], test.references, None)
    quality = chrf.sentences(rows)
    expected = ExpectedScore()
    for known, text in zip(made.estimates, made.hypotheses, strict=True):
        expected.add(known, text)
    characters = sum(map(len, test.sources))
    return system | {
        "segments": len(test.sources),
        "seconds": made.seconds,
        "segments_per_second": len(test.sources) / made.seconds if made.seconds else None,
        "characters_per_second": characters / made.seconds if made.seconds else None,
        "peak_memory": made.memory,
        "confidence": [
            asdict(rank_signal("log-probability", made.confidences, quality)),
            asdict(rank_signal("estimate", made.estimates, quality)),
        ],
        "expected_chrf": expected.chrf,
        "run": made.record,
    }


def training_overlaps(bench: Bench, log: Callable[[str], None]) -> dict[str, dict[str, int]]:
    """Return, for each test set, the number of its sentences found in the training data, by side and kind of match.

    A sentence counts once on each side, with its closest match.
    """
    if not bench.training:
        return {}
    log(f"looking for the test sets in {', '.join(bench.training)}")
    placed = [
        (f"{number}:{line}", pair)
        for number, test in enumerate(bench.testsets)
        for line, pair in enumerate(test.pairs())
    ]
    wanted = TestSentenceIndex(placed)
    order = ("near", "normalised", "exact")
    closest: dict[tuple[str, str], str] = {}
    with open_corpora("searching", bench.training, None, FormatOptions()) as corpora:
        for corpus, pairs in corpora:
            for hit in wanted.find(numbered_pairs(corpus, pairs)):
                place = (hit.test, hit.side)
                before = closest.get(place)
                if before is None or order.index(hit.kind) > order.index(before):
                    closest[place] = str(hit.kind)
    counts: dict[str, dict[str, int]] = {test.facts.name: {} for test in bench.testsets}
    for (test_place, side), kind in sorted(closest.items()):
        of_test = counts[bench.testsets[int(test_place.partition(":")[0])].facts.name]
        of_test[f"{side} {kind}"] = of_test.get(f"{side} {kind}", 0) + 1
    return counts


def describe_machine() -> dict[str, Any]:
    """Return a description of the hardware and software, as values for JSON."""
    import os
    from importlib.metadata import PackageNotFoundError, version

    versions = {}
    for package in ("ctranslate2", "transformers", "torch", "sentencepiece", "sacrebleu", "numpy", "unbabel-comet"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "system": platform.platform(),
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "python": platform.python_version(),
        "versions": versions,
    }


def processor_name() -> str:
    """Return the name of the processor, from ``/proc/cpuinfo`` on Linux, where :mod:`platform` lacks it."""
    if sys.platform == "linux":
        match = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        if match:
            return match[1]
    return platform.processor() or platform.machine()

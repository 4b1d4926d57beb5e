"""Models against test sets: translated, scored by the same call as ``jisr score``, and ranked."""

import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from jisr import __version__
from jisr.corpora.cleaning.similarity_filter import similarities
from jisr.corpora.duplicates.overlap import TestSentenceIndex
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.runs import numbered_pairs, open_corpora
from jisr.errors import InputError
from jisr.eval.bench.confidence import rank_signal
from jisr.eval.bench.model_run import BenchModel, ModelRun, run_model
from jisr.eval.bench.testsets import TestSet
from jisr.eval.metrics.registry import make_metric
from jisr.eval.reports.report import system_record
from jisr.eval.scores import Evaluation, score
from jisr.eval.significance_options import SignificanceOptions
from jisr.storage.output import check_writable, writing
from jisr.translate.engines.engine import Decoding

__all__ = ["Bench", "BenchRound", "run_bench"]

KEPT_FOLDER: Final = "hypotheses"
"""The folder, within that of the bench, where translations are kept by content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The models and test sets that are compared, and how.

    :param models: in the order given; no two of one name.
    :param testsets: likewise.
    :param metrics: names of metrics.
    :param baseline: the name of the model that the others are compared with; the first, if not given.
    :param decoding: how all models decode.
    :param training: files of training data that the test sets are looked for in.
    :raises InputError: if there are no models or test sets, or two of one name, or no such baseline.
    """

    models: tuple[BenchModel, ...]
    testsets: tuple[TestSet, ...]
    metrics: tuple[str, ...] = ("bleu", "chrf")
    baseline: str | None = None
    significance: SignificanceOptions = field(default_factory=SignificanceOptions)
    decoding: Decoding = field(default_factory=Decoding)
    training: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for kind, option, names in (
            ("model", "--model", [model.name for model in self.models]),
            ("test set", "--testset", [test.facts.name for test in self.testsets]),
        ):
            if not names:
                raise InputError(f"name at least one {kind}: {option}")
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                raise InputError(f"two {kind}s are called {twice[0]}")
        if self.baseline is not None and self.baseline not in [model.name for model in self.models]:
            raise InputError(
                f"no model is called {self.baseline!r}; there are {', '.join(m.name for m in self.models)}"
            )
        for metric in self.metrics:
            make_metric(metric)


@dataclass(frozen=True, slots=True)
class BenchRound:
    """One test set: what the models made of it.

    :param record: all figures, ready for JSON.
    :param evaluation: the scores, as ``jisr score`` gives them.
    """

    record: dict[str, Any]
    evaluation: Evaluation


def run_bench(
    bench: Bench, folder: Path, encoder: Encoder, *, log: Callable[[str], None] = lambda _what: None
) -> tuple[dict[str, Any], list[Evaluation]]:
    """Translate, score and rank; what was translated before, by an unfinished run too, is taken from the folder.

    :param folder: where translations are kept; it is made.
    :param encoder: for the similarity of source and translation.
    :param log: called with a line on what is being done.
    :return: the record of the bench, ready for JSON, and the evaluation of each test set.
    :raises ModelError: if a model is not here.
    :raises OutputError: if the folder cannot be written.
    """
    for model in bench.models:
        model.key((), bench.decoding)
    kept = folder / KEPT_FOLDER
    with writing(kept):
        kept.mkdir(parents=True, exist_ok=True)
    check_writable(kept / "x")
    found = training_overlaps(bench, log)
    rounds = []
    for test in bench.testsets:
        made = {}
        for model in bench.models:
            log(f"{model.name} on {test.facts.name}")
            made[model.name] = run_model(model, test.sources, bench.decoding, kept)
        log(f"scoring {test.facts.name}")
        rounds.append(score_round(bench, test, made, found.get(test.facts.name), encoder))
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
    bench: Bench, test: TestSet, made: Mapping[str, ModelRun], overlap: Mapping[str, int] | None, encoder: Encoder
) -> BenchRound:
    """Score the outcomes of one test set and describe all of it."""
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
        "results": [
            describe_result(system_record(system), made[system.name], test, encoder) for system in evaluation.ranked()
        ],
    }
    return BenchRound(record, evaluation)


def describe_result(system: dict[str, Any], made: ModelRun, test: TestSet, encoder: Encoder) -> dict[str, Any]:
    """Describe one model on one test set: scores, speed, memory, and what its confidence is worth."""
    chrf = make_metric("chrf")
    (rows,) = chrf.statistics([made.hypotheses], test.references, None)
    quality = chrf.sentences(rows)
    alike = similarities(encoder, test.sources, made.hypotheses)
    characters = sum(map(len, test.sources))
    return system | {
        "segments": len(test.sources),
        "seconds": made.seconds,
        "segments_per_second": len(test.sources) / made.seconds if made.seconds else None,
        "characters_per_second": characters / made.seconds if made.seconds else None,
        "peak_memory": made.memory,
        "confidence": [
            asdict(rank_signal("log-probability", made.confidences, quality)),
            asdict(rank_signal("similarity", alike, quality)),
        ],
        "run": made.record,
    }


def training_overlaps(bench: Bench, log: Callable[[str], None]) -> dict[str, dict[str, int]]:
    """Count which sentences of each test set stand in the training data, by how much alike they are.

    A sentence counts once on each side, by its closest likeness.
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
    with open_corpora("searching", bench.training, None, FormatOptions()) as found:
        for corpus, pairs in found:
            for hit in wanted.find(numbered_pairs(corpus, pairs)):
                place = (hit.test, hit.side)
                before = closest.get(place)
                if before is None or order.index(hit.kind) > order.index(before):
                    closest[place] = str(hit.kind)
    counts: dict[str, dict[str, int]] = {test.facts.name: {} for test in bench.testsets}
    for (test_place, side), kind in sorted(closest.items()):
        counted = counts[bench.testsets[int(test_place.partition(":")[0])].facts.name]
        counted[f"{side} {kind}"] = counted.get(f"{side} {kind}", 0) + 1
    return counts


def describe_machine() -> dict[str, Any]:
    """Describe hardware and software."""
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
    """Name the processor; on Linux platform does not."""
    if sys.platform == "linux":
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
    return platform.processor() or platform.machine()

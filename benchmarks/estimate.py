"""How the estimate of quality was fitted, and how good it is.

Usage: python benchmarks/estimate.py KEPT --fit MODEL... --on DEV.tsv[:LINES]... [-o estimate.json]
           [--test MODEL... --with TEST.tsv[:LINES]...] [--systems FOLDER]

Models translate texts, and each draft is kept in the folder KEPT; a ridge regression then predicts the sentence chrF2
of the drafts of the --fit models from the features of jisr.translate.estimation.estimate, once with the decoder's word
scores and once from the texts alone. The --test models and texts, which the fit has not seen, give the tables: rank
correlation, area under the curve for the worst quarter, expected and true corpus chrF2, the share of sentences inside
the interval; each beside the mean log-probability of a piece alone, fitted to the same drafts. LINES is a range such
as 0-500.
--systems names a folder with NAME.ar, NAME.en and NAME.SYSTEM.en, whose systems are ranked without the reference.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from jisr.eval.bench.confidence import rank_signal
from jisr.eval.metrics.registry import make_metric
from jisr.translate import Translator
from jisr.translate.estimation.estimate import half_width, quality_features

RIDGE = 20.0
"""Strength of the ridge, for standardised features."""
INSIDE = 0.8
"""Share of the sentences that the interval is to contain."""
CHRF = make_metric("chrf")

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Drafted:
    """The drafts of a text by one model: all lists have an item for each sentence."""

    name: str
    sources: list[str]
    references: list[str]
    targets: list[str]
    scores: list[float]
    word_scores: list[list[float]]

    def quality(self) -> tuple[list[float], float]:
        """Return the chrF2 of each sentence and of all."""
        (rows,) = CHRF.statistics([self.targets], [self.references], None)
        return list(CHRF.sentences(rows)), CHRF.score(rows)

    def features(self, *, decoder: bool) -> list[dict[str, float]]:
        """Return the features of each sentence."""
        return [
            quality_features(source, target, words if decoder else ())
            for source, target, words in zip(self.sources, self.targets, self.word_scores, strict=True)
        ]


def main() -> None:
    """Translate, fit, and print how good the fit is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--fit", nargs="+", default=[], metavar="MODEL")
    parser.add_argument("--on", nargs="+", default=[], metavar="DEV")
    parser.add_argument("--test", nargs="+", default=[], metavar="MODEL")
    parser.add_argument("--with", nargs="+", default=[], metavar="TEST", dest="texts")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--systems", type=Path)
    options = parser.parse_args()
    options.kept.mkdir(exist_ok=True)
    known = [drafted(model, text, options.kept) for model in options.fit for text in options.on]
    fits = {"decoder": fit(known, decoder=True), "text": fit(known, decoder=False)}
    alone = fit_score(known)
    if options.output:
        options.output.write_text(json.dumps(fits, indent=1) + "\n", encoding="utf-8")
    print("| draft | fit | Spearman | AUC | expected | true | in the interval |\n|---|---|---:|---:|---:|---:|---:|")
    for model in options.test:
        for text in options.texts:
            print("\n".join(table_rows(drafted(model, text, options.kept), fits, alone)), flush=True)
    if options.systems:
        print("\n".join(system_rows(options.systems, fits["text"])))


def read_text(name: str) -> tuple[list[str], list[str]]:
    """Return the sources and references of a file, or of a range of its lines."""
    path, _, lines = name.partition(":")
    start, _, end = lines.partition("-")
    rows = [line.split("\t")[:2] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    chosen = rows[int(start or 0) : int(end) if end else None]
    return [row[0] for row in chosen], [row[1] for row in chosen]


def drafted(model: str, text: str, kept: Path) -> Drafted:
    """Return the drafts of a text by a model, from the folder of kept drafts or by translating."""
    name = f"{Path(model).name} on {Path(text).name}"
    path = kept / f"{name}.json"
    sources, references = read_text(text)
    if not path.exists():
        translator = Translator.load(model)
        drafts = translator.drafter.draft([translator.policy.apply(source) for source in sources])
        path.write_text(
            json.dumps([[draft.target, draft.score, draft.word_scores] for draft in drafts], ensure_ascii=False),
            encoding="utf-8",
        )
    targets, scores, words = map(list, zip(*json.loads(path.read_text(encoding="utf-8")), strict=True))
    return Drafted(name, sources, references, targets, scores, words)


def fit(known: Sequence[Drafted], *, decoder: bool) -> dict[str, Any]:
    """Return intercept, weights and half-widths of a ridge regression of sentence chrF2 on the features."""
    rows = [row for each in known for row in each.features(decoder=decoder)]
    names = list(rows[0])
    matrix = np.array([[row[name] for name in names] for row in rows])
    quality = np.array([value for each in known for value in each.quality()[0]])
    mean, spread = matrix.mean(0), matrix.std(0) + 1e-9
    scaled = (matrix - mean) / spread
    weights = np.linalg.solve(scaled.T @ scaled + RIDGE * np.eye(len(names)), scaled.T @ (quality - quality.mean()))
    expected = scaled @ weights + quality.mean()
    errors = np.abs(expected - quality)
    roots = [1 / math.sqrt(max(len(target.split()), 1)) for each in known for target in each.targets]
    causes = np.stack([np.ones(len(errors)), expected, np.array(roots)], 1)
    widths = np.linalg.lstsq(causes, errors, rcond=None)[0]
    widths *= np.quantile(errors / (causes @ widths), INSIDE)
    weights /= spread
    return {
        "intercept": round(float(quality.mean() - weights @ mean), 4),
        "half-width": round(float(widths[0]), 2),
        "half-width of a point": round(float(widths[1]), 4),
        "half-width of a word": round(float(widths[2]), 2),
        "weights": dict(zip(names, np.round(weights, 4).tolist(), strict=True)),
    }


def weighted_mean(values: Sequence[float], targets: Sequence[str]) -> float:
    """Return the mean of the sentences' values, weighted with the lengths of their translations."""
    return float(np.average(values, weights=[max(len(target), 1) for target in targets]))


def fit_score(known: Sequence[Drafted]) -> tuple[float, float]:
    """Return slope and intercept of the regression of sentence chrF2 on the mean log-probability of a piece."""
    scores = [score for each in known for score in each.scores]
    slope, intercept = np.polyfit(scores, [value for each in known for value in each.quality()[0]], 1)
    return float(slope), float(intercept)


def predicted(each: Drafted, weights: dict[str, Any], *, decoder: bool) -> list[float]:
    """Return the expected chrF2 of each sentence by a fit."""
    return [
        weights["intercept"] + sum(weights["weights"][name] * value for name, value in row.items())
        for row in each.features(decoder=decoder)
    ]


def table_rows(each: Drafted, fits: dict[str, Any], alone: tuple[float, float]) -> Iterator[str]:
    """Yield a row for each signal of a drafted text."""
    quality, true = each.quality()
    signals = {name: predicted(each, weights, decoder=name == "decoder") for name, weights in fits.items()} | {
        "log-probability": [alone[0] * score + alone[1] for score in each.scores]
    }
    for name, values in signals.items():
        ranking = rank_signal(name, values, quality)
        expected = weighted_mean(values, each.targets)
        inside = ""
        if name in fits:
            halves = [half_width(fits[name], *row) for row in zip(values, each.targets, strict=True)]
            inside = f"{np.mean(np.abs(np.array(values) - quality) <= halves):.0%}"
        yield (
            f"| {each.name} | {name} | {ranking.spearman:.3f} | {ranking.auc:.3f} | {expected:.1f} | {true:.1f} "
            f"| {inside} |"
        )


def system_rows(folder: Path, weights: dict[str, Any]) -> Iterator[str]:
    """Yield a row for each system of each text in a folder, and Kendall's tau of the expected with the true chrF2."""
    yield "\n| system | expected chrF2 | chrF2 |\n|---|---:|---:|"
    for source in sorted(folder.glob("*.ar")):
        sources, references = (
            source.with_suffix(suffix).read_text(encoding="utf-8").splitlines() for suffix in (".ar", ".en")
        )
        found = []
        for path in sorted(folder.glob(f"{source.stem}.*.en")):
            targets = path.read_text(encoding="utf-8").splitlines()
            each = Drafted(path.stem, sources, references, targets, [], [[] for _ in sources])
            expected = weighted_mean(predicted(each, weights, decoder=False), targets)
            found.append((expected, each.quality()[1]))
            yield f"| {path.stem} | {expected:.2f} | {found[-1][1]:.2f} |"
        signs = [np.sign((a[0] - b[0]) * (a[1] - b[1])) for a, b in combinations(found, 2)]
        yield f"| {source.stem}: Kendall's tau {np.mean(signs):.2f} | | |"


if __name__ == "__main__":
    main()

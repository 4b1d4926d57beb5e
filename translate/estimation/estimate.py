"""Quality estimation: the chrF2 that a translation would have against a human one, from what is known without it.

The estimate is linear in some twenty features of a sentence: lexical coverage, lengths, rarity of its words and, for a
draft of ours, the probabilities of its words. It was fitted to drafts of several models, also of weak ones, so that it
holds for others; ``benchmarks/estimate.py`` is the recipe, and the coefficients ship as data. It is a forecast: the
interval says how far it is off, and a sentence that reads well can be wrong all the same.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any, Final

from jisr.errors import InputError
from jisr.options import Range

__all__ = [
    "CHRF",
    "DOUBT",
    "Estimate",
    "ExpectedScore",
    "check_doubt",
    "estimate_quality",
    "half_width",
    "load_data",
    "quality_features",
]

CHRF: Final = Range(0, 100)
"""Values of chrF2."""

DOUBT: Final = 40.0
"""Expected chrF2 below which a translation is doubtful."""

NARROWEST: Final = 3.0
"""Smallest half of an interval, in points of chrF2."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected quality of a translated sentence.

    :param chrf: expected sentence chrF2, 0 to 100.
    :param low: lower end of the interval that contains the true chrF2 of about four sentences in five.
    :param high: its upper end.
    """

    chrf: float
    low: float
    high: float

    def record(self) -> dict[str, Any]:
        """Return the estimate as values for JSON."""
        return {"estimate": self.chrf, "interval": [self.low, self.high]}


@dataclass(slots=True)
class ExpectedScore:
    """The expected chrF2 of a text: the mean of its sentences', weighted with the lengths of their translations."""

    total: float = 0.0
    characters: int = 0

    def add(self, chrf: float | None, target: str) -> None:
        """Add a translation, if it has an expected chrF2."""
        if chrf is not None:
            length = max(len(target), 1)
            self.total += chrf * length
            self.characters += length

    def merge(self, other: "ExpectedScore") -> None:
        """Add the sentences of another text."""
        self.total += other.total
        self.characters += other.characters

    @property
    def chrf(self) -> float | None:
        """Expected chrF2 of the text, 0 to 100; None if no sentence has an estimate."""
        return self.total / self.characters if self.characters else None


def check_doubt(doubt: float) -> None:
    """Check an expected chrF2 below which translations are doubtful.

    :raises InputError: if it is not in the range of chrF2, 0 to 100.
    """
    if doubt not in CHRF:
        raise InputError(CHRF.problem("doubt", doubt))


def estimate_quality(source: str, target: str, word_scores: Sequence[float] = ()) -> Estimate:
    """Return the expected quality of an English translation of an Arabic sentence, ours or a person's.

    :param word_scores: log-probability of each word of the translation, at most 0; empty if unknown.
    """
    fit = load_fit()["decoder" if word_scores else "text"]
    features = quality_features(source, target, word_scores)
    mean = fit["intercept"] + sum(fit["weights"][name] * value for name, value in features.items())
    chrf = min(max(mean, 0.0), 100.0)
    half = half_width(fit, chrf, target)
    return Estimate(round(chrf, 1), round(max(chrf - half, 0.0), 1), round(min(chrf + half, 100.0), 1))


def half_width(fit: dict[str, Any], chrf: float, target: str) -> float:
    """Return half the width of the interval of an estimate, which is wider for a shorter or a better translation."""
    of_length: float = fit["half-width of a word"] / math.sqrt(max(len(target.split()), 1))
    half: float = fit["half-width"] + fit["half-width of a point"] * chrf + of_length
    return max(half, NARROWEST)


def quality_features(source: str, target: str, word_scores: Sequence[float] = ()) -> dict[str, float]:
    """Return the features of a translated sentence, by name; those of the decoder only if word scores are given."""
    from jisr.translate.estimation.coverage import cover  # the options of commands import this module, for its bounds

    coverage = cover(source, target)
    words = target.split()
    count = max(len(words), 1)
    features = {
        "source coverage": coverage.source.share,
        "source log-coverage": coverage.source.log_probability,
        "source uncovered": coverage.source.uncovered,
        "source unknown": coverage.source.unknown,
        "target coverage": coverage.target.share,
        "target log-coverage": coverage.target.log_probability,
        "target uncovered": coverage.target.uncovered,
        "target unknown": coverage.target.unknown,
        "target characters": coverage.characters,
        "target rarity": coverage.target.rarity,
        "target rare": coverage.target.rare,
        "source rarity": coverage.source.rarity,
        "length": math.log(coverage.target.words + 1),
        "ratio": math.log(coverage.target.words + 1) - math.log(coverage.source.words + 1),
        "word length": len(target) / count,
        "capitals": sum(word[0].isupper() for word in words[1:]) / count,
        "digits": sum(map(str.isdigit, target)) / max(len(target), 1),
        "punctuation": sum(map(target.count, ",;:—-")) / count,
    }
    if word_scores:
        features |= word_features(words, word_scores)
    return features


def word_features(words: Sequence[str], scores: Sequence[float]) -> dict[str, float]:
    """Return the features of the log-probabilities of the words of a translation.

    :param words: the words; if they are not as many as the scores, all weigh the same.
    """
    same = len(words) == len(scores)
    lengths = [max(sum(map(str.isalnum, word)), 1) for word in words] if same else [1] * len(scores)
    probabilities = [math.exp(score) for score in scores]
    return {
        "word probability": sum(probabilities) / len(scores),
        "character probability": sum(map(mul, probabilities, lengths)) / sum(lengths),
        "word log-probability": sum(scores) / len(scores),
    }


def load_data() -> None:
    """Load what estimates need, which otherwise the first one does; a thread can do so meanwhile."""
    from jisr.translate.estimation.lexicon import Lexicon

    load_fit()
    Lexicon.load()


@cache
def load_fit() -> dict[str, Any]:
    """Return the coefficients of both fits: with word scores (``decoder``) and without (``text``)."""
    fit: dict[str, Any] = json.loads((files("jisr.translate") / "data/estimate.json").read_bytes())
    return fit

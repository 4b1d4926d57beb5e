"""Sentence alignment: two described texts in, beads out. NumPy only; no text, no model.

A bead is worth how much more alike its sides are than passages taken by chance (the margin that Artetxe and
Schwenk 2019, https://aclanthology.org/P19-1309, call distance, over the mean of the whole document and not of
the nearest neighbours; their ratio was measured, and found worse on law and literature), the more the more
text it covers; less a price for lengths that differ and for more than one sentence on both sides; more where
both texts turn from one matter to the next at its beginning, or begin a paragraph. How dear a difference in
length is, and how dear a sentence without a partner, follows from the document: a first alignment tells how
much its lengths vary and how many of its sentences have no partner.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats
from jisr.corpora.alignment.band import band_around, rough_path
from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.dynamic_programming import PathStep, best_chain
from jisr.corpora.alignment.features import TextFeatures

__all__ = ["LOW_SCORE", "AlignmentWeights", "align_features"]


LOW_SCORE = 0.15
"""Beads with a score below this deserve a look.

On damaged news and encyclopaedia documents (2,970 beads) it notes 9, of which 7 are wrong, and finds 7 of the 15
beads that share nothing with the right ones; .35 would find 10 and note 27. On literature the score tells
less: of 276 beads it notes 10, of which 2 are not exact.
"""
SEARCH_RADIUS = 16
"""Sentences around the rough path within which beads are sought."""
SCORE_SAMPLE = 1000
"""Source sentences, from the middle of the text, that prices are taken from."""


@dataclass(frozen=True, slots=True)
class AlignmentWeights:
    """Weights of the features that make up the score of a bead.

    :param threshold: the margin of a bead that is worth nothing, as a difference of cosines.
    :param edge: worth of the same turn in both texts; ``paragraph``: of a paragraph that begins in both.
    :param anchor: worth of the same numbers, names and marks.
    :param length: price of lengths that differ, for a usual amount of difference.
    :param both: price of each sentence beyond the first on the side that has fewer.
    :param skip: worth of leaving a sentence without a partner, below zero.
    :param adapt: how far the price of length follows the document, 0 to 1.
    :param rarity: how much dearer a skip gets as they get rarer: times the logarithm of their share.
    """

    threshold: float = 0.035
    edge: float = 0.55
    paragraph: float = 0.1
    anchor: float = 0.08
    length: float = 0.62
    both: float = 0.01
    skip: float = -0.11
    adapt: float = 0.55
    rarity: float = 0.07


USUAL_MISMATCH = 0.06
"""Squared difference of lengths over their sum, in usual sentences, that :attr:`AlignmentWeights.length` is for."""
USUAL_SKIPS = 0.05
"""Share of beads without a partner that :attr:`AlignmentWeights.skip` is for."""


class Scorer:
    """Scores the beads of two texts."""

    def __init__(self, source: TextFeatures, target: TextFeatures, prices: AlignmentWeights) -> None:
        self.source, self.target, self.prices = source, target, prices
        self.longest = len(source.spans)
        total = source.lengths.sum(), target.lengths.sum()
        self.scale = max(total[0], 1.0) / max(total[1], 1.0)
        self.unit = max(2 * total[0] / max(len(source) + len(target), 1), 1.0)
        self.lengths = (
            run_lengths(source.lengths, self.longest),
            run_lengths(target.lengths * self.scale, self.longest),
        )
        centres = centre_vectors(source.spans), centre_vectors(target.spans)
        self.chance = source.spans @ centres[1].T, target.spans @ centres[0].T
        by_anchors = (
            source.anchors @ centre_vectors(target.anchors).T,
            target.anchors @ centre_vectors(source.anchors).T,
        )
        self.all_chance = tuple(one + prices.anchor * other for one, other in zip(self.chance, by_anchors, strict=True))
        means = source.edges[:, :-1].mean(0), target.edges[:, :-1].mean(0)
        self.edge_chance = source.edges[:, :-1] @ means[1], target.edges[:, :-1] @ means[0]
        sizes = np.arange(self.longest)
        self.size_price = (prices.both * np.minimum.outer(sizes, sizes)).astype(np.float32)

    def margins(self, rows: slice, columns: slice) -> Floats:
        """Return how much more alike runs are than by chance, anchors included: (longest, rows, longest, columns)."""
        # Two kinds of likeness that are added up are one product of longer vectors.
        left = np.concatenate([self.source.spans[:, rows], self.prices.anchor * self.source.anchors[:, rows]], axis=2)
        right = np.concatenate([self.target.spans[:, columns], self.target.anchors[:, columns]], axis=2)
        size = left.shape[2]
        margin: Floats = (left.reshape(-1, size) @ right.reshape(-1, size).T).reshape(
            self.longest, left.shape[1], self.longest, right.shape[1]
        )
        by_chance = self.all_chance[0][:, rows, :, None] + self.all_chance[1][:, columns].transpose(2, 0, 1)[:, None]
        by_chance *= 0.5
        margin -= by_chance
        return margin

    def mismatch(self, rows: slice, columns: slice) -> tuple[Floats, Floats]:
        """Return how far lengths differ, and how much text there is, in usual sentences; shaped as :meth:`margins`."""
        left, right = self.lengths[0][rows].T[..., None, None], self.lengths[1][columns].T
        total = left + right
        return (left - right) ** 2 / ((total + 1e-3) * self.unit), total / (2 * self.unit)

    def gains(self, first: int, last: int, low: int, high: int) -> Floats:
        """Score beads, as :data:`jisr.corpora.alignment.dynamic_programming.Gains` says."""
        rows, columns, prices = slice(first, last), slice(low, high), self.prices
        source, target = self.source, self.target
        gain = self.margins(rows, columns)
        gain -= prices.threshold
        mismatch, amount = self.mismatch(rows, columns)
        gain *= np.sqrt(amount)
        gain -= prices.length * mismatch
        left, right = source.edges[rows], target.edges[columns]
        turn = left[:, :-1] @ right[:, :-1].T
        turn -= 0.5 * (self.edge_chance[0][rows, None] + self.edge_chance[1][columns])
        edge = prices.edge * turn + prices.paragraph * np.outer(left[:, -1], right[:, -1])
        gain += edge[:, None, :] - self.size_price[:, None, :, None]
        # Until here columns lie side by side, which is the faster way to add things up.
        return gain.transpose(1, 3, 0, 2)

    def similarity(self, step: PathStep) -> float:
        """Score a bead: 0 no more alike than by chance, 1 the same."""
        if not (step.taken and step.given):
            return 0.0
        taken, given = step.taken - 1, step.given - 1
        alike = float(self.source.spans[taken, step.source].astype(np.float64) @ self.target.spans[given, step.target])
        chance = 0.5 * float(self.chance[0][taken, step.source, given] + self.chance[1][given, step.target, taken])
        return round(min(max((alike - chance) / max(1 - chance, 1e-6), 0.0), 1.0), 4)

    def adapted(self, steps: list[PathStep]) -> AlignmentWeights:
        """Return weights estimated from a first alignment."""
        matched = [step for step in steps if step.taken and step.given]
        spread = 0.0
        for step in matched:
            left = self.lengths[0][step.source, step.taken - 1]
            right = self.lengths[1][step.target, step.given - 1]
            spread += min(float((left - right) ** 2 / ((left + right + 1e-3) * self.unit)), 1.0)
        prior = 20
        usual = (prior * USUAL_MISMATCH + spread) / (prior + len(matched))
        share = (2 + len(steps) - len(matched)) / (2 / USUAL_SKIPS + len(steps))
        prices = self.prices
        return replace(
            prices,
            length=prices.length * (USUAL_MISMATCH / usual) ** prices.adapt,
            skip=min(prices.skip + prices.rarity * float(np.log(share / USUAL_SKIPS)), -1e-3),
        )


def align_features(source: TextFeatures, target: TextFeatures, prices: AlignmentWeights | None = None) -> list[Bead]:
    """Align two texts: every sentence is in one bead, and the beads are in order.

    Deterministic on one machine; time and memory grow linearly with the texts.

    :param source: described by :func:`jisr.corpora.alignment.features.describe`; ``target``: with it.
    :param prices: what beads are worth; what was found to be right when not given.
    """
    if not (len(source) and len(target)):
        return [Bead((at,), ()) for at in range(len(source))] + [Bead((), (at,)) for at in range(len(target))]
    path = rough_path(source.spans[0], target.spans[0])
    prices = prices or AlignmentWeights()
    begin = max((len(source) - SCORE_SAMPLE) // 2, 0)
    end = min(begin + SCORE_SAMPLE, len(source))
    if path[begin] < path[end]:
        parts = source.part(begin, end), target.part(int(path[begin]), int(path[end]))
        sample, steps = best_path(*parts, path[begin : end + 1] - path[begin], prices)
        prices = sample.adapted(steps)
    scorer, steps = best_path(source, target, path, prices)
    return [
        Bead(
            tuple(range(step.source, step.source + step.taken)),
            tuple(range(step.target, step.target + step.given)),
            scorer.similarity(step),
        )
        for step in steps
    ]


def best_path(
    source: TextFeatures, target: TextFeatures, path: NDArray[np.int64], prices: AlignmentWeights
) -> tuple[Scorer, list[PathStep]]:
    """Find the best chain of beads near a path."""
    scorer = Scorer(source, target, prices)
    skips = np.full(len(source), prices.skip), np.full(len(target), prices.skip)
    band = band_around(path, len(target), SEARCH_RADIUS)
    return scorer, best_chain(band, scorer.gains, skips, scorer.longest)


def run_lengths(lengths: NDArray[np.float64], longest: int) -> Floats:
    """Add up the lengths of every run of sentences: (sentences, longest), those over the end cut there."""
    running = np.concatenate(([0.0], np.cumsum(lengths), np.full(longest, lengths.sum())))
    at = np.arange(len(lengths))[:, None]
    sums: Floats = (running[at + np.arange(1, longest + 1)] - running[at]).astype(np.float32)
    return sums


def centre_vectors(spans: Floats) -> Floats:
    """Average the runs of each size, where they lie within the text: (longest, dimensions)."""
    count = spans.shape[1]
    return np.stack([run[: max(count - size, 1)].mean(0) for size, run in enumerate(spans)])

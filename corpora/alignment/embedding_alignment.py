"""Sentence alignment from the features of two texts, in NumPy alone: neither texts nor a model are needed.

The gain of a bead is how much more similar its sides are than random passages, times the square root of the amount of
text. This margin is what Artetxe and Schwenk 2019 (https://aclanthology.org/P19-1309) call distance, with the mean over
the whole document instead of the nearest neighbours; their ratio was measured and is worse on law and literature. A
price is subtracted for a difference in length and for more than one sentence on both sides. A bonus is added if both
texts change the subject, or begin a paragraph, where the bead begins. The prices of a difference in length and of a
sentence without a partner adapt to the document, from the differences and the sentences without a partner in a first
alignment.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats
from jisr.corpora.alignment.band import band_around, rough_path
from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.dynamic_programming import PathStep, best_chain
from jisr.corpora.alignment.features import TextFeatures

__all__ = ["LOW_SCORE", "AlignmentWeights", "Scorer", "align_features"]


LOW_SCORE = 0.15
"""Threshold below which the score of a bead gets a note.

On damaged news and encyclopaedia documents (2,970 beads), 9 beads get the note, and 7 of them are wrong: 7 of the 15
beads that share nothing with the right ones. A threshold of 0.35 would find 10 of the 15, with 27 notes. On literature
the score tells less: of 276 beads, 10 get the note, of which 2 are not exact.
"""
SEARCH_RADIUS = 16
"""Largest distance of beads from the rough path, in sentences."""
SCORE_SAMPLE = 1000
"""Number of source sentences, in the middle of the text, from which the prices are estimated."""


@dataclass(frozen=True, slots=True)
class AlignmentWeights:
    """Weights of the features that make up the gain of a bead.

    :param threshold: margin of a bead with gain 0, as a difference of cosines.
    :param edge: weight of the same change of subject in both texts.
    :param paragraph: gain of a paragraph that begins in both texts.
    :param anchor: weight of the same numbers, names and marks.
    :param length: price of a difference in length, in a document with :data:`USUAL_MISMATCH`.
    :param both: price of each sentence beyond the first on the side that has fewer.
    :param skip: negative gain of a sentence without a partner, in a document with :data:`USUAL_SKIPS`.
    :param adapt: how far the price of a difference in length adapts to the document, 0 to 1.
    :param rarity: how far ``skip`` adapts to the document: factor of the logarithm of the relative share of skips.
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
"""Mean mismatch of beads, as :meth:`Scorer.gains` computes it, for which :attr:`AlignmentWeights.length` holds."""
LEAST_LENGTH = 1e-3
"""What is added to the sum of two lengths in characters, so that it is not zero."""
USUAL_SKIPS = 0.05
"""Share of beads with an empty side for which :attr:`AlignmentWeights.skip` holds."""


class Scorer:
    """A scorer of the beads of two texts.

    :param keep: whether to keep the gains by similarity, 20 kB a sentence, for a second alignment at other prices.
    """

    def __init__(
        self, source: TextFeatures, target: TextFeatures, prices: AlignmentWeights, *, keep: bool = False
    ) -> None:
        self.source, self.target, self.prices = source, target, prices
        self.kept: dict[tuple[int, int, int, int], tuple[Floats, Floats]] | None = {} if keep else None
        self.longest = len(source.spans)
        total = source.lengths.sum(), target.lengths.sum()
        self.scale = max(total[0], 1.0) / max(total[1], 1.0)
        self.unit = max(2 * float(total[0]) / max(len(source) + len(target), 1), 1.0)
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
        all_chance = [one + prices.anchor * other for one, other in zip(self.chance, by_anchors, strict=True)]
        # The columns stand together, so that sums over blocks of them are fast.
        self.all_chance = all_chance[0], np.ascontiguousarray(all_chance[1].transpose(2, 0, 1))
        means = source.edges[:, :-1].mean(0), target.edges[:, :-1].mean(0)
        self.edge_chance = source.edges[:, :-1] @ means[1], target.edges[:, :-1] @ means[0]
        sizes = np.arange(self.longest)
        self.size_price = (prices.both * np.minimum.outer(sizes, sizes)).astype(np.float32)
        self.anchored = bool(source.anchors.any() and target.anchors.any())
        self.rooms: dict[str, Floats] = {}

    def margins(self, rows: slice, columns: slice) -> Floats:
        """Return how far similarities of runs, anchors included, exceed chance: (longest, rows, longest, columns)."""
        source, target = self.source, self.target
        left, right = source.spans[:, rows], target.spans[:, columns]
        if self.anchored:  # one product of concatenated vectors adds the similarities of spans and of anchors
            size = left.shape[2] + source.anchors.shape[2]
            left = np.concatenate([left, self.prices.anchor * source.anchors[:, rows]], axis=2)
            room = self.room("right", *right.shape[:2], size)
            right = np.concatenate([right, target.anchors[:, columns]], axis=2, out=room)
        else:
            room = self.room("right", *right.shape)
            np.copyto(room, right)
            right = room
        size = right.shape[2]
        margin: Floats = (left.reshape(-1, size) @ right.reshape(-1, size).T).reshape(
            self.longest, left.shape[1], self.longest, right.shape[1]
        )
        by_chance = self.room("chance", *margin.shape)
        np.add(self.all_chance[0][:, rows, :, None], self.all_chance[1][:, None, :, columns], out=by_chance)
        by_chance *= 0.5
        margin -= by_chance
        return margin

    def room(self, name: str, *shape: int) -> Floats:
        """Return an array to write to, in the same memory each time: the system has to clear new memory first."""
        size = math.prod(shape)
        room = self.rooms.get(name)
        if room is None or len(room) < size:
            room = self.rooms[name] = np.empty(size, np.float32)
        return room[:size].reshape(shape)

    def gains(self, first: int, last: int, low: int, high: int) -> Floats:
        """Return the gains of beads; see :data:`jisr.corpora.alignment.dynamic_programming.Gains`.

        They are overwritten by the next call.
        """
        rows, columns, block = slice(first, last), slice(low, high), (first, last, low, high)
        left, right = self.lengths[0][:, rows, None, None], self.lengths[1][:, columns]
        shape = self.longest, last - first, self.longest, high - low
        total = np.add(left, right, out=self.room("total", *shape))
        if self.kept is not None and block in self.kept:
            alike, turns = self.kept[block]
        else:
            alike, turns = self.margins(rows, columns), self.turns(rows, columns)
            alike -= self.prices.threshold
            amount = np.divide(total, 2 * self.unit, out=self.room("amount", *shape))
            alike *= np.sqrt(amount, out=amount)
            if self.kept is not None:
                self.kept[block] = alike, turns
        # The mismatch of two lengths is their squared difference over their sum, in mean sentence lengths.
        gain = np.subtract(left, right, out=self.room("gain", *shape))
        gain *= gain
        total += LEAST_LENGTH
        total *= self.unit
        gain /= total
        gain *= self.prices.length
        np.subtract(alike, gain, out=gain)
        gain += np.subtract(turns[:, None, :], self.size_price[:, None, :, None], out=total)
        # Transposed last, because the sums are faster while the columns are contiguous.
        return gain.transpose(1, 3, 0, 2)

    def turns(self, rows: slice, columns: slice) -> Floats:
        """Return the gains of beads that begin where both texts change the subject or a paragraph: (rows, columns)."""
        left, right = self.source.edges[rows], self.target.edges[columns]
        turn = left[:, :-1] @ right[:, :-1].T
        turn -= 0.5 * (self.edge_chance[0][rows, None] + self.edge_chance[1][columns])
        gain: Floats = self.prices.edge * turn + self.prices.paragraph * np.outer(left[:, -1], right[:, -1])
        return gain

    def best_path(self, path: NDArray[np.int64]) -> list[PathStep]:
        """Return the best chain of beads near a path."""
        skips = np.full(len(self.source), self.prices.skip), np.full(len(self.target), self.prices.skip)
        band = band_around(path, len(self.target), SEARCH_RADIUS)
        return best_chain(band, self.gains, skips, self.longest)

    def similarity(self, step: PathStep) -> float:
        """Return the score of a bead, from 0 (the similarity of random passages) to 1 (identical)."""
        if not (step.taken and step.given):
            return 0.0
        taken, given = step.taken - 1, step.given - 1
        alike = float(self.source.spans[taken, step.source].astype(np.float64) @ self.target.spans[given, step.target])
        chance = 0.5 * float(self.chance[0][taken, step.source, given] + self.chance[1][given, step.target, taken])
        return round(min(max((alike - chance) / max(1 - chance, 1e-6), 0.0), 1.0), 4)

    def adapted(self, steps: list[PathStep]) -> AlignmentWeights:
        """Return the weights with the prices of lengths and skips adapted to a first alignment."""
        matched = [step for step in steps if step.taken and step.given]
        spread = 0.0
        for step in matched:
            left = self.lengths[0][step.taken - 1, step.source]
            right = self.lengths[1][step.given - 1, step.target]
            spread += min(float((left - right) ** 2 / ((left + right + LEAST_LENGTH) * self.unit)), 1.0)
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
    """Return the beads of two texts, in order, with each sentence in exactly one bead.

    The result is deterministic on one machine; time and memory grow linearly with the length of the texts.

    :param source: features of the source from :func:`jisr.corpora.alignment.features.describe`; ``target``: of the
        target, from the same call.
    :param prices: weights of the features; default: tuned weights.
    """
    if not (len(source) and len(target)):
        return [Bead((at,), ()) for at in range(len(source))] + [Bead((), (at,)) for at in range(len(target))]
    path = rough_path(source.spans[0], target.spans[0])
    prices = prices or AlignmentWeights()
    begin = max((len(source) - SCORE_SAMPLE) // 2, 0)
    end = min(begin + SCORE_SAMPLE, len(source))
    scorer = Scorer(source, target, prices, keep=True) if end - begin == len(source) else None
    if path[begin] < path[end]:
        sample = scorer or Scorer(source.part(begin, end), target.part(int(path[begin]), int(path[end])), prices)
        prices = sample.adapted(sample.best_path(path[begin : end + 1] - path[begin]))
    if scorer is None:
        scorer = Scorer(source, target, prices)
    scorer.prices = prices
    steps = scorer.best_path(path)
    return [
        Bead(
            tuple(range(step.source, step.source + step.taken)),
            tuple(range(step.target, step.target + step.given)),
            scorer.similarity(step),
        )
        for step in steps
    ]


def run_lengths(lengths: NDArray[np.float64], longest: int) -> Floats:
    """Return the lengths of all runs of sentences, (longest, sentences); runs are cut off at the end of the text."""
    running = np.concatenate(([0.0], np.cumsum(lengths), np.full(longest, lengths.sum())))
    ends = np.arange(len(lengths)) + np.arange(1, longest + 1)[:, None]
    sums: Floats = (running[ends] - running[: len(lengths)]).astype(np.float32)
    return sums


def centre_vectors(spans: Floats) -> Floats:
    """Return the mean vector of the runs of each size that lie within the text: (longest, dimensions)."""
    count = spans.shape[1]
    return np.stack([run[: max(count - size, 1)].mean(0) for size, run in enumerate(spans)])

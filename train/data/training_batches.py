"""Batches of piece ids, made one round ahead in a separate thread."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jisr.errors import InputError
from jisr.train.data.bucketing import BatchShape, fit_shapes, place_pairs
from jisr.train.data.dataset import Dataset
from jisr.train.data.mixture import Mixture
from jisr.train.data.ragged_array import RaggedArray
from jisr.train.data.subwords import Subwords
from jisr.train.data.vocabulary import Vocabulary
from jisr.train.settings import TrainingOptions

if TYPE_CHECKING:
    from jisr.arrays import Flags, Indices, Ints

__all__ = ["BatchPosition", "BatchStream", "TrainingBatch"]

PER_ROUND = 512
"""Approximate number of batches in a round, which are made together; the last of each shape can be partly empty."""
MOST = 1 << 18
"""Largest number of pairs in a round."""
JOIN, TURN, CUT = 3, 4, 5
"""Keys that make the random numbers of different uses independent."""


@dataclass(frozen=True, slots=True)
class BatchPosition:
    """A position in the endless sequence of batches.

    :param round: number of the round, from 0.
    :param batch: number of the batch in the round, from 0.
    """

    round: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """A batch of pairs.

    :param source: ids of the sources, each followed by ``</s>`` and padded with ``<pad>``; shape (rows, source length).
    :param target: ids of the targets, likewise; a row without a pair is all ``<pad>``.
    :param tokens: number of target ids that are not ``<pad>``.
    :param after: position of the next batch.
    """

    source: "Ints"
    target: "Ints"
    tokens: int
    after: BatchPosition


@dataclass(slots=True)
class BatchStream:
    """The endless sequence of batches.

    :param examples: the pairs.
    :param vocabulary: vocabulary that encodes them.
    :param mixture: order in which they are read.
    :param settings: options of the training.
    :raises InputError: if no pair with a weight above 0 is short enough.
    """

    examples: Dataset
    vocabulary: Vocabulary
    mixture: Mixture
    settings: TrainingOptions
    source: RaggedArray = field(init=False)
    target: RaggedArray = field(init=False)
    subwords: Subwords | None = field(init=False)
    usable: "Flags" = field(init=False)
    """Whether each pair has between 1 and the largest number of pieces on both sides."""
    size: int = field(init=False)
    """Number of pairs in a round."""
    shapes: list[BatchShape] = field(init=False)

    def __post_init__(self) -> None:
        most = self.settings.max_length - 1  # without </s>
        self.source = self.vocabulary.encode_source(self.examples.source)
        self.target = self.vocabulary.encode_target(self.examples.target)
        self.subwords = None
        if self.settings.sentencepiece_alpha:
            self.subwords = self.vocabulary.subwords(self.examples.source, self.settings.sentencepiece_alpha)
        source, target = self.source.lengths, self.target.lengths
        self.usable = (source > 0) & (target > 0) & (source <= most) & (target <= most)
        if not self.usable.any():
            raise InputError(f"no pair to learn from has at most {self.settings.max_length} pieces a side")
        longer = (source + target)[self.usable].mean() / 2 + 1
        self.size = max(1, min(MOST, int(PER_ROUND * self.settings.batch_tokens / longer)))
        first, aims = self.texts(0)
        if not len(first):
            raise InputError("the weights leave no pair to learn from that is short enough")
        self.shapes = fit_shapes(
            first.lengths + 1, aims.lengths + 1, limit=self.settings.max_length, tokens=self.settings.batch_tokens
        )

    @property
    def per_pass(self) -> float:
        """Approximate number of batches in one pass over all pairs."""
        return len(self.examples) / self.size * len(self.make(0))

    def texts(self, number: int) -> tuple[RaggedArray, RaggedArray]:
        """Return the sources and targets of a round as pieces, with subwords sampled and pairs joined as set."""
        import numpy as np

        drawn = self.mixture.draw(number, self.size)
        drawn = drawn[self.usable[drawn]]
        joined = self.joined(drawn, number)
        rows = np.stack([drawn, np.where(joined, drawn + 1, -1)], axis=1).ravel()
        kept = rows >= 0
        lengths = np.add.reduceat(kept.astype(np.int64), np.arange(0, len(rows), 2)) if len(rows) else rows
        source, target = self.cut(rows[kept], number), self.target.take(rows[kept])
        return source.merged(lengths), target.merged(lengths)

    def cut(self, rows: "Indices", number: int) -> RaggedArray:
        """Return sources as pieces; a sampled segmentation that is too long is replaced by the best one.

        :param rows: indices of the sources.
        :param number: number of the round.
        """
        import numpy as np

        best = self.source.take(rows)
        if self.subwords is None:
            return best
        random = np.random.default_rng([self.settings.seed, CUT, number])
        cut = self.subwords.sample(rows, random)
        long = cut.lengths > np.maximum(best.lengths, self.settings.max_length // 2 - 1)
        if not long.any():
            return cut
        both = RaggedArray.joined([cut.flat, best.flat], np.concatenate([cut.lengths, best.lengths]))
        return both.take(np.arange(len(rows)) + len(rows) * long)

    def joined(self, drawn: "Indices", number: int) -> "Flags":
        """Return whether each drawn pair is joined to the next of the corpus; both are short, and of one source."""
        import numpy as np

        chosen = np.random.default_rng([self.settings.seed, JOIN, number]).random(len(drawn))
        short = self.settings.max_length // 4
        lengths = np.maximum(self.source.lengths, self.target.lengths)
        able = self.usable & (lengths <= short)
        follows = np.zeros(len(able), bool)
        for source in self.mixture.sources:
            follows[source.members[:-1]] = np.diff(source.members) == 1
        able[:-1] &= able[1:]
        return (chosen < self.settings.join) & (able & follows)[drawn]

    def make(self, number: int) -> list[TrainingBatch]:
        """Return the batches of a round."""
        import numpy as np

        vocabulary = self.vocabulary
        source, target = (side.append(vocabulary.eos) for side in self.texts(number))
        shape_of = place_pairs(self.shapes, source.lengths, target.lengths)
        parts = [
            (shape, rows)
            for at, shape in enumerate(self.shapes)
            for rows in cut_up(np.flatnonzero(shape_of == at), shape.rows)
        ]
        order = np.random.default_rng([self.settings.seed, TURN, number]).permutation(len(parts)).tolist()
        batches = []
        for turn, at in enumerate(order, 1):
            shape, rows = parts[at]
            after = BatchPosition(number, turn) if turn < len(parts) else BatchPosition(number + 1)
            aims = target.take(rows)
            matrix = source.take(rows).padded(shape.rows, shape.source, vocabulary.pad)
            # Attention over no positions would be NaN, so a row without a pair is an empty sentence.
            matrix[len(rows) :, 0] = vocabulary.eos
            batches.append(
                TrainingBatch(
                    matrix, aims.padded(shape.rows, shape.target, vocabulary.pad), int(aims.lengths.sum()), after
                )
            )
        return batches

    def start(self, at: BatchPosition) -> Generator[TrainingBatch]:
        """Yield the batches from a position on, endlessly, while those of the next round are being made."""
        with ThreadPoolExecutor(1, thread_name_prefix="batches") as worker:
            number, skip = at.round, at.batch
            pending = worker.submit(self.make, number)
            while True:
                ready = pending.result()
                number += 1
                pending = worker.submit(self.make, number)
                yield from ready[skip:]
                skip = 0


def cut_up(rows: "Indices", size: int) -> "list[Indices]":
    """Return an array in parts of a given size; the last one may be smaller."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]

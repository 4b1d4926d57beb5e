"""Batches of numbers, made a round ahead in a thread of their own."""

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
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

__all__ = ["BatchPosition", "BatchStream", "TrainingBatch"]

PER_ROUND = 512
"""About how many batches are made at a time; the last of each shape may be partly empty."""
MOST = 1 << 18
"""The most pairs that are read at a time."""
JOIN, TURN, CUT = 3, 4, 5
"""Keys that keep the random numbers of different uses apart."""


@dataclass(frozen=True, slots=True)
class BatchPosition:
    """A place in the endless sequence of batches.

    :param round: which round.
    :param batch: which batch of it.
    """

    round: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """Pairs that are learnt from together.

    :param source: numbers, ``</s>`` behind each row, then ``<pad>``; shape (rows, source length).
    :param target: the same of the targets; a row that holds no pair is all ``<pad>``.
    :param tokens: how many of the target are not ``<pad>``.
    :param after: where the next batch is.
    """

    source: "Numbers"
    target: "Numbers"
    tokens: int
    after: BatchPosition


@dataclass(slots=True)
class BatchStream:
    """The endless sequence of batches.

    :param examples: the texts.
    :param vocabulary: cuts them.
    :param mixture: says which are read when.
    """

    examples: Dataset
    vocabulary: Vocabulary
    mixture: Mixture
    settings: TrainingOptions
    source: RaggedArray = field(init=False)
    target: RaggedArray = field(init=False)
    subwords: Subwords | None = field(init=False)
    usable: "NDArray[np.bool_]" = field(init=False)
    """Pairs that have 1 to the most pieces on both sides."""
    size: int = field(init=False)
    """Number of pairs in a round."""
    shapes: list[BatchShape] = field(init=False)

    def __post_init__(self) -> None:
        most = self.settings.max_length - 1  # the last is </s>
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
        """About how many batches one pass over all pairs takes."""
        return len(self.examples) / self.size * len(self.make(0))

    def texts(self, number: int) -> tuple[RaggedArray, RaggedArray]:
        """Return the pairs of a round as pieces: drawn, segmented anew if subwords are sampled, and joined at times."""
        import numpy as np

        drawn = self.mixture.draw(number, self.size)
        drawn = drawn[self.usable[drawn]]
        joined = self.joined(drawn, number)
        rows = np.stack([drawn, np.where(joined, drawn + 1, -1)], axis=1).ravel()
        kept = rows >= 0
        lengths = np.add.reduceat(kept.astype(np.int64), np.arange(0, len(rows), 2)) if len(rows) else rows
        source, target = self.cut(rows[kept], number), self.target.take(rows[kept])
        return source.merged(lengths), target.merged(lengths)

    def cut(self, rows: "NDArray[np.int64]", number: int) -> RaggedArray:
        """Return the sources as pieces; a sampled segmentation that is too long gives way to the best one."""
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

    def joined(self, drawn: "NDArray[np.int64]", number: int) -> "NDArray[np.bool_]":
        """Choose the pairs that the one behind them in the corpus is joined to: both short, of one source."""
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
        made = []
        for turn, at in enumerate(order, 1):
            shape, rows = parts[at]
            after = BatchPosition(number, turn) if turn < len(parts) else BatchPosition(number + 1)
            aims = target.take(rows)
            matrix = source.take(rows).padded(shape.rows, shape.source, vocabulary.pad)
            # Attention over nothing is no number: a row without a pair is an empty sentence.
            matrix[len(rows) :, 0] = vocabulary.eos
            made.append(
                TrainingBatch(
                    matrix, aims.padded(shape.rows, shape.target, vocabulary.pad), int(aims.lengths.sum()), after
                )
            )
        return made

    def start(self, at: BatchPosition) -> Generator[TrainingBatch]:
        """Yield the batches from a place on, without end, while those of the next round are made."""
        with ThreadPoolExecutor(1, thread_name_prefix="batches") as worker:
            number, skip = at.round, at.batch
            coming = worker.submit(self.make, number)
            while True:
                ready = coming.result()
                number += 1
                coming = worker.submit(self.make, number)
                yield from ready[skip:]
                skip = 0


def cut_up(rows: "NDArray[np.int64]", size: int) -> "list[NDArray[np.int64]]":
    """Cut an array into parts of a size, and one that may be smaller."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]

"""The order in which pairs are read: an endless sequence that depends only on seed, weights and sizes.

The sequence is divided into rounds of equal length, of which each source has its share. The pairs of a source are read
to the end before any is repeated, in a new order on each pass. Any round can be computed without those before it, so
that a killed training can be resumed from its position alone.
"""

from typing import TYPE_CHECKING

from jisr.errors import InputError
from jisr.train.data.dataset import Dataset, DataSource
from jisr.train.settings import TrainingOptions

if TYPE_CHECKING:
    from jisr.arrays import Doubles, Indices

__all__ = ["Mixture"]

ORDER, SHUFFLE = 1, 2
"""Keys that make the random numbers of different uses independent."""


class Mixture:
    """The endless sequence of pairs.

    :param examples: pairs that are drawn from.
    :param settings: options of the training, of which the weights, the temperature and the seed are used.
    :raises InputError: if there is a weight for an unknown source, or all weights are 0.
    """

    def __init__(self, examples: Dataset, settings: TrainingOptions) -> None:
        import numpy as np

        self.sources = examples.sources
        self.seed = settings.seed
        for name, _ in settings.weights:
            if not any(source.is_called(name) for source in self.sources):
                known = ", ".join(sorted({source.name for source in self.sources})[:20])
                raise InputError(f"the weight of {name}: no such source; there are {known}")
        sizes = np.array([len(source.members) for source in self.sources], np.float64)
        shares = sizes ** (1 / settings.temperature) * [self.weight(each, settings) for each in self.sources]
        if not shares.sum() > 0:
            raise InputError("the weights leave nothing to learn from: all are 0")
        self.shares: Doubles = shares / shares.sum()
        """Share of each source in the pairs that are read."""

    def weight(self, source: DataSource, settings: TrainingOptions) -> float:
        """Return the product of the weights that apply to a source."""
        product = 1.0
        for name, weight in settings.weights:
            if source.is_called(name):
                product *= weight
        return product

    def draw(self, number: int, size: int) -> "Indices":
        """Return the indices of the pairs of a round, in the order in which they are read.

        :param number: number of the round, from 0.
        :param size: number of pairs in a round, the same for every round.
        """
        import numpy as np

        drawn = [
            self.stretch(index, int(number * size * share), int((number + 1) * size * share))
            for index, share in enumerate(self.shares.tolist())
        ]
        indices = np.concatenate(drawn)
        np.random.default_rng([self.seed, SHUFFLE, number]).shuffle(indices)
        return indices

    def stretch(self, place: int, start: int, end: int) -> "Indices":
        """Return the indices of the pairs between two positions of a source's own sequence.

        :param place: index of the source.
        :param start: first position, from 0.
        :param end: position after the last one.
        """
        import numpy as np

        members = self.sources[place].members
        parts = [members[:0]]
        for turn in range(start // len(members), -(-end // len(members))):
            order = np.random.default_rng([self.seed, ORDER, place, turn]).permutation(members)
            offset = turn * len(members)
            parts.append(order[max(0, start - offset) : end - offset])
        return np.concatenate(parts)

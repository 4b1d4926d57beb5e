"""The order in which pairs are read: an endless sequence that depends on seed, weights and sizes alone.

The sequence is cut into rounds of equal length. Each source has its share of a round and is gone through from
its own beginning to its own end, in a new order each time, so that no pair of it comes twice before all came
once. Any round can be given without those before it: a training that was killed needs to know only where it
was.
"""

from typing import TYPE_CHECKING

from jisr.errors import InputError
from jisr.train.data.dataset import Dataset, DataSource
from jisr.train.settings import TrainingOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Mixture"]

ORDER, SHUFFLE = 1, 2
"""Keys that keep the random numbers of different uses apart."""


class Mixture:
    """The endless sequence.

    :param examples: what is drawn from.
    :param settings: of them the weights, the temperature and the seed.
    :raises InputError: if a weight is for a source that there is not, or all weights are zero.
    """

    def __init__(self, examples: Dataset, settings: TrainingOptions) -> None:
        import numpy as np

        self.sources = examples.sources
        self.seed = settings.seed
        for name, _ in settings.weights:
            if not any(source.is_called(name) for source in self.sources):
                there = ", ".join(sorted({source.name for source in self.sources})[:20])
                raise InputError(f"--weight {name}: no such source; there are {there}")
        sizes = np.array([len(source.members) for source in self.sources], np.float64)
        shares = sizes ** (1 / settings.temperature) * [self.weight(each, settings) for each in self.sources]
        if not shares.sum() > 0:
            raise InputError("the weights leave nothing to learn from: all are 0")
        self.shares: NDArray[np.float64] = shares / shares.sum()
        """Of each source, its share of what is read."""

    def weight(self, source: DataSource, settings: TrainingOptions) -> float:
        """Multiply the weights that mean a source."""
        product = 1.0
        for name, weight in settings.weights:
            if source.is_called(name):
                product *= weight
        return product

    def draw(self, number: int, size: int) -> "NDArray[np.int64]":
        """Return the pairs of a round, in the order in which they are read.

        :param number: which round, from 0.
        :param size: how many pairs a round has, the same for every round.
        """
        import numpy as np

        drawn = [
            self.stretch(place, int(number * size * share), int((number + 1) * size * share))
            for place, share in enumerate(self.shares.tolist())
        ]
        found = np.concatenate(drawn)
        np.random.default_rng([self.seed, SHUFFLE, number]).shuffle(found)
        return found

    def stretch(self, place: int, start: int, end: int) -> "NDArray[np.int64]":
        """Return the pairs of a source between two places of its own sequence."""
        import numpy as np

        members = self.sources[place].members
        parts = [members[:0]]
        for turn in range(start // len(members), -(-end // len(members))):
            order = np.random.default_rng([self.seed, ORDER, place, turn]).permutation(members)
            offset = turn * len(members)
            parts.append(order[max(0, start - offset) : end - offset])
        return np.concatenate(parts)

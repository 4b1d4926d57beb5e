"""Shards: parts of a job that are worked on apart, each named by everything that decides its result."""

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Shard", "ShardResult", "ShardSizes", "sizes_for"]

SMALLEST: Final = 128
"""Lines of a shard of a short job: with fewer, batches are not full and take a fifth more time."""
FULL: Final = 4096
"""Lines of a shard with which batches are full; a worker that is lost loses about a minute of work."""
LARGEST: Final = 65_536
"""Lines of a shard of a very long job, so that there are not too many files."""
FIRST_SHARDS: Final = 2
"""Shards for each worker if all were as large as the first ones, in a job whose shards become smaller."""
FULL_SHARDS: Final = 50
"""Shards for each worker in a long job; with as many it matters little that they do not all end at the same time."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a job.

    :param number: number of the input of the job, from 0.
    :param place: where it is, for messages: ``file:line``, or ``file`` for a whole one.
    :param units: units of progress, such as lines.
    :param last: whether it is the last of its input.
    :param key: hash of everything that decides the result, 32 hex digits: the name under which it is stored.
    :param item: what the worker is sent, which can be pickled.
    """

    number: int
    place: str
    units: int
    last: bool
    key: str
    item: Any


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a worker has made of a shard.

    :param values: a small result, as values for JSON.
    :param parts: outputs, each of which is a part of a file.
    """

    values: Any
    parts: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class ShardSizes:
    """How many lines the shards of a job have.

    Those of a short job become smaller towards its end, so that all workers end at about the same time: the first half
    of the lines is in shards of one size, the next quarter in shards of half that size, and so on (factoring; Hummel,
    Schonberg and Flynn, 1992).

    :param lines: number of lines of a shard; of a first one, where they become smaller.
    :param total: number of lines of the job, where they do; ``None`` if all have the same number.
    """

    lines: int
    total: int | None = None

    def next_lines(self, done: int) -> int:
        """Return the number of lines of the shard after a number of lines."""
        if self.total is None:
            return self.lines
        halvings = (max(self.total, 1) // max(self.total - done, 1)).bit_length() - 1
        return max(SMALLEST, self.lines >> halvings)


def sizes_for(total: int | None, workers: int) -> ShardSizes:
    """Return how many lines the shards of a job best have.

    :param total: number of lines of the job; ``None`` if it is unknown.
    :param workers: number of workers, at least 1.
    """
    if total is None:
        return ShardSizes(FULL)
    if total >= FULL * FULL_SHARDS * workers:
        return ShardSizes(min(total // (FULL_SHARDS * workers), LARGEST))
    return ShardSizes(max(SMALLEST, min(total // (FIRST_SHARDS * workers), FULL)), total)

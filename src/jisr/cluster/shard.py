"""Shards: parts of a job that are worked on apart, each named by everything that decides its result."""

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Shard", "ShardResult", "shard_lines"]

SMALLEST: Final = 128
"""Lines of a shard of a short job: with fewer, batches are not full and take a fifth more time."""
FULL: Final = 4096
"""Lines of a shard with which batches are full; a worker that is lost loses about a minute of work."""
LARGEST: Final = 65_536
"""Lines of a shard of a very long job, so that there are not too many files."""
SMALL_SHARDS: Final = 16
"""Shards for each worker while they are not full, so that all workers end at about the same time."""
FULL_SHARDS: Final = 50
"""Shards for each worker while they are."""


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


def shard_lines(total: int | None, workers: int) -> int:
    """Return how many lines a shard has.

    :param total: number of lines of the job; ``None`` if it is unknown.
    :param workers: number of workers, at least 1.
    """
    if total is None:
        return FULL
    small = -(-total // (SMALL_SHARDS * workers))
    large = total // (FULL_SHARDS * workers)
    return max(SMALLEST, min(small, FULL), min(large, LARGEST))

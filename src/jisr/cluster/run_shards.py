"""The driver of a job in shards: it hands them out, has lost ones done again, and yields the results in order."""

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jisr.cluster.pool import Done, Lost, Pool
from jisr.cluster.shard import Shard, ShardResult
from jisr.cluster.shard_store import ShardStore
from jisr.errors import EngineError, JisrError, JisrWarning
from jisr.progress import Progress

__all__ = ["Divide", "run_shards"]

Divide = Callable[[Shard], Sequence[Shard]]
"""Function that returns the two halves of a shard; none if it cannot be divided."""

MOST_LOSSES = 3
"""Number of losses after which a shard is divided, or named if it cannot be."""


@dataclass(slots=True, eq=False)
class ShardEntry:
    """A shard on its way.

    :param losses: how often its worker died.
    :param divided: whether it is a part of a shard that was lost.
    :param holders: number of workers that have it.
    """

    shard: Shard
    losses: int = 0
    divided: bool = False
    holders: int = 0
    done: bool = False
    error: JisrError | None = None
    poison: bool = False
    """Whether it is lost whoever has it."""


class Driver:
    """The state of a job: its shards from the first that was not yielded, in order, and who has them.

    :param shards: the shards that have not been cut yet.
    """

    def __init__(
        self, shards: Iterable[Shard], pool: Pool, store: ShardStore, divide: Divide, progress: Progress
    ) -> None:
        self.shards = iter(shards)
        self.pool = pool
        self.store = store
        self.divide = divide
        self.progress = progress
        self.left = store.keys()
        """Keys of the results that a killed run has left."""
        self.order: deque[ShardEntry] = deque()
        self.waiting: deque[ShardEntry] = deque()
        self.running: dict[int, ShardEntry] = {}
        self.again = 0
        """Number of times that work was handed out again because a worker died."""
        self.stopped = False
        """Whether a shard is wrong, so that those after it are not needed."""

    @property
    def settled(self) -> bool:
        """Whether the first shard in order is done or will never be."""
        return bool(self.order) and (self.order[0].done or self.order[0].error is not None)

    def hand_out(self) -> None:
        """Give shards to idle workers, unless the first in order can be yielded before."""
        while self.pool.idle and not self.settled and (entry := self.next_entry()) is not None:
            entry.holders += 1
            self.running[self.pool.submit((entry.shard.key, entry.shard.item))] = entry

    def next_entry(self) -> ShardEntry | None:
        """Return the next shard to be worked on, if there is one."""
        if self.waiting:
            return self.waiting.popleft()
        while not self.stopped and (shard := next(self.shards, None)) is not None:
            entry = ShardEntry(shard)
            self.order.append(entry)
            if shard.key not in self.left or self.store.get(shard.key) is None:
                return entry
            self.finish(entry)
            if self.settled:
                return None
        # Nothing is left to hand out: what only one worker still has may be done sooner by another one.
        running = (
            entry for entry in self.order if entry.holders == 1 and not (entry.done or entry.error or entry.losses)
        )
        return next(running, None) if self.pool.apart else None

    def take(self, outcome: Done | Lost) -> None:
        """Note what has become of the item of a worker."""
        entry = self.running.pop(outcome.ticket)
        entry.holders -= 1
        if entry.done or entry.error is not None:  # another worker was faster
            return
        if isinstance(outcome, Lost):
            entry.losses += 1
            if not entry.holders:
                self.lose(entry, outcome.reason)
        elif outcome.error is not None:
            entry.error = outcome.error
            self.stopped = True
        else:
            self.finish(entry)

    def lose(self, entry: ShardEntry, reason: str) -> None:
        """Have a shard done again, or its halves: another shard may have taken its worker along."""
        halves = self.divide(entry.shard) if entry.divided or entry.losses >= MOST_LOSSES else ()
        if halves:
            place = self.order.index(entry)
            parts = [ShardEntry(half, divided=True) for half in halves]
            del self.order[place]
            for part in reversed(parts):
                self.order.insert(place, part)
                self.waiting.appendleft(part)
        elif entry.losses >= MOST_LOSSES:
            entry.error = EngineError(f"{entry.shard.place}: no worker survives it: {reason}")
            entry.poison = True
            return
        else:
            self.waiting.appendleft(entry)
        self.again += 1

    def finish(self, entry: ShardEntry) -> None:
        """Note that the result of a shard is in the store, and forget its item."""
        entry.done = True
        self.progress.advance(entry.shard.units)
        entry.shard = replace(entry.shard, item=None)


def run_shards(
    shards: Iterable[Shard], pool: Pool, store: ShardStore, divide: Divide, progress: Progress
) -> Iterator[tuple[Shard, ShardResult]]:
    """Yield the shards of a job with their results, in order; results that a killed run has left are used again.

    Of what is done ahead only the keys are held. A shard whose worker dies is done again; after some losses it is
    divided, until a part that cannot be divided is found to be the reason. All others are done before that is raised.

    :param shards: the shards, which are cut as they are needed.
    :param progress: advanced by the units of each shard when it is done.
    :raises JisrError: the error of the first wrong shard, after those before it.
    :raises EngineError: at the end, if no worker survived a shard; nothing after it has been yielded.
    :warns JisrWarning: if work was done again.
    """
    driver = Driver(shards, pool, store, divide, progress)
    poison: JisrError | None = None
    while True:
        driver.hand_out()
        if driver.settled:
            entry = driver.order.popleft()
            if entry.error is not None and not entry.poison:
                raise poison or entry.error
            poison = poison or entry.error
            if poison is None:
                yield entry.shard, stored(store, entry.shard)
        elif driver.order:
            for outcome in pool.wait():
                driver.take(outcome)
        else:
            break
    if driver.again:
        count = f"{driver.again} shard{'' if driver.again == 1 else 's'}"
        warnings.warn(JisrWarning(f"workers died: {count} had to be handed out again"), stacklevel=2)
    if poison is not None:
        raise poison


def stored(store: ShardStore, shard: Shard) -> ShardResult:
    """Return the result of a shard that a worker has stored.

    :raises EngineError: if it is not in the store.
    """
    result = store.get(shard.key)
    if result is None:
        raise EngineError(f"{store.folder / shard.key}: damaged or gone since it was written")
    return result

"""The driver of a job in shards: it hands them out, has lost ones done again, and yields the results in order."""

import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from jisr.cluster.pool import Done, Lost, Pool
from jisr.cluster.shard import Shard, ShardResult
from jisr.cluster.shard_store import ShardStore
from jisr.errors import EngineError, JisrError, JisrWarning
from jisr.progress import Progress

__all__ = ["MOST_UNREAD", "Divide", "run_shards"]

Divide = Callable[[Shard], Sequence[Shard]]
"""Function that returns the two halves of a shard; none if it cannot be divided."""

NOWHERE: Final = Shard(0, "", 0, True, "", None)
"""In place of a shard that could not be cut."""
MOST_LOSSES = 3
"""Number of losses after which a shard is divided, or named if it cannot be; and of losses in a row after which their
node is left out."""
MOST_UNREAD = 256
"""Number of results that a killed run has left and that are not read before their turn: until then the shards are held,
as the results may be damaged."""


@dataclass(slots=True, eq=False)
class ShardEntry:
    """A shard on its way.

    :param losses: how often its worker died.
    :param divided: whether it is a part of a shard that was lost.
    :param holders: number of workers that have it.
    :param nodes: nodes on which its worker died.
    """

    shard: Shard
    losses: int = 0
    divided: bool = False
    holders: int = 0
    nodes: frozenset[str] = frozenset()
    left: bool = False
    """Whether a killed run has left its result, which was not read yet."""
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
        self.order: deque[ShardEntry] = deque()
        self.waiting: deque[ShardEntry] = deque()
        self.running: dict[int, ShardEntry] = {}
        self.again = 0
        """Number of times that work was handed out again because a worker died."""
        self.unread = 0
        """Number of entries whose results were left and not read yet."""
        self.losses: Counter[str] = Counter()
        """Losses in a row on each node."""
        self.stopped = False
        """Whether a shard is wrong, so that those after it are not needed."""

    @property
    def settled(self) -> bool:
        """Whether the first shard in order is done or will never be."""
        return bool(self.order) and (self.order[0].done or self.order[0].left or self.order[0].error is not None)

    def hand_out(self) -> None:
        """Give shards to idle workers, which comes before anything is merged."""
        while self.pool.idle and (entry := self.next_entry()) is not None:
            entry.holders += 1
            self.running[self.pool.submit((entry.shard.key, entry.shard.item), entry.nodes)] = entry

    def next_entry(self) -> ShardEntry | None:
        """Return the next shard to be worked on, if there is one."""
        if self.waiting:
            return self.waiting.popleft()
        while not self.stopped:
            try:
                shard = next(self.shards, None)
            except JisrError as error:  # it is raised in its turn, after the results of what precedes it
                self.order.append(ShardEntry(NOWHERE, error=error))
                self.stopped = True
                return None
            if shard is None:
                break
            entry = ShardEntry(shard)
            self.order.append(entry)
            if shard.key not in self.store.left:
                return entry
            if self.unread < MOST_UNREAD:
                entry.left = True
                self.unread += 1
            elif self.store.get(shard.key) is None:
                return entry
            else:
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
        entry = self.running.pop(outcome.ticket, None)
        if entry is None:  # handed out twice in an earlier job of the pool, and done by the other worker
            return
        entry.holders -= 1
        if isinstance(outcome, Lost):
            self.blame(outcome.node, entry)
        elif outcome.error is None:
            self.losses[outcome.node] = 0
        if entry.done or entry.error is not None:  # another worker was faster
            return
        if isinstance(outcome, Lost):
            entry.losses += 1
            entry.nodes |= {outcome.node}
            if not entry.holders:
                self.lose(entry, outcome.reason)
        elif outcome.error is not None:
            if self.pool.apart and isinstance(outcome.error, EngineError) and entry.losses < MOST_LOSSES - 1:
                # The machine may be the reason, such as a GPU without memory: it is tried on another one.
                self.blame(outcome.node, entry)
                entry.losses += 1
                entry.nodes |= {outcome.node}
                if not entry.holders:
                    self.waiting.appendleft(entry)
                    self.again += 1
                return
            entry.error = outcome.error
            self.stopped = True
        else:
            if outcome.value is not None:  # workers do not reach the store
                self.store.put(entry.shard.key, outcome.value)
            self.finish(entry)

    def blame(self, node: str, entry: ShardEntry) -> None:
        """Count a loss of a node, unless the shard may be the reason, and leave the node out after some in a row."""
        if entry.losses or entry.divided:
            return
        self.losses[node] += 1
        if self.losses[node] == MOST_LOSSES:
            self.pool.leave_out(node, f"{MOST_LOSSES} workers died or failed there one after another")

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

    def result(self, entry: ShardEntry) -> ShardResult | None:
        """Return the result of what was the first shard in order.

        :return: ``None`` if a killed run has left it damaged: then it is the first again, and is done again.
        :raises EngineError: if it was stored in this run and is not there.
        """
        result = self.store.get(entry.shard.key)
        if entry.left:
            entry.left = False
            self.unread -= 1
            if result is None:
                self.order.appendleft(entry)
                self.waiting.appendleft(entry)
                return None
            self.finish(entry)
        if result is None:
            raise EngineError(f"{self.store.folder.path(entry.shard.key)}: damaged or gone since it was written")
        return result


def run_shards(
    shards: Iterable[Shard], pool: Pool, store: ShardStore, divide: Divide, progress: Progress
) -> Iterator[tuple[Shard, ShardResult]]:
    """Yield the shards of a job with their results, in order; results that a killed run has left are used again.

    Of what is done ahead only the keys are held. A shard whose worker dies is done again; after some losses it is
    divided, until a part that cannot be divided is found to be the reason. All others are done before that is raised.

    :param shards: the shards, which are cut as they are needed.
    :param progress: advanced by the units of each shard when it is done.
    :raises JisrError: the error of the first wrong shard, or of the cutting, after the results before it.
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
            result = driver.result(entry) if poison is None or entry.left else None
            if result is not None and poison is None:
                yield entry.shard, result
        elif driver.order:
            for outcome in pool.wait():
                driver.take(outcome)
        else:
            break
    if driver.again:
        count = f"{driver.again} shard{'' if driver.again == 1 else 's'}"
        warnings.warn(JisrWarning(f"workers died or failed: {count} had to be handed out again"), stacklevel=2)
    if poison is not None:
        raise poison

"""Pools of workers: what the driver of a job asks of them, and the processes of this machine."""

import select
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Protocol, Self

from jisr.cores import usable_cores
from jisr.errors import JisrError
from jisr.workers import Worker, WorkerDeath

__all__ = ["DESCRIBE", "Done", "LocalPool", "Lost", "Pool"]

DESCRIBE: Final = None
"""The item that asks the function of a pool to describe the machine it runs on, by a value for JSON."""

HERE: Final = "this machine"
"""Name of the machine of the driver, where there is no other."""


@dataclass(frozen=True, slots=True)
class Done:
    """An item that a worker is done with.

    :param ticket: number that :meth:`Pool.submit` returned.
    :param error: the error that the function raised; ``None`` if it returned.
    :param node: name of the machine.
    :param value: what the function returned.
    """

    ticket: int
    error: JisrError | None = None
    node: str = HERE
    value: Any = None


@dataclass(frozen=True, slots=True)
class Lost:
    """An item whose worker died, which says nothing about the item.

    :param ticket: number that :meth:`Pool.submit` returned.
    :param reason: what became of the worker.
    :param node: name of the machine.
    """

    ticket: int
    reason: str
    node: str = HERE


class Pool(Protocol):
    """Workers that call one function with items; large results are stored by the function itself."""

    workers: int
    """Number of workers."""
    apart: bool
    """Whether workers are on other machines, so that one may be slow for reasons of its own."""

    def describe(self) -> Mapping[str, Any]:
        """Return what the function says of each machine, by the name of the machine.

        Machines that cannot take part are left out from here on.

        :raises JisrError: if none can.
        """

    def submit(self, item: Any, avoided: Collection[str] = ()) -> int:  # noqa: ANN401
        """Send an item to a worker that can take one, of which there must be one, and return a number for it.

        :param avoided: names of machines to which it is not sent if there are others.
        """

    def leave_out(self, node: str, reason: str) -> None:
        """Send nothing more to a machine, unless it is the only one.

        :warns JisrWarning: that it is left out, and why.
        """

    def wait(self) -> Sequence[Done | Lost]:
        """Wait until some items are done or lost, and return them; none after a while without news."""

    @property
    def idle(self) -> int:
        """Number of items that workers can be sent now."""


class LocalPool:
    """Processes on this machine.

    :param function: function that can be pickled, as can the items.
    :param workers: number of processes; 0 for one on each core.
    :param ahead: number of items that a worker is sent before it needs them, so that it never waits for the driver; for
        short items, as at the end of a job some workers still have them when others have none.
    :raises EngineError: if one cannot be started.
    """

    apart = False

    def __init__(self, function: Callable[[Any], Any], workers: int = 0, *, ahead: int = 0) -> None:
        self.function = function
        self.workers = workers or usable_cores()
        self.ahead = ahead
        self.tickets = 0
        self.stack = ExitStack()
        self.started: list[LocalWorker] = []

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.started += [LocalWorker(stack.enter_context(Worker(self.function))) for _ in range(self.workers)]
            self.stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    @property
    def idle(self) -> int:
        """Number of items that workers can be sent now."""
        return sum(1 + self.ahead - len(each.items) for each in self.started)

    def describe(self) -> Mapping[str, Any]:
        """Return what the function says of this machine.

        :raises JisrError: if the function does.
        """
        for each in self.started:  # all of them load what they need now, at the same time
            each.worker.send(DESCRIBE)
        descriptions = [each.worker.receive() for each in self.started]
        return {HERE: descriptions[0]}

    def leave_out(self, node: str, reason: str) -> None:
        """Do nothing: there is no other machine."""

    def submit(self, item: Any, avoided: Collection[str] = ()) -> int:  # noqa: ANN401, ARG002 - as above
        """Send an item to the worker with the fewest, and return a number for it."""
        taker = min(self.started, key=lambda each: len(each.items))
        self.tickets += 1
        taker.items.append((self.tickets, item))
        taker.worker.send(item)
        return self.tickets

    def wait(self) -> Sequence[Done | Lost]:
        """Wait until some items are done or lost, and return them."""
        busy = {each.worker.fileno(): each for each in self.started if each.items}
        return [self.finished(busy[ready]) for ready in select.select(list(busy), [], [])[0]]

    def finished(self, worked: "LocalWorker") -> Done | Lost:
        """Return what has become of the first item of a worker from which there is something to read."""
        ticket, _ = worked.items.popleft()
        try:
            return Done(ticket, value=worked.worker.receive())
        except WorkerDeath as death:
            worked.worker = self.stack.enter_context(Worker(self.function))
            for _, item in worked.items:  # it had not begun with these
                worked.worker.send(item)
            return Lost(ticket, str(death))
        except JisrError as error:
            return Done(ticket, error)


@dataclass(slots=True)
class LocalWorker:
    """A process of this machine, and the items that it has, with their numbers: the first is the one it works on."""

    worker: Worker[Any, Any]
    items: deque[tuple[int, Any]] = field(default_factory=deque)

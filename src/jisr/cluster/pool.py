"""Pools of workers: what the driver of a job asks of them, and the processes of this machine."""

import select
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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
        """Send an item to an idle worker, of which there must be one, and return a number for it.

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
        """Number of workers without an item."""


class LocalPool:
    """Processes on this machine.

    :param function: function that can be pickled, as can the items.
    :param workers: number of processes; 0 for one on each core.
    :raises EngineError: if one cannot be started.
    """

    apart = False

    def __init__(self, function: Callable[[Any], Any], workers: int = 0) -> None:
        self.function = function
        self.workers = workers or usable_cores()
        self.tickets = 0
        self.stack = ExitStack()
        self.free: deque[Worker[Any, Any]] = deque()
        self.busy: dict[int, tuple[int, Worker[Any, Any]]] = {}
        """Number of its item, and the worker, by the file descriptor of its results."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.free.extend(stack.enter_context(Worker(self.function)) for _ in range(self.workers))
            self.stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    @property
    def idle(self) -> int:
        """Number of workers without an item."""
        return len(self.free)

    def describe(self) -> Mapping[str, Any]:
        """Return what the function says of this machine.

        :raises JisrError: if the function does.
        """
        for worker in self.free:  # all of them load what they need now, at the same time
            worker.send(DESCRIBE)
        descriptions = [worker.receive() for worker in self.free]
        return {HERE: descriptions[0]}

    def leave_out(self, node: str, reason: str) -> None:
        """Do nothing: there is no other machine."""

    def submit(self, item: Any, avoided: Collection[str] = ()) -> int:  # noqa: ANN401, ARG002 - as above
        """Send an item to an idle worker, and return a number for it."""
        worker = self.free.popleft()
        worker.send(item)
        self.tickets += 1
        self.busy[worker.results.fileno()] = (self.tickets, worker)
        return self.tickets

    def wait(self) -> Sequence[Done | Lost]:
        """Wait until some items are done or lost, and return them."""
        return list(self.finished(select.select(list(self.busy), [], [])[0]))

    def finished(self, ready: Sequence[int]) -> Iterator[Done | Lost]:
        """Yield what has become of the items of workers from which there is something to read."""
        for descriptor in ready:
            ticket, worker = self.busy.pop(descriptor)
            try:
                value = worker.receive()
            except WorkerDeath as death:
                worker = self.stack.enter_context(Worker(self.function))
                yield Lost(ticket, str(death))
            except JisrError as error:
                yield Done(ticket, error)
            else:
                yield Done(ticket, value=value)
            self.free.append(worker)

"""The workers of a Ray cluster: the only module that names Ray.

Workers are tasks without state of their own: actors that Ray restarts burn their retries before it declares a node
dead. Ray itself tries nothing again; what is lost is for the driver to hand out. Nothing is sent but the function, once
to each node, the items and small results; the others go to the store.
"""

import os
import platform
import socket
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from threading import current_thread
from types import TracebackType
from typing import Any, Final, Self, TextIO, cast

from jisr.cluster.pool import DESCRIBE, Done, Lost
from jisr.errors import EngineError, InputError, JisrError, JisrWarning, MissingExtra

__all__ = ["RayPool", "WithoutRay", "check_address", "import_ray"]

CONNECT_SECONDS: Final = 3.0
"""Time in which a cluster must accept a connection; Ray itself would try for two minutes."""
NEWS_SECONDS: Final = 1.0
"""Time after which waiting for results is interrupted."""
MOST_TRIES: Final = 3
"""Number of times that a worker which dies is started again to describe its node."""
ENVIRONMENT: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_DEDUP_LOGS": "0"}
"""Settings of Ray: nothing is sent to its makers, and nothing is printed."""


class RayPool:
    """Tasks on the nodes of a Ray cluster.

    :param function: function that can be pickled, as can the items.
    :param address: ``HOST:PORT`` of the cluster, or ``auto``.
    :param workers: number of tasks at the same time; 0 for as many as the cores or GPUs of the cluster suffice for.
    :param cores: number of cores of each.
    :param gpus: number of GPUs of each, which may be a fraction.
    :raises InputError: when it is entered, if there is no cluster at the address.
    :raises MissingExtra: if Ray is not installed.
    """

    apart = True

    def __init__(
        self, function: Callable[[Any], Any], address: str, *, workers: int = 0, cores: int = 1, gpus: float = 0
    ) -> None:
        self.function = function
        self.address = address
        self.workers = workers
        self.cores = cores
        self.gpus = gpus
        self.room: dict[str, int] = {}
        """Number of workers that each node has room for, by its identifier."""
        self.names: dict[str, str] = {}
        """Name of each node, by its identifier."""
        self.head = address
        """``HOST:PORT`` at which the cluster answers."""
        self.gone = False
        """Whether it does not any more."""
        self.tickets = 0
        self.running: dict[Any, tuple[int, str]] = {}
        """Ticket and node by the reference of the result."""
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        ray = import_ray()
        with ExitStack() as stack:
            stack.enter_context(silenced())
            try:
                ray.init(address=self.address, log_to_driver=False, logging_level="CRITICAL", configure_logging=False)
            except (ConnectionError, ValueError, RuntimeError) as error:
                reason = str(error).splitlines()[0]
                raise InputError(f"{self.address}: no Ray cluster to work on: {reason}") from None
            self.head = ray.get_runtime_context().gcs_address
            stack.callback(self.disconnect)
            self.task = ray.remote(max_retries=0, max_calls=0, num_cpus=self.cores, num_gpus=self.gpus)(call)
            self.reference = [ray.put(self.function)]  # in a list it is not fetched for each call
            self.stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    def disconnect(self) -> None:
        """End the tasks and the connection, unless there is nobody at its other end."""
        if self.gone:
            return
        ray = import_ray()
        for reference in self.running:
            ray.cancel(reference, force=True)
        ray.shutdown()

    @property
    def idle(self) -> int:
        """Number of workers without an item."""
        return max(0, min(self.workers, sum(self.room.values())) - len(self.running))

    def describe(self) -> Mapping[str, Any]:
        """Return what the function says of each node, without those that cannot take part.

        :raises InputError: if a node has another version of something, or no node has enough cores or GPUs.
        :raises EngineError: if no worker starts.
        :raises JisrError: if the function fails.
        :warns JisrWarning: if nodes are left out, because they differ from the others or do not answer.
        """
        ray = import_ray()
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        nodes = {node["NodeID"]: node for node in ray.nodes() if node["Alive"] and self.room_of(node)}
        if not nodes:
            needed = f"{self.gpus:g} GPUs and {self.cores} cores" if self.gpus else f"{self.cores} cores"
            raise InputError(f"{self.address}: no node has the {needed} of a worker")
        calls = {
            node: self.task.options(
                scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False), max_retries=MOST_TRIES
            ).remote(self.reference, DESCRIBE)
            for node in nodes
        }
        described: dict[str, Any] = {}
        silent: list[str] = []
        for node, reference in calls.items():
            name = nodes[node]["NodeManagerAddress"]
            try:
                versions, value, error = ray.get(reference)
            except ray.exceptions.RayError:  # it may have died just now, which Ray notices after some seconds
                silent.append(name)
                continue
            if error is not None:
                raise error
            if versions != own_versions():
                wrong = next(each for each, version in own_versions().items() if versions.get(each) != version)
                raise InputError(
                    f"{name}: {wrong} is {versions.get(wrong)} there and {own_versions()[wrong]} here; make them equal"
                )
            described[node] = value
        if not described:
            raise EngineError(f"{self.address}: no worker starts on {', '.join(silent)}")
        kinds = Counter(map(repr, described.values()))
        usual = kinds.most_common(1)[0][0]
        chosen = {node: value for node, value in described.items() if repr(value) == usual}
        self.names = {node: nodes[node]["NodeManagerAddress"] for node in nodes}
        different = [self.names[node] for node in described if node not in chosen]
        warn_left_out("their processors compute other drafts than those of the others", different)
        warn_left_out("no worker starts there", silent)
        self.room = {node: self.room_of(nodes[node]) for node in chosen}
        room = sum(self.room.values())
        self.workers = min(self.workers or room, room)
        return {self.names[node]: value for node, value in chosen.items()}

    def room_of(self, node: Mapping[str, Any]) -> int:
        """Return how many workers a node has room for."""
        resources = node["Resources"]
        by_cores = int(resources.get("CPU", 0) // self.cores)
        return min(by_cores, int(resources.get("GPU", 0) / self.gpus)) if self.gpus else by_cores

    def leave_out(self, node: str, reason: str) -> None:
        """Send nothing more to the nodes of a name, unless there are no others.

        :warns JisrWarning: that they are left out, and why.
        """
        left = {each: room for each, room in self.room.items() if self.names[each] != node}
        if left and left.keys() != self.room.keys():
            self.room = left
            warn_left_out(reason, [node])

    def submit(self, item: Any, avoided: Collection[str] = ()) -> int:  # noqa: ANN401
        """Send an item to the node with the most idle workers, and return a number for it.

        :param avoided: names of nodes to which it is not sent if there are others; it may then wait for a worker.
        """
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        busy = Counter(node for _, node in self.running.values())
        node = max(self.room, key=lambda each: (self.names[each] not in avoided, self.room[each] - busy[each]))
        self.tickets += 1
        # Only where it is sent to is it known which node loses it; one that has died loses all it is sent.
        where = NodeAffinitySchedulingStrategy(node, soft=False)
        reference = self.task.options(scheduling_strategy=where).remote(self.reference, item)
        self.running[reference] = self.tickets, node
        return self.tickets

    def wait(self) -> Sequence[Done | Lost]:
        """Wait until some items are done or lost, and return them; none after a while without news.

        :raises EngineError: if the cluster is gone.
        """
        return list(self.finished())

    def finished(self) -> Iterator[Done | Lost]:
        """Yield what has become of items that are not at work any more."""
        ray = import_ray()
        ready, _ = ray.wait(list(self.running), num_returns=1, timeout=NEWS_SECONDS)
        if not ready:
            self.check_cluster()
        for reference in ready:
            ticket, node = self.running.pop(reference)
            try:
                _, value, error = ray.get(reference)
            except ray.exceptions.RayTaskError as failure:
                raise RuntimeError(str(failure)) from None
            except ray.exceptions.RaySystemError as failure:
                raise EngineError(f"{self.address}: the cluster does not answer: {failure}") from None
            except ray.exceptions.RayError as failure:
                self.forget_the_dead()
                yield Lost(ticket, type(failure).__name__, self.names[node])
            else:
                yield Done(ticket, error, self.names[node], value)

    def check_cluster(self) -> None:
        """Check that the cluster still answers; Ray would end this process after a minute, without a word.

        :raises EngineError: if it does not.
        """
        host, _, port = self.head.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
        except OSError as error:
            self.gone = True
            raise EngineError(f"{self.address}: the cluster is gone: {error.strerror or error}") from None

    def forget_the_dead(self) -> None:
        """Send nothing more to nodes that have died.

        :raises EngineError: if none is left, or the cluster does not answer.
        """
        self.check_cluster()
        alive = {node["NodeID"] for node in import_ray().nodes() if node["Alive"]}
        self.room = {node: room for node, room in self.room.items() if node in alive}
        if not self.room:
            raise EngineError(f"{self.address}: all nodes of the cluster are gone")


def warn_left_out(reason: str, names: Sequence[str]) -> None:
    """Warn of nodes that are left out.

    :param names: the nodes, if any.
    :warns JisrWarning: so.
    """
    if names:
        warnings.warn(JisrWarning(f"left out, as {reason}: {', '.join(names)}"), stacklevel=3)


def call(reference: Sequence[Any], item: Any) -> tuple[dict[str, str], Any, JisrError | None]:  # noqa: ANN401
    """Call the function of a pool as a task, and return the versions there, its value and its error."""
    try:
        return own_versions(), fetched(reference[0])(item), None
    except JisrError as error:
        return own_versions(), None, error


@cache
def fetched(reference: Any) -> Any:  # noqa: ANN401
    """Return the function of a pool, which is fetched once by each process."""
    return import_ray().get(reference)


@cache
def own_versions() -> dict[str, str]:
    """Return the versions that must be the same on all machines."""
    from jisr import __version__

    return {"jisr": __version__, "Python": platform.python_version(), "Ray": import_ray().__version__}


def check_address(address: str) -> None:
    """Check that something listens at an address, if it is one, which takes Ray minutes.

    :raises InputError: if nothing does.
    :raises MissingExtra: if Ray is not installed.
    """
    host, colon, port = address.rpartition(":")
    if address == "auto" or "://" in address:
        import_ray()
        return
    if not colon or not host or not port.isdecimal() or int(port) > 0xFFFF:
        raise InputError(f"{address}: no address of a cluster; it can be local, auto or HOST:PORT")
    try:
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise InputError(f"{address}: no cluster answers there: {error.strerror or error}") from None
    import_ray()


@contextmanager
def silenced() -> Iterator[None]:
    """Print nothing of Ray's for a ``with`` block, neither what its threads print nor its library in C++."""
    usual = sys.stdout, sys.stderr
    nowhere, kept = os.open(os.devnull, os.O_WRONLY), os.dup(2)
    sys.stderr.flush()
    try:
        os.dup2(nowhere, 2)
        with open(kept, "w", buffering=1, encoding=usual[1].encoding, errors=usual[1].errors, closefd=False) as stream:
            sys.stdout, sys.stderr = cast("TextIO", WithoutRay(usual[0])), cast("TextIO", WithoutRay(stream))
            yield
    finally:
        sys.stdout, sys.stderr = usual
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class WithoutRay:
    """A text stream without what the threads of Ray write.

    :param stream: the stream.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write text, unless it is Ray's."""
        return len(text) if current_thread().name.startswith("ray_") else self.stream.write(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.stream, name)


@cache
def import_ray() -> Any:  # noqa: ANN401 - it is imported where it is installed
    """Import and return Ray.

    :raises MissingExtra: if it is not installed.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.exceptions
    except ImportError:
        raise MissingExtra("ray", "cluster") from None
    return ray

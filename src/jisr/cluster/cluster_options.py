"""The options of work that is shared out to a pool of workers, and the pools that they name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jisr.errors import InputError
from jisr.options import COUNT, Range, check_ranges, option, was_set

if TYPE_CHECKING:
    from jisr.cluster.pool import Pool

__all__ = ["LOCAL", "ClusterOptions", "check_cluster", "open_pool"]

LOCAL: Final = "local"
"""The cluster that is the processes of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOptions:
    """Options of work that is shared out.

    :raises InputError: if a number is out of its range, or has no effect.
    """

    cluster: str | None = option(
        None,
        "Share the work out: local (processes of this machine), or the Ray cluster of an address; auto finds one.",
        metavar="local|auto|HOST:PORT",
    )
    workers: int = option(0, "Workers of --cluster; 0 for as many as there are cores.", within=Range(0, 1_000_000))
    gpus: float = option(0.0, "GPUs that a worker of a Ray cluster takes, such as 1 or 0.5.", within=Range(0, 64))
    shard_lines: int = option(
        0, "Lines that a worker of --cluster is sent at a time; 0 for a number that suits the job.", within=COUNT
    )

    def __post_init__(self) -> None:
        check_ranges(self)
        if self.cluster is None:
            idle = [name for name in ("workers", "gpus", "shard_lines") if was_set(self, name)]
            if idle:
                raise InputError(f"{idle[0].replace('_', ' ')} has no effect without a cluster", hint="--cluster local")
        elif self.cluster == LOCAL and self.gpus:
            raise InputError("gpus has no effect with processes of this machine; a Ray cluster shares them out")


def check_cluster(options: ClusterOptions, *, lines: bool = True) -> None:
    """Check that something listens at the address of a cluster, before work is prepared for it.

    :param lines: whether workers are sent lines, whose number can be chosen.
    :raises InputError: if nothing does, if it is no address, or if a number of lines has no effect.
    :raises MissingExtra: if Ray is needed and not installed.
    """
    if options.shard_lines and not lines:
        raise InputError(f"shard lines {options.shard_lines:,} has no effect: workers are not sent lines")
    if options.cluster not in {None, LOCAL}:
        from jisr.cluster.ray_pool import check_address

        check_address(str(options.cluster))


def open_pool(
    options: ClusterOptions, function: Callable[[Any], Any], *, threads: int = 1, ahead: int = 0
) -> "AbstractContextManager[Pool]":
    """Return the pool of a cluster, for a ``with`` block.

    :param function: function that can be pickled.
    :param threads: number of threads, and so of cores, of each worker.
    :param ahead: number of items that a process of this machine is sent before it needs them.
    :raises InputError: if there is no cluster at the address.
    :raises MissingExtra: if Ray is needed and not installed.
    """
    if options.cluster is None or options.cluster == LOCAL:
        from jisr.cluster.pool import LocalPool

        return LocalPool(function, options.workers, ahead=ahead)
    from jisr.cluster.ray_pool import RayPool

    return RayPool(function, options.cluster, workers=options.workers, cores=threads, gpus=options.gpus)

"""What work in shards costs beside one process, in seconds of CPU, and how many lines a second its driver handles.

Rounds of one process, one worker and two workers are run in turn, so that what else the machine does falls on all of
them, and the fewest seconds of each are compared::

    python benchmarks/shards.py work text.txt --rounds 3
    python benchmarks/shards.py work text.txt --pool ray
    python benchmarks/shards.py driver text.txt --lines 2000000
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

from cluster import cluster, ray_workers

from jisr.cluster.cluster_options import ClusterOptions
from jisr.cluster.pool import Done
from jisr.cluster.shard import ShardResult
from jisr.cluster.shard_store import StoredWork
from jisr.lines import block_lines
from jisr.progress import Progress
from jisr.translate.engines.packed_model import PackedModel
from jisr.translate.files import sharded_files
from jisr.translate.files.job_plan import plan
from jisr.translate.files.sharded_files import LineItem
from jisr.translate.files.summary import Summary
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.models.lookup import find_model

DRAFT = b"The train arrived at the station after midnight and nobody was waiting; it is as long as usual drafts are.\n"
"""A line as long as a usual draft."""


def workers_cpu() -> dict[int, float]:
    """Return the seconds of CPU of the workers on the nodes of Ray."""
    found = {}
    for process in ray_workers():
        with suppress(OSError):  # it has ended
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            found[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


@contextmanager
def watched() -> Iterator[dict[int, float]]:
    """Note the seconds of CPU that workers of Ray take in a ``with`` block."""
    before, used, ended = workers_cpu(), {}, Event()

    def watch() -> None:
        while not ended.wait(0.2):
            used.update({process: seconds - before.get(process, 0) for process, seconds in workers_cpu().items()})

    thread = Thread(target=watch)
    thread.start()
    try:
        yield used
    finally:
        ended.set()
        thread.join()


def run(text: Path, words: Sequence[str]) -> tuple[float, float, bytes]:
    """Translate a text; return seconds by the clock, seconds of CPU of all processes, and the draft."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "out.txt")
        command = [sys.executable, "-m", "jisr", "translate", str(text), "-o", str(output), "--beam", "1", *words]
        with watched() as used:
            before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
        own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, own + sum(used.values()), output.read_bytes()


def compare(text: Path, rounds: int, shard_lines: int, address: str) -> None:
    """Print what one process, one worker and two workers take."""
    shards = ["--cluster", address, "--shard-lines", str(shard_lines)]
    runs = {
        "one process, one thread": ["--threads", "1"],
        "one process": [],
        "one worker": [*shards, "--workers", "1"],
        "two workers": [*shards, "--workers", "2"],
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    drafts = set()
    for _ in range(rounds):
        for name, words in runs.items():
            wall, cpu, draft = run(text, words)
            taken[name].append((wall, cpu))
            drafts.add(draft)
            print(f"{name}: {wall:.1f} s, {cpu:.1f} s of CPU", flush=True)
    least = {name: min(cpu for _, cpu in each) for name, each in taken.items()}
    clock = {name: min(wall for wall, _ in each) for name, each in taken.items()}
    one, two = least["one worker"], least["two workers"]
    print(f"one worker over one process, CPU: {one / least['one process, one thread']:.3f}")
    print(f"efficiency of two workers over one, CPU: {one / two:.3f}")
    print(f"two workers over one process, clock: {clock['two workers'] / clock['one process']:.3f}")
    print(f"same bytes: {len(drafts) == 1}")


class InstantPool:
    """A pool whose items are done at once, by storing drafts of the usual length."""

    apart = False
    workers = idle = 8

    def __init__(self, function: StoredWork) -> None:
        self.store = function.store
        self.tickets: list[int] = []
        self.number = 0
        self.seconds = 0.0
        """Time that is the workers'."""

    def describe(self) -> Mapping[str, Any]:
        """Return what decides drafts, of which there are none."""
        return {"here": {}}

    def leave_out(self, node: str, reason: str) -> None:
        """Fail: nothing dies."""
        raise AssertionError(f"{node}: {reason}")

    def submit(self, item: tuple[str, LineItem], avoided: Collection[str] = ()) -> int:
        """Store drafts for the lines of an item."""
        assert not avoided
        started = time.process_time()
        key, line_item = item
        lines = sum(1 for _ in block_lines(line_item.block))
        record = Summary(lines=lines, sentences=lines).record()
        self.store.put(key, ShardResult(record, (DRAFT * lines, b"")))
        self.seconds += time.process_time() - started
        self.number += 1
        self.tickets.append(self.number)
        self.idle = self.workers - len(self.tickets)
        return self.number

    def wait(self) -> Sequence[Done]:
        """Return all items."""
        done = [Done(ticket) for ticket in self.tickets]
        self.tickets.clear()
        self.idle = self.workers
        return done


def measure_driver(text: Path, lines: int, shard_lines: int) -> None:
    """Print how many lines a second of CPU are cut, counted, read back and joined."""
    pools: list[InstantPool] = []

    def open_instant(
        _options: ClusterOptions, function: Callable[..., object], *, threads: int
    ) -> AbstractContextManager[InstantPool]:
        assert threads
        assert isinstance(function, StoredWork)
        pools.append(InstantPool(function))
        return nullcontext(pools[0])

    with (
        patch.object(sharded_files, "open_pool", open_instant),
        patch.object(sharded_files, "packed", lambda model, *_: PackedModel(model, {})),
        tempfile.TemporaryDirectory() as folder,
    ):
        source, output = Path(folder, "in.txt"), str(Path(folder, "out.txt"))
        with text.open("rb") as known, source.open("wb") as stream:
            texts = cycle(known.read().splitlines())
            stream.writelines(b"%s %d\n" % pair for pair in zip(islice(texts, lines), range(lines), strict=True))
        options, cluster_options = TranslateOptions(), ClusterOptions(cluster="local", shard_lines=shard_lines)
        jobs = plan([str(source)], output, options)
        started, wall = time.process_time(), time.perf_counter()
        sharded_files.run_sharded(jobs, output, find_model("builtin"), options, cluster_options, Progress("work"))
        took = time.process_time() - started - pools[0].seconds
        wall = time.perf_counter() - wall
        size = source.stat().st_size
        print(
            f"{lines:,} lines, {size / 1e6:,.0f} MB, {pools[0].number:,} shards of {shard_lines:,}: {took:.1f} s of CPU"
            f" of the driver, {lines / took:,.0f} lines/s ({wall:.1f} s by the clock with the work)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["work", "driver"])
    parser.add_argument("text", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shard-lines", type=int, default=4096)
    parser.add_argument("--pool", choices=["ray", "local"], default="local")
    wanted = parser.parse_args()
    if wanted.what == "driver":
        measure_driver(wanted.text, wanted.lines, wanted.shard_lines)
        return
    with cluster() if wanted.pool == "ray" else nullcontext("local") as address:
        compare(wanted.text, wanted.rounds, wanted.shard_lines, address)


if __name__ == "__main__":
    main()

"""Work that is shared out to processes."""

import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from jisr.cores import usable_cores
from jisr.errors import EngineError, InputError
from jisr.workers import map_in_order


def alive(process: int) -> bool:
    """Return whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def process_of(_item: object) -> int:
    """Return the number of the process that does the work."""
    return os.getpid()


def checked(item: int) -> int:
    """Return a small number.

    :raises InputError: for 30.
    :raises ZeroDivisionError: for 40.
    """
    if item == 30:
        raise InputError("c.tsv:30: too large", hint="--small")
    return item + 0 // (40 - item)


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 300])
def test_results_are_in_the_order_of_the_items(workers: int, count: int) -> None:
    items = [(number, "نص" * number) for number in range(count)]
    assert list(map_in_order(operator.itemgetter(1), items, workers)) == [text for _, text in items]


def test_large_items_and_results_do_not_wait_for_one_another() -> None:
    items = [b"x" * 5_000_000] * 5
    assert list(map_in_order(bytes.upper, items, 2)) == [item.upper() for item in items]


def test_the_work_is_shared_out() -> None:
    processes = list(map_in_order(process_of, range(9), 3))
    assert len(set(processes)) == 3
    assert os.getpid() not in processes
    assert processes == processes[:3] * 3
    assert set(map_in_order(process_of, range(9), 1)) == {os.getpid()}


def test_processes_are_started_for_many_items_only() -> None:
    processes = list(map_in_order(process_of, range(9), 0, patience=8))
    assert processes[:8] == [os.getpid()] * 8
    assert (processes[8] == os.getpid()) == (usable_cores() == 1)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_an_error_is_raised_in_its_turn(workers: int) -> None:
    results = map_in_order(checked, range(50), workers)
    assert list(islice(results, 30)) == list(range(30))
    with pytest.raises(InputError, match=r"^c\.tsv:30: too large$") as raised:
        next(results)
    assert raised.value.hint == "--small"
    with pytest.raises(Exception, match="by zero"):
        list(map_in_order(checked, [40], workers))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_an_error_among_the_items_is_raised_after_the_results_before(workers: int) -> None:
    def items() -> Iterator[int]:
        yield from range(5)
        raise InputError("cut off")

    results = map_in_order(checked, items(), workers)
    assert list(islice(results, 5)) == list(range(5))
    with pytest.raises(InputError, match="cut off"):
        next(results)


def test_a_worker_that_dies_is_an_error() -> None:
    with pytest.raises(EngineError, match="a worker process ended with 3; was it killed for its memory"):
        list(map_in_order(os._exit, [3] * 9, 2))


def test_a_worker_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(EngineError, match="a worker process cannot be started: No such file or directory"):
        list(map_in_order(process_of, range(9), 2))


def test_no_process_is_left_when_the_results_are_not_read_to_their_end() -> None:
    with closing(map_in_order(process_of, range(9), 2)) as results:
        processes = list(islice(results, 2))
        assert all(map(alive, processes))
    assert not any(map(alive, processes))


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_workers_end_with_the_process_that_started_them() -> None:
    code = (
        "import time\nfrom test_workers import process_of\nfrom jisr.workers import map_in_order\n"
        "results = map_in_order(process_of, range(9), 2)\n"
        "print(next(results), next(results), flush=True)\ntime.sleep(60)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        processes = [int(word) for word in parent.stdout.readline().split()]
        assert len(set(processes)) == 2
        assert all(map(alive, processes))
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, processes))

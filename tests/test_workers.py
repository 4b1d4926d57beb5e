"""Processes that compute a function."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from jisr.errors import EngineError, InputError
from jisr.workers import Worker, WorkerDeath


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


def test_results_come_in_the_order_of_the_items() -> None:
    with Worker(checked) as worker:
        for number in range(30):
            worker.send(number)
        assert [worker.receive() for _ in range(30)] == list(range(30))


def test_large_items_and_results_do_not_wait_for_one_another() -> None:
    items = [b"x" * 5_000_000] * 5
    with Worker(bytes.upper) as worker:
        for item in items:
            worker.send(item)
        assert [worker.receive() for _ in items] == [item.upper() for item in items]


def test_an_error_of_the_function_is_raised_and_the_worker_goes_on() -> None:
    with Worker(checked) as worker:
        for number in (29, 30, 40, 31):
            worker.send(number)
        assert worker.receive() == 29
        with pytest.raises(InputError, match=r"^c\.tsv:30: too large$") as raised:
            worker.receive()
        assert raised.value.hint == "--small"
        with pytest.raises(RuntimeError, match="by zero"):
            worker.receive()
        assert worker.receive() == 31


def test_a_worker_that_dies_is_an_error() -> None:
    with Worker(os._exit) as worker:
        worker.send(3)
        with pytest.raises(WorkerDeath, match="a worker process ended with 3; was it killed for its memory"):
            worker.receive()


def test_a_worker_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(EngineError, match="a worker process cannot be started: No such file or directory"):
        Worker(process_of)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_no_process_is_left_at_the_end_of_the_block() -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(process_of)) for _ in range(2)]
        for worker in workers:
            worker.send(None)
        processes = [worker.receive() for worker in workers]
        assert len({os.getpid(), *processes}) == 3
        assert all(map(alive, processes))
    assert not any(map(alive, processes))


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_worker_ends_with_the_process_that_started_it() -> None:
    code = (
        "import time\nfrom test_workers import process_of\nfrom jisr.workers import Worker\n"
        "worker = Worker(process_of)\nworker.send(None)\nprint(worker.receive(), flush=True)\ntime.sleep(60)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert alive(process)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(process)

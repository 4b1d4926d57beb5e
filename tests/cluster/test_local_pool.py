"""Processes of this machine as a pool."""

import os
import signal
import time
from pathlib import Path

import pytest

from jisr.cluster.pool import Done, LocalPool, Lost


def negated(item: object) -> object:
    """Return a number with its sign changed, or what describes the machine; die with 13 unless a file is there."""
    if isinstance(item, tuple):
        number, path = item
        if number == 13 and not Path(path).exists():
            Path(path).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return -number
    return "here"


def outcomes(pool: LocalPool, count: int) -> list[Done | Lost]:
    found: list[Done | Lost] = []
    while len(found) < count:
        found += pool.wait()
    return found


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_each_worker_is_sent_so_many_items_ahead(ahead: int) -> None:
    with LocalPool(negated, 2, ahead=ahead) as pool:
        assert pool.describe() == {"this machine": "here"}
        assert pool.idle == 2 * (1 + ahead)
        tickets = {pool.submit((number, "")): -number for number in range(pool.idle)}
        assert pool.idle == 0
        assert {done.ticket: done.value for done in outcomes(pool, len(tickets)) if isinstance(done, Done)} == tickets
        assert pool.idle == 2 * (1 + ahead)


def test_results_that_came_together_are_all_found() -> None:
    with LocalPool(negated, 1, ahead=2) as pool:
        for number in (1, 2, 3):
            pool.submit((number, ""))
        time.sleep(1)  # all are in the pipe
        values = [done.value for done in outcomes(pool, 3) if isinstance(done, Done)]
        assert values == [-1, -2, -3]


@pytest.mark.kill
def test_what_a_dead_worker_had_not_begun_is_no_loss(tmp_path: Path) -> None:
    path = str(tmp_path / "died")
    with LocalPool(negated, 1, ahead=2) as pool:
        tickets = [pool.submit((number, path)) for number in (12, 13, 14)]
        first, lost, last = outcomes(pool, 3)
        assert isinstance(lost, Lost)
        assert [first.ticket, lost.ticket, last.ticket] == tickets
        pool.submit((13, path))
        (again,) = outcomes(pool, 1)
        assert isinstance(again, Done)
        assert again.value == -13

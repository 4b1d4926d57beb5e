"""The driver of a job in shards, with workers that die, are slow or find something wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.cluster.pool import Done, Lost
from jisr.cluster.run_shards import run_shards
from jisr.cluster.shard import Shard, ShardResult, shard_lines
from jisr.cluster.shard_store import ShardStore, StoredWork, opened_store
from jisr.errors import EngineError, InputError, JisrError, JisrWarning
from jisr.progress import Progress
from jisr.storage.journal import digest

Items = tuple[int, ...]


@dataclass
class Upper:
    """Work on numbers: all are written, or one of them is wrong."""

    wrong: frozenset[int] = frozenset()

    def describe(self) -> str:
        return "here"

    def __call__(self, item: Items) -> ShardResult:
        if found := sorted(self.wrong.intersection(item)):
            raise InputError(f"f:{found[0]}: wrong")
        return ShardResult(len(item), ("".join(f"{number}\n" for number in item).encode(),))


@dataclass
class FakePool:
    """Workers in this process, which do items in any order and may die of one of their numbers.

    :param deadly: numbers that kill their worker.
    :param accidents: how many other deaths there are.
    """

    function: Callable[[Any], Any]
    workers: int = 3
    apart: bool = False
    deadly: frozenset[int] = frozenset()
    accidents: int = 0
    random: Random = field(default_factory=lambda: Random(1))
    tickets: int = 0
    running: dict[int, Any] = field(default_factory=dict)
    handed: list[Items] = field(default_factory=list)

    @property
    def idle(self) -> int:
        return self.workers - len(self.running)

    def describe(self) -> Mapping[str, Any]:
        return {"here": self.function(None)}

    def submit(self, item: Any) -> int:
        assert self.idle
        self.tickets += 1
        self.running[self.tickets] = item
        self.handed.append(item[1])
        return self.tickets

    def wait(self) -> Sequence[Done | Lost]:
        assert self.running
        ticket = self.random.choice(sorted(self.running))
        key, item = self.running.pop(ticket)
        if self.deadly.intersection(item):
            return [Lost(ticket, "killed")]
        if self.accidents and self.random.random() < 0.5:
            self.accidents -= 1
            return [Lost(ticket, "an accident")]
        try:
            self.function((key, item))
        except JisrError as error:
            return [Done(ticket, error)]
        return [Done(ticket)]


def shard(item: Items, *, last: bool = False) -> Shard:
    return Shard(0, f"f:{item[0]}", len(item), last, digest(str(item)), item)


def halves(one: Shard) -> list[Shard]:
    middle = len(one.item) // 2
    return [shard(one.item[:middle]), shard(one.item[middle:])] if middle else []


def shards(count: int, size: int) -> list[Shard]:
    numbers = range(1, count + 1)
    return [shard(tuple(numbers[at : at + size])) for at in range(0, count, size)]


def text_of(pool: FakePool, jobs: list[Shard], store: ShardStore) -> bytes:
    return b"".join(result.parts[0] for _, result in run_shards(jobs, pool, store, halves, Progress("work")))


def expected(count: int) -> bytes:
    return "".join(f"{number}\n" for number in range(1, count + 1)).encode()


@given(
    count=st.integers(0, 40),
    size=st.integers(1, 7),
    workers=st.integers(1, 5),
    apart=st.booleans(),
    accidents=st.integers(0, 6),
    seed=st.integers(0, 99),
)
@settings(deadline=None, max_examples=30)
@pytest.mark.filterwarnings("ignore::jisr.errors.JisrWarning")
def test_results_come_in_order_whoever_dies(
    count: int,
    size: int,
    workers: int,
    apart: bool,
    accidents: int,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with opened_store(tmp_path_factory.mktemp("work") / "s") as store:
        pool = FakePool(StoredWork(Upper(), store), workers, apart, accidents=accidents, random=Random(seed))
        assert text_of(pool, shards(count, size), store) == expected(count)


@pytest.mark.parametrize("apart", [False, True])
def test_a_deadly_item_is_found_and_named_and_all_others_are_done(tmp_path: Path, apart: bool) -> None:
    store = ShardStore(tmp_path)
    pool = FakePool(StoredWork(Upper(), store), deadly=frozenset({13}), apart=apart)
    yielded = run_shards(shards(40, 8), pool, store, halves, Progress("work"))
    before = bytearray()

    def read() -> None:
        for _, result in yielded:
            before.extend(result.parts[0])

    with (
        pytest.raises(EngineError, match=r"^f:13: no worker survives it: killed$"),
        pytest.warns(JisrWarning, match="workers died"),
    ):
        read()
    assert before == expected(12)
    again = FakePool(StoredWork(Upper(), store))
    assert text_of(again, shards(40, 8), store) == expected(40)
    # Only the shard that was divided is done again, as the halves have other names.
    assert again.handed == [tuple(range(9, 17))]


def test_the_first_wrong_item_in_order_is_named(tmp_path: Path) -> None:
    store = ShardStore(tmp_path)
    for seed in range(20):
        pool = FakePool(StoredWork(Upper(frozenset({11, 29})), store), random=Random(seed))
        with pytest.raises(InputError, match=r"^f:11: wrong$"):
            text_of(pool, shards(40, 4), store)


def test_what_a_killed_run_has_left_is_used_but_not_what_is_damaged(tmp_path: Path) -> None:
    store = ShardStore(tmp_path)
    jobs = shards(40, 4)
    assert text_of(FakePool(StoredWork(Upper(), store)), jobs, store) == expected(40)
    (tmp_path / jobs[2].key).unlink()
    damaged = tmp_path / jobs[5].key
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    pool = FakePool(StoredWork(Upper(), store))
    assert text_of(pool, jobs, store) == expected(40)
    assert sorted(pool.handed) == [jobs[2].item, jobs[5].item]


def test_shards_are_cut_as_they_are_needed_even_if_all_are_done(tmp_path: Path) -> None:
    store = ShardStore(tmp_path)
    jobs = shards(40, 4)
    text_of(FakePool(StoredWork(Upper(), store)), jobs, store)
    cut: list[Shard] = []

    def cutting() -> Any:
        for one in jobs:
            cut.append(one)
            yield one

    pool = FakePool(StoredWork(Upper(), store))
    for done, _ in enumerate(run_shards(cutting(), pool, store, halves, Progress("work")), 1):
        assert len(cut) == done


def test_a_slow_worker_of_another_machine_is_overtaken(tmp_path: Path) -> None:
    store = ShardStore(tmp_path)

    class OneHangs(FakePool):
        """The first item is never done by its worker."""

        def wait(self) -> Sequence[Done | Lost]:
            hanging = self.running.pop(1, None)
            try:
                return super().wait()
            finally:
                if hanging:
                    self.running[1] = hanging

    pool = OneHangs(StoredWork(Upper(), store), apart=True)
    assert text_of(pool, shards(12, 2), store) == expected(12)
    assert pool.handed.count((1, 2)) == 2


@pytest.mark.parametrize(
    ("total", "workers", "lines"),
    [(None, 2, 4096), (0, 2, 128), (1507, 2, 128), (8000, 2, 250), (400_000, 2, 4096), (10**8, 100, 20_000)],
)
def test_size_of_a_shard(total: int | None, workers: int, lines: int) -> None:
    assert shard_lines(total, workers) == lines

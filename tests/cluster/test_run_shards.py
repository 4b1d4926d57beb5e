"""The driver of a job in shards, with workers that die, are slow or find something wrong."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fake import FakePool
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.cluster.pool import Done, Lost
from jisr.cluster.run_shards import MOST_UNREAD, run_shards
from jisr.cluster.shard import Shard, ShardResult, sizes_for
from jisr.cluster.shard_folder import LocalFolder
from jisr.cluster.shard_store import ShardStore, StoredWork, opened_store
from jisr.errors import EngineError, InputError, JisrWarning
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


class CountingFolder:
    """A folder in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.calls: Counter[str] = Counter()

    def path(self, name: str) -> str:
        return f"memory/{name}"

    def put(self, name: str, data: bytes) -> None:
        self.calls["put"] += 1
        self.files[name] = data

    def get(self, name: str) -> bytes | None:
        self.calls["get"] += 1
        return self.files.get(name)

    def names(self) -> list[str]:
        self.calls["names"] += 1
        return list(self.files)

    def delete(self, names: Collection[str]) -> None:
        self.calls["delete"] += 1
        for name in names:
            del self.files[name]


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
    store = ShardStore.listed(LocalFolder(tmp_path))
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
    store = ShardStore.listed(store.folder)
    again = FakePool(StoredWork(Upper(), store))
    assert text_of(again, shards(40, 8), store) == expected(40)
    # Only the shard that was divided is done again, as the halves have other names.
    assert again.handed == [tuple(range(9, 17))]


def test_the_first_wrong_item_in_order_is_named(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    for seed in range(20):
        pool = FakePool(StoredWork(Upper(frozenset({11, 29})), store), random=Random(seed))
        with pytest.raises(InputError, match=r"^f:11: wrong$"):
            text_of(pool, shards(40, 4), store)


def test_what_a_killed_run_has_left_is_used_but_not_what_is_damaged(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    jobs = shards(40, 4)
    assert text_of(FakePool(StoredWork(Upper(), store)), jobs, store) == expected(40)
    (tmp_path / jobs[2].key).unlink()
    damaged = tmp_path / jobs[5].key
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    store = ShardStore.listed(store.folder)
    pool = FakePool(StoredWork(Upper(), store))
    assert text_of(pool, jobs, store) == expected(40)
    assert sorted(pool.handed) == [jobs[2].item, jobs[5].item]


def test_shards_are_cut_as_they_are_needed_even_if_all_are_done(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    jobs = shards(40, 4)
    text_of(FakePool(StoredWork(Upper(), store)), jobs, store)
    store = ShardStore.listed(store.folder)
    cut: list[Shard] = []

    def cutting() -> Any:
        for one in jobs:
            cut.append(one)
            yield one

    pool = FakePool(StoredWork(Upper(), store))
    for done, _ in enumerate(run_shards(cutting(), pool, store, halves, Progress("work")), 1):
        assert len(cut) == done


def test_a_slow_worker_of_another_machine_is_overtaken(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))

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


@pytest.mark.filterwarnings("ignore::jisr.errors.JisrWarning")
@pytest.mark.parametrize("seed", range(10))
def test_a_node_that_kills_what_it_gets_is_left_out(tmp_path: Path, seed: int) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    pool = FakePool(StoredWork(Upper(), store), apart=True, bad=frozenset({"b"}), random=Random(seed))
    assert text_of(pool, shards(120, 4), store) == expected(120)
    assert pool.left_out == ["b: 3 workers died or failed there one after another"]
    # Nothing was divided: no shard was sent again to the node that had lost it.
    assert set(pool.handed) == {one.item for one in shards(120, 4)}


@pytest.mark.filterwarnings("ignore::jisr.errors.JisrWarning")
@pytest.mark.parametrize("seed", range(10))
def test_a_node_is_not_left_out_for_a_deadly_item(tmp_path: Path, seed: int) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    pool = FakePool(StoredWork(Upper(), store), apart=True, deadly=frozenset({13, 90}), random=Random(seed))
    with pytest.raises(EngineError, match=r"^f:13: no worker survives it"):
        text_of(pool, shards(120, 8), store)
    assert pool.left_out == []


@pytest.mark.parametrize("seed", range(10))
def test_what_fails_on_one_machine_is_tried_on_another(tmp_path: Path, seed: int) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    pool = FakePool(StoredWork(Upper(), store), apart=True, failing=frozenset({"b"}), random=Random(seed))
    with pytest.warns(JisrWarning, match="workers died or failed: [345] shards had to be handed out again"):
        assert text_of(pool, shards(120, 4), store) == expected(120)
    assert pool.left_out == ["b: 3 workers died or failed there one after another"]
    pool = FakePool(StoredWork(Upper(), store), apart=True, failing=frozenset({"a", "b"}))
    with pytest.raises(EngineError, match="no memory"):
        text_of(pool, shards(400, 4)[30:], store)


def test_ten_thousand_shards_cost_one_listing_and_two_calls_each() -> None:
    folder = CountingFolder()
    jobs = shards(10_000, 1)
    store = ShardStore.listed(folder)
    # The run is killed when half of it is merged.
    half = run_shards(jobs, FakePool(StoredWork(Upper(), store)), store, halves, Progress("work"))
    assert len(list(islice(half, 5000))) == 5000
    assert folder.calls["names"] == 1
    assert folder.calls["get"] == 5000
    assert 5000 <= folder.calls["put"] <= 5003
    kept = len(folder.files)
    folder.calls.clear()
    store = ShardStore.listed(folder)
    pool = FakePool(StoredWork(Upper(), store))
    assert text_of(pool, jobs, store) == expected(10_000)
    assert folder.calls == {"names": 1, "get": 10_000, "put": 10_000 - kept}
    assert len(pool.handed) == 10_000 - kept


def test_results_behind_a_missing_one_are_read_once_if_they_are_not_many() -> None:
    folder = CountingFolder()
    jobs = shards(1000, 2)
    text_of(FakePool(StoredWork(Upper(), ShardStore(folder))), jobs, ShardStore(folder))
    del folder.files[jobs[0].key]
    folder.files[jobs[9].key] += b"?"
    folder.calls.clear()
    store = ShardStore.listed(folder)
    pool = FakePool(StoredWork(Upper(), store))
    assert text_of(pool, jobs, store) == expected(1000)
    assert sorted(pool.handed) == [jobs[0].item, jobs[9].item]
    twice = len(jobs) - 1 - MOST_UNREAD  # read before their turn, so that their texts need not be held
    assert folder.calls == {"names": 1, "get": len(jobs) + 1 + twice, "put": 2}


@pytest.mark.parametrize(
    ("total", "workers", "sizes"),
    [
        (None, 2, [4096] * 3),
        (0, 2, [128]),
        (1507, 2, [376, 376, 376, 188, 128, 128]),
        (8192, 2, [2048] * 2 + [1024] * 2 + [512] * 2 + [256] * 2 + [128] * 4),
        (10**8, 100, [20_000] * 5000),
    ],
)
def test_sizes_of_shards(total: int | None, workers: int, sizes: list[int]) -> None:
    chosen, done = sizes_for(total, workers), 0
    for size in sizes:
        assert chosen.next_lines(done) == size
        done += size


@given(st.integers(1, 10**7), st.integers(1, 200))
def test_the_last_shards_are_a_small_part_of_a_job(total: int, workers: int) -> None:
    sizes, done, count = sizes_for(total, workers), 0, 0
    while done < total:
        size = sizes.next_lines(done)
        done, count = done + size, count + 1
    assert 128 <= size <= max(128, total / (50 * workers))
    assert size <= 65_536
    assert count <= 200 * workers


def test_an_error_of_the_cutting_is_raised_in_its_turn(tmp_path: Path) -> None:
    def cutting(wrong: frozenset[int]) -> tuple[Any, FakePool, ShardStore]:
        def cut() -> Any:
            yield from shards(12, 3)
            raise InputError("f: cut off")

        store = ShardStore(LocalFolder(tmp_path))
        return cut(), FakePool(StoredWork(Upper(wrong), store)), store

    jobs, pool, store = cutting(frozenset())
    done = run_shards(jobs, pool, store, halves, Progress("work"))
    assert b"".join(next(done)[1].parts[0] for _ in range(4)) == expected(12)
    with pytest.raises(InputError, match=r"^f: cut off$"):
        next(done)
    jobs, pool, store = cutting(frozenset({8}))
    with pytest.raises(InputError, match=r"^f:8: wrong$"):
        text_of(pool, jobs, store)


def test_results_are_sent_where_workers_do_not_reach_the_store(tmp_path: Path) -> None:
    @dataclass
    class Sending(FakePool):
        """Workers that return what the function does."""

        def wait(self) -> Sequence[Done | Lost]:
            ticket = self.random.choice(sorted(self.running))
            return [Done(ticket, value=self.function(self.running.pop(ticket)))]

    store = ShardStore(LocalFolder(tmp_path), shared=False)
    pool = Sending(StoredWork(Upper(), store))
    assert text_of(pool, shards(20, 3), store) == expected(20)


def test_a_pool_may_do_one_job_after_another(tmp_path: Path) -> None:
    store = ShardStore(LocalFolder(tmp_path))
    for seed in range(9):
        # Workers may still have what others were faster with.
        pool = FakePool(StoredWork(Upper(), store), apart=True, random=Random(seed))
        assert text_of(pool, shards(12, 5), store) == expected(12)
        assert text_of(pool, shards(20, 3), store) == expected(20)

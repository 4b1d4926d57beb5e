"""A journal gives back what was done, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import OutputError
from jisr.storage.journal import Journal, digest


def run(path: Path, keys: list[str], stop: int | None = None) -> tuple[list[Any], list[str]]:
    """Do a job in the order of its keys, stopped early or not; give results and what was worked on."""
    worked: list[str] = []

    def work(key: str) -> list[str]:
        worked.append(key)
        return [key, "نص " + key]

    journal = Journal(path)
    results = [journal.do(key, lambda key=key: work(key)) for key in keys[:stop]]  # type: ignore[misc]
    journal.close() if stop is not None else journal.finish()
    return results, worked


def test_a_stopped_job_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    keys = [str(i) for i in range(10)]
    run(path, keys, stop=6)
    results, worked = run(path, keys)
    assert worked == keys[6:]
    assert [result[0] for result in results] == keys
    assert not path.exists()


@given(cut=st.integers(0, 400))
def test_a_torn_record_is_as_good_as_any(tmp_path_factory: Any, cut: int) -> None:
    path = tmp_path_factory.mktemp("torn") / "journal"
    keys = [str(i) for i in range(6)]
    run(path, keys, stop=5)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)])
    intact = path.read_bytes().count(b"\n")
    results, worked = run(path, keys)
    assert worked == keys[intact:]
    assert [result[0] for result in results] == keys


def test_a_changed_input_drops_the_rest_of_the_record(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    run(path, ["a", "b", "c", "d"], stop=4)
    _, worked = run(path, ["a", "x", "c", "d"], stop=4)
    assert worked == ["x", "c", "d"]
    _, worked = run(path, ["a", "x", "c", "d"])
    assert worked == []


def test_digests_tell_sequences_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") != digest("a", "")


def test_two_runs_do_not_share_a_record(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with pytest.raises(KeyboardInterrupt), Journal(path) as first:
        first.do("a", lambda: 1)
        with pytest.raises(OutputError, match="journal: another run is at work there"), Journal(path) as second:
            second.do("a", lambda: 2)
        first.do("b", lambda: 3)
        raise KeyboardInterrupt
    with Journal(path) as again:
        assert [again.do(key, lambda: 0) for key in "abc"] == [1, 3, 0]
    assert not path.exists()

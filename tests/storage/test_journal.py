"""A journal returns the results of finished work, and no others."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import OutputError
from jisr.storage.journal import Journal, digest


def run(path: Path, keys: list[str], stop: int | None = None) -> tuple[list[Any], list[str]]:
    """Do the work of keys in order; return the results and the keys that were not taken from the journal.

    :param stop: number of keys after which the job stops without finishing.
    """
    worked: list[str] = []

    def work(key: str) -> list[str]:
        worked.append(key)
        return [key, "نص " + key]

    journal = Journal(path)
    results = [journal.do(key, lambda key=key: work(key)) for key in keys[:stop]]  # type: ignore[misc]
    journal.close() if stop is not None else journal.finish()
    return results, worked


def test_a_stopped_job_resumes_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    keys = [str(i) for i in range(10)]
    run(path, keys, stop=6)
    results, worked = run(path, keys)
    assert worked == keys[6:]
    assert [result[0] for result in results] == keys
    assert not path.exists()


@given(cut=st.integers(0, 400))
def test_a_journal_that_is_cut_off_resumes_at_its_last_whole_entry(tmp_path_factory: Any, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "journal"
    keys = [str(i) for i in range(6)]
    run(path, keys, stop=5)
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)])
    intact = max(0, path.read_bytes().count(b"\n") - 1)
    results, worked = run(path, keys)
    assert worked == keys[intact:]
    assert [result[0] for result in results] == keys


def test_a_changed_input_drops_the_rest_of_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    run(path, ["a", "b", "c", "d"], stop=4)
    _, worked = run(path, ["a", "x", "c", "d"], stop=4)
    assert worked == ["x", "c", "d"]
    _, worked = run(path, ["a", "x", "c", "d"])
    assert worked == []


def test_digests_depend_on_where_each_part_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") != digest("a", "")


def test_two_runs_do_not_share_a_journal(tmp_path: Path) -> None:
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

"""A journal returns the results of finished work, and no others."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import InputError, OutputError
from jisr.storage.journal import Journal, digest, has_shape, parse_entry


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


@pytest.mark.parametrize("data", [b"my own notes\n", b"jisr journal 99\n", b"\n"])
def test_what_is_no_journal_of_this_version_is_neither_read_nor_written(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "o.txt.journal"
    path.write_bytes(data)
    for finished in (False, True):
        journal = Journal(path)
        with pytest.raises(InputError, match=r"o\.txt\.journal: .*(another version|is not jisr's)"):
            journal.finish() if finished else journal.do("a", lambda: 1)
        assert path.read_bytes() == data


@pytest.mark.parametrize("data", [b"", b"jis", b"jisr journal "])
def test_a_journal_that_was_killed_at_its_first_line_is_used(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(data)
    assert run(path, ["a", "b"], stop=1)[1] == ["a"]
    assert run(path, ["a", "b"])[1] == ["b"]


def test_a_journal_is_not_written_through_a_link(tmp_path: Path) -> None:
    path, other = tmp_path / "journal", tmp_path / "other"
    for content in (b"", b"precious"):
        other.write_bytes(content)
        path.unlink(missing_ok=True)
        path.symlink_to(other)
        with pytest.raises(OutputError, match="journal: is a link"):
            Journal(path).do("a", lambda: 1)
        assert other.read_bytes() == content


@pytest.mark.parametrize(
    "entry", [["a"], ["a", 1, 2], {"a": 1}, "a", None, [1, 2], ["a", "of another kind"], ["a", [1]], ["a", None]]
)
def test_an_entry_of_another_shape_is_done_again(tmp_path: Path, entry: object) -> None:
    path = tmp_path / "journal"
    body = json.dumps(entry).encode()
    path.write_bytes(b"jisr journal 1\n" + digest(body).encode() + b" " + body + b"\n")
    with Journal(path) as journal:
        assert journal.do("a", lambda: [1, "x"], lambda result: has_shape(result, tuple[int, str])) == [1, "x"]
        assert (journal.replayed, journal.done) == (0, 1)


def test_a_deep_entry_is_damaged(tmp_path: Path) -> None:
    body = b"[" * 100_000
    assert parse_entry(digest(body).encode() + b" " + body + b"\n") is None


@pytest.mark.parametrize(
    ("value", "shape", "right"),
    [
        ([["أ", 1.5], ["ب", 2]], list[tuple[str, float]], True),
        ([["أ", "1.5"]], list[tuple[str, float]], False),
        ([["أ"]], list[tuple[str, float]], False),
        ({"أ": 1}, dict[str, int], True),
        ({"أ": True}, dict[str, int], False),
        (True, bool, True),
        (True, float, False),
        (1.0, int, False),
        (None, int | None, True),
        ("", int | None, False),
        ([], list[int], True),
        ("ab", list[str], False),
    ],
)
def test_values_have_the_shape_of_a_type(value: object, shape: object, right: bool) -> None:
    assert has_shape(value, shape) is right

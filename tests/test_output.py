"""A result appears whole or not at all."""

from pathlib import Path

import pytest

from jisr.errors import InputError, OutputError
from jisr.output import Output


def test_the_name_appears_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with Output(path) as out:
        out.write("نعم\r\n")
        assert not path.exists()
    assert path.read_bytes() == "نعم\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(InputError), Output(path) as out:
        out.write("half")
        raise InputError
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the folder .* does not exist"):
        Output(tmp_path / "none" / "out.txt")
    with pytest.raises(OutputError, match="it is a folder"):
        Output(tmp_path)


def test_a_full_disk_is_one_line() -> None:
    with (
        pytest.raises(OutputError, match="/dev/full: cannot be written: No space left"),
        Output("/dev/full") as out,
    ):
        out.write("x" * 100_000)

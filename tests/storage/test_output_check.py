"""No output is a file that is read, another output, or something that jisr did not write."""

import io
import sys
from pathlib import Path

import pytest

from jisr.errors import InputError
from jisr.storage.journal import journal_path
from jisr.storage.output_check import check_outputs

READ_HERE = "is read here; name another file to write"
TWICE = "named twice; name another file to write"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("in.txt").write_text("نص\n", encoding="utf-8")
    Path("real").mkdir()
    return tmp_path


def make_names(folder: Path) -> list[str]:
    """Make links to the input; return other names of it."""
    Path("soft.txt").symlink_to("in.txt")
    Path("hard.txt").hardlink_to("in.txt")
    Path("again").symlink_to(".")
    return ["in.txt", "./in.txt", "real/../in.txt", str(folder / "in.txt"), "soft.txt", "hard.txt", "again/in.txt"]


def test_an_input_is_no_output_by_whatever_name(folder: Path) -> None:
    for name in make_names(folder):
        with pytest.raises(InputError, match=f"^{name}: {READ_HERE}$"):
            check_outputs([name], ["in.txt"])
        with pytest.raises(InputError, match=f"^in.txt: {READ_HERE}$"):
            check_outputs(["in.txt"], [name])
    check_outputs(["out.txt"], ["in.txt", None])


def test_an_output_is_named_once_whether_or_not_it_is_there(folder: Path) -> None:
    Path("link").symlink_to("real")
    for one, other in (("a", "./a"), ("real/a", "link/a"), ("in.txt", "in.txt"), ("-", "/dev/stdout"), ("-", "-")):
        with pytest.raises(InputError, match=TWICE):
            check_outputs([one, None, other])
    Path("dangling").symlink_to("real/a")
    with pytest.raises(InputError, match=TWICE):
        check_outputs(["dangling", "real/a"])


def test_names_of_unfinished_files_are_no_inputs_and_no_outputs(folder: Path) -> None:
    with pytest.raises(InputError, match=f"^.out.txt.jisr.part: {READ_HERE}$"):
        check_outputs(["out.txt"], [".out.txt.jisr.part"])
    with pytest.raises(InputError, match=f"^out.txt.journal: {READ_HERE}$"):
        check_outputs(["out.txt"], ["out.txt.journal"], journals=[journal_path("out.txt")])
    with pytest.raises(InputError, match=f"^out.txt.journal: {TWICE}$"):
        check_outputs(["out.txt", "out.txt.journal"], journals=[journal_path("out.txt")])
    with pytest.raises(InputError, match="is how jisr names unfinished files"):
        check_outputs([".other.txt.jisr.part"])


def test_a_journal_of_any_run_is_no_output(folder: Path) -> None:
    Path("x.journal").write_bytes(b"jisr journal 1\n")
    with pytest.raises(InputError, match=r"x\.journal: records an unfinished run"):
        check_outputs(["x.journal"])


@pytest.mark.parametrize("data", [b"a diary\n", b"jisr journal 2\n", b"jisr journey\n", b"\n"])
def test_a_file_that_is_no_journal_of_ours_is_kept(folder: Path, data: bytes) -> None:
    Path("out.txt.journal").write_bytes(data)
    with pytest.raises(InputError, match=r"out\.txt\.journal: "):
        check_outputs(["out.txt"], journals=[journal_path("out.txt")])
    assert Path("out.txt.journal").read_bytes() == data


def test_nothing_is_written_into_a_folder_that_is_read(folder: Path) -> None:
    Path("link").symlink_to("real")
    for name in ("real/deep/a", "link/a"):
        with pytest.raises(InputError, match=f"^{name}: {READ_HERE}$"):
            check_outputs([name], ["real"])
    check_outputs(["really", "-"], ["real"])


def test_a_folder_that_is_written_holds_no_input(folder: Path) -> None:
    with pytest.raises(InputError, match=r"in\.txt: is read here, and \. is written here"):
        check_outputs([], ["in.txt"], folders=[Path()])
    check_outputs([], ["in.txt"], folders=[Path("real")])


@pytest.mark.parametrize("name", ["", Path()])
def test_an_empty_name_is_refused(name: str | Path) -> None:
    if name == "":
        with pytest.raises(InputError, match="a file to write has an empty name"):
            check_outputs([name])
    else:
        check_outputs([name])


def test_devices_are_read_and_written_at_the_same_time(folder: Path) -> None:
    check_outputs(["/dev/null", "/dev/null"], ["/dev/null"])
    assert journal_path("/dev/null") is None
    assert journal_path("-") is None


def test_files_behind_standard_streams_are_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("in.txt").open("r+b") as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        with pytest.raises(InputError, match=READ_HERE):
            check_outputs(["in.txt"], ["-"])
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream))
        with pytest.raises(InputError, match=f"^standard output: {READ_HERE}$"):
            check_outputs(["-"], ["in.txt"])
        with pytest.raises(InputError, match=TWICE):
            check_outputs(["-", "in.txt"])


def test_a_deleted_current_folder_and_circular_links_are_no_surprise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").rmdir()
    check_outputs(["out.txt", tmp_path / "loop"], ["in.txt"])
    with pytest.raises(InputError, match=READ_HERE):
        check_outputs(["out.txt"], ["out.txt"])

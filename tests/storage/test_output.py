"""Files and folders appear whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.errors import InputError, OutputError
from jisr.storage.output import Output, new_folder


def test_a_file_gets_its_name_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with Output(path) as out:
        out.write("نعم\r\n")
        assert not path.exists()
    assert path.read_bytes() == "نعم\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(InputError), Output(path) as out:
        out.write("half")
        raise InputError("wrong")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the folder .* does not exist"):
        Output(tmp_path / "none" / "out.txt")
    with pytest.raises(OutputError, match="it is a folder"):
        Output(tmp_path)


def test_a_full_disk_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="/dev/full: cannot be written: No space left"), Output("/dev/full") as out:
        out.write("x" * 100_000)


def test_two_runs_cannot_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with Output(path) as first:
        first.write("first")
        with pytest.raises(OutputError, match=r"out\.txt: cannot be written: another run is writing it"):
            Output(path)
    assert path.read_text(encoding="utf-8") == "first"
    with Output(path) as second:
        second.write("second")
    assert path.read_text(encoding="utf-8") == "second"


def test_the_unfinished_file_of_another_run_stays(tmp_path: Path) -> None:
    part = tmp_path / ".out.txt.jisr.part"
    with pytest.raises(InputError), Output(tmp_path / "out.txt"):
        part.unlink()
        part.write_text("another's", encoding="utf-8")
        raise InputError("wrong")
    assert part.read_text(encoding="utf-8") == "another's"


def test_the_unfinished_file_of_a_killed_run_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".out.txt.jisr.part").write_text("half of something longer", encoding="utf-8")
    with Output(tmp_path / "out.txt") as out:
        out.write("whole")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "whole"


@pytest.mark.parametrize("name", ["out.txt.part", "out.txt.journal", ".out.txt.part", "out.txt.jisr.part"])
def test_files_of_the_user_beside_an_output_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with Output(tmp_path / "out.txt") as out:
        out.write("whole")
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_an_unfinished_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    part, victim = tmp_path / ".out.txt.jisr.part", tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    part.symlink_to(victim)
    with pytest.raises(OutputError, match=r"\.out\.txt\.jisr\.part: is a link, which is not followed; remove it"):
        Output(tmp_path / "out.txt")
    part.unlink()
    part.hardlink_to(victim)
    with Output(tmp_path / "out.txt") as out:
        out.write("whole")
    assert victim.read_text(encoding="utf-8") == "precious"
    os.mkfifo(part)
    with pytest.raises(OutputError, match="is not a file; remove it"):
        Output(tmp_path / "out.txt")


def test_an_interrupt_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Output(tmp_path / "out.txt") as out:
        out.write("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_what_gets_its_name_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, str]] = []
    sync, replace, rename = os.fsync, Path.replace, Path.rename

    def named(move: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def moved(one: Path, to: Path) -> Path:
            calls.append(("name", to.name))
            return move(one, to)

        return moved

    def watched(handle: int) -> None:
        calls.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(Path, "replace", named(replace))
    monkeypatch.setattr(Path, "rename", named(rename))
    with Output(tmp_path / "out.txt") as out:
        out.write("whole")
    top = tmp_path.name
    assert calls == [("sync", ".out.txt.jisr.part"), ("name", "out.txt"), ("sync", top)]
    calls.clear()
    with new_folder(tmp_path / "mine") as folder:
        (folder / "weights").write_bytes(b"1")
    assert calls == [("sync", "weights"), ("sync", "mine"), ("name", "mine"), ("sync", top)]


def test_circular_links_and_long_names_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="loop: cannot be written: Too many levels of symbolic links"):
        Output(tmp_path / "loop")
    with pytest.raises(OutputError, match="cannot be written: File name too long"):
        Output(tmp_path / ("x" * 300))


def test_a_folder_is_not_cleared_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "victim" / "mine").mkdir(parents=True)
    (tmp_path / ".mine.abcdefgh.jisr.part").symlink_to("victim")
    (tmp_path / ".mine.abcdefgh.part").mkdir()
    with new_folder(tmp_path / "mine"):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {
        "victim",
        "mine",
        ".mine.abcdefgh.jisr.part",
        ".mine.abcdefgh.part",
    }
    assert (tmp_path / "victim" / "mine").is_dir()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link, target = tmp_path / "link.txt", tmp_path / "real" / "out.txt"
    link.symlink_to(target)
    for text in ("one", "two"):
        with Output(link) as out:
            out.write(text)
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == text
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["out.txt"]


@pytest.mark.parametrize(
    ("text", "written"), [("\ud83d\ude00", "\U0001f600"), ("a\ud800b", "a\ufffdb"), ("\udc00", "\ufffd")]
)
def test_half_a_surrogate_pair_never_leaves(tmp_path: Path, text: str, written: str) -> None:
    with Output(tmp_path / "out.txt") as out:
        out.write(text)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == written


def test_a_folder_gets_its_name_at_the_end(tmp_path: Path) -> None:
    target, plain = tmp_path / "models" / "mine", tmp_path / "plain"
    plain.mkdir()
    with new_folder(target) as folder:
        (folder / "weights").write_bytes(b"1")
        assert not target.exists()
    assert (target / "weights").read_bytes() == b"1"
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode == plain.stat().st_mode


def test_an_error_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError), new_folder(tmp_path / "mine") as folder:
        (folder / "weights").write_bytes(b"1")
        raise InputError("wrong")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    with pytest.raises(OutputError, match="mine: cannot be written"), new_folder(target):
        target.mkdir()
        (target / "old").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "old"]


def test_folders_of_killed_runs_are_deleted_and_those_in_use_stay(tmp_path: Path) -> None:
    killed, other = tmp_path / ".mine.abcdefgh.jisr.part", tmp_path / ".other.abcdefgh.jisr.part"
    for leftover in (killed, other):
        (leftover / "mine").mkdir(parents=True)
    with new_folder(tmp_path / "mine") as first:
        assert not killed.exists()
        assert other.exists()
        with pytest.raises(InputError), new_folder(tmp_path / "mine", own_parent=True) as second:
            assert first.is_dir()
            assert first != second
            raise InputError("the second run gives up")
        assert not other.exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]

"""The place of the cache, and values that are remembered in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine

from jisr.errors import CacheError
from jisr.storage.cache_dir import cache_folder, recall, remember, writable_cache_folder


def test_the_place_is_that_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "named"))
    assert cache_folder("ct2") == tmp_path / "named" / "ct2"
    monkeypatch.delenv("JISR_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder("ct2") == tmp_path / "xdg" / "jisr" / "ct2"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder("ct2") == tmp_path / "home" / ".cache" / "jisr" / "ct2"


@pytest.mark.parametrize("place", ["~nobody-of-that-name/x", "a" * 300])
def test_no_place_is_one_line(place: str, monkeypatch: pytest.MonkeyPatch, jisr: CommandLine) -> None:
    monkeypatch.setenv("JISR_CACHE", place)
    for words in (["model", "list"], ["translate", "-"]):
        done = jisr(*words, stdin="عاد المعلم.\n")
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert "set JISR_CACHE to a folder of yours" in done.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another user")
@pytest.mark.parametrize("home", ["missing", "closed", "unwritable"])
def test_another_user_without_a_home_of_his_own(tmp_path: Path, home: str) -> None:
    """The check is a process of its own, as a user without a name; it must find the cache, or say what to set."""
    place = tmp_path / "home"
    place.mkdir(mode=0o755 if home == "unwritable" else 0o700)
    code = (
        "import os, sys\n"
        "from jisr.storage import cache_dir\n"
        "import pwd\n"  # loaded while files may be read
        "os.setuid(54321)\n"
        "for find in (cache_dir.cache_folder, cache_dir.writable_cache_folder):\n"
        "    try:\n        find('ct2'); print('found')\n"
        "    except cache_dir.CacheError as error: print(error)\n"
        "print(cache_dir.recall('hints', 'x'), cache_dir.remember('hints', 'x', 1))"
    )
    for path in (tmp_path, *tmp_path.parents[:-2]):
        path.chmod(path.stat().st_mode | 0o111)
    environment = {
        key: value for key, value in os.environ.items() if key not in {"JISR_CACHE", "XDG_CACHE_HOME", "HOME"}
    }
    if home != "missing":
        environment["HOME"] = str(place)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    first, second, remembered = done.stdout.splitlines()
    if home == "unwritable":
        assert first == "found"
    else:
        assert first.endswith("; set JISR_CACHE to a folder of yours")
    assert second.endswith("; set JISR_CACHE to a folder of yours")
    assert remembered == "None None"


def test_values_are_remembered_and_damage_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path))
    assert recall("part", "name") is None
    remember("part", "name", {"كتاب": 1})
    assert recall("part", "name") == {"كتاب": 1}
    for content in (b"", b"\xff", b"[" * 100_000):
        (tmp_path / "part" / "name").write_bytes(content)
        assert recall("part", "name") is None


def test_a_file_in_the_place_of_the_cache_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "file"))
    assert cache_folder("ct2") == tmp_path / "file" / "ct2"
    with pytest.raises(CacheError, match="cannot be written: Not a directory; set JISR_CACHE"):
        writable_cache_folder("ct2")

"""A lock excludes other processes until its holder closes the file or dies."""

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from jisr.storage.lock import lock, locked_file

HOLD = (
    "import sys; from jisr.storage.lock import lock\ns = open(sys.argv[1], 'ab'); print(lock(s), flush=True); input()"
)


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "file"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        with path.open("ab") as stream:
            assert not lock(stream)
            other.kill()
            assert lock(stream, wait=True)


def test_a_lock_ends_with_its_stream(tmp_path: Path) -> None:
    with (tmp_path / "file").open("ab") as one, (tmp_path / "file").open("ab") as other:
        assert lock(one)
        assert not lock(other)
        one.close()
        assert lock(other)


@pytest.mark.parametrize(("code", "known"), [(errno.ENOLCK, True), (errno.EBADF, False)])
def test_a_file_system_without_locks_locks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, known: bool
) -> None:
    def flock(*_: object) -> None:
        raise OSError(code, "no locks")

    monkeypatch.setattr("fcntl.flock", flock)
    with (tmp_path / "file").open("ab") as stream:
        if known:
            assert lock(stream)
        else:
            with pytest.raises(OSError, match="no locks"):
                lock(stream)


def test_a_platform_without_locks_locks_nothing() -> None:
    code = (
        "import sys; sys.platform = 'win32'; sys.modules['fcntl'] = None\n"
        "from jisr.storage.lock import lock; print(lock(0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_a_lock_file_is_held_by_one_thread_at_a_time(tmp_path: Path) -> None:
    held: list[int] = []
    most = 0

    def work(number: int) -> None:
        nonlocal most
        for _ in range(20):
            with locked_file(tmp_path / "file.lock"):
                held.append(number)
                most = max(most, len(held))
                held.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_a_killed_process_left_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file.lock").touch()
    with locked_file(tmp_path / "file.lock"), (tmp_path / "file.lock").open("ab") as other:
        assert not lock(other)
    assert list(tmp_path.iterdir()) == []

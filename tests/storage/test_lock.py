"""A lock excludes other processes until its holder closes the file or dies."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from jisr.storage.lock import lock

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

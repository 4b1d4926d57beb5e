"""Output that cannot be printed is reported in one line, by every command."""

import os
import subprocess
import sys

import pytest

COMMANDS = [["--version"], ["--help"], ["model", "list"]]


def run_jisr(words: list[str], redirection: str = "", stdout: int | None = None) -> tuple[int, str]:
    """Run a command in a shell, its standard output redirected; return its exit code and standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = ["bash", "-c", f'"$@" {redirection}', "-", sys.executable, "-m", "jisr", *words]
    done = subprocess.run(command, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_disk_is_reported_in_one_line(words: list[str]) -> None:
    assert run_jisr(words, "> /dev/full") == (1, "jisr: -: cannot be written: No space left on device\n")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_closed_pipe_is_not_reported(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert run_jisr(words, stdout=writer) == (1, "")
    finally:
        os.close(writer)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_closed_standard_output_is_not_reported(words: list[str]) -> None:
    assert run_jisr(words, ">&-") == (0, "")

"""What every command has in common: what it prints arrives, or it is said in one line that it did not."""

import os
import subprocess
import sys

import pytest

COMMANDS = [["--version"], ["--help"], ["model", "list"]]


def result(redirection: str, words: list[str]) -> tuple[int, str]:
    """Run a command with its standard output somewhere else; give its exit code and what it says."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = ["bash", "-c", f'set -o pipefail; "$@" {redirection}', "-", sys.executable, "-m", "jisr", *words]
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_disk_is_one_line(words: list[str]) -> None:
    assert result("> /dev/full", words) == (1, "jisr: -: cannot be written: No space left on device\n")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_reader_that_left_is_no_line(words: list[str]) -> None:
    code, said = result("| :", words)
    assert (code in {0, 1}, said) == (True, "")


@pytest.mark.parametrize("words", COMMANDS)
def test_nobody_listens_to_a_closed_standard_output(words: list[str]) -> None:
    assert result(">&-", words) == (0, "")

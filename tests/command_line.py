"""The command line run in the process of the test, with its output and exit code captured."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from jisr.cli import main

__all__ = ["CommandLine", "Result", "run_command"]


def run_command(*words: object) -> int:
    """Run the command line in this process and return its exit code."""
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    return int(done.value.code or 0)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a command.

    :param code: its exit code.
    :param out: what it printed on standard output.
    :param err: what it printed on standard error.
    """

    code: int
    out: str
    err: str


class CommandLine:
    """Runs commands: ``jisr("translate", path, "-o", "-").out``."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capture = capture
        self.patch = patch

    def __call__(self, *words: str | Path, stdin: str | bytes | None = None) -> Result:
        """Run a command; anything printed before it is discarded.

        :param stdin: standard input; by default reading it fails, as in every test.
        """
        self.capture.readouterr()
        with self.patch.context() as patch:
            if stdin is not None:
                data = stdin.encode() if isinstance(stdin, str) else stdin
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            code = run_command(*words)
        out, err = self.capture.readouterr()
        return Result(code, out, err)

"""The command line as tests run it: in this process, its output and exit code caught."""

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
    """What a command left.

    :param code: its exit code.
    :param out: what it printed on standard output.
    :param err: what it printed on standard error.
    """

    code: int
    out: str
    err: str


class CommandLine:
    """Runs ``jisr`` with some words: ``jisr("translate", path, "-o", "-").out``."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capture = capture
        self.patch = patch

    def __call__(self, *words: str | Path, stdin: str | bytes | None = None) -> Result:
        """Run a command; what was printed before it is dropped.

        :param stdin: standard input; when not given, reading it fails as it does in every test.
        """
        self.capture.readouterr()
        with self.patch.context() as patch:
            if stdin is not None:
                data = stdin.encode() if isinstance(stdin, str) else stdin
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            code = run_command(*words)
        out, err = self.capture.readouterr()
        return Result(code, out, err)

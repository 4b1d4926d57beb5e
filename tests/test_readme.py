"""What the README shows is what happens."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from jisr.translate.quality.notes import MEANINGS
from jisr.translate.text.normalization import POLICIES

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- run -->\n```(\w*)\n(.*?)```", README, re.DOTALL)
SHELL = [body for language, body in EXAMPLES if not language]
PYTHON = [body for language, body in EXAMPLES if language == "python"]


def test_there_are_examples() -> None:
    assert len(SHELL) >= 3
    assert len(PYTHON) >= 1


def rounded(text: str) -> str:
    """Round scores: the last digits of int8 differ from processor to processor."""
    return re.sub(r"-\d\.\d{4}", lambda score: f"{float(score[0]):.1f}", text)


@pytest.mark.parametrize("example", SHELL)
def test_a_command_prints_what_is_shown(example: str) -> None:
    command, shown = example.split("\n", 1)
    said = re.fullmatch(r'\$ echo (".*") \| jisr (.*)', command)
    assert said
    done = subprocess.run(
        [sys.executable, "-m", "jisr", *shlex.split(said[2])],
        input=shlex.split(said[1])[0] + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert rounded(done.stdout) == rounded(shown)


@pytest.mark.parametrize("example", PYTHON)
def test_a_session_gives_what_is_shown(example: str) -> None:
    test = doctest.DocTestParser().get_doctest(example, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("table", [MEANINGS.items(), POLICIES["standard"].describe()])
def test_tables_are_those_of_the_program(table: list[tuple[str, str]]) -> None:
    for name, text in table:
        assert f"| `{name}` | {text} |" in README

"""The examples of README and docs: found in Markdown, run in a folder of their own, compared with what is printed."""

import doctest
import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "ROOT", "Block", "blocks", "check_console", "check_python", "prepare"]

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MARKED = re.compile(r"<!-- run -->\n+```(console|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One example.

    :param language: ``console`` or ``python``.
    :param text: what stands between the fences.
    :param line: the line of the page it begins in, from 1.
    """

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Return the examples of a page that are marked to be run, in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2], text.count("\n", 0, found.start(2)) + 1) for found in MARKED.finditer(text)]


def prepare(folder: Path) -> dict[str, str]:
    """Fill a folder with the example texts and return an environment in which ``jisr`` is on the path."""
    for path in sorted((ROOT / "examples").iterdir()):
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copy(path, folder)
    programs = folder / ".programs"
    programs.mkdir()
    script = programs / "jisr"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jisr "$@"\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


def check_console(text: str, folder: Path, environment: dict[str, str]) -> None:
    """Run each command of a session and compare its output with what is shown; ``...`` stands for anything."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n?", part)
        assert command
        shown = part[command.end() :]
        done = subprocess.run(
            ["bash", "-c", command[0]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in {0, 3}, f"{command[0]}{done.stderr}"
        expected = ".*".join(re.escape(piece) for piece in rounded(shown).split("..."))
        assert re.fullmatch(expected, rounded(done.stdout), re.DOTALL), f"$ {command[0]}{done.stdout}"


def rounded(text: str) -> str:
    """Return a text with its decimals rounded to one digit: the last ones of int8 differ between processors."""
    return re.sub(r"(?<![\w.])-?\d+\.\d{2,4}(?![\w.])", lambda number: f"{float(number[0]):.1f}", text.rstrip())


def check_python(text: str, name: str, line: int, names: dict[str, object]) -> None:
    """Run an interactive session of Python; names live on from one session of a page to the next."""
    test = doctest.DocTestParser().get_doctest(text, names, name, name, line)
    test.globs = names
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, clear_globs=False)
    assert result.failed == 0

"""Help and documentation agree with the code."""

import ast
import importlib.util
import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from jisr.cli import COMMAND_MODULES, build_app, main, outline_app

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path for folder in ("src/jisr", "translate", "corpora", "eval", "train") for path in (ROOT / folder).rglob("*.py")
)


def commands(group: object, *path: str) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each command, of all groups, with the words that call it."""
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(commands(get_command(build_app())))


def test_the_help_is_the_same_without_importing_the_commands() -> None:
    run = CliRunner().invoke
    assert run(outline_app(), ["--help"]).stdout == run(build_app(), ["--help"]).stdout


@pytest.mark.parametrize("name", COMMAND_MODULES)
def test_a_command_asked_for_is_the_one_of_the_whole_command_line(name: str) -> None:
    assert list(COMMAND_MODULES) == list(getattr(get_command(build_app()), "commands", {}))
    alone = dict(commands(get_command(build_app(name))))
    assert {path for path in COMMANDS if path[0] == name} <= alone.keys() <= COMMANDS.keys()


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_ends_in_an_example_that_names_what_is_there(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main([*path, "--help"])
    assert done.value.code == 0
    shown = capsys.readouterr().out
    text = (COMMANDS[path].help or "").split("\f")[0].strip()  # type: ignore[attr-defined]
    example = re.fullmatch(r"Example:\s+(jisr .+)", text.split("\n\n")[-1].strip(), re.DOTALL)
    assert example, f"the help of {' '.join(path)} does not end in an example"
    assert "Example: jisr" in " ".join(shown.split())
    words = shlex.split(example[1], comments=True)
    assert tuple(words[1 : 1 + len(path)]) == path
    options = {name for each in COMMANDS[path].params for name in [*each.opts, *each.secondary_opts]}  # type: ignore[attr-defined]
    for word in words[1 + len(path) :]:
        if word in {"|", ">", "<"}:
            break
        if word.startswith("-") and word != "-":
            assert word.partition("=")[0] in options | {"--help"}


@pytest.mark.parametrize("words", [[], ["corpus"], ["model"]], ids=str)
def test_no_sentence_of_the_help_is_cut(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert listed
    assert "..." not in listed


def test_every_command_has_a_first_sentence() -> None:
    assert {("translate",), ("segment",), ("model", "list")} <= set(COMMANDS)
    for path, command in COMMANDS.items():
        first = (command.help or "").partition("\n")[0]  # type: ignore[attr-defined]
        assert first.endswith("."), path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_holds(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said
    assert said.partition("\n")[0].endswith((".", "?", ":"))


def test_make_does_what_it_is_said_to_do() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    named = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]
    rules = {
        line.split(":")[0]
        for line, after in itertools.pairwise(lines)
        if after.startswith("\t") or set(line.partition(":")[2].split()) & set(named)
    }
    assert set(named) <= rules
    said = {
        name
        for document in ("README.md", "CONTRIBUTING.md")
        for name in re.findall(r"(?:^|`)make (\w+)", (ROOT / document).read_text(encoding="utf-8"), re.M)
    }
    assert said <= set(named)


def test_the_command_line_reference_is_current() -> None:
    spec = importlib.util.spec_from_file_location("command_reference", ROOT / "docs" / "command_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.reference(), "run docs/command_reference.py"

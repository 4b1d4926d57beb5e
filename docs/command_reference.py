"""Write the command-line reference, docs/reference/command-line.md, from the program itself.

``python docs/command_reference.py`` writes it; a test holds it current.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from jisr.cli import build_app

PAGE = Path(__file__).parent / "reference" / "command-line.md"
INTRODUCTION = """\
<!-- Written by docs/command_reference.py; do not edit. -->

# Command line

Data goes to standard output; progress, notes and errors go to standard error. Exit codes: 0 done, 1 failed, 2 bad usage
or input, 3 done but `--strict` found notes, 130 interrupted ([details](notes-and-exit-codes.md)).
"""


def leaves(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - Typer's own Click
    """Yield each command that does work with the words that call it."""
    for name, below in getattr(command, "commands", {}).items():
        if getattr(below, "commands", None):
            yield from leaves(below, *path, name)
        else:
            yield (*path, name), below


def section(path: tuple[str, ...], command: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the lines of one command: its help, its arguments and its options."""
    yield f"## jisr {' '.join(path)}\n"
    for paragraph in inspect.cleandoc(command.help or "").split("\f")[0].strip().split("\n\n"):
        text = " ".join(paragraph.split())
        if text.startswith("Example: "):
            yield f"```console\n$ {text.removeprefix('Example: ')}\n```\n"
        else:
            yield f"{text}\n"
    rows = [row for parameter in command.params if (row := described(parameter))]
    if rows:
        yield "| option | meaning |\n| --- | --- |"
        yield from rows
        yield ""


def described(parameter: Any) -> str:  # noqa: ANN401
    """Return a row of the table of options; nothing for ``--help``."""
    if "--help" in parameter.opts:
        return ""
    if parameter.param_type_name == "argument":
        name = f"`{parameter.metavar or parameter.name.upper()}`".replace("|", "\\|")
    else:
        name = ", ".join(f"`{option}`" for option in [*parameter.opts, *parameter.secondary_opts])
    default = parameter.default
    shown = "" if default in (None, False, True, (), []) or callable(default) else f" Default: `{default}`."
    meaning = " ".join(str(parameter.help or "").split()).replace("|", "\\|")
    return f"| {name} | {meaning}{shown} |"


def reference() -> str:
    """Return the whole page."""
    sections = ("\n".join(section(path, command)) for path, command in leaves(get_command(build_app())))
    return "\n".join([INTRODUCTION, *sections])


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

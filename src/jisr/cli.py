"""The command line: it assembles the commands of the rooms and turns errors into one line."""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from jisr.corpora import align_commands
from jisr.corpora import commands as corpora_commands
from jisr.errors import JisrError
from jisr.eval import commands as eval_commands
from jisr.train import commands as train_commands
from jisr.translate import commands as translate_commands

__all__ = ["app", "main"]

app = typer.Typer(
    name="jisr",
    help="Arabic to English at sentence level: translate, align, score.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
translate_commands.register(app)
corpora_commands.register(app)
align_commands.register(app)
eval_commands.register(app)
train_commands.register(app)


class Interrupted(BaseException):
    """Ctrl-C, in a form that the command-line framework does not catch on the way out."""


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Leave the work at once; what a journal holds is safe.

    :raises Interrupted: always.
    """
    raise Interrupted


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from jisr import __version__

        print(f"jisr {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=show_version, is_eager=True),
    ] = False,
) -> None:
    """Arabic to English at sentence level: translate, align, score.

    Data goes to stdout; progress, notes and errors go to stderr.

    Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 done but --strict found notes, 130 interrupted.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line.

    :param argv: the words after ``jisr``; those of the process when not given.
    :raises SystemExit: always, with the exit code.
    """
    # Imports leave no garbage; looking for it would take a tenth of the time of a short command.
    gc.set_threshold(100_000, 50, 50)
    if sys.stderr is None:  # closed: print would take standard output in its place
        sys.stderr = Path(os.devnull).open("w")
    signal.signal(signal.SIGINT, interrupt)
    try:
        app(argv)
    except JisrError as error:
        print(f"jisr: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error
    except Interrupted:
        print("jisr: interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        # Nor need the interpreter look at every object again on its way out.
        gc.freeze()

"""The command line: it assembles the commands of the rooms and turns errors into one line."""

import errno
import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Annotated, Final

import typer

from jisr.errors import JisrError, OutputError

__all__ = ["ROOMS", "build_app", "main"]

ROOMS: Final = MappingProxyType(
    {
        "translate": "jisr.commands.translate_commands",
        "segment": "jisr.commands.translate_commands",
        "align": "jisr.commands.align_commands",
        "score": "jisr.commands.score_commands",
        "bench": "jisr.commands.score_commands",
        "train": "jisr.commands.train_commands",
        "model": "jisr.commands.translate_commands",
        "corpus": "jisr.commands.corpus_commands",
    }
)
"""The module of each command, in the order of help."""

UNWRITABLE = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""Errors of a standard output that takes no more."""


class Interrupted(BaseException):
    """Ctrl-C, in a form that the command-line framework does not catch on the way out."""


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Leave the work at once; what a journal holds is safe.

    :raises Interrupted: always.
    """
    raise Interrupted


@contextmanager
def flushed_stdout() -> Iterator[None]:
    """Flush standard output at the end: at the interpreter's exit a failed flush would only be an ignored exception.

    :raises OutputError: if standard output cannot be written.
    :raises SystemExit: with code 1, if its reader has left.
    """
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        # Or else the rest would be tried again on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:
            raise SystemExit(1) from None
        raise OutputError(f"-: cannot be written: {error.strerror}") from None


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from jisr import __version__

        print(f"jisr {__version__}")
        raise typer.Exit


def build_app(command: str | None = None) -> typer.Typer:
    """Return the root of the command line.

    :param command: the one that was asked for: the rooms of the others are then not imported, which would take
        as long as a short text. With any other word, or none, all commands are there.
    """
    app = typer.Typer(
        name="jisr",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(root)
    wanted = ROOMS.get(command or "")
    for module in (wanted,) if wanted else dict.fromkeys(ROOMS.values()):
        import_module(module).register(app)
    return app


def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=show_version, is_eager=True)
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
        with flushed_stdout():
            words = sys.argv[1:] if argv is None else list(argv)
            build_app(words[0] if words else None)(words)
    except JisrError as error:
        print(f"jisr: {error}{f': {error.hint}' if error.hint else ''}", file=sys.stderr)
        raise SystemExit(error.exit_code) from error
    except Interrupted:
        print("jisr: interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        # Nor need the interpreter look at every object again on its way out.
        gc.freeze()

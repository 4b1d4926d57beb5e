"""The command line: collects the commands and prints each error as one line."""

import gc
import io
import os
import platform
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Annotated, Final

import typer

from jisr.commands.console import log
from jisr.commands.notices import printed_warnings
from jisr.commands.standard_streams import named_streams
from jisr.errors import JisrError, OutputError

__all__ = ["COMMAND_MODULES", "build_app", "main", "outline_app"]

COMMAND_MODULES: Final = MappingProxyType(
    {
        "translate": "jisr.commands.translate_commands",
        "segment": "jisr.commands.translate_commands",
        "inspect": "jisr.commands.document_commands",
        "align": "jisr.commands.align_commands",
        "check": "jisr.commands.check_commands",
        "score": "jisr.commands.score_commands",
        "bench": "jisr.commands.score_commands",
        "train": "jisr.commands.train_commands",
        "model": "jisr.commands.translate_commands",
        "review": "jisr.commands.review_commands",
        "corpus": "jisr.commands.corpus_commands",
    }
)
"""Module of each command, in the order of the help."""

HELP_LINES: Final = MappingProxyType(
    {
        "translate": "Translate Arabic into English drafts, doubts named.",
        "segment": "Split Arabic or English text into sentences.",
        "inspect": "Show what of a document is translated, and where it is.",
        "align": "Align a text with its translation, sentence by sentence.",
        "check": "Check any translation: notes and expected quality.",
        "score": "Score translations by sacrebleu, with significance tests.",
        "bench": "Rank models on test sets: scores, speed and memory.",
        "train": "Train a Marian model, from nothing or from another model.",
        "model": "List, describe, pull, check and remove models.",
        "review": "Put edits of a review file back into the document.",
        "corpus": "Convert, clean, split and inspect parallel corpora.",
    }
)
"""Line of each command in the help, where it can be shown without importing the command."""


X86 = {"x86_64", "AMD64"}


class Interrupted(BaseException):
    """Ctrl-C, as an exception that Typer does not catch."""


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Handle SIGINT by an exception that stops the program at once; the entries of a journal are already written.

    :raises Interrupted: always.
    """
    raise Interrupted


@contextmanager
def flushed_stdout() -> Iterator[None]:
    """Flush standard output at the end of a block; when the interpreter exits, a failed flush would be ignored.

    :raises OutputError: if standard output cannot be written.
    :raises SystemExit: with code 1, if the reader of a pipe has closed it.
    """
    try:
        yield
    except BrokenPipeError:
        raise SystemExit(1) from None
    finally:
        try:
            sys.stdout.flush()
        except (OutputError, BrokenPipeError) as error:
            # Otherwise the interpreter would try to write the rest when it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise SystemExit(1) from None
            raise


def show_version(requested: bool) -> None:
    """Print the version and exit."""
    if requested:
        from jisr import __version__

        print(f"jisr {__version__}")
        raise typer.Exit


def build_app(command: str | None = None) -> typer.Typer:
    """Return the Typer application.

    :param command: the command to run. Only its module is imported, since importing all would take as long as
        translating a short text; with any other word, or none, the application has all commands.
    """
    app = empty_app()
    known = COMMAND_MODULES.get(command or "")
    for module in (known,) if known else dict.fromkeys(COMMAND_MODULES.values()):
        import_module(module).register(app)
    return app


def outline_app() -> typer.Typer:
    """Return the application with commands that do nothing, which is enough to show its help."""
    app = empty_app()
    for name, line in HELP_LINES.items():
        app.command(name, help=line)(root)
    return app


def empty_app() -> typer.Typer:
    """Return the application without commands."""
    app = typer.Typer(
        name="jisr",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(root)
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


def prepare_process() -> None:
    """Set the encoding of standard output and the threads of NumPy, before anything is printed or computed."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # As all files that are written, and so that no result is lost after all the work that a terminal cannot show.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if platform.machine() in X86:
        # NumPy's matrices are small here: threads would wait for one another longer than they multiply, on a busy
        # machine for ten times as long. Engines have libraries of their own, but for those on other processors.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line.

    :param argv: the words after ``jisr``; by default those of the process.
    :raises SystemExit: always, with the exit code.
    """
    # Imports leave no garbage, and collecting it would take a tenth of the time of a short command.
    gc.set_threshold(100_000, 50, 50)
    prepare_process()
    if sys.stderr is None:  # closed; print would write to standard output instead
        sys.stderr = Path(os.devnull).open("w")
    signal.signal(signal.SIGINT, interrupt)
    with named_streams():
        run(sys.argv[1:] if argv is None else list(argv))


def run(words: list[str]) -> None:
    """Run a command, and print an error as one line.

    :raises SystemExit: always, with the exit code.
    """
    try:
        with flushed_stdout(), printed_warnings():
            app = outline_app() if words in ([], ["-h"], ["--help"]) else build_app(words[0])
            app(words)
    except JisrError as error:
        log(f"jisr: {error}{f': {error.hint}' if error.hint else ''}")
        raise SystemExit(error.exit_code) from error
    except Interrupted:
        print("jisr: interrupted", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        # Keeps the interpreter from visiting all objects again when it exits.
        gc.freeze()

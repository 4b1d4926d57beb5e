"""What the command line prints beside its results: messages on standard error, and text that others wrote."""

import sys
from collections.abc import Iterable

from jisr.chars import printable
from jisr.lines import reads_terminal

__all__ = ["hint_at_terminal", "log", "printable_lines"]


def log(text: str) -> None:
    """Print a message as one line on standard error, whatever characters the names in it have."""
    print(printable(text), file=sys.stderr)


def printable_lines(text: str) -> str:
    """Return lines of text with each character escaped that is not printable, but for tabs and the ends of lines."""
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


def hint_at_terminal(inputs: Iterable[str]) -> None:
    """Say that text can be typed, if standard input is read and is a terminal."""
    if reads_terminal(inputs):
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        log(f"jisr: reading what is typed here; {end} at the start of a line ends it")

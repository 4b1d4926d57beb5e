"""Warnings of the library, printed as the command line prints everything: one line each, on standard error."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from jisr.errors import JisrWarning

__all__ = ["printed_warnings"]


@contextmanager
def printed_warnings() -> Iterator[None]:
    """Print each warning of the library in a ``with`` block as one line, even if Python is to ignore warnings."""
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, JisrWarning):
                print(f"jisr: {message}", file=sys.stderr)
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        warnings.simplefilter("always", JisrWarning)
        yield

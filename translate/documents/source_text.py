"""Which texts of a document are its units: those in Arabic, or, where documents are only read, those with letters."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from jisr.chars import has_arabic

__all__ = ["in_any_language", "is_source"]

ANY_LANGUAGE: Final = ContextVar("ANY_LANGUAGE", default=False)


def is_source(text: str) -> bool:
    """Return whether a text is to be translated: whether it holds an Arabic letter, or any letter if all is read."""
    return has_arabic(text) or (ANY_LANGUAGE.get() and any(map(str.isalpha, text)))


@contextmanager
def in_any_language() -> Iterator[None]:
    """Let documents that are opened and read in a ``with`` block give their text in any language as units."""
    token = ANY_LANGUAGE.set(True)
    try:
        yield
    finally:
        ANY_LANGUAGE.reset(token)

"""What a document is: it gives units, takes targets, and keeps all else as it was."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import IO, ClassVar, Final, Protocol

from jisr.chars import EASTERN_DIGITS, has_arabic
from jisr.errors import InputError
from jisr.translate.documents.unit import Target, Unit

__all__ = [
    "EASTERN_DIGIT",
    "Document",
    "DocumentOptions",
    "has_words",
    "in_any_language",
    "is_source",
    "may_hold_source",
]

EASTERN_DIGIT = re.compile(f"[{EASTERN_DIGITS}]")
DIRECTIONS: Final = ("mirror", "keep")
ANY_LANGUAGE: Final = ContextVar("ANY_LANGUAGE", default=False)
"""Whether the units are texts in any language, for documents that are only read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """What is read from a document, and how it is written.

    :param direction: ``mirror`` turns a right-to-left layout to left-to-right; ``keep`` leaves it.
    :param comments: whether comments are translated.
    :param encoding: encoding of a text file without a byte order mark; by default UTF-8, or what the file declares.
    :raises InputError: if the direction is unknown.
    """

    direction: str = "mirror"
    comments: bool = False
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.direction not in DIRECTIONS:
            raise InputError(f"direction {self.direction!r} is not known; it can be {' or '.join(DIRECTIONS)}")


class Document(Protocol):
    """A document that has been opened and checked.

    ``write`` with the units as they came, as :meth:`Target.kept` makes them, and the direction kept, writes the bytes
    of the file (of a zip file: of each of its parts).
    """

    kind: ClassVar[str]
    """Name of its kind, such as ``docx``."""

    def units(self) -> Iterator[Unit]:
        """Yield the units in the order in which people read them.

        :raises InputError: if the document is damaged.
        """

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the document with a target in the place of each unit.

        :param targets: the target of each unit, in the order of :meth:`units`.
        :param stream: a file that is open for writing bytes.
        """


def is_source(text: str) -> bool:
    """Return whether a text is to be translated: it holds Arabic letters or digits, or any letter if all is read.

    A reader of English cannot read ``٤٥٠٠`` in a table, either.
    """
    return has_words(text) or EASTERN_DIGIT.search(text) is not None


def has_words(text: str) -> bool:
    """Return whether a text holds an Arabic letter, or any letter if all is read."""
    return has_arabic(text) or (ANY_LANGUAGE.get() and any(map(str.isalpha, text)))


def may_hold_source(data: bytes) -> bool:
    """Return whether markup in UTF-8 could hold a text that is to be translated, which this tells quickly."""
    return not data.isascii() or b"&#" in data or ANY_LANGUAGE.get()


@contextmanager
def in_any_language() -> Iterator[None]:
    """Let documents that are opened and read in a ``with`` block give their text in any language as units."""
    token = ANY_LANGUAGE.set(True)
    try:
        yield
    finally:
        ANY_LANGUAGE.reset(token)

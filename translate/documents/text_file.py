"""Text files as documents: decoded whole, written again in the same encoding with the same byte order mark."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from jisr.errors import InputError
from jisr.lines import find_encoding

__all__ = ["TextFile", "check_zeros", "read_text_file"]

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MARKED = {None, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"}
"""Encodings that give way to a byte order mark."""
UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
"""Encodings that imply a byte order mark, with the encoding of a file that lacks it."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file.

    :param text: the text without the mark, its line ends as they are.
    :param mark: the byte order mark, or nothing.
    """

    text: str
    encoding: str
    mark: bytes = b""

    @property
    def line_end(self) -> str:
        """The first line end; a line feed if there is none."""
        found = re.search(r"\r\n|\n|\r", self.text)
        return found[0] if found else "\n"

    def encoded(self, text: str) -> bytes:
        """Return a text as the bytes of this file; of characters that the encoding lacks, the nearest ones."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return self.mark + b"".join(nearest(character, self.encoding) for character in text)


def read_text_file(path: str, encoding: str | None) -> TextFile:
    """Return a text file; a byte order mark decides between the Unicode encodings.

    :param encoding: its encoding without a mark; by default UTF-8.
    :raises InputError: if the encoding is unknown, the file is not in it, or has zero bytes.
    """
    data = Path(path).read_bytes()
    requested = find_encoding(encoding, path) if encoding else None
    mark, found = b"", UNMARKED.get(requested or "", requested or "utf-8")
    if requested in MARKED:
        mark, found = next((pair for pair in MARKS if data.startswith(pair[0])), (mark, found))
    try:
        text = data[len(mark) :].decode(found)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{path}:{line}: bytes that are not {found}", hint="--encoding cp1256") from None
    check_zeros(text, path)
    return TextFile(text, found, mark)


def check_zeros(text: str, path: str) -> None:
    """Check that a text has no zero bytes, which hold it apart from a binary file and from UTF-16 without a mark.

    :raises InputError: if it has one.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        what = "zero bytes, as in a binary file or in UTF-16 without a byte order mark"
        raise InputError(f"{path}:{line}: {what}", hint="--encoding utf-16-le")


def nearest(character: str, encoding: str) -> bytes:
    """Return a character in an encoding; if it lacks it, what is left of it without marks, else a question mark."""
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", character)
        return plain.encode(encoding, "ignore") or "?".encode(encoding)

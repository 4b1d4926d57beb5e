"""XML text as found in practice: in any encoding, and with characters that XML does not allow."""

import codecs
import io
import re
from collections import Counter
from typing import IO
from xml.sax import saxutils

from jisr.errors import InputError
from jisr.lines import find_encoding
from jisr.xml_text import ILLEGAL, detect_xml_encoding

__all__ = ["DROPPED_CHARACTERS", "LegalText", "escape"]

DROPPED_CHARACTERS = "characters that XML does not allow, dropped"
REFERENCE = re.compile("&#(?:x([0-9A-Fa-f]+)|([0-9]+));")
LONGEST_REFERENCE = 12
LONGEST_UNIT = 1 << 22
"""Largest number of characters up to the end of the next unit: as elements they take up to fifty times the memory."""


def escape(text: str, notes: Counter[str]) -> str:
    """Return a text escaped as the content of an element; characters that XML does not allow are dropped and noted."""
    if ILLEGAL.search(text):
        text, count = ILLEGAL.subn("", text)
        notes[DROPPED_CHARACTERS] += count
    return saxutils.escape(text, {"\r": "&#13;"})


class LegalText(io.RawIOBase):
    """A stream of an XML file in UTF-8, without the characters that XML does not allow.

    The encoding is that of the byte order mark, else that of the XML declaration. Lines keep their numbers.

    :param name: name of the file in errors.
    :param notes: counter of the dropped characters.
    :raises InputError: if the declared encoding is unknown.
    """

    held: int
    """Number of characters since the last unit, set to 0 by the reader of units."""

    def __init__(self, stream: IO[bytes], name: str, notes: Counter[str]) -> None:
        self.stream = stream
        self.name = name
        self.notes = notes
        self.lines = 1
        self.held = 0
        head = stream.read(256)
        declared, mark = detect_xml_encoding(head)
        self.encoding = find_encoding(declared, f"{name}:1")
        self.decoder = codecs.getincrementaldecoder(self.encoding)()
        self.head = head[mark:]
        self.rest = ""
        self.legal = b""

    def readable(self) -> bool:
        """Return True: the stream can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read bytes into a buffer, and return their number.

        :raises InputError: naming the line, if bytes do not decode, or if units are longer than :data:`LONGEST_UNIT`.
        """
        while not self.legal:
            raw = self.head or self.stream.read(1 << 16)
            self.head = b""
            self.legal = self.take(raw)
            if not raw:
                break
        data, self.legal = self.legal[: len(buffer)], self.legal[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def take(self, raw: bytes) -> bytes:
        """Return the next bytes of the file (none at its end) in UTF-8, without illegal characters.

        The start of a reference that the bytes cut off is held back until the next call.
        """
        try:
            text = self.rest + self.decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            before = bytes(error.object[: error.start]).decode(self.encoding, "replace")
            line = self.lines + self.rest.count("\n") + before.count("\n")
            raise InputError(f"{self.name}:{line}: bytes that are not {self.encoding}: {error.reason}") from None
        self.rest = ""
        cut = text.rfind("&", max(0, len(text) - LONGEST_REFERENCE)) if raw else -1
        if cut >= 0 and ";" not in text[cut:]:
            text, self.rest = text[:cut], text[cut:]
        self.lines += text.count("\n")
        self.held += len(text)
        if self.held > LONGEST_UNIT:
            raise InputError(
                f"{self.name}:{self.lines}: more than {LONGEST_UNIT:,} characters without a unit that ends"
            )
        if ILLEGAL.search(text):
            text, count = ILLEGAL.subn("", text)
            self.notes[DROPPED_CHARACTERS] += count
        if "&#" in text:
            text = REFERENCE.sub(self.legal_reference, text)
        return text.encode()

    def legal_reference(self, found: re.Match[str]) -> str:
        """Return a character reference, or an empty string if its character is illegal."""
        code = int(found[1], 16) if found[1] else int(found[2])
        if 0 < code <= 0x10FFFF and not ILLEGAL.match(chr(code)):
            return found[0]
        self.notes[DROPPED_CHARACTERS] += 1
        return ""

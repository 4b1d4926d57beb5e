"""Codes written as marks in a text that a person edits: ``⟦1⟧bold⟦/1⟧``, ``⟦2/⟧``.

Characters that XML cannot hold, and the brackets of the marks themselves, are marks as well: ``⟦U+000C⟧``. What is
spelled so is the same in every kind of review file, and is read back by :func:`read_marks`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from jisr.errors import InputError
from jisr.translate.documents.nesting import nested_pairs
from jisr.translate.documents.unit import Code, CodeKind, PlacedCodes, fragments
from jisr.xml_text import ILLEGAL

__all__ = ["MARK", "mark", "marked_text", "read_marks", "storable_text"]

MARK: Final = re.compile(r"⟦\s*(?:(/?)\s*([0-9]+)\s*(/?)|U\+([0-9A-Fa-f]{1,6}))\s*⟧")
"""A mark: that of a code, or a character."""
BRACKET = re.compile("[⟦⟧]")
SPELLED = re.compile(f"{ILLEGAL.pattern}|[\r⟦⟧]")
"""Characters that are marks; XML reads a carriage return as a line feed."""


def mark(code: Code) -> str:
    """Return the mark of a code."""
    return {"open": "⟦{}⟧", "close": "⟦/{}⟧", "alone": "⟦{}/⟧"}[code.kind].format(code.id)


def storable_text(text: str) -> str:
    """Return a text with characters that a review file cannot hold as marks."""
    return SPELLED.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", text)


def marked_text(text: str, codes: Sequence[tuple[int, Code]]) -> str:
    """Return a text with its codes as marks."""
    return "".join(mark(part) if isinstance(part, Code) else storable_text(part) for part in fragments(text, codes))


def read_marks(marked: str, codes: PlacedCodes) -> tuple[str, PlacedCodes]:
    """Return a text that a person has edited, and the codes that its marks stand for.

    :param codes: the codes of the source.
    :raises InputError: if the marks are not those of the codes, or pairs are turned around or cross.
    """
    known = {(code.kind, code.id): code for _, code in codes}
    text = ""
    placed: list[tuple[int, Code]] = []
    at = 0
    for match in MARK.finditer(marked):
        text += text_between_marks(marked[at : match.start()])
        at = match.end()
        if match[4]:
            number = int(match[4], 16)
            if number > 0x10FFFF:
                raise InputError(f"{match[0]} is no character")
            text += chr(number)
            continue
        kind: CodeKind = "close" if match[1] else "alone" if match[3] else "open"
        code = known.get((kind, match[2]))
        if code is None:
            raise InputError(f"{match[0]} is no mark of its source")
        placed.append((len(text), code))
    text += text_between_marks(marked[at:])
    check_marks([code for _, code in placed], [code for _, code in codes])
    return text, tuple(placed)


def text_between_marks(text: str) -> str:
    """Return a text between marks.

    :raises InputError: if it holds a bracket, as of a mark that was damaged.
    """
    found = BRACKET.search(text)
    if found:
        raise InputError(f"{text[max(0, found.start() - 5) : found.start() + 10]!r} holds half a mark")
    return text


def check_marks(codes: Sequence[Code], wanted: Sequence[Code]) -> None:
    """Check that codes are those that are wanted, and that their pairs stand as they must.

    :raises InputError: if they are not.
    """
    counts = Counter(codes)
    for code in wanted:
        if counts[code] != 1:
            raise InputError(f"{mark(code)} is {'missing' if not counts[code] else 'there more than once'}")
    places = {(code.kind, code.id): place for place, code in enumerate(codes)}
    for (kind, name), place in places.items():
        if kind == "close" and places["open", name] > place:
            raise InputError(f"⟦/{name}⟧ stands before ⟦{name}⟧")
    if crossed := sorted(crossing(codes) - crossing(wanted), key=int):
        raise InputError(f"the pair of ⟦{crossed[0]}⟧ crosses another")


def crossing(codes: Sequence[Code]) -> set[str]:
    """Return the names of the pairs that cross others."""
    nested = nested_pairs((code.kind, code.id) for code in codes)
    return {code.id for index, code in enumerate(codes) if code.kind != "alone" and index not in nested}

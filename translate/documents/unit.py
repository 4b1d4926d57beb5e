"""Units: the pieces of text that a document gives to be translated, with their inline codes."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from jisr.translate.matches import Origin
    from jisr.translate.quality.notes import Note
    from jisr.translate.translator import Translation

__all__ = [
    "Code",
    "CodeKind",
    "PlacedCodes",
    "Target",
    "Unit",
    "UnitBuilder",
    "fragments",
    "tagged_text",
    "written_fragments",
]

CodeKind = Literal["open", "close", "alone"]


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code: markup inside a unit, which has a place between the characters of the text.

    :param kind: the beginning or the end of a pair, or a code that stands alone.
    :param id: name of the code, unique in its unit, but for the two codes of a pair, which share it.
    :param data: what the format needs to write it again; shown by ``jisr inspect``.
    :param word: whether the code stands for a word of the sentence, as ``%s`` does; only if it stands alone.
    :param line_break: whether it ends a line, as ``<br>`` does: the unit has a line feed in front of it, which is not
        written; only if it stands alone.
    """

    kind: CodeKind
    id: str
    data: str = ""
    word: bool = False
    line_break: bool = False


PlacedCodes: TypeAlias = tuple[tuple[int, Code], ...]
"""Codes with their offsets in a text in characters, from 0 to its length, in ascending order; those with the same
offset are in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Text that is translated together: a paragraph, a cell, a caption, a segment.

    :param id: its place in the document, for notes and reports: ``word/document.xml#p17``, ``Sheet!B4``, ``cue 12``.
    :param text: the text without codes; it may hold line feeds.
    :param codes: the codes, each pair opened before it is closed.
    :param context: what a reader of the unit should know: a key, a comment of its author.
    :param limit: largest number of characters of the target; ``None`` for any.
    """

    id: str
    text: str
    codes: PlacedCodes = ()
    context: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is written in the place of a unit.

    :param text: the text without codes.
    :param codes: the codes of the unit, all of them and no others, at their places in this text.
    :param notes: the notes, in alphabetical order.
    :param origin: where the text comes from; ``memory`` if all of its sentences do.
    :param sentences: the translated sentences, each with its own origin and matches; none if the text was kept.
    """

    text: str
    codes: PlacedCodes = ()
    notes: "tuple[Note, ...]" = ()
    origin: "Origin" = "kept"
    sentences: "tuple[Translation, ...]" = field(default=(), compare=False)

    @classmethod
    def kept(cls, unit: Unit) -> "Target":
        """Return the target that leaves a unit as it is."""
        return cls(unit.text, unit.codes)


class UnitBuilder:
    """Builds the text and the codes of a unit from its beginning to its end.

    Codes are named by numbers from 1, in the order in which they come; a pair shares one.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.codes: list[tuple[int, Code]] = []
        self.opened: list[str] = []
        self.count = 0

    def add(self, text: str) -> None:
        """Add text."""
        self.parts.append(text)
        self.length += len(text)

    def alone(self, data: str, *, word: bool = False, line_break: bool = False) -> None:
        """Add a code that stands alone, behind a line feed if it ends a line."""
        if line_break:
            self.add("\n")
        self.count += 1
        self.codes.append((self.length, Code("alone", str(self.count), data, word, line_break)))

    def open(self, data: str) -> str:
        """Open a pair, and return its name."""
        self.count += 1
        self.opened.append(str(self.count))
        self.codes.append((self.length, Code("open", str(self.count), data)))
        return self.opened[-1]

    def close(self, data: str, name: str = "") -> None:
        """Close a pair, by default the one that was opened last."""
        if name:
            self.opened.remove(name)
        self.codes.append((self.length, Code("close", name or self.opened.pop(), data)))

    def unit(self, id: str, *, context: str = "", limit: int | None = None) -> Unit:  # noqa: A002 - as in Unit
        """Return the unit."""
        return Unit(id, "".join(self.parts), tuple(self.codes), context, limit)


def fragments(text: str, codes: Sequence[tuple[int, Code]]) -> Iterator[str | Code]:
    """Yield a text and its codes in the order in which they are written; no empty text."""
    start = 0
    for offset, code in codes:
        if offset > start:
            yield text[start:offset]
            start = offset
        yield code
    if start < len(text):
        yield text[start:]


def written_fragments(text: str, codes: PlacedCodes) -> Iterator[str | Code]:
    """Yield a target and its codes in the order in which they are written, without the line feeds of line breaks.

    A line break goes where its line feed is, which only spaces part from it; without one it stays where it is.
    """
    gone: set[int] = set()
    places = [offset for offset, _ in codes]
    for index, (offset, code) in enumerate(codes):
        found = next(own_line_feeds(text, offset, gone), None) if code.line_break else None
        if found is not None:
            gone.add(found)
            low = places[index - 1] if index else 0
            high = places[index + 1] if index + 1 < len(places) else len(text)
            places[index] = min(max(found + (found < offset), low), high)
    left = "".join(character for offset, character in enumerate(text) if offset not in gone) if gone else text
    before = sorted(gone)
    return fragments(left, [(at - bisect_left(before, at), code) for at, (_, code) in zip(places, codes, strict=True)])


def own_line_feeds(text: str, offset: int, gone: Container[int]) -> Iterator[int]:
    """Yield the line feeds that may be that of a line break: those at its place, but for spaces, the one before first.

    :param gone: line feeds of other breaks.
    """
    for way in (range(offset - 1, -1, -1), range(offset, len(text))):
        for at in way:
            if text[at] == "\n" and at not in gone:
                yield at
            if at not in gone and text[at] != " ":
                break


def tagged_text(text: str, codes: Sequence[tuple[int, Code]]) -> str:
    """Return a text with its codes as tags for people to read: ``<1>``, ``</1>`` and ``<2/>``."""
    shapes = {"open": "<{}>", "close": "</{}>", "alone": "<{}/>"}
    return "".join(
        shapes[part.kind].format(part.id) if isinstance(part, Code) else part for part in fragments(text, codes)
    )

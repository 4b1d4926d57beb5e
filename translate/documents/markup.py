"""XML as it was written: elements with the places of their tags, and edits that leave every other byte alone.

A parser that prints what it has parsed changes declarations, quotes, entities and empty elements. Here expat checks the
file and tells where each tag and each text begins; what is translated is replaced in the bytes themselves.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, AnyStr
from xml.parsers import expat

from jisr.errors import InputError
from jisr.lines import find_encoding
from jisr.xml_text import ILLEGAL, detect_xml_encoding

__all__ = [
    "Characters",
    "EditWriter",
    "Edits",
    "Element",
    "Markup",
    "escaped",
    "parse_markup",
    "stream_again",
    "stream_markup",
]

TAG = re.compile(rb"<[^<>\"']*+(?:\"[^\"]*+\"[^<>\"']*+|'[^']*+'[^<>\"']*+)*+>")
"""A start tag, an end tag or the tag of an empty element."""
ATTRIBUTE = re.compile(rb"([^\s=<>\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
DEEPEST = 1000
"""Largest depth of elements."""
CHUNK = 1 << 12
"""Number of bytes that are parsed before the elements in them are yielded, some sixty times as large."""


@dataclass(slots=True)
class Characters:
    """Text between two tags, with the entities replaced.

    :param start: offset of its first byte in the file in UTF-8.
    :param end: offset after its last byte.
    """

    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """An element.

    :param name: name with its namespace: ``{uri}local``, or ``local`` without one.
    :param attributes: values by name; a name with a prefix has its namespace, as that of the element.
    :param start: offset of the first byte of the start tag.
    :param inner: offset after the start tag.
    :param inner_end: offset of the end tag; that of ``inner`` for an empty element of one tag.
    :param end: offset after the element.
    """

    name: str
    attributes: dict[str, str]
    parent: "Element | None"
    start: int
    inner: int = 0
    inner_end: int = 0
    end: int = 0
    children: "list[Element | Characters]" = field(default_factory=list)

    @property
    def elements(self) -> "Iterator[Element]":
        """The child elements."""
        return (child for child in self.children if isinstance(child, Element))

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def text(self) -> str:
        """All text inside, of every depth."""
        return "".join(child.text for child in self.children)

    @property
    def empty_tag(self) -> bool:
        """Whether the element is written as one tag: ``<a/>``."""
        return self.inner == self.end

    def walk(self) -> "Iterator[Element]":
        """Yield this element and all inside, in the order of the file."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(list(element.elements)))

    def find(self, *names: str) -> "Element | None":
        """Return the first element at the end of a path of child names, or ``None``."""
        if not names:
            return self
        found = (each.find(*names[1:]) for each in self.elements if each.name == names[0])
        return next((each for each in found if each is not None), None)

    def ancestors(self) -> "Iterator[Element]":
        """Yield the elements around this one, the nearest first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent


class Edits:
    """Replacements of spans of bytes or of a text; what is in no span stays as it is.

    A replacement may hold spans of the data itself, which so are kept or moved; the edits inside them are made there.
    Other edits inside a span that is replaced are lost with what they would change.
    """

    def __init__(self) -> None:
        self.spans: dict[tuple[int, int], tuple[str | bytes | tuple[int, int], ...]] = {}

    def replace(self, start: int, end: int, *parts: "str | bytes | tuple[int, int]") -> None:
        """Replace a span; an empty span is an insertion.

        :param parts: what comes in its place: text, and spans of the data.
        """
        self.spans[start, end] = parts

    def apply(self, data: AnyStr) -> AnyStr:
        """Return the data with all replacements made.

        :raises ValueError: if two spans overlap and neither is inside the other.
        """
        return data[:0].join(self.pieces(data, self.order(), 0, len(data), last=True))

    def order(self) -> list[tuple[int, int]]:
        """Return the spans in order: insertions before what begins at their place, outer spans before inner ones."""
        return sorted(self.spans, key=lambda span: (span[0], span[0] != span[1], -span[1]))

    def take(self, data: AnyStr, start: int, end: int) -> AnyStr:
        """Return a span of the data with all replacements made, none of which lies outside it, and forget them."""
        order = self.order()
        taken = data[:0].join(self.pieces(data, order, start, end, last=True))
        self.spans.clear()
        return taken

    def pieces(
        self, data: AnyStr, order: list[tuple[int, int]], start: int, end: int, *, last: bool = False
    ) -> Iterator[AnyStr]:
        """Yield a span of the data with the edits inside it.

        :param order: the spans of all edits, in order.
        :param last: whether insertions at its edges are made, as at those of the whole data.
        """
        at = start
        index = bisect_left(order, start, key=lambda span: span[0])
        while index < len(order) and (order[index][0] < end or (last and order[index][0] == end)):
            first, stop = order[index]
            index += 1
            if stop > end or (first == stop == start and not last):  # around this span, or before it
                continue
            yield data[at:first]
            for part in self.spans[first, stop]:
                if isinstance(part, tuple):
                    yield from self.pieces(data, order, *part)
                elif isinstance(part, str) and isinstance(data, bytes):
                    yield part.encode()
                else:
                    yield part  # type: ignore[misc]  # of the type of the data
            at = stop
            while index < len(order) and order[index][0] < stop:
                if order[index][1] > stop:
                    raise ValueError(f"edits overlap at byte {order[index][0]}")
                index += 1
        yield data[at:end]


@dataclass(frozen=True, slots=True)
class Markup:
    """An XML file.

    :param data: the file in UTF-8, without a byte order mark.
    :param encoding: encoding of the file.
    :param mark: its byte order mark, or nothing.
    """

    root: Element
    data: bytes
    encoding: str
    mark: bytes

    def raw(self, start: int, end: int) -> str:
        """Return a span as it is written."""
        return self.data[start:end].decode()

    def attribute_span(self, element: Element, name: str) -> tuple[int, int] | None:
        """Return the span of the value of an attribute between its quotes; ``None`` if it has no such attribute.

        :param name: name of the attribute as it is written, with its prefix.
        """
        for match in ATTRIBUTE.finditer(self.data, element.start, element.inner):
            if match[1].decode() == name:
                return match.span(2 if match[2] is not None else 3)
        return None

    def edited(self, edits: Edits) -> bytes:
        """Return the file with edits made, in its own encoding; without any, its own bytes.

        Characters that the encoding lacks are written as references.
        """
        return self.encoded(edits.apply(self.data))

    def encoded(self, data: bytes) -> bytes:
        """Return a changed file, which is in UTF-8, in the encoding of this one."""
        return self.mark + self.piece(data)

    def piece(self, data: bytes) -> bytes:
        """Return a piece of a changed file, which is in UTF-8, in the encoding of this one."""
        return data if self.encoding == "utf-8" else data.decode().encode(self.encoding, "xmlcharrefreplace")


class EditWriter:
    """Writes an XML file with edits that are made in the order of the file, of which few are held at a time.

    :param write: writes bytes at the end of the output.
    """

    def __init__(self, markup: Markup, write: Callable[[bytes | memoryview], object]) -> None:
        self.markup = markup
        self.write = write
        self.edits = Edits()
        self.at = 0

    @property
    def started(self) -> bool:
        """Whether something has been written."""
        return self.at > 0

    def advance(self, end: int) -> None:
        """Write the file up to an offset with the edits that were made, none of which lies beyond it."""
        if not self.at:
            self.write(self.markup.mark)
        self.write(self.markup.piece(self.edits.take(self.markup.data, self.at, end)))
        self.at = end

    def finish(self) -> None:
        """Write the rest of the file."""
        if self.edits.spans or not self.at:
            self.advance(len(self.markup.data))
        rest = memoryview(self.markup.data)[self.at :]  # no copy, as it may be nearly all
        self.write(rest if self.markup.encoding == "utf-8" else self.markup.piece(bytes(rest)))


def escaped(text: str, quote: str = "") -> str:
    """Return a text as it is written in XML, without the characters that XML does not allow.

    :param quote: the quotation mark around an attribute; empty for the content of an element.
    """
    text = ILLEGAL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for character in f"\r{quote}\n" if quote else "\r":
        text = text.replace(character, f"&#{ord(character)};")
    return text


def parse_markup(data: bytes, name: str) -> Markup:
    """Return an XML file with its elements.

    :param name: name of the file in errors.
    :raises InputError: if it is not well-formed, declares entities or is nested too deeply, or its encoding is unknown.
    """
    utf8, encoding, mark = decode_markup(data, name)
    return Markup(ElementBuilder(utf8, name).build(), utf8, encoding, mark)


def stream_markup(data: bytes, name: str, wanted: frozenset[str]) -> tuple[Markup, Iterator[Element]]:
    """Return an XML file without its elements, and an iterator over some of them, of which one is kept at a time.

    :param name: name of the file in errors.
    :param wanted: names, without namespaces, of the elements that are yielded with all inside; those inside others
        that are yielded are not yielded themselves. Elements do not know their parents.
    :raises InputError: as in :func:`parse_markup`; for what is wrong in an element, when it is reached.
    """
    utf8, encoding, mark = decode_markup(data, name)
    return Markup(Element("", {}, None, 0), utf8, encoding, mark), ElementStream(utf8, name, wanted).read()


def stream_again(markup: Markup, name: str, wanted: frozenset[str]) -> Iterator[Element]:
    """Yield the elements of a file that :func:`stream_markup` has opened once more."""
    return ElementStream(markup.data, name, wanted).read()


def decode_markup(data: bytes, name: str) -> tuple[bytes, str, bytes]:
    """Return an XML file in UTF-8 without a byte order mark, its encoding, and its mark."""
    declared, length = detect_xml_encoding(data[:1024])
    encoding, mark = find_encoding(declared, f"{name}:1"), data[:length]
    body = data[len(mark) :] if mark else data
    if encoding == "utf-8":
        check_utf8(body, name)
        return body, encoding, mark
    try:
        return body.decode(encoding).encode("utf-8", "surrogatepass"), encoding, mark
    except UnicodeDecodeError as error:
        raise wrong_bytes(data, len(mark) + error.start, encoding, name) from None


def check_utf8(data: bytes, name: str) -> None:
    """Check that bytes are UTF-8, without a second copy of them.

    :raises InputError: if they are not.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), CHUNK):
        try:
            decoder.decode(data[start : start + CHUNK], start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            before = len(error.object) - len(data[start : start + CHUNK])  # bytes of the chunk before
            raise wrong_bytes(data, start - before + error.start, "utf-8", name) from None


def wrong_bytes(data: bytes, at: int, encoding: str, name: str) -> InputError:
    """Return the error for bytes that are not in an encoding."""
    line = data[:at].count(b"\n") + 1
    return InputError(f"{name}:{line}: bytes that are not {encoding}")


class ElementBuilder:
    """Builds the tree of elements from the events of expat, whose positions are offsets in UTF-8.

    :param data: the file in UTF-8.
    :param name: name of the file in errors.
    :raises InputError: as in :func:`parse_markup`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.top = Element("", {}, None, 0)
        self.current = self.top
        self.depth = 0
        self.open_text: Characters | None = None
        self.parser = expat.ParserCreate("utf-8", "}")
        parser = self.parser
        parser.buffer_text = False
        parser.ordered_attributes = False
        parser.StartElementHandler = self.start_element
        parser.EndElementHandler = self.end_element
        parser.CharacterDataHandler = self.characters
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        parser.CommentHandler = self.other
        parser.ProcessingInstructionHandler = self.other
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped_entity

    def build(self) -> Element:
        """Return the root element."""
        self.parse(self.data, last=True)
        self.release()
        return next(self.top.elements)

    def release(self) -> None:
        """Let go of the file: the parser and its handlers hold each other until the next collection of garbage."""
        self.data = b""

    def parse(self, data: bytes, *, last: bool) -> None:
        """Parse the next bytes.

        :param last: whether no more follow.
        """
        try:
            self.parser.Parse(data, last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            raise InputError(f"{self.name}:{error.lineno}: not well-formed XML: {what}") from None

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        start = self.close_text()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(f"elements nested more than {DEEPEST:,} deep")
        tag = TAG.match(self.data, start)
        inner = tag.end() if tag else start
        named = {clark(key): value for key, value in attributes.items()}
        parent = None if self.current is self.top else self.current
        element = Element(clark(name), named, parent, start, inner)
        self.current.children.append(element)
        self.current = element

    def end_element(self, _name: str) -> None:
        """Close an element."""
        at = self.close_text()
        element = self.current
        tag = TAG.match(self.data, at) if self.data.startswith(b"</", at) and at >= element.inner else None
        if tag is None or self.data.endswith(b"/>", element.start, element.inner):  # an empty element of one tag
            element.inner_end = element.end = element.inner
        else:
            element.inner_end, element.end = at, tag.end()
        self.current = element.parent or self.top
        self.depth -= 1

    def characters(self, text: str) -> None:
        """Add text to the current element."""
        if self.open_text is None:
            at = self.parser.CurrentByteIndex
            self.open_text = Characters("", at, at)
            self.current.children.append(self.open_text)
        self.open_text.text += text

    def start_cdata(self) -> None:
        """Begin a text at the beginning of a CDATA section, so that its span holds the markup of the section."""
        self.characters("")

    def end_cdata(self) -> None:
        """Leave the text open, which ends at the next tag."""

    def skipped_entity(self, name: str, parameter: bool) -> None:
        """Read an entity of HTML, which an XHTML file may use without declaring it.

        :raises InputError: if HTML has no such entity.
        """
        if parameter:
            return
        from html.entities import html5  # a large table, which most files do without

        character = html5.get(f"{name};")
        if character is None:
            raise self.wrong(f"entity &{name}; is not known")
        self.characters(character)

    def entity(self, name: str, *_: Any) -> None:  # noqa: ANN401 - a handler of expat
        """Refuse a declared entity, by which a small file can become a huge one.

        :raises InputError: always.
        """
        raise self.wrong(f"declares the entity {name}; entities are not expanded")

    def other(self, *_: str) -> None:
        """End the text before a comment or a processing instruction."""
        self.close_text()

    def close_text(self) -> int:
        """End the open text at the current event, whose offset is returned."""
        at: int = self.parser.CurrentByteIndex
        if self.open_text is not None:
            self.open_text.end = at
            self.open_text = None
        return at

    def wrong(self, what: str) -> InputError:
        """Return the error for something in the current line."""
        return InputError(f"{self.name}:{self.parser.CurrentLineNumber}: {what}")


class ElementStream(ElementBuilder):
    """Yields the elements with some names, and forgets all others."""

    def __init__(self, data: bytes, name: str, wanted: frozenset[str]) -> None:
        super().__init__(data, name)
        self.wanted = wanted
        self.inside: Element | None = None
        self.found: list[Element] = []
        self.around: list[tuple[str, dict[str, str], int] | Element] = []
        """The open elements that are not yielded: name, attributes and start of the tag, until one is asked for."""
        self.parser.CharacterDataHandler = None

    def read(self) -> Iterator[Element]:
        """Yield the elements as they end."""
        for start in range(0, max(len(self.data), 1), CHUNK):
            self.parse(self.data[start : start + CHUNK], last=start + CHUNK >= len(self.data))
            for element in self.found:
                yield element
                for each in element.walk():
                    each.parent = None  # so that it is freed as soon as nobody holds it
            self.found.clear()
        self.release()

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if self.inside is not None:
            super().start_element(name, attributes)
        elif name.rpartition("}")[2] in self.wanted:
            self.current = self.enclosing()
            super().start_element(name, attributes)
            self.inside = self.current
            self.parser.CharacterDataHandler = self.characters
        else:  # most elements of a sheet may be such, of which nothing but the start is kept
            self.around.append((name, attributes, self.parser.CurrentByteIndex))
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.wrong(f"elements nested more than {DEEPEST:,} deep")

    def enclosing(self) -> Element:
        """Return the innermost open element that is not yielded, which knows those around it."""
        first = len(self.around)
        while first and isinstance(self.around[first - 1], tuple):
            first -= 1
        for index in range(first, len(self.around)):
            entry = self.around[index]
            assert isinstance(entry, tuple)
            name, attributes, start = entry
            tag = TAG.match(self.data, start)
            named = {clark(key): value for key, value in attributes.items()}
            before = self.around[index - 1] if index else None
            parent = before if isinstance(before, Element) else None
            self.around[index] = Element(clark(name), named, parent, start, tag.end() if tag else start)
        last = self.around[-1] if self.around else self.top
        assert isinstance(last, Element)
        return last

    def end_element(self, name: str) -> None:
        """Close an element."""
        if self.inside is None:
            self.around.pop()
            self.depth -= 1
            return
        element = self.current
        super().end_element(name)
        if element is self.inside:
            self.found.append(element)
            self.inside = None
            self.current.children.clear()
            self.parser.CharacterDataHandler = None


def clark(name: str) -> str:
    """Return a name of expat, ``uri}local``, as ``{uri}local``."""
    return "{" + name if "}" in name else name

"""Places with text in XML parts: paragraphs, attributes and elements, under names that do not depend on prefixes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from jisr.translate.documents.document import is_source
from jisr.translate.documents.markup import Edits, Element, Markup, escaped
from jisr.translate.documents.placeholders import add_with_placeholders
from jisr.translate.documents.runs import Runs
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, fragments

__all__ = [
    "Place",
    "RunsPlace",
    "attribute_places",
    "edit_attribute",
    "get",
    "prefix_of",
    "remove_attribute",
    "short",
    "tag",
    "text_places",
]

NAMESPACES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    **{
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0": name
        for name in ("chart", "form", "meta", "office", "presentation", "style", "table", "text")
    },
}
"""Prefixes by which this code names elements, whatever prefixes a file uses."""

STRICT: Final = re.compile("http://purl.oclc.org/ooxml/(\\w+)/(\\w+)")
"""Namespaces of strict files (ISO/IEC 29500-1), where all others have ``http://schemas.openxmlformats.org/…/2006/…``."""

tags: dict[str, str] = {}


def tag(element: Element) -> str:
    """Return the name of an element as the standards write it: ``w:p``; names of other namespaces as they are."""
    return short(element.name)


def short(name: str) -> str:
    """Return a name of an element or attribute with the usual prefix of its namespace."""
    known = tags.get(name)
    if known is None:
        uri, _, rest = name.removeprefix("{").rpartition("}")
        uri = STRICT.sub(r"http://schemas.openxmlformats.org/\1/2006/\2", uri)
        prefix = NAMESPACES.get(uri)
        known = tags[name] = f"{prefix}:{rest}" if prefix else name
    return known


def get(element: Element, name: str) -> str | None:
    """Return the value of an attribute by its name with the usual prefix, such as ``w:val``; ``None`` without it."""
    return next((value for key, value in element.attributes.items() if short(key) == name), None)


def prefix_of(element: Element, markup: Markup) -> str:
    """Return the prefix of an element as the file writes it, with its colon; empty without one."""
    name = re.match(r"<([^\s/>]+)", markup.raw(element.start, element.inner))
    before, colon, _ = name[1].rpartition(":") if name else ("", "", "")
    return before + colon


class Place(Protocol):
    """A place of a part with text to translate."""

    unit: Unit

    def edit(self, target: Target, edits: Edits, markup: Markup, /) -> None:
        """Write a target in the place of the unit."""


@dataclass(slots=True)
class RunsPlace:
    """A paragraph.

    :param span: what is replaced by the runs that are written.
    """

    unit: Unit
    runs: Runs
    span: tuple[int, int]

    def edit(self, target: Target, edits: Edits, _markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edits.replace(*self.span, *self.runs.written(target))


@dataclass(slots=True)
class AttributePlace:
    """An attribute.

    :param name: its name with the usual prefix.
    """

    unit: Unit
    element: Element
    name: str

    def edit(self, target: Target, edits: Edits, markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edit_attribute(edits, self.element, self.name, flat(target), markup)


@dataclass(slots=True)
class TextPlace:
    """An element that holds nothing but text."""

    unit: Unit
    element: Element

    def edit(self, target: Target, edits: Edits, _markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edits.replace(self.element.inner, self.element.inner_end, escaped(flat(target)))


def flat(target: Target) -> str:
    """Return a target as a text, in which codes are what they stand for."""
    return "".join(part.data if isinstance(part, Code) else part for part in fragments(target.text, target.codes))


def attribute_places(
    element: Element, names: Sequence[str], place: str, placeholder: re.Pattern[str] | None = None
) -> Iterator[Place]:
    """Yield the attributes of an element that hold Arabic.

    :param names: the attributes that people read, with usual prefixes.
    :param place: beginning of the ids of their units.
    :param placeholder: what stands for a word in their values.
    """
    for name in names:
        value = get(element, name)
        if value is not None and is_source(value):
            builder = UnitBuilder()
            if placeholder is None:
                builder.add(value)
            else:
                add_with_placeholders(builder, value, placeholder)
            yield AttributePlace(builder.unit(f"{place}.{name.rpartition(':')[2]}"), element, name)


def text_places(element: Element, place: str) -> Iterator[Place]:
    """Yield an element that holds nothing but text, if that is Arabic."""
    text = element.text
    if is_source(text) and not any(element.elements):
        yield TextPlace(Unit(place, text), element)


def attribute_value_span(element: Element, name: str, markup: Markup) -> tuple[int, int]:
    """Return the span of the value of an attribute that an element has, by its name with the usual prefix."""
    wanted = name.rpartition(":")[2]
    raw = markup.raw(element.start, element.inner)
    names = re.findall(r"[\s]([^\s=<>\"'/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')", raw)
    # The usual prefix is nearly always the one that the file uses; another attribute may have the same name without it.
    found = name if name in names else next(each for each in names if each.rpartition(":")[2] == wanted)
    span = markup.attribute_span(element, found)
    assert span is not None
    return span


def edit_attribute(edits: Edits, element: Element, name: str, value: str, markup: Markup) -> None:
    """Change the value of an attribute that an element has."""
    start, end = attribute_value_span(element, name, markup)
    edits.replace(start, end, escaped(value, markup.raw(start - 1, start)))


def remove_attribute(edits: Edits, element: Element, name: str, markup: Markup) -> None:
    """Take an attribute that an element has out of its tag, with the white space before it."""
    start, end = attribute_value_span(element, name, markup)
    head = markup.raw(element.start, start - 1)
    begin = re.search(r"\s+[^\s=]+\s*=\s*$", head)
    assert begin is not None
    edits.replace(element.start + len(head[: begin.start()].encode()), end + 1, "")

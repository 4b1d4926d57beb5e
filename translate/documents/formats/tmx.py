"""TMX 1.4b (LISA/OSCAR 2005): a unit in Arabic without English gets a variant in English."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.inline_codes import (
    InlineCode,
    SegmentReader,
    indent_before,
    is_language,
    is_placeholder,
    tag_with,
)
from jisr.translate.documents.markup import EditWriter, Element, stream_again, stream_markup
from jisr.translate.documents.unit import Target, Unit
from jisr.xml_text import XML_LANG

__all__ = ["CREATOR", "TmxFile", "seg", "variants"]

CREATOR: Final = "jisr"
UNITS: Final = frozenset({"tu"})


class TmxFile:
    """A file ``.tmx``; its units are read one at a time.

    :raises InputError: if it is not well-formed.
    """

    kind: ClassVar = "tmx"

    def __init__(self, path: str, _options: DocumentOptions) -> None:
        self.path = path
        self.markup, units = stream_markup(Path(path).read_bytes(), path, UNITS)
        self.reader = SegmentReader(self.markup, classify)
        self.english = ""
        """How the file names English; empty if it does not."""
        for unit in units:
            self.english = self.english or next((tag for tag, _ in variants(unit) if is_language(tag, "en")), "")

    def to_do(self) -> Iterator[tuple[int, Element]]:
        """Yield each unit that lacks its English with its number, of which one is kept at a time."""
        for number, element in enumerate(stream_again(self.markup, self.path, UNITS), 1):
            if sides(element) is not None:
                yield number, element

    def units(self) -> Iterator[Unit]:
        """Yield the Arabic of each unit without English, and the text inside its codes."""
        for number, element in self.to_do():
            for _, unit in element_units(self.reader, element, number):
                yield unit

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with the target of each unit as its English."""
        writer = EditWriter(self.markup, stream.write)
        written = iter(targets)
        for number, element in self.to_do():
            given: dict[Element, Target] = {}
            changed = False
            for text, unit in element_units(self.reader, element, number):
                given[text] = next(written)
                changed |= given[text] != Target.kept(unit)
            if changed:
                writer.edits.replace(*self.draft(element, given))
                writer.advance(element.end)
        writer.finish()

    def draft(self, element: Element, targets: dict[Element, Target]) -> tuple[int, int, str]:
        """Return the edit that gives a unit its English."""
        found = sides(element)
        assert found is not None
        arabic, english = found
        reader, markup = self.reader, self.markup
        segment = seg(arabic)
        content = reader.written(segment, targets)
        if english is not None:
            place = seg(english)
            tag = tag_with(markup.raw(place.start, place.inner), {})
            return place.start, place.end, f"{tag}{content}</seg>"
        name = "xml:lang" if XML_LANG in arabic.attributes else "lang"
        inner = markup.raw(arabic.inner, segment.start) if len(list(arabic.elements)) == 1 else ""
        after = markup.raw(segment.end, arabic.inner_end) if inner else ""
        tag = tag_with("<tuv>", {name: self.english or "en", "creationid": CREATOR})
        indent = indent_before(markup, arabic)
        return arabic.end, arabic.end, f"{indent}{tag}{inner}<seg>{content}</seg>{after}</tuv>"


def variants(unit: Element) -> Iterator[tuple[str, Element]]:
    """Yield the variants of a unit with their languages."""
    for each in unit.elements:
        if each.local == "tuv":
            yield each.attributes.get(XML_LANG) or each.attributes.get("lang", ""), each


def sides(unit: Element) -> tuple[Element, Element | None] | None:
    """Return the Arabic variant of a unit and its empty English one, if any; ``None`` if it needs no English."""
    arabic = english = None
    for tag, variant in variants(unit):
        if not any(each.local == "seg" for each in variant.elements):
            continue
        if is_language(tag, "en"):
            if seg(variant).text.strip():
                return None
            english = english or variant
        elif is_language(tag, "ar"):
            arabic = arabic or variant
    return None if arabic is None else (arabic, english)


def seg(variant: Element) -> Element:
    """Return the text of a variant."""
    return next(each for each in variant.elements if each.local == "seg")


def element_units(reader: SegmentReader, element: Element, number: int) -> Iterator[tuple[Element, Unit]]:
    """Yield the elements with text of the Arabic of a unit, with what is translated of each.

    :param number: number of the unit in the file, from 1.
    """
    found = sides(element)
    assert found is not None
    notes = [each.text.strip() for each in element.elements if each.local == "note"]
    name = element.attributes.get("tuid") or f"tu {number}"
    for index, text in enumerate(reader.text_elements(seg(found[0]))):
        yield text, reader.unit(text, f"{name} sub {index}" if index else name, context="; ".join(notes))


def classify(element: Element) -> InlineCode:
    """Return what an inline element is."""
    name = element.local
    if name == "bpt":
        return InlineCode("open", element.attributes.get("i", ""))
    if name == "ept":
        return InlineCode("close", element.attributes.get("i", ""))
    if name == "hi":
        return InlineCode("around")
    return InlineCode("word" if name == "ph" and is_placeholder(element.text) else "alone")

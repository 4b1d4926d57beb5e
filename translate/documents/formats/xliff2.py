"""XLIFF 2 (OASIS, https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html).

The ``source`` of each segment is translated into ``target`` where that is empty or a copy of the source. A draft has
the state ``initial`` with a sub-state that tells it from what was never touched.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.inline_codes import (
    InlineCode,
    SegmentReader,
    check_english,
    has_translation,
    indent_before,
    is_placeholder,
    is_translatable,
    renamed,
    tag_with,
)
from jisr.translate.documents.markup import Edits, EditWriter, Element, stream_again, stream_markup
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Xliff2File"]

STATE: Final = {"state": "initial", "subState": "jisr:draft"}
FINAL_STATES: Final = frozenset({"reviewed", "final"})
RESTRICTION: Final = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}sizeRestriction"
PARTS: Final = frozenset({"unit", "profiles"})
TARGET_LANGUAGE: Final = "trgLang"


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A segment to be translated.

    :param name: names of its unit and, if that has several, its own.
    :param original: the original data of the codes of its unit, by name.
    :param context: the notes of its unit.
    :param limit: largest number of characters of the target; ``None`` for any.
    """

    name: str
    element: Element
    source: Element
    target: Element | None
    original: dict[str, str]
    context: str
    limit: int | None


class Xliff2File:
    """A file of XLIFF 2.

    :raises InputError: if it is not well-formed, or has another target language than English.
    """

    kind: ClassVar = "xliff2"

    def __init__(self, path: str, _options: DocumentOptions) -> None:
        self.path = path
        self.markup, elements = stream_markup(Path(path).read_bytes(), path, PARTS)
        files: dict[Element, None] = {}
        for element in elements:
            around = list(element.ancestors())
            if not files:
                check_english(path, around[-1].attributes.get(TARGET_LANGUAGE))
            files[around[-2]] = None
        self.several = len(files) > 1

    def segments(self) -> Iterator[Segment]:
        """Yield the segments that are to be translated, of which those of one unit are kept at a time."""
        counting: Element | None = None  # the last file whose size restrictions count characters
        for element in stream_again(self.markup, self.path, PARTS):
            if element.local == "unit":
                yield from segments_of(element, counting, named=self.several)
            elif element.attributes.get("generalProfile") == "xliff:codepoints":
                counting = element.parent

    def reader(self, segment: Segment) -> SegmentReader:
        """Return the reader of a segment."""
        return SegmentReader(self.markup, partial(classify, segment.original))

    def units(self) -> Iterator[Unit]:
        """Yield each segment that is not translated."""
        return (self.unit(segment) for segment in self.segments())

    def unit(self, segment: Segment) -> Unit:
        """Return a segment as a unit."""
        return self.reader(segment).unit(segment.source, segment.name, context=segment.context, limit=segment.limit)

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target for each segment."""
        writer = EditWriter(self.markup, stream.write)
        for segment, target in zip(self.segments(), targets, strict=True):
            if target == Target.kept(self.unit(segment)):
                continue
            if not writer.started:
                *_, root = segment.element.ancestors()
                if TARGET_LANGUAGE not in root.attributes:
                    tag = tag_with(self.markup.raw(root.start, root.inner), {TARGET_LANGUAGE: "en"})
                    writer.edits.replace(root.start, root.inner, tag)
            self.draft(segment, target, writer.edits)
            writer.advance(segment.element.end)
        writer.finish()

    def draft(self, segment: Segment, target: Target, edits: Edits) -> None:
        """Put a target in the place of what a segment had."""
        markup, element, former = self.markup, segment.element, segment.target
        edits.replace(element.start, element.inner, tag_with(markup.raw(element.start, element.inner), STATE))
        content = self.reader(segment).written(segment.source, {segment.source: target})
        name = renamed(markup, segment.source, "target")
        if former is None:
            at = segment.source.end
            edits.replace(at, at, f"{indent_before(markup, segment.source)}<{name}>{content}</{name}>")
        else:
            tag = tag_with(markup.raw(former.start, former.inner), {})
            edits.replace(former.start, former.end, f"{tag}{content}</{name}>")


def segments_of(unit: Element, counting: Element | None, *, named: bool) -> Iterator[Segment]:
    """Yield the segments of a unit that are to be translated.

    :param counting: a file whose size restrictions count characters.
    :param named: whether their names begin with that of the file.
    """
    if not is_translatable(unit):
        return
    around = list(unit.ancestors())
    name = unit.attributes.get("id", "")
    if named:
        name = f"{around[-2].attributes.get('id', '')}#{name}"
    original = {
        each.attributes.get("id", ""): each.text
        for data in unit.elements
        if data.local == "originalData"
        for each in data.elements
    }
    context = "; ".join(each.text.strip() for each in unit.walk() if each.local == "note")
    parts = [each for each in unit.elements if each.local == "segment"]
    for number, element in enumerate(parts, 1):
        inside = {each.local: each for each in element.elements}
        source, target = inside.get("source"), inside.get("target")
        if source is None or element.attributes.get("state") in FINAL_STATES:
            continue
        if has_translation(source, target):
            continue
        own = f"{name}.{element.attributes.get('id', number)}" if len(parts) > 1 else name
        limit = restriction([element, unit, *around]) if counting is around[-2] else None
        yield Segment(own, element, source, target, original, context, limit)


def restriction(around: Sequence[Element]) -> int | None:
    """Return the largest size of a segment, as the module for size restrictions (section 5.7) tells it.

    :param around: the segment, and what is around it; the first that tells a size counts.
    """
    found = (each.attributes.get(RESTRICTION) for each in around)
    most = next((value for value in found if value), "").rpartition(",")[2].strip()
    return int(most) if most.isdecimal() else None


def classify(original: dict[str, str], element: Element) -> InlineCode:
    """Return what an inline element is.

    :param original: original data of the codes of the unit, by name.
    """
    name, attributes = element.local, element.attributes
    if name in {"sc", "sm"}:
        return InlineCode("open", attributes.get("id", ""))
    if name in {"ec", "em"}:
        return InlineCode("close", attributes.get("startRef", ""))
    if name == "mrk" and attributes.get("translate") == "no":
        return InlineCode("word")
    if name in {"pc", "mrk"}:
        return InlineCode("around")
    shown = (attributes.get("equiv"), attributes.get("disp"), original.get(attributes.get("dataRef", "")))
    is_word = attributes.get("subType") == "xlf:var" or any(map(is_placeholder, shown))
    return InlineCode("word" if is_word and name == "ph" else "alone")

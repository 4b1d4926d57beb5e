"""XLIFF 1.2 (OASIS 2008, https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html), with its kin of Trados and memoQ.

``source`` is translated into ``target`` where that is empty, a copy of the source, or in a state of work to do;
segments (``mrk``) one by one. A draft has the state ``needs-review-translation``; nothing is made final or approved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.inline_codes import (
    InlineCode,
    SegmentReader,
    check_english,
    has_translation,
    indent_before,
    is_language,
    is_placeholder,
    is_translatable,
    renamed,
    tag_with,
)
from jisr.translate.documents.markup import Edits, EditWriter, Element, stream_again, stream_markup
from jisr.translate.documents.unit import Target, Unit

__all__ = ["XliffFile"]

STATE: Final = {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"}
OPEN_STATES: Final = frozenset({"new", "needs-translation", "needs-l10n", "needs-adaptation"})
"""States of targets that are still to be translated, whatever they hold."""
FINAL_STATES: Final = frozenset({"final", "signed-off"})
TARGET_LANGUAGE: Final = "target-language"
UNITS: Final = frozenset({"trans-unit"})
LOCKED: Final = "{MQXliff}locked"
"""Attribute of memoQ for a unit that must not change."""


@dataclass(frozen=True, slots=True, eq=False)
class TransUnit:
    """A unit of a file.

    :param name: name of the file, if there are several, and its own.
    :param file: the ``file`` around it.
    :param source: its ``source``.
    :param segmented: its ``seg-source``, if it has one.
    :param target: its ``target``, if it has one.
    :param segments: what is to be translated of it, with the name of each.
    """

    name: str
    element: Element
    file: Element
    source: Element
    segmented: Element | None
    target: Element | None
    segments: list[tuple[str, Element]]


class XliffFile:
    """A file of XLIFF 1.2.

    :raises InputError: if it is not well-formed, or has another target language than English.
    """

    kind: ClassVar = "xliff"

    def __init__(self, path: str, _options: DocumentOptions) -> None:
        self.path = path
        self.markup, units = stream_markup(Path(path).read_bytes(), path, UNITS)
        self.reader = SegmentReader(self.markup, classify)
        languages: dict[Element, str | None] = {}
        for unit in units:
            file = file_of(unit)
            if file is not None:
                languages[file] = file.attributes.get(TARGET_LANGUAGE)
        if languages and not any(map(is_ours, languages.values())):
            check_english(path, next(iter(languages.values())))
        self.several = len(languages) > 1

    def trans_units(self) -> Iterator[TransUnit]:
        """Yield the units with something to be translated, of which one is kept at a time."""
        for element in stream_again(self.markup, self.path, UNITS):
            file = file_of(element)
            if file is not None and is_ours(file.attributes.get(TARGET_LANGUAGE)):
                unit = trans_unit_of(element, file, named=self.several)
                if unit is not None:
                    yield unit

    def units(self) -> Iterator[Unit]:
        """Yield each source, or each of its segments, that is not translated, and the text inside its codes."""
        for trans_unit in self.trans_units():
            for _, unit in self.element_units(trans_unit):
                yield unit

    def element_units(self, trans_unit: TransUnit) -> Iterator[tuple[Element, Unit]]:
        """Yield the elements with text of a unit, with what is translated of each."""
        notes = [each.text.strip() for each in trans_unit.element.elements if each.local == "note"]
        attributes = trans_unit.element.attributes
        in_characters = attributes.get("size-unit") == "char"
        width = attributes.get("maxwidth", "") if in_characters else ""
        for name, segment in trans_unit.segments:
            for index, element in enumerate(self.reader.text_elements(segment)):
                limit = int(width) if width.isdecimal() and not index else None
                named = f"{name} sub {index}" if index else name
                yield element, self.reader.unit(element, named, context="; ".join(notes), limit=limit)

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target for each unit."""
        writer = EditWriter(self.markup, stream.write)
        written = iter(targets)
        drafted: Element | None = None  # the file of the last draft
        for trans_unit in self.trans_units():
            texts = list(self.element_units(trans_unit))
            given = {element: next(written) for element, _ in texts}
            if all(given[element] == Target.kept(unit) for element, unit in texts):
                continue
            file = trans_unit.file
            if file is not drafted and TARGET_LANGUAGE not in file.attributes:
                tag = tag_with(self.markup.raw(file.start, file.inner), {TARGET_LANGUAGE: "en"})
                writer.edits.replace(file.start, file.inner, tag)
            drafted = file
            self.draft(trans_unit, given, writer.edits)
            writer.advance(trans_unit.element.end)
        writer.finish()

    def draft(self, trans_unit: TransUnit, targets: dict[Element, Target], edits: Edits) -> None:
        """Put targets in the place of what a unit had."""
        markup, target = self.markup, trans_unit.target
        content = self.content(trans_unit, targets)
        name = renamed(markup, trans_unit.source, "target")
        if target is None:
            before = trans_unit.segmented or trans_unit.source
            tag = tag_with(f"<{name}>", STATE)
            edits.replace(before.end, before.end, f"{indent_before(markup, before)}{tag}{content}</{name}>")
        else:
            tag = tag_with(markup.raw(target.start, target.inner), STATE)
            edits.replace(target.start, target.end, f"{tag}{content}</{name}>")

    def content(self, trans_unit: TransUnit, targets: dict[Element, Target]) -> str:
        """Return the content of the target of a unit.

        Of a segmented one it is the former target with new segments, or, if that lacks one, what the segmented source
        holds.
        """
        markup, target = self.markup, trans_unit.target
        written = {name: self.reader.written(segment, targets) for name, segment in trans_unit.segments}
        if trans_unit.segmented is None:
            return written[trans_unit.name]
        names = {f"{trans_unit.name}.{mid}": mid for mid in segments(trans_unit.segmented)}
        there = segments(target) if target is not None else {}
        base = target if target is not None and there.keys() >= set(names.values()) else trans_unit.segmented
        edits = Edits()
        places = segments(base)
        for name, mid in names.items():
            place = places[mid]
            if name in written:
                content = written[name]
            elif mid in there:
                content = markup.raw(there[mid].inner, there[mid].inner_end)
            else:
                continue
            if place.empty_tag:
                tag = tag_with(markup.raw(place.start, place.inner), {})
                content = f"{tag}{content}</{renamed(markup, place, 'mrk')}>"
                edits.replace(place.start - base.inner, place.end - base.inner, content)
            else:
                edits.replace(place.inner - base.inner, place.inner_end - base.inner, content)
        return edits.apply(markup.data[base.inner : base.inner_end]).decode()


def file_of(unit: Element) -> Element | None:
    """Return the ``file`` around a unit."""
    return next((each for each in unit.ancestors() if each.local == "file"), None)


def is_ours(language: str | None) -> bool:
    """Return whether a target language is English, or not told."""
    return not language or is_language(language, "en")


def trans_unit_of(element: Element, file: Element, *, named: bool) -> TransUnit | None:
    """Return a unit of a file; ``None`` if there is nothing to be translated.

    :param named: whether its name begins with that of the file.
    """
    if not is_translatable(element) or element.attributes.get("approved") == "yes" or LOCKED in element.attributes:
        return None
    parts = {each.local: each for each in element.elements}
    source, target, segmented = parts.get("source"), parts.get("target"), parts.get("seg-source")
    state = target.attributes.get("state", "") if target is not None else ""
    if source is None or state in FINAL_STATES:
        return None
    name = element.attributes.get("id", "")
    if named:
        name = f"{file.attributes.get('original', '')}#{name}"
    if segmented is None or not segments(segmented):
        to_do = [] if is_finished(source, target, state) else [(name, source)]
        segmented = None
    else:
        there = segments(target) if target is not None else {}
        locked = locked_segments(element)
        to_do = [
            (f"{name}.{mid}", segment)
            for mid, segment in segments(segmented).items()
            if mid not in locked and not is_finished(segment, there.get(mid), state)
        ]
    return TransUnit(name, element, file, source, segmented, target, to_do) if to_do else None


def segments(element: Element) -> dict[str, Element]:
    """Return the segments in an element by their names."""
    return {
        each.attributes.get("mid", ""): each
        for each in element.walk()
        if each.local == "mrk" and each.attributes.get("mtype") == "seg"
    }


def locked_segments(trans_unit: Element) -> set[str]:
    """Return the names of the segments that Trados has locked or someone has approved."""
    return {
        each.attributes.get("id", "")
        for each in trans_unit.walk()
        if each.local == "seg"
        and (each.attributes.get("locked") == "true" or each.attributes.get("conf", "").startswith("Approved"))
    }


def is_finished(source: Element, target: Element | None, state: str) -> bool:
    """Return whether a target is a translation of its source.

    :param state: its state, empty if it has none.
    """
    return has_translation(source, target) and state not in OPEN_STATES


def classify(element: Element) -> InlineCode:
    """Return what an inline element is."""
    name, attributes = element.local, element.attributes
    key = attributes.get("rid") or attributes.get("id", "")
    if name in {"bpt", "bx"}:
        return InlineCode("open", key)
    if name in {"ept", "ex"}:
        return InlineCode("close", key)
    if name == "mrk" and (attributes.get("mtype") == "protected" or attributes.get("translate") == "no"):
        return InlineCode("word")
    if name in {"g", "mrk"}:
        return InlineCode("around")
    is_word = is_placeholder(attributes.get("equiv-text")) or is_placeholder(element.text)
    return InlineCode("word" if is_word and name in {"x", "ph"} else "alone")

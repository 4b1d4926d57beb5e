"""Word files (ISO/IEC 29500-1, section 17): documents and templates, with macros or without."""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, ClassVar, Final

from jisr.chars import has_arabic
from jisr.errors import InputError, JisrWarning
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.docx_direction import StyleFonts, mirror_word
from jisr.translate.documents.formats.docx_paragraphs import word_paragraph
from jisr.translate.documents.formats.ooxml import (
    DRAWING_ATTRIBUTES,
    Place,
    RunsPlace,
    attribute_places,
    drawing_places,
    get,
    local,
    part_types,
    tag,
    text_places,
)
from jisr.translate.documents.markup import Edits, Element, Markup, parse_markup
from jisr.translate.documents.package import Package
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Docx"]

STORIES: Final = (
    ("document.main+xml", "template.main+xml", "macroEnabled.main+xml", "macroEnabledTemplate.main+xml"),
    ("wordprocessingml.header+xml",),
    ("wordprocessingml.footer+xml",),
    ("wordprocessingml.footnotes+xml",),
    ("wordprocessingml.endnotes+xml",),
    ("wordprocessingml.comments+xml",),
    ("wordprocessingml.document.glossary+xml",),
)
"""Ends of the content types of parts with paragraphs, in the order in which they are read."""
COMMENTS: Final = "wordprocessingml.comments+xml"
DRAWINGS: Final = (
    "drawingml.chart+xml",
    "chartex+xml",
    "drawingml.chartshapes+xml",
    "drawingml.diagramData+xml",
    "drawing.diagramDrawing+xml",
    "diagramDrawing+xml",
)
NUMBERING: Final = "wordprocessingml.numbering+xml"
STYLES: Final = ("wordprocessingml.styles+xml", "stylesWithEffects+xml")
SETTINGS: Final = "wordprocessingml.settings+xml"
CORE: Final = "package.core-properties+xml"
EXTENDED: Final = "officedocument.extended-properties+xml"
SIGNATURE: Final = "package.digital-signature-origin"
ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    **DRAWING_ATTRIBUTES,
    "w:hyperlink": ("w:tooltip",),
    "w:listItem": ("w:displayText",),
    "w:listEntry": ("w:val",),
    "w:helpText": ("w:val",),
    "w:statusText": ("w:val",),
    "w:tblCaption": ("w:val",),
    "w:tblDescription": ("w:val",),
    "v:textpath": ("string",),
    **{f"v:{shape}": ("alt", "title") for shape in ("shape", "rect", "roundrect", "oval", "group", "line")},
}
"""Attributes that people read: descriptions, tips, lists of choices, words as pictures."""
LEVEL = re.compile("%[1-9]")
"""The number of a level in the text of a list: ``Chapter %1``."""


class Docx:
    """A Word file.

    :raises InputError: if it is damaged or hostile.
    """

    kind: ClassVar = "docx"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        self.package = Package(path)
        self.options = options
        self.types = part_types(self.package)
        if not self.of_type(*STORIES[0]):
            raise InputError(f"{path}: a Word file without a document")
        self.bound: set[str] | None = None

    def of_type(self, *ends: str) -> list[str]:
        """Return the parts whose content type has one of these ends."""
        return [name for name, kind in self.types.items() if kind.endswith(ends)]

    def units(self) -> Iterator[Unit]:
        """Yield each paragraph and each attribute in Arabic, part by part."""
        for name in self.parts():
            for _, place in self.places(name, self.markup(name)):
                yield place.unit

    def parts(self) -> list[str]:
        """Return the parts with text, in the order in which they are read."""
        stories = [name for ends in STORIES for name in self.of_type(*ends)]
        if not self.options.comments:
            stories = [name for name in stories if not self.types[name].endswith(COMMENTS)]
        properties = [*self.of_type(CORE, EXTENDED), *(name for name in self.types if is_custom(name))]
        return [*stories, *self.of_type(*DRAWINGS), *self.of_type(NUMBERING), *properties]

    def markup(self, name: str) -> Markup:
        """Return a part with its elements.

        :raises InputError: if it is damaged.
        """
        return parse_markup(self.package.read(name), f"{self.package.path}/{name}")

    def places(self, name: str, markup: Markup) -> Iterator[tuple[Element | None, Place]]:
        """Yield the places of a part, each with its paragraph, if it is one."""
        kind = self.types[name]
        if kind.endswith(DRAWINGS):
            yield from ((None, place) for place in drawing_places(name, markup))
        elif kind.endswith(NUMBERING):
            yield from ((None, place) for place in list_texts(name, markup))
        elif kind.endswith((CORE, EXTENDED)) or is_custom(name):
            yield from ((None, place) for place in self.properties(name, markup))
        else:
            yield from self.paragraphs(name, markup)

    def paragraphs(self, name: str, markup: Markup) -> Iterator[tuple[Element | None, Place]]:
        """Yield the paragraphs and the attributes of a part."""
        counts: Counter[str] = Counter()
        for element in markup.root.walk():
            kind = tag(element)
            if kind == "w:p":
                counts[kind] += 1
                runs, span = word_paragraph(element, markup, mirror=self.options.direction == "mirror")
                if runs:
                    yield element, RunsPlace(runs.unit(f"{name}#p{counts[kind]}"), runs, span)
            elif kind in ATTRIBUTES:
                counts[kind] += 1
                place = f"{name}#{local(element)}{counts[kind]}"
                yield from ((None, each) for each in attribute_places(element, ATTRIBUTES[kind], place))

    def properties(self, name: str, markup: Markup) -> Iterator[Place]:
        """Yield the title of the document, and the properties that its paragraphs repeat.

        Word fills a paragraph that is bound to a property with the property whenever it opens the document.
        """
        if self.bound is None:
            self.bound = set(self.bound_names())
        counts: Counter[str] = Counter()
        for element in markup.root.walk():
            counts[local(element)] += 1
            if tag(element) == "dc:title" or local(element) in self.bound:
                number = counts[local(element)]
                yield from text_places(element, f"{name}#{local(element)}{number if number > 1 else ''}")

    def bound_names(self) -> Iterator[str]:
        """Yield the names of the elements whose text paragraphs repeat: the last name of an XPath."""
        for name in (part for ends in STORIES for part in self.of_type(*ends)):
            if b"dataBinding" not in self.package.read(name):
                continue
            for element in self.markup(name).root.walk():
                path = get(element, "w:xpath") if tag(element) == "w:dataBinding" else None
                found = re.search(r"(?:^|[/:])([\w.-]+)(?:\[[0-9]+\])?$", path or "")
                if found:
                    yield found[1]

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the document with a target in the place of each unit."""
        coming = iter(targets)
        changed: dict[str, bytes] = {}
        mirrored = self.options.direction == "mirror"
        styles = self.of_type(STYLES[0])
        fonts = StyleFonts(self.markup(styles[0]).root) if mirrored and styles else StyleFonts()
        for name in self.parts():
            markup, edits = self.markup(name), Edits()
            staying: set[Element] = set()
            for paragraph, place in self.places(name, markup):
                target = next(coming)
                if target != Target.kept(place.unit):
                    place.edit(target, edits, markup)
                elif paragraph is not None and has_arabic(place.unit.text):
                    staying.add(paragraph)
            if mirrored:
                mirror_word(markup, edits, staying, fonts)
            if edits.spans:
                changed[name] = markup.edited(edits)
        if next(coming, None) is not None:
            raise ValueError("more targets than units")
        for name in self.of_type(*STYLES, SETTINGS) if mirrored else ():
            markup, edits = self.markup(name), Edits()
            mirror_word(markup, edits, frozenset(), fonts)
            if edits.spans:
                changed[name] = markup.edited(edits)
        if changed and self.of_type(SIGNATURE):
            message = f"{self.package.path}: is signed; the signature does not hold for what is written"
            warnings.warn(JisrWarning(message), stacklevel=2)
        self.package.write(stream, changed)


def is_custom(name: str) -> bool:
    """Return whether a part is data of its own that paragraphs may repeat."""
    return re.fullmatch(r"customXml/item[0-9]*\.xml", name) is not None


def list_texts(name: str, markup: Markup) -> Iterator[Place]:
    """Yield the texts of lists, such as ``Chapter %1``."""
    count = 0
    for element in markup.root.walk():
        if tag(element) == "w:lvlText":
            count += 1
            yield from attribute_places(element, ("w:val",), f"{name}#lvlText{count}", LEVEL)

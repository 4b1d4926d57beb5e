"""Word files (ISO/IEC 29500-1, section 17): documents and templates, with macros or without."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, ClassVar, Final

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.markup import EditWriter, Element, Markup, parse_markup, stream_markup
from jisr.translate.documents.office.charts import chart_texts
from jisr.translate.documents.office.docx_direction import StyleFonts, mirror_word
from jisr.translate.documents.office.docx_paragraphs import word_paragraph
from jisr.translate.documents.office.ooxml import DRAWING_ATTRIBUTES, drawing_places, part_types, warn_of_signature
from jisr.translate.documents.office.places import Place, RunsPlace, attribute_places, get, tag, text_places
from jisr.translate.documents.package import Package, PackedPart
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
CHART: Final = "drawingml.chart+xml"
DRAWINGS: Final = ("chartex+xml", "drawingml.chartshapes+xml", "drawingml.diagramData+xml", "diagramDrawing+xml")
BLOCKS: Final = frozenset(
    {
        *("p", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr"),
        *("style", "docDefaults", "abstractNum", "num", "themeFontLang"),
    }
)
"""Elements of the parts of Word that hold all their text and properties, without namespaces."""
NUMBERING: Final = "wordprocessingml.numbering+xml"
STYLES: Final = ("wordprocessingml.styles+xml", "stylesWithEffects+xml")
SETTINGS: Final = "wordprocessingml.settings+xml"
CORE: Final = "package.core-properties+xml"
EXTENDED: Final = "officedocument.extended-properties+xml"
OWN: Final = (*(end for ends in STORIES for end in ends), NUMBERING, *STYLES, SETTINGS)
"""Ends of the content types of the parts that are Word's own."""
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
        self.bound = set(self.bound_names())

    def of_type(self, *ends: str) -> list[str]:
        """Return the parts whose content type has one of these ends."""
        return [name for name, kind in self.types.items() if kind.endswith(ends)]

    def units(self) -> Iterator[Unit]:
        """Yield each paragraph and each attribute in Arabic, part by part."""
        for name in self.parts():
            markup, blocks = self.blocks(name)
            counts: Counter[str] = Counter()
            for block in blocks:
                yield from (place.unit for _, place in self.places(name, markup, block, counts))
        for name in self.of_type(CHART):
            yield from (text.unit for text in chart_texts(self.package, name, name, self.options, {}))

    def parts(self) -> list[str]:
        """Return the parts with text, in the order in which they are read."""
        stories = [name for ends in STORIES for name in self.of_type(*ends)]
        if not self.options.comments:
            stories = [name for name in stories if not self.types[name].endswith(COMMENTS)]
        properties = self.of_type(CORE)
        if self.bound:
            properties += [*self.of_type(EXTENDED), *(name for name in self.types if is_custom(name))]
        return [*stories, *self.of_type(*DRAWINGS), *self.of_type(NUMBERING), *properties]

    def blocks(self, name: str) -> tuple[Markup, Iterator[Element]]:
        """Return a part, and its elements with text or properties, few of which are kept at a time; or else its root.

        :raises InputError: if it is damaged.
        """
        if self.types[name].endswith(OWN):
            return stream_markup(self.package.read(name), f"{self.package.path}/{name}", BLOCKS)
        markup = self.markup(name)
        return markup, iter([markup.root])

    def markup(self, name: str) -> Markup:
        """Return a part with its elements.

        :raises InputError: if it is damaged.
        """
        return parse_markup(self.package.read(name), f"{self.package.path}/{name}")

    def places(
        self, name: str, markup: Markup, block: Element, counts: Counter[str]
    ) -> Iterator[tuple[Element | None, Place]]:
        """Yield the places of a block, each with its paragraph, if it is one.

        :param counts: number of elements in the blocks before, by name.
        """
        kind = self.types[name]
        if kind.endswith(DRAWINGS):
            yield from ((None, place) for place in drawing_places(name, markup))
        elif kind.endswith(NUMBERING):
            yield from ((None, place) for place in list_texts(name, block, counts))
        elif kind.endswith((CORE, EXTENDED)) or is_custom(name):
            yield from ((None, place) for place in self.properties(name, block))
        else:
            for element in block.walk():
                kind = tag(element)
                counts[kind] += 1
                place = f"{name}#{element.local}{counts[kind]}"
                if kind == "w:p":
                    runs, span = word_paragraph(element, markup, mirror=self.options.direction == "mirror")
                    if runs:
                        yield element, RunsPlace(runs.unit(place), runs, span)
                elif kind in ATTRIBUTES:
                    yield from ((None, each) for each in attribute_places(element, ATTRIBUTES[kind], place))

    def properties(self, name: str, root: Element) -> Iterator[Place]:
        """Yield the title of the document, and the properties that its paragraphs repeat.

        Word fills a paragraph that is bound to a property with the property whenever it opens the document.
        """
        counts: Counter[str] = Counter()
        for element in root.walk():
            counts[element.local] += 1
            if tag(element) == "dc:title" or element.local in self.bound:
                number = counts[element.local]
                yield from text_places(element, f"{name}#{element.local}{number if number > 1 else ''}")

    def bound_names(self) -> Iterator[str]:
        """Yield the names of the elements whose text paragraphs repeat: the last name of an XPath."""
        for name in (part for ends in STORIES for part in self.of_type(*ends)):
            if b"dataBinding" not in self.package.read(name):
                continue
            for element in self.blocks(name)[1]:
                for each in element.walk():
                    path = get(each, "w:xpath") if tag(each) == "w:dataBinding" else None
                    found = re.search(r"(?:^|[/:])([\w.-]+)(?:\[[0-9]+\])?$", path or "")
                    if found:
                        yield found[1]

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the document with a target in the place of each unit."""
        coming = iter(targets)
        changed: dict[str, bytes | PackedPart] = {}
        mirrored = self.options.direction == "mirror"
        styles = min(self.of_type(STYLES[0]), key=len, default=None)
        fonts = StyleFonts(self.blocks(styles)[1] if mirrored and styles else ())
        for name in [*self.parts(), *(self.of_type(*STYLES, SETTINGS) if mirrored else ())]:
            content = self.written(name, coming, fonts)
            if content is not None:
                changed[name] = content
        for name in self.of_type(CHART):
            for text in chart_texts(self.package, name, name, self.options, changed):
                text.target = next(coming)
        if next(coming, None) is not None:
            raise ValueError("more targets than units")
        if changed:
            warn_of_signature(self.package, self.types)
        self.package.write(stream, changed)

    def written(self, name: str, targets: Iterator[Target], fonts: StyleFonts) -> PackedPart | None:
        """Return a part with a target in the place of each of its units; ``None`` if it stays as it is.

        :param fonts: the fonts of the styles.
        """
        markup, blocks = self.blocks(name)
        counts: Counter[str] = Counter()
        content = PackedPart()
        writer = EditWriter(markup, content.write)
        for block in blocks:
            staying: set[Element] = set()
            for paragraph, place in self.places(name, markup, block, counts):
                target = next(targets)
                if target != Target.kept(place.unit):
                    place.edit(target, writer.edits, markup)
                elif paragraph is not None:
                    staying.add(paragraph)
            if self.options.direction == "mirror":
                mirror_word(block, markup, writer.edits, staying, fonts)
            if writer.edits.spans:
                writer.advance(block.end)
        if not writer.started:
            return None
        writer.finish()
        return content


def is_custom(name: str) -> bool:
    """Return whether a part is data of its own that paragraphs may repeat."""
    return re.fullmatch(r"customXml/item[0-9]*\.xml", name) is not None


def list_texts(name: str, block: Element, counts: Counter[str]) -> Iterator[Place]:
    """Yield the texts of lists, such as ``Chapter %1``.

    :param counts: number of elements in the blocks before, by name.
    """
    for element in block.walk():
        if tag(element) == "w:lvlText":
            counts["w:lvlText"] += 1
            yield from attribute_places(element, ("w:val",), f"{name}#lvlText{counts['w:lvlText']}", LEVEL)

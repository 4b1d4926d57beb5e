"""OpenDocument files: the texts of their parts, found by streaming and edited in place.

Deleted text of tracked changes is no text; annotations are with ``--comments``. In a spreadsheet only strings are text:
what a formula gives is renewed where it equals a string that is translated.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, ClassVar, Final

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions, is_source, may_hold_source
from jisr.translate.documents.markup import Edits, EditWriter, Element, Markup, parse_markup, stream_markup
from jisr.translate.documents.office.places import Place, RunsPlace, attribute_places, get, tag, text_places
from jisr.translate.documents.opendocument.cells import (
    Cell,
    choice_places,
    formula_places,
    formula_texts,
    is_string,
    repeated,
    row_cells,
)
from jisr.translate.documents.opendocument.direction import mirror_styles
from jisr.translate.documents.opendocument.paragraphs import paragraph_runs
from jisr.translate.documents.opendocument.styles import Style, Styles, is_right_to_left
from jisr.translate.documents.package import Package, PackedPart
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.documents.web.html_direction import english_language

__all__ = ["Presentation", "Spreadsheet", "TextDocument"]

MANIFEST: Final = "META-INF/manifest.xml"
SIGNATURES: Final = "META-INF/documentsignatures.xml"
PART = re.compile(r"(?:(?!META-INF/|Configurations2/)[^/]+/)*(?:content|styles)\.xml")
"""Parts with text: those of the document, and of the charts and documents inside it."""
META: Final = "meta.xml"

STYLES: Final = frozenset({"style", "default-style"})
TURNED: Final = STYLES | {
    *("page-layout", "list-style", "outline-style", "notes-configuration", "linenumbering-configuration"),
    *("number-style", "currency-style", "percentage-style", "date-style", "time-style", "boolean-style", "text-style"),
}
"""Elements in which something may be turned."""
TEXTS: Final = frozenset(
    {
        *("dc:title", "dc:subject", "dc:description", "svg:title", "svg:desc", "table:title", "table:desc"),
        *("presentation:header-decl", "presentation:footer-decl", "presentation:date-time-decl"),
        *("text:index-title-template", "text:index-entry-span"),
        *("text:note-continuation-notice-forward", "text:note-continuation-notice-backward"),
    }
)
"""Elements with nothing but text."""
LEVEL: Final = ("style:num-prefix", "style:num-suffix", "loext:num-list-format")
ATTRIBUTES: Final = {
    "text:a": ("office:title",),
    "text:user-field-decl": ("office:string-value",),
    "text:list-level-style-number": LEVEL,
    "text:list-level-style-bullet": LEVEL,
    "text:outline-level-style": LEVEL,
    "table:table-cell": ("office:string-value",),
    "table:filter-condition": ("table:value",),
    "table:filter-set-item": ("table:value",),
    "table:data-pilot-field": ("table:source-field-name",),
    "table:data-pilot-member": ("table:name",),
    "table:help-message": ("table:title",),
    "table:error-message": ("table:title",),
}
"""Attributes that people read, or that repeat the text of a cell."""
CONTROL: Final = ("form:label", "form:title")
BLOCKS: Final = frozenset(
    {
        *TURNED,
        *("p", "h", "table-row", "forms", "content-validation", "user-field-decl", "language"),
        *("filter-condition", "filter-set-item", "data-pilot-field", "title", "desc", "subject", "description"),
        *("header-decl", "footer-decl", "date-time-decl", "index-title-template", "index-entry-span"),
    }
)
"""Local names of the elements that hold all text and all that is turned."""
PLACEHOLDER = re.compile("%[0-9]+%")
"""The number of a level in the text of a list: ``Chapter %1%``."""


@dataclass(slots=True)
class Reading:
    """Where the reading of a part has come to.

    :param name: name of the part.
    :param counts: number of elements so far, by place and name.
    :param page: the slide that is read, of which ``pages`` counts.
    :param table: the sheet that is read.
    :param row: number of the row in it, from 1.
    """

    name: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    page: Element | None = None
    pages: int = 0
    table: Element | None = None
    row: int = 0


class OpenDocument:
    """A file of OpenDocument.

    :raises InputError: if it is damaged or hostile, encrypted or signed.
    """

    kind: ClassVar = ""
    sheets: ClassVar = False
    """Whether what counts are the cells of tables."""

    def __init__(self, path: str, options: DocumentOptions) -> None:
        self.package = Package(path)
        self.options = options
        self.check_protection()
        names = [name for name in self.package.names if PART.fullmatch(name)]
        # The content of the document comes first, then its headers, then what is inside it.
        names.sort(key=lambda name: (name.count("/"), name != "content.xml", name))
        self.parts = [*names, *(name for name in (META,) if name in self.package.parts)]
        if "content.xml" not in self.package.parts:
            raise InputError(f"{path}: content.xml is missing")
        self.results, self.sought = self.repeated_strings() if self.sheets else (frozenset[str](), frozenset[str]())

    def check_protection(self) -> None:
        """Check that the document is neither encrypted nor signed.

        :raises InputError: if it is.
        """
        path = self.package.path
        if MANIFEST in self.package.parts:
            for element in self.parse(MANIFEST).root.walk():
                if element.local == "encryption-data":
                    raise InputError(f"{path}: is encrypted; save it without a password")
        if SIGNATURES in self.package.parts and b"<" in self.package.read(SIGNATURES):
            for element in self.parse(SIGNATURES).root.walk():
                if element.local == "Signature":
                    raise InputError(f"{path}: is signed, which a translation cannot be; remove the signature first")

    def parse(self, name: str) -> Markup:
        """Return a small part with all its elements."""
        return parse_markup(self.package.read(name), f"{self.package.path}/{name}")

    def blocks(self, name: str, wanted: frozenset[str] = BLOCKS) -> tuple[Markup, Iterator[Element]]:
        """Return a part, and its elements of some names, few of which are kept at a time."""
        return stream_markup(self.package.read(name), f"{self.package.path}/{name}", wanted)

    def units(self) -> Iterator[Unit]:
        """Yield each paragraph and each other text in Arabic, part by part."""
        for name in self.parts:
            markup, blocks = self.blocks(name)
            styles, reading = self.styles_of(name), Reading(name)
            for block in blocks:
                yield from (place.unit for place in self.places(block, markup, styles, reading))

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the document with a target in the place of each unit."""
        coming = iter(targets)
        changed: dict[str, bytes | PackedPart] = {}
        for name in self.parts:
            content = self.written(name, coming)
            if content is not None:
                changed[name] = content
        if next(coming, None) is not None:
            raise ValueError("more targets than units")
        self.package.write(stream, changed)

    def written(self, name: str, targets: Iterator[Target]) -> PackedPart | None:
        """Return a part with a target in the place of each of its units; ``None`` if it stays as it is."""
        markup, blocks = self.blocks(name)
        styles, reading = self.styles_of(name), Reading(name)
        content = PackedPart()
        writer = EditWriter(markup, content.write)
        for block in blocks:
            for place in self.places(block, markup, styles, reading):
                target = next(targets)
                if target != Target.kept(place.unit):
                    place.edit(target, writer.edits, markup)
            if self.options.direction == "mirror":
                self.mirror(block, markup, writer.edits, styles)
            if writer.edits.spans:
                writer.advance(block.end)
        if not writer.started:
            return None
        writer.finish()
        return content

    def mirror(self, block: Element, markup: Markup, edits: Edits, styles: Styles) -> None:
        """Turn a block to left-to-right and to English, if it holds what can be turned."""
        if block.local in TURNED:
            mirror_styles(block, markup, edits, styles)
        elif tag(block) == "dc:language" and english_language(block.text) != block.text:
            edits.replace(block.inner, block.inner_end, "en-US")

    def styles_of(self, name: str) -> Styles:
        """Return the styles that hold in a part: those of its own document."""
        folder = name.rpartition("/")[0]
        base = f"{folder}/styles.xml".lstrip("/")
        found: list[Style] = []
        rows: list[bool] = []
        for part in dict.fromkeys((base, name)):
            if part not in self.package.parts or part == META:
                continue
            for element in self.blocks(part, STYLES | {"page-layout"})[1]:
                if element.local == "page-layout":
                    modes = (get(each, "style:writing-mode") for each in element.elements)
                    rows.append(any(map(is_right_to_left, modes)))
                    continue
                style = Style.of(element)
                if part == name or not style.automatic:
                    found.append(style)
        if self.sheets:
            rows = [is_right_to_left(style.mode) for style in found if style.family == "table"]
        return Styles(found, right_to_left=any(rows))

    def places(self, block: Element, markup: Markup, styles: Styles, reading: Reading) -> Iterator[Place]:
        """Yield the places of a block with text in Arabic.

        :param reading: where the reading of the part has come to.
        """
        around = {tag(each): each for each in block.ancestors()}
        if "text:tracked-changes" in around or "table:tracked-changes" in around:
            return
        if self.sheets and block.local == "table-row":
            table = around.get("table:table")
            if table is not reading.table:
                reading.table, reading.row = table, 0
            for cell in row_cells(block, get(table, "table:name") or "" if table else "", reading.row + 1):
                yield from self.cell(cell, markup, styles)
            reading.row += repeated(block, "table:number-rows-repeated")
            return
        prefix = reading.name
        page = around.get("draw:page")
        if page is not None:
            reading.pages += page is not reading.page
            reading.page = page
            prefix = f"slide {reading.pages}{' notes' if 'presentation:notes' in around else ''}"
        for element in block.walk():
            name = tag(element)
            reading.counts[prefix, element.local] += 1
            place = f"{prefix}#{element.local}{reading.counts[prefix, element.local]}"
            yield from self.element(element, name, place, markup, styles)

    def cell(self, cell: Cell, markup: Markup, styles: Styles) -> Iterator[Place]:
        """Yield the places of a cell: its lines, and what hangs on it."""
        if not may_hold_source(markup.data[cell.element.start : cell.element.end]):
            return
        string = is_string(cell.element, self.results)
        if string:
            yield from self.element(cell.element, tag(cell.element), cell.place, markup, styles)
        if self.sought:
            yield from formula_places(cell.element, cell.place, markup, self.sought)
        counts: Counter[str] = Counter()
        for child in cell.element.elements:
            own = tag(child) == "text:p"
            kind = "" if own else " comment" if tag(child) == "office:annotation" else f" {child.local}"
            for element in child.walk() if string or not own else ():
                counts[kind] += element.local == "p"
                place = f"{cell.place}{kind}{f' {counts[kind]}' if counts[kind] > 1 else ''}"
                yield from self.element(element, tag(element), place, markup, styles)

    def element(self, element: Element, name: str, place: str, markup: Markup, styles: Styles) -> Iterator[Place]:
        """Yield the places of one element.

        :param name: its name with the usual prefix.
        :param place: where it is, for people.
        """
        if name in {"text:p", "text:h"}:
            if is_source(element.text) and (self.options.comments or not is_annotated(element)):
                runs = paragraph_runs(element, markup, styles)
                if runs:
                    yield RunsPlace(runs.unit(place), runs, (element.inner, element.inner_end))
        elif name in TEXTS:
            yield from text_places(element, place)
        elif name in ATTRIBUTES:
            yield from attribute_places(element, ATTRIBUTES[name], place, PLACEHOLDER)
        elif name.startswith("form:"):
            yield from attribute_places(element, CONTROL, place)
        elif name == "table:content-validation":
            yield from choice_places(element, place, markup)

    def repeated_strings(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the results of formulas that equal a string of another cell, and the strings in formulas that do.

        Both get the translation of that cell.
        """
        if b":formula" not in self.package.read("content.xml"):
            return frozenset(), frozenset()
        results: set[str] = set()
        sought: set[str] = set()
        strings: set[str] = set()
        for of_formulas in (True, False):
            for row in self.blocks("content.xml", frozenset({"table-row"}))[1]:
                for cell in row_cells(row, "", 1):
                    if of_formulas and get(cell.element, "table:formula"):
                        results |= {cell.text} if is_source(cell.text) else set()
                        sought |= {text for text in formula_texts(cell.element) if is_source(text)}
                    elif not of_formulas and not get(cell.element, "table:formula"):
                        strings |= {cell.text} & (results | sought)
            if not results and not sought:
                break
        return frozenset(results & strings), frozenset(sought & strings)


def is_annotated(element: Element) -> bool:
    """Return whether an element is part of an annotation."""
    return any(tag(each) == "office:annotation" for each in element.ancestors())


class TextDocument(OpenDocument):
    """A text (``.odt``)."""

    kind: ClassVar = "odt"


class Presentation(OpenDocument):
    """A presentation (``.odp``)."""

    kind: ClassVar = "odp"


class Spreadsheet(OpenDocument):
    """A spreadsheet (``.ods``)."""

    kind: ClassVar = "ods"
    sheets: ClassVar = True

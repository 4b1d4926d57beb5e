"""The texts of parts with drawings, which slides, sheets and documents share: shapes, diagrams and charts."""

from collections.abc import Iterator
from typing import Final

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.markup import Edits, Element, parse_markup
from jisr.translate.documents.office.agreement import Agreement
from jisr.translate.documents.office.ooxml import Text, drawing_places, mirror_drawing
from jisr.translate.documents.office.places import tag, text_places
from jisr.translate.documents.package import Package, PackedPart

__all__ = ["CORE", "DRAWN", "RELATIONS", "base", "chart_values", "drawing_texts"]

CORE: Final = "core-properties+xml"
"""End of the content type of the properties of a file."""
DRAWN: Final = (
    "presentationml.slide+xml",
    "notesSlide+xml",
    "slideLayout+xml",
    "slideMaster+xml",
    "notesMaster+xml",
    "handoutMaster+xml",
    "drawing+xml",
    "chart+xml",
    "chartex+xml",
    "chartshapes+xml",
    "diagramData+xml",
    "diagramDrawing+xml",
)
"""Ends of the content types of parts with drawings."""
TEXTS: Final = frozenset({"dc:title", "p:text"})
"""Elements with nothing but text: the title of a file, a comment on a slide."""
RELATIONS: Final = ("chart", "diagramData", "diagramDrawing")
"""Beginnings of the types of relations to what is drawn by a part of its own."""


def drawing_texts(
    package: Package,
    part: str,
    name: str,
    options: DocumentOptions,
    changed: dict[str, bytes | PackedPart],
    agreement: Agreement | None = None,
    *,
    inherited: bool = False,
) -> Iterator[Text]:
    """Yield the texts of a part with drawings, of comments, or of the properties of a file.

    :param name: name of the part for people.
    :param changed: where the new content of the part is put, if it changes.
    :param agreement: translations with which the values of a chart must agree.
    :param inherited: whether paragraphs that do not tell are from right to left.
    """
    markup = parse_markup(package.read(part), f"{package.path}/{part}")
    edits = Edits()
    if options.direction == "mirror":
        mirror_drawing(markup.root, markup, edits, inherited=inherited)
    places = [*drawing_places(name, markup)]
    for number, element in enumerate((each for each in markup.root.walk() if tag(each) in TEXTS), 1):
        places += text_places(element, f"{name}#{element.local}{number}")
    for place in places:
        text = Text(place.unit)
        yield text
        if text.changed:
            target = text.changed if agreement is None else agreement.settle(place.unit.text, text.changed)
            place.edit(target, edits, markup)
    if edits.spans:
        changed[part] = markup.edited(edits)


def chart_values(root: Element) -> set[str]:
    """Return the texts that a chart repeats from its workbook."""
    return {element.text for element in root.walk() if tag(element) == "c:v"}


def base(part: str) -> str:
    """Return the name of a part without its folder and suffix, such as ``chart1``."""
    return part.rpartition("/")[2].rpartition(".")[0]

"""Cells of OpenDocument spreadsheets: where they are, which of them are text, and the values they are chosen from."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final

from jisr.translate.documents.document import is_source
from jisr.translate.documents.markup import Edits, Element, Markup, escaped
from jisr.translate.documents.office.places import Place, get, tag
from jisr.translate.documents.office.spreadsheet_text import column_letters
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Cell", "choice_places", "formula_places", "formula_texts", "is_string", "repeated", "row_cells"]

CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
LIST = re.compile(r"cell-content-is-in-list\(")
CHOICE = re.compile(r"\"((?:[^\"]|\"\")*)\"")
"""A string of a formula, in which quotation marks are doubled."""
QUOTE = re.compile("&quot;|&#34;|&#x22;")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    :param place: where it is: ``Sheet!B4``.
    """

    element: Element
    place: str

    @property
    def text(self) -> str:
        """What it shows, without what hangs on it."""
        return "\n".join(each.text for each in self.element.elements if tag(each) == "text:p")


def row_cells(row: Element, sheet: str, number: int) -> Iterator[Cell]:
    """Yield the cells of a row.

    :param sheet: name of its sheet.
    :param number: its number in the sheet, from 1.
    """
    column = 1
    for element in row.elements:
        if tag(element) in CELLS:
            yield Cell(element, f"{sheet}!{column_letters(column)}{number}")
            column += repeated(element, "table:number-columns-repeated")


def repeated(element: Element, name: str) -> int:
    """Return how many rows or columns an element stands for."""
    value = get(element, name) or ""
    return int(value) if value.isdecimal() and len(value) < 10 else 1


def is_string(cell: Element, results: Set[str]) -> bool:
    """Return whether a cell is text, and no number, date or formula.

    :param results: results of formulas that are renewed.
    """
    if (get(cell, "office:value-type") or "string") != "string":
        return False
    return not get(cell, "table:formula") or Cell(cell, "").text in results


@dataclass(slots=True)
class ChoicePlace:
    """A string of a formula: one of the values from which that of a cell is chosen, or one that is looked for.

    :param start: offset of the value, between its quotation marks, in the part.
    :param quote: quotation mark of the attribute around.
    """

    unit: Unit
    start: int
    end: int
    quote: str

    def edit(self, target: Target, edits: Edits, _markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edits.replace(self.start, self.end, escaped(target.text.replace('"', '""'), self.quote))


def choice_places(validation: Element, place: str, markup: Markup) -> Iterator[Place]:
    """Yield the values of a list from which cells are chosen, if it is one (``table:content-validation``)."""
    if LIST.search(get(validation, "table:condition") or ""):
        yield from formula_strings(validation, "table:condition", place, markup)


def formula_places(cell: Element, place: str, markup: Markup, texts: Set[str]) -> Iterator[Place]:
    """Yield the strings for which the formula of a cell looks.

    :param texts: strings of other cells that formulas hold.
    """
    for each in formula_strings(cell, "table:formula", f"{place} formula", markup):
        if each.unit.text in texts:
            yield each


def formula_texts(cell: Element) -> set[str]:
    """Return the strings in the formula of a cell."""
    return {match[1].replace('""', '"') for match in CHOICE.finditer(get(cell, "table:formula") or "")}


def formula_strings(element: Element, name: str, place: str, markup: Markup) -> Iterator[ChoicePlace]:
    """Yield the strings of a formula that are to be translated.

    :param name: attribute with the formula, with its usual prefix, which is that of the file.
    """
    span = markup.attribute_span(element, name)
    if span is None:
        return
    raw = markup.raw(*span)
    quote = markup.raw(span[1], span[1] + 1)
    # The quotation marks of the formula become one character each, of which the offsets are those of the file.
    offsets: list[int] = []
    plain = ""
    at, offset = 0, span[0]
    while at < len(raw):
        match = QUOTE.match(raw, at)
        piece = match[0] if match else raw[at]
        plain += '"' if match else piece
        offsets.append(offset)
        at += len(piece)
        offset += len(piece.encode())
    offsets.append(offset)
    for number, match in enumerate(CHOICE.finditer(plain), 1):
        text = attribute_value(match[1]).replace('""', '"')
        if is_source(text):
            yield ChoicePlace(Unit(f"{place} {number}", text), offsets[match.start(1)], offsets[match.end(1)], quote)


def attribute_value(text: str) -> str:
    """Return a text of an attribute as it is read."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&apos;", "'").replace("&amp;", "&")

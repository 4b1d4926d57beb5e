"""Excel workbooks (ISO/IEC 29500-1, part 18): texts of cells, comments, headers, lists of values and charts."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, ClassVar, Final, TypeAlias

from jisr.translate.documents.document import DocumentOptions, is_source
from jisr.translate.documents.markup import Edits, EditWriter, Element, Markup, escaped, parse_markup, stream_markup
from jisr.translate.documents.office.agreement import Agreement
from jisr.translate.documents.office.drawings import CORE, DRAWN, RELATIONS, base, chart_values, drawing_texts
from jisr.translate.documents.office.ooxml import Text, part_types, relationships, warn_of_signature
from jisr.translate.documents.office.places import edit_attribute
from jisr.translate.documents.office.spreadsheet_text import (
    MOST_HEADER,
    column_letters,
    header_sections,
    header_unit,
    list_items,
    string_text,
    string_unit,
    written_header,
    written_list,
    written_string,
    xstring,
)
from jisr.translate.documents.package import Package, PackedPart
from jisr.translate.documents.unit import Target, Unit

__all__ = ["Xlsx"]

SHEET_TEXTS: Final = frozenset({"autoFilter", "conditionalFormatting", "dataValidation", "hyperlink", "headerFooter"})
"""Elements of a sheet, besides its cells, with texts."""
PROMPTS: Final = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255, "tooltip": 255}
"""Attributes of sheets that people read, and the largest length of each."""
AGREEING: Final = {
    "tableColumn": ("name", "totalsRowLabel"),
    "filter": ("val",),
    "cacheField": ("name",),
    "s": ("v",),
    "dataField": ("name",),
    "pivotField": ("name",),
    "pivotTableDefinition": ("rowHeaderCaption", "colHeaderCaption", "grandTotalCaption"),
    "hyperlink": ("display",),
    "cfRule": ("text",),
}
"""Attributes, by element, that repeat the text of a cell and are found by it."""
AGREEING_TYPES: Final = ("table+xml", "pivotCacheDefinition+xml", "pivotTable+xml", "pivotCacheRecords+xml")
SHARED_STRINGS: Final = "sharedStrings+xml"
MOST_ROW, MOST_COLUMN = 0xFFFFFF, 0xFFFF
FORMULA_STRING = re.compile(r"\"([=<>*]*)((?:[^\"]|\"\")*?)(\**)\"")
"""A string of a formula, in which quotation marks are doubled: a text with what compares it around it."""
MOST_FORMULA_STRING: Final = 255
"""Largest length of a string of a formula."""
COLUMN_NAME = re.compile(r"\[((?:[^\[\]']|'.)+)\]")
"""A column of a table in a formula, ``Table1[Name]``, where ``'`` escapes a character."""


class Xlsx:
    """An Excel workbook.

    :param package: the workbook, if it is not a file of its own.
    :raises InputError: if it is damaged.
    """

    kind: ClassVar = "xlsx"

    def __init__(self, path: str | Path, options: DocumentOptions, package: Package | None = None) -> None:
        self.package = package or Package(path)
        self.options = options
        self.types = part_types(self.package)
        self.sheets = sheet_parts(self.package)
        self.places = array("Q")
        """First cell that uses each shared string: sheet, row and column, from 1, in one number; 0 for none."""
        self.most_strings = sum(
            self.package.parts[part].file_size for part, kind in self.types.items() if kind.endswith(SHARED_STRINGS)
        )
        """More shared strings than there are."""
        self.right_to_left = False
        self.agreeing: set[str] = set()
        self.listed: set[str] = set()
        self.columns: set[str] = set()
        self.fixed: set[str] = set()
        """Names of columns that formulas use, which stay as they are."""
        self.agreement = Agreement(set(), set(), set())
        self.with_texts = [self.scan_sheet(number, part) for number, (_, part) in enumerate(self.sheets)]
        """Names of the elements with texts that each sheet has."""
        self.scan_other_parts()

    def units(self) -> Iterator[Unit]:
        """Yield each string of cells once, then what else is in each sheet."""
        return (text.unit for text in self.texts())

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the workbook with a target in the place of each unit."""
        changed = self.changed_parts(targets)
        if changed:
            warn_of_signature(self.package, self.types)
        self.package.write(stream, changed)

    def changed_parts(self, targets: Iterable[Target]) -> dict[str, bytes | PackedPart]:
        """Return the parts that change with a target in the place of each unit."""
        changed: dict[str, bytes | PackedPart] = {}
        for text, target in zip(self.texts(changed), targets, strict=True):
            text.target = target
        return changed

    def scan_sheet(self, number: int, part: str) -> frozenset[str]:
        """Read where the strings of a sheet are used and what must agree with them.

        :return: names of its elements with texts: ``row`` if cells hold texts of their own.
        """
        found = set()
        wanted = SHEET_TEXTS | {"sheetView", "row"}
        _, elements = stream_markup(self.package.read(part), self.name(part), wanted)
        row = 0
        for element in elements:
            kind = element.local
            if kind == "row":
                row = row_number(element, row)
                if self.scan_row(number, row, element):
                    found.add(kind)
            elif kind == "sheetView":
                self.right_to_left |= is_true(element.attributes.get("rightToLeft"))
            else:
                found.add(kind)
            if kind == "dataValidation":
                self.listed |= {item for item in list_items(list_formula(element)[1]) if is_source(item)}
            elif kind == "autoFilter":
                filters = (each for each in element.walk() if each.local == "filter")
                self.agreeing |= {string_text(each.attributes.get("val", "")) for each in filters}
            elif kind == "conditionalFormatting":
                for each in element.walk():
                    self.agreeing |= formula_texts(each.text) if each.local in {"formula", "f"} else set()
                    self.agreeing.add(string_text(each.attributes.get("text", "")))
        return frozenset(found)

    def scan_row(self, number: int, row: int, element: Element) -> bool:
        """Read the cells of a row as :meth:`scan_sheet` does."""
        has_texts = False
        column = 0
        for cell in element.elements:
            column = column_number(cell.attributes.get("r", "")) or column + 1
            kind = cell.attributes.get("t")
            for child in cell.elements:
                name = child.local
                if name == "v" and kind == "s":
                    self.use(child.text, number << 40 | (row & MOST_ROW) << 16 | column & MOST_COLUMN)
                elif name == "v" and kind == "str":
                    has_texts = True
                    self.agreeing.add(string_text(child.text))
                elif name == "f":
                    texts = formula_texts(child.text)
                    has_texts |= bool(texts)
                    self.agreeing |= texts
                    self.fixed |= column_names(child.text)
                elif name == "is":
                    has_texts = True
        return has_texts

    def use(self, index: str, place: int) -> None:
        """Note that a cell uses a shared string."""
        string = int(index) if index.isdecimal() and len(index) < 10 else -1
        if not 0 <= string < self.most_strings:
            return
        if string >= len(self.places):
            self.places.extend([0] * (string + 1 - len(self.places)))
        self.places[string] = self.places[string] or place

    def scan_other_parts(self) -> None:
        """Read from other parts what must agree with cells."""
        for part, kind in self.types.items():
            if kind.endswith("chart+xml"):
                self.agreeing |= chart_values(self.parse(part).root)
            if kind.endswith(("table+xml", "pivotCacheDefinition+xml", "pivotTable+xml", "main+xml")):
                for element in self.parse(part).root.walk():
                    name = element.local
                    if name == "tableColumn":
                        self.columns.add(string_text(element.attributes.get("name", "")))
                    if name in {"calculatedColumnFormula", "totalsRowFormula", "definedName"}:
                        self.fixed |= column_names(element.text)
                    self.agreeing |= {string_text(element.attributes.get(key, "")) for key in AGREEING.get(name, ())}
        self.fixed &= self.columns

    def texts(self, changed: dict[str, bytes | PackedPart] | None = None) -> Iterator[Text]:
        """Yield all texts.

        :param changed: where the new content of the parts that change is put, by name; ``None`` to read only.
        """
        turned = frozenset({"sheetView"}) if self.right_to_left and changed is not None else frozenset[str]()
        changed = {} if changed is None else changed
        agreement = Agreement(self.agreeing | self.listed | self.columns, self.listed, self.columns)
        self.agreement = agreement
        mirror = self.options.direction == "mirror"
        for part, kind in self.types.items():
            if kind.endswith(SHARED_STRINGS):
                editor = Editor(self, agreement)
                yield from self.edited(part, frozenset({"si"}), editor.shared_string, changed)
        done: set[str] = set()
        for (sheet, part), with_texts in zip(self.sheets, self.with_texts, strict=True):
            editor = Editor(self, agreement, sheet)
            if with_texts or turned:
                yield from self.edited(part, with_texts | turned, editor.sheet_part, changed)
            for kind, related in relationships(self.package, part).values():
                if kind in {"comments", "threadedComment"} and self.options.comments:
                    wanted = frozenset({"comment", "threadedComment"})
                    yield from self.edited(related, wanted, editor.comment, changed)
                elif kind == "drawing":
                    yield from self.drawing(related, f"{sheet} {base(related)}", changed, done)
        for part, kind in self.types.items():
            editor = Editor(self, agreement)
            if kind.endswith(AGREEING_TYPES):
                yield from self.edited(part, frozenset(AGREEING), editor.agree, changed)
            elif kind.endswith("styles+xml") and mirror:
                yield from self.edited(part, frozenset({"alignment"}), editor.alignment, changed)
            elif kind.endswith(CORE):
                yield from drawing_texts(self.package, part, part, self.options, changed)

    def drawing(self, part: str, name: str, changed: dict[str, bytes | PackedPart], done: set[str]) -> Iterator[Text]:
        """Yield the texts of the shapes on a sheet, and of its charts and diagrams."""
        if part in done or not self.types.get(part, "").endswith(DRAWN):
            return
        done.add(part)
        agreement = self.agreement if self.types[part].endswith("chart+xml") else None
        yield from drawing_texts(self.package, part, name, self.options, changed, agreement)
        for kind, related in relationships(self.package, part).values():
            if kind.startswith(RELATIONS):
                yield from self.drawing(related, f"{name} {base(related)}", changed, done)

    def edited(
        self, part: str, wanted: frozenset[str], edit: "Edit", changed: dict[str, bytes | PackedPart]
    ) -> Iterator[Text]:
        """Yield the texts of a part, which is read and written element by element.

        :param wanted: names of the elements in which something may change.
        :param edit: yields the texts of such an element, and makes the edits in it.
        """
        markup, elements = stream_markup(self.package.read(part), self.name(part), wanted)
        content = PackedPart()
        writer = EditWriter(markup, content.write)
        for element in elements:
            yield from edit(element, markup, writer.edits)
            if writer.edits.spans:
                writer.advance(element.end)
        if writer.started:
            writer.finish()
            changed[part] = content

    def place(self, string: int) -> str:
        """Return the first cell that uses a shared string, such as ``Sheet!B4``; its number if none does."""
        place = self.places[string] if string < len(self.places) else 0
        if not place:
            return f"string {string}"
        return f"{self.sheets[place >> 40][0]}!{column_letters(place & MOST_COLUMN)}{place >> 16 & MOST_ROW}"

    def parse(self, part: str) -> Markup:
        """Return a part of small size."""
        return parse_markup(self.package.read(part), self.name(part))

    def name(self, part: str) -> str:
        """Return the name of a part in errors."""
        return f"{self.package.path}/{part}"


Edit: TypeAlias = Callable[[Element, Markup, Edits], Iterator[Text]]


class Editor:
    """Finds and changes the texts in elements of a workbook.

    :param agreement: translations of texts that must agree.
    :param sheet: name of the sheet of which the elements are.
    """

    def __init__(self, workbook: Xlsx, agreement: Agreement, sheet: str = "") -> None:
        self.workbook = workbook
        self.agreement = agreement
        self.sheet = sheet
        self.count = 0
        self.row = 0

    def shared_string(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Yield a shared string."""
        yield from self.string(element, markup, edits, self.workbook.place(self.count))
        self.count += 1

    def string(self, element: Element, markup: Markup, edits: Edits, place: str) -> Iterator[Text]:
        """Yield a string if it is in Arabic."""
        if not is_source(element.text):
            return
        unit, runs = string_unit(element, markup, place)
        if not is_source(unit.text) or unit.text in self.workbook.fixed:
            return
        text = Text(unit)
        yield text
        if text.changed:
            start, end, parts = written_string(element, markup, runs, self.agreement.settle(unit.text, text.changed))
            edits.replace(start, end, *parts)

    def sheet_part(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Yield the texts of an element of a sheet."""
        kind = element.local
        if kind == "row":
            yield from self.cells(element, markup, edits)
        elif kind == "sheetView":
            if self.workbook.options.direction == "mirror" and is_true(element.attributes.get("rightToLeft")):
                edit_attribute(edits, element, "rightToLeft", "0", markup)
        elif kind == "headerFooter":
            for child in element.elements:
                yield from self.header(child, edits)
        elif kind in {"autoFilter", "conditionalFormatting"}:
            for child in element.walk():
                yield from self.agree(child, markup, edits)
                if child.local in {"formula", "f"}:
                    self.formula(child, edits)
        else:
            yield from self.prompts(element, markup, edits)
            if kind == "hyperlink":
                yield from self.agree(element, markup, edits)
            else:
                yield from self.values(element, edits)

    def cells(self, row: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Yield the strings that are written in the cells of a row, and renew the results of formulas that agree."""
        self.row = row_number(row, self.row)
        column = 0
        for cell in row.elements:
            column = column_number(cell.attributes.get("r", "")) or column + 1
            kind = cell.attributes.get("t")
            for child in cell.elements:
                if child.local == "f":
                    self.formula(child, edits)
                elif child.local == "is" and kind == "inlineStr":
                    place = f"{self.sheet}!{column_letters(column)}{self.row}"
                    yield from self.string(child, markup, edits, place)
                elif child.local == "v" and kind == "str":
                    draft = self.agreement.drafts.get(string_text(child.text))
                    if draft is not None:
                        edits.replace(child.inner, child.inner_end, escaped(xstring(draft)))

    def formula(self, element: Element, edits: Edits) -> None:
        """Let a formula look for the translations of the texts of cells that it looks for."""
        if '"' not in element.text:
            return
        sheets = {name for name, _ in self.workbook.sheets}  # whose names stay

        def translated(match: re.Match[str]) -> str:
            text = match[2].replace('""', '"')
            draft = None if text in sheets else self.agreement.drafts.get(text)
            written = f"{match[1]}{draft}{match[3]}" if draft is not None else ""
            fits = 0 < len(written) <= MOST_FORMULA_STRING
            return '"{}"'.format(written.replace('"', '""')) if fits else match[0]

        new = FORMULA_STRING.sub(translated, element.text)
        if new != element.text:
            edits.replace(element.inner, element.inner_end, escaped(new))

    def header(self, element: Element, edits: Edits) -> Iterator[Text]:
        """Yield the sections of a header or a footer."""
        if not is_source(element.text):
            return
        sections = header_sections(string_text(element.text))
        written = list(sections)
        for index, section in enumerate(sections):
            if index % 2 or not is_source(section):
                continue
            text = Text(header_unit(section, f"{self.sheet}!{element.local}{sections[index - 1] if index else ''}"))
            yield text
            if text.changed:
                written[index] = written_header(text.changed)
        whole = "".join(written)
        # A header that is too long makes Excel call the file damaged.
        if written != sections and len(whole) <= MOST_HEADER:
            edits.replace(element.inner, element.inner_end, escaped(xstring(whole)))

    def prompts(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Yield what is shown when a cell is pointed at or filled."""
        for name, limit in PROMPTS.items():
            value = string_text(element.attributes.get(name, ""))
            if is_source(value):
                text = Text(Unit(f"{self.sheet}!{cell_range(element)} {name}", value, limit=limit))
                yield text
                if text.changed:
                    edit_attribute(edits, element, name, attribute_text(text.changed.text[:limit].rstrip()), markup)

    def values(self, element: Element, edits: Edits) -> Iterator[Text]:
        """Yield the values of a list from which those of cells are chosen."""
        formula, written = list_formula(element)
        items = list_items(written)
        drafts = list(items)
        for index, item in enumerate(items):
            if is_source(item):
                text = Text(Unit(f"{self.sheet}!{cell_range(element)} {index + 1}", item))
                yield text
                if text.changed:
                    drafts[index] = self.agreement.settle(item, text.changed).text
        new = written_list(drafts)
        if drafts != items and new is not None and formula is not None:
            edits.replace(formula.inner, formula.inner_end, escaped(new))

    def comment(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Yield the text of a comment."""
        place = f"{self.sheet}!{element.attributes.get('ref', '')} comment"
        for child in element.elements:
            if child.local != "text":
                continue
            if element.local == "comment":
                yield from self.string(child, markup, edits, place)
            elif is_source(child.text):
                text = Text(Unit(place, child.text))
                yield text
                if text.changed:
                    edits.replace(child.inner, child.inner_end, escaped(text.changed.text))

    def agree(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Change the attributes that repeat the text of a cell, in an element and all inside."""
        for each in element.walk():
            for name in AGREEING.get(each.local, ()):
                draft = self.agreement.drafts.get(string_text(each.attributes.get(name, "")))
                if draft is not None:
                    edit_attribute(edits, each, name, attribute_text(draft), markup)
        yield from ()

    def alignment(self, element: Element, markup: Markup, edits: Edits) -> Iterator[Text]:
        """Turn the alignment of cells."""
        right_to_left = element.attributes.get("readingOrder") == "2"
        if right_to_left:
            edit_attribute(edits, element, "readingOrder", "0", markup)
        if element.attributes.get("horizontal") == "right" and (right_to_left or self.workbook.right_to_left):
            edit_attribute(edits, element, "horizontal", "left", markup)
        yield from ()


def sheet_parts(package: Package) -> list[tuple[str, str]]:
    """Return the name and the part of each sheet, in the order of the workbook.

    :raises InputError: if a part is missing or damaged.
    """
    start = next((part for kind, part in relationships(package, "").values() if kind == "officeDocument"), "")
    start = start or "xl/workbook.xml"
    related = relationships(package, start)
    root = parse_markup(package.read(start), f"{package.path}/{start}").root
    sheets = []
    for element in root.walk():
        if element.local != "sheet":
            continue
        relation = next((value for key, value in element.attributes.items() if key.endswith("}id")), "")
        kind, part = related.get(relation, ("", ""))
        if kind in {"worksheet", "chartsheet", "dialogsheet"}:
            sheets.append((element.attributes.get("name", ""), part))
    return sheets


def list_formula(validation: Element) -> tuple[Element | None, str]:
    """Return the formula of a validation that is a list, and its text; an empty one for any other validation."""
    if validation.attributes.get("type") != "list":
        return None, ""
    formula = next((child for child in validation.elements if child.local == "formula1"), None)
    if formula is not None:  # in an extension the formula is inside another element
        formula = next(formula.elements, formula)
    return formula, formula.text if formula is not None else ""


def cell_range(element: Element) -> str:
    """Return the cells for which an element of a sheet holds."""
    inside = next((child.text for child in element.elements if child.local == "sqref"), "")
    return element.attributes.get("sqref") or element.attributes.get("ref") or inside


def attribute_text(text: str) -> str:
    """Return a text as attributes of a workbook spell it."""
    return re.sub(r"[\n\t]", lambda match: f"_x{ord(match[0]):04x}_", xstring(text))


def formula_texts(formula: str) -> set[str]:
    """Return the texts that a formula looks for or shows."""
    found = {match[2].replace('""', '"') for match in FORMULA_STRING.finditer(formula)}
    return {text for text in found if is_source(text)}


def column_names(formula: str) -> set[str]:
    """Return the names in brackets of a formula."""
    return {re.sub("'(.)", r"\1", match[1]) for match in COLUMN_NAME.finditer(formula)}


def row_number(row: Element, before: int) -> int:
    """Return the number of a row, from 1; that after the row before if it has none."""
    number = row.attributes.get("r", "")
    return int(number) if number.isdecimal() and len(number) < 10 else before + 1


def column_number(cell: str) -> int:
    """Return the number of the column of a cell, from 1: 28 for ``AB7``; 0 if there is none."""
    number = 0
    for character in cell:
        if not "A" <= character <= "Z":
            break
        number = number * 26 + ord(character) - 64
    return number


def is_true(value: str | None) -> bool:
    """Return whether the value of an attribute is true."""
    return value in {"1", "true"}

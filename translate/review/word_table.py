"""Review files for Word: a table with number, Arabic, English, and notes.

Codes are marks such as ``⟦1⟧`` in content controls whose text cannot be changed, but which can be moved.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Final
from xml.sax.saxutils import escape

from jisr.translate.documents.markup import Characters, Element, escaped, parse_markup
from jisr.translate.documents.office.places import tag
from jisr.translate.documents.package import Package
from jisr.translate.documents.unit import Code, fragments
from jisr.translate.review.marks import mark, storable_text
from jisr.translate.review.row import RECORD, EditedRow, Original, ReviewRow, read_original

__all__ = ["WordReview", "read_word"]

PROPERTIES: Final = "docProps/custom.xml"
PROPERTY_LENGTH: Final = 200
"""Most characters of a property: Word cuts those of more than 255."""
TYPE: Final = "application/vnd.openxmlformats-"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS: Final = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{TYPE}package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}officedocument.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/{PROPERTIES}" ContentType="{TYPE}officedocument.custom-properties+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/custom-properties" Target="{PROPERTIES}"/></Relationships>',
}
PROPERTY: Final = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'
)
WIDTHS: Final = (700, 5000, 5000, 3300)
"""Widths of the columns in twentieths of a point; a page of A4 across with margins of 2 cm holds 14,500."""
TABLE: Final = (
    '<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    "</w:tblPr><w:tblGrid>{}</w:tblGrid>"
)
SECTION: Final = (
    '<w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
GREY: Final = '<w:color w:val="808080"/>'
CODE: Final = (
    '<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>'
    "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
)
BREAK = re.compile("([\n\t])")
CHARACTERS: Final = {
    "w:br": "\n",
    "w:cr": "\n",
    "w:tab": "\t",
    "w:noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "w:softHyphen": "\N{SOFT HYPHEN}",
}
"""Elements of a run that are characters."""
GONE: Final = frozenset({"w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:tcPr"})
"""Elements with nothing that is read."""


class WordReview:
    """Writes a Word file."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        self.archive = zipfile.ZipFile(stream, "w")
        record = original.record()
        pieces = [record[at : at + PROPERTY_LENGTH] for at in range(0, len(record), PROPERTY_LENGTH)]
        properties = "".join(
            PROPERTY.format(number + 1, f"{RECORD} {number}", escape(piece)) for number, piece in enumerate(pieces, 1)
        )
        for name, content in PARTS.items():
            self.archive.writestr(part(name), content)
        self.archive.writestr(
            part(PROPERTIES),
            f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>',
        )
        self.document = self.archive.open(part("word/document.xml"), "w")
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="BFBFBF"/>' for side in sides)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in WIDTHS)
        self.put(
            f'{HEAD}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            + paragraph(run(f"{storable_text(original.path)}: edit the English; marks such as ⟦1⟧ can be moved.", GREY))
            + TABLE.format(sum(WIDTHS), borders, grid)
        )
        cells = [paragraph(run(name, "<w:b/>")) for name in ("No.", "Arabic", "English", "Notes")]
        self.put(table_row(cells, "<w:trPr><w:tblHeader/></w:trPr>"))

    def put(self, text: str) -> None:
        """Write text of the document."""
        self.document.write(text.encode())

    def write(self, row: ReviewRow) -> None:
        """Write a row."""
        unit, target = row.unit, row.target
        self.put(
            table_row(
                [
                    paragraph(run(str(row.number), GREY)),
                    paragraph(marked_runs(unit.text, unit.codes, '<w:rtl/><w:lang w:bidi="ar"/>'), "<w:bidi/>"),
                    paragraph(marked_runs(target.text, target.codes, '<w:lang w:val="en-GB"/>')),
                    "".join(
                        paragraph(run(storable_text(each), GREY))
                        for each in (unit.id, *row.remarks(), *row.match_remarks())
                    ),
                ]
            )
        )

    def close(self) -> None:
        """Write the end."""
        self.put("</w:tbl>" + SECTION)
        self.document.close()
        self.archive.close()


def part(name: str) -> zipfile.ZipInfo:
    """Return a part of the file, of no date, so that the same rows give the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def table_row(cells: Sequence[str], properties: str = "") -> str:
    """Return a row of the table."""
    return (
        f"<w:tr>{properties}"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(WIDTHS, cells, strict=True)
        )
        + "</w:tr>"
    )


def paragraph(runs: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str) -> str:
    """Return a run, in which line feeds and tabs are elements."""
    pieces = (
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(piece) or f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
        for piece in BREAK.split(text)
        if piece
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{''.join(pieces)}</w:r>"


def marked_runs(text: str, codes: Sequence[tuple[int, Code]], properties: str) -> str:
    """Return the runs of a text with its codes."""
    return "".join(
        CODE.format(escaped(storable_text(part.data[:60]), '"'), GREY, mark(part))
        if isinstance(part, Code)
        else run(storable_text(part), properties)
        for part in fragments(text, codes)
    )


def read_word(path: str) -> tuple[Original, list[EditedRow]]:
    """Return the record of the original and the rows of a review file."""
    package = Package(path)
    record = ""
    if PROPERTIES in package.parts:
        properties = parse_markup(package.read(PROPERTIES), f"{path}/{PROPERTIES}").root
        pieces = {each.attributes.get("name", ""): each.text for each in properties.elements}
        numbered = (f"{RECORD} {number}" for number in range(1, len(pieces) + 1))
        record = "".join(pieces.get(name, "") for name in numbered)
    original = read_original(record, path)
    root = parse_markup(package.read("word/document.xml"), f"{path}/word/document.xml").root
    rows = []
    for index, element in enumerate(each for each in root.walk() if tag(each) == "w:tr"):
        cells = [cell_text(each) for each in element.walk() if tag(each) == "w:tc"]
        if index:  # the first row names the columns
            number, english = cells[0].strip() if cells else "", cells[2] if len(cells) > 2 else None
            rows.append(EditedRow(number, f"row {index}", english))
    return original, rows


def cell_text(cell: Element) -> str:
    """Return the text of a cell, with a line feed between paragraphs."""
    return "\n".join("".join(text_pieces(each)) for each in cell.walk() if tag(each) == "w:p")


def text_pieces(element: Element) -> Iterator[str]:
    """Yield the pieces of text in an element."""
    for child in element.children:
        if isinstance(child, Characters):
            if tag(element) == "w:t":
                yield child.text
        elif tag(child) in CHARACTERS:
            yield CHARACTERS[tag(child)]
        elif tag(child) not in GONE:
            yield from text_pieces(child)

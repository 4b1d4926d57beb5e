"""The texts of charts, which agree with those of the workbooks that they hold."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.markup import parse_markup
from jisr.translate.documents.office.drawings import chart_values, drawing_texts
from jisr.translate.documents.office.ooxml import Text, relationships
from jisr.translate.documents.package import Package, PackedPart

if TYPE_CHECKING:
    from jisr.translate.documents.office.xlsx import Xlsx

__all__ = ["chart_texts"]


def chart_texts(
    package: Package, part: str, name: str, options: DocumentOptions, changed: dict[str, bytes | PackedPart]
) -> Iterator[Text]:
    """Yield the texts of a chart, after those of the workbook with its data, with which its values agree."""
    agreement = None
    for kind, related in relationships(package, part).values():
        if kind == "package" and related.endswith((".xlsx", ".xlsm")) and related in package.parts:
            book = open_workbook(package, related, options)
            book.agreeing |= chart_values(parse_markup(package.read(part), f"{package.path}/{part}").root)
            inside: dict[str, bytes | PackedPart] = {}
            for text in book.texts(inside):
                text.unit = replace(text.unit, id=f"{name} {text.unit.id}")
                yield text
            agreement = book.agreement
            if inside:
                stream = io.BytesIO()
                book.package.write(stream, inside)
                changed[related] = stream.getvalue()
    yield from drawing_texts(package, part, name, options, changed, agreement)


def open_workbook(package: Package, part: str, options: DocumentOptions) -> "Xlsx":
    """Return a workbook inside a file.

    :raises InputError: if it is damaged or hostile.
    """
    # Few documents hold a workbook, and the modules that read one take a megabyte.
    from jisr.translate.documents.office.xlsx import Xlsx

    path = f"{package.path}/{part}"
    return Xlsx(path, options, Package(path, io.BytesIO(package.read(part))))

"""Texts of a spreadsheet as its file spells them: rich strings, headers and footers, lists of values."""

import re
from collections.abc import Sequence
from typing import Final

from jisr.translate.documents.markup import Element, Markup, escaped
from jisr.translate.documents.office.ooxml import SPACE
from jisr.translate.documents.office.places import prefix_of
from jisr.translate.documents.runs import Item, Part, Runs
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, fragments

__all__ = [
    "MOST_HEADER",
    "column_letters",
    "header_sections",
    "header_unit",
    "list_items",
    "string_runs",
    "string_text",
    "string_unit",
    "written_header",
    "written_list",
    "written_string",
    "xstring",
]

HEXADECIMAL: Final = r"x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_"
ESCAPE = re.compile("_" + HEXADECIMAL)
"""A character that XML does not allow or would change, such as ``_x000D_``; none of two that make up one."""
TO_ESCAPE = re.compile(rf"_(?={HEXADECIMAL})|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
HIDDEN_LOOKS: Final = re.compile(r"<(?:\w+:)?(?:charset|family|scheme)\b[^>]*>")
"""Properties of a font that do not show."""
HEADER_CODE = re.compile(r"&(?:\"[^\"]*\"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]+|[A-Za-z&])")
"""A code of a header (ISO/IEC 29500-1, section 18.3.1.46), or an ampersand."""
SECTION = re.compile(r"(&[LCR])")
FIELDS: Final = frozenset({"&P", "&N", "&D", "&T", "&F", "&A", "&Z"})
"""Codes of a header that read as words: page and pages, date and time, file, sheet and folder."""
MOST_HEADER: Final = 255
"""Largest length of a header or a footer."""
MOST_LIST: Final = 255
"""Largest length of a list of values that is written as a formula."""


def string_text(text: str) -> str:
    """Return a text as it is shown, with its escaped characters."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def xstring(text: str) -> str:
    """Return a text as a spreadsheet spells it (``ST_Xstring``)."""
    return TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def plain_text(element: Element) -> Element | None:
    """Return the ``t`` of a string without runs; ``None`` for a string with runs or without text."""
    first = next((child for child in element.elements if child.local in {"t", "r"}), None)
    return first if first is not None and first.local == "t" else None


def string_unit(element: Element, markup: Markup, place: str) -> tuple[Unit, Runs | None]:
    """Return the unit of a string, and its runs if it has any.

    :param element: a string: ``si``, ``is`` or the ``text`` of a comment.
    """
    plain = plain_text(element)
    if plain is not None:
        return Unit(place, string_text(plain.text)), None
    runs = string_runs(element, markup)
    return runs.unit(place), runs


def string_runs(element: Element, markup: Markup) -> Runs:
    """Return the runs of a rich string."""
    items = []
    for child in element.elements:
        if child.local != "r":
            continue
        properties = next((each for each in child.elements if each.local == "rPr"), None)
        text = "".join(each.text for each in child.elements if each.local == "t")
        run: Part = (properties.start, properties.end) if properties else ""
        look = HIDDEN_LOOKS.sub("", markup.raw(properties.inner, properties.inner_end)) if properties else ""
        items.append(Item("text", ((child.start, child.end),), string_text(text), look, run, "<r>"))
    prefix = prefix_of(element, markup)

    def write_run(run: Part, text: str) -> Sequence[Part]:
        return [f"<{prefix}r>", run, written_text(prefix, text), f"</{prefix}r>"]

    return Runs(items, write_run)


def written_string(element: Element, markup: Markup, runs: Runs | None, target: Target) -> tuple[int, int, list[Part]]:
    """Return the span of the text of a string, without its phonetic readings, and what is written there."""
    children = [child for child in element.elements if child.local in {"t", "r"}]
    start, end = children[0].start, children[-1].end
    if runs is not None:
        return start, end, runs.written(target)
    plain = children[0]
    if plain.attributes.get(SPACE) == "preserve" or not needs_space(target.text):
        return plain.inner, plain.inner_end, [escaped(xstring(target.text))]
    return start, end, [written_text(prefix_of(plain, markup), target.text)]


def written_text(prefix: str, text: str) -> str:
    """Return an element ``t``."""
    space = ' xml:space="preserve"' if needs_space(text) else ""
    return f"<{prefix}t{space}>{escaped(xstring(text))}</{prefix}t>"


def needs_space(text: str) -> bool:
    """Return whether white space of a text would be dropped by default."""
    return text != text.strip() or "\n" in text


def header_sections(text: str) -> list[str]:
    """Return a header cut before and after the codes of its left, central and right sections.

    :return: the text before the first code, then a code and its text in turns.
    """
    parts = [""]
    at = 0
    for match in HEADER_CODE.finditer(text):
        if SECTION.fullmatch(match[0]):
            parts[-1] += text[at : match.start()]
            parts += [match[0], ""]
            at = match.end()
    parts[-1] += text[at:]
    return parts


def header_unit(text: str, place: str) -> Unit:
    """Return the unit of a section of a header."""
    builder = UnitBuilder()
    at = 0
    for match in HEADER_CODE.finditer(text):
        builder.add(text[at : match.start()])
        at = match.end()
        if match[0] == "&&":
            builder.add("&")
        else:
            builder.alone(match[0], word=match[0].upper() in FIELDS)
    builder.add(text[at:])
    return builder.unit(place)


def written_header(target: Target) -> str:
    """Return a section of a header."""
    written = ""
    after_size = False
    for part in fragments(target.text, target.codes):
        if isinstance(part, Code):
            written += part.data
            after_size = part.data[-1].isdigit() and part.data[1:].isdigit()
        else:
            # A digit after the size of a font would become part of it.
            written += " " * (after_size and part[0].isdigit()) + part.replace("&", "&&")
            after_size = False
    return written


def list_items(formula: str) -> list[str]:
    """Return the values of a list that is written as a formula, ``"yes,no"``; none for other formulas."""
    formula = formula.strip()
    if len(formula) < 2 or not (formula.startswith('"') and formula.endswith('"')):
        return []
    return [item.strip() for item in formula[1:-1].replace('""', '"').split(",")]


def written_list(items: Sequence[str]) -> str | None:
    """Return a list of values as a formula; ``None`` if it is longer than one may be."""
    text = ",".join(items).replace('"', '""')
    return f'"{text}"' if len(text) <= MOST_LIST else None


def column_letters(number: int) -> str:
    """Return the letters of a column, ``AB`` for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

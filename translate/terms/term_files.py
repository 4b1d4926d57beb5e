"""Lists of terms in files: TSV as OmegaT's glossaries, CSV, and TBX (ISO 30042) of 2008 and 2019."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from jisr.chars import has_arabic
from jisr.errors import InputError
from jisr.lines import open_input
from jisr.tables import split_row, utf8_lines
from jisr.translate.documents.markup import Element, parse_markup
from jisr.translate.terms.term_list import Term, TermList

__all__ = ["TERM_SUFFIXES", "read_terms"]

NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("source", "ar", "arabic", "term"), "source"),
    **dict.fromkeys(("target", "en", "english", "translation"), "target"),
    **dict.fromkeys(("note", "notes", "comment"), "note"),
}
"""What a column is, by its name in the first line."""
ORDER: Final = ("source", "target", "note")
"""Columns of a file without a line of names."""
SEPARATOR: Final = ";"
FORBIDDEN: Final = "!"
CONCEPTS: Final = frozenset({"termEntry", "conceptEntry"})
LANGUAGES: Final = frozenset({"langSet", "langSec"})
TERM_SECTIONS: Final = frozenset({"tig", "ntig", "termSec"})
ROOTS: Final = frozenset({"martif", "tbx"})
STATUS: Final = "administrativeStatus"
REFUSED: Final = ("deprecated", "superseded")
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read_terms(path: str) -> TermList:
    """Return the terms of a file.

    In a table the columns are source, target and, if there is one, a note, or as the first line names them. Targets
    are separated by semicolons; ``!`` before one forbids it, and a term without any stays as it is. In TBX a term that
    is deprecated or superseded is forbidden.

    :param path: a file whose suffix is one of :data:`TERM_SUFFIXES`.
    :raises InputError: naming the file and the line, if it is not of its format, or holds no term.
    """
    reader = TERM_SUFFIXES.get(Path(path).suffix.lower())
    if reader is None:
        raise InputError(f"{path}: a list of terms is a file of {', '.join(TERM_SUFFIXES)}")
    terms = tuple(reader(path))
    if not terms:
        raise InputError(f"{path}: holds no term")
    if not any(has_arabic(term.source) for term in terms):
        raise InputError(f"{path}: no term has Arabic letters; the first column is the Arabic one")
    return TermList(terms, path)


def table_terms(path: str, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Term]:
    """Yield the terms of a table.

    :param rows: line number and cells of each line.
    """
    columns: Sequence[str] = ORDER
    first = True
    for number, cells in rows:
        row = [cell.strip() for cell in cells]
        if not any(row) or row[0].startswith("#"):
            continue
        names = [NAMES.get(cell.lower(), "") for cell in row]
        if first and {"source", "target"} <= set(names):
            columns, first = names, False
            continue
        first = False
        if len(row) < 2:
            raise InputError(f"{path}:{number}: one column; a term and its translation are wanted, and maybe a note")
        by_name = dict(zip(columns, row, strict=False))
        yield term_of(by_name.get("source", ""), by_name.get("target", ""), by_name.get("note", ""), f"{path}:{number}")


def term_of(source: str, cell: str, note: str, place: str) -> Term:
    """Return the term of a row.

    :param cell: its translations.
    :raises InputError: if the term is empty, or a translation is Arabic.
    """
    if not source:
        raise InputError(f"{place}: a translation without a term")
    targets = [each.strip() for each in cell.split(SEPARATOR) if each.strip()]
    allowed = tuple(each for each in targets if not each.startswith(FORBIDDEN))
    forbidden = tuple(each.removeprefix(FORBIDDEN).strip() for each in targets if each.startswith(FORBIDDEN))
    check_targets((*allowed, *forbidden), place)
    return Term(source, allowed if targets else (source,), forbidden, note)


def check_targets(targets: Sequence[str], place: str) -> None:
    """Check that translations are no Arabic.

    :raises InputError: if one is.
    """
    for target in targets:
        if has_arabic(target):
            raise InputError(f"{place}: the translation {target!r} is Arabic; the term comes first, then its English")


def tsv_terms(path: str) -> Iterator[Term]:
    """Yield the terms of a TSV file."""
    return table_terms(path, ((line.number, split_row(line.text)) for line in utf8_lines(path)))


def csv_terms(path: str) -> Iterator[Term]:
    """Yield the terms of a CSV file, with commas or tabs between its cells.

    :raises InputError: if a quotation mark is never closed.
    """
    lines = list(utf8_lines(path))
    if not lines:
        return
    delimiter = max(",\t", key=lines[0].text.count)
    reader = csv.reader((f"{line.text}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        yield from table_terms(path, ((reader.line_num, row) for row in reader))
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not CSV: {error}") from None


def tbx_terms(path: str) -> Iterator[Term]:
    """Yield the terms of a TBX file: each Arabic term of a concept, with its English ones.

    :raises InputError: if it is not TBX, or no concept is in both languages.
    """
    with open_input(path) as stream:
        root = parse_markup(stream.read(), path).root
    if root.local not in ROOTS:
        raise InputError(f"{path}: not a TBX file: its outermost element is {root.local}")
    languages: set[str] = set()
    found = False
    for concept in (each for each in root.walk() if each.local in CONCEPTS):
        sides: dict[str, list[tuple[str, bool]]] = {"ar": [], "en": []}
        for section in (each for each in concept.elements if each.local in LANGUAGES):
            tag = section.attributes.get(XML_LANG) or section.attributes.get("lang") or ""
            languages.add(tag)
            sides.get(tag.lower().replace("_", "-").split("-")[0], []).extend(terms_of(section))
        if not sides["ar"] or not sides["en"]:
            continue
        found = True
        allowed = tuple(term for term, refused in sides["en"] if not refused)
        forbidden = tuple(term for term, refused in sides["en"] if refused)
        check_targets((*allowed, *forbidden), path)
        note = next((each.text.strip() for each in concept.walk() if each.local == "note"), "")
        for source, _ in sides["ar"]:
            yield Term(source, allowed, forbidden, note)
    if languages and not found:
        raise InputError(f"{path}: no concept is in ar and en; its languages are {', '.join(sorted(languages))}")


def terms_of(section: Element) -> Iterator[tuple[str, bool]]:
    """Yield the terms of a language of a concept, each with whether it is forbidden."""
    for group in (each for each in section.elements if each.local in TERM_SECTIONS):
        status = [each.text.strip() for each in group.walk() if STATUS in {each.attributes.get("type"), each.local}]
        refused = any(each.startswith(REFUSED) for each in status)
        yield from ((each.text.strip(), refused) for each in group.walk() if each.local == "term" and each.text.strip())


TERM_SUFFIXES: Final[Mapping[str, Callable[[str], Iterator[Term]]]] = {
    ".tsv": tsv_terms,
    ".txt": tsv_terms,
    ".csv": csv_terms,
    ".tbx": tbx_terms,
}
"""Reader of the files with each suffix; OmegaT's glossaries end in ``.txt``."""

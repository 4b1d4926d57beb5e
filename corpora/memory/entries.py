"""The entries of translation memories, as files of many formats hold them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jisr.chars import has_arabic, is_blank
from jisr.corpora.formats.corpus_files import find_corpora
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.tmx import iterate_units, local_name, paired_variants
from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.po import PoFile
from jisr.translate.documents.placeholders import BRACES, PRINTF

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["MemoryEntry", "read_entries"]

CODES: Final = frozenset({"bpt", "bx", "cp", "ec", "ept", "ex", "it", "ph", "sc", "ut", "x"})
"""Inline elements of TMX and XLIFF whose content, if any, is a code of the document and no text."""
PLACEHOLDER = re.compile(f"{PRINTF}|{BRACES}")
NEIGHBOUR: Final = ("prev", "x-context-pre")
"""Properties in which OmegaT and memoQ keep the segment before."""


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """An entry of a translation memory.

    :param unit: its name in the file; empty if it has none.
    :param number: its place in the file, from 1.
    :param changed: when it was last changed, as TMX writes times: ``20240131T120000Z``; empty if unknown.
    :param before: source of the segment before it; empty if unknown.
    """

    source: str
    target: str
    number: int
    unit: str = ""
    changed: str = ""
    before: str = ""


def read_entries(path: str, options: FormatOptions) -> Iterator[MemoryEntry]:
    """Yield the entries of a file that have an Arabic source and a target; inline codes are left out.

    The segment before an entry is the one that the file names, or else the entry before it.

    :param path: a file of pairs in any format that has a suffix, or a PO file.
    :raises InputError: if it is not of its format, or has no such entry.
    """
    before = ""
    found = False
    for entry in reader_of(path)(path, options):
        if is_blank(entry.target) or not has_arabic(entry.source):
            continue
        found = True
        yield (
            entry
            if entry.before
            else MemoryEntry(entry.source, entry.target, entry.number, entry.unit, entry.changed, before)
        )
        before = entry.source
    if not found:
        raise InputError(f"{path}: no entry has Arabic on its source side and a target")


def reader_of(path: str) -> "Callable[[str, FormatOptions], Iterator[MemoryEntry]]":
    """Return the function that reads a file, by its suffix."""
    suffixes = [suffix.lower() for suffix in Path(path).suffixes[-2:]]
    for suffix, reader in ((".tmx", tmx_entries), (".xliff", xliff_entries), (".xlf", xliff_entries)):
        if suffix in suffixes:
            return reader
    return po_entries if suffixes[-1:] == [".po"] else pair_entries


def tmx_entries(path: str, options: FormatOptions) -> Iterator[MemoryEntry]:
    """Yield the units of a TMX file that have both languages."""
    languages: set[str] = set()
    found = False
    numbers = count(1)
    for _, unit in iterate_units(path, options, ("tu",)):
        number = next(numbers)
        variants = paired_variants(unit, options, languages)
        if variants is None:
            continue
        found = True
        source, target = (segment_text(variant, "seg") for variant in variants)
        changed = max(
            (each.get(name) or "" for each in (unit, *variants) for name in ("changedate", "creationdate")), default=""
        )
        properties = {
            child.get("type"): child.text or "" for each in (unit, *variants) for child in each.iterfind("{*}prop")
        }
        before = next((properties[name] for name in NEIGHBOUR if name in properties), "")
        yield MemoryEntry(
            source, target, number, unit.get("tuid") or properties.get("id", ""), changed, without_tags(before)
        )
    if languages and not found:
        raise InputError(
            f"{path}: no unit holds both {options.source_lang} and {options.target_lang}; "
            f"its languages are {', '.join(sorted(languages))}"
        )


def xliff_entries(path: str, options: FormatOptions) -> Iterator[MemoryEntry]:
    """Yield the translated units of an XLIFF file."""
    numbers = count(1)
    for _, unit in iterate_units(path, options, ("trans-unit", "segment"), root="xliff"):
        name = unit.get("resname") or unit.get("id") or ""
        if local_name(unit) == "segment" and (parent := unit.getparent()) is not None:
            name = parent.get("name") or parent.get("id") or name
        yield MemoryEntry(segment_text(unit, "source"), segment_text(unit, "target"), next(numbers), name)


def po_entries(path: str, options: FormatOptions) -> Iterator[MemoryEntry]:
    """Yield the messages of a PO file that are translated and not fuzzy; of plurals the first form."""
    for number, entry in enumerate(PoFile(path, DocumentOptions(encoding=options.encoding)).entries, 1):
        target = entry.text("msgstr") or entry.text("msgstr[0]")
        if entry.finished and not entry.is_header and target:
            yield MemoryEntry(entry.text("msgid"), target, number, entry.text("msgctxt"))


def pair_entries(path: str, options: FormatOptions) -> Iterator[MemoryEntry]:
    """Yield the pairs of a file in another format.

    :raises InputError: if its suffix names none.
    """
    for number, pair in enumerate(find_corpora([path])[0].read(options), 1):
        yield MemoryEntry(pair.source, pair.target, number)


def segment_text(element: "Element", name: str) -> str:
    """Return the text of the first child with a name, without its codes; empty without such a child."""
    child = next((child for child in element if isinstance(child.tag, str) and local_name(child) == name), None)
    return "" if child is None else text_without_codes(child)


def text_without_codes(element: "Element") -> str:
    """Return the text of an element without the content of codes, except placeholders such as ``%s``."""
    from lxml import etree

    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            parts.append(child.text or "")
        if isinstance(child.tag, str):
            inner = text_without_codes(child)
            if local_name(child) not in CODES or PLACEHOLDER.fullmatch(inner.strip()):
                parts.append(inner)
        parts.append(child.tail or "")
    return "".join(parts)


def without_tags(text: str) -> str:
    """Return the text of a neighbour, which memoQ writes as escaped XML, without its tags."""
    return re.sub("<[^<>]*>", "", text)

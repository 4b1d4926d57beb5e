"""TMX 1.4b (LISA/OSCAR 2005), the exchange format of translation memories, read and written as a stream."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.language_tags import check_tag, rank_tag
from jisr.corpora.formats.text_lines import PairLines, open_text_writer
from jisr.corpora.formats.tsv import parse_score
from jisr.corpora.formats.xml_text import LegalText, escape
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.storage.compression import open_decompressed
from jisr.xml_text import XML_LANG

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["INLINE_TAGS", "TmxPairs", "inner_text", "iterate_units", "language_of", "local_name", "paired_variants"]

SCORE, ORIGIN = "x-score", "x-origin"
"""Types of the properties that hold the score and the origin, for which TMX has no element."""

FREED = frozenset({"header", "tu", "trans-unit", "segment"})
"""Elements that are freed when they have been read."""

INLINE_TAGS = "segments with inline tags, their content read as text"
UNKNOWN_ENTITIES = "entities left as they are written"
MISSING_LANGUAGES = "units without both languages, passed over"
SEVERAL_VARIANTS = "units with several texts in one language, the first taken"
NO_SOURCE_LANGUAGE = "headers without srclang"

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="jisr" creationtoolversion="{version}" segtype="sentence" o-tmf="jisr" \
adminlang="en" srclang="{source}" datatype="plaintext"{date}/>
  <body>
"""
FOOTER = "  </body>\n</tmx>\n"


class TmxPairs:
    """The TMX format.

    :param date: creation date as TMX writes it (``20240131T120000Z``); without it, the same pairs give the same bytes.
    """

    files = 1
    encoded = False
    tagged = True

    def __init__(self, date: str | None = None) -> None:
        self.date = date

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the units with both languages.

        :raises InputError: if the file is not well-formed XML, is not TMX, or has units, but none with both languages.
        """
        (path,) = paths
        languages: set[str] = set()
        any_pair = False
        for _, element in iterate_units(path, options, ("header", "tu")):
            if local_name(element) == "header":
                if not element.get("srclang"):
                    options.notes[NO_SOURCE_LANGUAGE] += 1
                continue
            pair = read_unit(element, path, options, languages)
            if pair is not None:
                any_pair = True
                yield pair
        if languages and not any_pair:
            raise InputError(
                f"{path}: no unit holds both {options.source_lang} and {options.target_lang}; "
                f"its languages are {', '.join(sorted(languages))}"
            )

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> Iterator[PairLines]:
        """Open a file for writing.

        :raises InputError: if a language is not a well-formed tag.
        """
        from jisr import __version__

        source, target = check_tag(options.source_lang), check_tag(options.target_lang)
        date = f" creationdate={quoteattr(self.date)}" if self.date else ""
        with open_text_writer(paths[0]) as text:
            text.lines([HEADER.format(version=__version__, source=source, date=date)])
            yield PairLines(text, partial(unit_lines, source_lang=source, target_lang=target, notes=options.notes))
            text.lines([FOOTER])


def unit_lines(pair: Pair, source_lang: str, target_lang: str, notes: Counter[str]) -> str:
    """Return the lines of the unit of a pair; characters that XML does not allow are dropped and noted."""
    score = "" if pair.score is None else f'      <prop type="{SCORE}">{pair.score!r}</prop>\n'
    origin = escape(pair.origin, notes)
    if origin:
        origin = f'      <prop type="{ORIGIN}">{origin}</prop>\n'
    return (
        f"    <tu>\n{score}{origin}"
        f'      <tuv xml:lang="{source_lang}"><seg>{escape(pair.source, notes)}</seg></tuv>\n'
        f'      <tuv xml:lang="{target_lang}"><seg>{escape(pair.target, notes)}</seg></tuv>\n'
        "    </tu>\n"
    )


def iterate_units(
    path: str, options: FormatOptions, names: Sequence[str], events: Sequence[str] = ("end",), root: str = "tmx"
) -> "Iterator[tuple[str, Element]]":
    """Yield the events and elements of these names; units and the header are freed when the next one is requested.

    Nothing outside the file is read, and entities are not expanded.

    :param events: ``start``, ``end`` or both.
    :param root: name of the outermost element.
    :raises InputError: if the file is not well-formed XML, naming the line, or has another outermost element.
    """
    from lxml import etree

    with open_decompressed(path, options.watch) as stream:
        text = LegalText(stream, path, options.notes)
        context: Any = etree.iterparse(
            text,
            events=events,
            tag=[f"{{*}}{name}" for name in names],
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
        )
        try:
            for event, element in context:
                yield event, element
                if event == "end" and local_name(element) in FREED:
                    release_element(element)
                    text.held = 0
        except etree.XMLSyntaxError as error:
            reason = str(error.msg).partition(", line ")[0]
            raise InputError(f"{path}:{error.lineno or 1}: not well-formed XML: {reason}") from None
        if local_name(context.root) != root:
            kind = "a TMX" if root == "tmx" else "an XLIFF"
            raise InputError(f"{path}: not {kind} file: its outermost element is {local_name(context.root)}")


def release_element(element: "Element") -> None:
    """Free the memory of an element and of its earlier siblings."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local_name(element: "Element") -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def language_of(variant: "Element") -> str:
    """Return the language tag of a variant, or an empty string; before TMX 1.4 the attribute had no namespace."""
    return str(variant.get(XML_LANG) or variant.get("lang") or "")


def read_unit(unit: "Element", path: str, options: FormatOptions, languages: set[str]) -> Pair | None:
    """Return the texts of a unit in the source and the target language, or None if it lacks one of them.

    :param languages: set to which the languages of the unit are added.
    """
    score, origin = None, ""
    for child in unit:
        if local_name(child) == "prop" and child.get("type") == SCORE:
            score = parse_score((child.text or "").strip(), path, child.sourceline or 1)
        elif local_name(child) == "prop" and child.get("type") == ORIGIN:
            origin = child.text or ""
    variants = paired_variants(unit, options, languages)
    if variants is None:
        return None
    source, target = (read_segment(variant, options.notes) for variant in variants)
    return Pair(source, target, score, origin)


def paired_variants(unit: "Element", options: FormatOptions, languages: set[str]) -> "tuple[Element, Element] | None":
    """Return the variants of a unit in the source and the target language, or None if it lacks one of them.

    :param languages: set to which the languages of the unit are added.
    """
    best: list[tuple[int, Element] | None] = [None, None]
    twice = False
    for child in unit:
        if local_name(child) != "tuv":
            continue
        tag = language_of(child)
        languages.add(tag)
        for side, wanted in enumerate((options.source_lang, options.target_lang)):
            rank, previous = rank_tag(tag, wanted), best[side]
            if rank is None:
                continue
            if previous is None or rank < previous[0]:
                best[side] = rank, child
            elif rank == previous[0]:
                twice = True
    if best[0] is None or best[1] is None or best[0][1] is best[1][1]:
        options.notes[MISSING_LANGUAGES] += 1
        return None
    if twice:
        options.notes[SEVERAL_VARIANTS] += 1
    return best[0][1], best[1][1]


def read_segment(variant: "Element", notes: Counter[str]) -> str:
    """Return the text of the segment of a variant and of the inline tags in it; an empty string without a segment."""
    for child in variant:
        if local_name(child) == "seg":
            text = inner_text(child, notes) if len(child) else child.text or ""
            if any(isinstance(inline.tag, str) for inline in child):
                notes[INLINE_TAGS] += 1
            return text
    return ""


def inner_text(element: "Element", notes: Counter[str]) -> str:
    """Return all text within an element, without comments and processing instructions."""
    from lxml import etree

    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(inner_text(child, notes))
        elif child.tag is etree.Entity:
            notes[UNKNOWN_ENTITIES] += 1
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return "".join(parts)

"""What is wrong with a TMX file, line by line, by the rules of TMX 1.4b (LISA/OSCAR 2005)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.language_tags import check_tag, rank
from jisr.corpora.formats.tmx import iterate, language_of, local
from jisr.corpora.formats.xml_text import DROPPED
from jisr.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["TmxFinding", "check_tmx"]

ATTRIBUTES = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
SEGMENT_TYPES = ("block", "paragraph", "sentence", "phrase")
VERSIONS = ("1.1", "1.2", "1.3", "1.4")
INLINE = ("bpt", "ept", "ph", "it", "hi", "ut", "sub")
EVERY = "*all*"
"""The source language of a file where any language may be the source."""


@dataclass(frozen=True, slots=True)
class TmxFinding:
    """Something that is against the rules.

    :param line: where, from 1; 0 stands for the file as a whole.
    :param reason: what, in words.
    """

    line: int
    reason: str

    def located(self, path: str) -> str:
        """Say where in a file, and what."""
        return f"{path}:{self.line}: {self.reason}" if self.line else f"{path}: {self.reason}"


def check_tmx(path: str, exchange: FormatOptions) -> Iterator[TmxFinding]:
    """Yield what is wrong with a file, in its order; a file that is not well-formed XML ends there.

    :raises InputError: if it cannot be read at all.
    """
    try:
        yield from check_elements(path, exchange)
    except InputError as error:
        place, _, reason = str(error).removeprefix(path + ":").partition(": ")
        if not place.isdigit():
            raise
        yield TmxFinding(int(place), reason)
    if exchange.notes[DROPPED]:
        yield TmxFinding(0, f"{exchange.notes[DROPPED]:,} characters that XML does not allow")


def check_elements(path: str, exchange: FormatOptions) -> Iterator[TmxFinding]:
    """Check header and units as they stream by."""
    source: str | None = None
    headers = 0
    for event, element in iterate(path, exchange, ("tmx", "header", "tu"), ("start", "end")):
        name, line = local(element), element.sourceline or 0
        if event == "start":
            if name == "tmx" and element.get("version") not in VERSIONS:
                said = element.get("version")
                yield TmxFinding(line, f"tmx has version {said!r}; it should be one of {', '.join(VERSIONS)}")
            continue
        if name == "header":
            headers += 1
            source = element.get("srclang") or EVERY
            yield from (TmxFinding(line, reason) for reason in header_faults(element))
        elif name == "tu":
            if not headers:
                headers = 1
                yield TmxFinding(line, "no header before the first unit")
            yield from unit_faults(element, element.get("srclang") or source or EVERY)


def header_faults(header: "Element") -> Iterator[str]:
    """Say what is wrong with a header."""
    missing = [name for name in ATTRIBUTES if not header.get(name)]
    if missing:
        yield f"header without {', '.join(missing)}"
    kind = header.get("segtype")
    if kind and kind not in SEGMENT_TYPES:
        yield f"header has segtype {kind!r}; it should be one of {', '.join(SEGMENT_TYPES)}"
    for name in ("srclang", "adminlang"):
        tag = header.get(name)
        if tag and tag != EVERY and not well_formed(tag):
            yield f"header has {name} {tag!r}, which is no language tag such as ar or ar-SA"


def unit_faults(unit: "Element", source: str) -> Iterator[TmxFinding]:
    """Say what is wrong with a unit."""
    line = unit.sourceline or 0
    tags: list[str] = []
    for child in unit:
        name, at = local(child), child.sourceline or line
        if name == "tuv":
            tag = language_of(child)
            tags.append(tag)
            if not tag:
                yield TmxFinding(at, "tuv without xml:lang")
            elif not well_formed(tag):
                yield TmxFinding(
                    at, f"tuv has xml:lang {tag!r}, which is no language tag such as ar or ar-SA"
                )
            yield from segment_faults(child)
        elif isinstance(child.tag, str) and name not in ("note", "prop"):
            yield TmxFinding(at, f"{name} within tu, where note, prop and tuv belong")
        elif isinstance(child.tag, str) and tags:
            yield TmxFinding(at, f"{name} behind tuv; it belongs before")
    if not tags:
        yield TmxFinding(line, "tu without tuv")
    elif source != EVERY and all(rank(tag, source) is None for tag in tags):
        yield TmxFinding(line, f"no tuv in the source language {source!r}, only {', '.join(tags)}")


def segment_faults(variant: "Element") -> Iterator[TmxFinding]:
    """Say what is wrong with the segment of a variant and with the inline tags in it."""
    line = variant.sourceline or 0
    segments = [child for child in variant if local(child) == "seg"]
    if len(segments) != 1:
        yield TmxFinding(line, f"tuv with {len(segments)} seg; it holds one")
    for segment in segments:
        begun: list[str] = []
        ended: list[str] = []
        for element in segment.iter("{*}*"):
            name = local(element)
            if element is not segment and name not in INLINE:
                yield TmxFinding(
                    element.sourceline or line, f"{name} within seg, where {', '.join(INLINE)} belong"
                )
            elif name in ("bpt", "ept"):
                (begun if name == "bpt" else ended).append(element.get("i") or "")
        if sorted(begun) != sorted(ended):
            yield TmxFinding(segment.sourceline or line, "bpt and ept that are not pairs by their i")


def well_formed(tag: str) -> bool:
    """Say whether a language tag is well formed."""
    try:
        check_tag(tag)
    except InputError:
        return False
    return True

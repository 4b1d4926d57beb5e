"""A check of TMX files against the rules of TMX 1.4b (LISA/OSCAR 2005)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.language_tags import is_tag, rank_tag
from jisr.corpora.formats.tmx import iterate_units, language_of, local_name
from jisr.corpora.formats.xml_text import DROPPED_CHARACTERS
from jisr.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["TmxFinding", "check_tmx"]

REQUIRED_ATTRIBUTES = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
SEGMENT_TYPES = ("block", "paragraph", "sentence", "phrase")
TMX_VERSIONS = ("1.1", "1.2", "1.3", "1.4")
INLINE_ELEMENTS = ("bpt", "ept", "ph", "it", "hi", "ut", "sub")
ALL_LANGUAGES = "*all*"
"""Source language of a file in which any language may be the source."""


@dataclass(frozen=True, slots=True)
class TmxFinding:
    """A violation of the rules.

    :param line: number of the line, from 1; 0 for the file as a whole.
    :param reason: description of the violation.
    """

    line: int
    reason: str

    def located(self, path: str) -> str:
        """Return one line with the file, the line number and the reason."""
        return f"{path}:{self.line}: {self.reason}" if self.line else f"{path}: {self.reason}"


def check_tmx(path: str) -> Iterator[TmxFinding]:
    """Yield the violations of TMX 1.4b in a file, in its order; the check ends where the XML is not well formed.

    :raises InputError: if the file cannot be read, or is not TMX.
    """
    options = FormatOptions()
    try:
        yield from check_elements(path, options)
    except InputError as error:
        line, _, reason = str(error).removeprefix(path + ":").partition(": ")
        if not line.isdigit():
            raise
        yield TmxFinding(int(line), reason)
    if options.notes[DROPPED_CHARACTERS]:
        yield TmxFinding(0, f"{options.notes[DROPPED_CHARACTERS]:,} characters that XML does not allow")


def check_elements(path: str, options: FormatOptions) -> Iterator[TmxFinding]:
    """Yield the violations in the header and the units, in one pass over the file."""
    source: str | None = None
    for event, element in iterate_units(path, options, ("tmx", "header", "tu"), ("start", "end")):
        name, line = local_name(element), element.sourceline or 0
        if event == "start":
            version = element.get("version")
            if name == "tmx" and version not in TMX_VERSIONS:
                yield TmxFinding(line, f"tmx has version {version!r}; it should be one of {', '.join(TMX_VERSIONS)}")
            continue
        if name == "header":
            source = element.get("srclang") or ALL_LANGUAGES
            yield from (TmxFinding(line, reason) for reason in header_faults(element))
        elif name == "tu":
            if source is None:
                source = ALL_LANGUAGES
                yield TmxFinding(line, "no header before the first unit")
            yield from unit_faults(element, element.get("srclang") or source)


def header_faults(header: "Element") -> Iterator[str]:
    """Yield descriptions of the violations in a header."""
    missing = [name for name in REQUIRED_ATTRIBUTES if not header.get(name)]
    if missing:
        yield f"header without {', '.join(missing)}"
    kind = header.get("segtype")
    if kind and kind not in SEGMENT_TYPES:
        yield f"header has segtype {kind!r}; it should be one of {', '.join(SEGMENT_TYPES)}"
    for name in ("srclang", "adminlang"):
        tag = header.get(name)
        if tag and tag != ALL_LANGUAGES and not is_tag(tag):
            yield f"header has {name} {tag!r}, which is no language tag such as ar or ar-SA"


def unit_faults(unit: "Element", source: str) -> Iterator[TmxFinding]:
    """Yield the violations in a unit with this source language."""
    line = unit.sourceline or 0
    tags: list[str] = []
    for child in unit:
        name, child_line = local_name(child), child.sourceline or line
        if name == "tuv":
            tag = language_of(child)
            tags.append(tag)
            if not tag:
                yield TmxFinding(child_line, "tuv without xml:lang")
            elif not is_tag(tag):
                yield TmxFinding(child_line, f"tuv has xml:lang {tag!r}, which is no language tag such as ar or ar-SA")
            yield from segment_faults(child)
        elif isinstance(child.tag, str) and name not in ("note", "prop"):
            yield TmxFinding(child_line, f"{name} within tu, where note, prop and tuv belong")
        elif isinstance(child.tag, str) and tags:
            yield TmxFinding(child_line, f"{name} behind tuv; it belongs before")
    if not tags:
        yield TmxFinding(line, "tu without tuv")
    elif source != ALL_LANGUAGES and all(rank_tag(tag, source) is None for tag in tags):
        yield TmxFinding(line, f"no tuv in the source language {source!r}, only {', '.join(tags)}")


def segment_faults(variant: "Element") -> Iterator[TmxFinding]:
    """Yield the violations in the segment of a variant and in its inline tags."""
    line = variant.sourceline or 0
    segments = [child for child in variant if local_name(child) == "seg"]
    if len(segments) != 1:
        yield TmxFinding(line, f"tuv with {len(segments)} seg; it holds one")
    for segment in segments:
        begun: list[str] = []
        ended: list[str] = []
        for element in segment.iter("{*}*"):
            name = local_name(element)
            if element is not segment and name not in INLINE_ELEMENTS:
                yield TmxFinding(
                    element.sourceline or line, f"{name} within seg, where {', '.join(INLINE_ELEMENTS)} belong"
                )
            elif name in ("bpt", "ept"):
                (begun if name == "bpt" else ended).append(element.get("i") or "")
        if sorted(begun) != sorted(ended):
            yield TmxFinding(segment.sourceline or line, "bpt and ept that are not pairs by their i")

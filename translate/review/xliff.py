"""Review files in XLIFF 1.2 and 2.0 (OASIS), which OmegaT, Trados, memoQ and others open.

A draft is never final: in 1.2 it has the state ``needs-review-translation``, in 2.0 ``initial``. Codes are ``bpt``,
``ept`` and ``ph`` in 1.2, ``sc``, ``ec`` and ``ph`` in 2.0, as pairs may cross. What a tool makes of them is read back
if it is one of the standard's elements.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from jisr.translate.documents.formats import xliff, xliff2
from jisr.translate.documents.markup import Characters, Element, escaped, parse_markup
from jisr.translate.documents.unit import Code, fragments
from jisr.translate.matches import EXACT, Match
from jisr.translate.review.marks import storable_text
from jisr.translate.review.row import RECORD, EditedRow, Original, ReviewRow, read_original

__all__ = ["Xliff2Review", "XliffReview", "marked_content", "read_xliff", "written"]

NAMES: Final = ("startRef", "rid", "i", "id", "x")
"""Attributes that tell which code an element is; the first one that is there does."""
OPENING: Final = frozenset({"bpt", "bx", "sc"})
CLOSING: Final = frozenset({"ept", "ex", "ec"})
ALONE: Final = frozenset({"ph", "x", "it"})
AROUND: Final = frozenset({"g", "pc"})


class XliffReview:
    """Writes XLIFF 1.2."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        from jisr import __version__

        self.stream = stream
        self.put(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
            f'<file original="{attribute(original.path)}" source-language="ar" target-language="en" '
            'datatype="plaintext" tool-id="jisr">\n<header>\n'
            f'<note from="{RECORD}">{escaped(original.record())}</note>\n'
            f'<tool tool-id="jisr" tool-name="jisr" tool-version="{__version__}"/>\n</header>\n<body>\n'
        )

    def put(self, text: str) -> None:
        """Write text."""
        self.stream.write(text.encode())

    def write(self, row: ReviewRow) -> None:
        """Write a row as a unit."""
        unit, target = row.unit, row.target
        limit = "" if unit.limit is None else f' maxwidth="{unit.limit}" size-unit="char"'
        qualifier = "tm-suggestion" if target.origin == "memory" else xliff.STATE["state-qualifier"]
        notes = "".join(f'<note from="jisr">{escaped(storable_text(remark))}</note>\n' for remark in row.remarks())
        matches = "".join(
            f'<alt-trans match-quality="{percent(match)}%" origin="{attribute(match.memory)}">'
            f"<source>{content(match.source, ())}</source><target>{content(match.target, ())}</target></alt-trans>\n"
            for match in row.matches
        )
        self.put(
            f'<trans-unit id="{row.number}" resname="{attribute(unit.id)}"{limit} xml:space="preserve">\n'
            f"<source>{content(unit.text, unit.codes)}</source>\n"
            f'<target state="{xliff.STATE["state"]}" state-qualifier="{qualifier}">'
            f"{content(target.text, target.codes)}</target>\n{notes}{matches}</trans-unit>\n"
        )

    def close(self) -> None:
        """Write the end."""
        self.put("</body>\n</file>\n</xliff>\n")


class Xliff2Review:
    """Writes XLIFF 2.0."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        self.stream = stream
        self.put(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
            'xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" srcLang="ar" trgLang="en">\n'
            f'<file id="f1" original="{attribute(original.path)}">\n'
            f'<notes><note category="{RECORD}">{escaped(original.record())}</note></notes>\n'
        )

    def put(self, text: str) -> None:
        """Write text."""
        self.stream.write(text.encode())

    def write(self, row: ReviewRow) -> None:
        """Write a row as a unit of one segment."""
        unit, target = row.unit, row.target
        notes = "".join(f'<note category="jisr">{escaped(storable_text(remark))}</note>' for remark in row.remarks())
        matches = "".join(
            f'<mtc:match ref="#s{row.number}" similarity="{percent(match)}" origin="{attribute(match.memory)}">'
            f"<source>{content2(match.source, ())}</source><target>{content2(match.target, ())}</target></mtc:match>\n"
            for match in row.matches
        )
        state = " ".join(f'{name}="{value}"' for name, value in xliff2.STATE.items())
        self.put(
            f'<unit id="{row.number}" name="{attribute(unit.id)}">\n'
            + (f"<mtc:matches>\n{matches}</mtc:matches>\n" if matches else "")
            + (f"<notes>{notes}</notes>\n" if notes else "")
            + f'<segment id="s{row.number}" {state}>\n'
            f'<source xml:space="preserve">{content2(unit.text, unit.codes)}</source>\n'
            f'<target xml:space="preserve">{content2(target.text, target.codes)}</target>\n</segment>\n</unit>\n'
        )

    def close(self) -> None:
        """Write the end."""
        self.put("</file>\n</xliff>\n")


def percent(match: Match) -> int:
    """Return how alike a match is in the range of the standards, which know no match with the same context."""
    return min(match.percent, EXACT)


def attribute(text: str) -> str:
    """Return a text as the value of an attribute."""
    return escaped(storable_text(text), '"')


def content(text: str, codes: Sequence[tuple[int, Code]]) -> str:
    """Return a text with its codes as it is written in XLIFF 1.2."""
    shapes = {
        "open": '<bpt id="{0}" rid="{0}">{1}</bpt>',
        "close": '<ept id="{0}" rid="{0}">{1}</ept>',
        "alone": '<ph id="{0}">{1}</ph>',
    }
    return written(text, codes, shapes)


def content2(text: str, codes: Sequence[tuple[int, Code]]) -> str:
    """Return a text with its codes as it is written in XLIFF 2.0."""
    shapes = {
        "open": '<sc id="{0}" canDelete="no" disp="{1}"/>',
        "close": '<ec startRef="{0}" canDelete="no" disp="{1}"/>',
        "alone": '<ph id="{0}" canDelete="no" disp="{1}"/>',
    }
    return written(text, codes, shapes)


def written(text: str, codes: Sequence[tuple[int, Code]], shapes: dict[str, str]) -> str:
    """Return a text with its codes.

    :param shapes: how a code of each kind is written, with places for its name and its data.
    """
    return "".join(
        shapes[part.kind].format(part.id, attribute(part.data))
        if isinstance(part, Code)
        else escaped(storable_text(part))
        for part in fragments(text, codes)
    )


def read_xliff(path: str) -> tuple[Original, list[EditedRow]]:
    """Return the record of the original and the rows of a review file, of either version."""
    markup = parse_markup(Path(path).read_bytes(), path)
    record = next((note.text for note in markup.root.walk() if note.local == "note" and RECORD in origins(note)), "")
    original = read_original(record, path)
    rows = []
    line = at = 0
    for unit in markup.root.walk():
        if unit.local in {"trans-unit", "unit"}:
            line += markup.data.count(b"\n", at, unit.start)
            at = unit.start
            targets = [each for each in text_parts(unit) if each.local == "target"]
            text = "".join(map(marked_content, targets)) if targets else None
            rows.append(EditedRow(unit.attributes.get("id", ""), f"line {line + 1}", text))
    return original, rows


def origins(note: Element) -> tuple[str | None, str | None]:
    """Return who or what a note is of: ``from`` in 1.2, ``category`` in 2.0."""
    return note.attributes.get("from"), note.attributes.get("category")


def text_parts(unit: Element) -> Iterator[Element]:
    """Yield the sources and targets of a unit, or of its segments, of which a tool may have made several.

    Of what stands between segments and has no target, it is the source.
    """
    for each in unit.elements:
        if each.local == "target":
            yield each
        elif each.local in {"segment", "ignorable"}:
            parts = {part.local: part for part in each.elements}
            if "target" in parts:
                yield parts["target"]


def marked_content(element: Element) -> str:
    """Return the content of an element of XLIFF or TMX with its codes as marks."""
    text = ""
    for child in element.children:
        if isinstance(child, Characters):
            text += child.text
            continue
        name = next((child.attributes[name] for name in NAMES if name in child.attributes), "")
        if child.local in OPENING:
            text += f"⟦{name}⟧"
        elif child.local in CLOSING:
            text += f"⟦/{name}⟧"
        elif child.local in ALONE:
            text += f"⟦{name}/⟧"
        elif child.local == "cp":
            text += f"⟦U+{child.attributes.get('hex', '')}⟧"
        elif child.local in AROUND:
            text += f"⟦{name}⟧{marked_content(child)}⟦/{name}⟧"
        else:
            text += marked_content(child)
    return text

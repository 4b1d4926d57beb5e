"""The front matter of a page in Markdown: fields in YAML between ``---``, or in TOML between ``+++``.

Text is what is a string and has one of the names of :data:`TEXTS`; all else stays as it is. The fields are found line
by line and only their values change, since a parser that prints what it has parsed would change the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from jisr.translate.documents.document import is_source
from jisr.translate.documents.web.html_direction import english_language

__all__ = ["Field", "fields", "front_matter_end", "turned_fields", "written_value"]

TEXTS: Final = frozenset(
    "title subtitle description summary abstract excerpt caption headline tagline lead linktitle seotitle pagetitle"
    " sidebar_label alt".split()
)
"""Names of fields with text, in lower case."""
LANGUAGES: Final = frozenset({"lang", "language", "locale"})
DIRECTIONS: Final = frozenset({"dir", "direction", "textdirection"})
YAML_FIELD = re.compile(r"([ \t]*(?:- )?[ \t]*)([\"']?)([\w-]+)\2[ \t]*:[ \t]+(?=\S)")
TOML_FIELD = re.compile(r"([ \t]*)([\"']?)([\w-]+)\2[ \t]*=[ \t]*(?=\S)")
DOUBLE = r"\"(?:[^\"\\]|\\.)*\""
VALUE = re.compile(rf"({DOUBLE}|'(?:[^']|'')*')[ \t]*(?:#.*)?$")
PLAIN = re.compile(r"(?![\[{\"'|>&*!%@`#])(.*?)[ \t]*(?:[ \t]#.*)?$")
BLOCK = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$")
UNSAFE = re.compile(r"[\[\]{},#&*!|>'\"%@`?:~-]|.*(?::(?:\s|$)|\s#)|.*[\x00-\x1f]|.*\s$")
"""Texts that YAML does not read as themselves without quotation marks."""
SCALAR = re.compile(r"(?i:true|false|yes|no|on|off|null|y|n|)|[-+.0-9].*")
"""Texts that YAML reads as something else than text."""
LINE_END = re.compile(r"\r\n|\n|\r")

Style = Literal["plain", "single", "double", "block"]


@dataclass(frozen=True, slots=True)
class Field:
    """A value that is text.

    :param start: offset of the value as it is written, with its quotation marks.
    :param toml: whether it is TOML, in which no text stands without quotation marks.
    """

    name: str
    text: str
    start: int
    end: int
    style: Style
    toml: bool = False


def front_matter_end(text: str) -> int:
    """Return the offset behind the front matter of a page; 0 if it has none."""
    lines = LINE_END.split(text)
    fence = lines[0].rstrip(" \t")
    if fence not in {"---", "+++"}:
        return 0
    ends = {"---", "..."} if fence == "---" else {"+++"}
    matches = [*LINE_END.finditer(text)]
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip(" \t") in ends:
            return matches[number].end() if number < len(matches) else len(text)
    return 0


def lines_with_offsets(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text without their ends, each with its offset."""
    at = 0
    for match in LINE_END.finditer(text):
        yield at, text[at : match.start()]
        at = match.end()
    yield at, text[at:]


def fields(text: str) -> Iterator[Field]:
    """Yield the values of a front matter that are text with Arabic letters."""
    yield from (found for found in values(text) if found.name in TEXTS and is_source(found.text))


def values(text: str) -> Iterator[Field]:
    """Yield the values of one line, and the lines of those in blocks."""
    toml = text.startswith("+++")
    lines = list(lines_with_offsets(text))
    block: tuple[str, int] | None = None  # name and indentation of the field whose block is read
    for number, (at, line) in enumerate(lines):
        indent = len(line) - len(line.lstrip(" \t"))
        if block is not None and (not line.strip() or indent > block[1]):
            if line.strip():
                yield Field(block[0], line.strip(), at + indent, at + len(line.rstrip()), "block")
            continue
        block = None
        match = (TOML_FIELD if toml else YAML_FIELD).match(line)
        if match is None:
            continue
        name, start = match[3].lower(), at + match.end()
        rest = line[match.end() :]
        quoted = VALUE.match(rest)
        if quoted:
            style: Style = "double" if rest[0] == '"' else "single"
            yield Field(name, unquoted(quoted[1], toml=toml), start, start + quoted.end(1), style, toml)
        elif not toml and BLOCK.match(rest):
            block = (name, len(match[1]))
        elif not toml and not continues_in_next_line(lines, number, len(match[1])):
            plain = PLAIN.match(rest)
            if plain and plain[1]:
                yield Field(name, plain[1], start, start + plain.end(1), "plain")


def continues_in_next_line(lines: list[tuple[int, str]], number: int, indent: int) -> bool:
    """Return whether the value of a field goes on in the next line, which is then left as it is."""
    following = next((line for _, line in lines[number + 1 : number + 2]), "")
    return bool(following.strip()) and len(following) - len(following.lstrip(" \t")) > indent


def unquoted(value: str, *, toml: bool) -> str:
    """Return a value in quotation marks as it is read."""
    inside = value[1:-1]
    if value[0] == "'":
        return inside if toml else inside.replace("''", "'")
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), inside)


def written_value(found: Field, text: str) -> str:
    """Return a text as it is written in the place of a value."""
    text = " ".join(text.split())
    if found.style == "block" or (found.style == "plain" and not UNSAFE.match(text) and not SCALAR.fullmatch(text)):
        return text
    if found.style == "single" and not (found.toml and "'" in text):
        return f"'{text if found.toml else text.replace(chr(39), chr(39) * 2)}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def turned_fields(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what changes where a page is turned to left-to-right and English: spans, and what is written there."""
    for found in values(text):
        value = found.text
        if found.name in LANGUAGES and english_language(value) != value:
            yield found.start, found.end, written_value(found, "en")
        elif found.name in DIRECTIONS and value.strip().lower() == "rtl":
            yield found.start, found.end, written_value(found, "ltr")

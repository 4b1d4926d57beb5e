"""Inline codes of XLIFF and TMX: segments read as units, and targets written as the content of segments.

Both families know pairs around text (``g``, ``pc``, ``hi``), two elements that open and close a pair (``bpt`` and
``ept``), and elements that stand alone (``ph``); what those hold is code, but for the text of a ``sub``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jisr.errors import InputError
from jisr.translate.documents.markup import Characters, Edits, Element, Markup, escaped
from jisr.translate.documents.placeholders import BRACES, PRINTF, add_with_placeholders
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, written_fragments

__all__ = [
    "InlineCode",
    "Role",
    "SegmentReader",
    "check_english",
    "has_translation",
    "indent_before",
    "is_language",
    "is_placeholder",
    "is_translatable",
    "renamed",
    "tag_with",
]

Role = Literal["around", "open", "close", "alone", "word"]
PLACEHOLDER: Final = re.compile(f"{BRACES}|{PRINTF}")
LINE_BREAKS: Final = frozenset({"lb", "xlf:lb"})
"""Types of the codes that end a line."""


@dataclass(frozen=True, slots=True)
class InlineCode:
    """What an inline element is.

    :param role: ``around`` for a pair with text inside; ``word`` for what stands alone and is read as a word.
    :param key: what the elements that open and close a pair share.
    """

    role: Role
    key: str = ""


@dataclass(frozen=True, slots=True)
class SegmentReader:
    """Reads segments as units, and writes their targets.

    :param classify: returns what an inline element is.
    """

    markup: Markup
    classify: Callable[[Element], InlineCode]

    def text_elements(self, segment: Element) -> list[Element]:
        """Return the elements with text of a segment: itself, and those of text inside its codes."""
        return [segment, *(each for each in segment.walk() if each is not segment and each.local == "sub")]

    def unit(self, element: Element, name: str, *, context: str = "", limit: int | None = None) -> Unit:
        """Return the content of an element as a unit."""
        builder, _ = self.read(element)
        return builder.unit(name, context=context, limit=limit)

    def read(self, element: Element) -> tuple[UnitBuilder, dict[str, Element]]:
        """Return the content of an element, and the elements of its codes that hold text, by the names of the codes."""
        builder = UnitBuilder()
        holders: dict[str, Element] = {}
        self.add(element, builder, self.pair_keys(element), {}, holders)
        return builder, holders

    def pair_keys(self, element: Element) -> set[str]:
        """Return the keys of the pairs that are opened, and closed behind that."""
        opened: set[str] = set()
        closed: set[str] = set()
        for each in element.walk():
            code = self.classify(each)
            if code.role == "open":
                opened.add(code.key)
            elif code.role == "close" and code.key in opened:
                closed.add(code.key)
        return closed

    def add(
        self,
        element: Element,
        builder: UnitBuilder,
        keys: set[str],
        opened: dict[str, str],
        holders: dict[str, Element],
    ) -> None:
        """Add the content of an element to a unit.

        :param keys: keys of the pairs of two elements.
        :param opened: names of the pairs that are open, by their keys.
        """
        raw = self.markup.raw
        for child in element.children:
            if isinstance(child, Characters):
                add_with_placeholders(builder, child.text, PLACEHOLDER, written=escaped)
                continue
            code = self.classify(child)
            whole = raw(child.start, child.end)
            if code.role == "around" and not child.empty_tag:
                name = builder.open(raw(child.start, child.inner))
                self.add(child, builder, keys, opened, holders)
                builder.close(raw(child.inner_end, child.end), name)
                continue
            if code.role == "open" and code.key in keys and code.key not in opened:
                opened[code.key] = builder.open(whole)
            elif code.role == "close" and opened.get(code.key):
                builder.close(whole, opened[code.key])
                opened[code.key] = ""
            else:
                builder.alone(whole, word=code.role == "word", line_break=is_line_break(child))
            if any(each.local == "sub" for each in child.walk()):
                holders[builder.codes[-1][1].data] = child

    def written(self, element: Element, targets: Mapping[Element, Target]) -> str:
        """Return the content of an element with its target, and those of the text in its codes."""
        _, holders = self.read(element)
        target = targets[element]
        return "".join(
            self.code(part, holders.get(part.data), targets) if isinstance(part, Code) else escaped(part)
            for part in written_fragments(target.text, target.codes)
        )

    def code(self, code: Code, holder: Element | None, targets: Mapping[Element, Target]) -> str:
        """Return a code as it is written.

        :param holder: its element, if it holds text.
        """
        if holder is None:
            return code.data
        edits = Edits()
        for sub in outermost_subs(holder):
            if targets[sub].origin != "kept":
                edits.replace(sub.inner - holder.start, sub.inner_end - holder.start, self.written(sub, targets))
        return edits.apply(self.markup.data[holder.start : holder.end]).decode()


def outermost_subs(element: Element) -> Iterator[Element]:
    """Yield the ``sub`` elements in a code that are in no other."""
    for child in element.elements:
        if child.local == "sub":
            yield child
        else:
            yield from outermost_subs(child)


def is_placeholder(text: str | None) -> bool:
    """Return whether a text is a placeholder, which is read as a word."""
    return text is not None and PLACEHOLDER.fullmatch(text.strip()) is not None


def is_line_break(element: Element) -> bool:
    """Return whether a code ends a line: ``ctype="lb"`` (XLIFF 1.2), ``subType="xlf:lb"`` (2), ``type="lb"`` (TMX)."""
    return not LINE_BREAKS.isdisjoint(element.attributes.get(name, "") for name in ("ctype", "subType", "type"))


def is_translatable(element: Element) -> bool:
    """Return whether an element and what is around it may be translated; the nearest ``translate`` decides."""
    around = (each.attributes.get("translate") for each in (element, *element.ancestors()))
    return next((value for value in around if value), "yes") == "yes"


def is_language(tag: str | None, language: str) -> bool:
    """Return whether a tag is of a language, in any case and with any subtags: ``AR``, ``ar-SA``, ``ar_EG``."""
    return (tag or "").strip().lower().replace("_", "-").split("-")[0] == language


def check_english(path: str, tag: str | None) -> None:
    """Check that the target language of a file, if it names one, is English.

    :raises InputError: if it is another one.
    """
    if tag and not is_language(tag, "en"):
        raise InputError(f"{path}: the target language is {tag}; what is written here is English")


def has_translation(source: Element, target: Element | None) -> bool:
    """Return whether a target holds text that is no copy of its source."""
    text = target.text.strip() if target is not None else ""
    return bool(text) and text != source.text.strip()


def tag_with(tag: str, attributes: Mapping[str, str]) -> str:
    """Return a start tag with attributes set; the tag of an empty element becomes a start tag."""
    body = tag[:-1].removesuffix("/").rstrip()
    for name, value in attributes.items():
        setting = f' {name}="{escaped(value, chr(34))}"'
        found = re.search(rf"\s{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')", body)
        body = body[: found.start()] + setting + body[found.end() :] if found else body + setting
    return f"{body}>"


def renamed(markup: Markup, element: Element, name: str) -> str:
    """Return a name with the prefix that an element has, as it is written."""
    match = re.match(rb"<([^\s<>/]*:)?", markup.data[element.start : element.inner])
    return f"{match[1].decode() if match and match[1] else ''}{name}"


def indent_before(markup: Markup, element: Element) -> str:
    """Return the white space before an element."""
    at = element.start
    while at and markup.data[at - 1 : at].isspace():
        at -= 1
    return markup.raw(at, element.start)

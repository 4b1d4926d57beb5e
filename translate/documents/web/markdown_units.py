"""Units of Markdown: texts with inline markup as they are read, and as they are written.

A translated paragraph is written as one line: wrapped lines of English could begin with what would be a block of its
own. What is written is read again before it is taken: markup that does not stand where it should, as a ``**`` inside a
word, is then written as HTML.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Self

from jisr.translate.documents.markup import Edits
from jisr.translate.documents.nesting import nested_pairs
from jisr.translate.documents.runs import Item, Part, Runs, without_line_feeds
from jisr.translate.documents.unit import Code, CodeKind, Target, Unit, fragments
from jisr.translate.documents.web.html import HIDDEN, WORDS, HtmlText
from jisr.translate.documents.web.html_tokens import VOID
from jisr.translate.documents.web.markdown_inline import Mark
from jisr.translate.documents.web.markdown_text import Spelling

__all__ = ["Content", "HtmlPlace", "InlinePlace", "PlainPlace", "read_items"]

TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*?(/?)>", re.DOTALL)
SHORTCODE = re.compile(r"\{\{[<%]\s*(/?)\s*([\w.-]+)|\{%-?\s*(end)?([\w.-]+)")
"""A tag of a template that may be one of a pair: ``{{< note >}}``, ``{{< /note >}}``, ``{% endnote %}``."""
UNTRANSLATED = re.compile(r"translate\s*=\s*[\"']?no\b|\bnotranslate\b")
EMPHASIS: Final = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}
"""Markup that has a meaning only at the edges of words, and the elements of HTML that mean the same anywhere."""

Shape = Literal["paragraph", "line", "cell"]


@dataclass(frozen=True, slots=True)
class Content:
    """A text with inline markup, and where it is in the file.

    :param text: the text as the parser has it: without what belongs to the blocks around.
    :param offsets: for each of its characters, and for its end, the offset in the file.
    :param shape: whether blocks can begin in its lines, or whether a ``|`` ends it.
    """

    text: str
    offsets: Sequence[int]
    shape: Shape

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the file of a span of the text."""
        return self.offsets[start], self.offsets[end]

    def part(self, start: int, end: int) -> "Content":
        """Return a part of it, in which no block begins."""
        shape: Shape = "cell" if self.shape == "cell" else "line"
        return Content(self.text[start:end], self.offsets[start : end + 1], shape)

    def raw(self, span: tuple[int, int]) -> str:
        """Return the text of a span in the file."""
        return self.text[bisect_left(self.offsets, span[0]) : bisect_left(self.offsets, span[1])]


def read_items(content: Content, marks: Sequence[Mark]) -> list[Item]:
    """Return the pieces of a text.

    :param marks: its markup, in order.
    """
    tags = [TAG.match(content.text, mark.start, mark.end) if mark.role == "tag" else None for mark in marks]
    others = nested_pairs(code_name(content, mark, tag) for mark, tag in zip(marks, tags, strict=True))
    items: list[Item] = []
    at = 0
    for index, (mark, tag) in enumerate(zip(marks, tags, strict=True)):
        if mark.start < at:
            continue
        start = mark.start
        if mark.role in {"space", "break"}:  # the spaces before the end of a line are part of it
            start = at + len(content.text[at:start].rstrip(" "))
        items += text_items(content, at, start)
        at = mark.end
        span = content.span(start, at)
        raw = content.text[start:at]
        other = others.get(index, -1)
        if mark.role in {"text", "space"}:
            items.append(Item("text", (span,), mark.text or " "))
        elif mark.role == "break" or (tag and tag[2].lower() == "br"):
            items.append(Item("alone", (span,), label=raw, stop=True))
        elif tag and other > index and is_word(tag):
            at = marks[other].end
            items.append(Item("alone", (content.span(start, at),), label=content.text[start:at], word=True))
        elif other < 0:
            # A tag of a template in a line of text stands for a word; one at its beginning is like a block.
            word = mark.role == "word" or (SHORTCODE.match(raw) is not None and follows_text(content.text, start))
            items.append(Item("alone", (span,), label=raw, word=word))
        else:
            parts: tuple[Part, ...] = (span,)
            if mark.kind == "link" and mark.role == "close" and raw in {"]", "][]"}:
                # A reference by the text itself needs a label once that is translated.
                label = content.text[marks[other].end : start]
                parts = (f"][{' '.join(label.split())}]", (span[1], span[1]))
            items.append(Item("open" if other > index else "close", parts, label=raw))
    return [*items, *text_items(content, at, len(content.text))]


def code_name(content: Content, mark: Mark, tag: re.Match[str] | None) -> tuple[CodeKind, str]:
    """Return whether a piece of markup opens or closes a pair, and the name that both ends have."""
    if tag:
        kind: CodeKind = "alone" if tag[3] or tag[2].lower() in VOID else "close" if tag[1] else "open"
        return kind, f"<{tag[2].lower()}>"
    shortcode = SHORTCODE.match(content.text, mark.start, mark.end)
    if shortcode:
        return "close" if shortcode[1] or shortcode[3] else "open", f"{{{shortcode[2] or shortcode[4]}}}"
    return mark.role if mark.role in ("open", "close") else "alone", mark.kind


def follows_text(text: str, start: int) -> bool:
    """Return whether something stands before an offset in its line."""
    return bool(text[text.rfind("\n", 0, start) + 1 : start].strip())


def is_word(tag: re.Match[str]) -> bool:
    """Return whether the content of an element is not translated."""
    return tag[2].lower() in WORDS | HIDDEN or UNTRANSLATED.search(tag[0]) is not None


def text_items(content: Content, start: int, end: int) -> Iterator[Item]:
    """Yield the text of a span, with the white space at its edges apart."""
    text = content.text[start:end]
    bare = text.strip()
    lead = len(text) - len(text.lstrip()) if bare else 0
    for low, high in ((start, start + lead), (start + lead, start + lead + len(bare)), (start + lead + len(bare), end)):
        if high > low:
            yield Item("text", (content.span(low, high),), content.text[low:high])


@dataclass(slots=True)
class Node:
    """A piece of what is written.

    :param code: the code that it is; ``None`` for text.
    :param text: text that is shown, or the code in the content.
    :param parts: what is written for a code.
    """

    code: Code | None
    text: str
    parts: tuple[Part, ...] = ()

    @property
    def id(self) -> str:
        """The name of the code, which the two ends of a pair share; empty for text."""
        return self.code.id if self.code else ""

    @property
    def opens(self) -> bool:
        """Whether it is the beginning of a pair."""
        return self.code is not None and self.code.kind == "open"

    @property
    def closes(self) -> bool:
        """Whether it is the end of a pair."""
        return self.code is not None and self.code.kind == "close"

    @property
    def element(self) -> str:
        """The element of HTML that means the same, for markup that depends on words."""
        return EMPHASIS.get(self.text, "") if self.code and self.code.kind != "alone" else ""


@dataclass(slots=True)
class InlinePlace:
    """A unit with inline markup.

    :param runs: its pieces; those before and after the unit stay as they are.
    :param source: the file.
    :param parse: returns the inline markup of a text.
    :param labels: what brackets refer to.
    :param labelled: spans outside the unit that change if it does.
    """

    content: Content
    runs: Runs
    source: str
    parse: Callable[[str], list[Mark]]
    labels: Set[str]
    unit: Unit
    labelled: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, content: Content, items: list[Item], source: str, parse: Callable[[str], list[Mark]], labels: Set[str]
    ) -> Self | None:
        """Return the unit of a text; ``None`` if there is nothing to translate."""
        runs = Runs(items, lambda _, text: [text])
        return cls(content, runs, source, parse, labels, runs.unit("")) if runs else None

    @property
    def start(self) -> int:
        """Offset of the unit in the file."""
        return spans(self.runs.items[0].parts)[0][0]

    @property
    def end(self) -> int:
        """Offset after the unit."""
        return spans(self.runs.items[-1].parts)[-1][1]

    def name(self, place: str) -> None:
        """Name the unit by its place."""
        self.unit = replace(self.unit, id=place)

    def units(self) -> Iterator[Unit]:
        """Yield the unit."""
        yield self.unit

    def edit(self, targets: Iterator[Target], edits: Edits) -> None:
        """Write the next target in the place of the unit."""
        target = next(targets)
        if (target.text, target.codes) == (self.unit.text, self.unit.codes):
            return
        nodes = tidy(self.nodes(target))
        dollars = target.text.count("$") > 1 or "$" in self.source
        light = Spelling(self.labels, dollars, lines=self.content.shape == "paragraph")
        heavy = replace(light, heavy=True)
        html = spaced([as_html(node) for node in nodes])
        attempts = ((nodes, light), (nodes, heavy), (html, light), (html, heavy))
        parts: list[Part] = []
        for tried, spelling in attempts:
            parts, written = self.written_nodes(tried, spelling)
            if self.reads_as(written, tried):
                break
        edits.replace(self.start, self.end, *parts)
        for item in (*self.runs.before, *self.runs.after):
            if isinstance(item.parts[0], str):
                at = spans(item.parts)[0][1]
                edits.replace(at - len(item.label), at, item.parts[0])
        for span, text in self.labelled:
            edits.replace(*span, text)

    def nodes(self, target: Target) -> list[Node]:
        """Return what is written for a target."""
        found = []
        for part in fragments(*without_line_feeds(target, self.runs.stops)):
            if isinstance(part, Code):
                parts = self.runs.written_codes[part.kind, part.id]
                raw = "".join(each if isinstance(each, str) else self.content.raw(each) for each in parts)
                found.append(Node(part, raw, parts))
            else:
                found.append(Node(None, re.sub(r"\s+", " ", part)))
        return found

    def written_nodes(self, nodes: Sequence[Node], spelling: Spelling) -> tuple[list[Part], str]:
        """Return what is written for the unit, and the text with it as the parser has it."""
        written = self.content.text[: bisect_left(self.content.offsets, self.start)]
        after = "".join(node.text for node in self.kept(self.runs.after))
        parts: list[Part] = []
        start = not written.strip()
        for index, node in enumerate(nodes):
            if node.code is not None:
                parts += [each if isinstance(each, tuple) else self.piped(each) for each in node.parts]
                written += node.text
                start = "\n" in node.text
                continue
            following = nodes[index + 1].text if index + 1 < len(nodes) else after
            text = spelling.spelled(node.text, start=start, following=following, before=written[-1:])
            if self.content.shape != "paragraph" and index + 1 == len(nodes) and not after and text.endswith("#"):
                text = f"{text[:-1]}\\#"  # it would close a heading
            parts.append(self.piped(text))
            written += text
            start = False
        return parts, written + after

    def piped(self, text: str) -> str:
        """Return a text as it is written in a cell, if this is one."""
        return text.replace("|", "\\|") if self.content.shape == "cell" else text

    def reads_as(self, written: str, nodes: Sequence[Node]) -> bool:
        """Return whether a text is read as what it should be."""
        content = Content(written, range(len(written) + 1), "line")
        items = read_items(content, self.parse(written))
        found = [Node(None if item.kind == "text" else MARKUP, item.text or item.label) for item in items]
        around = [
            Node(None, item.text) if item.kind == "text" else node
            for items in (self.runs.before, self.runs.after)
            for item, node in zip(items, self.kept(items), strict=True)
        ]
        count = len(self.runs.before)
        return sequence(found) == sequence([*around[:count], *nodes, *around[count:]])

    def kept(self, items: Sequence[Item]) -> list[Node]:
        """Return pieces outside the unit as they are written, in the content."""
        return [
            Node(MARKUP, "".join(part if isinstance(part, str) else self.content.raw(part) for part in item.parts))
            for item in items
        ]


MARKUP: Final = Code("alone", "")


def sequence(nodes: Sequence[Node]) -> list[str]:
    """Return the texts and the markup of some nodes in order, without white space."""
    found: list[str] = []
    text = ""
    for node in nodes:
        if node.code is None:
            text += node.text
            continue
        found += ["".join(text.split()), "".join(node.text.split())]
        text = ""
    return [*found, "".join(text.split())]


def spans(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Return the parts that are spans of the file."""
    return [part for part in parts if isinstance(part, tuple)]


def as_html(node: Node) -> Node:
    """Return emphasis as it can stand anywhere."""
    if not node.element or node.code is None:
        return node
    tag = f"<{'/' if node.code.kind == 'close' else ''}{node.element}>"
    return Node(node.code, tag, (tag,))


def spaced(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes with white space around each code that stands alone, and between codes that follow each other."""
    found: list[Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if last is not None and (is_alone(last) or is_alone(node) or (last.closes and node.opens)):
            found.append(Node(None, " "))
        found.append(Node(node.code, node.text, node.parts))
    return merged(found)


def is_alone(node: Node) -> bool:
    """Return whether a node is a code that stands alone and ends no line."""
    return node.code is not None and node.code.kind == "alone" and "\n" not in node.text


def tidy(nodes: list[Node]) -> list[Node]:
    """Return what is written without empty emphasis, and with no white space inside its ends or at those of lines."""
    nodes = merged(without_empty(without_outer_breaks(nodes)))
    outside = merged(without_empty([*space_before(reversed([*space_before(nodes)]), opens=False)][::-1]))
    for index, node in enumerate(outside):
        if node.code is None:
            if index == 0 or "\n" in outside[index - 1].text:
                node.text = node.text.lstrip(" ")
            if index + 1 == len(outside) or "\n" in outside[index + 1].text:
                node.text = node.text.rstrip(" ")
    return [node for node in outside if node.code or node.text]


def space_before(nodes: Iterable[Node], *, opens: bool = True) -> list[Node]:
    """Return nodes with the space behind the beginning of emphasis before it.

    :param opens: whether the nodes come in order; else they come in the reverse, and ends of emphasis are beginnings.
    """
    found: list[Node] = []
    for node in nodes:
        spaces = node.code is None and (node.text.startswith(" ") if opens else node.text.endswith(" "))
        at = len(found)
        while spaces and at and found[at - 1].element and (found[at - 1].opens if opens else found[at - 1].closes):
            at -= 1
        if at < len(found):
            found.insert(at, Node(None, " "))
            node = Node(None, node.text.lstrip(" ") if opens else node.text.rstrip(" "))
        if node.code or node.text:
            found.append(node)
    return found


def without_empty(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes without emphasis around nothing."""
    found: list[Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if node.element and node.closes and last is not None and last.opens and last.id == node.id:
            found.pop()
        elif node.code or node.text:
            found.append(node)
    return found


def without_outer_breaks(nodes: list[Node]) -> list[Node]:
    """Return nodes without the ends of lines that have no text before or behind them: an empty line ends a block."""
    breaks = [node.code is not None and "\n" in node.text and node.text.strip() in {"", "\\"} for node in nodes]
    shown = [not broken and bool(node.text.strip()) for node, broken in zip(nodes, breaks, strict=True)]
    first = next((index for index, is_shown in enumerate(shown) if is_shown), len(nodes))
    last = max((index for index, is_shown in enumerate(shown) if is_shown), default=0)
    found: list[Node] = []
    behind_break = False
    for index, (node, broken) in enumerate(zip(nodes, breaks, strict=True)):
        if not broken or (first < index < last and not behind_break):
            found.append(node)
        behind_break = broken or (behind_break and not shown[index])
    return found


def merged(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes with texts that follow each other as one."""
    found: list[Node] = []
    for node in nodes:
        if found and node.code is None and found[-1].code is None:
            last = found[-1].text
            found[-1] = Node(None, last + (node.text.lstrip(" ") if last.endswith(" ") else node.text))
        else:
            found.append(node)
    return found


@dataclass(frozen=True, slots=True)
class PlainPlace:
    """A text without markup, such as the title of a link.

    :param written: returns a text as it is written here.
    """

    unit: Unit
    start: int
    end: int
    written: Callable[[str], str]

    def units(self) -> Iterator[Unit]:
        """Yield the unit."""
        yield self.unit

    def edit(self, targets: Iterator[Target], edits: Edits) -> None:
        """Write the next target in the place of the unit."""
        target = next(targets)
        if target.text != self.unit.text:
            edits.replace(self.start, self.end, self.written(target.text))


@dataclass(frozen=True, slots=True)
class HtmlPlace:
    """HTML in the file.

    :param line_end: what ends each of its lines, with what the next one has for the blocks around.
    """

    html: HtmlText
    start: int
    end: int
    line_end: str = "\n"

    def units(self) -> Iterator[Unit]:
        """Yield the units."""
        return self.html.units()

    def edit(self, targets: Iterator[Target], edits: Edits) -> None:
        """Write the next targets in the places of the units."""
        after = self.html.written(targets)
        if after != self.html.text:
            edits.replace(self.start, self.end, after.replace("\n", self.line_end))

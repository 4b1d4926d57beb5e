"""Paragraphs of OpenDocument: their spans, links, fields and marks as a unit, and what is written for it."""

import re
from collections.abc import Iterator
from typing import Final

from jisr.chars import has_arabic
from jisr.translate.documents.document import has_words
from jisr.translate.documents.markup import Characters, Element, Markup, escaped
from jisr.translate.documents.office.places import get, prefix_of, tag
from jisr.translate.documents.opendocument.styles import Styles
from jisr.translate.documents.runs import Item, Part, Runs

__all__ = ["paragraph_runs"]

WRAPPERS: Final = frozenset({"text:a", "text:meta", "text:meta-field", "loext:content-control"})
"""Elements around text of a paragraph, other than spans and fields."""
STOPS: Final = frozenset({"text:tab", "text:line-break"})
UNSEEN: Final = frozenset({"text:soft-page-break"})
MARKER = re.compile(r"(.+)-(start|end)")
"""The two ends of a bookmark, a reference, an entry of an index, a tracked change."""
MARKS: Final = frozenset({"text:s", "text:note", "text:ruby", "text:script", "text:hidden-paragraph", "text:change"})
"""Elements of text that stand for no word."""
FIELDS: Final = frozenset({"text", "presentation"})
"""Prefixes of all other elements with text: fields."""
WHITE = re.compile(r"[ \t\r\n]+")
SPACES = re.compile(r"(?<= ) +")


def paragraph_runs(paragraph: Element, markup: Markup, styles: Styles) -> Runs:
    """Return the runs of a paragraph or of a heading (``text:p``, ``text:h``).

    :param styles: the styles that hold in the part.
    """
    prefix = prefix_of(paragraph, markup)
    end = f"</{prefix}span>"

    def write_run(run: Part, text: str) -> list[Part]:
        count = run.count("<") if isinstance(run, str) else 0
        return [run, space_elements(text, prefix), end * count]

    return Runs(list(ParagraphReader(markup, styles, end).items(paragraph)), write_run)


def space_elements(text: str, prefix: str) -> str:
    """Return a text as a paragraph spells it, in which spaces after the first are elements."""
    return SPACES.sub(lambda match: f'<{prefix}s {prefix}c="{len(match[0])}"/>', escaped(text))


class ParagraphReader:
    """Reads the pieces of a paragraph.

    :param end: end tag of a span.
    """

    def __init__(self, markup: Markup, styles: Styles, end: str) -> None:
        self.markup = markup
        self.styles = styles
        self.end = end
        self.spaced = True
        """Whether what comes before is white space, of which one is enough."""

    def items(self, element: Element, run: str = "", names: tuple[str, ...] = ()) -> Iterator[Item]:
        """Yield the pieces of an element.

        :param run: start tags of the spans around, as they are written.
        :param names: names of their styles.
        """
        for child in element.children:
            if isinstance(child, Characters):
                yield from self.text(child, run, names)
                continue
            name = tag(child)
            if name == "text:span":
                style = get(child, "text:style-name") or ""
                if child.children:
                    inner = run + self.markup.raw(child.start, child.inner)
                    yield from self.items(child, inner, (*names, style))
            elif name not in UNSEEN:
                yield from self.other(child, name, run, names)

    def text(self, child: Characters, run: str, names: tuple[str, ...]) -> Iterator[Item]:
        """Yield a stretch of text."""
        text = WHITE.sub(" ", child.text)
        text = text.removeprefix(" ") if self.spaced else text
        if not text:
            return
        self.spaced = text.endswith(" ")
        arabic = has_arabic(text)
        look = "/".join(filter(None, (self.styles.look(name, arabic) for name in names)))
        yield Item("text", self.around(child.start, child.end, run), text, look, run, run)

    def spaces(self, child: Element, run: str, names: tuple[str, ...]) -> Iterator[Item]:
        """Yield spaces behind a word, of which the first is text: LibreOffice writes those behind fields so."""
        name = self.markup.raw(child.start, child.inner).split()[0].rstrip("/>")
        count = get(child, "text:c") or ""
        rest = int(count) - 1 if count.isdecimal() and len(count) < 10 else 0
        tags = self.end * run.count("<")
        look = "/".join(filter(None, (self.styles.look(each, False) for each in names)))
        yield Item("text", (run, f"{name}/>", tags), " ", look, run, run)
        if rest > 0:
            written = f'{name} {name[1:].removesuffix("s")}c="{rest}"/>'
            yield Item("alone", (run, written, tags), label=written)
        self.spaced = False

    def around(self, start: int, end: int, run: str) -> tuple[Part, ...]:
        """Return a span of the part with the spans around it, as it is written by itself."""
        return (run, (start, end), self.end * run.count("<"))

    def other(self, child: Element, name: str, run: str, names: tuple[str, ...]) -> Iterator[Item]:
        """Yield an element that is no span."""
        label = self.markup.raw(child.start, child.inner)
        arabic = has_words(child.text)
        prefix = name.partition(":")[0]
        field = prefix in FIELDS and name not in MARKS and name not in STOPS and not name.endswith("-mark")
        marker = MARKER.fullmatch(name)
        if (name in WRAPPERS or (field and arabic and not marker)) and not child.empty_tag:
            # The spans around stay outside: Impress shows no text of a link that is in a span inside it.
            yield Item("open", (run, (child.start, child.inner)), label=label)
            yield from self.items(child)
            tags = self.end * run.count("<")
            yield Item("close", ((child.inner_end, child.end), tags), label=f"</{name}>")
            return
        if name == "text:s" and not self.spaced:
            yield from self.spaces(child, run, names)
            return
        self.spaced = False
        key = ""
        if marker or name == "office:annotation":
            ends = "/" if marker and marker[2] == "end" else ""
            ids = ("text:name", "text:id", "text:change-id", "office:name")
            identity = next((value for each in ids if (value := get(child, each))), "")
            key = f"{ends}{marker[1] if marker else name} {identity}" if identity else ""
        word = field and not marker and (bool(child.text.strip()) or prefix == "presentation")
        parts = self.around(child.start, child.end, run)
        yield Item("alone", parts, label=label, word=word, stop=name in STOPS, key=key)

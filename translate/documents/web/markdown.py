"""Markdown: CommonMark (https://spec.commonmark.org), tables and what common dialects add, edited in place.

A paragraph, a heading or a cell of a table is a unit, and so are the descriptions of pictures, the titles of links, the
text of HTML and some fields of the front matter.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, ClassVar, Final

from markdown_it.token import Token

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions, is_source
from jisr.translate.documents.markup import Edits
from jisr.translate.documents.text_file import read_text_file
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.documents.web.front_matter import fields, front_matter_end, turned_fields, written_value
from jisr.translate.documents.web.heading_anchors import has_anchor_links, relinked
from jisr.translate.documents.web.html import HtmlText
from jisr.translate.documents.web.markdown_inline import Mark, inline_marks, markdown_parser
from jisr.translate.documents.web.markdown_text import plain_label
from jisr.translate.documents.web.markdown_units import Content, HtmlPlace, InlinePlace, PlainPlace, read_items

__all__ = ["Markdown"]

LINE = re.compile(r"(.*?)(\r\n|\n|\r|\Z)", re.DOTALL)
TITLE = re.compile(
    r"(?<=[\s)>])(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))(?=\s*\)?\s*\Z)", re.DOTALL
)
"""The title of a link, at the end of what stands behind its text."""
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
CONTAINER = re.compile(r":{3,}[ \t]*(?:[\w-]+(?:\[(?P<inside>[^\]]*)\])?|\{[^}]*\})[ \t]*(?P<after>[^\s{].*?)?[ \t]*$")
"""The beginning of a container with a title: ``:::note Title``, ``:::note[Title]``."""
LINES: Final = frozenset({"heading_open", "admonition_title_open"})
"""What holds text of one line, in which no block begins."""


class Markdown:
    """A file in Markdown.

    :raises InputError: if it cannot be decoded.
    """

    kind: ClassVar = "markdown"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        self.name = Path(path).name
        self.file = read_text_file(path, options.encoding)
        self.text = self.file.text
        self.mirror = options.direction == "mirror"
        self.parser = markdown_parser()
        self.environment: dict[str, Any] = {}
        self.lines = [match.span(1) for match in LINE.finditer(self.text)]
        """Start and end of each line."""
        self.starts = [start for start, _ in self.lines]
        self.body = front_matter_end(self.text)
        self.first = bisect_right(self.starts, self.body) - 1
        """Index of the line in which the body begins."""
        try:
            tokens = self.parser.parse(self.text[self.body :], self.environment)
        except RecursionError:
            raise InputError(f"{path}: markup nested too deeply") from None
        self.labels = frozenset(plain_label(label) for label in self.environment.get("references", {}))
        self.named: set[int] = set()
        self.cell = (0, 0)
        """Line of the table that is read, and the offset in it that is reached."""
        self.places = [*self.front_matter(), *self.blocks(tokens)]

    def units(self) -> Iterator[Unit]:
        """Yield the texts with Arabic letters."""
        for place in self.places:
            yield from place.units()

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with a target in the place of each unit."""
        coming = iter(targets)
        edits = Edits()
        if self.mirror:
            for start, end, value in turned_fields(self.text[: self.body]):
                edits.replace(start, end, value)
        for place in self.places:
            place.edit(coming, edits)
        text = edits.apply(self.text)
        if has_anchor_links(self.text[self.body :]):
            text = relinked(self.text, text, self.tokens)
        stream.write(self.file.encoded(text))

    def tokens(self, text: str) -> Sequence[Token]:
        """Return the tokens of the blocks of a text, whose lines are those of the text."""
        body = front_matter_end(text)
        tokens = self.parser.parse(text[body:], {})
        first = text.count("\n", 0, body)
        for token in tokens:
            token.map = [line + first for line in token.map] if token.map else None
        return tokens

    def line_of(self, offset: int) -> int:
        """Return the number of the line of an offset, from 1."""
        return bisect_right(self.starts, offset)

    def place(self, offset: int) -> str:
        """Return the line of an offset, with the column if the line has another unit, for people."""
        line = self.line_of(offset)
        column = f":{offset - self.starts[line - 1] + 1}" if line in self.named else ""
        self.named.add(line)
        return f"{self.name}:{line}{column}"

    def front_matter(self) -> Iterator[PlainPlace]:
        """Yield the fields of the front matter that are text."""
        for field in fields(self.text[: self.body]):
            place = self.place(field.start)

            def write(text: str, field: Any = field) -> str:  # noqa: ANN401 - a field
                return written_value(field, text)

            yield PlainPlace(Unit(f"{place}@{field.name}", field.text), field.start, field.end, write)

    def blocks(self, tokens: Sequence[Token]) -> "Iterator[InlinePlace | PlainPlace | HtmlPlace]":
        """Yield the places with text of all blocks."""
        parent = ""
        for token in tokens:
            if token.type == "inline" and is_source(token.content):
                content = self.located(token, parent)
                if content is not None:
                    yield from self.inline(content, inline_marks(token.children or ()))
            elif token.type == "inline":
                self.located(token, parent)  # a cell is found behind the one before
            elif token.type == "html_block":
                yield from self.html_block(token)
            elif token.type == "definition" and is_source(token.meta["title"]):
                start, end = self.span_of(token)
                yield from self.title(start, end)
            elif token.type == "container_line" and is_source(token.content):
                yield from self.container(token)
            parent = token.type

    def span_of(self, token: Token) -> tuple[int, int]:
        """Return the span of the lines of a token."""
        first, last = token.map or (0, 0)
        return self.lines[self.first + first][0], self.lines[self.first + max(last - 1, first)][1]

    def located(self, token: Token, parent: str) -> Content | None:
        """Return the text of a block with its place; ``None`` if it cannot be found, and so stays as it is.

        :param parent: type of the token around.
        """
        number = self.first + (token.map or (0, 0))[0]
        if parent in {"th_open", "td_open"}:
            return self.located_cell(token, number)
        if parent in LINES:
            start, end = self.lines[number]
            line = self.text[start:end]
            closing = r"[ \t]*(?:[ \t]#+)?[ \t]*$" if parent == "heading_open" else r"\"?[^\"]*$"
            opening = r"#[ \t]+" if parent == "heading_open" and not token.content.startswith("#") else r"[ \t\"]"
            match = re.search(f"{opening}({re.escape(token.content)}){closing}", line)
            if match is None and parent == "heading_open":  # under a line of the text, of which it is underlined
                return self.located_lines(token, number)
            if match is None:
                return None
            at = start + match.start(1)
            return Content(token.content, range(at, at + len(token.content) + 1), "line")
        return self.located_lines(token, number)

    def located_lines(self, token: Token, number: int) -> Content | None:
        """Return a text of several lines with its place.

        :param number: index of its first line.
        """
        offsets: list[int] = []
        for index, line in enumerate(token.content.split("\n")):
            start, end = self.lines[number + index]
            bare = line.strip(" \t")
            source = self.text[start:end].rstrip(" \t\n").replace("\0", "\ufffd")
            if not source.endswith(bare):
                return None
            at = start + len(source) - len(bare)
            lead = len(line) - len(line.lstrip(" \t"))
            tail = len(line) - len(bare) - lead if bare else 0
            lead = len(line) - len(bare) - tail
            offsets += [*[at] * lead, *range(at, at + len(bare) + tail + 1)]  # with the end of the line
        return Content(token.content, offsets, "paragraph")

    def located_cell(self, token: Token, number: int) -> Content | None:
        """Return the text of a cell with its place."""
        start, end = self.lines[number]
        line = self.text[start:end]
        at = self.cell[1] if self.cell[0] == number else 0
        written = token.content.replace("|", "\\|")
        if not at and not written:
            at = line.find("|") + 1
        match = re.compile(rf"[ \t]*({re.escape(written)})[ \t]*(?:\||$)").search(line, at)
        if match is None:
            return None
        self.cell = (number, match.end())
        offsets = [start + match.start(1)]
        for character in token.content:
            offsets.append(offsets[-1] + (2 if character == "|" else 1))
        return Content(token.content, offsets, "cell")

    def inline(self, content: Content, marks: Sequence[Mark]) -> "Iterator[InlinePlace | PlainPlace | HtmlPlace]":
        """Yield the places of a text with inline markup: itself, and the texts inside its markup.

        :param marks: its markup.
        """
        place = InlinePlace.of(content, read_items(content, marks), self.text, self.parse, self.labels)
        if place is not None:
            place.name(self.place(place.start))
            yield place
        for mark in marks:
            yield from self.inside(content, mark)

    def parse(self, text: str) -> list[Mark]:
        """Return the inline markup of a text."""
        return inline_marks(self.parser.inline.parse(text, self.parser, self.environment, []))

    def inside(self, content: Content, mark: Mark) -> "Iterator[InlinePlace | PlainPlace | HtmlPlace]":
        """Yield the places with text inside a piece of markup."""
        raw = content.text[mark.start : mark.end]
        if not is_source(raw) and not (mark.role == "tag" and self.mirror):
            return
        if mark.kind == "inline_footnote":
            part = content.part(mark.start + 2, mark.end - 1)
            yield from self.inline(part, self.parse(part.text))
        elif mark.kind == "image":
            stop = mark.start + 2 + len(mark.text)
            part = content.part(mark.start + 2, stop)
            behind = content.text[stop : mark.end]
            for place in self.inline(part, self.parse(part.text)):
                if isinstance(place, InlinePlace) and behind in {"]", "][]"} and place.content is part:
                    # A reference by the description itself needs a label once that is translated.
                    place.labelled = [(content.span(stop, mark.end), f"][{part.text}]")]
                yield place
            yield from self.title(*content.span(stop, mark.end))
        elif mark.kind == "link" and mark.role == "close":
            yield from self.title(*content.span(mark.start, mark.end))
        elif mark.role == "tag":
            yield from self.html(*content.span(mark.start, mark.end))

    def title(self, start: int, end: int) -> Iterator[PlainPlace]:
        """Yield the title of a link in a span of the file, if it has one in Arabic."""
        match = TITLE.search(self.text, start, end)
        if match is None or not is_source(match[1]):
            return
        close = match[1][-1]
        text = " ".join(ESCAPE.sub(r"\1", match[1][1:-1]).split())

        def write(text: str) -> str:
            plain = " ".join(text.split()).replace("\\", "\\\\").replace("&", "\\&").replace("|", "\\|")
            plain = plain.replace(close, f"\\{close}")
            return plain.replace("(", "\\(") if close == ")" else plain

        yield PlainPlace(Unit(f"{self.place(match.start())}@title", text), match.start() + 1, match.end() - 1, write)

    def container(self, token: Token) -> "Iterator[InlinePlace | PlainPlace | HtmlPlace]":
        """Yield the title of a container."""
        _, end = self.span_of(token)
        start = end - len(token.content)
        match = CONTAINER.match(token.content)
        group = "inside" if match and match["inside"] else "after"
        if match and match[group]:
            at = start + match.start(group)
            content = Content(match[group], range(at, at + len(match[group]) + 1), "line")
            yield from self.inline(content, self.parse(content.text))

    def html(self, start: int, end: int) -> Iterator[HtmlPlace]:
        """Yield the HTML in a span of the file, if something in it is translated or turned."""
        line = self.line_of(start)
        column = start - self.starts[line - 1] + 1
        html = HtmlText(
            self.text[start:end], mirror=self.mirror, name=f"{self.name}:", first_line=line, first_column=column
        )
        if html.places or html.turned.spans:
            yield HtmlPlace(html, start, end)

    def html_block(self, token: Token) -> Iterator[HtmlPlace]:
        """Yield a block of HTML, without what its lines have for the blocks around."""
        text = token.content.rstrip("\n")
        first = self.first + (token.map or (0, 0))[0]
        lines = text.split("\n")
        heads = []
        for (start, end), line in zip(self.lines[first:], lines, strict=False):
            source = self.text[start:end].replace("\0", "\ufffd")
            bare = line.lstrip(" \t")
            if not source.endswith(bare):
                return
            heads.append(end - len(line if source.endswith(line) else bare))
        html = HtmlText(text, mirror=self.mirror, name=f"{self.name}:", first_line=first + 1)
        if html.places or html.turned.spans:
            # A line of a translated block has what the second one has.
            number = first + (len(lines) > 1)
            ends = self.text[self.lines[number - 1][1] : heads[number - first]] if len(lines) > 1 else ""
            yield HtmlPlace(html, heads[0], self.lines[first + len(lines) - 1][1], ends or self.file.line_end)

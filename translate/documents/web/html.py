"""Web pages (https://html.spec.whatwg.org), edited in place.

The text between two boundaries of blocks is a unit. Inline elements in it are pairs of codes, pictures and line breaks
stand alone, and ``code``, ``kbd``, ``samp`` and what is not to be translated stand for a word.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, ClassVar, Final

from jisr.errors import InputError
from jisr.lines import find_encoding
from jisr.translate.documents.document import EASTERN_DIGIT, DocumentOptions, is_source
from jisr.translate.documents.markup import Edits, escaped
from jisr.translate.documents.text_file import check_zeros
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, fragments
from jisr.translate.documents.web.html_direction import declared_direction, mirrored
from jisr.translate.documents.web.html_tokens import Attribute, HtmlToken, attributes, html_tokens
from jisr.xml_text import detect_xml_encoding

__all__ = ["HIDDEN", "WORDS", "Html", "HtmlPage", "HtmlText"]

BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu"
    " nav noframes noscript ol optgroup option p pre search section summary table tbody td template tfoot th thead"
    " title tr ul".split()
)
INSETS: Final = frozenset(
    "audio button canvas datalist map meter object picture progress select svg textarea video".split()
)
"""Elements that stand in a line of text while their own text is no part of it."""
WORDS: Final = frozenset({"code", "kbd", "samp"})
HIDDEN: Final = frozenset({"math", "script", "style", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is not translated."""
PREFORMATTED: Final = frozenset({"pre", "textarea", "listing"})
SVG_INLINE: Final = frozenset({"tspan", "textpath", "a"})

TEXT_ATTRIBUTES: Final = frozenset(
    "abbr alt aria-description aria-label aria-placeholder aria-roledescription aria-valuetext label placeholder"
    " summary title".split()
)
META_NAMES: Final = frozenset(
    "description og:title og:description og:site_name og:image:alt twitter:title twitter:description"
    " twitter:image:alt".split()
)
"""Values of ``name``, ``property`` or ``itemprop`` of a ``meta`` element whose content people read."""
BUTTONS: Final = frozenset({"submit", "button", "reset"})
WHITE: Final = " \t\n\r\f"
TAGS = re.compile(r"<[^>]*>")
SPACE = re.compile(r"[ \t\n\r\f]+")
META_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
HEAD: Final = 4096
"""Number of bytes in which a page names its encoding; browsers look at 1,024."""
DEEPEST: Final = 1000


@dataclass(slots=True)
class Scope:
    """What holds inside an element.

    :param until: index of the token that ends it.
    :param translated: whether its text is translated.
    :param direction: declared direction, if any.
    :param preformatted: whether white space shows.
    :param svg: whether it is a drawing, in which texts stand apart.
    :param block: whether it bounds the text around it.
    :param own_run: index of its start tag if its text is no part of the text around it.
    """

    until: int
    translated: bool = True
    direction: str | None = None
    preformatted: bool = False
    svg: bool = False
    block: bool = False
    own_run: int | None = None


@dataclass(slots=True)
class Piece:
    """A piece of the content of a block: a text, an inline tag or something that stands alone.

    :param partner: index in the run of the other tag of a pair; -1 without one.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    token: int = -1
    partner: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """A unit and where it is written.

    :param spans: for each kind and id of code its span in the file; none for an attribute.
    :param quoted: whether it is an attribute.
    """

    unit: Unit
    start: int
    end: int
    spans: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    quoted: bool = False


class HtmlText:
    """A page, or a part of one, as text.

    :param text: the page.
    :param mirror: whether it is turned to left-to-right.
    :param name: what comes before the line and the column in the names of units.
    :param first_line: number of its first line.
    :param first_column: number of its first column in that.
    :raises InputError: if elements are nested too deeply.
    """

    def __init__(self, text: str, *, mirror: bool, name: str = "", first_line: int = 1, first_column: int = 1) -> None:
        self.text = text
        self.mirror = mirror
        self.name = name
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.first_line = first_line
        self.first_column = first_column
        self.tokens = html_tokens(text)
        self.turned = Edits()
        self.places: list[Place] = []
        self.read()
        self.places.sort(key=lambda place: (place.start, -place.end))

    def units(self) -> Iterator[Unit]:
        """Yield the texts and attributes with Arabic letters."""
        return (place.unit for place in self.places)

    def written(self, targets: Iterator[Target]) -> str:
        """Return the page with the next targets in the places of its units."""
        edits = Edits()
        edits.spans.update(self.turned.spans)
        for place in self.places:
            target = next(targets)
            if target == Target.kept(place.unit):
                continue
            if place.quoted:
                quote = self.text[place.start] if self.text[place.start] in "\"'" else '"'
                edits.replace(place.start, place.end, quote + escaped(target.text, quote) + quote)
                continue
            parts = fragments(target.text, target.codes)
            edits.replace(
                place.start,
                place.end,
                *(place.spans[part.kind, part.id] if isinstance(part, Code) else escaped(part) for part in parts),
            )
        return edits.apply(self.text)

    def read(self) -> None:
        """Find the places of all units, and what is turned."""
        scopes = [Scope(len(self.tokens))]
        runs: list[list[Piece]] = [[]]
        index = 0
        while index < len(self.tokens):
            ended = self.leave(index, scopes, runs)
            index = index + 1 if ended else self.step(index, self.tokens[index], scopes, runs)
        self.leave(len(self.tokens), scopes, runs)
        self.finish(runs[0], scopes[0])

    def leave(self, index: int, scopes: list[Scope], runs: list[list[Piece]]) -> bool:
        """Leave the scopes that end at a token, and return whether it was the end tag of one with text of its own."""
        at = self.tokens[index].start if index < len(self.tokens) else len(self.text)
        while len(scopes) > 1 and index >= scopes[-1].until:
            scope = scopes.pop()
            if scope.block:
                self.finish(runs[-1], scope)
            if scope.own_run is None:
                continue
            run, start = runs.pop(), self.tokens[scope.own_run]
            self.finish(run, scope)
            closed = start.partner == index
            if scopes[-1].translated:
                runs[-1].append(Piece("alone", start.start, self.tokens[index].end if closed else at))
            if closed:
                return True
        return False

    def step(self, index: int, token: HtmlToken, scopes: list[Scope], runs: list[list[Piece]]) -> int:
        """Read one token, and return the index of the next one to be read."""
        scope, run = scopes[-1], runs[-1]
        if token.kind == "text":
            if scope.translated:
                run.append(Piece("text", token.start, token.end))
            return index + 1
        block = token.name not in SVG_INLINE if scope.svg else token.name in BLOCKS
        if token.kind == "end":
            if block:
                self.finish(run, scope)
            elif scope.translated:
                run.append(Piece("end", token.start, token.end, token.name, index))
            return index + 1
        if token.kind == "other":
            if scope.translated:
                run.append(Piece("alone", token.start, token.end))
            return index + 1
        found = attributes(self.text, token)
        inner = self.inner_scope(token, found, scope, block=block)
        if inner.translated:
            self.read_attributes(token, found, inner.direction)
        if block:
            self.finish(run, scope)
        if token.kind == "empty":
            if not block and scope.translated:
                run.append(Piece("alone", token.start, token.end, token.name))
            return index + 1
        whole = not block and scope.translated and (not inner.translated or token.name in WORDS)
        mark = not block and scope.translated and self.is_note_mark(token, found)
        if whole or mark or token.name in HIDDEN:
            index, end = self.element_end(token)
            if scope.translated and not block:
                word = whole and token.name not in HIDDEN and TAGS.sub("", self.text[token.end : end]).strip()
                run.append(Piece("word" if word else "alone", token.start, end))
            return index
        inset = token.name in INSETS or (inner.translated and not scope.translated)
        if inset:
            inner.own_run = index
            runs.append([])
        elif not block and scope.translated:
            run.append(Piece("start", token.start, token.end, token.name, index))
        if inset or (inner.translated, inner.direction, inner.preformatted) != (
            scope.translated,
            scope.direction,
            scope.preformatted,
        ):
            if len(scopes) > DEEPEST:
                raise InputError(f"{self.place(token.start)}: elements nested more than {DEEPEST:,} deep")
            scopes.append(inner)
        return index + 1

    def is_note_mark(self, token: HtmlToken, found: list[Attribute]) -> bool:
        """Return whether an element is the number of a note, or another raised number: no part of the sentence."""
        if token.partner < 0:
            return False
        shown = TAGS.sub("", self.text[token.end : self.tokens[token.partner].start])
        kinds = {value for each in found if each.name in {"epub:type", "role"} for value in each.value.split()}
        marked = token.name == "sup" or not kinds.isdisjoint({"noteref", "doc-noteref"})
        return marked and EASTERN_DIGIT.search(shown) is None and not any(map(str.isalpha, shown))

    def element_end(self, token: HtmlToken) -> tuple[int, int]:
        """Return the index of the first token after the element of a start tag, and the offset after it."""
        if token.partner >= 0:
            return token.partner + 1, self.tokens[token.partner].end
        return token.until, self.tokens[token.until].start if token.until < len(self.tokens) else len(self.text)

    def inner_scope(self, token: HtmlToken, found: list[Attribute], scope: Scope, *, block: bool) -> Scope:
        """Return what holds inside an element."""
        values = {attribute.name: attribute.value.strip().lower() for attribute in found}
        translated = scope.translated
        if values.get("translate") == "no" or "notranslate" in values.get("class", "").split():
            translated = False
        elif values.get("translate") in {"yes", ""}:
            translated = True
        return Scope(
            token.until,
            translated,
            declared_direction(found) or scope.direction,
            scope.preformatted or token.name in PREFORMATTED,
            scope.svg or token.name == "svg",
            block,
        )

    def read_attributes(self, token: HtmlToken, found: list[Attribute], direction: str | None) -> None:
        """Find the attributes of a tag that are translated, and those that are turned."""
        values = {attribute.name: attribute.value.strip().lower() for attribute in found}
        for attribute in found:
            if is_source(html.unescape(attribute.value)) and is_text(token.name, attribute.name, values):
                text = html.unescape(attribute.value)
                unit = Unit(f"{self.place(token.start)}@{attribute.name}", SPACE.sub(" ", text).strip(" "))
                self.places.append(Place(unit, attribute.start, attribute.end, quoted=True))
        if self.mirror:
            for attribute, value in mirrored(found, direction):
                quote = self.text[attribute.start] if self.text[attribute.start] in "\"'" else ""
                self.turned.replace(attribute.start, attribute.end, quote + value + quote)

    def place(self, offset: int) -> str:
        """Return the line and the column of an offset, from 1, for people."""
        line = bisect_right(self.lines, offset)
        first = self.first_column if line == 1 else 1
        return f"{self.name}{self.first_line + line - 1}:{offset - self.lines[line - 1] + first}"

    def finish(self, run: list[Piece], scope: Scope) -> None:
        """Find the units of the content of a block, and begin another."""
        pieces = run.copy()
        run.clear()
        if not any(piece.kind == "text" and is_source(self.shown(piece)) for piece in pieces):
            return
        start = 0
        # Line breaks that follow each other bound paragraphs; one alone bounds a line.
        while start < len(pieces):
            stop = start
            while stop < len(pieces) and not self.is_double_break(pieces, stop):
                stop += 1
            self.add_unit(pieces[start:stop], scope)
            start = stop + 1

    def is_double_break(self, pieces: list[Piece], index: int) -> bool:
        """Return whether a piece is a line break behind or in front of another."""
        if pieces[index].name != "br":
            return False
        for step in (-1, 1):
            near = index + step
            while 0 <= near < len(pieces) and pieces[near].kind == "text" and not self.shown(pieces[near]).strip():
                near += step
            if 0 <= near < len(pieces) and pieces[near].name == "br":
                return True
        return False

    def shown(self, piece: Piece) -> str:
        """Return a text as it is shown."""
        return html.unescape(self.text[piece.start : piece.end])

    def add_unit(self, pieces: list[Piece], scope: Scope) -> None:
        """Add the unit of some pieces, if it has Arabic letters."""
        pair(pieces, self.tokens)
        pieces = pieces[slice(*self.inner_part(pieces))]
        if not pieces:
            return
        start, end = pieces[0].start, pieces[-1].end
        if pieces[0].kind == "text":
            start += leading(self.text[start : pieces[0].end])
        if pieces[-1].kind == "text":
            end = start + len(self.text[start:end].rstrip(WHITE))
        builder = UnitBuilder()
        spans: dict[tuple[str, str], tuple[int, int]] = {}
        spaced = True  # whether what comes before is white space, of which one is enough
        for piece in pieces:
            low, high = max(piece.start, start), min(piece.end, end)
            raw = self.text[low:high]
            if piece.kind == "text":
                text = html.unescape(raw)
                if not scope.preformatted:
                    text = SPACE.sub(" ", text)
                    text = text.removeprefix(" ") if spaced else text
                builder.add(text)
                spaced = text.endswith(" ") if text else spaced
                continue
            if piece.partner >= 0:
                builder.open(raw) if piece.kind == "start" else builder.close(raw)
            else:
                builder.alone(raw, word=piece.kind == "word")
            code = builder.codes[-1][1]
            spans[code.kind, code.id] = (low, high)
            if piece.name == "br" and not spaced:
                builder.add(" ")
            hidden = piece.kind in {"start", "end"} or raw.startswith(("<!", "<?"))
            spaced = piece.name == "br" or (spaced and hidden)
        unit = builder.unit(self.place(start))
        if is_source(unit.text):
            self.places.append(Place(unit, start, end, spans))

    def inner_part(self, pieces: list[Piece]) -> tuple[int, int]:
        """Return the range of pieces without those at the edges that belong to no word, and pairs around all others."""
        low, high = 0, len(pieces)

        def is_bare(piece: Piece) -> bool:
            if piece.kind == "text":
                return not self.shown(piece).strip(WHITE)
            return piece.kind != "word" and piece.partner < 0

        while low < high:
            if is_bare(pieces[low]):
                low += 1
            elif is_bare(pieces[high - 1]):
                high -= 1
            elif pieces[low].partner == high - 1:
                low, high = low + 1, high - 1
            elif pieces[low].kind == "start" and pieces[low].partner == low + 1:
                low += 2
            elif pieces[high - 1].kind == "end" and pieces[high - 1].partner == high - 2:
                high -= 2
            else:
                break
        return low, high


def leading(text: str) -> int:
    """Return the number of characters of white space at the beginning of a text."""
    return len(text) - len(text.lstrip(WHITE))


def pair(pieces: list[Piece], tokens: list[HtmlToken]) -> None:
    """Tell the tags of pairs of their partners; tags whose partner is elsewhere, or crosses a pair, have none."""
    at = {piece.token: index for index, piece in enumerate(pieces) if piece.token >= 0}
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "start":
            opened.append(index)
        elif piece.kind == "end":
            other = at.get(tokens[piece.token].partner)
            if other is not None:
                while opened[-1] != other:
                    opened.pop()
                opened.pop()
                piece.partner, pieces[other].partner = other, index


def is_text(element: str, name: str, values: dict[str, str]) -> bool:
    """Return whether an attribute is text for people.

    :param values: all attributes of the element.
    """
    if element == "meta":
        kinds = {values.get("name"), values.get("property"), values.get("itemprop")}
        return name == "content" and not META_NAMES.isdisjoint(kinds)
    if name == "value":
        return element == "input" and values.get("type") in BUTTONS
    return name in TEXT_ATTRIBUTES


class HtmlPage:
    """A page as bytes.

    :param data: the file.
    :param name: its name in errors.
    :param encoding: encoding of a page without a byte order mark; by default what it declares, or UTF-8.
    :param prefix: what comes before the line and the column in the names of units.
    :raises InputError: if it cannot be decoded.
    """

    def __init__(self, data: bytes, name: str, *, mirror: bool, encoding: str | None = None, prefix: str = "") -> None:
        found, length = detect_xml_encoding(data[:HEAD])
        declared = META_CHARSET.search(data, 0, HEAD)
        if not length and found == "utf-8":
            if encoding:
                found = encoding
            elif declared and not data.startswith(b"<?xml"):
                found = declared[1].decode()
                # What can be read as ASCII is not in UTF-16; browsers read Latin-1 as Windows-1252.
                found = {"utf-16": "utf-8", "iso-8859-1": "cp1252"}.get(found.lower(), found)
        self.encoding = find_encoding(found, f"{name}:1")
        self.mark = data[:length]
        try:
            text = data[length:].decode(self.encoding)
        except UnicodeDecodeError as error:
            line = data[: length + error.start].count(b"\n") + 1
            raise InputError(f"{name}:{line}: bytes that are not {self.encoding}", hint="--encoding NAME") from None
        check_zeros(text, name)
        self.content = HtmlText(text, mirror=mirror, name=prefix)

    def units(self) -> Iterator[Unit]:
        """Yield the units of the page."""
        return self.content.units()

    def written(self, targets: Iterator[Target]) -> bytes:
        """Return the page with the next targets in the places of its units.

        Characters that the encoding lacks are written as references.
        """
        return self.mark + self.content.written(targets).encode(self.encoding, "xmlcharrefreplace")


class Html:
    """A file of HTML or XHTML.

    :raises InputError: if it cannot be decoded.
    """

    kind: ClassVar = "html"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        mirror = options.direction == "mirror"
        self.page = HtmlPage(Path(path).read_bytes(), path, mirror=mirror, encoding=options.encoding, prefix="line ")

    def units(self) -> Iterator[Unit]:
        """Yield the texts and attributes with Arabic letters."""
        return self.page.units()

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the page with a target in the place of each unit."""
        stream.write(self.page.written(iter(targets)))

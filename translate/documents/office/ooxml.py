"""What Word, PowerPoint and Excel files share (ISO/IEC 29500): names, parts by type, paragraphs of runs, drawings.

A run is a stretch of text with properties. Editors cut runs wherever somebody edited, spelled or looked something up,
so that runs that look alike are read as one text here; where the look changes inside a paragraph, a pair of codes tells
so. A paragraph that is translated gets new runs with the properties, as they are written, of the old ones.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from jisr.chars import has_arabic
from jisr.translate.documents.markup import Characters, Edits, Element, Markup, escaped, parse_markup
from jisr.translate.documents.package import Package
from jisr.translate.documents.placeholders import add_with_placeholders
from jisr.translate.documents.unit import Code, PlacedCodes, Target, Unit, UnitBuilder, fragments

__all__ = [
    "DRAWING_ATTRIBUTES",
    "SPACE",
    "Item",
    "Part",
    "Place",
    "Runs",
    "RunsPlace",
    "Text",
    "attribute_places",
    "balanced",
    "drawing_paragraph",
    "drawing_places",
    "edit_attribute",
    "element_text",
    "get",
    "is_on",
    "mirror_drawing",
    "part_types",
    "prefix_of",
    "relationships",
    "remove_attribute",
    "tag",
    "text_places",
]

Part: TypeAlias = str | tuple[int, int]
"""What is written: a text, or a span of the part that is written with the edits inside it."""

NAMESPACES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "urn:schemas-microsoft-com:vml": "v",
}
"""Prefixes by which this code names elements, whatever prefixes a file uses."""
STRICT: Final = re.compile("http://purl.oclc.org/ooxml/(\\w+)/(\\w+)")
"""Namespaces of strict files (ISO/IEC 29500-1), where all others have ``http://schemas.openxmlformats.org/…/2006/…``."""
DRAWING_ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(
    ("wp:docPr", "pic:cNvPr", "wps:cNvPr", "c:cNvPr", "p:cNvPr", "xdr:cNvPr"), ("descr", "title")
)
"""Attributes that people read or hear, as the description of a picture, of elements of drawings."""
DRAWING_TEXTS: Final = frozenset({"c:v", "cx:pt", "cx:v"})
"""Elements of charts with the names of series and categories; their numbers hold no Arabic letters."""
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
HIDDEN_LOOKS: Final = frozenset({"lang", "altLang", "dirty", "err", "smtClean", "smtId", "bmk", "noProof", "kumimoji"})
"""Attributes of the properties of a run in a drawing that do not show."""

tags: dict[str, str] = {}


def tag(element: Element) -> str:
    """Return the name of an element as the standards write it: ``w:p``; names of other namespaces as they are."""
    return short(element.name)


def short(name: str) -> str:
    """Return a name of an element or attribute with the usual prefix of its namespace."""
    known = tags.get(name)
    if known is None:
        uri, _, rest = name.removeprefix("{").rpartition("}")
        uri = STRICT.sub(r"http://schemas.openxmlformats.org/\1/2006/\2", uri)
        prefix = NAMESPACES.get(uri)
        known = tags[name] = f"{prefix}:{rest}" if prefix else name
    return known


def get(element: Element, name: str) -> str | None:
    """Return the value of an attribute by its name with the usual prefix, such as ``w:val``; ``None`` without it."""
    return next((value for key, value in element.attributes.items() if short(key) == name), None)


def prefix_of(element: Element, markup: Markup) -> str:
    """Return the prefix of an element as the file writes it, with its colon; empty without one."""
    name = re.match(r"<([^\s/>]+)", markup.raw(element.start, element.inner))
    before, colon, _ = name[1].rpartition(":") if name else ("", "", "")
    return before + colon


def part_types(package: Package) -> dict[str, str]:
    """Return the content type of each part, in the order of the package; empty for parts without one.

    :raises InputError: if the list of types is missing or damaged.
    """
    root = parse_markup(package.read("[Content_Types].xml"), f"{package.path}/[Content_Types].xml").root
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in root.elements:
        kind = element.attributes.get("ContentType", "")
        if element.local == "Default":
            defaults[element.attributes.get("Extension", "").lower()] = kind
        else:
            overrides[element.attributes.get("PartName", "").lstrip("/").lower()] = kind
    return {
        name: overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "") for name in package.names
    }


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts to which a part is related: by the id of the relation its type, such as ``chart``, and the part.

    :param part: name of the part; empty for the package.
    :raises InputError: if the list of relations is damaged.
    """
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels".lstrip("/")
    if name not in package.parts:
        return {}
    found = {}
    for element in parse_markup(package.read(name), f"{package.path}/{name}").root.elements:
        target = element.attributes.get("Target", "")
        if element.attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            found[element.attributes.get("Id", "")] = (kind, path)
    return found


@dataclass(slots=True)
class Text:
    """A unit of a part, for which whoever asked for it sets a target before asking for the next."""

    unit: Unit
    target: Target | None = None

    @property
    def changed(self) -> Target | None:
        """The target, if it differs from the unit."""
        same = self.target is None or (self.target.text, self.target.codes) == (self.unit.text, self.unit.codes)
        return None if same else self.target


@dataclass(slots=True)
class Item:
    """A piece of a paragraph.

    :param kind: text, the beginning or the end of something around text, or something that stands alone.
    :param parts: the piece as it is written.
    :param text: its text.
    :param look: how its text looks, equal for runs that look alike.
    :param run: the properties of its run as they are written; empty without any.
    :param label: what it is, for people.
    :param word: whether it reads as a word of the sentence.
    :param stop: whether text before and after it is read apart, as at a tab; it has a line feed in the unit.
    :param key: name of a marker with another end, whose name is the same with a slash before it; else empty.
    """

    kind: Literal["text", "open", "close", "alone"]
    parts: tuple[Part, ...]
    text: str = ""
    look: str = ""
    run: Part = ""
    label: str = ""
    word: bool = False
    stop: bool = False
    key: str = ""


class Runs:
    """The runs of a paragraph, as a unit.

    What is before the first and after the last stretch of text in Arabic stays outside the unit.

    :param items: the pieces of the paragraph.
    :param write_run: returns a run with some properties and a text as it is written.
    """

    def __init__(self, items: Sequence[Item], write_run: Callable[[Part, str], Sequence[Part]]) -> None:
        self.write_run = write_run
        items = without_empty_pairs(paired_markers(items))
        start, end = core(items)
        self.before, self.items, self.after = items[:start], items[start:end], items[end:]
        self.written_codes: dict[tuple[str, str], tuple[Part, ...]] = {}
        """What is written for each code, by kind and id."""
        self.looks: dict[str, Part] = {"": ""}
        """Properties of the runs inside each pair, by id; those outside all pairs by the empty string."""
        self.stops: set[str] = set()
        """Ids of the codes with a line feed of their own before them."""
        self.builder = UnitBuilder()
        self.build()

    def __bool__(self) -> bool:
        """Whether there is text to translate."""
        return bool(self.items)

    def unit(self, id: str, *, context: str = "") -> Unit:  # noqa: A002 - as in Unit
        """Return the unit."""
        return self.builder.unit(id, context=context)

    def build(self) -> None:
        """Build the unit: a pair for each thing around text, and for each stretch whose look is not the usual one."""
        builder = self.builder
        usual = usual_looks(self.items)
        self.looks[""] = usual.get(-1, ("", ""))[1]
        around = [usual.get(-1, ("", ""))[0]]  # the usual look inside each thing that is open
        current: str | None = None  # the look of the open stretch, if any
        for index, item in enumerate(self.items):
            if current is not None and next_look(self.items, index) != current:
                self.close_pair("")
                current = None
            if item.kind == "text":
                if current is None and item.look != around[-1] and item.text.strip():
                    current = item.look
                    builder.open(item.label)
                    self.looks[builder.opened[-1]] = item.run
                    self.written_codes["open", builder.opened[-1]] = ()
                builder.add(item.text)
            elif item.kind == "open":
                builder.open(item.label)
                look, run = usual.get(index, (around[-1], self.looks[""]))
                around.append(look)
                self.looks[builder.opened[-1]] = run
                self.written_codes["open", builder.opened[-1]] = item.parts
            elif item.kind == "close":
                around.pop()
                self.close_pair(item.label, *item.parts)
            else:
                if item.stop:
                    builder.add("\n")
                builder.alone(item.label, word=item.word)
                if item.stop:
                    self.stops.add(str(builder.count))
                self.written_codes["alone", str(builder.count)] = item.parts
        if current is not None:
            self.close_pair("")

    def close_pair(self, label: str, *parts: Part) -> None:
        """Close the pair that was opened last."""
        self.written_codes["close", self.builder.opened[-1]] = parts
        self.builder.close(label)

    def written(self, target: Target) -> list[Part]:
        """Return the content of the paragraph with a target in the place of the unit."""
        parts = [part for item in self.before for part in item.parts]
        opened = [""]
        for fragment in fragments(*without_line_feeds(target, self.stops)):
            if not isinstance(fragment, Code):
                parts += self.write_run(self.looks[opened[-1]], fragment)
                continue
            if fragment.kind == "open":
                opened.append(fragment.id)
            elif fragment.kind == "close" and fragment.id in opened:
                opened.remove(fragment.id)
            parts += self.written_codes[fragment.kind, fragment.id]
        return parts + [part for item in self.after for part in item.parts]


def without_line_feeds(target: Target, stops: Set[str]) -> tuple[str, PlacedCodes]:
    """Return a target without the line feeds of its codes; one that its code has left is a space.

    :param stops: ids of the codes that have line feeds.
    """
    if "\n" not in target.text:
        return target.text, target.codes
    near = {offset for offset, code in target.codes if code.id in stops}
    text = ""
    shift = [0]  # for each offset the number of characters before it that are gone
    for offset, character in enumerate(target.text):
        gone = character == "\n" and (offset in near or offset + 1 in near)
        text += "" if gone else " " if character == "\n" else character
        shift.append(shift[-1] + gone)
    return text, tuple((offset - shift[offset], code) for offset, code in target.codes)


def next_look(items: Sequence[Item], index: int) -> str | None:
    """Return the look of the text at or after a place; ``None`` if something opens or closes before it."""
    for item in items[index:]:
        if item.kind in {"open", "close"}:
            return None
        if item.kind == "text" and item.text.strip():
            return item.look
    return None


def usual_looks(items: Sequence[Item]) -> dict[int, tuple[str, Part]]:
    """Return the look of most text, and properties of a run with it, directly inside each thing around text.

    :return: by the index of the item that opens it; -1 is outside all.
    """
    lengths: dict[int, Counter[str]] = {}
    longest: dict[tuple[int, str], Item] = {}
    around = [-1]
    for index, item in enumerate(items):
        if item.kind == "open":
            around.append(index)
        elif item.kind == "close":
            around.pop()
        elif item.kind == "text":
            place = around[-1]
            lengths.setdefault(place, Counter())[item.look] += len(item.text)
            best = longest.setdefault((place, item.look), item)
            # A Latin run may lack properties that the Arabic ones have, which its translation takes over.
            if (has_arabic(item.text), len(item.text)) > (has_arabic(best.text), len(best.text)):
                longest[place, item.look] = item
    usual = {place: max(counts, key=lambda look: counts[look]) for place, counts in lengths.items()}
    return {place: (look, longest[place, look].run) for place, look in usual.items()}


def core(items: Sequence[Item]) -> tuple[int, int]:
    """Return the span of the items from the first to the last stretch of text in Arabic, with pairs whole.

    Stretches end where the text before and after something is read apart. Without Arabic the span is empty.
    """
    stretches: list[tuple[int, int]] = []
    first = last = None
    arabic = False
    for index, item in enumerate([*items, Item("alone", (), stop=True)]):
        if item.stop:
            if arabic and first is not None and last is not None:
                stretches.append((first, last + 1))
            first = last = None
            arabic = False
        elif (item.kind == "text" and item.text.strip()) or item.word:
            first = index if first is None else first
            last = index
            arabic = arabic or has_arabic(item.text)
    if not stretches:
        return 0, 0
    start, end = stretches[0][0], stretches[-1][1]
    # Pairs with one end inside are taken in, with all that is between.
    opened: list[int] = []
    for index, item in enumerate(items):
        if item.kind == "open":
            opened.append(index)
        elif item.kind == "close" and opened:
            begin = opened.pop()
            if begin < start <= index < end:
                start = begin
            elif start <= begin < end <= index:
                end = index + 1
    return start, end


def paired_markers(items: Sequence[Item]) -> list[Item]:
    """Return items with the two ends of a bookmark or the like as a pair, if nothing crosses them."""
    result = list(items)
    ends = {item.key[1:]: index for index, item in enumerate(result) if item.key.startswith("/")}
    for index, item in enumerate(result):
        end = ends.get(item.key, 0) if item.key else 0
        if end > index and balanced(result[index + 1 : end]):
            item.kind, result[end].kind = "open", "close"
            del ends[item.key]
    return result


def balanced(items: Sequence[Item]) -> bool:
    """Return whether all that opens in items closes there, and the reverse."""
    depth = 0
    for item in items:
        depth += (item.kind == "open") - (item.kind == "close")
        if depth < 0:
            return False
    return depth == 0


def without_empty_pairs(items: Sequence[Item]) -> list[Item]:
    """Return items with each pair around no text as one thing that stands alone."""
    result: list[Item] = []
    opened: list[int] = []
    for item in items:
        result.append(item)
        if item.kind == "open":
            opened.append(len(result) - 1)
        elif item.kind == "close" and opened:
            inside = result[opened.pop() :]
            if not any(each.text.strip() for each in inside):
                del result[-len(inside) :]
                parts = tuple(part for each in inside for part in each.parts)
                word, stop = (any(getattr(each, name) for each in inside) for name in ("word", "stop"))
                result.append(Item("alone", parts, label=inside[0].label, word=word, stop=stop and not word))
    return result


class Place(Protocol):
    """A place of a part with text to translate."""

    unit: Unit

    def edit(self, target: Target, edits: Edits, markup: Markup, /) -> None:
        """Write a target in the place of the unit."""


@dataclass(slots=True)
class RunsPlace:
    """A paragraph.

    :param span: what is replaced by the runs that are written.
    """

    unit: Unit
    runs: Runs
    span: tuple[int, int]

    def edit(self, target: Target, edits: Edits, _markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edits.replace(*self.span, *self.runs.written(target))


@dataclass(slots=True)
class AttributePlace:
    """An attribute.

    :param name: its name with the usual prefix.
    """

    unit: Unit
    element: Element
    name: str

    def edit(self, target: Target, edits: Edits, markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edit_attribute(edits, self.element, self.name, flat(target), markup)


@dataclass(slots=True)
class TextPlace:
    """An element that holds nothing but text."""

    unit: Unit
    element: Element

    def edit(self, target: Target, edits: Edits, _markup: Markup, /) -> None:
        """Write a target in the place of the unit."""
        edits.replace(self.element.inner, self.element.inner_end, escaped(flat(target)))


def flat(target: Target) -> str:
    """Return a target as a text, in which codes are what they stand for."""
    return "".join(part.data if isinstance(part, Code) else part for part in fragments(target.text, target.codes))


def attribute_places(
    element: Element, names: Sequence[str], place: str, placeholder: re.Pattern[str] | None = None
) -> Iterator[Place]:
    """Yield the attributes of an element that hold Arabic.

    :param names: the attributes that people read, with usual prefixes.
    :param place: beginning of the ids of their units.
    :param placeholder: what stands for a word in their values.
    """
    for name in names:
        value = get(element, name)
        if value is not None and has_arabic(value):
            builder = UnitBuilder()
            if placeholder is None:
                builder.add(value)
            else:
                add_with_placeholders(builder, value, placeholder)
            yield AttributePlace(builder.unit(f"{place}.{name.rpartition(':')[2]}"), element, name)


def text_places(element: Element, place: str) -> Iterator[Place]:
    """Yield an element that holds nothing but text, if that is Arabic."""
    text = element.text
    if has_arabic(text) and not any(element.elements):
        yield TextPlace(Unit(place, text), element)


def drawing_places(name: str, markup: Markup) -> Iterator[Place]:
    """Yield the places of a chart, of a diagram or of another part with drawings, in the order of the file.

    :param name: name of the part.
    """
    counts: Counter[str] = Counter()
    for element in markup.root.walk():
        kind = tag(element)
        counts[kind] += 1
        place = f"{name}#{element.local}{counts[kind]}"
        if kind == "a:p":
            runs, span = drawing_paragraph(element, markup)
            if runs:
                yield RunsPlace(runs.unit(place), runs, span)
        elif kind in DRAWING_TEXTS:
            yield from text_places(element, place)
        elif kind in DRAWING_ATTRIBUTES:
            yield from attribute_places(element, DRAWING_ATTRIBUTES[kind], place)


def attribute_value_span(element: Element, name: str, markup: Markup) -> tuple[int, int]:
    """Return the span of the value of an attribute that an element has, by its name with the usual prefix."""
    wanted = name.rpartition(":")[2]
    raw = markup.raw(element.start, element.inner)
    names = re.findall(r"[\s]([^\s=<>\"'/]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')", raw)
    found = next(each for each in names if each == name or each.rpartition(":")[2] == wanted)
    span = markup.attribute_span(element, found)
    assert span is not None
    return span


def edit_attribute(edits: Edits, element: Element, name: str, value: str, markup: Markup) -> None:
    """Change the value of an attribute that an element has."""
    start, end = attribute_value_span(element, name, markup)
    edits.replace(start, end, escaped(value, markup.raw(start - 1, start)))


def remove_attribute(edits: Edits, element: Element, name: str, markup: Markup) -> None:
    """Take an attribute that an element has out of its tag, with the white space before it."""
    start, end = attribute_value_span(element, name, markup)
    head = markup.raw(element.start, start - 1)
    begin = re.search(r"\s+[^\s=]+\s*=\s*$", head)
    assert begin is not None
    edits.replace(element.start + len(head[: begin.start()].encode()), end + 1, "")


def is_on(element: Element) -> bool:
    """Return whether a property of Word that is there is on: ``<w:b/>``, but not ``<w:b w:val="0"/>``."""
    return get(element, "w:val") not in {"0", "false", "off"}


def drawing_paragraph(paragraph: Element, markup: Markup) -> tuple[Runs, tuple[int, int]]:
    """Return the runs of a paragraph of a drawing (``a:p``), and the span of the paragraph that they take."""
    items: list[Item] = []
    start, end = paragraph.inner, paragraph.inner_end
    for child in paragraph.elements:
        name = tag(child)
        if name == "a:pPr":
            start = child.end
        elif name == "a:endParaRPr":
            end = child.start
        elif name == "a:r":
            properties = child.find(child.name[:-1] + "rPr")
            run: Part = (properties.start, properties.end) if properties else ""
            text = "".join(each.text for each in child.elements if tag(each) == "a:t")
            look = drawing_look(properties, markup)
            items.append(Item("text", ((child.start, child.end),), text, look, run, "<a:r>"))
        else:
            kept = ((child.start, child.end),)
            items.append(Item("alone", kept, label=f"<{name}>", word=name == "a:fld", stop=name == "a:br"))
    prefix = prefix_of(paragraph, markup)

    def write_run(run: Part, text: str) -> list[Part]:
        return [f"<{prefix}r>", run, f"<{prefix}t>{escaped(text)}</{prefix}t></{prefix}r>"]

    return Runs(items, write_run), (start, end)


def drawing_look(properties: Element | None, markup: Markup) -> str:
    """Return how a run with these properties (``a:rPr``) looks."""
    if properties is None:
        return ""
    seen = sorted(f"{key}={value}" for key, value in properties.attributes.items() if key not in HIDDEN_LOOKS)
    fonts = {"a:cs", "a:ea", "a:rtl"}
    seen += [markup.raw(child.start, child.end) for child in properties.elements if tag(child) not in fonts]
    return "|".join(seen)


SWAPPED: Final = {"l": "r", "r": "l"}


PARAGRAPH_PROPERTIES: Final = re.compile(r"a:(?:pPr|defPPr|lvl[1-9]pPr)")


def mirror_drawing(root: Element, markup: Markup, edits: Edits, *, inherited: bool = False) -> None:
    """Turn the paragraphs, text boxes and tables of drawings from right-to-left to left-to-right.

    Alignments are those of the page, unlike in Word: what stands at the right of a right-to-left paragraph stands at
    the left of a left-to-right one.

    :param inherited: whether paragraphs that do not tell are from right to left.
    """
    for element in root.walk():
        for name in ("rtl", "rtlCol"):
            if element.attributes.get(name) in {"1", "true"}:
                edit_attribute(edits, element, name, "0", markup)
        align = element.attributes.get("algn", "")
        turned = element.attributes.get("rtl", "1" if inherited else "0") in {"1", "true"}
        if turned and align in SWAPPED and PARAGRAPH_PROPERTIES.fullmatch(tag(element)):
            edit_attribute(edits, element, "algn", SWAPPED[align], markup)


def element_text(element: Element) -> str:
    """Return the text of an element as Office shows it, which drops white space at its edges unless told otherwise."""
    text = "".join(child.text for child in element.children if isinstance(child, Characters))
    text = re.sub(r"[\t\r\n]", " ", text)
    return text if element.attributes.get(SPACE) == "preserve" else text.strip(" ")

"""Paragraphs of Word: their runs, fields and inserted text as a unit, and the runs that are written for it."""

import re
from collections.abc import Iterator
from typing import Final

from jisr.chars import ANY_ARABIC, ARABIC_MARKS, has_arabic
from jisr.translate.documents.document import has_words
from jisr.translate.documents.markup import Element, Markup, escaped
from jisr.translate.documents.office.ooxml import element_text, is_on
from jisr.translate.documents.office.places import get, prefix_of, tag
from jisr.translate.documents.runs import Item, Part, Runs, balanced

__all__ = ["add_property", "word_paragraph"]

WRAPPERS: Final = frozenset(
    {"w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:fldSimple", "w:sdt"}
)
"""Elements around runs of a paragraph."""
WRAPPER_PROPERTIES: Final = frozenset({"w:smartTagPr", "w:customXmlPr", "w:fldData"})
MARKER = re.compile("w:(.+)(Start|End)")
"""The two ends of a bookmark, a comment, a permission, a range of moved text."""
FIELD: Final = "field "
"""Beginning of the keys of the characters of a field, until it is one item."""
UNSEEN: Final = frozenset({"w:rPr", "w:lastRenderedPageBreak", "w:softHyphen"})
STOPS: Final = frozenset({"w:tab", "w:ptab", "w:br", "w:cr"})
WORDS: Final = frozenset(
    {"w:pgNum", "w:dayShort", "w:dayLong", "w:monthShort", "w:monthLong", "w:yearShort", "w:yearLong"}
)
NO_LOOK: Final = frozenset(
    {"w:rtl", "w:cs", "w:bCs", "w:iCs", "w:szCs", "w:lang", "w:noProof", "w:rFonts", "w:rPrChange"}
)
"""Properties of a run that do not show in English; of the fonts some do."""
COMPLEX: Final = (("w:bCs", "w:b"), ("w:iCs", "w:i"), ("w:szCs", "w:sz"))
"""Properties for right-to-left scripts, and those for others."""
AFTER_RTL: Final = frozenset({"w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange"})
"""Properties of a run that come after ``w:rtl`` (ISO/IEC 29500-1, section 17.3.2.28)."""
ARABIC_STRETCH = re.compile(f"[{ANY_ARABIC}](?:[^A-Za-z]*[{ANY_ARABIC}{ARABIC_MARKS}])?")
"""Words in Arabic, with all that is between them."""


def word_paragraph(paragraph: Element, markup: Markup, *, mirror: bool) -> tuple[Runs, tuple[int, int]]:
    """Return the runs of a paragraph (``w:p``), and the span of it that they take.

    :param mirror: whether the layout is turned, so that only runs that stay Arabic are right-to-left.
    """
    prefix = prefix_of(paragraph, markup)

    def write_run(run: Part, text: str) -> list[Part]:
        parts: list[Part] = []
        at = 0
        # A neutral character, such as a full stop, stands at the wrong end of a right-to-left run.
        for match in ARABIC_STRETCH.finditer(text) if mirror else ():
            parts += new_run(prefix, run, text[at : match.start()])
            parts += new_run(prefix, right_to_left(run, markup, prefix), match[0])
            at = match.end()
        return [*parts, *new_run(prefix, run, text[at:])]

    items = with_fields(list(contents(paragraph, markup, prefix)))
    properties = next((child for child in paragraph.elements if tag(child) == "w:pPr"), None)
    return Runs(items, write_run), (properties.end if properties else paragraph.inner, paragraph.inner_end)


def new_run(prefix: str, run: Part, text: str) -> list[Part]:
    """Return a run as it is written; nothing without text."""
    if not text:
        return []
    return [f"<{prefix}r>", run, f'<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>']


def right_to_left(run: Part, markup: Markup, prefix: str) -> str:
    """Return properties of a run as they are in the file, and right-to-left."""
    raw = run if isinstance(run, str) else markup.raw(*run)
    rtl = f"<{prefix}rtl/>"
    return raw if f"<{prefix}rtl" in raw else add_property(raw, rtl, prefix)


def add_property(raw: str, added: str, prefix: str) -> str:
    """Return properties of a run with one more, at the place of ``w:rtl``."""
    if not raw or (raw.endswith("/>") and raw.count("<") == 1):
        return f"<{prefix}rPr>{added}</{prefix}rPr>"
    later = "|".join(name.removeprefix("w:") for name in AFTER_RTL)
    found = re.search(rf"<{re.escape(prefix)}(?:{later})[\s/>]", raw)
    at = found.start() if found else raw.rindex("</")
    return raw[:at] + added + raw[at:]


def contents(element: Element, markup: Markup, prefix: str) -> Iterator[Item]:
    """Yield the pieces of a paragraph or of something around its runs."""
    for child in element.elements:
        name = tag(child)
        span = (child.start, child.end)
        marker = MARKER.fullmatch(name)
        if name == "w:r":
            yield from run_items(child, markup, prefix)
        elif name in WRAPPERS and not child.empty_tag:
            yield from wrapper_items(child, name, markup, prefix)
        elif marker:
            slash = "/" if marker[2] == "End" else ""
            yield Item("alone", (span,), label=f"<{name}>", key=f"{slash}{marker[1]} {get(child, 'w:id')}")
        elif name not in {"w:pPr", "w:proofErr"} and name not in WRAPPER_PROPERTIES:
            # Deleted text, mathematics, and what is not known.
            yield Item("alone", (span,), label=f"<{name}>", word=name == "m:oMath")


def wrapper_items(element: Element, name: str, markup: Markup, prefix: str) -> Iterator[Item]:
    """Yield an element around runs, with the pieces inside."""
    content = element
    start = element.inner
    for child in element.elements:
        if tag(child) == "w:sdtContent":
            content, start = child, child.inner
        elif tag(child) in WRAPPER_PROPERTIES:
            start = child.end
    if (content is element and name == "w:sdt") or content.empty_tag:
        yield Item("alone", ((element.start, element.end),), label=f"<{name}>")
        return
    inside = list(contents(content, markup, prefix))
    opening, closing = (element.start, start), (content.inner_end, element.end)
    if name == "w:fldSimple" and not shows_arabic(inside):
        yield Item("alone", ((element.start, element.end),), label=f"<{name}>", word=shows_text(inside))
        return
    yield Item("open", (opening,), label=markup.raw(element.start, element.inner))
    yield from inside
    yield Item("close", (closing,), label=f"</{name}>")


def run_items(run: Element, markup: Markup, prefix: str) -> Iterator[Item]:
    """Yield the pieces of a run."""
    properties = next((child for child in run.elements if tag(child) == "w:rPr"), None)
    raw: Part = (properties.start, properties.end) if properties else ""
    children = [child for child in run.elements if tag(child) not in UNSEEN]
    texts = "".join(child.text for child in children if tag(child) == "w:t")
    look = word_look(properties, markup, arabic=has_arabic(texts))
    for child in children:
        name = tag(child)
        parts: tuple[Part, ...] = ((run.start, run.end),)
        if len(children) > 1:
            parts = (f"<{prefix}r>", raw, (child.start, child.end), f"</{prefix}r>")
        if name in {"w:t", "w:noBreakHyphen"}:
            text = element_text(child) if name == "w:t" else "-"
            if text:
                yield Item("text", parts, text, look, raw, f"<w:r>{markup.raw(*raw) if properties else ''}")
        elif name == "w:fldChar":
            yield Item("alone", parts, label=f"<{name}>", key=FIELD + (get(child, "w:fldCharType") or ""))
        else:
            label = markup.raw(child.start, child.inner)
            yield Item("alone", parts, label=label, word=name in WORDS, stop=name in STOPS)


def word_look(properties: Element | None, markup: Markup, *, arabic: bool) -> str:
    """Return how English text with the properties of a run (``w:rPr``) looks.

    :param arabic: whether its text was Arabic, which shows the properties for right-to-left scripts.
    """
    if properties is None:
        return ""
    found = {tag(child): child for child in properties.elements}
    seen = {name: written_property(child, markup) for name, child in found.items() if name not in NO_LOOK}
    if "w:rFonts" in found:
        fonts = (get(found["w:rFonts"], name) for name in ("w:ascii", "w:asciiTheme"))
        seen["w:rFonts"] = next((font for font in fonts if font), "")
    if arabic or "w:rtl" in found or "w:cs" in found:
        for complex_name, name in COMPLEX:
            if complex_name in found:
                seen.setdefault(name, written_property(found[complex_name], markup))
    return "|".join(f"{name}={value}" for name, value in sorted(seen.items()) if value)


def written_property(element: Element, markup: Markup) -> str:
    """Return the value of a property, the same for values that are the same."""
    if set(element.attributes) <= {element.name.rpartition("}")[0] + "}val"} and not element.children:
        value = get(element, "w:val")
        return "on" if (value is None and is_on(element)) or value in {"1", "true", "on"} else str(value)
    return markup.raw(element.start, element.end)


def shows_text(items: list[Item]) -> bool:
    """Return whether there is anything to read."""
    return any(item.text.strip() or item.word for item in items)


def shows_arabic(items: list[Item]) -> bool:
    """Return whether there is Arabic to read."""
    return any(has_words(item.text) for item in items)


class OpenField:
    """A field that is being read: its codes, then its result."""

    def __init__(self, begin: Item) -> None:
        self.codes = [begin]
        self.result: list[Item] | None = None

    @property
    def items(self) -> list[Item]:
        """Where the next item goes."""
        return self.codes if self.result is None else self.result

    def closed(self, end: Item) -> list[Item]:
        """Return the field as items: a pair around a result in Arabic, else one thing that stands for a word."""
        result = self.result or []
        if not balanced(self.codes) or not balanced(result):
            return [*self.codes, *result, end]
        codes = tuple(part for item in self.codes for part in item.parts)
        label = "field"
        if shows_arabic(result):
            return [Item("open", codes, label=label), *result, Item("close", end.parts, label=label)]
        parts = tuple(part for item in [*result, end] for part in item.parts)
        return [Item("alone", codes + parts, label=label, word=shows_text(result))]


def with_fields(items: list[Item]) -> list[Item]:
    """Return items with each field that begins and ends among them as a pair or as one thing.

    What begins a field that ends in a later paragraph, and what ends one that began earlier, stands alone.
    """
    top: list[Item] = []
    opened: list[OpenField] = []
    for item in items:
        kind = item.key.removeprefix(FIELD) if item.key.startswith(FIELD) else ""
        if kind:
            item.key = ""
        into = opened[-1].items if opened else top
        if kind == "begin":
            opened.append(OpenField(item))
        elif kind == "separate" and opened and opened[-1].result is None:
            opened[-1].codes.append(item)
            opened[-1].result = []
        elif kind == "end" and opened:
            field = opened.pop()
            (opened[-1].items if opened else top).extend(field.closed(item))
        else:
            into.append(item)
    for field in opened:
        top += [*field.codes, *(field.result or [])]
    return top

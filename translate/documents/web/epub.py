"""Books in EPUB 2 and 3 (https://www.w3.org/TR/epub-33/): web pages in a zip file, in the order of a spine."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, ClassVar, Final
from urllib.parse import unquote

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions, is_source
from jisr.translate.documents.markup import Characters, Edits, Element, Markup, escaped, parse_markup
from jisr.translate.documents.package import Package
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.documents.web.html import HtmlPage, HtmlText
from jisr.translate.documents.web.html_direction import english_language
from jisr.xml_text import XML_LANG

__all__ = ["Epub"]

CONTAINER: Final = "META-INF/container.xml"
ENCRYPTION: Final = "META-INF/encryption.xml"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "image/svg+xml"})
NAVIGATION: Final = "application/x-dtbncx+xml"
METADATA: Final = frozenset({f"{DC}title", f"{DC}description"})
LABELS: Final = frozenset({"navLabel", "docTitle", "navInfo"})
"""Elements of the navigation of EPUB 2 whose ``text`` people read."""
WEB_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
PRIMARY_MODES: Final = {"horizontal-rl": "horizontal-lr"}
"""What right-to-left is called by Kindle in ``meta name="primary-writing-mode"``."""


class Epub:
    """A book.

    :raises InputError: if the list of its parts is missing or damaged, or its pages are encrypted.
    """

    kind: ClassVar = "epub"

    def __init__(self, path: str, options: DocumentOptions) -> None:
        self.package = Package(path)
        self.mirror = options.direction == "mirror"
        container = self.markup(CONTAINER).root
        roots = [element.attributes.get("full-path", "") for element in container.walk() if element.local == "rootfile"]
        if not roots:
            raise InputError(f"{path}: {CONTAINER} names no book")
        self.parts = list(dict.fromkeys(chain.from_iterable(self.book_parts(unquote(root)) for root in roots)))
        encrypted = self.encrypted().intersection(name for name, _ in self.parts)
        if encrypted:
            raise InputError(f"{path}: {min(encrypted)} is encrypted; only books without copy protection can be read")

    def markup(self, name: str) -> Markup:
        """Return a part that is XML."""
        return parse_markup(self.package.read(name), f"{self.package.path}/{name}")

    def book_parts(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a book with text: the book itself, its pages in the order of reading, the others.

        :param name: name of the part that lists them all.
        :return: their names, and what they are: ``book``, ``page`` or ``navigation``.
        """
        yield name, "book"
        items: dict[str, tuple[str, str]] = {}
        spine: list[str] = []
        for element in self.markup(name).root.walk():
            if element.local == "item":
                href = unquote(element.attributes.get("href", "").partition("#")[0])
                part = posixpath.normpath(posixpath.join(posixpath.dirname(name), href))
                items[element.attributes.get("id", "")] = (part, element.attributes.get("media-type", ""))
            elif element.local == "itemref":
                spine.append(element.attributes.get("idref", ""))
        for key in [*(key for key in spine if key in items), *items]:
            part, media_type = items[key]
            if part not in self.package.parts:
                continue
            if media_type == NAVIGATION:
                yield part, "navigation"
            elif media_type in PAGES and (media_type != "image/svg+xml" or key in spine):
                yield part, "page"

    def encrypted(self) -> set[str]:
        """Return the names of the encrypted parts."""
        if ENCRYPTION not in self.package.parts:
            return set()
        found = self.markup(ENCRYPTION).root.walk()
        return {unquote(each.attributes.get("URI", "")) for each in found if each.local == "CipherReference"}

    def units(self) -> Iterator[Unit]:
        """Yield the title and the description, the texts of all pages and the labels of the navigation."""
        for name, kind in self.parts:
            yield from self.part(name, kind).units()

    def part(self, name: str, kind: str) -> "HtmlPage | XmlPart":
        """Return a part that is read."""
        if kind == "page":
            place = f"{self.package.path}/{name}"
            return HtmlPage(self.package.read(name), place, mirror=self.mirror, prefix=f"{name}#line ")
        return XmlPart(self.markup(name), name, mirror=self.mirror)

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the book with a target in the place of each unit."""
        remaining = iter(targets)
        changed = {name: self.part(name, kind).written(remaining) for name, kind in self.parts}
        self.package.write(stream, changed)


class XmlPart:
    """A part with metadata or with labels of the navigation.

    :param name: its name in the book.
    :param mirror: whether it is turned to left-to-right.
    """

    def __init__(self, markup: Markup, name: str, *, mirror: bool) -> None:
        self.markup = markup
        self.name = name
        self.mirror = mirror
        self.texts = [
            (element, self.described(element))
            for element in markup.root.walk()
            if is_shown(element) and is_source(element.text)
        ]
        self.titles = [
            element
            for element in markup.root.walk()
            if element.local == "reference" and is_source(element.attributes.get("title", ""))
        ]

    def described(self, element: Element) -> HtmlText | None:
        """Return the text of an element if it has tags as of the web, which descriptions often have."""
        if element.name != f"{DC}description" or not WEB_TAG.search(element.text):
            return None
        return HtmlText(element.text, mirror=self.mirror, name=f"{self.place(element)}, ")

    def units(self) -> Iterator[Unit]:
        """Yield the texts, then the titles of the guide."""
        for element, page in self.texts:
            if page is None:
                yield Unit(self.place(element), element.text.strip())
            else:
                yield from page.units()
        for element in self.titles:
            yield Unit(f"{self.place(element)}@title", element.attributes["title"])

    def place(self, element: Element) -> str:
        """Return where an element is, for people."""
        line = self.markup.data.count(b"\n", 0, element.start) + 1
        return f"{self.name}#line {line}"

    def written(self, targets: Iterator[Target]) -> bytes:
        """Return the part with the next targets in the places of its units."""
        edits = Edits()
        for element, page in self.texts:
            before = element.text if page else element.text.strip()
            after = page.written(targets) if page else next(targets).text
            if after != before:
                edits.replace(element.inner, element.inner_end, escaped(after))
        for element in self.titles:
            title = next(targets).text
            if title != element.attributes["title"]:
                self.replace(edits, element, "title", title)
        if self.mirror:
            self.turn(edits)
        return self.markup.edited(edits)

    def turn(self, edits: Edits) -> None:
        """Turn the part to left-to-right, and say that it is in English."""
        for element in self.markup.root.walk():
            values = element.attributes
            for name, key in (("dir", "dir"), ("page-progression-direction", "page-progression-direction")):
                if values.get(key) == "rtl":
                    self.replace(edits, element, name, "ltr")
            for name, key in (("xml:lang", XML_LANG), ("hreflang", "hreflang")):
                language = values.get(key, "")
                if english_language(language) != language:
                    self.replace(edits, element, name, english_language(language))
            mode = PRIMARY_MODES.get(values.get("content", ""))
            if values.get("name") == "primary-writing-mode" and mode:
                self.replace(edits, element, "content", mode)
            if element.name == f"{DC}language" and english_language(element.text) != element.text:
                text = [child for child in element.children if isinstance(child, Characters)]
                edits.replace(text[0].start, text[-1].end, english_language(element.text))

    def replace(self, edits: Edits, element: Element, name: str, value: str) -> None:
        """Replace the value of an attribute."""
        span = self.markup.attribute_span(element, name)
        if span is not None:
            quote = self.markup.raw(span[1], span[1] + 1)
            edits.replace(*span, escaped(value, quote))


def is_shown(element: Element) -> bool:
    """Return whether people read the text of an element."""
    parent = element.parent
    return element.name in METADATA or (element.local == "text" and parent is not None and parent.local in LABELS)

"""What Word, PowerPoint and Excel files share (ISO/IEC 29500): parts by type, texts of drawings and their direction."""

import posixpath
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jisr.errors import JisrWarning
from jisr.translate.documents.markup import Characters, Edits, Element, Markup, escaped, parse_markup
from jisr.translate.documents.office.places import (
    Place,
    RunsPlace,
    attribute_places,
    edit_attribute,
    get,
    prefix_of,
    tag,
    text_places,
)
from jisr.translate.documents.package import Package
from jisr.translate.documents.runs import Item, Part, Runs
from jisr.translate.documents.unit import Target, Unit

__all__ = [
    "DRAWING_ATTRIBUTES",
    "SPACE",
    "Text",
    "drawing_paragraph",
    "drawing_places",
    "element_text",
    "is_on",
    "mirror_drawing",
    "part_types",
    "relationships",
    "warn_of_signature",
]

DRAWING_ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = dict.fromkeys(
    ("wp:docPr", "pic:cNvPr", "wps:cNvPr", "c:cNvPr", "p:cNvPr", "xdr:cNvPr"), ("descr", "title")
)
"""Attributes that people read or hear, as the description of a picture, of elements of drawings."""

SIGNATURE: Final = "package.digital-signature-origin"
"""End of the content type of the part to which signatures belong (ISO/IEC 29500-2, section 13)."""
DRAWING_TEXTS: Final = frozenset({"c:v", "cx:pt", "cx:v"})
"""Elements of charts with the names of series and categories; their numbers hold no Arabic letters."""

SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

HIDDEN_LOOKS: Final = frozenset({"lang", "altLang", "dirty", "err", "smtClean", "smtId", "bmk", "noProof", "kumimoji"})
"""Attributes of the properties of a run in a drawing that do not show."""


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


def warn_of_signature(package: Package, types: Mapping[str, str]) -> None:
    """Warn that the signature of a package, if it has one, does not hold for what is written.

    :param types: as :func:`part_types` returns them.
    :warns JisrWarning: if it is signed.
    """
    if any(kind.endswith(SIGNATURE) for kind in types.values()):
        message = f"{package.path}: is signed; the signature does not hold for what is written"
        warnings.warn(JisrWarning(message), stacklevel=3)


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

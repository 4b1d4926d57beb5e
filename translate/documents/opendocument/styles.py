"""Styles of OpenDocument: how text looks, and which way paragraphs run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jisr.translate.documents.markup import Element
from jisr.translate.documents.office.places import get, short, tag

__all__ = ["COMPLEX", "SWAPPED", "Style", "Styles", "is_right_to_left"]

COMPLEX: Final = {
    "style:font-weight-complex": "fo:font-weight",
    "style:font-style-complex": "fo:font-style",
    "style:font-size-complex": "fo:font-size",
}
"""Properties of text in Arabic and other complex scripts, and those of Latin text."""
UNSEEN: Final = (
    "-asian",
    "-complex",
    "}rsid",
    "}paragraph-rsid",
    ":language",
    ":country",
    ":script",
    ":rfc-language-tag",
)
"""Ends of the names of the other properties that do not show in English."""
RIGHT_TO_LEFT: Final = frozenset({"rl-tb", "rl"})
LEFT_TO_RIGHT: Final = frozenset({"lr-tb", "lr", "lr-bt"})
SWAPPED: Final = {"start": "end", "end": "start", "left": "right", "right": "left"}


@dataclass(slots=True)
class Style:
    """A style.

    :param family: what it is for: ``paragraph``, ``text``, ``table-cell`` and others.
    :param parent: name of the style on which it is based; empty without one.
    :param automatic: whether it is one that nobody gave a name.
    :param mode: its writing mode; empty if it says nothing.
    :param align: its alignment of text; empty if it says nothing.
    :param looks: properties of its text, by name with the usual prefix.
    """

    family: str
    name: str
    parent: str = ""
    automatic: bool = False
    mode: str = ""
    align: str = ""
    looks: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Element) -> "Style":
        """Return the style that an element defines; the default of a family has no name."""
        properties = {tag(child): child for child in element.elements}
        paragraph = properties.get("style:paragraph-properties")
        table = properties.get("style:table-properties")
        text = properties.get("style:text-properties")
        boxes = [each for each in (paragraph, table) if each is not None]
        return cls(
            get(element, "style:family") or "",
            get(element, "style:name") or "",
            get(element, "style:parent-style-name") or "",
            element.parent is not None and tag(element.parent) == "office:automatic-styles",
            next((mode for each in boxes if (mode := get(each, "style:writing-mode"))), ""),
            (get(paragraph, "fo:text-align") or "") if paragraph else "",
            {short(name): value for name, value in text.attributes.items()} if text else {},
        )


class Styles:
    """The styles that hold in a part.

    :param styles: all of them; of two of a name, the later one.
    :param right_to_left: whether pages or sheets are from right to left, and so paragraphs that do not tell.
    """

    def __init__(self, styles: Iterable[Style], *, right_to_left: bool) -> None:
        self.styles = {(style.family, style.name): style for style in styles}
        self.right_to_left = right_to_left
        self.look = cache(self.look_of)

    def look_of(self, name: str, arabic: bool) -> str:
        """Return how English text with a style of characters looks, equal for styles that look alike.

        :param arabic: whether its text is Arabic, which shows the properties of complex scripts.
        """
        style = self.styles.get(("text", name))
        if style is None or not style.automatic:
            return name
        seen = {key: value for key, value in style.looks.items() if not key.endswith(UNSEEN)}
        for key, other in COMPLEX.items():
            if arabic and key in style.looks:
                seen.setdefault(other, style.looks[key])
        if style.parent:
            seen["parent"] = self.look_of(style.parent, arabic)
        return "|".join(f"{key}={value}" for key, value in sorted(seen.items()))

    def chain(self, style: Style) -> Iterator[Style]:
        """Yield a style, those on which it is based, and the default of its family."""
        seen = set()
        family, current = style.family, style
        while current.name not in seen:
            yield current
            seen.add(current.name)
            current = self.styles.get((family, current.parent)) or Style(family, "")
        default = self.styles.get((family, ""))
        if default is not None:
            yield default

    def runs_right_to_left(self, style: Style) -> bool:
        """Return whether paragraphs of a style are from right to left."""
        for each in self.chain(style):
            if each.mode in RIGHT_TO_LEFT or each.mode in LEFT_TO_RIGHT:
                return each.mode in RIGHT_TO_LEFT
        return self.right_to_left

    def aligned(self, style: Style) -> str:
        """Return the alignment of text of a style; empty if no style tells."""
        return next((each.align for each in self.chain(style) if each.align), "")

    def turned_align(self, style: Style) -> str:
        """Return the alignment that a style has once it is turned to left-to-right; empty if no style tells.

        LibreOffice takes ``start`` for left and ``end`` for right whatever the writing mode is, so that both are sides.
        """
        align = self.aligned(style)
        return SWAPPED.get(align, align) if self.runs_right_to_left(style) else align

    def parent(self, style: Style) -> Style:
        """Return the style on which another is based: without one, the default of its family."""
        names = [style.parent, ""] if style.name else []
        found = (self.styles.get((style.family, name)) for name in names)
        return next((each for each in found if each is not None), Style(style.family, ""))


def is_right_to_left(mode: str | None) -> bool:
    """Return whether a writing mode is from right to left."""
    return mode in RIGHT_TO_LEFT

"""Right-to-left in Word files, and how it is turned.

``w:jc``, ``w:ind`` and tab stops stay: in a right-to-left paragraph left and right already mean where lines begin and
where they end (ISO/IEC 29500-4, section 14.11.2).
"""

import re
from collections.abc import Iterable, Iterator, Set
from typing import Final

from jisr.chars import has_arabic
from jisr.translate.documents.markup import Edits, Element, Markup
from jisr.translate.documents.office.ooxml import is_on, mirror_drawing
from jisr.translate.documents.office.places import edit_attribute, get, prefix_of, remove_attribute, tag

__all__ = ["StyleFonts", "mirror_word"]

REMOVED: Final = frozenset({"w:bidi", "w:bidiVisual", "w:rtlGutter"})
VERTICAL: Final = {"tbRl": "btLr", "tbRlV": "btLr", "rl": "lr", "rlV": "lr"}
"""Directions of rotated text whose lines go from right to left, and those whose lines go from left to right."""
ARABIC_NUMBERS: Final = {"arabicAlpha": "lowerLetter", "arabicAbjad": "lowerLetter"}
"""Numbers of lists and pages that are Arabic letters."""
COMPLEX: Final = {"w:bCs": "w:b", "w:iCs": "w:i", "w:szCs": "w:sz"}
"""Properties of text in right-to-left scripts, and those of other text."""
DELETED: Final = frozenset({"w:del", "w:moveFrom"})


class StyleFonts:
    """Which styles of a document choose a font for Latin letters.

    :param styles: the styles.
    """

    def __init__(self, styles: Iterable[Element] = ()) -> None:
        self.based_on: dict[str, str] = {}
        self.latin: set[str] = set()
        self.default = ""
        for style in styles:
            name = get(style, "w:styleId")
            if tag(style) != "w:style" or name is None:
                continue
            if get(style, "w:type") == "paragraph" and get(style, "w:default") in {"1", "true", "on"}:
                self.default = name
            for child in style.walk():
                if tag(child) == "w:basedOn":
                    self.based_on[name] = get(child, "w:val") or ""
                elif tag(child) == "w:rFonts" and has_latin_font(child):
                    self.latin.add(name)

    def chain(self, name: str) -> Iterator[str]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.based_on.get(name, "")

    def give_latin(self, names: Iterator[str] | list[str]) -> bool:
        """Return whether one of these styles, or of those that they are based on, chooses a font for Latin letters."""
        return any(each in self.latin for name in names for each in self.chain(name))


def has_latin_font(fonts: Element) -> bool:
    """Return whether fonts (``w:rFonts``) have one for Latin letters."""
    return any(get(fonts, name) for name in ("w:ascii", "w:asciiTheme", "w:hAnsi", "w:hAnsiTheme"))


def mirror_word(root: Element, markup: Markup, edits: Edits, staying: Set[Element], fonts: StyleFonts) -> None:
    """Turn an element of a Word file and all inside from right-to-left to left-to-right.

    :param staying: the paragraphs that stay in Arabic and so are left as they are.
    :param fonts: the fonts of the styles.
    """
    mirror_drawing(root, markup, edits)
    for element in root.walk():
        name = tag(element)
        if name in REMOVED:
            if is_on(element) and not is_former(element) and not stays(element, staying):
                edits.replace(element.start, element.end, "")
        elif name == "w:rPr":
            if not is_former(element) and not stays(element, staying):
                mirror_run(element, markup, edits, fonts)
        elif name == "w:textDirection":
            turned = VERTICAL.get(get(element, "w:val") or "")
            if turned and tag_of_parent(element) == "w:tcPr":
                edit_attribute(edits, element, "w:val", turned, markup)
            elif turned:
                edits.replace(element.start, element.end, "")
        elif name == "w:themeFontLang" and get(element, "w:bidi") is not None:
            remove_attribute(edits, element, "w:bidi", markup)
        elif name in {"w:dir", "w:bdo"} and get(element, "w:val") == "rtl" and not stays(element, staying):
            edit_attribute(edits, element, "w:val", "ltr", markup)
        elif name in {"w:numFmt", "w:pgNumType"}:
            attribute = "w:val" if name == "w:numFmt" else "w:fmt"
            turned = ARABIC_NUMBERS.get(get(element, attribute) or "")
            if turned:
                edit_attribute(edits, element, attribute, turned, markup)
        elif name == "v:textbox" and re.search(r"direction:\s*rtl", element.attributes.get("style", "")):
            style = re.sub(r"direction:\s*rtl", "direction:ltr", element.attributes["style"])
            edit_attribute(edits, element, "style", style, markup)


def tag_of_parent(element: Element) -> str:
    """Return the name of the element around another."""
    return tag(element.parent) if element.parent else ""


def is_former(element: Element) -> bool:
    """Return whether something is inside the properties that were before a tracked change."""
    return any(tag(each).endswith("Change") for each in element.ancestors())


def stays(element: Element, staying: Set[Element]) -> bool:
    """Return whether a property is one of a paragraph or a run that stays in Arabic."""
    for each in element.ancestors():
        name = tag(each)
        if name in DELETED and has_arabic(each.text):
            return True
        if name == "w:p":
            return each in staying
    return False


def mirror_run(properties: Element, markup: Markup, edits: Edits, fonts: StyleFonts) -> None:
    """Turn the properties of a run, of the mark of a paragraph, or of a style."""
    found = {tag(child): child for child in properties.elements}
    owner = properties.parent
    is_run = owner is not None and tag(owner) == "w:r"
    # The properties for right-to-left scripts do not show in a Latin run.
    showed = not is_run or "w:rtl" in found or "w:cs" in found or (owner is not None and has_arabic(owner.text))
    for name in ("w:rtl", "w:cs"):
        if name in found and is_on(found[name]):
            edits.replace(found[name].start, found[name].end, "")
    for name, other in COMPLEX.items():
        if showed and name in found and other not in found:
            element = found[name]
            raw = markup.raw(element.start, element.end)
            prefix = prefix_of(element, markup)
            start = f"<{prefix}{name.removeprefix('w:')}"
            edits.replace(element.start, element.start, f"<{prefix}{other.removeprefix('w:')}{raw.removeprefix(start)}")
    if "w:lang" in found:
        language = found["w:lang"]
        if get(language, "w:bidi") is not None:
            remove_attribute(edits, language, "w:bidi", markup)
        if (get(language, "w:val") or "").lower().startswith("ar"):
            edit_attribute(edits, language, "w:val", "en-US", markup)
    if showed and "w:rFonts" in found:
        chosen = found["w:rFonts"]
        complex_font = get(chosen, "w:cs")
        if complex_font and not has_latin_font(chosen) and not fonts.give_latin(styles_of(properties, found, fonts)):
            prefix = prefix_of(chosen, markup)
            at = chosen.start + len(f"<{prefix}rFonts")
            span = markup.attribute_span(chosen, f"{prefix}cs")
            font = markup.raw(*span) if span else complex_font
            edits.replace(at, at, f' {prefix}ascii="{font}" {prefix}hAnsi="{font}"')


def styles_of(properties: Element, found: dict[str, Element], fonts: StyleFonts) -> list[str]:
    """Return the styles below the properties of a run, of the mark of a paragraph, or of a style."""
    owner = properties.parent
    names = [get(found["w:rStyle"], "w:val") or ""] if "w:rStyle" in found else []
    for each in [owner, *owner.ancestors()] if owner else []:
        if tag(each) == "w:style":
            return [*names, fonts.based_on.get(get(each, "w:styleId") or "", "")]
        if tag(each) == "w:p":
            style = next(
                (child for head in each.elements if tag(head) == "w:pPr" for child in head.elements
                 if tag(child) == "w:pStyle"), None,
            )  # fmt: skip
            return [*names, get(style, "w:val") or "" if style else fonts.default]
    return names

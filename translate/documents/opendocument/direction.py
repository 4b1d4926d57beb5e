"""Right-to-left in OpenDocument files, and how it is turned.

Margins and tab stops stay: in a right-to-left paragraph the left ones already mean where lines begin.
"""

import re
from typing import Final

from jisr.chars import ANY_ARABIC, EASTERN_DIGITS
from jisr.translate.documents.markup import Edits, Element, Markup
from jisr.translate.documents.office.places import edit_attribute, get, short, tag
from jisr.translate.documents.opendocument.styles import COMPLEX, SWAPPED, Style, Styles, is_right_to_left
from jisr.translate.documents.web.html_direction import english_language

__all__ = ["mirror_styles"]

MODES: Final = {"rl-tb": "lr-tb", "rl": "lr"}
COUNTRY: Final = {
    "fo:language": "fo:country",
    "style:language-complex": "style:country-complex",
    "number:language": "number:country",
    "number:transliteration-language": "number:transliteration-country",
}
"""Attributes that name a language, and those with its country."""
TAGS: Final = ("style:rfc-language-tag", "style:rfc-language-tag-complex", "number:rfc-language-tag")
ARABIC: Final = re.compile(f"[{ANY_ARABIC}{EASTERN_DIGITS}]")
DIGIT: Final = re.compile(f"[{EASTERN_DIGITS}]")


def mirror_styles(block: Element, markup: Markup, edits: Edits, styles: Styles) -> None:
    """Turn styles, page layouts or lists from right-to-left to left-to-right, and from Arabic to English.

    :param styles: the styles that hold in the part.
    """
    for element in block.walk():
        for name in ("style:writing-mode", "loext:writing-mode"):
            mode = MODES.get(get(element, name) or "")
            if mode:
                edit_attribute(edits, element, name, mode, markup)
        side = SWAPPED.get(get(element, "table:align") or "")
        if side and is_right_to_left(get(element, "style:writing-mode")):
            edit_attribute(edits, element, "table:align", side, markup)
        speak_english(element, markup, edits)
        number_in_english(element, markup, edits)
        if tag(element) in {"style:style", "style:default-style"}:
            turn_alignment(element, markup, edits, styles)
        elif tag(element) == "style:text-properties":
            show_complex(element, markup, edits)


def speak_english(element: Element, markup: Markup, edits: Edits) -> None:
    """Name English in the place of Arabic."""
    names = {short(name) for name in element.attributes}
    for name, country in COUNTRY.items():
        if name in names and english_language(get(element, name) or "") != get(element, name):
            edit_attribute(edits, element, name, "en", markup)
            if country in names:
                edit_attribute(edits, element, country, "US", markup)
    for name in TAGS:
        if name in names and english_language(get(element, name) or "") != get(element, name):
            edit_attribute(edits, element, name, "en-US", markup)


def number_in_english(element: Element, markup: Markup, edits: Edits) -> None:
    """Give lists and pages Latin letters and digits in the place of Arabic ones."""
    for name in ("style:num-format", "number:transliteration-format"):
        value = get(element, name)
        if value and ARABIC.search(value):
            edit_attribute(edits, element, name, "1" if DIGIT.search(value) else "a", markup)


def turn_alignment(element: Element, markup: Markup, edits: Edits, styles: Styles) -> None:
    """Exchange the sides of the text of a style that is from right to left, also if another style names the side."""
    style = Style.of(element)
    properties = next((child for child in element.elements if tag(child) == "style:paragraph-properties"), None)
    if properties is None:
        return
    turned = styles.turned_align(style)
    if style.align:
        if turned != style.align:
            edit_attribute(edits, properties, "fo:text-align", turned, markup)
    elif style.mode and turned and turned != styles.turned_align(styles.parent(style)):
        add_attribute(edits, properties, "fo:text-align", turned, markup)


def show_complex(properties: Element, markup: Markup, edits: Edits) -> None:
    """Give Latin text the weight, the slant and the size that only text in complex scripts has."""
    for name, other in COMPLEX.items():
        value = get(properties, name)
        if value is not None and get(properties, other) is None:
            add_attribute(edits, properties, other, value, markup)


def add_attribute(edits: Edits, element: Element, name: str, value: str, markup: Markup) -> None:
    """Give an element an attribute that it does not have, with the prefix that all files use."""
    raw = markup.raw(element.start, element.inner)
    start = re.match(r"<[^\s/>]+", raw)
    assert start is not None
    at = element.start + len(start[0].encode())
    before = edits.spans.get((at, at), ())
    edits.replace(at, at, *before, f' {name}="{value}"')

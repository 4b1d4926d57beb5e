"""What right-to-left is called in HTML, and its mirror."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jisr.translate.documents.web.html_tokens import Attribute

__all__ = ["declared_direction", "english_language", "mirrored"]

SIDES: Final = {"left": "right", "right": "left"}
ARABIC_LANGUAGE: Final = re.compile(r"(\s*)ar(?:[-_][\w-]*)?(\s*)", re.IGNORECASE)
DIRECTION_STYLE: Final = re.compile(r"(?<![\w-])direction(\s*:\s*)rtl\b", re.IGNORECASE)
DECLARED_STYLE: Final = re.compile(r"(?<![\w-])direction\s*:\s*(rtl|ltr)\b")
ALIGN_STYLE: Final = re.compile(r"(?<![\w-])text-align(\s*:\s*)(left|right)\b", re.IGNORECASE)


def declared_direction(attributes: "list[Attribute]") -> str | None:
    """Return the direction that an element declares, ``rtl`` or ``ltr``; ``None`` if it declares none."""
    for attribute in attributes:
        value = attribute.value.strip().lower()
        if attribute.name == "dir" and value in {"rtl", "ltr"}:
            return value
        if attribute.name == "style" and (match := DECLARED_STYLE.search(value)) is not None:
            return match[1]
    return None


def mirrored(attributes: "list[Attribute]", direction: str | None) -> "Iterator[tuple[Attribute, str]]":
    """Yield the attributes of an element that change where it is turned to left-to-right and English, with new values.

    :param attributes: the attributes of its tag.
    :param direction: the direction inside the element: that of the page or of an element around it or its own;
        ``None`` where nothing declares one. Sides are exchanged in what is right-to-left; in what has no direction only
        the right one is turned, which pages without direction give to Arabic; what is left-to-right stays.
    """
    by_name = {attribute.name: attribute.value.strip().lower() for attribute in attributes}
    for attribute in attributes:
        value = attribute.value
        if attribute.name == "dir" and value.strip().lower() == "rtl":
            yield attribute, "ltr"
        elif attribute.name in {"lang", "xml:lang"} or (
            attribute.name == "content" and by_name.get("http-equiv") == "content-language"
        ):
            english = english_language(value)
            if english != value:
                yield attribute, english
        elif (
            attribute.name == "content" and by_name.get("property") == "og:locale" and ARABIC_LANGUAGE.fullmatch(value)
        ):
            yield attribute, "en_US"
        elif attribute.name == "align" and value.strip().lower() in SIDES:
            side = other_side(value.strip().lower(), direction)
            if side != value.strip().lower():
                yield attribute, side
        elif attribute.name == "style":
            turned = DIRECTION_STYLE.sub(r"direction\1ltr", value)
            turned = ALIGN_STYLE.sub(
                lambda match: f"text-align{match[1]}{other_side(match[2].lower(), direction)}", turned
            )
            if turned != value:
                yield attribute, turned


def other_side(side: str, direction: str | None) -> str:
    """Return the side that is to be written for one that a page has."""
    if direction == "ltr" or (direction is None and side == "left"):
        return side
    return SIDES[side]


def english_language(tag: str) -> str:
    """Return ``en`` for the tag of Arabic, of whatever country, and other tags as they are."""
    return ARABIC_LANGUAGE.sub(r"\1en\2", tag) if ARABIC_LANGUAGE.fullmatch(tag) else tag

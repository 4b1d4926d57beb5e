"""Placeholders and tags in strings of programs: what a program replaces by a value, and what it shows as markup."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from jisr.translate.documents.nesting import nested_pairs
from jisr.translate.documents.unit import UnitBuilder

__all__ = ["BRACES", "PRINTF", "PieceRole", "add_with_codes", "add_with_placeholders"]

PRINTF: Final = (
    r"%(?:[0-9]+\$)?[-+#0,(]*[0-9]*(?:\.[0-9]+)?(?:hh?|ll?|[Lqjzt])?[a-zA-Z@]|%\([^()%]+\)[-+#0]*[0-9]*[a-zA-Z]"
)
"""Conversions of printf, Java and Python: ``%s``, ``%1$d``, ``%.2f``, ``%(name)s``. ``%%`` is a percent sign."""
BRACES: Final = r"\{\{[^{}]*\}\}|\$?\{[^{}]*\}"
"""Braces of i18next, Python, JavaScript and ICU: ``{{count}}``, ``{name}``, ``{0}``, ``${x}``."""
ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]+|#[0-9]+|#x[0-9A-Fa-f]+);")
"""A character as HTML spells it, in a string that is shown as HTML: ``&nbsp;``."""
TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*?(/?)>")

PieceRole = Literal["open", "close", "alone", "word", "break"]
"""What a piece of text is as a code; ``word`` stands alone and is read as a word, ``break`` ends a line as ``<br>``."""


def add_with_placeholders(
    builder: UnitBuilder,
    text: str,
    pattern: re.Pattern[str],
    *,
    tags: bool = False,
    written: Callable[[str], str] = str,
) -> None:
    """Add text to a unit, with each placeholder as a code that stands for a word.

    :param tags: whether tags and entities are codes, too; tags are pairs, if they are closed in this text.
    :param written: returns how a code is written in the document.
    """
    patterns = (pattern, TAG, ENTITY) if tags else (pattern,)
    found = without_overlaps(match for each in patterns for match in each.finditer(text))
    roles: dict[re.Match[str], PieceRole] = {match: "alone" if match.re is ENTITY else "word" for match in found}
    roles.update(tag_roles([match for match in found if match.re is TAG]))
    add_with_codes(builder, text, [(match, roles[match]) for match in found], written=written)


def without_overlaps(matches: "Iterable[re.Match[str]]") -> "list[re.Match[str]]":
    """Return matches in the order of their places, but for those that begin in one before."""
    found: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda each: each.start()):
        if not found or match.start() >= found[-1].end():
            found.append(match)
    return found


def add_with_codes(
    builder: UnitBuilder,
    text: str,
    found: Iterable[tuple[re.Match[str], PieceRole]],
    *,
    read: Callable[[str], str] = str,
    written: Callable[[str], str] = str,
) -> None:
    """Add text to a unit, with pieces of it as codes.

    :param found: the pieces, in order; none begins in another.
    :param read: returns a text as it is shown.
    :param written: returns how a code is written in the document.
    """
    at = 0
    for match, role in found:
        builder.add(read(text[at : match.start()]))
        at = match.end()
        if role == "open":
            builder.open(written(match[0]))
        elif role == "close":
            builder.close(written(match[0]))
        else:
            builder.alone(written(match[0]), word=role == "word", line_break=role == "break")
    builder.add(read(text[at:]))


def tag_roles(tags: "Sequence[re.Match[str]]") -> "dict[re.Match[str], PieceRole]":
    """Return for each tag what it is: ``open`` and ``close`` of a pair, ``alone`` or ``break``."""
    others = nested_pairs(("alone" if tag[3] else "close" if tag[1] else "open", tag[2]) for tag in tags)
    alone: dict[bool, PieceRole] = {True: "break", False: "alone"}
    return {
        tag: ("open" if others[index] > index else "close") if index in others else alone[tag[2].lower() == "br"]
        for index, tag in enumerate(tags)
    }

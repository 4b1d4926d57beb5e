"""Placeholders and tags in strings of programs: what a program replaces by a value, and what it shows as markup."""

import re
from collections.abc import Callable, Iterable
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

PieceRole = Literal["open", "close", "alone", "word"]
"""What a piece of text is as a code; ``word`` for one that stands alone and is read as a word."""


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
    found: list[tuple[re.Match[str], PieceRole]] = [(match, "word") for match in pattern.finditer(text)]
    if tags:
        entities: list[tuple[re.Match[str], PieceRole]] = [(match, "alone") for match in ENTITY.finditer(text)]
        found = sorted(found + paired_tags(text) + entities, key=lambda item: item[0].start())
    add_with_codes(builder, text, found, written=written)


def add_with_codes(
    builder: UnitBuilder,
    text: str,
    found: Iterable[tuple[re.Match[str], PieceRole]],
    *,
    read: Callable[[str], str] = str,
    written: Callable[[str], str] = str,
) -> None:
    """Add text to a unit, with pieces of it as codes.

    :param found: the pieces, in order; one that begins in another is part of that.
    :param read: returns a text as it is shown.
    :param written: returns how a code is written in the document.
    """
    at = 0
    for match, role in found:
        if match.start() < at:
            continue
        builder.add(read(text[at : match.start()]))
        at = match.end()
        if role == "open":
            builder.open(written(match[0]))
        elif role == "close":
            builder.close(written(match[0]))
        else:
            builder.alone(written(match[0]), word=role == "word")
    builder.add(read(text[at:]))


def paired_tags(text: str) -> list[tuple[re.Match[str], PieceRole]]:
    """Return the tags of a text, each with what it is: ``open`` and ``close`` of a pair, else ``alone``."""
    tags = list(TAG.finditer(text))
    others = nested_pairs(("alone" if tag[3] else "close" if tag[1] else "open", tag[2]) for tag in tags)
    return [
        (tag, "alone" if index not in others else "open" if others[index] > index else "close")
        for index, tag in enumerate(tags)
    ]

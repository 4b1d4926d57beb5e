"""Placeholders and tags in strings of programs: what a program replaces by a value, and what it shows as markup."""

import re
from typing import Final

from jisr.translate.documents.unit import UnitBuilder

__all__ = ["BRACES", "PRINTF", "add_with_placeholders"]

PRINTF: Final = (
    r"%(?:[0-9]+\$)?[-+#0,(]*[0-9]*(?:\.[0-9]+)?(?:hh?|ll?|[Lqjzt])?[a-zA-Z@]|%\([^()%]+\)[-+#0]*[0-9]*[a-zA-Z]"
)
"""Conversions of printf, Java and Python: ``%s``, ``%1$d``, ``%.2f``, ``%(name)s``. ``%%`` is a percent sign."""
BRACES: Final = r"\{\{[^{}]*\}\}|\$?\{[^{}]*\}"
"""Braces of i18next, Python, JavaScript and ICU: ``{{count}}``, ``{name}``, ``{0}``, ``${x}``."""


TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:.-]*)[^<>]*?(/?)>")


def add_with_placeholders(builder: UnitBuilder, text: str, pattern: re.Pattern[str], *, tags: bool = False) -> None:
    """Add text to a unit, with each placeholder as a code that stands for a word.

    :param tags: whether tags are codes, too: pairs, if they are closed in this text.
    """
    found = [(match, "word") for match in pattern.finditer(text)]
    if tags:
        found = sorted(found + paired_tags(text), key=lambda item: item[0].start())
    at = 0
    for match, role in found:
        if match.start() < at:  # a placeholder in a tag
            continue
        builder.add(text[at : match.start()])
        at = match.end()
        if role == "open":
            builder.open(match[0])
        elif role == "close":
            builder.close(match[0])
        else:
            builder.alone(match[0], word=role == "word")
    builder.add(text[at:])


def paired_tags(text: str) -> list[tuple[re.Match[str], str]]:
    """Return the tags of a text, each with what it is: ``open`` and ``close`` of a pair, else ``alone``."""
    tags = list(TAG.finditer(text))
    roles = ["alone"] * len(tags)
    opened: list[int] = []
    for index, match in enumerate(tags):
        if match[3]:
            continue
        if not match[1]:
            opened.append(index)
            continue
        other = next((at for at in reversed(opened) if tags[at][2] == match[2]), None)
        if other is not None:
            del opened[opened.index(other) :]  # what is not closed inside stands alone
            roles[other], roles[index] = "open", "close"
    return list(zip(tags, roles, strict=True))

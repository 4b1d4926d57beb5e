"""Placeholders of strings of programs: what a program replaces by a value when it shows the string."""

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


def add_with_placeholders(builder: UnitBuilder, text: str, pattern: re.Pattern[str]) -> None:
    """Add text to a unit, with each placeholder as a code that stands for a word."""
    at = 0
    for match in pattern.finditer(text):
        builder.add(text[at : match.start()])
        builder.alone(match[0], word=True)
        at = match.end()
    builder.add(text[at:])

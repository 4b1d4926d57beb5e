"""Placeholders of the messages of a PO file, as their flags name them, and their order in a translation."""

import re
from dataclasses import replace
from typing import Final

from jisr.translate.documents.placeholders import BRACES, PRINTF, add_with_placeholders
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, written_fragments

__all__ = ["MessageFormat"]

C_FORMAT: Final = (
    r"%(?:[0-9]+\$)?[-+ #0'I]*(?:\*(?:[0-9]+\$)?|[0-9]+)?(?:\.(?:\*(?:[0-9]+\$)?|[0-9]+)?)?"
    r"(?:hh?|ll?|[Lqjzt])?(?:[diouxXeEfFgGaAcspnmCS@]|<[A-Za-z0-9]+>)"
)
PERCENT_FORMATS: Final = {
    "c-format": C_FORMAT,
    "objc-format": C_FORMAT,
    "python-format": r"%(?:\([^()%]*\))?[-+ #0]*(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?[hlL]?[diouxXeEfFgGcrsa]",
    "php-format": PRINTF,
}
"""Formats in which ``%%`` is a percent sign."""
BRACE_FORMATS: Final = frozenset({"python-brace-format", "java-format", "csharp-format", "c++-format", "rust-format"})
DOUBLE: Final = "\ue000"
"""Stands for ``%%`` while placeholders are looked for."""


class MessageFormat:
    """The syntax of the placeholders of a message.

    :param flags: its flags. Without any, both kinds of placeholders are looked for.
    """

    def __init__(self, flags: frozenset[str]) -> None:
        percent = [pattern for flag, pattern in PERCENT_FORMATS.items() if flag in flags]
        braces = [BRACES] * bool(flags & BRACE_FORMATS)
        self.doubled = bool(percent)
        self.numbered = bool(flags & {"c-format", "objc-format", "php-format"})
        self.pattern = re.compile("|".join(percent + braces or [BRACES, PRINTF]))

    def unit(self, name: str, text: str, context: str) -> Unit:
        """Return the unit of a message."""
        builder = UnitBuilder()
        if not self.doubled:
            add_with_placeholders(builder, text, self.pattern, tags=True)
            return builder.unit(name, context=context)
        add_with_placeholders(builder, text.replace("%%", DOUBLE), self.pattern, tags=True)
        unit = builder.unit(name, context=context)
        codes = tuple((offset, replace(code, data=code.data.replace(DOUBLE, "%%"))) for offset, code in unit.codes)
        return Unit(name, unit.text.replace(DOUBLE, "%"), codes, context)

    def written(self, target: Target) -> str:
        """Return the text of a target with its placeholders."""
        data = self.ordered([code for _, code in target.codes if code.word])
        return "".join(
            (data.get(part.id, part.data) if isinstance(part, Code) else self.format_text(part))
            for part in written_fragments(target.text, target.codes)
        )

    def format_text(self, text: str) -> str:
        """Return text between placeholders as it is spelled."""
        return text.replace("%", "%%") if self.doubled else text

    def ordered(self, codes: list[Code]) -> dict[str, str]:
        """Return what is written for placeholders that are in another order than in the source, by their ids.

        What has no name or number gets the number of its argument, or where the format has no numbers, keeps its order.
        """
        plain = [code for code in codes if re.match(r"%(?![0-9]+\$|\()|\{(?=[}:!])", code.data)]
        source = sorted(plain, key=lambda code: int(code.id))
        if plain == source:
            return {}
        if any("*" in code.data for code in plain) or not (self.numbered or plain[0].data.startswith("{")):
            return {code.id: before.data for code, before in zip(plain, source, strict=True)}
        numbers = {code.id: index for index, code in enumerate(source)}
        return {code.id: with_number(code.data, numbers[code.id]) for code in plain}


def with_number(placeholder: str, index: int) -> str:
    """Return a placeholder with the number of its argument.

    :param index: the number, from 0.
    """
    if placeholder.startswith("{"):
        return f"{{{index}{placeholder[1:]}"
    return f"%{index + 1}${placeholder[1:]}"

"""English text as Markdown spells it: what would be read as markup is escaped."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

__all__ = ["Spelling", "plain_label"]

ALWAYS: Final = frozenset("\\`*{")
HEAVY: Final = frozenset("\\`*_[]<>&~$!{}^:|#")
ENTITY = re.compile(r"&(?:#|[A-Za-z][A-Za-z0-9]*;|$)")
TAG = re.compile(r"<(?:[A-Za-z/!?]|$)")
BRACKETS = re.compile(r"\[([^\[\]\\]*)\]")
EMOJI = re.compile(r":[a-z][a-z0-9_+-]{0,49}:")
BLOCK = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|-|$)|=|[:~](?=\s|:|-|$)|!!!|\?\?\?)|[0-9]{1,9}(?=[.)](?:\s|$))")
"""What begins a block at the beginning of a line: a heading, a quotation, an item, a definition, a container."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the text of a block is spelled.

    :param labels: what brackets refer to, in the form of :func:`plain_label`.
    :param dollars: whether dollar signs may be read as mathematics.
    :param lines: whether a block can begin at the beginning of a line, as in a paragraph.
    :param heavy: whether all characters that ever are markup are escaped.
    """

    labels: Container[str] = ()
    dollars: bool = False
    lines: bool = True
    heavy: bool = False

    def spelled(self, text: str, *, start: bool = False, following: str = "", before: str = "") -> str:
        """Return a text as it is spelled.

        :param start: whether it stands at the beginning of a line.
        :param following: what is written behind it.
        :param before: what is written before it.
        """
        plain = () if self.heavy else self.plain_brackets(text, following)
        tildes = text.count("~")
        written = []
        for at, character in enumerate(text):
            rest = text[at : at + 60] if character in "&<:" else ""
            after = text[at + 1] if at + 1 < len(text) else following[:1]
            if not at and before.endswith("]") and character in "([:":
                escape = True  # what is before would be the text of a link, or the label of a footnote
            elif self.heavy:
                escape = character in HEAVY
            elif character in ALWAYS:
                escape = True
            elif character == "_":
                last = text[at - 1] if at else before[-1:]
                escape = not (last.isalnum() and after.isalnum())
            elif character in "[]":
                escape = at not in plain
            elif character in "!^":
                escape = after == "["
            elif character == "$":
                escape = self.dollars
            elif character == "~":
                escape = tildes > 1 or at in {0, len(text) - 1}
            else:
                found = {"&": ENTITY, "<": TAG, ":": EMOJI}.get(character)
                escape = found is not None and found.match(rest) is not None
            written.append("\\" + character if escape else character)
        spelled = "".join(written)
        if start and self.lines:
            match = BLOCK.match(spelled)
            if match:
                at = match.end() if match[0][0].isdigit() else 0
                spelled = f"{spelled[:at]}\\{spelled[at:]}"
        return spelled

    def plain_brackets(self, text: str, following: str) -> set[int]:
        """Return the places of the brackets that are read as brackets."""
        found: set[int] = set()
        for match in BRACKETS.finditer(text):
            after = text[match.end()] if match.end() < len(text) else following[:1]
            label = match[1].strip()
            box = label in {"", "x", "X"} or label[0] in "^!"
            if after not in {"(", "[", ":"} and not box and plain_label(label) not in self.labels:
                found |= {match.start(), match.end() - 1}
        return found


def plain_label(label: str) -> str:
    """Return a label in a form that is the same for labels that mean the same."""
    return " ".join(label.split()).casefold()

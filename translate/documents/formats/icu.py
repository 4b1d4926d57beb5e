"""ICU messages: text with arguments, of which ``plural`` and ``select`` hold branches of text.

The syntax is that of https://unicode-org.github.io/icu/userguide/format_parse/messages/: ``{count, plural, one {a file}
other {# files}}``. Here a message is cut into leaves, the texts without such an argument in them or around them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jisr.errors import InputError

__all__ = ["Leaf", "icu_leaves"]

CHOICE = re.compile(r"\{\s*[\w.-]+\s*,\s*(?:plural|selectordinal|select)\s*,")
DEEPEST = 20
"""Most branches in one another; messages of people have two or three."""
BRANCH = re.compile(r"\s*(?:offset:[0-9]+\s*)?([\w=.-]+)\s*\{")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text in a message that is translated as one.

    :param start: offset of its first character in the message.
    :param end: offset after its last.
    :param name: names of the branches that lead to it, each with a dot before it; empty for a message without any.
    :param choices: spans of the arguments with branches inside this text, which stand for a word.
    :param plural: whether ``#`` stands for the number.
    """

    start: int
    end: int
    name: str = ""
    choices: tuple[tuple[int, int], ...] = ()
    plural: bool = False


def icu_leaves(message: str) -> list[Leaf]:
    """Return the leaves of a message, the outer before the inner ones; the whole text if it has no branches.

    A leaf that has nothing but an argument with branches is left out.

    :raises InputError: if branches are nested too deeply.
    """
    if not CHOICE.search(message):
        return [Leaf(0, len(message))]
    try:
        return list(leaves(message, 0, len(message), (), plural=False))
    except ValueError:  # braces that do not match: text like any other
        return [Leaf(0, len(message))]


def leaves(message: str, start: int, end: int, names: tuple[str, ...], *, plural: bool) -> Iterator[Leaf]:
    """Yield the leaves of a part of a message.

    :param names: names of the branches around it.
    :raises ValueError: if braces do not match.
    :raises InputError: if branches are nested too deeply.
    """
    if len(names) > DEEPEST:
        raise InputError(f"branches of a message nested more than {DEEPEST} deep")
    choices: list[tuple[int, int]] = []
    at = start
    while (found := CHOICE.search(message, at, end)) is not None:
        stop = closing_brace(message, found.start(), end)
        choices.append((found.start(), stop))
        at = stop
    rest = "".join(message[low:high] for low, high in between(start, end, choices))
    if rest.strip():
        yield Leaf(start, end, "".join(f".{name}" for name in names), tuple(choices), plural)
    for low, high in choices:
        head = CHOICE.match(message, low)
        at = head.end() if head else high
        is_plural = "select" not in message[low:at] or "selectordinal" in message[low:at]
        while (branch := BRANCH.match(message, at, high)) is not None:
            stop = closing_brace(message, branch.end() - 1, high)
            yield from leaves(message, branch.end(), stop - 1, (*names, branch[1]), plural=is_plural)
            at = stop


def between(start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what lies between spans."""
    for low, high in spans:
        yield start, low
        start = high
    yield start, end


def closing_brace(message: str, start: int, end: int) -> int:
    """Return the offset after the brace that closes the one at an offset; braces after an apostrophe are text.

    :raises ValueError: if there is none.
    """
    depth = 0
    quoted = False
    for at in range(start, end):
        character = message[at]
        if character == "'" and (quoted or message[at + 1 : at + 2] in {"{", "}"}):
            quoted = not quoted
        elif quoted:
            continue
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return at + 1
    raise ValueError("no closing brace")

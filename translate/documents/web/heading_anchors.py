"""Links to the headings of a Markdown file, whose anchors follow from their text and so change with it.

Anchors are those of GitHub, which other programs have taken over: the text in lower case without punctuation, with
hyphens for spaces, and a number behind one that is there already.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["has_anchor_links", "relinked"]

LINK = re.compile(r"(\]\(<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?|\bhref=[\"'])#([^\s)>\"']+)", re.M)
"""A link to an anchor of the file: in a link, in the definition of one, in HTML."""
DROPPED: Final = re.compile(r"[^\w\- ]")
OWN_ANCHOR = re.compile(r"\{[^{}]*#[^{}]*\}[ \t]*$")
"""An anchor that a heading names itself."""
CODE: Final = frozenset({"fence", "code_block"})


def has_anchor_links(text: str) -> bool:
    """Return whether a file links to an anchor of its own."""
    return LINK.search(text) is not None


def relinked(source: str, text: str, parse: "Callable[[str], Sequence[Token]]") -> str:
    """Return a translated file whose links to headings name their new anchors.

    :param source: the file before.
    :param text: the translated file.
    :param parse: returns the tokens of the blocks of a file.
    """
    tokens = parse(text)
    before, after = anchors(parse(source)), anchors(tokens)
    if len(before) != len(after):
        return text
    changes = {old: new for old, new in zip(before, after, strict=True) if old and new and old != new}
    code = {line for token in tokens if token.type in CODE and token.map for line in range(*token.map)}

    def renamed(match: re.Match[str]) -> str:
        new = changes.get(unquote(match[2]).lower())
        return match[0] if new is None else f"{match[1]}#{new}"

    lines = enumerate(text.split("\n"))
    return "\n".join(line if number in code else LINK.sub(renamed, line) for number, line in lines)


def anchors(tokens: "Sequence[Token]") -> list[str]:
    """Return the anchor of each heading; empty for one that names its own."""
    seen: Counter[str] = Counter()
    found = []
    for heading, inline in pairwise(tokens):
        if heading.type != "heading_open":
            continue
        if OWN_ANCHOR.search(inline.content):
            found.append("")
            continue
        text = "".join(each.content for each in inline.children or () if each.type in {"text", "code_inline"})
        anchor = DROPPED.sub("", text.strip().lower()).replace(" ", "-")
        found.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found

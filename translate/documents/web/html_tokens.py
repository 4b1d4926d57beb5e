"""HTML as it was written: tags, texts and all else with their places in the file.

A parser that prints what it has parsed repairs the file and changes entities, quotes and the case of names. Here a file
is cut as a browser cuts it (HTML Living Standard, section 13.2.5) and every piece keeps its span, in linear time for
whatever file. ``html.parser`` cuts differently from one version of Python to the next, takes a time that grows with the
square of the size for some broken files, and stops at others.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Attribute", "HtmlToken", "attributes", "html_tokens"]

ATTRIBUTE_NAME = r"[^\s/>][^\s/>=]*+"
ATTRIBUTE_VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+"
# Every alternative matches to the end of the file at worst, so that no part of a broken file is read again and again.
TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]?[^>]*+)?(?:>|\Z)"
    r"|</(?P<end>[a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)"
    r"|<[!?/][^>]*+(?:>|\Z)"
    r"|<(?P<start>[a-zA-Z][^\s/>]*+)"
    rf"(?:[\s/]*+{ATTRIBUTE_NAME}(?:\s*+=\s*+(?:{ATTRIBUTE_VALUE}))?+)*+(?P<tail>[\s/]*+)(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(rf"({ATTRIBUTE_NAME})(?:\s*+=\s*+({ATTRIBUTE_VALUE}))?+")
NAME = re.compile(r"<[^\s/>]+")

VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr basefont frame".split())
"""Elements without an end tag (section 13.1.2)."""
RAW: Final = frozenset("script style xmp iframe noembed noframes title textarea".split())
"""Elements in which no tag begins but their own end tag."""
TEXT_INSIDE: Final = frozenset({"title", "textarea"})
"""Those of them whose content is text for people."""
CLOSED_BY: Final = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "option": {"option"},
    "p": {"p"},
}
"""The elements that a start tag closes if they are open around it at once; their end tags may be left out."""


@dataclass(slots=True)
class HtmlToken:
    """A piece of a file.

    :param kind: a text; the tag of an element that is empty; a start tag; an end tag; or what is never shown, as a
        comment or a script.
    :param start: offset of its first character.
    :param end: offset after its last.
    :param name: name of the element, in lower case, of a tag.
    :param until: of a start tag the index of the token that ends the element: its end tag, or the tag that closes an
        element without one, or the number of all tokens.
    :param partner: index of the end tag of a start tag and the other way round; -1 without one.
    """

    kind: Literal["text", "empty", "start", "end", "other"]
    start: int
    end: int
    name: str = ""
    until: int = -1
    partner: int = -1


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag.

    :param name: its name, in lower case.
    :param value: its value as it is written, without quotation marks.
    :param start: offset of the value, with its quotation marks, in the file.
    :param end: offset after it.
    """

    name: str
    value: str
    start: int
    end: int


def html_tokens(text: str) -> list[HtmlToken]:
    """Return the pieces of a file or of a part of one, which are all of it, in order."""
    tokens = cut(text)
    opened: list[int] = []
    counts: Counter[str] = Counter()

    def close(until: int) -> None:
        index = opened.pop()
        counts[tokens[index].name] -= 1
        tokens[index].until = until

    for index, token in enumerate(tokens):
        if token.kind == "start":
            while opened and tokens[opened[-1]].name in CLOSED_BY.get(token.name, ()):
                close(index)
            opened.append(index)
            counts[token.name] += 1
        elif token.kind == "end" and counts[token.name]:
            while tokens[opened[-1]].name != token.name:
                close(index)
            token.partner, tokens[opened[-1]].partner = opened[-1], index
            close(index)
    while opened:
        close(len(tokens))
    return tokens


def cut(text: str) -> list[HtmlToken]:
    """Return the pieces of a file without what they have to do with each other."""
    tokens: list[HtmlToken] = []
    at = 0
    while (match := TOKEN.search(text, at)) is not None:
        start, end = match.span()
        if start > at:
            tokens.append(HtmlToken("text", at, start))
        at = end
        if match["start"]:
            name = match["start"].lower()
            empty = name in VOID or "/" in match["tail"]
            tokens.append(HtmlToken("empty" if empty else "start", start, end, name))
            if name in RAW and not empty:
                closing = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(text, at)
                stop = closing.start() if closing else len(text)
                if stop > at:
                    tokens.append(HtmlToken("text" if name in TEXT_INSIDE else "other", at, stop))
                at = stop
        elif match["end"]:
            tokens.append(HtmlToken("end", start, end, match["end"].lower()))
        else:
            tokens.append(HtmlToken("other", start, end))
    if at < len(text):
        tokens.append(HtmlToken("text", at, len(text)))
    return tokens


def attributes(text: str, token: HtmlToken) -> list[Attribute]:
    """Return the attributes of a tag that have a value, in order; the first of each name, as browsers do."""
    name = NAME.match(text, token.start)
    found: dict[str, Attribute] = {}
    for match in ATTRIBUTE.finditer(text, name.end() if name else token.start, token.end - 1):
        if match[2] is not None:
            value = match[2]
            bare = value[1:-1] if value[0] in "\"'" else value
            attribute = Attribute(match[1].lower(), bare, *match.span(2))
            found.setdefault(attribute.name, attribute)
    return list(found.values())

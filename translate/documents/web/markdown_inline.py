"""The inline markup of Markdown with its places: what markdown-it-py finds, and where it found it.

The parser tells the lines of blocks, but no places inside them. Here each of its rules is watched: what it made stands
between where it began and where it ended. Added to CommonMark and tables are what common dialects have: footnotes,
mathematics, template tags, names of emoji, boxes of tasks.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from jisr.chars import has_arabic

__all__ = ["Mark", "inline_marks", "markdown_parser"]

DEEPEST: Final = 100
"""Largest depth of blocks and of inline markup; what is deeper is left as it is."""
TEMPLATE = re.compile(r"\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}|\{[^{}\n]{0,500}\}")
"""Tags of templates: ``{{< figure >}}``, ``{% note %}``, ``{name}``, and attributes: ``{#id .class}``."""
NO_WORD = re.compile(r"\{\{[<%]|\{[%#:.]")
"""Beginnings of tags that stand for no word of a sentence."""
EMOJI = re.compile(r":[a-z][a-z0-9_+-]{0,49}:")
FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,100}\]")
BOX = re.compile(r"\[[ xX]\](?=\s)|\[![A-Za-z]+\][-+]?")
"""The box of a task, or the kind of an alert, at the beginning of a paragraph."""
FENCE = re.compile(r" {0,3}:{3,}")
"""A line of a container as of Pandoc and Docusaurus: ``:::note``."""

Role = Literal["text", "space", "open", "close", "alone", "word", "break", "tag"]


@dataclass(slots=True)
class Mark:
    """A piece of inline markup, or a character that is not written as itself.

    :param role: ``text`` for characters that are written otherwise, as ``&amp;``; ``space`` for the end of a line;
        ``break`` for one that shows; ``tag`` for a tag of HTML.
    :param kind: what it is, as the parser names it.
    :param start: offset of its first character in the content of the block.
    :param text: text that it shows.
    """

    role: Role
    kind: str
    start: int
    end: int
    text: str = ""


class WatchedState(StateInline):
    """A state of the parser that remembers what its rules make, and where they were."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - those of the parser
        super().__init__(*arguments)
        self.made: list[tuple[Token, int]] = []

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Make a token."""
        token = super().push(ttype, tag, nesting)
        self.made.append((token, self.pos))
        return token


class WatchedParser(ParserInline):
    """A parser of inline markup whose tokens have their places."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401
        """Return the tokens of a text."""
        state = WatchedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


Rule = Callable[[Any, bool], bool]


def watched(rule: Rule) -> Rule:
    """Return a rule that gives each token that it makes its span in the text."""

    def run(state: Any, silent: bool) -> bool:  # noqa: ANN401 - a state of the parser
        start = state.pos
        before = len(state.made) if not silent else 0
        if not rule(state, silent):
            return False
        if not silent:
            made = [(token, at) for token, at in state.made[before:] if "span" not in token.meta]
            del state.made[before:]  # those around must not look at them again
            place(made, start, state.pos)
        return True

    return run


def place(made: Sequence[tuple[Token, int]], start: int, end: int) -> None:
    """Give tokens of a rule that began and ended at some offsets their spans."""
    if made and made[0][0].type == "text":  # delimiters, of which pairs are made later
        for token, _ in made:
            token.meta["span"] = (start, start := start + len(token.content))
    elif len(made) == 2:  # the two ends of a link
        (first, inner), (last, inner_end) = made
        first.meta["span"], last.meta["span"] = (start, inner), (inner_end, end)
    else:
        for token, _ in made:
            token.meta["span"] = (start, end)


def template_rule(state: StateInline, silent: bool) -> bool:
    """Read a tag of a template."""
    match = TEMPLATE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if match is None or (has_arabic(match[0]) and not match[0].startswith(("{{", "{%"))):
        return False
    return alone(state, silent, "template" if NO_WORD.match(match[0]) else "template_word", match.end())


def emoji_rule(state: StateInline, silent: bool) -> bool:
    """Read the name of an emoji."""
    match = EMOJI.match(state.src, state.pos, state.posMax) if state.src[state.pos] == ":" else None
    return match is not None and alone(state, silent, "emoji", match.end())


def box_rule(state: StateInline, silent: bool) -> bool:
    """Read what stands in brackets at the beginning of a paragraph."""
    match = BOX.match(state.src) if state.pos == 0 else None
    return match is not None and alone(state, silent, "box", match.end())


def inline_footnote_rule(state: StateInline, silent: bool) -> bool:
    """Read a footnote that is written where it belongs."""
    if not state.src.startswith("^[", state.pos) or state.pos + 2 >= state.posMax:
        return False
    end = parseLinkLabel(state, state.pos + 1)
    return end >= 0 and alone(state, silent, "inline_footnote", end + 1)


def footnote_rule(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote; the rule of the plug-in looks for its end as far as the text goes."""
    match = FOOTNOTE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    return match is not None and alone(state, silent, "footnote_ref", match.end())


def alone(state: StateInline, silent: bool, kind: str, end: int) -> bool:
    """Make one token for what ends at an offset."""
    if not silent:
        state.push(kind, "", 0)
    state.pos = end
    return True


def container_rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read the first or the last line of a container."""
    line = state.src[state.bMarks[start] : state.eMarks[start]]
    if state.is_code_block(start) or not FENCE.match(line, max(state.tShift[start] - 3, 0)):
        return False
    if not silent:
        state.line = start + 1
        token = state.push("container_line", "", 0)
        token.map = [start, state.line]
        token.content = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return True


def markdown_parser() -> MarkdownIt:
    """Return a parser whose inline tokens have their spans in ``meta``."""
    parser = MarkdownIt("commonmark")
    parser.inline = WatchedParser()
    parser.configure("commonmark", {"maxNesting": DEEPEST, "inline_definitions": True})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False, move_to_end=False)
    parser.inline.ruler.at("footnote_ref", footnote_rule)
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True)
    deflist_plugin(parser)
    admon_plugin(parser)
    parser.block.ruler.before(
        "table", "container_line", container_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    rules = parser.inline.ruler
    for name, rule in {
        "template": template_rule,
        "emoji": emoji_rule,
        "box": box_rule,
        "inline_footnote": inline_footnote_rule,
    }.items():
        rules.before("backticks", name, rule)
    for name, found in zip(rules.get_active_rules(), rules.getRules(""), strict=True):
        rules.at(name, watched(found))
    # Texts stay apart: only so each has its place.
    parser.disable(["fragments_join", "text_join"])
    return parser


ROLES: Final[dict[str, Role]] = {
    "text_special": "text",
    "softbreak": "space",
    "hardbreak": "break",
    "code_inline": "word",
    "math_inline": "word",
    "math_inline_double": "word",
    "template_word": "word",
    "html_inline": "tag",
}


def inline_marks(tokens: Sequence[Token]) -> list[Mark]:
    """Return the markup of a text in the order of their places; text that is written as itself is in none.

    :param tokens: the tokens of the text, as the parser gives them.
    """
    marks: list[Mark] = []
    addressed = False  # whether a token is part of an address in angle brackets
    for token in tokens:
        if token.type == "text" or "span" not in token.meta:
            continue
        start, end = token.meta["span"]
        if token.markup == "autolink":
            addressed = token.nesting > 0
            if addressed:
                marks.append(Mark("word", "autolink", start, end))
        elif token.type in {"math_inline", "math_inline_double"} and has_arabic(token.content):
            continue  # two amounts in dollars
        elif token.nesting:
            extra = len(token.markup) - 1 if token.type.startswith("strong_") else 0
            role: Role = "open" if token.nesting > 0 else "close"
            span = (start - extra, end) if role == "open" else (start, end + extra)
            marks.append(Mark(role, token.type.rpartition("_")[0], *span))
        else:
            text = token.content if token.type in {"text_special", "image"} else ""
            marks.append(Mark(ROLES.get(token.type, "alone"), token.type, start, end, text))
    return sorted(marks, key=lambda mark: (mark.start, mark.end))

"""The capital with which an English text begins, where the Arabic letters of its source have none."""

import re
from typing import Final

__all__ = ["with_first_capital"]

FIRST_WORD = re.compile(r"[^\w@#<&/.…]*([a-z]+)(?![\w@/\\=]|[.:][\w/])")
"""The first word, if it is in small letters throughout, and no part of an address, a path or a formula."""
VOWELS: Final = frozenset("aeiouy")
GOES_ON: Final = ("؛", "،", ";", ",")
"""What a clause of a list ends with, which English begins with a small letter."""


def with_first_capital(target: str, source: str) -> str:
    """Return a draft that begins with a capital, as a paragraph, a heading or a cell does.

    It begins as it did if its first word is one of the source (``iPhone``, ``git``) or an abbreviation without a vowel
    (``kg``), if the source goes on from what is before it, or ends as a clause of a list that goes on.

    :param target: the draft of a text, or of its first sentence.
    :param source: the text.
    """
    match = FIRST_WORD.match(target)
    if match is None or VOWELS.isdisjoint(match[1]) or source.rstrip().endswith(GOES_ON):
        return target
    if re.search(rf"(?<![A-Za-z]){match[1]}(?![A-Za-z])", source) or source.lstrip().startswith((".", "…", "،", ",")):
        return target
    at = match.start(1)
    return f"{target[:at]}{target[at].upper()}{target[at + 1 :]}"

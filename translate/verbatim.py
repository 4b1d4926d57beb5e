"""What a translation must hold as it stands: addresses, handles, hashtags, emoji, words in Latin letters."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from jisr.translate.text import EMOJI

__all__ = ["copyable", "missing_copyable", "missing_latin"]

PICTURES: Final = "\u231a\u231b\u23e9-\u23f3\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
HINT = re.compile(rf"[@#/{PICTURES}]|[A-Za-z0-9]\.[A-Za-z]")
"""Matches somewhere in every text that holds something to copy."""
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOMAINS = "com|org|net|edu|gov|int|info|io|tv|me|uk|eu|ae|bh|dz|eg|iq|jo|kw|lb|ly|ma|om|ps|qa|sa|sd|sy|tn|ye"
COPYABLE = re.compile(
    r"(?:https?|ftp)://[!-~]+"
    r"|(?<![A-Za-z0-9])www\.[!-~]+"
    rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@(?:{LABEL}\.){{1,8}}[A-Za-z]{{2,24}}"
    rf"|(?<![A-Za-z0-9.@-])(?:{LABEL}\.){{1,8}}(?:{DOMAINS})(?![A-Za-z0-9-])(?:/[!-~]*)?"
    r"|(?<![\w@#])[@#](?=[0-9_]*[A-Za-z])[A-Za-z0-9_]+(?![\w])"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|[{PICTURES}](?:[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[{EMOJI}])*",
    re.IGNORECASE,
)
TRAILING = ".,;:!?'\""
BRACKETS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
WORD = re.compile("[A-Za-z\u00c0-\u024f][A-Za-z0-9\u00c0-\u024f]+")
JOINTS = re.compile(r"[\W_]+")
UNITS: Final = frozenset(
    "am bc ad ce bce cm ft gb ghz hz kg kb km kmh kph lb mb mg mhz ml mm mph oz pm st tb th".split()
)
"""Abbreviations that good English also writes out or does without."""


def copyable(text: str) -> list[tuple[int, int]]:
    """Find URLs, e-mail addresses, @handles, #hashtags in Latin letters and emoji.

    :return: the spans, as offsets into the text, in order and apart from each other. A stop, a quote or an
        unpaired bracket after an address is not of it.
    """
    return list(spans(text)) if HINT.search(text) else []


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each copyable, trimmed."""
    for found in COPYABLE.finditer(text):
        start, end = found.span()
        while end > start + 1 and (text[end - 1] in TRAILING or unpaired(text, start, end)):
            end -= 1
        yield start, end


def unpaired(text: str, start: int, end: int) -> bool:
    """Whether a span ends in a bracket that was not opened in it."""
    opening = BRACKETS.get(text[end - 1])
    return opening is not None and text.count(opening, start, end) < text.count(text[end - 1], start, end)


def missing_copyable(source: str, target: str) -> list[str]:
    """List what is to be copied and is not in the translation, letter for letter."""
    return [text for start, end in copyable(source) if (text := source[start:end]) not in target]


def missing_latin(source: str, target: str) -> list[str]:
    """List the source's words in Latin letters that the translation lacks.

    Case, accents, hyphens, possessives and a plural s are not told apart; single letters and units are not
    looked for, nor what :func:`copyable` finds.
    """
    words = WORD.findall(source)
    if not words:
        return []
    for start, end in reversed(copyable(source)):
        source = f"{source[:start]} {source[end:]}"
    target = plain(target)
    found = set(JOINTS.split(target))
    joined = JOINTS.sub("", target)
    return [
        word
        for word in WORD.findall(source)
        if (bare := plain(word)) not in UNITS and not is_held(bare, found, joined)
    ]


def is_held(word: str, found: set[str], joined: str) -> bool:
    """Whether a word is among others, but for a plural s, or in a text without gaps if it is long enough."""
    return (
        word in found
        or f"{word}s" in found
        or word.removesuffix("s") in found
        or (len(word) > 3 and word in joined)
    )


def plain(text: str) -> str:
    """Fold case and accents of Latin letters."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))

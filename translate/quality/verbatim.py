"""Text that a translation must contain verbatim: addresses, handles, hashtags, emoji, words in Latin letters."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from jisr.chars import EMOJI_PARTS, LATIN_LETTERS, PICTURES

__all__ = ["copyable", "fold_latin", "missing_copyable", "missing_latin", "without_copyable"]

HINT = re.compile(rf"[@#/{PICTURES}]|[A-Za-z0-9]\.[A-Za-z]")
"""A fast pattern that matches in every text that contains something to copy."""
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DOMAINS = "com|org|net|edu|gov|int|info|io|tv|me|uk|eu|ae|bh|dz|eg|iq|jo|kw|lb|ly|ma|om|ps|qa|sa|sd|sy|tn|ye"
COPYABLE = (
    r"(?:https?|ftp)://[!-~]+"
    r"|(?<![A-Za-z0-9])www\.[!-~]+"
    rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@(?:{LABEL}\.){{1,8}}[A-Za-z]{{2,24}}"
    rf"|(?<![A-Za-z0-9.@-])(?:{LABEL}\.){{1,8}}(?:{DOMAINS})(?![A-Za-z0-9-])(?:/[!-~]*)?"
    r"|(?<![A-Za-z0-9_@#])[@#](?=[0-9_]*[A-Za-z])[A-Za-z0-9_]+(?![\w])"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|[{PICTURES}](?:[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[{EMOJI_PARTS}])*"
)
"""Pattern of what is copied. It is compiled on first use, as that takes longer than compiling all the other patterns
of a short run."""
BRACKETS: Final = {")": "(", "]": "[", "}": "{", ">": "<"}
EDGE_PUNCTUATION: Final = frozenset(".,;:!?'\"") | BRACKETS.keys()
LATIN_WORD = re.compile(f"(?<![{LATIN_LETTERS}0-9])[{LATIN_LETTERS}][{LATIN_LETTERS}0-9\u0370-\u03ff]+")
JOINTS = re.compile(r"[\W_]+")
UNITS: Final = frozenset(
    "am bc ad ce bce cm ft gb ghz hz kg kb km kmh kph lb mb mg mhz ml mm mph oz pm st tb th".split()
)
"""Abbreviations that a good translation may write out or omit."""


def copyable(text: str) -> list[tuple[int, int]]:
    """Return the spans of URLs, e-mail addresses, @handles, #hashtags in Latin letters and emoji.

    :return: the spans as offsets into the text, in order and without overlap. Punctuation, quotes and unpaired brackets
        at the end of an address are not part of its span.
    """
    if not HINT.search(text):
        return []
    matches = re.finditer(COPYABLE, text, re.IGNORECASE)
    return [(match.start(), match.start() + len(trim_address(match[0]))) for match in matches]


def trim_address(address: str) -> str:
    """Return an address without final punctuation, keeping closing brackets that are opened in it."""
    brackets = Counter(address)
    end = len(address)
    while end > 1 and (last := address[end - 1]) in EDGE_PUNCTUATION:
        if last in BRACKETS and brackets[last] <= brackets[BRACKETS[last]]:
            break
        brackets[last] -= 1
        end -= 1
    return address[:end]


def missing_copyable(source: str, target: str) -> Iterator[str]:
    """Yield the text that must be copied and is not in the translation; emoji variation selectors are ignored."""
    wanted = [source[start:end].replace("\ufe0f", "") for start, end in copyable(source)]
    if wanted:
        target = target.replace("\ufe0f", "")
        found = {target[start:end] for start, end in copyable(target)}
        yield from (span for span in wanted if span not in found and span not in target)


def without_copyable(text: str) -> str:
    """Return a text with each span that :func:`copyable` finds replaced by a space."""
    cuts = copyable(text)
    if not cuts:
        return text
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    return " ".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def missing_latin(source: str, target: str) -> Iterator[str]:
    """Yield the words in Latin letters of the source that are not in the translation.

    Case, accents, hyphens, possessives and a plural s are ignored, as are single letters and units.
    """
    words = LATIN_WORD.findall(source)
    if not words:
        return
    target = fold_latin(target)
    found = {*JOINTS.split(target), *LATIN_WORD.findall(target)}  # the latter also separates Latin from Arabic letters
    joined = JOINTS.sub("", target)
    for word in words:
        bare = fold_latin(word)
        forms = {bare, f"{bare}s", bare.removesuffix("s")}
        in_longer_word = len(bare) > 3 and bare in joined
        if bare not in UNITS and found.isdisjoint(forms) and not in_longer_word:
            yield word


def fold_latin(text: str) -> str:
    """Return a text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))

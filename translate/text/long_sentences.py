"""Cutting of sentences that are too long for a model into parts that fit.

A part ends, in order of preference, after a semicolon, after a comma before "and", after a comma, after a space, or
between two characters. Of several places of one kind, the one that makes the parts most even is taken.
"""

import re
import unicodedata
from collections.abc import Callable

__all__ = ["PIECE_LIMIT", "cut_sentence"]

PIECE_LIMIT = 200
"""Largest length in pieces at which a Marian model translates a sentence well."""

COMMAS = (
    re.compile(r"(?:؛|;(?=\s))\s*+"),
    re.compile(r"،\s*+(?=و)|,\s++(?=(?:and|but|or|which|while)\b|و)"),
    re.compile(r"(?:،|,(?=\s))\s*+"),
)
WORD_GAP = re.compile(r"\s++")
ANY_CHARACTER = re.compile(r"(?s:.)")
LEAST_SHARE = 0.5
"""Smallest length of a part that ends at a preferred place, as a share of the length of even parts."""
STRETCH_LENGTH = 64
"""Number of characters of a stretch for each piece of the limit: enough for many parts."""
SPARE_SHARE = 0.95
"""Share of the limit that is aimed at where a part has more pieces than estimated."""


def cut_sentence(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a sentence into parts of at most ``limit`` pieces, which concatenate to the sentence.

    The text is measured about twice, in stretches of limited length, so that time is linear in its length and
    measuring takes constant memory.

    :param limit: largest length of a part in the units of ``measure``, at least 1.
    :param measure: returns the length of a text in pieces.
    :return: the parts in order; only the text itself if it fits. A single character is a part even if it is longer than
        the limit.
    """
    parts: list[str] = []
    start, reach = 0, STRETCH_LENGTH * limit
    while len(text) - start > 2 * reach:
        # The last part ends where the stretch happens to end: it is cut again with the next stretch.
        *complete, _ = cut_stretch(text[start : start + reach], limit, measure)
        parts += complete
        start += sum(map(len, complete))
        reach = reach if complete else 2 * reach
    return [*parts, *cut_stretch(text[start:], limit, measure)]


def cut_stretch(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a text that is short enough to be measured as a whole."""
    left = measure(text)
    start, parts = 0, []
    while left > limit and len(text) - start > 1:
        end, size = next_part(text, start, left, limit, measure)
        parts.append(text[start:end])
        start = end
        # Numbers of pieces are not additive: a rest that seems to fit is measured to make sure.
        left = max(1, left - size)
        if left <= limit:
            left = measure(text[start:])
    return [*parts, text[start:]]


def next_part(text: str, start: int, left: int, limit: int, measure: Callable[[str], int]) -> tuple[int, int]:
    """Return the end of the next part and its length in pieces.

    :param left: approximate number of pieces of the text from ``start`` on, greater than ``limit``.
    """
    density = left / (len(text) - start)
    while True:
        end = best_end(text, start, density, limit)
        size = measure(text[start:end])
        if size <= limit or end - start == 1:
            return end, size
        # The part has more pieces per character than the rest: try again with its own density.
        density = max(size, density * (end - start) / SPARE_SHARE) / (end - start)


def best_end(text: str, start: int, density: float, limit: int) -> int:
    """Return the best offset to end a part, after ``start`` and before the end of the text.

    :param density: estimated number of pieces per character.
    """
    size = len(text) - start
    longest = max(1, min(size - 1, int(limit / density)))
    count = max(2, -(-size // longest))
    even = size / count
    low = min(longest, max(1, int(even * LEAST_SHARE)))
    for pattern in COMMAS:
        if ends := part_ends(pattern, text, start + low, start + min(longest, size - low)):
            return nearest_end(ends, start + even)
    # Without punctuation to cut at, the rest should fit into as few parts as possible.
    low = min(longest, max(low, size - (count - 1) * longest))
    for pattern, least in ((WORD_GAP, low), (WORD_GAP, 1), (ANY_CHARACTER, low), (ANY_CHARACTER, 1)):
        if ends := part_ends(pattern, text, start + least, start + longest):
            return nearest_end(ends, start + even)
    return start + longest


def part_ends(pattern: re.Pattern[str], text: str, low: int, high: int) -> list[int]:
    """Return the ends of a pattern's matches from ``low`` to ``high``, except those before a combining mark."""
    ends = (match.end() for match in pattern.finditer(text, max(0, low - 1), high))
    return [end for end in ends if end >= low and not unicodedata.combining(text[end])]


def nearest_end(ends: list[int], wanted: float) -> int:
    """Return the end nearest to an offset; the first of two at the same distance."""
    return min(ends, key=lambda end: abs(end - wanted))

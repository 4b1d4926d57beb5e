"""A sentence too long for a model, cut into parts that fit.

A part ends, in this order of liking, after a semicolon, before "and" after a comma, after a comma, after a
space, and at last between two characters. Among places of one kind the one that leaves parts of like size
is taken.
"""

import re
import unicodedata
from collections.abc import Callable

__all__ = ["PIECE_LIMIT", "cut_sentence"]

PIECE_LIMIT = 200
"""The length, in pieces, up to which a Marian model translates a sentence well."""

COMMAS = (
    re.compile(r"(?:؛|;(?=\s))\s*+"),
    re.compile(r"،\s*+(?=و)|,\s++(?=(?:and|but|or|which|while)\b|و)"),
    re.compile(r"(?:،|,(?=\s))\s*+"),
)
WORD_GAP = re.compile(r"\s++")
ANY_CHARACTER = re.compile(r"(?s:.)")
LEAST_SHARE = 0.5
"""Smallest part that is accepted for a better place, as a share of an even one."""
STRETCH_LENGTH = 64
"""The characters that are looked at together, for each piece of the limit: many parts' worth."""
SPARE_SHARE = 0.95
"""Share of the limit that is used where pieces turn out to be denser than estimated."""


def cut_sentence(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a sentence into parts of at most ``limit`` pieces; joined, they are the sentence again.

    The text is measured about twice, a stretch of it at a time: time grows with its length, memory does not.

    :param text: one sentence.
    :param limit: the longest part, in the units of ``measure``, at least 1.
    :param measure: gives the length of a text in pieces.
    :return: the parts, in order; the text alone if it fits. A single character is never cut, though
        it be longer than the limit.
    """
    parts: list[str] = []
    start, reach = 0, STRETCH_LENGTH * limit
    while len(text) - start > 2 * reach:
        # The last part of a stretch ends where the stretch does: it is cut again with the next.
        *found, _ = cut_stretch(text[start : start + reach], limit, measure)
        parts += found
        start += sum(map(len, found))
        reach = reach if found else 2 * reach
    return [*parts, *cut_stretch(text[start:], limit, measure)]


def cut_stretch(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a text that is measured whole."""
    left = measure(text)
    start, parts = 0, []
    while left > limit and len(text) - start > 1:
        end, size = next_part(text, start, left, limit, measure)
        parts.append(text[start:end])
        start = end
        # Pieces are not additive; what seems to fit is measured before it is believed.
        left = max(1, left - size)
        if left <= limit:
            left = measure(text[start:])
    return [*parts, text[start:]]


def next_part(text: str, start: int, left: int, limit: int, measure: Callable[[str], int]) -> tuple[int, int]:
    """Choose the end of the next part.

    :param left: about how many pieces the text holds from ``start``; more than ``limit``.
    :return: the end of the part and its length in pieces.
    """
    density = left / (len(text) - start)
    while True:
        end = best_end(text, start, density, limit)
        size = measure(text[start:end])
        if size <= limit or end - start == 1:
            return end, size
        # This stretch is denser than the rest: look again with its own density.
        density = max(size, density * (end - start) / SPARE_SHARE) / (end - start)


def best_end(text: str, start: int, density: float, limit: int) -> int:
    """Find the best place to end a part, where ``density`` pieces stand for each character.

    :return: an offset after ``start`` and before the end of the text.
    """
    size = len(text) - start
    longest = max(1, min(size - 1, int(limit / density)))
    count = max(2, -(-size // longest))
    even = size / count
    low = min(longest, max(1, int(even * LEAST_SHARE)))
    for pattern in COMMAS:
        if ends := part_ends(pattern, text, start + low, start + min(longest, size - low)):
            return nearest_end(ends, start + even)
    # Without a mark to go by, what is left should fit into as few parts as there can be.
    low = min(longest, max(low, size - (count - 1) * longest))
    for pattern, least in ((WORD_GAP, low), (WORD_GAP, 1), (ANY_CHARACTER, low), (ANY_CHARACTER, 1)):
        if ends := part_ends(pattern, text, start + least, start + longest):
            return nearest_end(ends, start + even)
    return start + longest


def part_ends(pattern: re.Pattern[str], text: str, low: int, high: int) -> list[int]:
    """Return the ends of what a pattern finds, from ``low`` to ``high``, none of them before a mark."""
    found = (match.end() for match in pattern.finditer(text, max(0, low - 1), high))
    return [end for end in found if end >= low and not unicodedata.combining(text[end])]


def nearest_end(ends: list[int], wanted: float) -> int:
    """Return the end nearest to an offset; of two, the first."""
    return min(ends, key=lambda end: abs(end - wanted))

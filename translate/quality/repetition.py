"""Repetition in a translation: a word, a phrase or the whole sentence over and over."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from operator import eq
from typing import Final

__all__ = ["has_loop"]

WORD_PATTERN = re.compile(r"\w+(?:['’]\w+)?")
STUTTER = re.compile(r"([^\W\d_]{1,4}?)\1{7,}|([^\w\s]{1,3})(?:\s\2){5,}|([^\w\s])\3{15,}")
TWICE = re.compile(r"(\w+[.!?…]\S*)\s+\1")
REPEATED_CHARACTERS: Final = 7
"""Fewest characters of a token that come back in it where letters stutter."""
PHRASE_LENGTHS: Final = range(1, 13)
REPEATS: Final = {1: 4}
"""Times that a phrase of a number of words must follow itself; three for numbers not listed."""
GRAM_SIZE: Final = 4
TAIL_LENGTH: Final = 40


def has_loop(source: str, target: str) -> bool:
    """Return whether a translation repeats itself where its source does not.

    Each sign is held against the same sign in the source: a phrase of up to twelve words that follows itself
    (three times; a single word four times), a group of four words that comes back three times more than any
    of the source's (after TNG, Raunak et al. 2021; once more for each hundred words), the last 40 characters
    seen before, two equal halves, and letters or marks that stutter. Time grows as the length of the texts.
    """
    words = WORD_PATTERN.findall(target.casefold())
    again = len(words) - len(set(words))
    if has_stutter(target) and not has_stutter(source):
        return True
    if not again:
        return False
    given = WORD_PATTERN.findall(source.casefold())
    return (
        any(
            count_runs(words, period) >= max(REPEATS.get(period, 3), count_runs(given, period) + 2)
            for period in PHRASE_LENGTHS
            if again >= 2 * period  # three times a phrase is two phrases of words seen before
        )
        or (again >= GRAM_SIZE + 2 and top_gram(words) >= max(1, top_gram(given)) + 3 + len(words) // 100)
        or (is_said_twice(target, words) and not is_said_twice(source, given))
    )


def has_stutter(text: str) -> bool:
    """Return whether letters or marks follow themselves more often than anybody writes.

    The pattern takes its time, and a text that it fits has a sign that is seen at once: a token that brings
    back seven of its characters, or one that follows itself.
    """
    tokens = text.split()
    return (
        any(len(token) - len(set(token)) >= REPEATED_CHARACTERS for token in tokens if len(token) > REPEATED_CHARACTERS)
        or any(map(eq, tokens, islice(tokens, 1, None)))
    ) and STUTTER.search(text) is not None


def count_runs(words: Sequence[str], period: int) -> int:
    """Count how often, at most, a phrase of a number of words follows itself: 1 for never."""
    later = words[period:]
    if sum(map(eq, words, later)) < period:
        return 1
    longest = run = 0
    for same in map(eq, words, later):
        run = run + 1 if same else 0
        longest = max(longest, run)
    return longest // period + 1


def top_gram(words: Sequence[str]) -> int:
    """Count the most frequent group of four words: 0 where there is none."""
    counts = Counter(zip(*(words[i:] for i in range(GRAM_SIZE)), strict=False))
    return max(counts.values(), default=0)


def ends_twice(text: str) -> bool:
    """Return whether the last 40 characters stand in the text before, not counting an overlap."""
    text = text.rstrip()
    return len(text) >= 2 * TAIL_LENGTH and text.find(text[-TAIL_LENGTH:], 0, len(text) - TAIL_LENGTH) >= 0


def is_said_twice(text: str, words: Sequence[str]) -> bool:
    """Return whether the end of a text stands in it before, or its second half repeats its first.

    Two words that are the same are a sentence twice only if a stop follows each.
    """
    half = len(words) // 2
    if len(words) % 2 == 0 and words[:half] == words[half:] and (half > 1 or TWICE.fullmatch(text.strip())):
        return True
    return ends_twice(text)

"""Repetition in a translation: a word, a phrase or the whole sentence over and over."""

import re
from collections import Counter
from collections.abc import Sequence
from operator import eq
from typing import Final

__all__ = ["loops"]

WORD = re.compile(r"\w+(?:['’]\w+)?")
LETTERS = re.compile(r"([^\W\d_]{1,4}?)\1{7,}")
PERIODS: Final = range(1, 9)
TIMES: Final = {1: 4}
"""How often a phrase of so many words must follow itself; three times for those not listed."""
GRAM: Final = 4
TAIL: Final = 40


def loops(source: str, target: str) -> bool:
    """Whether a translation repeats itself where its source does not.

    Four signs, each held against the same sign in the source: a phrase of up to eight words that follows itself
    (three times; a single word four times), a group of four words seen twice oftener than any of the source's
    (TNG, Raunak et al. 2021; once oftener still for each hundred words), the last 40 characters seen before, two equal halves;
    and letters that follow themselves inside a word. Time grows with the length of the texts, no faster.
    """
    words = WORD.findall(target.casefold())
    if len(words) - len(set(words)) < 2 and not LETTERS.search(target):
        return False
    given = WORD.findall(source.casefold())
    return (
        any(runs(words, period) >= max(TIMES.get(period, 3), runs(given, period) + 2) for period in PERIODS)
        or top_gram(words) >= max(1, top_gram(given)) + 2 + len(words) // 100
        or (ends_twice(target) or halves(words))
        and not (ends_twice(source) or halves(given))
        or (LETTERS.search(target) is not None and LETTERS.search(source) is None)
    )


def runs(words: Sequence[str], period: int) -> int:
    """Count how often, at most, a phrase of a number of words follows itself: 1 for never."""
    longest = run = 0
    for same in map(eq, words, words[period:]):
        run = run + 1 if same else 0
        longest = max(longest, run)
    return longest // period + 1


def top_gram(words: Sequence[str]) -> int:
    """Count the most frequent group of four words: 0 where there is none."""
    counts = Counter(zip(*(words[i:] for i in range(GRAM)), strict=False))
    return max(counts.values(), default=0)


def ends_twice(text: str) -> bool:
    """Whether the last 40 characters have been there before, not counting an overlap."""
    text = text.rstrip()
    return len(text) >= 2 * TAIL and text.find(text[-TAIL:], 0, len(text) - TAIL) >= 0


def halves(words: Sequence[str]) -> bool:
    """Whether the second half is the first again, of two words at least."""
    half = len(words) // 2
    return half >= 2 and len(words) % 2 == 0 and words[:half] == words[half:]

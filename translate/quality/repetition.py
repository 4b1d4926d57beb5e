"""Detection of loops in a translation: letters, words, phrases or the whole sentence repeated."""

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
"""Smallest number of repeated characters in a token that :data:`STUTTER` can match."""
PHRASE_LENGTHS: Final = range(1, 13)
"""Lengths in words of the phrases whose repetition is looked for."""
REPEATS: Final = {1: 4}
"""Smallest number of consecutive repeats that make a loop, by the length of the phrase in words; 3 if not listed."""
GRAM_SIZE: Final = 4
TAIL_LENGTH: Final = 40


def has_loop(source: str, target: str) -> bool:
    """Return whether a translation repeats itself where its source does not.

    Each of these signs is compared with the source: a phrase of at most 12 words that occurs three times in a row (a
    single word, four times); a 4-gram with at least 3 more occurrences than any of the source (after TNG, Raunak et al.
    2021), and 1 more for each 100 words; an end of 40 characters that also occurs earlier; two equal halves; and a
    stutter of letters or marks. Time is linear in the length of the texts.
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
            if again >= 2 * period  # of three equal phrases, two consist of words seen before
        )
        or (again >= GRAM_SIZE + 2 and top_gram(words) >= max(1, top_gram(given)) + 3 + len(words) // 100)
        or (is_said_twice(target, words) and not is_said_twice(source, given))
    )


def has_stutter(text: str) -> bool:
    """Return whether letters or marks are repeated more often than in ordinary writing.

    The pattern is slow, so the text is first tested for what every match implies: a token in which at least 7
    characters are repetitions, or two equal tokens in a row.
    """
    tokens = text.split()
    return (
        any(len(token) - len(set(token)) >= REPEATED_CHARACTERS for token in tokens if len(token) > REPEATED_CHARACTERS)
        or any(map(eq, tokens, islice(tokens, 1, None)))
    ) and STUTTER.search(text) is not None


def count_runs(words: Sequence[str], period: int) -> int:
    """Return the largest number of consecutive occurrences of a phrase of ``period`` words; 1 if none is repeated."""
    later = words[period:]
    if sum(map(eq, words, later)) < period:
        return 1
    longest = run = 0
    for same in map(eq, words, later):
        run = run + 1 if same else 0
        longest = max(longest, run)
    return longest // period + 1


def top_gram(words: Sequence[str]) -> int:
    """Return the count of the most frequent 4-gram of words; 0 if there are fewer than four words."""
    counts = Counter(zip(*(words[i:] for i in range(GRAM_SIZE)), strict=False))
    return max(counts.values(), default=0)


def is_said_twice(text: str, words: Sequence[str]) -> bool:
    """Return whether the last 40 characters also occur earlier, without overlap, or the second half repeats the first.

    Two equal words count only if a full stop or the like follows each.
    """
    text = text.rstrip()
    half = len(words) // 2
    if len(words) % 2 == 0 and words[:half] == words[half:] and (half > 1 or TWICE.fullmatch(text.strip())):
        return True
    return len(text) >= 2 * TAIL_LENGTH and text[-TAIL_LENGTH:] in text[:-TAIL_LENGTH]

"""Sentences that are nearly the same: all their words but one run of a few, in the same order.

Two such sentences share their first half or their last half, unless the run lies across the middle, which a
single word cannot: so candidates are looked up by halves (the partition scheme of Li, Deng and Feng 2011,
PASS-JOIN) and then compared word by word. With one word changed, put in or left out, none is missed.
"""

from collections.abc import Iterator, Sequence

__all__ = ["LEAST_WORDS", "NearDuplicateIndex", "is_near_duplicate"]

LEAST_WORDS = 4
"""Shorter sentences are too short to be nearly the same."""

MOST_CANDIDATES_PER_KEY = 200
"""Sentences that are looked up by one half: beyond them it is a phrase that says nothing."""

WORDS_PER_CHANGE = 10
"""A sentence of so many words more may differ by one word more."""


class NearDuplicateIndex:
    """Sentences that can be found by one that is nearly the same; about 1 kB each.

    :param most: how many candidates one half may lead to.
    """

    def __init__(self, most: int = MOST_CANDIDATES_PER_KEY) -> None:
        self.most = most
        self.sentences: list[str] = []
        self.halves: dict[str, list[int]] = {}

    def add(self, sentence: str) -> int:
        """Add a sentence in its normal form.

        :return: its number, from 0.
        """
        number = len(self.sentences)
        self.sentences.append(sentence)
        words = sentence.split()
        if len(words) >= LEAST_WORDS:
            for size in {len(words) // 2, (len(words) - 1) // 2, (len(words) + 1) // 2}:
                for half in key_halves(words, size):
                    numbers = self.halves.setdefault(half, [])
                    if len(numbers) < self.most:
                        numbers.append(number)
        return number

    def find(self, sentence: str) -> Iterator[int]:
        """Yield the numbers of the sentences that are nearly the same, each once, the oldest first."""
        words = sentence.split()
        if len(words) < LEAST_WORDS:
            return
        first, last = (self.halves.get(half, ()) for half in key_halves(words, len(words) // 2))
        for number in sorted({*first, *last}):
            if is_near_duplicate(words, self.sentences[number].split()):
                yield number


def key_halves(words: Sequence[str], size: int) -> tuple[str, str]:
    """Return the keys of the first and of the last words."""
    return "< " + " ".join(words[:size]), "> " + " ".join(words[len(words) - size :])


def is_near_duplicate(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two sentences differ by one run of words, of at most one word for each ten begun."""
    shorter = min(len(one), len(other))
    longer = max(len(one), len(other))
    if shorter < LEAST_WORDS - 1 or longer < LEAST_WORDS:
        return False
    first = 0
    while first < shorter and one[first] == other[first]:
        first += 1
    last = 0
    while last < shorter - first and one[-1 - last] == other[-1 - last]:
        last += 1
    return longer - first - last <= max(1, longer // WORDS_PER_CHANGE)

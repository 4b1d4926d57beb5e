"""Near duplicates: sentences with the same words in the same order, except for one run of a few words.

Two such sentences have the same first half or the same last half, unless the run extends across the middle, so the
candidates are looked up by their halves (the partition scheme of PASS-JOIN; Li, Deng and Feng 2011) and then compared
word by word. As a single word cannot extend across the middle, no sentence with one word changed, added or removed is
missed, unless its halves have too many sentences: only the first of each are candidates.
"""

from collections.abc import Iterator, Sequence

__all__ = ["MOST_CANDIDATES_PER_KEY", "NearDuplicateIndex", "found_by", "is_near_duplicate", "looks_for"]

LEAST_WORDS = 4
"""Smallest number of words of a sentence for which near duplicates are searched."""

MOST_CANDIDATES_PER_KEY = 200
"""Largest number of candidates for one half; a half of more sentences is a phrase that says little about them."""

WORDS_PER_CHANGE = 10
"""Number of words of a sentence for each word in which its near duplicates may differ."""


class NearDuplicateIndex:
    """An index of sentences that are found by their near duplicates; it takes about 1 kB of memory a sentence.

    :param most: largest number of candidates for one half.
    """

    def __init__(self, most: int = MOST_CANDIDATES_PER_KEY) -> None:
        self.most = most
        self.sentences: list[str] = []
        self.halves: dict[str, list[int]] = {}

    def add(self, sentence: str) -> int:
        """Add a sentence in its normal form, and return its number, from 0."""
        number = len(self.sentences)
        self.sentences.append(sentence)
        for half in found_by(sentence):
            numbers = self.halves.setdefault(half, [])
            if len(numbers) < self.most:
                numbers.append(number)
        return number

    def forget(self, number: int) -> None:
        """Forget the text of a sentence, which is not found any more; it still counts among those of its halves."""
        self.sentences[number] = ""

    def find(self, sentence: str) -> Iterator[int]:
        """Yield the numbers of the near duplicates of a sentence in its normal form, each once, in ascending order."""
        words = sentence.split()
        for number in sorted({number for half in looks_for(sentence) for number in self.halves.get(half, ())}):
            if is_near_duplicate(words, self.sentences[number].split()):
                yield number


def found_by(sentence: str) -> list[str]:
    """Return the keys under which a sentence is found: its halves, of one word more or less; none if it is short."""
    words = sentence.split()
    if len(words) < LEAST_WORDS:
        return []
    sizes = {len(words) // 2, (len(words) - 1) // 2, (len(words) + 1) // 2}
    return [half for size in sizes for half in key_halves(words, size)]


def looks_for(sentence: str) -> tuple[str, ...]:
    """Return the keys of the near duplicates of a sentence; none if it is short."""
    words = sentence.split()
    return key_halves(words, len(words) // 2) if len(words) >= LEAST_WORDS else ()


def key_halves(words: Sequence[str], size: int) -> tuple[str, str]:
    """Return the keys of the first and of the last ``size`` words."""
    return "< " + " ".join(words[:size]), "> " + " ".join(words[len(words) - size :])


def is_near_duplicate(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two sentences differ by at most one run of words.

    The run may have a tenth of the words of the longer sentence, but at least one. The longer sentence must have at
    least 4 words, and the shorter one at least 3.
    """
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

"""Filters of pairs, which compute a score in one step and decide by it in another.

A score is a tuple of numbers that does not depend on the threshold, so it can be stored, plotted and judged again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from jisr.chars import DECIMAL_SEPARATOR, DIGITS, THOUSANDS_SEPARATOR, is_blank
from jisr.corpora.cleaning.language_id import IDENTIFIED_LANGUAGES, language_share
from jisr.corpora.cleaning.scripts import SCRIPTS, primary, share
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

__all__ = [
    "ControlCharacterFilter",
    "CopyFilter",
    "Filter",
    "FilterScore",
    "LanguageFilter",
    "LeastFilter",
    "LengthFilter",
    "NumberFilter",
    "RatioFilter",
    "RepetitionFilter",
    "ScriptFilter",
]

FilterScore = tuple[float, ...]
"""Score of a pair by one filter: one number, or one for each side."""


class Filter(Protocol):
    """A filter, which judges each pair on its own."""

    @property
    def name(self) -> str:
        """Name of the filter, given as the reason for a refusal."""

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the score of each pair."""

    def accept(self, score: FilterScore) -> bool:
        """Return whether a pair with this score is kept."""


class LeastFilter:
    """A filter that keeps pairs with no score below ``least``."""

    __slots__ = ()
    least: float

    def accept(self, score: FilterScore) -> bool:
        """Return whether every number of the score is at least ``least``."""
        return min(score) >= self.least


class MostFilter:
    """A filter that keeps pairs with no score above ``most``."""

    __slots__ = ()
    most: float

    def accept(self, score: FilterScore) -> bool:
        """Return whether every number of the score is at most ``most``."""
        return max(score) <= self.most


@dataclass(frozen=True, slots=True)
class LengthFilter:
    """Filter by length: each side must have ``least`` to ``most`` words."""

    least: int = 1
    most: int = 200
    name: str = "length"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the number of words of each side; a blank text has none."""
        for pair in pairs:
            yield (count_words(pair.source), count_words(pair.target))

    def accept(self, score: FilterScore) -> bool:
        """Return whether both counts are within the limits."""
        return self.least <= min(score) and max(score) <= self.most


def count_words(text: str) -> int:
    """Return the number of words of a text; a blank text has none, even if it has invisible characters."""
    return 0 if is_blank(text) else len(text.split())


@dataclass(frozen=True, slots=True)
class RatioFilter(MostFilter):
    """Filter by the ratio of the lengths of the two sides, which must be at most ``most``."""

    most: float = 2.5
    name: str = "ratio"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the ratio of the longer side to the shorter in characters; 15 added to both spare short texts."""
        for pair in pairs:
            source, target = len(pair.source) + 15, len(pair.target) + 15
            yield (source / target if source > target else target / source,)


@dataclass(frozen=True, slots=True)
class ScriptFilter(LeastFilter):
    """Filter by script: a share of at least ``least`` of the letters of each side must be in its script.

    :raises InputError: if the script of a language is not known.
    """

    source_lang: str = "ar"
    target_lang: str = "en"
    least: float = 0.5
    name: str = "script"

    def __post_init__(self) -> None:
        for tag in (self.source_lang, self.target_lang):
            if primary(tag) not in SCRIPTS:
                raise InputError(
                    f"the script of {tag!r} is not known here, only those of {', '.join(SCRIPTS)}; "
                    "leave the filter out",
                    hint="--without script",
                )

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the letters of each side that are in its script, 0 to 1; 1 without letters."""
        source = re.compile(f"[{SCRIPTS[primary(self.source_lang)]}]+")
        target = re.compile(f"[{SCRIPTS[primary(self.target_lang)]}]+")
        for pair in pairs:
            yield (share(pair.source, source), share(pair.target, target))


@dataclass(frozen=True, slots=True)
class LanguageFilter(LeastFilter):
    """Filter by language: a share of at least ``least`` of the function words of each side must be of its language.

    :raises InputError: if the function words of a language are not known.
    """

    source_lang: str = "ar"
    target_lang: str = "en"
    least: float = 0.5
    name: str = "language"

    def __post_init__(self) -> None:
        for tag in (self.source_lang, self.target_lang):
            if primary(tag) not in IDENTIFIED_LANGUAGES:
                raise InputError(
                    f"the small words of {tag!r} are not known here, only those of {', '.join(IDENTIFIED_LANGUAGES)}; "
                    "leave the filter out",
                    hint="--without language",
                )

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the function words of each side that are of its language, 0 to 1."""
        source, target = primary(self.source_lang), primary(self.target_lang)
        for pair in pairs:
            yield (language_share(pair.source, source), language_share(pair.target, target))


@dataclass(frozen=True, slots=True)
class RepetitionFilter(MostFilter):
    """Filter by repetition: a share of at most ``most`` of the word trigrams of a side may repeat an earlier one."""

    most: float = 0.3
    name: str = "repeated"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the word trigrams of each side that repeat an earlier one, 0 to 1."""
        for pair in pairs:
            yield (repeated_share(pair.source), repeated_share(pair.target))


def repeated_share(text: str) -> float:
    """Return the share of a text's word trigrams that repeat an earlier one, 0 to 1; 0 for fewer than 4 words."""
    words = text.split()
    if len(set(words)) == len(words) or len(words) < 4:
        return 0.0
    trigrams = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(trigrams)) / len(trigrams)


@dataclass(frozen=True, slots=True)
class CopyFilter(MostFilter):
    """Filter of untranslated text: a share of at most ``most`` of the words of the target may be from the source."""

    most: float = 0.6
    name: str = "copied"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the distinct words of the target, without numbers, that the source contains, 0 to 1."""
        for pair in pairs:
            source = set(pair.source.split())
            target = pair.target.split()
            if source.isdisjoint(target):
                yield (0.0,)
                continue
            words = {word for word in target if not word[0].isdigit() and word.strip(PUNCTUATION_SIGNS)}
            yield (len(words & source) / len(words) if words else 0.0,)


PUNCTUATION_SIGNS = ".,;:!?-–—()[]«»\"'…،؛؟/%"
SEPARATORS = f".,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}"
NUMERAL = re.compile(f"[{DIGITS}]+(?:[{SEPARATORS}][{DIGITS}]+)*")
WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)
LARGEST_SPELLED = 100
"""Largest number that is expected to be written as a word at times."""

MOST_DIGITS = 40
"""Largest number of leading digits of a number that are compared."""

SCALES = {
    **dict.fromkeys(("ألف", "الف", "ألفا", "آلاف", "thousand"), 3),
    **dict.fromkeys(("مليون", "مليونا", "ملايين", "million"), 6),
    **dict.fromkeys(("مليار", "مليارا", "مليارات", "billion", "bn"), 9),
    **dict.fromkeys(("تريليون", "trillion"), 12),
}
"""Power of ten of each word that may follow a number."""
SCALED_NUMERAL = re.compile(rf"({NUMERAL.pattern})(?:[ -]({'|'.join(SCALES)})\b|([sS]?))")
"""A number with its scale, if any; the 1920s are عشرينيات in Arabic, without a number."""

NO_NUMBERS: Counter[int] = Counter()
"""Shared by all texts without numbers, as it takes longer to make a counter than to search a text."""


@dataclass(frozen=True, slots=True)
class NumberFilter(LeastFilter):
    """Filter by numbers: a share of at least ``least`` of them must be on both sides."""

    least: float = 0.5
    name: str = "numbers"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the numbers that are on both sides, 0 to 1; 1 without numbers.

        Digits are compared by value, so ٢٠٢٤ equals 2024; separators are ignored, so ١٫٥ equals 1.5; 150 ألف is as good
        as 150,000. A number up to 100 may be a word on the other side, so it counts as missing only if each side has
        numbers that the other lacks.
        """
        for pair in pairs:
            share = shared_numbers(count_numbers(pair.source), count_numbers(pair.target))
            if share < 1:
                share = max(share, shared_numbers(count_scaled(pair.source), count_scaled(pair.target)))
            yield (share,)


def shared_numbers(source: Counter[int], target: Counter[int]) -> float:
    """Return the share of the numbers that are on both sides, 0 to 1; 1 without numbers."""
    if source == target:
        return 1.0
    both = (source & target).total()
    alone = [list((source - target).elements()), list((target - source).elements())]
    if not all(alone):
        alone = [[number for number in side if number > LARGEST_SPELLED] for side in alone]
    missing = len(alone[0]) + len(alone[1])
    return 2 * both / (2 * both + missing) if missing else 1.0


def count_numbers(text: str) -> Counter[int]:
    """Return how often each number occurs in a text."""
    numerals = NUMERAL.findall(text)
    if not numerals:
        return NO_NUMBERS
    return Counter([int(without_separators(numeral)) for numeral in numerals])


def count_scaled(text: str) -> Counter[int]:
    """Return how often each number occurs in a text, those before a word such as million multiplied by it.

    The decimal places of a number with a scale are counted after its last separator: 3.5 million are 3,500,000. Decades
    are left out.
    """
    found: Counter[int] = Counter()
    for numeral, scale, decade in SCALED_NUMERAL.findall(text):
        digits = without_separators(numeral)
        places = len(re.split(f"[{SEPARATORS}]", numeral)[-1]) if scale and digits != numeral else 0
        if not decade:
            # Three digits after a separator are thousands.
            found[int(digits) * 10 ** (SCALES[scale] - places % 3 if scale else 0)] += 1
    return found


def without_separators(numeral: str) -> str:
    """Return the first digits of a numeral, as many as are compared, without the separators between them."""
    return numeral.translate(WITHOUT_SEPARATORS)[:MOST_DIGITS]


FORBIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufff0-\uffff\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class ControlCharacterFilter:
    """Filter of control characters other than tabs, line separators, U+FFF0 to U+FFFF and private-use characters."""

    name: str = "control"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the number of such characters on each side."""
        find = FORBIDDEN.findall
        for pair in pairs:
            yield (len(find(pair.source)), len(find(pair.target)))

    def accept(self, score: FilterScore) -> bool:
        """Return whether there are none."""
        return not any(score)

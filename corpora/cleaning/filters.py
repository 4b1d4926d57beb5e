"""Filters: each scores pairs in one step and decides by the score in another.

A score is a few numbers, and does not depend on the threshold: scores can be kept, drawn, and judged anew.
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
    "LengthFilter",
    "NumberFilter",
    "RatioFilter",
    "RepetitionFilter",
    "ScriptFilter",
]

FilterScore = tuple[float, ...]
"""Score of a pair by one filter."""


class Filter(Protocol):
    """Judges pairs, one by one."""

    @property
    def name(self) -> str:
        """The reason that is given for a refusal."""

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the score of each pair."""

    def accept(self, score: FilterScore) -> bool:
        """Return whether a pair of this score is kept."""


@dataclass(frozen=True, slots=True)
class LengthFilter:
    """Keeps pairs both of whose sides have enough words and not too many."""

    least: int = 1
    most: int = 200
    name: str = "length"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Count the words of each side; a text that cannot be seen has none."""
        for pair in pairs:
            source, target = len(pair.source.split()), len(pair.target.split())
            if source <= 1 or target <= 1:
                source = 0 if is_blank(pair.source) else source
                target = 0 if is_blank(pair.target) else target
            yield (source, target)

    def accept(self, score: FilterScore) -> bool:
        """Return whether both counts are within the limits."""
        return self.least <= min(score) and max(score) <= self.most


@dataclass(frozen=True, slots=True)
class RatioFilter:
    """Keeps pairs whose sides are about as long as each other."""

    most: float = 2.5
    name: str = "ratio"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Divide the longer side by the shorter, in characters; 15 added to both spare short texts."""
        for pair in pairs:
            source, target = len(pair.source) + 15, len(pair.target) + 15
            yield (source / target if source > target else target / source,)

    def accept(self, score: FilterScore) -> bool:
        """Return whether the ratio is small enough."""
        return score[0] <= self.most


@dataclass(frozen=True, slots=True)
class ScriptFilter:
    """Keeps pairs whose letters are those of their languages.

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
                    "leave the filter out: --without script"
                )

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the letters of each side, 0 to 1, that are of its script; 1 without letters."""
        source = re.compile(f"[{SCRIPTS[primary(self.source_lang)]}]+")
        target = re.compile(f"[{SCRIPTS[primary(self.target_lang)]}]+")
        for pair in pairs:
            yield (share(pair.source, source), share(pair.target, target))

    def accept(self, score: FilterScore) -> bool:
        """Return whether both shares are large enough."""
        return min(score) >= self.least


@dataclass(frozen=True, slots=True)
class LanguageFilter:
    """Keeps pairs whose small words are those of their languages.

    :raises InputError: if the small words of a language are not known.
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
                    "leave the filter out: --without language"
                )

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield, for each side, the share of its function words that are of its language, 0 to 1."""
        source, target = primary(self.source_lang), primary(self.target_lang)
        for pair in pairs:
            yield (language_share(pair.source, source), language_share(pair.target, target))

    def accept(self, score: FilterScore) -> bool:
        """Return whether both shares are large enough."""
        return min(score) >= self.least


@dataclass(frozen=True, slots=True)
class RepetitionFilter:
    """Keeps pairs that do not say the same words over and over."""

    most: float = 0.3
    name: str = "repeated"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield, for each side, the share of its runs of three words that repeat an earlier one, 0 to 1."""
        for pair in pairs:
            yield (repeated_share(pair.source), repeated_share(pair.target))

    def accept(self, score: FilterScore) -> bool:
        """Return whether both shares are small enough."""
        return max(score) <= self.most


def repeated_share(text: str) -> float:
    """Return the share of a text's runs of three words that repeat an earlier one, 0 to 1; 0 for shorter texts."""
    words = text.split()
    if len(set(words)) == len(words) or len(words) < 4:
        return 0.0
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return 1 - len(set(runs)) / len(runs)


@dataclass(frozen=True, slots=True)
class CopyFilter:
    """Keeps pairs whose target is not the source left as it is."""

    most: float = 0.6
    name: str = "copied"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the target's different words, numbers aside, that the source holds, 0 to 1."""
        for pair in pairs:
            source = set(pair.source.split())
            target = pair.target.split()
            if source.isdisjoint(target):
                yield (0.0,)
                continue
            words = {word for word in target if not word[0].isdigit() and word.strip(PUNCTUATION_SIGNS)}
            yield (len(words & source) / len(words) if words else 0.0,)

    def accept(self, score: FilterScore) -> bool:
        """Return whether the share is small enough."""
        return score[0] <= self.most


PUNCTUATION_SIGNS = ".,;:!?-–—()[]«»\"'…،؛؟/%"
SEPARATORS = f".,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}"
NUMERAL = re.compile(f"[{DIGITS}]+(?:[{SEPARATORS}][{DIGITS}]+)*")
WITHOUT_SEPARATORS = str.maketrans("", "", SEPARATORS)
LARGEST_SPELLED = 100
"""Numbers up to here are often written as words."""

MOST_DIGITS = 40
"""Digits of a number that are compared."""

NO_NUMBERS: Counter[int] = Counter()


@dataclass(frozen=True, slots=True)
class NumberFilter:
    """Keeps pairs whose sides hold the same numbers."""

    least: float = 0.5
    name: str = "numbers"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the share of the numbers that stand on both sides, 0 to 1; 1 without any.

        Digits are compared by value, so that ٢٠٢٤ is 2024; separators are passed over, so that ١٫٥ is 1.5.
        A number up to a hundred may be a word on the other side, and counts only where both sides have
        numbers that the other lacks.
        """
        for pair in pairs:
            source, target = count_numbers(pair.source), count_numbers(pair.target)
            if source == target:
                yield (1.0,)
                continue
            both = (source & target).total()
            alone = [list((source - target).elements()), list((target - source).elements())]
            if not all(alone):
                alone = [[number for number in side if number > LARGEST_SPELLED] for side in alone]
            lacking = len(alone[0]) + len(alone[1])
            yield (2 * both / (2 * both + lacking) if lacking else 1.0,)

    def accept(self, score: FilterScore) -> bool:
        """Return whether the share is large enough."""
        return score[0] >= self.least


def count_numbers(text: str) -> Counter[int]:
    """Count the numbers of a text."""
    found = NUMERAL.findall(text)
    return (
        Counter([int(number.translate(WITHOUT_SEPARATORS)[:MOST_DIGITS]) for number in found]) if found else NO_NUMBERS
    )


FORBIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufff0-\uffff\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class ControlCharacterFilter:
    """Keeps pairs without control characters, U+FFFD and characters for private use."""

    name: str = "control"

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Count such characters on each side."""
        find = FORBIDDEN.findall
        for pair in pairs:
            yield (len(find(pair.source)), len(find(pair.target)))

    def accept(self, score: FilterScore) -> bool:
        """Return whether there are none."""
        return not any(score)

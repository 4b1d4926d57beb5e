"""How alike two Arabic texts are, in percent, as translation memories count it.

- 100: the same letters, numbers and negations, and both or neither a question. Vowel marks, tatweel, the script of
  digits, white space and other punctuation make no difference, nor does a hamza that one of them leaves out.
- less: the share of characters that stay, ``1 - d / n``, rounded down and at most 99, where ``d`` is the Levenshtein
  distance of the normal forms (:func:`jisr.corpora.duplicates.normal_form.normal_form`), and ``n`` the length of the
  longer one. If one text has more words that negate than the other, it is :data:`NEGATION_PENALTY` less.

Context makes 101 of 100 and is no matter of the texts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jisr.chars import ARABIC_MARKS, TATWEEL
from jisr.corpora.duplicates.normal_form import normal_form
from jisr.translate.matches import EXACT
from jisr.translate.quality.arabic import arabic_words
from jisr.translate.quality.negation import TRIGGERS
from jisr.translate.text.normalization import POLICIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NEGATION_PENALTY", "ComparedText", "largest_distances", "likeness", "numbers_of", "without_numbers"]

NEGATION_PENALTY: Final = 10
"""Percent that a negation on one side only takes off."""
NEGATIONS: Final = TRIGGERS | frozenset("غير وغير فغير بغير لغير".split())
QUESTION_MARKS: Final = ("؟", "?")
NUMBERS = re.compile("[0-9]+(?: [0-9]+)*")
NOT_LETTERS = re.compile(rf"[\W_{ARABIC_MARKS}{TATWEEL}]+")
FOLDED: Final = str.maketrans("أإآٱؤئ", "ااااوي")
"""Letters with a hamza, each mapped to the letter that the normal form has for it."""


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text with what is compared of it.

    :param form: its normal form.
    """

    text: str
    form: str

    @classmethod
    def of(cls, text: str) -> "ComparedText":
        """Return a text, ready to be compared."""
        return cls(text, normal_form(text))

    @property
    def words(self) -> list[str]:
        """Words, numbers and marks."""
        return arabic_words(self.text)

    @property
    def letters(self) -> str:
        """All letters and digits of the normalised text, with each hamza."""
        return NOT_LETTERS.sub("", POLICIES["standard"].apply(self.text)).lower()


def likeness(one: ComparedText, other: ComparedText) -> int:
    """Return how alike two texts are, in percent, 0 to 100."""
    if one.form == other.form and same_meaning(one, other):
        return EXACT
    percent = share_kept(one.form, other.form)
    if percent and negations(one.words) != negations(other.words):
        percent = max(0, percent - NEGATION_PENALTY)
    return min(percent, EXACT - 1)


def share_kept(one: str, other: str) -> int:
    """Return the share of characters that stay between two texts, in percent, rounded down."""
    from rapidfuzz.distance import Levenshtein

    longest = max(len(one), len(other))
    return EXACT * (longest - Levenshtein.distance(one, other)) // longest if longest else EXACT


def largest_distances(lengths: "NDArray[np.int64]", percent: int) -> "NDArray[np.int64]":
    """Return the largest Levenshtein distances at which texts have a likeness without penalty of some percent.

    :param lengths: lengths of the longer ones.
    """
    return (EXACT - percent) * lengths // EXACT


def same_meaning(one: ComparedText, other: ComparedText) -> bool:
    """Return whether two texts of the same normal form agree in all that it leaves out and that matters."""
    if one.text == other.text:
        return True
    first, second = one.words, other.words
    return (
        numbers_of(first) == numbers_of(second)
        and is_question(one.text) == is_question(other.text)
        and have_same_letters(one.letters, other.letters)
    )


def have_same_letters(one: str, other: str) -> bool:
    """Return whether two texts have the same letters, where a bare letter may stand for one with a hamza."""
    return len(one) == len(other) and all(
        first == second or (first.translate(FOLDED) == second.translate(FOLDED) and bare(first, second))
        for first, second in zip(one, other, strict=True)
    )


def bare(first: str, second: str) -> bool:
    """Return whether one of two letters, which differ in their hamza, has none."""
    return first == first.translate(FOLDED) or second == second.translate(FOLDED)


def numbers_of(words: Iterable[str]) -> list[str]:
    """Return the numbers in digits of a text, in order."""
    return [word for word in words if word[-1].isdigit()]


def negations(words: Iterable[str]) -> int:
    """Return the number of words of a text that negate."""
    return sum(word in NEGATIONS for word in words)


def is_question(text: str) -> bool:
    """Return whether a text has a question mark."""
    return any(mark in text for mark in QUESTION_MARKS)


def without_numbers(form: str) -> str:
    """Return a normal form with ``0`` in the place of each number, the same for texts that differ in numbers only."""
    return NUMBERS.sub("0", form)

"""The mending of numbers whose digits a model misread: 73 million in the draft of 733 مليون."""

import re
from typing import Final

from jisr.translate.quality.arabic import arabic_words, quantities
from jisr.translate.quality.english import english_numbers, english_words
from jisr.translate.quality.numbers import added_numbers
from jisr.translate.quality.verbatim import without_copyable

__all__ = ["NUMBER_IN_DIGITS", "in_style", "mended_numbers", "plain_number"]

NUMBER_IN_DIGITS: Final = re.compile(r"(?<![\w.,:/-])[0-9]+(?:[.,:/-][0-9]+)*(?![\w])")
GROUPED = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
WHOLE = re.compile("[0-9]+")
ALIKE_SHARE: Final = 3
"""One digit in so many may be wrong, missing, too many or exchanged with the next; and one in a shorter number."""


def mended_numbers(source: str, target: str) -> str | None:
    """Return a draft with the numbers of its source in the place of those that are misread; ``None`` if there are none.

    A number is misread if the source has it in digits and the draft does not have it, while exactly one number of the
    draft is like it and not in the source, and like no other one that is lost. Whether all is right then is for
    :func:`check_draft` to say.

    :param source: the normalised source.
    """
    words = arabic_words(without_copyable(source))
    given = quantities(words)
    english = english_words(target)
    numbers = english_numbers(english)
    values = {value for number in numbers for value in number.values}
    lost = [words[each.start] for each in given if each.certain and each.in_digits and not each.is_in(values)]
    added = list(added_numbers(words, given, english, numbers))
    alike = [(number, other) for number in lost for other in added if are_alike(number, other)]
    mended = target
    for number, misread in alike:
        places = [found for found in NUMBER_IN_DIGITS.finditer(mended) if found[0] == misread]
        if len(places) == 1 and sum(number == one or misread == other for one, other in alike) == 1:
            start, end = places[0].span()
            mended = mended[:start] + in_style(number, misread) + mended[end:]
    return None if mended == target else mended


def are_alike(one: str, other: str) -> bool:
    """Return whether two numbers can be one whose digits were misread; commas do not count."""
    from rapidfuzz.distance import OSA

    one, other = one.replace(",", ""), other.replace(",", "")
    most = max(1, max(len(one), len(other)) // ALIKE_SHARE)
    return OSA.distance(one, other, score_cutoff=most) <= most


def plain_number(number: str) -> str:
    """Return a number without the commas between its thousands."""
    return number.replace(",", "") if GROUPED.fullmatch(number) else number.replace(" ", "")


def in_style(number: str, other: str) -> str:
    """Return a number with commas between its thousands if another one has commas; else as it is."""
    plain = plain_number(number)
    return f"{int(plain):,}" if "," in other and WHOLE.fullmatch(plain) else plain

"""A comparison of the numbers of a source with those of its translation: value, scale, sign, order, count."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, takewhile
from typing import Final

from jisr.translate.quality.arabic import WORDS, Quantity, Value, compound_parts, readings
from jisr.translate.quality.english import EnglishNumber
from jisr.translate.quality.units import expand, read_table, units, with_plurals

__all__ = ["added_numbers", "wrong_numbers"]

HYPHENS: Final = frozenset("-–−")
MINUS_BEFORE: Final = frozenset("سالب ناقص سالبة".split())
BELOW: Final = frozenset("دون تحت".split())
ZERO: Final = "الصفر"
NEGATIVE: Final = frozenset("minus negative below under sub subzero freezing".split())
EACH: Final = frozenset("each both same respectively equally apiece either also too another all alike again".split())
"""English words with which a number that a source repeats is said once."""
SCORE_WORDS: Final = frozenset(
    "فاز فازت خسر خسرت تغلب تغلبت هزم هزمت تعادل تعادلت نتيجة بنتيجة النتيجة الفوز فوز بفوز هزيمة الهزيمة خسارة تقدم "
    "تقدمت مباراة المباراة انتهت انتهى سحق فوزه فوزها بفوزه هدف الشوط شباك ذهابا إيابا الذهاب الإياب".split()
)
CONJUNCTIONS: Final = frozenset("and but while then or , . ;".split())
RANGE_BEFORE: Final = frozenset("من بين ومن وبين".split())
RANGE_BETWEEN: Final = frozenset("إلى الى حتى".split())


def wrong_numbers(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], numbers: Sequence[EnglishNumber]
) -> Iterator[str]:
    """Yield the numbers of a source that its translation does not contain as they are.

    That is a number which is not there with its value, scale and sign; one that is there less often; two of a score or
    a range in the other order; two of which each stands with the word of the other. As many words can stand for a
    number, the search misses some errors and can be wrong: a result is a reason for a note, not proof.

    :param source: the words of the source.
    :param quantities: its numbers.
    :param target: the words of the translation.
    :param numbers: its numbers.
    """
    found = {value for number in numbers for value in number.values}
    for quantity in quantities:
        there = quantity.is_in(found)
        lost = quantity.certain and not there
        if lost or (there and is_negative(source, quantity) and not has_minus(target)):
            yield " ".join(source[quantity.start : quantity.end])
    yield from reversed_pairs(source, target)
    yield from swapped_numbers(source, quantities, target, numbers)
    yield from dropped_repeats(quantities, target, numbers)


def added_numbers(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], numbers: Sequence[EnglishNumber]
) -> Iterator[str]:
    """Yield the numbers of at least two digits of a translation that its source does not contain in any form."""
    written = [number for number in numbers if target[number.start][-1].isdecimal() and len(target[number.start]) > 1]
    if not written:
        return
    given: set[Value] = {value for each in quantities for way in each.ways for part in way for value in part}
    for word in source:
        if word[-1].isdecimal():
            digits = word.lstrip("-−–")
            given.update(readings(digits))
            given.update(compound_parts(digits))
    given.update({value + 12 for value in given if isinstance(value, float)})
    halves = [WORDS[word].values[0] for word in source if word in WORDS and WORDS[word].kind == "half"]
    given.update(1 + half for half in halves)  # an hour and a half: 1.5
    yield from (target[number.start] for number in written if given.isdisjoint(number.values))


def is_negative(source: Sequence[str], quantity: Quantity) -> bool:
    """Return whether a number of the source is below zero."""
    first = source[quantity.start]
    if (first[0] in HYPHENS and len(first) > 1) or (quantity.start and source[quantity.start - 1] in MINUS_BEFORE):
        return True
    after = source[quantity.end : quantity.end + 4]
    return ZERO in after and not BELOW.isdisjoint(after)


def has_minus(target: Sequence[str]) -> bool:
    """Return whether an English text has a negative number or a word for one."""
    return any((word[0] in HYPHENS and len(word) > 1) or word.lower() in NEGATIVE for word in target)


def number_pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of whole numbers with a hyphen between them; dates and telephone numbers are left out."""
    return [
        (words[index - 1], words[index + 1])
        for index in range(1, len(words) - 1)
        if words[index] in HYPHENS
        and words[index - 1].isdecimal()
        and words[index + 1].isdecimal()
        and HYPHENS.isdisjoint([*words[max(0, index - 2) : index], *words[index + 2 : index + 3]])
    ]


def reversed_pairs(source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    """Yield the scores and ranges with a hyphen that a translation has in the other order.

    Arabic may write the smaller number of a score first and the greater of a range: these the English may turn round.
    """
    given = number_pairs(source) if not HYPHENS.isdisjoint(source) and not HYPHENS.isdisjoint(target) else []
    if given:
        made = number_pairs(target)
        a_score = not SCORE_WORDS.isdisjoint(source)
        for one, two in given:
            if one != two and (two, one) in made and (one, two) not in made and (float(one) > float(two)) == a_score:
                yield f"{one}-{two}"


def dropped_repeats(
    quantities: Sequence[Quantity], target: Sequence[str], numbers: Sequence[EnglishNumber]
) -> Iterator[str]:
    """Yield the values that occur in a translation, but less often than in its source."""
    given = [each.value for each in quantities if each.certain and each.value is not None and each.value > 2]
    if len(given) == len(set(given)):
        return
    for value, count in Counter(given).items():
        made = sum(value in number.values for number in numbers)
        if 0 < made < count and EACH.isdisjoint(word.lower() for word in target):
            yield f"{value:g}"


@cache
def counted_things() -> tuple[dict[str, int], dict[str, frozenset[int]]]:
    """Return the numbers of the rows of the tables of things and units, by their Arabic and by their English words."""
    arabic: dict[str, int] = {}
    english: dict[str, set[int]] = {}
    for row, (words, translations) in enumerate([*read_table("things.tsv"), *read_table("units.tsv")]):
        for form in expand(words):
            arabic.setdefault(form, row)
        for word in with_plurals(translations):
            english.setdefault(word, set()).add(row)
    return arabic, {word: frozenset(rows) for word, rows in english.items()}


def swapped_numbers(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], numbers: Sequence[EnglishNumber]
) -> Iterator[str]:
    """Yield pairs of numbers of which each stands in the translation with the word of the other.

    The word is one that is counted or measured, or a verb such as "born"; or the two are the ends of a range.
    """
    if len(quantities) < 2:
        return
    lower = [word.lower() for word in target]
    arabic, english = counted_things()
    rows = [thing_of(source, quantities, index, arabic) for index in range(len(quantities))]
    for one, two in combinations(range(len(quantities)), 2):
        first, second = quantities[one], quantities[two]
        if first.value == second.value or first.ordinal or second.ordinal:
            continue
        is_range = two == one + 1 and ends_of_range(source, first, second)
        if not is_range and (rows[one] < 0 or rows[two] < 0 or rows[one] == rows[two]):
            continue
        places = [[number for number in numbers if each.is_in(number.values)] for each in (first, second)]
        if any(len(place) != 1 for place in places) or places[0] == places[1]:
            continue
        (place_of_first,), (place_of_second,) = places
        if is_range:
            between = lower[place_of_second.end : place_of_first.start]
            if between == ["to"] or (word_before(lower, place_of_second) == "from" and "to" in between):
                yield f"{first.value} {second.value}"
            continue
        with_first = things_near(lower, place_of_first, numbers, english)
        with_second = things_near(lower, place_of_second, numbers, english)
        exchanged = rows[two] in with_first and rows[one] in with_second
        if exchanged and rows[one] not in with_first and rows[two] not in with_second:
            yield f"{first.value} {second.value}"


def thing_of(source: Sequence[str], quantities: Sequence[Quantity], index: int, rows: Mapping[str, int]) -> int:
    """Return the row of the thing that is counted: of the word after a number, or of the last before it; or -1.

    A word before it may begin with و, and cannot be a unit, as these are the year or the day of a date.
    """
    quantity = quantities[index]
    begin = quantities[index - 1].end if index else 0
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(source)
    after = takewhile(lambda word: word[0] != "و" or word in rows, source[quantity.end : min(stop, quantity.end + 2)])
    before = source[max(begin, quantity.start - 3) : quantity.start]
    for word in after:
        if word in rows:
            return rows[word]
    for word in reversed(before):
        row = rows.get(word, rows.get(word.removeprefix("و"), -1))
        if row >= 0 and word not in units():
            return row
    return -1


def things_near(
    words: Sequence[str], number: EnglishNumber, numbers: Sequence[EnglishNumber], rows: Mapping[str, frozenset[int]]
) -> frozenset[int]:
    """Return the rows of the first thing after a number of a translation, or of the last before it."""
    begin = max((each.end for each in numbers if each.end <= number.start), default=0)
    stop = min((each.start for each in numbers if each.start >= number.end), default=len(words))
    after = list(takewhile(lambda word: word not in CONJUNCTIONS, words[number.end : min(stop, number.end + 4)]))
    before = words[max(begin, number.start - 5) : number.start]
    return next((rows[word] for word in (*after, *reversed(before)) if word in rows), frozenset())


def ends_of_range(source: Sequence[str], first: Quantity, second: Quantity) -> bool:
    """Return whether two numbers are the ends of a range: من 5 إلى 10."""
    before = source[first.start - 1] if first.start else ""
    return before in RANGE_BEFORE and not RANGE_BETWEEN.isdisjoint(source[first.end : second.start])


def word_before(words: Sequence[str], number: EnglishNumber) -> str:
    """Return the word before a number of a translation, a currency sign passed over; empty if there is none."""
    index = number.start - 1
    if index >= 0 and words[index] in "$£€":
        index -= 1
    return words[index] if index >= 0 else ""

"""The words and the numbers of an English sentence: digits, number words, scales, fractions, ordinals, ranges."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jisr.chars import LATIN_LETTERS
from jisr.translate.quality.arabic import Value, compound_parts, readings
from jisr.translate.text.normalization import unify_digits

__all__ = ["MONTHS", "EnglishNumber", "english_numbers", "english_words"]

NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,:/][0-9]+)*|(?<![\w.)])\.[0-9]+"
TOKEN = re.compile(rf"(?<![\w.,)%\]])[-−–](?:{NUMBER})|{NUMBER}|[{LATIN_LETTERS}]+|[^\s\w]|[½¼¾⅓⅔²³]")
FRACTION_SIGNS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
HYPHENS: Final = frozenset("-–−‑")
HYPHEN_WORDS: Final = [[hyphen] for hyphen in HYPHENS]
SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
MONTHS: Final = (
    "january february march april may june july august september october november december "
    "jan feb mar apr may jun jul aug sep oct nov dec"
).split()
ROMAN: Final = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split()
CARDINALS: Final = {word: float(number) for number, word in enumerate(SMALL)} | {
    word: 10.0 * number for number, word in enumerate(TENS, 2)
}
NTHS: Final = {word: float(number) for number, word in enumerate(ORDINALS, 1)} | {
    f"{word[:-1]}ieth": 10.0 * number for number, word in enumerate(TENS, 2)
}
VALUES: Final = CARDINALS | NTHS
"""Values of number words that combine with their neighbours."""
SCALES: Final = {
    f"{word}{ending}": 10.0**power
    for word, power in zip("hundred thousand million billion trillion".split(), (2, 3, 6, 9, 12), strict=True)
    for ending in ("", "s", "th", "ths")
} | {"grand": 1000.0}
SHORT_SCALES: Final = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "t": 1e12, "tn": 1e12,
    "trn": 1e12,
}  # fmt: skip
FRACTIONS: Final = {
    "half": 0.5,
    "halves": 0.5,
    "halved": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    **{f"{word}{ending}": 1 / number for number, word in enumerate(ORDINALS, 1) if number > 3 for ending in ("", "s")},
}
ALONE: Final[dict[str, tuple[float, ...]]] = {
    **{f"{word[:-1]}ies": (10.0 * number, 1900 + 10.0 * number) for number, word in enumerate(TENS, 2)},
    **{f"{word}s": (float(number),) for number, word in enumerate(SMALL)},
    **{f"{word}s": (float(number),) for number, word in enumerate(ORDINALS, 1)},
    **{f"{word}fold": (value,) for word, value in CARDINALS.items()},
    **dict.fromkeys("semifinal semifinals semi semicircle semicircular hemisphere hemispheres".split(), (0.5,)),
    **dict.fromkeys("radius radii bisect bisects bisected midpoint".split(), (0.5,)),
    **dict.fromkeys("quarterfinal quarterfinals".split(), (0.25,)),
    "triad": (3.0,),
    "quarterly": (0.25,),
    "quadratic": (2.0,),
    **dict.fromkeys("centenarian centenarians".split(), (100.0,)),
    **dict.fromkeys("millionaire millionaires".split(), (1e6,)),
    **dict.fromkeys("billionaire billionaires".split(), (1e9,)),
    **dict.fromkeys("a an another single once every each only unit firstly former top ground".split(), (1.0,)),
    **dict.fromkeys(
        "both pair pairs couple twice double doubles doubled doubling twin twins duo either bilateral secondly other "
        "another latter again".split(),
        (2.0,),
    ),
    **dict.fromkeys("triple triples thrice tripled tripling trio trilateral thirdly triplets".split(), (3.0,)),
    **dict.fromkeys("quadruple quadrupled quartet fourthly".split(), (4.0,)),
    **dict.fromkeys("quintuple quintet pentagon".split(), (5.0,)),
    **dict.fromkeys("half halve halves halved halving midway halfway mid".split(), (0.5, 50.0, 30.0)),
    **dict.fromkeys("quarter quarters".split(), (0.25, 25.0, 15.0, 45.0, 75.0, 4.0)),
    **dict.fromkeys("no none nil nothing love".split(), (0.0,)),
    **dict.fromkeys("noon midday".split(), (12.0, 0.0)),
    **dict.fromkeys("dozen dozens".split(), (12.0, 10.0)),
    **dict.fromkeys("tens teens".split(), (10.0,)),
    **dict.fromkeys("score scores".split(), (20.0, 10.0)),
    "midnight": (0.0, 12.0, 24.0),
    "daily": (24.0, 1.0),
    "decade": (10.0,),
    "decades": (10.0,),
    "century": (100.0,),
    "centuries": (100.0,),
    "centennial": (100.0,),
    "millennium": (1000.0,),
    "millennia": (1000.0,),
    "fortnight": (14.0, 2.0),
}
"""Words that stand for a number on their own, with the numbers that each may stand for."""
NUMBER_WORDS: Final = frozenset(
    VALUES.keys()
    | SCALES.keys()
    | FRACTIONS.keys()
    | ALONE.keys()
    | FRACTION_SIGNS.keys()
    | set(MONTHS)
    | {word.lower() for word in ROMAN}
)
HOURS: Final = frozenset("utc gmt hours hrs h local bst".split())
"""What follows a time of four digits: 0230 UTC."""
SHORT_YEAR = re.compile("[0-9]{2}")
ACCURACY: Final = 9


@dataclass(frozen=True, slots=True)
class EnglishNumber:
    """A number of a translation, or a word that may stand for one.

    :param start: index of its first word.
    :param end: index after its last word.
    :param values: all that it may stand for.
    """

    start: int
    end: int
    values: set[Value]


def english_words(text: str) -> list[str]:
    """Return the words, numbers and marks of an English text; a minus sign belongs to its number."""
    return TOKEN.findall(text if text.isascii() else unify_digits(text))


def english_numbers(words: Sequence[str]) -> list[EnglishNumber]:
    """Return the numbers of a text, in order, each with all that it may stand for, with its scale.

    :param words: the result of :func:`english_words`.
    """
    found: list[EnglishNumber] = []
    lower = [word.lower() for word in words]
    end = 0
    for index, word in enumerate(lower):
        if index < end:
            continue
        if word[-1] in "0123456789":
            values, end = digit_values(lower, index)
        elif word not in NUMBER_WORDS:
            continue
        elif word in VALUES or word in SCALES:
            values, end = spoken_values(lower, index)
        else:
            values, end = other_values(words[index], word), index + 1
        if values:
            values.update(with_fraction(lower, index, end, values))
            found.append(EnglishNumber(index, end, values))
    return found


def other_values(word: str, lower: str) -> set[Value]:
    """Return what a word that does not combine with others may stand for."""
    values: set[Value] = set(ALONE.get(lower, ()))
    if lower in FRACTIONS:
        values.add(round(FRACTIONS[lower], ACCURACY))
    if lower in MONTHS and word[0].isupper():
        values.add(f"m{MONTHS.index(lower) % 12 + 1}")
    if word in FRACTION_SIGNS:
        values.add(round(FRACTION_SIGNS[word], ACCURACY))
    if word in ROMAN:
        values.add(float(ROMAN.index(word) + 1))
    return values


def scale_after(words: Sequence[str], index: int, *, short: bool = True) -> tuple[float, int, bool]:
    """Return the scale that follows a number, the index after it, and whether it is a word that means nothing else.

    :param short: whether the scale may be an abbreviation.
    """
    scale, sure = 1.0, False
    while index < len(words):
        at = index + (words[index] in HYPHENS or words[index] == "+")
        word = words[at] if at < len(words) else ""
        if word in SCALES:
            scale, index, sure = scale * SCALES[word], at + 1, True
        elif short and word in SHORT_SCALES and scale == 1:
            return SHORT_SCALES[word], at + 1, False
        else:
            break
    return scale, index, sure


def digit_values(words: Sequence[str], index: int) -> tuple[set[Value], int]:
    """Return what a number in digits may stand for, its values, parts, full year, decade, and the index after it."""
    token = words[index].lstrip("-−–")
    if token[0] == ".":
        token = f"0{token}"
    values: set[Value] = set(readings(token, decimal_comma=False))
    plain = set(values)
    parts = compound_parts(token)
    if len(parts) > 1 and (":" in token or "/" in token or len(parts) > 2 or len(token.partition(".")[2]) == 2):
        values.update(parts)
        values.add(f"d{token}")
        if "/" not in token and (":" in token or len(parts) == 2):  # an hour, not the day of 15/2026
            values.add(parts[0] - 12 if 12 < parts[0] < 24 else parts[0] + 12)
    scale, end, sure = scale_after(words, index + 1)
    if scale > 1:
        scaled: set[Value] = {round(value * scale, ACCURACY) for value in plain if isinstance(value, float)}
        return (scaled if sure else scaled | values), end
    values.update(range_values(words, index + 1, plain))
    if end < len(words) and words[end] in FRACTION_SIGNS:
        values.update(round(v + FRACTION_SIGNS[words[end]], ACCURACY) for v in plain if isinstance(v, float))
        return values, end + 1
    if SHORT_YEAR.fullmatch(token) and index and words[index - 1] in "-–'’/":
        century = words[index - 2][:2] if index > 1 and len(words[index - 2]) == 4 else ""
        values.update(float(f"{first}{token}") for first in ("19", "20", century) if first.isdecimal())
    if len(token) == 4 and token.isdecimal() and end < len(words) and words[end] == "s":
        values.add(float(token[2:]))
    if len(token) == 4 and token.isdecimal():
        after = words[end] if end < len(words) else ""
        if token[0] == "0" or after in HOURS:
            values.update({float(token[:2]), float(token[2:])})
    return values, end


def range_values(words: Sequence[str], index: int, values: set[Value]) -> Iterator[Value]:
    """Yield the values of the first number of a range with the scale of the second: 5 to 10 million."""
    if index + 1 < len(words) and words[index] in {"to", "and", "or", "-", "–", "—"}:
        second = words[index + 1]
        if second[-1].isdecimal() or second in CARDINALS:
            at = index + 2
            while at < len(words) and words[at] in CARDINALS:
                at += 1
            scale, _, _ = scale_after(words, at)
            if scale > 1:
                yield from (round(value * scale, ACCURACY) for value in values if isinstance(value, float))


def below_hundred(words: Sequence[str], index: int) -> tuple[float, int]:
    """Return the number from 1 to 99 at an index, and the index after it; -1 if there is none."""
    if index >= len(words) or words[index] not in VALUES:
        return -1, index
    value = VALUES[words[index]]
    unit = index + 1 + (words[index + 1 : index + 2] in HYPHEN_WORDS)
    if words[index] in TENS and unit < len(words) and 0 < VALUES.get(words[unit], 0) < 10:
        return value + VALUES[words[unit]], unit + 1
    return value, index + 1


def below_thousand(words: Sequence[str], index: int) -> tuple[float, int, set[Value]]:
    """Return the number below 10,000 at an index, the index after it, and other readings of its parts; -1 if none.

    Two numbers from 10 to 99 are a year: nineteen forty-five.
    """
    value, end = below_hundred(words, index)
    hundred = max(end, index) + (words[end : end + 1] in HYPHEN_WORDS)
    if hundred < len(words) and words[hundred].startswith("hundred"):
        value, end = 100 * (value if value > 0 else 1), hundred + 1
        joined = words[end : end + 1] == ["and"]
        more, after = below_hundred(words, end + joined)
        if more > 0 and not (after < len(words) and words[after].startswith("hundred")):
            apart: set[Value] = set() if joined or words[after - 1] not in NTHS else {value, more}
            return value + more, after, apart
        return value, end, set()
    if 10 <= value < 100:
        more, after = below_hundred(words, end)
        if 10 <= more < 100:
            return 100 * value + more, after, {value, more}
    return value, end, set()


def spoken_values(words: Sequence[str], start: int) -> tuple[set[Value], int]:
    """Return what a number in words may stand for, and the index after it: two hundred and five thousand."""
    total, unit, index = 0.0, 0.0, start
    values: set[Value] = set()
    while True:
        joined = index > start and words[index : index + 1] == ["and"]
        piece, end, apart = below_thousand(words, index + joined)
        if piece < 0 and (index > start or words[index] not in SCALES):
            break
        scale, after, _ = scale_after(words, end, short=False)
        if unit and scale >= unit:
            break
        total += scale * (piece if piece >= 0 else 1)
        unit, index = scale, after
        values |= apart
        if scale == 1:
            break
    if words[index - 1] in NTHS and words[index - 1] in FRACTIONS and index == start + 1:
        values.add(round(1 / total, ACCURACY))
    if words[index - 1] == "second" and index > start + 1:
        values.add(total - 2)  # a thirty-second recording
    after = index + (words[index : index + 1] in HYPHEN_WORDS)
    following = words[after] if after < len(words) else ""
    if following == "dozen":
        total, index = 12 * total, after + 1
    elif following == "point":
        digits = after + 1
        while digits < len(words) and words[digits] in CARDINALS:
            digits += 1
        if digits > after + 1:
            decimals = "".join(f"{CARDINALS[word]:.0f}" for word in words[after + 1 : digits])
            scale, index, _ = scale_after(words, digits, short=False)
            total = float(f"{total:.0f}.{decimals}") * scale
    elif following in FRACTIONS and total < 10:  # three quarters
        values |= {round(total * FRACTIONS[following] * size, ACCURACY) for size in (1, 60, 100)}
    if total < 100:
        values.update(range_values(words, index, {total}))
    return {*values, round(total, ACCURACY)}, index


def with_fraction(words: Sequence[str], start: int, end: int, values: set[Value]) -> Iterator[Value]:
    """Yield what a number and a fraction near it make: two and a half, a million and a half, half a million."""
    numbers = [value for value in values if isinstance(value, float)]
    before = words[max(0, start - 4) : start]
    for fraction in (FRACTIONS[word] for word in before if word in FRACTIONS):
        count = next((CARDINALS[word] for word in before if word in CARDINALS), 1.0)
        yield from (round(count * fraction * value, ACCURACY) for value in numbers if value >= 100)
    after = words[end : end + 5]
    if "and" in after[:3]:
        at = after.index("and") + 1
        count = CARDINALS.get(after[at], 1.0) if at < len(after) else 1.0
        for place in (at, at + 1):
            word = after[place] if place < len(after) else ""
            if word in HYPHENS and place + 1 < len(after):
                word = after[place + 1]
            if word in FRACTIONS:
                part = count * FRACTIONS[word]
                scale, _, _ = scale_after(words, end + place + 1)
                for value in numbers:
                    size = max((each for each in (1.0, 1e3, 1e6, 1e9, 1e12) if value >= each), default=1.0)
                    yield from (round(value + part, ACCURACY), round(value + part * size, ACCURACY))
                    yield round((value + part) * scale, ACCURACY)
                break

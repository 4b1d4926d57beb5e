"""A search for the numbers of a source in its translation, in digits or in English words."""

import re
from collections.abc import Iterator
from typing import Final

from jisr.translate.text.normalization import unify_digits

__all__ = ["missing_numbers"]

DIGIT = re.compile(r"\d")
NUMBER_PATTERN = r"(?<![0-9])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,:/][0-9]+)*"
SCALED = re.compile(
    rf"({NUMBER_PATTERN})(?:\s*(?:(مئة|مائة)|(ألف|الف|آلاف|الاف)|(مليون|ملايين)|(مليار|بليون)|(تريليون|ترليون)))?"
)
ARABIC_POWERS: Final = (2, 3, 6, 9, 12)
"""Powers of ten of the Arabic scale words, in the order of their groups in :data:`SCALED`."""
TOKEN = re.compile(rf"({NUMBER_PATTERN})|[A-Za-z]+")
NUMBER_PARTS = re.compile("[.,:/ ]")
COMMA = re.compile("(?<=[0-9])،(?=[0-9]{3}(?![0-9]))")
"""An Arabic comma between groups of thousands, as in 83،000."""
GROUPED_THOUSANDS = re.compile("[0-9]{1,3}(?:[.,][0-9]{3})+")
SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ENGLISH_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
MONTHS: Final = (
    "january february march april may june july august september october november december "
    "jan feb mar apr may jun jul aug sep oct nov dec"
).split()
ROMAN: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
VALUES: Final = (
    {word: number for number, word in enumerate(SMALL)}
    | {word: 10 * number for number, word in enumerate(TENS, 2)}
    | {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(TENS, 2)}
    | {word: number for number, word in enumerate(ENGLISH_ORDINALS, 1)}
)
"""Values of number words that combine with their neighbours."""
POWERS: Final = {
    f"{word}{ending}": power
    for word, power in zip("hundred thousand million billion trillion".split(), ARABIC_POWERS, strict=True)
    for ending in ("", "s", "th", "ths")
} | {"k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12}
ALONE: Final[dict[str, tuple[str, ...]]] = {
    **{month: (str(number % 12 + 1),) for number, month in enumerate(MONTHS)},
    **{f"{word[:-1]}ies": (f"{number}0", f"19{number}0") for number, word in enumerate(TENS, 2)},
    **{f"{word}s": (str(number),) for number, word in enumerate(SMALL)},
    **{f"{word}s": (str(number), "1") for number, word in enumerate(ENGLISH_ORDINALS, 1)},
    **dict.fromkeys("a an another single once every each only unit".split(), ("1",)),
    **dict.fromkeys("both pair couple twice double doubles doubled doubling".split(), ("2",)),
    **dict.fromkeys("triple thrice tripled trio".split(), ("3",)),
    **dict.fromkeys("half halves halved".split(), ("1", "2", "0.5", "50", "30")),
    **dict.fromkeys("quarter quarters".split(), ("1", "4", "0.25", "25", "15", "45", "75")),
    **dict.fromkeys("no none nil nothing".split(), ("0",)),
    **dict.fromkeys("noon midday".split(), ("12", "0")),
    "midnight": ("0", "12", "24"),
    "daily": ("24", "1"),
    "decade": ("10",),
    "decades": ("10",),
    "century": ("100",),
    "fortnight": ("14", "2"),
}
"""Words that stand for a number on their own, with the numbers that each may stand for."""
DOZENS: Final = ("dozen", "dozens")
OPEN: Final = frozenset(["and", "a", "half", *DOZENS])
"""Other words that may occur inside a number."""


def missing_numbers(source: str, target: str) -> Iterator[str]:
    """Yield the numbers written in digits in the source that do not occur in the translation in any form.

    The forms are digits with any separators, English cardinals and ordinals, scales (5 million for 5,000,000), months,
    Roman numerals, the 12-hour clock, and shortened years as in 1939-45. As many words can stand for a number, the
    search misses some errors and can be wrong: a result is a reason for a note or another decoding, not proof.
    """
    if not DIGIT.search(source):
        return
    in_target = numbers_of(unify_digits(target))
    for match in SCALED.finditer(COMMA.sub(",", unify_digits(source))):
        if not is_found(match[1], match.lastindex, in_target):
            yield match[1]


def is_found(number: str, scale: int | None, found: set[str]) -> bool:
    """Return whether a number of the source is among those of the translation.

    :param scale: the group of :data:`SCALED` that matched a scale word after the number; 1 if there is none.
    """
    power = ARABIC_POWERS[scale - 2] if scale and scale > 1 else 0
    for reading in number_readings(number):
        if reading in found or (power and times_power(reading, power) in found):
            return True
    parts = NUMBER_PARTS.split(number)
    if len(parts) == 1 or GROUPED_THOUSANDS.fullmatch(number):
        return False
    if {strip_zeros(part) for part in parts} - {"0"} <= found:
        return True
    return is_afternoon(number) and {str(int(parts[0]) - 12), *map(strip_zeros, parts[1:])} - {"0"} <= found


def is_afternoon(number: str) -> bool:
    """Return whether a number is a time of day from 13:00 to 23:59."""
    hour, colon, _ = number.partition(":")
    return bool(colon) and len(hour) == 2 and 12 < int(hour) < 24


def number_readings(number: str) -> list[str]:
    """Return the values that digits with separators may stand for, each in its shortest form.

    Three digits after a comma or a full stop may be thousands or decimals, as Arabic and English usage differ.
    """
    parts = NUMBER_PARTS.split(number)
    if len(parts) == 1:
        return [strip_zeros(number)]
    values = []
    if ":" in number or all(len(part) == 3 for part in parts[1:]):
        values.append(strip_zeros("".join(parts)))
    if "/" not in number and ":" not in number and parts[-1] != "000" and all(len(part) == 3 for part in parts[1:-1]):
        values.append(write_decimal("".join(parts[:-1]), parts[-1]))
    return values


def strip_zeros(digits: str) -> str:
    """Return digits without leading zeros; ``0`` if no other digit is left."""
    return digits.lstrip("0") or "0"


def write_decimal(whole: str, fraction: str) -> str:
    """Return a decimal in its shortest form."""
    fraction = fraction.rstrip("0")
    return f"{strip_zeros(whole)}.{fraction}" if fraction else strip_zeros(whole)


def times_power(number: str, power: int) -> str:
    """Return a number in its shortest form multiplied by ten to a power."""
    whole, _, fraction = number.partition(".")
    moved = fraction.ljust(power, "0")
    return write_decimal(whole + moved[:power], moved[power:])


def numbers_of(text: str) -> set[str]:
    """Return all numbers of an English text, in digits and in words, each in its shortest form."""
    found: set[str] = set()
    run: list[str] = []
    before: list[str] = []
    for match in TOKEN.finditer(text):
        if match[1]:
            found.update(digit_forms(text, match.start(), match[1]))
            found.update(spoken_values(run))
            run, before = [], number_readings(match[1])
            continue
        word = match[0].lower()
        power = POWERS.get(word)
        if power:
            found.update(times_power(value, power) for value in before)
        if power or word in VALUES or word in OPEN:
            run.append(word)
        elif run:
            found.update(spoken_values(run))
            run = []
        if word in ALONE:
            found.update(ALONE[word])
        elif match[0].isupper() and word in ROMAN:
            found.add(str(ROMAN.index(word) + 1))
        before = []
    found.update(spoken_values(run))
    return found


def digit_forms(text: str, start: int, number: str) -> Iterator[str]:
    """Yield what a number in digits may stand for: its values, its parts, a 12-hour time, a full year, a decade."""
    yield from number_readings(number)
    parts = NUMBER_PARTS.split(number)
    if not GROUPED_THOUSANDS.fullmatch(number):
        yield from map(strip_zeros, parts)
    if is_afternoon(number):
        yield str(int(parts[0]) - 12)
    if len(number) == 2 and start and text[start - 1] in "-'’/–":
        yield from (f"19{number}", f"20{number}", f"{text[max(0, start - 5) : start - 3]}{number}")
    if len(number) == 4 and text.startswith("s", start + 4):
        yield number[2:]


def spoken_values(words: list[str]) -> Iterator[str]:
    """Yield the value of each word and each prefix of a run of number words: two, two hundred, two hundred and five.

    Two adjacent numbers from 10 to 99 are also read as a year: nineteen forty-five.
    """
    total, group = 0, 0
    for word in words:
        if word in VALUES:
            value = VALUES[word]
            yield str(value)
            tens_before = group % 100 >= 20 and group % 10 == 0 and value < 10
            if tens_before or (group >= 100 and group % 100 == 0 and value < 100):
                group += value
            elif 10 <= group < 100 and 10 <= value < 100:
                group = group * 100 + value
            else:
                group = value
            yield str(total + group)
        elif word in POWERS:
            scaled = max(group, 1) * 10 ** POWERS[word]
            yield str(scaled)
            if POWERS[word] == 2 and scaled < 10_000:
                group = scaled
            else:
                total, group = total + scaled, 0
            yield str(total + group)
        elif word in DOZENS:
            group = max(group, 1) * 12 % 10_000
            yield str(group)
        elif word == "half" and total + group:
            yield f"{total + group}.5"

"""The words and the numbers of an Arabic sentence: digits, number words, scales, fractions, ordinals, ranges."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from jisr.chars import (
    ARABIC_LETTERS,
    DECIMAL_SEPARATOR,
    EASTERN_DIGITS,
    LATIN_LETTERS,
    PERCENT_SIGN,
    TASHKEEL,
    TATWEEL,
    THOUSANDS_SEPARATOR,
)
from jisr.translate.text.normalization import unify_digits

__all__ = ["PREFIXES", "WORDS", "Quantity", "Value", "arabic_words", "compound_parts", "quantities", "readings", "spellings"]

Value = float | str
"""What a number may stand for: its value, or ``m5`` for a month."""
UNCLEAN = re.compile(f"[{TASHKEEL}{TATWEEL}]")
UNUSUAL = re.compile(f"[{TASHKEEL}{TATWEEL}{EASTERN_DIGITS}{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}{PERCENT_SIGN}،]")
"""What a normalised text seldom holds, and what has to be changed before its words are read."""
COMMA = re.compile("(?<=[0-9])،(?=[0-9]{3}(?![0-9]))")
"""An Arabic comma between groups of thousands, as in 83،000."""
NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,:/][0-9]+)*"
TOKEN = re.compile(rf"(?<![\w.,)%\]])(?<![0-9] )[-−–](?:{NUMBER})|{NUMBER}|[{ARABIC_LETTERS}]+|[{LATIN_LETTERS}]+|[^\s\w]")
SEPARATOR = re.compile("[.,:/ ]")
FRACTION_SIGNS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
LAST_CHARACTERS: Final = frozenset("0123456789") | FRACTION_SIGNS.keys()
PREFIXES: Final = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "وب", "ول", "وك", "وبال", "ولل")
"""Particles and the article that are written together with the word that follows."""
DIGITS_OF_ACCURACY: Final = 9


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a source, in digits or in words.

    :param start: index of its first word.
    :param end: index after its last word.
    :param ways: ways to say it, each a list of numbers that must all be there, each with its alternatives.
    :param value: its value; ``None`` for a date, a time or the like.
    :param certain: whether a good translation has to contain it.
    :param in_digits: whether it is written in digits.
    :param ordinal: whether it is an ordinal in a word, which may be an hour.
    :param percent: whether a percent sign or the words for it follow; these are part of it.
    """

    start: int
    end: int
    ways: tuple[tuple[frozenset[Value], ...], ...]
    value: float | None
    certain: bool = True
    in_digits: bool = False
    percent: bool = False
    ordinal: bool = False

    def is_in(self, found: Set[Value]) -> bool:
        """Return whether one of the ways to say the number is among the values of a translation."""
        return any(all(not part.isdisjoint(found) for part in way) for way in self.ways)


def arabic_words(text: str) -> list[str]:
    """Return the words, numbers and marks of an Arabic text; a minus sign belongs to its number.

    Vowel marks and tatweel are removed, digits and the signs of numbers unified, so the text need not be normalised.
    """
    if UNUSUAL.search(text):
        text = COMMA.sub(",", unify_digits(UNCLEAN.sub("", text)))
    return TOKEN.findall(text)


def spellings(word: str) -> set[str]:
    """Return a word as it is written with and without the hamza on alif."""
    return {word, word.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا")}


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word that is a number or a part of one.

    :param kind: ``unit``, ``dual`` (two of a noun), ``ten``, ``hundred``, ``scale``, ``many`` (an indefinite plural), ``half`` (a fraction),
        ``parts`` (a plural of fractions), ``nth`` or ``decade``.
    :param values: its values; the first is used in sums.
    :param joined: whether it begins with و, and.
    :param after: whether it begins with another particle, so that it begins a new number.
    :param definite: whether it has the article.
    """

    kind: str
    values: tuple[float, ...]
    joined: bool = False
    after: bool = False
    definite: bool = False


UNITS: Final = {
    1: "واحد واحدة أحد إحدى واحدا",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين إثنا إثني",
    3: "ثلاثة ثلاث ثلاثا",
    4: "أربعة أربع أربعا",
    5: "خمسة خمس خمسا",
    6: "ستة ست ستا",
    7: "سبعة سبع سبعا",
    8: "ثمانية ثماني ثمان ثمانيا",
    9: "تسعة تسع تسعا",
    10: "عشرة عشر عشرا",
}
TENS: Final = "عشر ثلاث أربع خمس ست سبع ثمان تسع".split()
HUNDREDS: Final = "ثلاث أربع خمس ست سبع ثمان ثماني تسع".split()
ORDINALS: Final = {
    1: "أول أولى حادي حادية",
    2: "ثاني ثانية ثان",
    3: "ثالث ثالثة",
    4: "رابع رابعة",
    5: "خامس خامسة",
    6: "سادس سادسة",
    7: "سابع سابعة",
    8: "ثامن ثامنة",
    9: "تاسع تاسعة",
    10: "عاشر عاشرة",
}
SCALES: Final = {
    10**3: ("ألف ألفا", "ألفان ألفين ألفي ألفا", "آلاف ألوف"),
    10**6: ("مليون مليونا", "مليونان مليونين مليوني مليونا", "ملايين"),
    10**9: ("مليار مليارا بليون بليونا", "ملياران مليارين ملياري بليونين بليوني", "مليارات بلايين"),
    10**12: ("تريليون تريليونا ترليون", "تريليونان تريليونين تريليوني", "تريليونات ترليونات"),
}
FRACTIONS: Final = {
    0.5: "نصف نصفا",
    1 / 3: "ثلث ثلثا",
    0.25: "ربع ربعا",
    2 / 3: "ثلثان ثلثين ثلثي ثلثا",
}
PARTS: Final = {3: "أثلاث", 4: "أرباع", 5: "أخماس", 6: "أسداس", 7: "أسباع", 8: "أثمان", 9: "أتساع", 10: "أعشار"}
DUALS: Final = (
    "عام سنت شهر أسبوع يوم ساعت دقيقت ثانيت عقد كيلومتر متر دولار ليلت طفل شخص رجل امرأت جندي قتيل هدف"
).split()
NOT_NUMBERS: Final = frozenset("كست فست كالفين لثمان الاثنين والاثنين للاثنين الإثنين والإثنين".split())
"""Words that look like a number word with a particle: I am not, he clothed, Monday."""


def number_words() -> dict[str, NumberWord]:
    """Return all forms of number words with their particles."""
    bases: dict[str, tuple[str, tuple[float, ...]]] = {}

    def add(forms: str, kind: str, *values: float) -> None:
        for form in forms.split():
            for spelling in spellings(form):
                before = bases.get(spelling)
                bases[spelling] = (kind, before[1] + values if before and before[0] == kind else values)

    for value, forms in UNITS.items():
        add(forms, "unit", value)
    for tens, stem in enumerate(TENS, 2):
        add(f"{stem}ون {stem}ين", "ten", 10 * tens)
        add(f"{stem}ينات {stem}ينيات", "decade", 10 * tens, 1900 + 10 * tens, 1800 + 10 * tens)
    add("مئة مائة", "hundred", 100)
    add("مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي", "hundred", 200)
    for stem, hundred in product(HUNDREDS, ("مئة", "مائة")):
        value = next(value for value, forms in UNITS.items() if stem in forms.split())
        add(f"{stem}{hundred}", "hundred", 100 * value)
    for scale, (singular, dual, plural) in SCALES.items():
        add(singular, "scale", scale)
        add(dual, "scale", 2 * scale)
        add(plural, "many", scale)
    add("مئات", "many", 100)
    for fraction, forms in FRACTIONS.items():
        add(forms, "half", fraction)
    for value, form in PARTS.items():
        add(form, "parts", value)
    for value, forms in ORDINALS.items():
        add(forms, "nth", value)
    for noun in DUALS:
        add(f"{noun}ين {noun}ان", "dual", 2)
    add("مرتين مرتان", "dual", 2)
    return {
        prefix + form: NumberWord(
            kind, values, prefix in {"و", "وال"}, prefix not in {"", "و", "ال", "وال"}, "ال" in prefix or "لل" in prefix
        )
        for form, (kind, values) in bases.items()
        for prefix in PREFIXES
        if prefix + form not in NOT_NUMBERS
    }


WORDS: Final = number_words()
"""All number words, by each of their forms."""
ONE: Final = frozenset("واحد واحدة واحدا".split())
TEEN: Final = frozenset("عشر عشرة".split())
PERCENT_WORDS: Final = frozenset("بالمئة بالمائة".split())
HUNDRED_WORDS: Final = frozenset("المئة المائة مئة مائة".split())
MONTHS_OF_TWO_WORDS: Final = frozenset(
    f"{particle}{month}" for month in "كانون تشرين ربيع جمادى جماد".split() for particle in ("", "و", "ب", "ل")
)
SECOND_WORDS: Final = frozenset("الأول الاول الثاني الأولى الاولى الثانية".split())
SHARES: Final = HUNDRED_WORDS | {"الألف", "المليون"}
RANGE_WORDS: Final = frozenset("إلى الى أو او و ل - – حتى".split())
HOUR_WORDS: Final = frozenset("الساعة ساعة الساعه بالساعة".split())


def exact(value: float) -> float:
    """Return a value rounded so that equal numbers compare equal however they were computed."""
    return round(value, DIGITS_OF_ACCURACY)


def compound_parts(number: str) -> list[float]:
    """Return the numbers between the separators of a number in digits."""
    return [float(part) for part in SEPARATOR.split(number)]


def readings(number: str, *, arabic: bool) -> list[float]:
    """Return the values that digits with separators may stand for; none for a date, a time or the like.

    Three digits after a comma are thousands; after a full stop they may be decimals, too. A comma before another number
    of digits is the decimal sign, as in Arabic and French usage.
    """
    parts = SEPARATOR.split(number)
    if len(parts) == 1:
        return [float(number)]
    signs = set(number) & set(".,:/ ")
    if ":" in signs or "/" in signs:
        divided = len(parts) == 2 and "/" in signs and 0 < float(parts[0]) < float(parts[1])
        return [exact(float(parts[0]) / float(parts[1]))] if divided else []
    values = []
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    if grouped and parts[0] != "0":
        values.append(float("".join(parts)))
    last = number[-len(parts[-1]) - 1]
    whole_is_grouped = all(len(part) == 3 for part in parts[1:-1])
    ambiguous = grouped and last == "," and parts[0] != "0"
    if last in ".," and whole_is_grouped and (len(parts) == 2 or len(signs) == 2) and not ambiguous:
        values.append(exact(float(f"{''.join(parts[:-1])}.{parts[-1]}")))
    elif ambiguous and not parts[-1].endswith("0"):
        values.append(exact(float(f"{''.join(parts[:-1])}.{parts[-1]}")))
    return values


def digit_ways(number: str, *, clock: bool) -> list[tuple[frozenset[Value], ...]]:
    """Return the ways to say a number in digits that no scale follows."""
    ways: list[tuple[frozenset[Value], ...]] = [(frozenset([value]),) for value in readings(number, arabic=True)]
    parts = SEPARATOR.split(number)
    clock = clock or ":" in number
    if len(parts) == 1:
        if clock and 12 < float(number) < 24:
            ways.append((frozenset([float(number) - 12]),))
        return ways
    if ":" in number or "/" in number or len(parts) > 2 or clock:
        ways.append(tuple(part_ways(part, index, len(parts), clock) for index, part in enumerate(parts)))
        if clock and len(parts) == 2 and not float(parts[1]):
            ways.append((part_ways(parts[0], 0, 1, clock),))
    return ways


def part_ways(part: str, index: int, count: int, clock: bool) -> frozenset[Value]:
    """Return what a part of a date or a time may be: a number, a month, an hour after noon, a short year."""
    value = float(part)
    values: set[Value] = {value}
    if clock and index == 0 and 12 < value < 24:
        values.add(value - 12)
    if clock and value == 0:
        values |= {12.0, 24.0}
    if not clock and 1 <= value <= 12:
        values.add(f"m{int(value)}")
    if count == 3 and len(part) == 2 and index != 1:
        values |= {1900 + value, 2000 + value}
    return frozenset(values)


def quantities(words: Sequence[str]) -> list[Quantity]:
    """Return the numbers of a sentence, in order.

    :param words: the result of :func:`arabic_words`.
    """
    found: list[Quantity] = []
    end = 0
    for index, word in enumerate(words):
        if index < end or not (word in WORDS or word[-1] in LAST_CHARACTERS):
            continue
        if word in SECOND_WORDS and index and words[index - 1] in MONTHS_OF_TWO_WORDS:
            continue
        quantity = read_quantity(words, index)
        if quantity:
            found.append(quantity)
            end = quantity.end
    return spread_scales(words, found)


def read_quantity(words: Sequence[str], start: int) -> Quantity | None:
    """Return the number that begins at a word; ``None`` if the word is no number here."""
    first = words[start]
    if first[-1].isdigit():
        return read_digits(words, start)
    if first in FRACTION_SIGNS:
        value = exact(FRACTION_SIGNS[first])
        return Quantity(start, start + 1, ((frozenset([value]),),), value)
    kind = WORDS[first].kind
    if kind == "nth":
        return read_ordinal(words, start)
    if kind == "decade":
        return read_decade(words, start)
    if kind == "half":
        return read_fraction(words, start)
    if kind == "parts":
        return None
    if kind == "dual":
        return finish(words, start, start + 1, WORDS[first].values, certain=True)
    return read_cardinal(words, start)


def word_at(words: Sequence[str], index: int) -> NumberWord | None:
    """Return the number word at an index; ``None`` if there is none."""
    return WORDS.get(words[index]) if index < len(words) else None


def percent_end(words: Sequence[str], index: int) -> int:
    """Return the index after a percent sign or the words for it, or the same index."""
    if index < len(words):
        if words[index] == "%" or words[index] in PERCENT_WORDS:
            return index + 1
        if words[index] == "في" and index + 1 < len(words) and words[index + 1] in HUNDRED_WORDS:
            return index + 2
    return index


def finish(
    words: Sequence[str],
    start: int,
    end: int,
    values: Sequence[float],
    *,
    unit: float = 1,
    ways: Sequence[tuple[frozenset[Value], ...]] = (),
    certain: bool = True,
    in_digits: bool = False,
) -> Quantity:
    """Return a number with the half or quarter and the percent sign that may follow it.

    :param unit: value of the scale word at its end, of which a fraction that follows is a fraction.
    """
    all_ways = [(frozenset(map(exact, values)),), *ways] if values else list(ways)
    value = values[0] if len(values) == 1 else None
    for gap in (0, 1):
        half = word_at(words, end + gap)
        apart = gap == 0 or word_at(words, end) is None
        if values and half and half.kind == "half" and half.joined and apart:
            fraction = half.values[0]
            with_half = {exact(each + fraction * size) for each in values for size in (unit, 1)}
            clock = {60 * fraction} if fraction <= 0.5 else set()
            all_ways = [(frozenset(with_half),), (all_ways[0][0], frozenset({exact(fraction), *clock}))]
            value = exact(values[0] + fraction * unit)
            if gap == 0:
                again = word_at(words, end + 1)
                end += 2 if again and again.definite and again.kind in {"scale", "hundred"} and unit > 1 else 1
            break
    after = percent_end(words, end)
    return Quantity(start, after, tuple(all_ways), value, certain, in_digits, after > end)


def read_digits(words: Sequence[str], start: int) -> Quantity:
    """Return a number in digits with its scale words."""
    token = words[start]
    negative = not token[0].isdigit()
    number = token[1:] if negative else token
    clock = bool(HOUR_WORDS.intersection(words[max(0, start - 2) : start]))
    values = readings(number, arabic=True)
    end, unit = start + 1, 1.0
    while values and (scale := word_at(words, end)) and scale.kind in {"scale", "many", "hundred"} and not (scale.joined or scale.after):
        if scale.values[0] in {200, 2000} or scale.definite:
            break
        unit *= scale.values[0]
        end += 1
    if unit > 1:
        values = [exact(value * unit) for value in values]
        more, joined_end = added(words, end, unit)
        if more:
            total = exact(values[0] + more)
            apart = tuple((frozenset(values), frozenset([more])) for _ in (0,))
            return finish(words, start, joined_end, [total], ways=apart, in_digits=True)
        return finish(words, start, end, values, unit=unit, in_digits=True)
    if end < len(words) and words[end] in FRACTION_SIGNS and values:
        return finish(words, start, end + 1, [values[0] + FRACTION_SIGNS[words[end]]], in_digits=True)
    ways = digit_ways(number, clock=clock)
    return finish(words, start, end, values, ways=ways[len(values) :], in_digits=True)


def added(words: Sequence[str], index: int, below: float) -> tuple[float, int]:
    """Return the number joined by و that continues a number, if it is smaller than its scale, and the index after."""
    if index + 1 < len(words) and words[index] == "و" and words[index + 1][0].isdigit():
        quantity = read_digits(words, index + 1)
        if quantity.value and quantity.value < below and not quantity.percent:
            return quantity.value, quantity.end
    word = word_at(words, index)
    if word and word.joined and word.kind in {"unit", "ten", "hundred", "scale"}:
        quantity = read_cardinal(words, index)
        if quantity and quantity.value and 100 <= quantity.value < below and not quantity.percent:
            return quantity.value, quantity.end
    return 0, index


def read_cardinal(words: Sequence[str], start: int) -> Quantity | None:
    """Return a cardinal number in words: units, tens, hundreds and scales, joined by و from the greater to the less."""
    total = group = 0.0
    unit = 1.0
    limit = 10.0**15  # what is added must be smaller than the scale before it
    index = start
    before = ""
    ambiguous: list[float] = []
    checkpoint = (0.0, 1.0, start)  # the number up to the last scale word
    while word := word_at(words, index):
        value, kind = word.values[0], word.kind
        if index > start and (word.after or (word.definite and not word.joined)):
            break
        if index == start or word.joined:
            if kind in {"unit", "ten", "hundred"}:
                fits = (
                    before in {"", "scale"}
                    or (before == "hundred" and kind in {"unit", "ten"})
                    or (before == "unit" and kind == "ten" and group % 10)
                )
                if not fits or group + value >= limit:
                    break
                group += value
                before = kind
            elif kind in {"scale", "many"}:
                if value >= limit or (index > start and kind == "many") or group:
                    break
                total += value
                limit = unit = value if value in SCALES else value / 2
                before = "scale"
                checkpoint = (total, unit, index + 1)
                ambiguous = [each for each in word.values if each != value]
            else:
                break
        elif words[index] in TEEN and before == "unit" and group % 10 and words[index - 1] not in ONE:
            group += 10
            before = "ten"
        elif kind == "hundred" and value == 100 and before == "unit" and 3 <= group % 100 <= 9:
            group += 99 * (group % 100)
            before = "hundred"
        elif kind in {"scale", "many"} and (group or before == "scale"):
            scale = min(word.values) if kind == "scale" else value
            if group and scale >= limit:
                total, unit, index = checkpoint
                group, before = 0, "scale"
                break
            if group:
                total += group * scale
            else:
                total *= scale
            group = 0
            limit = unit = scale
            before = "scale"
            ambiguous = []
            checkpoint = (total, unit, index + 1)
        elif kind == "parts" and before == "unit" and index == start + 1:
            return read_parts(words, start, index, group / value)
        else:
            break
        index += 1
    if index == start:
        return None
    if index + 1 < len(words) and words[index] == "فاصلة" and (after := word_at(words, index + 1)):
        decimals = read_cardinal(words, index + 1) if after.kind in {"unit", "ten"} else None
        if decimals and decimals.value:
            number = float(f"{total + group:.0f}.{decimals.value:.0f}")
            return finish(words, start, decimals.end, [number])
    number = total + group
    ways: list[tuple[frozenset[Value], ...]]
    more, joined_end = added(words, index, unit) if before == "scale" and words[index - 1] not in UNSURE else (0, index)
    if more:
        whole = [exact(number + more)]
        ways = [(frozenset([number]), frozenset([more]))]
        if 100 <= more < 1000 < unit:  # four million five hundred (thousand)
            ways.append((frozenset([exact(number + more * unit / 1000)]),))
        return finish(words, start, joined_end, whole, ways=ways)
    if before == "scale" and ambiguous and not group:
        return finish(words, start, index, [number, *(number - unit + each for each in ambiguous)], unit=unit,
            certain=words[start] not in UNSURE)
    single = index == start + 1
    first = WORDS[words[start]]
    weekday = number == 2 and start and words[start - 1].endswith("يوم")
    certain = not (first.kind == "many" and (not single or index < len(words) and words[index] in WORDS)) and not (single and (number <= 1 or weekday or words[start] in UNSURE or is_share(words, start)))
    ways = []
    if start and words[start - 1] in GREAT:
        ways.append((frozenset([number * GREAT[words[start - 1]]]),))
    if index < len(words) and words[index] in SPANS:
        ways.append((frozenset([number * SPANS[words[index]]]),))
    if single and words[start].endswith(("خمس", "سبع", "تسع", "عشر")):
        ways.append((frozenset([exact(1 / number)]),))
    return finish(words, start, index, [number], unit=unit, ways=ways, certain=certain)


GREAT: Final = {f"ال{plural}": float(scale) for scale, (_, _, plurals) in SCALES.items() for plural in plurals.split()}
SPANS: Final = {"قرون": 100.0, "قرنا": 100.0, "عقود": 10.0, "عقدا": 10.0}
"""Spans of years, which English may count in years."""
UNSURE: Final = frozenset("ست لست ولست الست بليون وبليون إثنين الأربعين الاربعين ألف الف ألفا الفا الألف وألف والف عشر العشر تسع وتسع".split())
"""Words that are often no number: lady, he wrote (a book), it has room for."""


def is_share(words: Sequence[str], index: int) -> bool:
    """Return whether a word is the hundred of a percentage or of hundredths."""
    return index > 0 and words[index - 1] in {"في", "من"} and words[index] in SHARES


def read_parts(words: Sequence[str], start: int, index: int, fraction: float) -> Quantity:
    """Return a fraction such as ثلاثة أرباع, three quarters."""
    return scaled_fraction(words, start, index + 1, fraction)


def read_fraction(words: Sequence[str], start: int) -> Quantity:
    """Return a fraction in one word."""
    word = WORDS[words[start]]
    return scaled_fraction(words, start, start + 1, *word.values)


def scaled_fraction(words: Sequence[str], start: int, end: int, *fractions: float) -> Quantity:
    """Return a fraction, times the scale word that follows: نصف مليون, half a million."""
    scale = word_at(words, end)
    if scale and scale.kind == "scale" and not scale.joined:
        return finish(words, start, end + 1, [exact(each * scale.values[0]) for each in fractions])
    after = percent_end(words, end)
    percents = [exact(100 * each) for each in fractions]
    minutes = [exact(60 * each) for each in fractions]
    values = frozenset([*map(exact, fractions), *percents, *minutes, *map(round, percents)])
    sure = words[start] in SURE_FRACTIONS or end > start + 1
    return Quantity(start, after, ((values,),), exact(fractions[0]), sure, percent=after > end)


SURE_FRACTIONS: Final = frozenset(
    f"{prefix}{word}" for prefix in PREFIXES for word in "ثلث ثلثي ثلثا ثلثين ثلثان ربع".split()
)


def read_decade(words: Sequence[str], start: int) -> Quantity:
    """Return a decade: السبعينيات, or سبعينيات القرن الماضي, or one of a century with its number."""
    values = WORDS[words[start]].values
    after = word_at(words, start + 2)
    if start + 2 < len(words) and words[start + 1] == "القرن" and after and after.kind in {"nth", "ten"}:
        century = read_quantity(words, start + 2)
        if century and century.value:
            year = frozenset([100 * (century.value - 1) + values[0]])
            return Quantity(start, century.end, ((year,), (frozenset(values[:1]), *century.ways[0])), None)
    return Quantity(start, start + 1, ((frozenset(values),),), None)


def read_ordinal(words: Sequence[str], start: int) -> Quantity:
    """Return an ordinal number in words: الثالث, الثالث عشر, الثالث والعشرون; it may be an hour."""
    value = WORDS[words[start]].values[0]
    index = start + 1
    following = word_at(words, index)
    if index < len(words) and words[index] in TEEN and (value > 1 or words[start].endswith(("حادي", "حادية"))):
        value += 10
        index += 1
    elif following and following.kind == "ten" and following.joined and following.definite:
        value += following.values[0]
        index += 1
    values = {value}
    if value <= 12 and words[start].endswith("ة"):
        values.add(value % 12 + 12)
        if index < len(words) and words[index] in {"إلا", "الا"}:
            values |= {(value - 2) % 12 + 1, (value - 2) % 12 + 13}
    if start and words[start - 1] in {"القرن", "والقرن", "للقرن", "بالقرن"}:
        values |= {100 * (value - 1), 100 * (value - 1) + 1}
    certain = value > 1 and (index > start + 1 or WORDS[words[start]].definite)
    return Quantity(start, index, ((frozenset(values),),), value, certain, ordinal=True)


def spread_scales(words: Sequence[str], found: list[Quantity]) -> list[Quantity]:
    """Return the numbers, the first of a range without its own scale also with that of the second: 5 إلى 10 ملايين."""
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        between = words[first.end : second.start]
        if len(between) == 1 and first.value and second.value and first.value > 10 * second.value:
            if words[second.start][0] == "و":  # seven million dollars and two hundred thousand
                whole = (frozenset([exact(first.value + second.value)]),)
                found[index], found[index + 1] = (replace(each, ways=(*each.ways, whole)) for each in (first, second))
                continue
        if len(between) > 2 or not (first.value and second.value and 0 < first.value < second.value):
            continue
        if first.value >= 1000 or second.value < 1000:
            continue
        near = any(word in RANGE_WORDS for word in between) or (not between and words[second.start][0] == "و")
        if near:
            scales = [float(scale) for scale in SCALES if second.value >= scale]
            ways = (*first.ways, *((frozenset([exact(first.value * scale)]),) for scale in scales))
            found[index] = replace(first, ways=ways)
    return found

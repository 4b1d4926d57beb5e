"""The words and the numbers of an Arabic sentence: digits, number words, scales, fractions, ordinals, ranges."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, NamedTuple

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

__all__ = [
    "PREFIXES",
    "WORDS",
    "Quantity",
    "Value",
    "arabic_words",
    "compound_parts",
    "quantities",
    "readings",
    "spellings",
]

Value = float | str
"""What a number may stand for: its value, or ``m5`` for a month."""
Way = tuple[frozenset[Value], ...]
"""A way to say a number: the numbers that must all be there, each with its alternatives."""
UNCLEAN = re.compile(f"[{TASHKEEL}{TATWEEL}]")
UNUSUAL = re.compile(f"[{TASHKEEL}{TATWEEL}{EASTERN_DIGITS}{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}{PERCENT_SIGN}،]")
"""What a normalised text seldom holds, and what has to be changed before its words are read."""
COMMA = re.compile("(?<=[0-9])،(?=[0-9]{3}(?![0-9]))")
"""An Arabic comma between groups of thousands, as in 83،000."""
NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,:/][0-9]+)*"
TOKEN = re.compile(
    rf"(?<![\w.,)%\]])(?<![0-9] )[-−–](?:{NUMBER})|{NUMBER}|[{ARABIC_LETTERS}]+|[{LATIN_LETTERS}]+|[^\s\w]|[½¼¾⅓⅔²³]"
)
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
    :param ways: ways to say it.
    :param value: its value; ``None`` for a date, a time or the like.
    :param certain: whether a good translation has to contain it.
    :param in_digits: whether it is written in digits.
    :param ordinal: whether it is an ordinal in a word, which may be an hour.
    :param percent: whether a percent sign or the words for it follow; these are part of it.
    """

    start: int
    end: int
    ways: tuple[Way, ...]
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


class NumberWord(NamedTuple):
    """A word that is a number or a part of one.

    :param kind: ``unit``, ``dual`` (two of a noun), ``ten``, ``hundred``, ``scale``, ``many`` (an indefinite
        plural), ``half`` (a fraction), ``parts`` (a plural of fractions), ``nth`` or ``decade``.
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

    @property
    def is_bare(self) -> bool:
        """Whether it has neither particle nor article, as a scale word after its number."""
        return not (self.joined or self.after or self.definite)


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
FRACTIONS: Final = {0.5: "نصف نصفا", 1 / 3: "ثلث ثلثا", 0.25: "ربع ربعا", 2 / 3: "ثلثان ثلثين ثلثي ثلثا"}
PARTS: Final = {3: "أثلاث", 4: "أرباع", 5: "أخماس", 6: "أسداس", 7: "أسباع", 8: "أثمان", 9: "أتساع", 10: "أعشار"}
DUALS: Final = (
    "عام سنت شهر أسبوع يوم ساعت دقيقت ثانيت عقد كيلومتر متر دولار ليلت طفل شخص رجل امرأت جندي قتيل هدف "
    "ملعقت كوب فنجان غرفت سيارت مدرست مدينت دولت شركت طائرت قطعت حبت جزيرت نقطت مباريات مبارات رسالت قصت صورت فتات "
    "كلمت جولت منطقت دراست شجرت كتاب بيت قلم ولد باب قط كلب حمام جبل نهر مشروع قرار صاروخ انفجار هجوم طابق رغيف "
    "مليمتر كيلوغرام غرام لتر يورو مركز فيلم مسلسل متحف مستشفي جسر مصنع حصان جمل خروف بقرت دجاجت بيضت سفينت قارب"
).split()
"""Stems of nouns whose dual is the number two; those with a sound masculine plural in -ين are left out."""
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
    add("عشرات", "many", 10, 12, 20)
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


GREAT: Final = {f"ال{plural}": float(scale) for scale, (_, _, plurals) in SCALES.items() for plural in plurals.split()}
"""Scale words that stand before their number: الملايين الثلاثة."""
SPANS: Final = {"قرون": 100.0, "قرنا": 100.0, "عقود": 10.0, "عقدا": 10.0}
"""Spans of years, which English may count in years."""
UNSURE: Final = frozenset(
    "ست وست لست ولست الست بليون وبليون إثنين الأربعين الاربعين ألف الف ألفا الفا الألف وألف والف تسع وتسع".split()
)
"""Words that are often no number: lady, he wrote (a book), it has room for."""
RANKED: Final = frozenset("المركز المرتبة بالمركز بالمرتبة الطابق".split())
"""Words before an ordinal where also the first is said as a number."""
HALVED: Final = frozenset("ساعة سنة عام شهر يوم مليون مليار كيلومتر متر كيلو طن درجة دقيقة".split())
"""Units that a half may follow: ساعة ونصف, an hour and a half."""
SURE_FRACTIONS: Final = frozenset(
    f"{prefix}{word}" for prefix in PREFIXES for word in "ثلث ثلثي ثلثا ثلثين ثلثان ربع نصف".split()
)
CONTINUATIONS: Final = frozenset([("hundred", "unit"), ("hundred", "ten"), ("unit", "ten")])
"""Kinds of number words that follow each other in a number below 1,000."""


def exact(value: float) -> float:
    """Return a value rounded so that equal numbers compare equal however they were computed."""
    return round(value, DIGITS_OF_ACCURACY)


def compound_parts(number: str) -> list[float]:
    """Return the numbers between the separators of a number in digits."""
    return [float(part) for part in SEPARATOR.split(number)]


def readings(number: str, *, decimal_comma: bool = True) -> list[float]:
    """Return the values that digits with separators may stand for; none for a date, a time or the like.

    Three digits after a comma are thousands, or decimals if they do not end in 0; after a full stop they may be either.
    Another number of digits after a comma is decimals, as in Arabic and French usage.

    :param decimal_comma: whether three digits after a comma can be decimals, which they are not in English.
    """
    *whole, last = SEPARATOR.split(number)
    if not whole:
        return [float(number)]
    signs = set(number) & set(".,:/ ")
    if "/" in signs and len(whole) == 1 and 0 < float(whole[0]) < float(last):
        return [exact(float(whole[0]) / float(last))]
    if ":" in signs or "/" in signs:
        return []
    values = []
    grouped = whole[0] != "0" and len(whole[0]) <= 3 and all(len(part) == 3 for part in (*whole[1:], last))
    if grouped:
        values.append(float("".join((*whole, last))))
    sign = number[-len(last) - 1]
    decimals_fit = all(len(part) == 3 for part in whole[1:]) and (len(whole) == 1 or len(signs) == 2)
    if decimals_fit and (
        not grouped or (sign == "." and last != "000") or (decimal_comma and sign == "," and not last.endswith("0"))
    ):
        values.append(exact(float(f"{''.join(whole)}.{last}")))
    return values


def digit_ways(words: Sequence[str], index: int) -> list[Way]:
    """Return the ways to say a number in digits by its parts: a date, a time, an hour after noon."""
    number = words[index].lstrip("-−–")
    parts = SEPARATOR.split(number)
    clock = ":" in number or not HOUR_WORDS.isdisjoint(words[max(0, index - 2) : index])
    if len(parts) == 1:
        return [(part_ways(number, 0, 1, clock=True),)] if clock else []
    if not clock and "/" not in number and len(parts) == 2:
        return []
    ways = [tuple(part_ways(part, place, len(parts), clock=clock) for place, part in enumerate(parts))]
    if clock and len(parts) == 2 and not float(parts[1]):
        ways.append((part_ways(parts[0], 0, 1, clock=True),))
    return ways


def part_ways(part: str, index: int, count: int, *, clock: bool) -> frozenset[Value]:
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
    if first[-1].isdecimal():
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
        return read_fraction(words, start, start + 1, *WORDS[first].values)
    if kind == "parts":
        return None
    if kind == "dual":
        return finish(words, start, start + 1, WORDS[first].values, certain=not WORDS[first].definite)
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
    ways: Sequence[Way] = (),
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
    number = words[start].lstrip("-−–")
    values = readings(number)
    if not values:
        return finish(words, start, start + 1, [], ways=digit_ways(words, start), in_digits=True)
    scale, end = scale_after(words, start + 1)
    values = [exact(value * scale) for value in values]
    if scale > 1:
        more, after_more = added_to(words, end, scale)
        if more:
            return finish(
                words, start, after_more, [values[0] + more], ways=[parts_of(values[0], more)], in_digits=True
            )
        return finish(words, start, end, values, unit=scale, in_digits=True)
    if end < len(words) and words[end] in FRACTION_SIGNS:
        return finish(words, start, end + 1, [values[0] + FRACTION_SIGNS[words[end]]], in_digits=True)
    return finish(words, start, end, values, ways=digit_ways(words, start), in_digits=True)


def scale_after(words: Sequence[str], index: int) -> tuple[float, int]:
    """Return the product of the scale words at an index, 1 if there are none, and the index after them."""
    scale = 1.0
    while (word := word_at(words, index)) and word.kind in {"scale", "many", "hundred"} and word.is_bare:
        size = min(word.values)
        if size not in SCALES and size != 100:  # a dual, which is a number of its own
            break
        scale *= size
        index += 1
    return scale, index


def added_to(words: Sequence[str], index: int, scale: float) -> tuple[float, int]:
    """Return the number joined by و that continues one with a scale, and the index after it; 0 if there is none."""
    if index + 1 < len(words) and words[index] == "و" and words[index + 1][0].isdecimal():
        more = read_digits(words, index + 1)
    elif (word := word_at(words, index)) and word.joined and word.kind in {"unit", "ten", "hundred", "scale"}:
        more = read_cardinal(words, index)
    else:
        return 0, index
    return (more.value, more.end) if more.value and more.value < scale and not more.percent else (0, index)


def parts_of(*values: float) -> Way:
    """Return the way to say a number as several."""
    return tuple(frozenset([exact(value)]) for value in values)


def read_small(words: Sequence[str], start: int) -> tuple[float, int]:
    """Return the number below 1,000 in words that begins at an index, and the index after it; 0 if there is none."""
    number, index, before = 0.0, start, ""
    while (word := word_at(words, index)) and word.kind in {"unit", "ten", "hundred"}:
        value = word.values[0]
        if before == "unit" and words[index] in TEEN and words[index - 1] not in ONE:
            number, before = number + 10, "ten"
        elif before == "unit" and value == 100 and word.is_bare and 3 <= number <= 9:
            number, before = number * 100, "hundred"
        elif index == start or (word.joined and (before, word.kind) in CONTINUATIONS and number != 10):
            number, before = number + value, word.kind
        else:
            break
        index += 1
    return number, index


def read_cardinal(words: Sequence[str], start: int) -> Quantity:
    """Return a cardinal number in words: units, tens, hundreds and scales, joined by و from the greater to the less."""
    total, unit, index = 0.0, 0.0, start
    others: list[float] = []  # what else a number in -ا at its end may be: مليونا, a million or two
    ways: list[Way] = []
    while (word := word_at(words, index)) and (index == start or word.joined):
        piece, end = read_small(words, index)
        size = 1.0
        doubtful: tuple[float, ...] = ()
        if end == index:
            if word.kind != "scale" and (word.kind != "many" or index > start):
                break
            piece, doubtful = word.values[0], word.values[1:]
            size, end = (piece if word.kind == "many" or piece in SCALES else piece / 2), index + 1
        scale, after = scale_after(words, end)
        if scale > 1:
            piece, size, end, doubtful = piece * scale, size * scale, after, ()
        if unit and size >= unit:
            break
        if size == 1 and 100 <= piece < 1000 < unit:  # four million five hundred (thousand)
            ways.append(parts_of(total + piece * unit / 1000))
        others = [total + value for value in doubtful]
        total, unit, index = total + piece, size, end
        if size == 1:
            break
    if (denominator := word_at(words, index)) and denominator.kind == "parts" and total < denominator.values[0]:
        return read_fraction(words, start, index + 1, total / denominator.values[0])
    if words[index : index + 1] == ["فاصلة"]:
        decimals, end = read_small(words, index + 1)
        if end > index + 1:
            return finish(words, start, end, [float(f"{total:.0f}.{decimals:.0f}")])
    if unit > 1 and words[index : index + 1] == ["و"]:
        more, end = added_to(words, index, unit)
        if more:
            return finish(words, start, end, [total + more], ways=[parts_of(total, more)])
    if start and words[start - 1] in GREAT:
        ways.append(parts_of(total * GREAT[words[start - 1]]))
    if index < len(words) and words[index] in SPANS:
        ways.append(parts_of(total * SPANS[words[index]]))
    if words[start].endswith(("خمس", "سبع", "تسع", "عشر")) and index == start + 1:
        ways.append(parts_of(1 / total))
    certain = is_certain(words, start, index, total)
    return finish(words, start, index, [total, *others], unit=max(unit, 1), ways=ways, certain=certain)


def is_certain(words: Sequence[str], start: int, end: int, number: float) -> bool:
    """Return whether words that can be a number are one, which a translation has to contain."""
    before = words[start - 1] if start else ""
    if WORDS[words[start]].kind == "many":
        return end == start + 1 and word_at(words, end) is None
    if end > start + 1:
        return True
    a_share = before in {"في", "من"} and words[start] in SHARES
    a_weekday = number == 2 and before.endswith("يوم")
    return number > 1 and not (a_share or a_weekday or words[start] in UNSURE)


def read_fraction(words: Sequence[str], start: int, end: int, *fractions: float) -> Quantity:
    """Return a fraction, times the scale word that follows: نصف مليون, half a million."""
    scale, after = scale_after(words, end)
    if scale > 1:
        return finish(words, start, after, [fraction * scale for fraction in fractions])
    after = percent_end(words, end)
    after_unit = start > 0 and words[start] in {"ونصف", "والنصف"} and words[start - 1] in HALVED
    values = {exact(size * fraction) for fraction in fractions for size in (1, 60, 100)}
    values |= {float(round(100 * fraction)) for fraction in fractions}
    if after_unit:
        values |= {1.5, 18.0, 90.0, 36.0, 1.5e6, 1.5e9}
    certain = words[start] in SURE_FRACTIONS or end > start + 1 or after_unit
    return Quantity(start, after, ((frozenset(values),),), exact(fractions[0]), certain, percent=after > end)


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
    ranked = start > 0 and words[start - 1] in RANKED
    certain = (value > 1 or ranked) and (index > start + 1 or WORDS[words[start]].definite)
    return Quantity(start, index, ((frozenset(values),),), value, certain, ordinal=True)


def spread_scales(words: Sequence[str], found: list[Quantity]) -> list[Quantity]:
    """Return the numbers, the first of a range without its own scale also with that of the second: 5 إلى 10 ملايين."""
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        between = words[first.end : second.start]
        joined = words[second.start][0] == "و"
        if not (first.value and second.value):
            continue
        if len(between) == 1 and joined and first.value > 10 * second.value:
            whole = parts_of(first.value + second.value)  # seven million dollars and two hundred thousand
            found[index : index + 2] = (replace(each, ways=(*each.ways, whole)) for each in (first, second))
            continue
        is_range = (joined and not between) or not RANGE_WORDS.isdisjoint(between[:2])
        if is_range and len(between) <= 2 and first.value < 1000 <= second.value:
            scaled = (parts_of(first.value * scale) for scale in SCALES if second.value >= scale)
            found[index] = replace(first, ways=(*first.ways, *scaled))
    return found

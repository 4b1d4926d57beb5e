"""The letters behind a number for an era, م and هـ, and for metres, م: told apart by what is around them.

A model that has read few of them takes the era of 2025م for metres, and leaves out the metres of 25م. So the sign of a
Christian year, which English does not need, is left out where it is surely one, the number of a century is spelled out
("القرن 20" alone became "the century 20"), and so are metres in a text about lengths. All else stays as it is.
"""

import re
from typing import Final

from jisr.chars import DECIMAL_SEPARATOR, STANDARD_LETTERS, TASHKEEL, TATWEEL, THOUSANDS_SEPARATOR
from jisr.translate.text.months import DOUBLE_MONTHS, MONTH_NAMES

__all__ = ["ERA_SIGN", "METRE_SIGN", "spell_eras", "spell_metres"]

ERA_SIGN: Final = "[0-9] ?[مه]|القرن(?:ين|ان)? "
"""A pattern that matches in every text that :func:`spell_eras` would change."""
METRE_SIGN: Final = "[0-9] ?م"
"""A pattern that matches in every text that :func:`spell_metres` would change."""

LETTERS: Final = f"{STANDARD_LETTERS}{TASHKEEL}{TATWEEL}"
END: Final = rf"(?![{LETTERS}\w²³{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]|[./][^\W0-9]| ?[23](?![0-9]))"
"""Behind a letter that stands alone: no letter, no power of a unit, no other part of an abbreviation."""
CHRISTIAN: Final = f" ?م{END}"
HIJRI: Final = f" ?ه{TATWEEL}?{END}"
DATE: Final = r"[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{4}|[0-9]{4}([/.-])[0-9]{1,2}\3[0-9]{1,2}"
NUMBER = re.compile(
    rf"(?<![0-9])(?<![0-9][.,:])(?:(?P<date>{DATE})|(?P<year>[0-9]{{3,4}}))(?![0-9]|[.,:][0-9])"
    f"(?:(?P<christian>{CHRISTIAN})|(?P<hijri>{HIJRI}))?"
)
VOWEL_MARK = re.compile(f"[{TASHKEEL}]")

MONTHS: Final = {name for names in MONTH_NAMES for name in names.split()} | {"آب"}
CUE = re.compile(
    "[وفبلك]?(?:ال|لل|ل)?(?:عام|عامي|سنة|سنتي|[أا]عوام|سنوات)|[وف]?(?:الموافق|موافق|المتوفى|توفي|ولد|مواليد)|ت"
)
"""A word before a year."""
ONE_YEAR = re.compile(r" ?\)? ?[/=(] ?|\)? (?:و?الموافق|أي) ")
"""What stands between a year and the same one of another era."""
TWO_YEARS = re.compile(" ?[-،,] ?| ?و ?| (?:أو|إلى|الى|حتى) ?")
"""What stands between two years."""
APART: Final = 300
"""Largest number of years between two that are named together."""
LENGTH = re.compile(
    f"(?<![{LETTERS}])[وفبلك]?(?:ال|ل)?(?:[اأ]رتفاع|طول|عرض|عمق|سمك|علو|قطر|محيط|مسافة|مساحة|قمة|جبل|هضبة|منسوب|سباق|عدو|جري"
    f"|ركض|سباحة|حواجز|تتابع|متر|[أا]متار|كيلومتر|كم|سم)(?:ه|ها|هما|هم|ا|ات|ين)?(?![{LETTERS}])"
    "|[يت]رتفع|مرتفع|[يت]بعد|على بعد|[يت]متد|سطح البحر"
)
"""Words of a text in which م may mean metres."""

ORDINALS: Final = (
    *"الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split(),
    *(f"{unit} عشر" for unit in "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()),
    "العشرين",
    "الحادي والعشرين",
)
CENTURY_NUMBER: Final = f"(?:ال{TATWEEL}? ?)?(20|21|1[0-9]|[1-9])(?![0-9])"
CENTURY = re.compile(
    f"(القرن|القرنين|القرنان) {CENTURY_NUMBER}(?:( ?- ?| ?و ?| إلى ){CENTURY_NUMBER})?"
    f"(?:({CHRISTIAN})|({HIJRI})|(?! ?%|[{LETTERS}]|[-.,:/][0-9]))"
)
SPELLED_CENTURY = re.compile(f"(القرن ال[{LETTERS}]+(?: عشر| والعشرين| والعشرون)?) م{END}")

FULL_YEAR = re.compile("19[0-9]{2}|20[0-9]{2}")
METRES = re.compile(f"(?<![0-9])(?<![0-9][:/])(?<!الساعة )([0-9]+(?:[.,][0-9]+)*){CHRISTIAN}")


def spell_eras(text: str) -> str:
    """Leave out the sign of Christian years, write that of Hijri years as هـ, and spell the numbers of centuries."""
    while (changed := spell_some_eras(text)) != text:  # once, but for a sign that is there twice
        text = changed
    return text


def spell_some_eras(text: str) -> str:
    """Do so with the signs that stand directly behind a number."""
    text = SPELLED_CENTURY.sub(r"\1", CENTURY.sub(spelled_century, text))
    numbers = list(NUMBER.finditer(text))
    lengths = LENGTH.search(VOWEL_MARK.sub("", text)) is not None
    sure = [is_year(text, number, lengths=lengths) for number in numbers]
    pairs = [(at, at + 1) for at in range(len(numbers) - 1) if are_linked(text, numbers[at], numbers[at + 1])]
    for first, second in pairs:
        sure[second] |= sure[first] or (not lengths and is_range(text, numbers[first], numbers[second]))
    for first, second in reversed(pairs):
        sure[first] |= sure[second]
    for number, known in reversed(list(zip(numbers, sure, strict=True))):
        if known and number["christian"]:
            text = text[: number.start("christian")] + text[number.end() :]
        elif known and number["hijri"] and TATWEEL not in number["hijri"]:
            text = text[: number.end()] + TATWEEL + text[number.end() :]
    return text


def is_year(text: str, number: re.Match[str], *, lengths: bool) -> bool:
    """Return whether a number is surely a year by itself and what is before it.

    :param lengths: whether the text has words about lengths.
    """
    if number["date"]:
        return True
    value = int(number["year"])
    if number["hijri"]:
        return value <= 1500
    words = VOWEL_MARK.sub("", text[: number.start()]).replace("(", " ").replace("/", " ").split()[-2:]
    if words and value < 2100 and text[number.start() - 1] in " (/":
        last = words[-1]
        is_adjective = len(words) > 1 and last.startswith("ال") and CUE.fullmatch(words[0])
        if CUE.fullmatch(last) or is_adjective or last in MONTHS or tuple(words) in DOUBLE_MONTHS:
            return True
    return bool(number["christian"]) and not lengths and 1900 <= value < 2100 and value % 50 != 0


def are_linked(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Return whether two numbers are named together, so that both are years if one of them is."""
    between = text[first.end() : second.start()]
    if ONE_YEAR.fullmatch(between):
        return True
    values = [int(number["year"] or 0) for number in (first, second)]
    near = min(values) >= 1000 and max(values) < 2100 and abs(values[1] - values[0]) <= APART
    return near and TWO_YEARS.fullmatch(between) is not None


def is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Return whether two linked numbers are surely the first and the last year of a time: 1250-1517م."""
    low, high = int(first["year"] or 0), int(second["year"] or 0)
    dashed = text[first.end() : second.start()].strip() == "-"
    return dashed and bool(second["christian"]) and 1000 <= low < high and bool(low % 10 or high % 10)


def spelled_century(match: re.Match[str]) -> str:
    """Return a century with its number in words, without the sign of the Christian era."""
    word, first, link, second, _, hijri = match.groups()
    spelled = f"{word} {ORDINALS[int(first) - 1]}"
    if second:
        spelled += f"{' و' if 'و' in link else link}{ORDINALS[int(second) - 1]}"
    return spelled + (f" ه{TATWEEL}" if hijri else "")


def spell_metres(text: str) -> str:
    """Spell out metres in a text that has words about lengths."""
    if not LENGTH.search(VOWEL_MARK.sub("", text)):
        return text
    return METRES.sub(lambda match: match[0] if FULL_YEAR.fullmatch(match[1]) else f"{match[1]} متر", text)

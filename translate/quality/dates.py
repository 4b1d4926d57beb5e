"""A search for the dates of a source in its translation: months of all calendars, weekdays, eras, halves of the day."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from jisr.translate.quality.arabic import PREFIXES, Quantity, Value, spellings
from jisr.translate.quality.english import MONTHS
from jisr.translate.text.months import DOUBLE_MONTHS, MONTH_NAMES

__all__ = ["lost_dates", "names_dates"]

DOUBTFUL: Final = frozenset(
    spelling for word in "مارس ماي مايو جوان أوت غشت أيار نيسان تموز".split() for spelling in spellings(word)
) | {"آب"}
"""Names of months that are also other words; they count in a date or after في and the like only."""
WEEKDAYS: Final = {
    "السبت": "Saturday Saturdays Sat Sabbath",
    "الأحد": "Sunday Sundays Sun",
    "الاثنين": "Monday Mondays Mon",
    "الإثنين": "Monday Mondays Mon",
    "الثلاثاء": "Tuesday Tuesdays Tue Tues",
    "الأربعاء": "Wednesday Wednesdays Wed",
    "الخميس": "Thursday Thursdays Thu Thur Thurs",
    "الجمعة": "Friday Fridays Fri",
}
DAY_BEFORE: Final = frozenset(
    "يوم ويوم ليوم بيوم يومي أيام صباح مساء ليلة ليل ظهر عصر فجر أمس اليوم غد غدا الغد نهار صبيحة مساءي".split()
)
"""Words before the name of a weekday that is meant as one: الخميس is also a name and الجمعة a gathering."""
DAY_AFTER: Final = frozenset("الماضي الماضية المقبل القادم الفائت المنصرم الجاري".split())
"""Words after the name of a day or a month: last, next."""
A_DAY: Final = frozenset("يوم أيام يومي".split())
A_MONTH: Final = frozenset("شهر وشهر بشهر لشهر شهري".split())
MONTH_CUES: Final = A_MONTH | frozenset("أوائل أواخر مطلع منتصف نهاية بداية آخر حتى خلال منذ في وفي /".split())
HIJRI: Final = {
    "محرم": "Muharram Moharram Moharam Muharam",
    "صفر": "Safar",
    "رجب": "Rajab Ragab Rejeb Rajjab",
    "شعبان": "Shaban Shaaban Shabaan Sha Chaabane",
    "رمضان": "Ramadan Ramadhan Ramazan Ramzan Ramadaan",
    "شوال": "Shawwal Shawal Chawwal",
}
"""Names of Hijri months in one word."""
HIJRI_DOUBLE: Final = {
    **dict.fromkeys([("ربيع", "الأول"), ("ربيع", "الآخر"), ("ربيع", "الثاني")], "Rabi Rabia"),
    **dict.fromkeys([("جمادى", "الأولى"), ("جمادى", "الآخرة"), ("جمادى", "الثانية")], "Jumada Jumaada Jumadah"),
}
HIJRI_AFTER_DHU: Final = {
    "القعدة": "Qadah Qa Qada Qidah Qaada Qaadah Zilqad Qi",
    "الحجة": "Hijjah Hijja Hija Hijah Hajj Zilhij Hajja",
}
DHU: Final = frozenset("ذو ذي ذا وذو وذي".split())
HIJRI_ERA: Final = frozenset("ah hijri hijra hegira h hijrah hejira".split())
ERAS: Final = frozenset("ه هجري هجرية هجريا للهجرة".split())
ISLAMIC: Final = frozenset("الهجري الهجرية".split())
BEFORE_CHRIST: Final = frozenset("bc bce b christ era".split())
LIKE_MONTHS: Final = frozenset("may march mar mars august sat sun mon wed".split())
"""English words in lower case that are no months or weekdays."""
AM: Final = frozenset("صباحا فجرا".split())
PM: Final = frozenset("مساء عصرا ليلا".split())
AM_SIGN = re.compile(r"[0-9 ](?:a\.m|am)\b|\b(?:morning|dawn|midnight|night)\b", re.IGNORECASE)
PM_SIGN = re.compile(r"[0-9 ](?:p\.m|pm)\b|\b(?:afternoon|evening|night|tonight|noon|midnight)\b", re.IGNORECASE)


def with_particles(words: Mapping[str, object], prefixes: Sequence[str] = PREFIXES) -> dict[str, str]:
    """Return each form of the words, with particles and without hamza, and the word itself."""
    return {
        ("لل" + spelling[2:] if prefix == "لل" and spelling.startswith("ال") else prefix + spelling): word
        for word in words
        for spelling in spellings(word)
        for prefix in prefixes
        if not (spelling.startswith("ال") and "ال" in prefix)
    }


MONTH_OF: Final = {name: month for month, names in enumerate(MONTH_NAMES, 1) for name in names.split()} | {"آب": 8}
MONTH_FORMS: Final = with_particles(MONTH_OF, ("", "و", "ب", "ل")) | dict.fromkeys(("آب", "وآب", "لآب"), "آب")
FIRST_OF_DOUBLE: Final = with_particles(dict.fromkeys(first for first, _ in DOUBLE_MONTHS))
WEEKDAY_FORMS: Final = with_particles(WEEKDAYS)
BARE_WEEKDAYS: Final = {day.removeprefix("ال"): day for day in WEEKDAYS}
"""Weekdays without the article, which they lose after يوم only: كل يوم أربعاء."""
HIJRI_FORMS: Final = with_particles(HIJRI)
FIRST_OF_HIJRI: Final = with_particles(dict.fromkeys(first for first, _ in HIJRI_DOUBLE))
TRIGGERS: Final = frozenset().union(
    MONTH_FORMS, FIRST_OF_DOUBLE, WEEKDAY_FORMS, BARE_WEEKDAYS, HIJRI_FORMS, FIRST_OF_HIJRI, HIJRI_AFTER_DHU
).union(ERAS, ISLAMIC, AM, PM, ["الميلاد", "ق"])  # fmt: skip
"""All words at which a date may be found."""
OTHER_NAMES: Final = {8: ["augustus"], 9: ["sept"], 10: ["oktoberfest"]}
MONTH_SETS: Final = tuple(frozenset({MONTHS[i], MONTHS[12 + i], *OTHER_NAMES.get(i + 1, ())}) for i in range(12))
ANY_MONTH: Final = frozenset().union(*MONTH_SETS)
NOTHING: Final[frozenset[str]] = frozenset()


def names_dates(source: Sequence[str]) -> bool:
    """Return whether a sentence has a word that may be part of a date."""
    return not TRIGGERS.isdisjoint(source)


def lost_dates(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], values: Set[Value], text: str
) -> Iterator[str]:
    """Yield the months, weekdays and eras of a source that its translation does not name.

    :param target: the words of the translation, as they are written.
    :param values: the values of its numbers.
    :param text: the translation.
    """
    if not names_dates(source):
        return
    near_number = {index for each in quantities for index in (each.start - 1, each.end, each.end + 1)}
    words = {word.lower() for word in target if word not in LIKE_MONTHS}
    for index, word in enumerate(source):
        if word not in TRIGGERS:
            continue
        month = month_at(source, index, index in near_number)
        if month:
            in_digits = float(month) in values and words.isdisjoint(ANY_MONTH)
            lost = words.isdisjoint(MONTH_SETS[month - 1]) and not in_digits
        else:
            wanted = english_at(source, index, index in near_number)
            lost = bool(wanted) and words.isdisjoint(wanted)
        if lost:
            yield word
    if quantities:
        yield from other_half(source, text)


def around(source: Sequence[str], index: int) -> tuple[str, str]:
    """Return the words before and after a word; empty if there is none."""
    return source[index - 1] if index else "", source[index + 1] if index + 1 < len(source) else ""


def month_at(source: Sequence[str], index: int, near_number: bool) -> int:
    """Return the month that a word names, 1 to 12; 0 if it names none here."""
    word = source[index]
    before, after = around(source, index)
    if word in FIRST_OF_DOUBLE:
        return DOUBLE_MONTHS.get((FIRST_OF_DOUBLE[word], after.replace("الاول", "الأول")), 0)
    name = MONTH_FORMS.get(word)
    in_date = near_number or before in MONTH_CUES or after == "/" or after in DAY_AFTER
    return MONTH_OF[name] if name and (name not in DOUBTFUL or in_date) else 0


def english_at(source: Sequence[str], index: int, near_number: bool) -> frozenset[str]:
    """Return the English words, in lower case, for a weekday, a Hijri month or an era; empty if a word is none here."""
    word = source[index]
    before, after = around(source, index)
    forms = ""
    if word in WEEKDAY_FORMS and (before in DAY_BEFORE or after in DAY_AFTER):
        forms = WEEKDAYS[WEEKDAY_FORMS[word]]
    elif word in BARE_WEEKDAYS and before in A_DAY:
        forms = WEEKDAYS[BARE_WEEKDAYS[word]]
    elif word in HIJRI_FORMS:
        name = HIJRI_FORMS[word]
        if name == "رمضان" or before in A_MONTH:
            forms = HIJRI[name]
        elif name == "صفر":  # also zero
            in_date = before[-1:].isdecimal() and (after[-1:].isdecimal() or after in {"عام", "سنة", "من"})
            forms = HIJRI[name] if in_date and word == name else ""
        elif near_number:
            forms = HIJRI[name]
    elif word in FIRST_OF_HIJRI:
        forms = HIJRI_DOUBLE.get((FIRST_OF_HIJRI[word], after), "")
    elif word in HIJRI_AFTER_DHU and before in DHU:
        forms = HIJRI_AFTER_DHU[word]
    elif word in ERAS and before[-1:].isdecimal():
        return HIJRI_ERA
    elif word in ISLAMIC:
        return HIJRI_ERA | {"islamic", "muslim", "lunar"}
    elif (word == "الميلاد" and before == "قبل") or (word == "ق" and source[index + 1 : index + 3] == [".", "م"]):
        return BEFORE_CHRIST
    return frozenset(forms.lower().split()) if forms else NOTHING


def other_half(source: Sequence[str], text: str) -> Iterator[str]:
    """Yield the half of the day of a source if its translation names only the other."""
    given = set(source)
    morning, evening = not AM.isdisjoint(given), not PM.isdisjoint(given)
    if morning and not evening and PM_SIGN.search(text) and not AM_SIGN.search(text):
        yield "am"
    if evening and not morning and AM_SIGN.search(text) and not PM_SIGN.search(text):
        yield "pm"

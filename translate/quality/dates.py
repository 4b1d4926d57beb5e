"""A search for the dates of a source in its translation: months of all calendars, weekdays, eras, halves of the day."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

from jisr.translate.quality.arabic import PREFIXES, Quantity, Value, spellings
from jisr.translate.quality.english import MONTHS

__all__ = ["lost_dates", "names_dates"]

MONTH_NAMES: Final = (
    "يناير جانفي ينابر",
    "فبراير فيفري شباط",
    "مارس آذار",
    "أبريل إبريل أفريل نيسان",
    "مايو ماي أيار",
    "يونيو يونيه جوان حزيران",
    "يوليو يوليه يوليوز جويلية تموز",
    "أغسطس أوت غشت",
    "سبتمبر شتنبر أيلول",
    "أكتوبر",
    "نوفمبر نونبر",
    "ديسمبر دجنبر",
)
DOUBLE_MONTHS: Final = {("كانون", "الثاني"): 1, ("كانون", "الأول"): 12, ("تشرين", "الأول"): 10, ("تشرين", "الثاني"): 11}
DOUBTFUL: Final = frozenset(
    spelling for word in "مارس ماي مايو جوان أوت غشت أيار نيسان تموز".split() for spelling in spellings(word)
) | {"آب"}
"""Names of months that are also other words; they count in a date or after في and the like only."""
WEEKDAYS: Final = {
    "السبت": "saturday sat sabbath saturdays",
    "الأحد": "sunday sun sundays",
    "الاثنين": "monday mon mondays",
    "الإثنين": "monday mon mondays",
    "الثلاثاء": "tuesday tue tues tuesdays",
    "الأربعاء": "wednesday wed wednesdays",
    "الخميس": "thursday thu thur thurs thursdays",
    "الجمعة": "friday fri fridays",
}
DAY_BEFORE: Final = frozenset(
    "يوم ويوم ليوم بيوم يومي أيام صباح مساء ليلة ليل ظهر عصر فجر أمس اليوم غد غدا الغد نهار صبيحة مساءي".split()
)
DAY_AFTER: Final = frozenset("الماضي الماضية المقبل القادم الفائت المنصرم الجاري".split())
HIJRI: Final = {
    "محرم": "muharram moharram moharam muharam",
    "صفر": "safar",
    "رجب": "rajab ragab rejeb rajjab",
    "شعبان": "shaban shaaban shabaan sha chaabane shaban",
    "رمضان": "ramadan ramadhan ramazan ramzan ramadaan",
    "شوال": "shawwal shawal chawwal",
}
HIJRI_DOUBLE: Final = {
    ("ربيع", "الأول"): "rabi rabia",
    ("ربيع", "الآخر"): "rabi rabia",
    ("ربيع", "الثاني"): "rabi rabia",
    ("جمادى", "الأولى"): "jumada jumaada jumadah",
    ("جمادى", "الآخرة"): "jumada jumaada jumadah",
    ("جمادى", "الثانية"): "jumada jumaada jumadah",
    ("القعدة", ""): "qadah qa qada qidah qaada qaadah zilqad qi",
    ("الحجة", ""): "hijjah hijja hija hijah hajj zilhij hajja",
}
HIJRI_SURE: Final = frozenset("رمضان".split())
ERAS: Final = {
    "ه": "ah hijri hijra hegira h hijrah hejira",
    "هجري": "ah hijri hijra hegira h hijrah hejira",
    "هجرية": "ah hijri hijra hegira h hijrah hejira",
    "هجريا": "ah hijri hijra hegira h hijrah hejira",
    "للهجرة": "ah hijri hijra hegira h hijrah hejira",
}
BEFORE_CHRIST: Final = "bc bce b christ era"
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
HIJRI_FIRST: Final = with_particles(dict.fromkeys(first for first, _ in HIJRI_DOUBLE))
TRIGGERS: Final = frozenset(
    MONTH_FORMS.keys()
    | FIRST_OF_DOUBLE.keys()
    | WEEKDAY_FORMS.keys()
    | BARE_WEEKDAYS.keys()
    | HIJRI_FORMS.keys()
    | HIJRI_FIRST.keys()
    | ERAS.keys()
    | AM
    | PM
    | {"الميلاد", "ق"}
)
OTHER_NAMES: Final = {8: ["augustus"], 9: ["sept"], 10: ["oktoberfest"]}
MONTH_SETS: Final = tuple(frozenset({MONTHS[i], MONTHS[12 + i], *OTHER_NAMES.get(i + 1, ())}) for i in range(12))
ANY_MONTH: Final = frozenset().union(*MONTH_SETS)
MONTH_CUES: Final = frozenset(
    "شهر شهري وشهر بشهر لشهر أوائل أواخر مطلع منتصف نهاية بداية آخر حتى خلال منذ في وفي /".split()
)


def names_dates(source: Sequence[str]) -> bool:
    """Return whether a sentence has a word that may be part of a date."""
    return not TRIGGERS.isdisjoint(source)


def lost_dates(
    source: Sequence[str], quantities: Sequence[Quantity], target: Sequence[str], values: Set[Value], text: str
) -> Iterator[str]:
    """Yield the months, weekdays and eras of a source that its translation does not name.

    :param target: the words of the translation, as they are written.
    :param text: the translation.
    """
    if not names_dates(source):
        return
    near_number = {index for each in quantities for index in (each.start - 1, each.end, each.end + 1)}
    words = {word.lower() for word in target}
    capital = {word.lower() for word in target if word[0].isupper()}
    for index, word in enumerate(source):
        if word not in TRIGGERS:
            continue
        before = source[index - 1] if index else ""
        after = source[index + 1] if index + 1 < len(source) else ""
        month = month_at(word, before, after, index in near_number)
        if month:
            in_digits = float(month) in values and capital.isdisjoint(ANY_MONTH)
            if capital.isdisjoint(MONTH_SETS[month - 1]) and not in_digits:
                yield word
        elif word in WEEKDAY_FORMS:
            if before in DAY_BEFORE or after in DAY_AFTER:
                if words.isdisjoint(WEEKDAYS[WEEKDAY_FORMS[word]].split()):
                    yield word
        elif word in BARE_WEEKDAYS:
            if before in {"يوم", "أيام", "يومي"} and words.isdisjoint(WEEKDAYS[BARE_WEEKDAYS[word]].split()):
                yield word
        elif word in HIJRI_FORMS:
            name = HIJRI_FORMS[word]
            sure = name in HIJRI_SURE or before in {"شهر", "وشهر", "بشهر"} or index in near_number
            if name == "صفر" and before not in {"شهر", "وشهر", "بشهر"}:
                sure = (
                    word == name and before[-1:].isdigit() and (after[-1:].isdigit() or after in {"عام", "سنة", "من"})
                )
            if sure and words.isdisjoint(HIJRI[name].split()):
                yield word
        elif word in HIJRI_FIRST:
            first = HIJRI_FIRST[word]
            names = HIJRI_DOUBLE.get((first, after)) or (
                HIJRI_DOUBLE.get((first, "")) if before in {"ذو", "ذي", "ذا", "وذو"} else None
            )
            if names and words.isdisjoint(names.split()):
                yield word
        elif word in ERAS:
            if source[index - 1][-1:].isdigit() and words.isdisjoint(ERAS[word].split()):
                yield word
        elif (word == "الميلاد" and before == "قبل") or (word == "ق" and source[index + 1 : index + 3] == [".", "م"]):
            if words.isdisjoint(BEFORE_CHRIST.split()):
                yield word
    if quantities:
        yield from other_half(source, text)


def month_at(word: str, before: str, after: str, near_number: bool) -> int:
    """Return the month that a word names, 1 to 12; 0 if it names none here."""
    if word in FIRST_OF_DOUBLE:
        after = after.replace("الاول", "الأول")
        return DOUBLE_MONTHS.get((FIRST_OF_DOUBLE[word], after), 0)
    name = MONTH_FORMS.get(word)
    if name is None:
        return 0
    if name in DOUBTFUL and not (near_number or before in MONTH_CUES or after == "/" or after in DAY_AFTER):
        return 0
    return MONTH_OF[name]


def other_half(source: Sequence[str], text: str) -> Iterator[str]:
    """Yield the half of the day of a source if its translation names only the other."""
    given = set(source)
    morning, evening = not AM.isdisjoint(given), not PM.isdisjoint(given)
    if morning and not evening and PM_SIGN.search(text) and not AM_SIGN.search(text):
        yield "am"
    if evening and not morning and AM_SIGN.search(text) and not PM_SIGN.search(text):
        yield "pm"

"""Signs of years are left out or kept, metres spelled out, and what may be either stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.text.eras import ERA_SIGN, METRE_SIGN, spell_eras, spell_metres

YEARS = [
    # behind a word for a year, a month, a date, a life
    ("وُقّعت الاتفاقية عام 2025م في الرياض.", "وُقّعت الاتفاقية عام 2025 في الرياض."),
    ("سقطت المدينة سنة 476 م بعد حصار طويل", "سقطت المدينة سنة 476 بعد حصار طويل"),
    ("العام الدراسي 2024/2025م", "العام الدراسي 2024/2025"),
    ("لعامَ 2000م", "لعامَ 2000"),
    ("افتتح المصنع في 15 مارس 1800م.", "افتتح المصنع في 15 مارس 1800."),
    ("في كانون الثاني 2000م", "في كانون الثاني 2000"),
    ("في آب/أغسطس 1950 م", "في آب/أغسطس 1950"),
    ("التاريخ: 15/3/2025م", "التاريخ: 15/3/2025"),
    ("2000-01-31 م", "2000-01-31"),
    ("الجراح المعروف (ت 1013م)", "الجراح المعروف (ت 1013)"),
    # beside a Hijri year
    ("صدر القرار سنة 1447هـ/2025م.", "صدر القرار سنة 1447هـ/2025."),
    ("الوثيقة من 1050 م / 442 هـ", "الوثيقة من 1050 / 442 هـ"),
    ("12/5/1445هـ الموافق 26/11/2023م", "12/5/1445هـ الموافق 26/11/2023"),
    ("الشاعر (450هـ - 505هـ / 1058م - 1111م)", "الشاعر (450هـ - 505هـ / 1058 - 1111)"),
    # of a range or a list
    ("الخطة 2019م-2021م", "الخطة 2019-2021"),
    ("دولة المماليك (1250-1517م)", "دولة المماليك (1250-1517)"),
    ("في الأعوام 1990م، 2000م و2010م", "في الأعوام 1990، 2000 و2010"),
    ("من عام 1950م إلى 2000م", "من عام 1950 إلى 2000"),
    # alone, where nothing speaks of lengths
    ("ميزانية 2026م", "ميزانية 2026"),
    ("رؤية 2030 م.", "رؤية 2030."),
    ("2025 م م", "2025"),
    # beside a length
    ("بارتفاع 828م، وافتتح عام 2010م", "بارتفاع 828م، وافتتح عام 2010"),
    # the sign of a Hijri year without its stroke
    ("صدر النظام عام 1447ه.", "صدر النظام عام 1447هـ."),
    ("نظام 1447 ه", "نظام 1447 هـ"),
    # centuries
    ("يعود إلى القرن 19م.", "يعود إلى القرن التاسع عشر."),
    ("يعود إلى القرن ال3 هـ.", "يعود إلى القرن الثالث هـ."),
    ("في القرنين 18 و19م", "في القرنين الثامن عشر والتاسع عشر"),
    ("القرن 20-21م", "القرن العشرين-الحادي والعشرين"),
    ("في القرن التاسع عشر م.", "في القرن التاسع عشر."),
]
NO_YEARS = [
    "يبلغ طول الجدار 25م.",
    "فاز بسباق 1500 م حواجز",
    "ارتفاع الجبل 2010م",
    "غرفة على بعد 2019م",
    "مد الكابل 1950م",
    "في عام 2020، 500م من الكابلات",
    "سرعة الريح عام 2020 بلغت 5 م/ث",
    "مساحة الأرض 1999م2، أو 1999 م²",
    "بني سنة 500 ق.م.",
    "الساعة 3م",
    "رقم 2025مكرر",
    "المنصرم والقرن القادم والقرن المنصرم",
    "القرن 19 والقرن ال20",
    "مدينة 44ه",
    "عام 2025",
]
METRES = [
    ("يبلغ طول الجدار 25م.", "يبلغ طول الجدار 25 متر."),
    ("الطول: 25 م", "الطول: 25 متر"),
    ("سباق 1500م حواجز", "سباق 1500 متر حواجز"),
    ("ارتفاعها 3.5م وعرضها 1,200م", "ارتفاعها 3.5 متر وعرضها 1,200 متر"),
]
NO_METRES = ["ميزانية 25م", "تبدأ جولة الجبل الساعة 3م", "بعرض 5 م/ث", "المساحة 300م2", "قمة 2010م", "سباق 3:30م"]


@pytest.mark.parametrize(("before", "after"), YEARS)
def test_signs_of_years(before: str, after: str) -> None:
    assert spell_eras(before) == after


@pytest.mark.parametrize("text", NO_YEARS)
def test_what_is_no_year_for_sure_stays(text: str) -> None:
    assert spell_eras(text) == text


@pytest.mark.parametrize(("before", "after"), METRES)
def test_metres(before: str, after: str) -> None:
    assert spell_metres(before) == after


@pytest.mark.parametrize("text", NO_METRES)
def test_what_is_no_metre_for_sure_stays(text: str) -> None:
    assert spell_metres(text) == text


WORDS = "2025 1447 19 3.5 م هـ ه - / ( ) و ، . عام القرن طول القرنين التاسع عشر الموافق 2 ٫ %".split()
PIECES = st.lists(st.sampled_from(WORDS) | st.just(" "), max_size=12).map("".join)


@given(PIECES)
def test_to_spell_twice_changes_nothing_more(text: str) -> None:
    for spell, sign in ((spell_eras, ERA_SIGN), (spell_metres, METRE_SIGN)):
        spelled = spell(text)
        assert spell(spelled) == spelled
        assert spelled == text or re.search(sign, text)

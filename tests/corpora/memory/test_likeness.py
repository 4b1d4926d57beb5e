"""How alike two sentences are, and the mending of numbers, on real Arabic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.memory.likeness import NEGATION_PENALTY, ComparedText, likeness
from jisr.corpora.memory.mending import mended_target


def percent(one: str, other: str) -> int:
    """Return how alike two sentences are; the order makes no difference."""
    first, second = ComparedText.of(one), ComparedText.of(other)
    assert likeness(first, second) == likeness(second, first)
    return likeness(first, second)


SAME = [
    ("وصل القطار في الصباح.", "وَصَلَ القِطارُ في الصَّباح"),
    ("يبدأ الدوام في الساعة ٨:٣٠", "يبدأ الدوام في الساعة 8:30."),
    ("أعلنت الوزارة النتائج", "اعلنت الوزارة النتائج"),
    ("انتهى العـــرض", "انتهى العرض!"),
    ("بلغت النسبة ١٢٫٥٪", "بلغت النسبة 12.5%"),
    ("قال: «سنعود غدا»", 'قال: "سنعود غدا"'),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_the_same(one: str, other: str) -> None:
    assert percent(one, other) == 100


OTHER = [
    ("وصل القطار في الصباح.", "وصل القطار في الصباح؟"),
    ("بلغت النسبة 12.5%", "بلغت النسبة 12,5%"),
    ("الحرارة -5 درجات", "الحرارة 5 درجات"),
    ("أعلام الدولة", "إعلام الدولة"),
    ("باع 3 كتب", "باع 4 كتب"),
    ("الفصل 2 7", "الفصل 27"),
    ("على الطاولة", "علي الطاولة"),
]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_is_not_quite_the_same_is_not_taken(one: str, other: str) -> None:
    assert 80 <= percent(one, other) <= 99


def test_the_share_of_characters_is_rounded_down() -> None:
    assert percent("ابتثجحخدذر", "ابتثجحخدذز") == 90
    assert percent("ابتثجحخدذرز", "ابتثجحخدذرس") == 90  # 10 of 11: 90.9
    assert percent("ابت", "") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("يجب إغلاق الصمام قبل تشغيل المضخة", "لا يجب إغلاق الصمام قبل تشغيل المضخة"),
        ("هذا التصريح قانوني بحسب المادة السابقة", "هذا التصريح غير قانوني بحسب المادة السابقة"),
        ("حضر أعضاء اللجنة جميعا ووقعوا", "لم يحضر أعضاء اللجنة جميعا ووقعوا"),
    ],
)
def test_a_negation_on_one_side_takes_off(one: str, other: str) -> None:
    longest = max(len(ComparedText.of(text).form) for text in (one, other))
    assert percent(one, other) <= 100 * (longest - 3) // longest - NEGATION_PENALTY + 3
    assert percent(one, other) < 85


@given(st.text("اأإبتلم 0123؟.-", max_size=20), st.text("اأإبتلم 0123؟.-", max_size=20))
def test_it_is_symmetric_and_never_100_across_numbers(one: str, other: str) -> None:
    found = percent(one, other)
    assert 0 <= found <= 100
    assert percent(one, one) == 100
    if sorted(filter(str.isdigit, one)) != sorted(filter(str.isdigit, other)):
        assert found < 100


def mended(sentence: str, source: str, target: str) -> str | None:
    """Return the mended target of an entry."""
    return mended_target(ComparedText.of(sentence), ComparedText.of(source), target)


MENDED = [
    (
        "اشترى 15 كتابا في عام 2019.",
        "اشترى 12 كتابا في عام 2020.",
        "He bought 12 books in 2020.",
        "He bought 15 books in 2019.",
    ),
    ("بلغ السعر ٤٥٠٠ درهم", "بلغ السعر 3200 درهم", "The price was 3,200 dirhams", "The price was 4,500 dirhams"),
    ("يفتح المتحف في 9:30", "يفتح المتحف في 10:00", "The museum opens at 10:00", "The museum opens at 9:30"),
    ("النسبة 7.5%", "النسبة 12%", "The share is 12%", "The share is 7.5%"),
    ("الصفحات من 40 إلى 55", "الصفحات من 12 إلى 40", "Pages 12 to 40", "Pages 40 to 55"),
]


@pytest.mark.parametrize(("sentence", "source", "target", "wanted"), MENDED)
def test_other_numbers_are_put_in(sentence: str, source: str, target: str, wanted: str) -> None:
    assert mended(sentence, source, target) == wanted


LEFT = [
    ("باع 1 كتاب", "باع 5 كتاب", "He sold 5 books"),  # one book
    ("باع 5 كتب", "باع 3 كتب", "He sold three books"),  # in words
    ("باع 5 كتب", "باع 3 كتب", "He sold 3 of 3 books"),  # twice
    ("الفقرة 5", "الفقرة 3", "The 3rd paragraph"),
    ("باع 5 أقلام", "باع 3 كتب", "He sold 3 books"),  # not only the number
    ("الحرارة 7", "الحرارة -3", "A temperature of -3"),
    ("باع 3 كتب", "باع 3 كتب", "He sold 3 books"),  # nothing to mend
]


@pytest.mark.parametrize(("sentence", "source", "target"), LEFT)
def test_what_is_not_safe_to_mend_is_left(sentence: str, source: str, target: str) -> None:
    assert mended(sentence, source, target) is None

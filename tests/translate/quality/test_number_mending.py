"""The mending of misread numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import Note
from jisr.translate.quality.number_mending import mended_numbers

MENDED = [
    (
        "يعاني نحو 733 مليون شخص من الجوع.",
        "About 73 million people suffer from hunger.",
        "About 733 million people suffer from hunger.",
    ),
    ("للحجز اتصل على الرقم 0096265551234.", "To book, call 996265551234.", "To book, call 0096265551234."),
    (
        "بيعت اللوحة بمبلغ 22500 يورو عام 1998.",
        "The painting was sold for 2,2,500 euros in 1998.",
        "The painting was sold for 22,500 euros in 1998.",
    ),
    ("غرقت السفينة عام 1916.", "The ship sank in 1961.", "The ship sank in 1916."),
    ("ارتفع السعر إلى 38.7 دينارا.", "The price rose to 38.2 dinars.", "The price rose to 38.7 dinars."),
    (
        "بين 1250 و1475 مترا فوق سطح البحر",
        "between 1,520 and 1,745 metres above sea level",
        "between 1,250 and 1,475 metres above sea level",
    ),
]
LEFT = [
    ("يعاني نحو 733 مليون شخص من الجوع.", "About 733 million people suffer from hunger."),
    ("عن عمر ناهز 67 عاما", "He died in 1941."),  # lost, not misread
    ("استقبل المتحف 1250 زائرا و1260 زائرة.", "The museum received 1,270 men and women."),  # either may be meant
    ("وصل 48 طالبا.", "45 students arrived in 46 buses."),  # either may be wrong
    ("وصل خمسون طالبا.", "57 students arrived."),  # not in digits
    ("ولد عام 1948.", "He was born in 1849 and died in 1849."),
]


@pytest.mark.parametrize(("source", "target", "mended"), MENDED)
def test_misread_numbers_are_mended(source: str, target: str, mended: str) -> None:
    assert mended_numbers(source, target) == mended
    assert check_draft(source, mended) == ()


@pytest.mark.parametrize(("source", "target"), LEFT)
def test_what_may_be_meant_otherwise_is_left(source: str, target: str) -> None:
    assert mended_numbers(source, target) is None


@given(st.integers(100, 10**9), st.data())
def test_one_wrong_digit_is_always_mended(number: int, data: st.DataObject) -> None:
    digits = str(number)
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = digits[:place] + data.draw(st.sampled_from("123456789")) + digits[place + 1 :]
    source, target = f"بلغ العدد {digits} فردا.", f"The number reached {wrong} individuals."
    mended = mended_numbers(source, target)
    assert Note.NUMBER_MISSING not in check_draft(source, mended or target)
    assert (mended is None) == (Note.NUMBER_MISSING not in check_draft(source, target))

"""Decimal commas."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.text.decimals import DECIMAL_COMMA, point_decimals

CHANGED = [
    ("بزيادة نسبتها 6,3 في المائة", "بزيادة نسبتها 6.3 في المائة"),
    ("نمو قدره 0,75% هذا العام", "نمو قدره 0.75% هذا العام"),
    ("نمو قدره 0,75 % هذا العام", "نمو قدره 0.75 % هذا العام"),
    ("بلغت الصادرات 148,2 مليار درهم", "بلغت الصادرات 148.2 مليار درهم"),
    ("على بعد 3,5 كيلومترات من الميناء", "على بعد 3.5 كيلومترات من الميناء"),
    ("بثمن 1.234,50 درهما للطن", "بثمن 1,234.50 درهما للطن"),
    ("ارتفعت 2،4 نقطة مئوية", "ارتفعت 2.4 نقطة مئوية"),
    ("بين 1,5 درجة و2,5 درجة", "بين 1.5 درجة و2.5 درجة"),
]
KEPT = [
    "شارك 1,200 عداء في السباق",
    "الأرقام 1,2,3 هي الأولى",
    "المادتان 5,6 من القانون",
    "الفقرات 4,7 وما بعدها",
    "الصفحات 12,14",
    "النقطة (3,5)",
    "الأعوام 12، 14 و16",
    "صدر القراران 7,8 في مارس",
    "الإصدار 2.4,1 متاح",
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_a_comma_before_decimals_becomes_a_point(before: str, after: str) -> None:
    assert point_decimals(before) == after
    assert point_decimals(after) == after


@pytest.mark.parametrize("text", KEPT)
def test_other_commas_stay(text: str) -> None:
    assert point_decimals(text) == text


@given(st.text("0123456789,،. %درهمفيالمائةو", max_size=30))
def test_the_pattern_matches_in_all_that_changes_and_no_digit_is_lost(text: str) -> None:
    changed = point_decimals(text)
    assert changed == text or re.search(DECIMAL_COMMA, text)
    assert re.sub("[.,،]", "", changed) == re.sub("[.,،]", "", text)
    assert point_decimals(changed) == changed

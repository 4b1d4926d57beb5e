"""All forms of a word have one stem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.estimation.stems import arabic_stems, english_stems


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("المدرسة ومدرسة بالمدرسة مَدْرَسَة للمدرسة", ["مدرس"] * 5),
        ("إلى الأمام، أمام", ["الي", "امام", "امام"]),
        ("هاتف iPhone بسعر 500 دولار", ["هاتف", "iphone", "بسعر", "دولار"]),
        ("كتـــاب", ["كتاب"]),
        ("", []),
    ],
)
def test_arabic(text: str, stems: list[str]) -> None:
    assert arabic_stems(text) == stems


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("city cities city's", "citi"),
        ("plan plans planned planning", "plan"),
        ("announce announces announced announcing", "announc"),
        ("quick quickly", "quick"),
        ("bus virus crisis class", None),
    ],
)
def test_english(words: str, stem: str | None) -> None:
    assert english_stems(words) == ([stem] * len(words.split()) if stem else words.split())


def test_numbers_are_left_out() -> None:
    assert english_stems("In 2024, 3 of 10") == ["in", "of"]


@given(st.text())
def test_every_text_has_stems(text: str) -> None:
    assert all(arabic_stems(text))
    assert all(english_stems(text))

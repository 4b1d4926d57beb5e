"""The estimate ranks right drafts over wrong ones and holds the truth in its interval about as often as it says."""

import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import InputError
from jisr.translate.estimation.estimate import (
    ExpectedScore,
    check_doubt,
    estimate_quality,
    half_width,
    load_fit,
    quality_features,
)

SOURCE = "افتتح الرئيس المدرسة الجديدة في وسط المدينة."
RIGHT = "The president opened the new school in the city centre."
WRONG = "The disease killed many animals on the farm last winter."


def test_a_right_translation_is_better_than_a_wrong_one() -> None:
    assert estimate_quality(SOURCE, RIGHT).chrf > estimate_quality(SOURCE, WRONG).chrf + 15


def test_a_sure_decoder_raises_the_estimate() -> None:
    sure, unsure = [-0.05] * 10, [-2.0] * 10
    assert estimate_quality(SOURCE, RIGHT, sure).chrf > estimate_quality(SOURCE, RIGHT, unsure).chrf + 10


def test_a_short_sentence_is_less_sure() -> None:
    fit = load_fit()["decoder"]
    assert half_width(fit, 50, "No.") > half_width(fit, 50, RIGHT) > half_width(fit, 20, RIGHT) > 0
    estimate = estimate_quality(SOURCE, RIGHT)
    half = half_width(load_fit()["text"], estimate.chrf, RIGHT)
    assert estimate.high - estimate.chrf == pytest.approx(half, abs=0.2)


def test_each_feature_has_a_weight() -> None:
    assert set(load_fit()["text"]["weights"]) == set(quality_features(SOURCE, RIGHT))
    assert set(load_fit()["decoder"]["weights"]) == set(quality_features(SOURCE, RIGHT, [-1.0] * 10))


@given(st.text(st.sampled_from("كلمة المدينة school city aZ1. ")), st.text(), st.lists(st.floats(-30, 0)))
def test_an_estimate_is_in_range_and_repeatable(source: str, target: str, scores: list[float]) -> None:
    estimate = estimate_quality(source, target, scores)
    assert 0 <= estimate.low <= estimate.chrf <= estimate.high <= 100
    assert estimate == estimate_quality(source, target, scores)


def test_vowel_marks_and_digits_change_nothing() -> None:
    marked = "اِفتَتَحَ الرَّئيسُ المدرســة الجديدة في وسط المدينة."
    assert estimate_quality(marked, RIGHT) == estimate_quality(SOURCE, RIGHT)


def test_a_text_is_the_mean_of_its_sentences_by_length() -> None:
    expected = ExpectedScore()
    assert expected.chrf is None
    expected.add(60, "x" * 30)
    expected.add(None, "not decoded")
    other = ExpectedScore()
    other.add(30, "x" * 10)
    expected.merge(other)
    assert expected.chrf == pytest.approx((60 * 30 + 30 * 10) / 40)


@pytest.mark.parametrize("doubt", [-1, 100.5, math.nan, math.inf])
def test_doubt_has_a_range(doubt: float) -> None:
    with pytest.raises(InputError, match="must be 0 to 100"):
        check_doubt(doubt)


def test_the_data_are_small() -> None:
    data = files("jisr.translate") / "data"
    assert len((data / "estimate.json").read_bytes()) < 5_000
    assert len((data / "lexicon.safetensors").read_bytes()) < 2_500_000

"""Coverage is high where the words of both sides translate each other."""

from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.estimation.coverage import cover

SOURCE = "افتتح الرئيس المدرسة الجديدة في وسط المدينة."
RIGHT = "The president opened the new school in the city centre."
WRONG = "The disease killed many animals on the farm last winter."


def test_a_translation_covers_more_than_another_text() -> None:
    right, wrong = cover(SOURCE, RIGHT), cover(SOURCE, WRONG)
    assert right.source.share > 0.9 > 0.3 > wrong.source.share
    assert right.target.share > wrong.target.share
    assert right.source.uncovered < wrong.source.uncovered
    assert right.characters > wrong.characters
    assert (right.source.words, right.target.words) == (7, 10)


def test_a_word_left_out_is_uncovered() -> None:
    assert cover(SOURCE, RIGHT.replace("school ", "")).source.share < cover(SOURCE, RIGHT).source.share


def test_a_copied_latin_word_is_covered() -> None:
    assert cover("زار Zyxwvut المدينة", "Zyxwvut visited the city").source.unknown == 0
    assert cover("زار Zyxwvut المدينة", "He visited the city").source.unknown > 0


@given(st.text(st.sampled_from("كلمة المدينة school city aZ1. ")), st.text())
def test_shares_are_shares(source: str, target: str) -> None:
    coverage = cover(source, target)
    for side in (coverage.source, coverage.target):
        assert side.log_probability <= 0.001
        for share in (side.share, side.uncovered, side.unknown, side.rare):
            assert 0 <= share <= 1
    assert 0 <= coverage.characters <= 1

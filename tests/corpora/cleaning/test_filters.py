"""Tests of the filters: their scores, their decisions, and the counts and explanations of refusals."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from jisr.corpora.cleaning.clean import FilterCounts, clean, default_filters, explain_refusals, screen
from jisr.corpora.cleaning.filters import (
    ControlCharacterFilter,
    CopyFilter,
    Filter,
    LanguageFilter,
    LengthFilter,
    NumberFilter,
    RatioFilter,
    RepetitionFilter,
    ScriptFilter,
)
from jisr.corpora.cleaning.similarity_filter import SimilarityFilter, similarities
from jisr.corpora.corpus_options import FilterThresholds
from jisr.corpora.pairs import Pair
from jisr.errors import InputError


@pytest.mark.parametrize(
    ("one", "source", "target", "score", "kept"),
    [
        (LengthFilter(), "نعم", "yes indeed", (1, 2), True),
        (LengthFilter(), "\u200f \u0640", "yes", (0, 1), False),
        (LengthFilter(), "\u200f", "yes", (0, 1), False),
        (LengthFilter(), "\u200f \u0640", "yes indeed", (0, 2), False),
        (LengthFilter(most=3), "واحد اثنان", "one two three four", (2, 4), False),
        (RatioFilter(), "نعم", "yes", (1.0,), True),
        (RatioFilter(2), "نعم", "y" * 30, (2.5,), False),
        (ControlCharacterFilter(), "نص", "a\ttab", (0, 0), True),
        (ControlCharacterFilter(), "ن\x00ص\ufffd", "a\ue000", (2, 1), False),
        (CopyFilter(), "شارك NATO في الاجتماع", "NATO took part", (1 / 3,), True),
        (CopyFilter(), "2024 12", "2024 12", (0.0,), True),
        (CopyFilter(), "Hello world", "Hello world", (1.0,), False),
        (ScriptFilter(), "نعم", "yes", (1.0, 1.0), True),
        (ScriptFilter(), "2024 -", "!", (1.0, 1.0), True),
        (ScriptFilter(), "نعم yes", "да", (0.5, 0.0), False),
        (ScriptFilter(), "ﻗﺎﻝ", "café", (1.0, 1.0), True),
        (ScriptFilter(), "قـــال رحمٰن سيۥ", "Ḥijāz ʃ", (1.0, 1.0), True),
        (ScriptFilter(), "﴾yes﴿ \u0670", "yes", (0.0, 1.0), False),
        (NumberFilter(), "عام ٢٠٢٤ بلغ ١٬٥٠٠", "In 2024 it reached 1,500", (1.0,), True),
        (NumberFilter(), "ثلاثون عاما", "30 years", (1.0,), True),
        (NumberFilter(), "نزح 150 ألف شخص", "Some 150,000 fled", (1.0,), True),
        (NumberFilter(), "كلف 3.5 مليون دينار", "It cost 3,500,000 dinars", (1.0,), True),
        (NumberFilter(), "كلف 1,250 مليون دينار", "It cost 1.25 billion dinars", (1.0,), True),
        (NumberFilter(), "كلف 3.5 مليون دينار", "It cost 35 million dinars", (1.0,), True),
        (NumberFilter(), "كلف 35 ألف دينار", "It cost 35 million dinars", (1.0,), True),
        (NumberFilter(), "كلف 35 ألف دينار", "It cost 350,000 dinars", (0.0,), False),
        (NumberFilter(), "في عشرينيات القرن الماضي", "In the 1920s", (1.0,), True),
        (NumberFilter(), "بعد 25 عاما", "after 35 years", (0.0,), False),
        (NumberFilter(), "وصل 4500 شخص", "people arrived", (0.0,), False),
        (NumberFilter(), "من 1990 إلى 2000", "from 1990 to 2001", (0.5,), True),
        (NumberFilter(), "1" * 5000, "2" * 5000, (0.0,), False),
        (RepetitionFilter(), "لا لا", "no no", (0.0, 0.0), True),
        (RepetitionFilter(), "نص عادي", "no no no no no", (0.0, 1 - 1 / 3), False),
        (LanguageFilter(), "هذا في البيت", "it is in the house", (1.0, 1.0), True),
        (LanguageFilter(), "این کتاب را به او داد", "good", (1 / 3, 1.0), False),
        (LanguageFilter(), "نعم", "der Hund ist nicht groß", (1.0, 0.0), False),
    ],
)
def test_scores_and_verdicts(one: Filter, source: str, target: str, score: tuple[float, ...], kept: bool) -> None:
    (result,) = one.score([Pair(source, target)])
    assert result == pytest.approx(score)
    assert one.accept(result) == kept


class FakeEncoder:
    """An encoder that gives texts of equal length the same vector."""

    name = "fake"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        return np.eye(8, dtype=np.float32)[[len(text) % 8 for text in texts]]

    def spans(self, texts: Sequence[str], longest: int) -> NDArray[np.float32]:
        assert longest == 1
        return self.encode(texts)[None]


def test_similarity_filter_uses_its_encoder() -> None:
    one = SimilarityFilter(FakeEncoder(), "fake")
    assert list(one.score([Pair("abc", "xyz"), Pair("a", "xyz")])) == [(1.0,), (0.0,)]
    assert list(one.score([])) == []
    assert (one.accept((1.0,)), one.accept((0.0,))) == (True, False)
    assert "FakeEncoder" not in repr(one)  # its address would change the journal keys with every run


def test_a_pair_that_occurs_again_is_compared_once() -> None:
    encoder = FakeEncoder()
    sources, targets = ["نعم", "لا", " ", "نعم"] * 500, ["yes", "no", "no", "no"] * 500
    assert similarities(encoder, sources, targets) == [1.0, 1.0, 0.0, 0.0] * 500
    assert encoder.encoded == 6


def test_refusals_are_counted_and_explained() -> None:
    pairs = [Pair("نعم", "yes"), Pair("", "x"), Pair("نعم", "да"), Pair("Hello", "Hello")] * 700
    screened = FilterCounts()
    filters = default_filters(thresholds=FilterThresholds(without=frozenset({"language"})))
    chunks = list(screen(pairs, screened, filters=filters))
    assert (screened.pairs, screened.kept) == (2800, 700)
    assert screened.refused == {"length": 700, "script": 700, "copied": 700}
    assert [len(kept) + len(refused) for kept, refused in chunks] == [1000, 1000, 800]
    counts, refused = FilterCounts(), list[Pair]()
    kept = list(clean(pairs, filters, counts=counts, on_refused=refused.append))
    assert (kept, counts) == ([Pair("نعم", "yes")] * 700, screened)
    assert [pair.origin for pair in refused[:3]] == ["length", "script", "copied"]
    total, explanations = explain_refusals(pairs, filters, samples=2)
    assert total == 2800
    assert {name: explanation.removed for name, explanation in explanations.items() if explanation.removed} == {
        "length": 700,
        "copied": 700,
        "script": 1400,
    }
    assert all(len(explanation.samples) <= 2 for explanation in explanations.values())


def test_unknown_language_error_names_the_filter_to_leave_out() -> None:
    with pytest.raises(InputError, match=r"the script of 'ja' is not known here.*leave the filter out") as error:
        default_filters("ja", "en")
    assert error.value.hint == "--without script"
    with pytest.raises(InputError, match=r"the small words of 'ru' are not known here.*leave the filter out") as error:
        default_filters("ru", "en")
    assert error.value.hint == "--without language"
    without = FilterThresholds(without=frozenset({"language", "script"}))
    assert [one.name for one in default_filters("ja", "zh", without)][-1] == "repeated"

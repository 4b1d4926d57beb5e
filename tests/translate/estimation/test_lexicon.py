"""The lexicon in the package translates common words, and a written one is read back."""

from pathlib import Path

import numpy as np
import pytest

from jisr.translate.estimation.lexicon import LEAST, Lexicon, write_lexicon
from jisr.translate.estimation.stems import arabic_stems, english_stems


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("المدينة", "city"), ("المدرسة", "school"), ("الرئيس", "president"), ("مصر", "Egypt"), ("المرض", "disease")],
)
def test_common_words_have_their_translations(arabic: str, english: str) -> None:
    (source,), (target,) = arabic_stems(arabic), english_stems(english)
    assert Lexicon.load().translations(source)[target] > 0.1


def test_rare_words_are_rarer() -> None:
    lexicon = Lexicon.load()
    assert lexicon.source_rarity("في") < lexicon.source_rarity("مدرس") < lexicon.source_rarity("قققق") == 12
    assert lexicon.target_rarity("the") < lexicon.target_rarity("school") < lexicon.target_rarity("qqqq") == 12
    assert lexicon.translations("قققق") == {}


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_lexicon(
        tmp_path / "x.npz", {"بيت": {"hous": 0.6, "home": LEAST}}, {"بيت": 4.0, "في": 1.5}, {"hous": 5.0, "home": 6.0}
    )
    with np.load(tmp_path / "x.npz") as stored:
        lexicon = Lexicon.from_arrays(stored)
    assert lexicon.translations("بيت") == pytest.approx({"hous": 0.6, "home": LEAST}, rel=0.01)
    assert lexicon.translations("في") == {}
    assert (lexicon.source_rarity("بيت"), lexicon.target_rarity("home")) == (4, 6)

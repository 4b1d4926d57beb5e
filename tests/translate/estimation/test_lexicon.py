"""The lexicon in the package translates common words, and a written one is read back."""

import subprocess
import sys
from pathlib import Path

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
    assert lexicon.sources.rarity("في") < lexicon.sources.rarity("مدرس") < lexicon.sources.rarity("قققق") == 12
    assert lexicon.targets.rarity("the") < lexicon.targets.rarity("school") < lexicon.targets.rarity("qqqq") == 12
    assert lexicon.translations("قققق") == {}


def test_a_lexicon_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_lexicon(
        tmp_path / "x.safetensors",
        {"بيت": {"hous": 0.6, "home": LEAST}},
        {"بيت": 4.0, "في": 1.5},
        {"hous": 5.0, "home": 6.0},
    )
    lexicon = Lexicon.of((tmp_path / "x.safetensors").read_bytes())
    assert lexicon.translations("بيت") == pytest.approx({"hous": 0.6, "home": LEAST}, rel=0.01)
    assert lexicon.translations("في") == {}
    assert (lexicon.sources.rarity("بيت"), lexicon.targets.rarity("home")) == (4, 6)
    assert ("في" in lexicon.sources, "بيوت" in lexicon.sources, "hous" in lexicon.targets) == (True, False, True)


def test_a_word_is_estimated_without_numpy() -> None:
    """Its import would take longer than the translation of a short text."""
    code = """
import sys
from jisr.translate.estimation.estimate import estimate_quality
estimate_quality("أين المحطة؟", "Where is the station?", [-0.5, -0.1, -0.1, -1])
sys.exit("numpy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

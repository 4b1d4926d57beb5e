"""The public names of the package are there, and ten lines of a user do real work with them."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import jisr
from jisr import JisrError, Pair, align, read_pairs, score, segment, write_pairs
from jisr.corpora import clean, dedup, overlap, split_corpus, stats


def test_ten_lines_align_clean_and_score(tmp_path: Path) -> None:
    arabic = [s.text.strip() for s in segment("أين المحطة؟ وصل القطار إلى المدينة في الصباح. شكرا جزيلا.")]
    english = ["Where is the station?", "The train reached the city in the morning.", "Thank you very much."]
    beads = align(arabic, english)
    pairs = [Pair(arabic[bead.source[0]], english[bead.target[0]], bead.score) for bead in beads]
    kept = list(dedup(clean([*pairs, Pair("شكرا.", "شكرا."), pairs[0]])))
    write_pairs(tmp_path / "memory.tmx", kept)
    read = list(read_pairs(tmp_path / "memory.tmx"))
    evaluation = score({"memory": [pair.target for pair in read]}, english)
    assert evaluation["memory"]["chrf2"].score == pytest.approx(100)
    assert evaluation["memory"]["BLEU"].score == pytest.approx(100)
    assert str(evaluation["memory"]["bleu"]).startswith("BLEU|nrefs:1|")


def test_the_verbs_of_corpora() -> None:
    pairs = [Pair(f"وصل {number} من الركاب إلى المحطة.", f"{number} passengers reached it.") for number in range(40)]
    sets = split_corpus(pairs)
    assert sum(map(len, sets.values())) == 40
    assert [hit.test for hit in overlap(pairs, [pairs[3]], near=False)] == ["1", "1"]
    assert stats(pairs).pairs == 40


@pytest.mark.parametrize(
    "call",
    [
        lambda: align("أين", "where"),
        lambda: align(["أين"], "where"),
        lambda: score({"a": "text"}, ["text"]),
        lambda: score({"a": ["text"]}, "text"),
        lambda: list(jisr.Translator.load().translate("أين")),
        lambda: jisr.translate_files("a.txt"),
    ],
)
def test_one_string_is_not_lines(call: object) -> None:
    with pytest.raises(JisrError, match="a list of lines is wanted, not one string"):
        call()  # type: ignore[operator]


def test_help_shows_the_public_names() -> None:
    code = "import jisr; help(jisr)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in set(jisr.__all__) - {"__version__"}:
        assert name in shown


def test_unknown_names_in_results_say_what_there_is() -> None:
    evaluation = score({"mine": ["A door."]}, ["A door."])
    with pytest.raises(JisrError, match="no system is called 'yours'; there are mine"):
        evaluation["yours"]
    with pytest.raises(JisrError, match="not scored by 'ter'; there are bleu, chrf"):
        evaluation["mine"]["ter"]


@pytest.mark.parametrize("package", ["jisr", "jisr.translate", "jisr.corpora", "jisr.eval"])
def test_the_examples_of_a_package_run(package: str) -> None:
    result = doctest.testmod(importlib.import_module(package), optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert not result.failed

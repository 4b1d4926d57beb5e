"""Words are aligned by the attention of the built-in model, in both engines alike."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.documents.word_alignment import AttentionWordAligner, by_words, words_of_pieces
from jisr.translate.documents.words import words_of
from jisr.translate.engines.engine import Weights
from jisr.translate.engines.load_engine import load_engine
from jisr.translate.engines.model_engine import ModelEngine
from jisr.translate.models.alignment_head import PAIRS, AlignmentHead, number_span
from jisr.translate.models.conversion import converted, read_conversion
from jisr.translate.models.lookup import find_model
from jisr.translate.text.normalization import POLICIES

PAIR = ("زار الوزير مدينة البصرة صباح الخميس.", "The minister visited the city of Basra on Thursday morning.")
LINKS = {
    "minister": "الوزير",
    "visited": "زار",
    "city": "مدينة",
    "Basra": "البصرة",
    "Thursday": "الخميس.",
    "morning.": "صباح",
}


def aligner(engine: str = "ctranslate2", compute: str = "auto") -> AttentionWordAligner:
    """Return an aligner with the built-in model."""
    loaded = load_engine(find_model("builtin"), engine, device="cpu", compute=compute, threads=1)
    assert isinstance(loaded, ModelEngine)
    return AttentionWordAligner(loaded, POLICIES["standard"])


def best_words(pair: tuple[str, str], weights: Weights) -> dict[str, str]:
    """Return for each target word the source word that it looks at most."""
    source, target = (text.split() for text in pair)
    return {word: source[row.index(max(row))] for word, row in zip(target, weights, strict=True)}


def test_words_look_at_what_they_translate() -> None:
    (weights,) = aligner().align([PAIR])
    found = best_words(PAIR, weights)
    assert {word: found[word] for word in LINKS} == LINKS


def test_both_engines_align_alike() -> None:
    pairs = [PAIR, ("أين المحطة؟", "Where is the station?")]
    for one, other in zip(aligner(compute="float32").align(pairs), aligner("transformers").align(pairs), strict=True):
        assert np.allclose(one, other, atol=2e-3)


def test_numbers_are_anchors() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    found = aligner().align([(source, target) for source, target in rows])
    hits = 0
    for (source, target), weights in zip(rows, found, strict=True):
        (number,) = re.findall("[0-9]+", target)
        best = best_words((source, target), weights)
        hits += all(number in source_word for word, source_word in best.items() if number in word)
    assert hits >= 0.95 * len(rows)
    assert read_conversion(converted(find_model("builtin"), "int8")).alignment.share >= 0.95


def test_a_head_is_named_by_numbers_from_one() -> None:
    assert str(AlignmentHead(0, 3, True, 1.0)) == "head 4 of layer 1, which finds 100.0 % of numbers"
    assert str(AlignmentHead(5, None, True, 0.5)) == "the mean of the heads of layer 6, which finds 50.0 % of numbers"


def test_what_does_not_fit_is_left_out() -> None:
    long = "كلمة " * 600
    weights = aligner().align([(long, "word"), PAIR, ("؟", "")])
    assert [bool(each) for each in weights] == [False, True, False]


@pytest.mark.parametrize(
    ("pieces", "text", "normalized", "expected"),
    [
        (["▁one", "▁t", "wo", "."], "one two.", "one two.", [0, 1, 1, 1]),
        (["▁قال", "▁:", "▁نعم"], "قالـــ : نعم", "قال : نعم", [0, 1, 2]),
        (["▁a", "▁-", "▁b"], "a—b c", "a - b", [0, 0, 1]),
    ],
)
def test_pieces_belong_to_words(pieces: list[str], text: str, normalized: str, expected: list[int]) -> None:
    assert words_of_pieces(pieces, text, normalized) == expected


@given(st.lists(st.text("abن٣", min_size=1, max_size=5), min_size=1, max_size=6), st.data())
def test_pieces_of_an_unchanged_text_are_in_their_words(words: list[str], data: st.DataObject) -> None:
    pieces, expected = [], []
    for index, word in enumerate(words):
        cut = data.draw(st.integers(0, len(word) - 1))
        parts = [part for part in ("▁" + word[:cut], word[cut:]) if part]
        pieces += parts
        expected += [index] * len(parts)
    text = " ".join(words)
    # A piece of the space alone may belong to either word.
    found = words_of_pieces(pieces, text, text)
    assert [pair for pair, piece in zip(zip(found, expected, strict=True), pieces, strict=True) if piece != "▁"] == [
        (index, index) for index, piece in zip(expected, pieces, strict=True) if piece != "▁"
    ]


def test_weights_of_pieces_become_those_of_words() -> None:
    attention = [[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]
    weights = by_words(attention, [0, 0], [0, 1, 1], (1, 2))
    assert weights == [[0.3, 0.7]]
    assert len(words_of("")) == 0


@pytest.mark.parametrize(
    ("pieces", "number", "span"),
    [(["▁19", "44", "."], "1944", (0, 2)), (["▁a", "▁7"], "7", (1, 2)), (["▁3", "▁x", "4"], "35", None)],
)
def test_pieces_of_a_number(pieces: list[str], number: str, span: tuple[int, int] | None) -> None:
    assert number_span(pieces, number) == span

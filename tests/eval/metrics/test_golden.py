"""The golden values of sacrebleu's own tests hold for the metrics of this library.

Texts and values are those of ``test/test_bleu.py``, ``test_sentence_bleu.py``, ``test_chrf.py`` and ``test_ter.py`` of
https://github.com/mjpost/sacrebleu (Apache-2.0). Some need settings that our metrics do not offer; these are set on the
sacrebleu object inside ours, so that our counting of n-grams is still what is tested.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU  # noqa: TID253
from sacrebleu.metrics.chrf import CHRF  # noqa: TID253

from jisr.eval.metrics.sacrebleu_metrics import Bleu, Chrf, SacrebleuMetric, Ter

DOGS = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."]
DOG_REFERENCES = [
    ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
    ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
]
RISK = (
    "risk assessment must be made of those who are qualified and expertise in the sector - these are the scientists ."
)
RISK_REFERENCE = (
    "risk assessment has to be undertaken by those who are qualified and expert in that area - that is the scientists ."
)
OBAMA = " Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. "
OBAMA_REFERENCE = "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich."
WALL = "Niemand hat die Absicht, eine Mauer zu errichten"
SUGAR = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;"
SUGAR_REFERENCE = "producţia de zahăr brut se exprimă în zahăr alb;"


def corpus(metric: SacrebleuMetric, hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    (rows,) = metric.statistics([hypotheses], references, None)
    return metric.score(rows)


def configured(metric: SacrebleuMetric, inner: Any) -> SacrebleuMetric:
    metric.metric = inner
    return metric


@pytest.mark.parametrize(
    ("hypotheses", "tokenizer", "smoothing", "expected"),
    [
        (DOGS, "13a", "exp", 48.530827),
        (["", "", ""], "13a", "exp", 0.0),
        (DOGS, "none", "exp", 49.1919566),
        (DOGS, "intl", "exp", 43.91623493),
        (DOGS, "13a", "none", 48.530827),
    ],
)
def test_bleu(hypotheses: list[str], tokenizer: str, smoothing: str, expected: float) -> None:
    metric = configured(Bleu(), BLEU(tokenize=tokenizer, smooth_method=smoothing))
    assert corpus(metric, hypotheses, DOG_REFERENCES) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("hypotheses", "reference", "expected"),
    [
        (["this is a test", "another test"], ["ref1", "ref2"], 0.0),
        (["this is a test"], ["this is a test"], 1.0),
        (["this is a fest"], ["this is a test"], 0.223606797749979),
        (["test"], ["a test"], 0.3678794411714425),
        (["a test"], ["a test"], 1.0),
        (["a little test"], ["a test"], 0.03218297948685433),
    ],
)
def test_raw_bleu(hypotheses: list[str], reference: list[str], expected: float) -> None:
    inner = BLEU(tokenize="none", smooth_method="floor", smooth_value=0.01, force=True, effective_order=True)
    assert corpus(configured(Bleu(), inner), hypotheses, [reference]) / 100 == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(("offset", "expected"), [(0.0, 0.0), (None, 0.1555722182), (0.1, 0.1555722182)])
def test_bleu_with_an_offset(offset: float | None, expected: float) -> None:
    inner = BLEU(tokenize="none", smooth_method="floor", smooth_value=offset, force=True, effective_order=True)
    metric = configured(Bleu(), inner)
    found = corpus(metric, ["am I am a character sequence"], [["I am a symbol string sequence a a"]])
    assert found / 100 == pytest.approx(expected, abs=1e-8)


def test_bleu_statistics() -> None:
    metric = configured(Bleu(), BLEU(tokenize="none", force=True))
    (rows,) = metric.statistics([["am I am a character sequence"]], [["I am a symbol string sequence a a"]], None)
    assert rows.tolist() == [[6, 8, 4, 2, 1, 0, 6, 5, 4, 3]]


@pytest.mark.parametrize(
    ("counts", "totals", "length", "wanted", "offset", "expected"),
    [
        ([9, 7, 5, 3], [10, 8, 6, 4], 11, 11, None, 0.8375922397),
        ([0, 0, 0, 0], [4, 4, 2, 1], 0, 1, 0.0, 0.0),
        ([0, 0, 0, 0], [10, 11, 12, 0], 14, 10, 0.0, 0.0),
        ([0, 0, 0, 0], [0, 0, 0, 0], 0, 0, 0.0, 0.0),
        ([6, 5, 4, 0], [6, 5, 4, 3], 6, 6, 0.0, 0.0),
        ([0, 0, 0, 0], [0, 0, 0, 0], 0, 0, 0.1, 0.0),
        ([0, 0, 0, 0], [0, 0, 0, 0], 1, 5, 0.01, 0.0),
    ],
)
def test_bleu_from_statistics(
    counts: list[int], totals: list[int], length: int, wanted: int, offset: float | None, expected: float
) -> None:
    metric = Bleu()
    if offset is not None:
        configured(metric, BLEU(smooth_method="floor", smooth_value=offset))
    rows = np.array([[length, wanted, *counts, *totals]])
    assert metric.score(rows) / 100 == pytest.approx(expected, abs=1e-8)
    assert metric.scores(rows)[0] / 100 == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("order", "expected"), [(1, "77.65"), (2, "60.50"), (3, "53.93"), (4, "48.53"), (5, "46.14"), (6, "43.28")]
)
def test_bleu_with_other_orders(order: int, expected: str) -> None:
    metric = configured(Bleu(), BLEU(max_ngram_order=order))
    assert f"{corpus(metric, DOGS, DOG_REFERENCES):.2f}" == expected


@pytest.mark.parametrize(
    ("smoothing", "value", "lowercase", "tokenizer", "expected"),
    [
        ("exp", None, False, "13a", 8.493),
        ("none", None, False, "13a", 0.0),
        ("floor", None, False, "13a", 4.51688),
        ("floor", 0.1, False, "13a", 4.51688),
        ("floor", 0.5, False, "13a", 10.10),
        ("add-k", None, False, "13a", 14.882),
        ("add-k", 1, False, "13a", 14.882),
        ("add-k", 2, False, "13a", 21.389),
        ("exp", None, False, "none", 7.347),
        ("exp", None, False, "intl", 8.493),
        ("exp", None, False, "char", 40.8759),
        ("exp", None, True, "char", 42.0267),
    ],
)
def test_sentence_bleu(smoothing: str, value: float | None, lowercase: bool, tokenizer: str, expected: float) -> None:
    options: Any = {"smooth_method": smoothing, "smooth_value": value, "lowercase": lowercase}
    metric = configured(Bleu(), BLEU(tokenize=tokenizer, effective_order=True, **options))
    metric.sentence = metric.metric  # type: ignore[attr-defined]
    (rows,) = metric.statistics([[SUGAR]], [[SUGAR_REFERENCE]], None)
    assert metric.sentences(rows)[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("smoothing", "value"),
    [("exp", None), ("none", None), ("floor", None), ("floor", 0.1), ("add-k", None), ("add-k", 1)],
)
def test_sentence_bleu_without_shared_words(smoothing: str, value: float | None) -> None:
    metric = Bleu()
    metric.sentence = BLEU(smooth_method=smoothing, smooth_value=value, effective_order=True)
    (rows,) = metric.statistics([["this is a cat"]], [["okay thanks"]], None)
    assert metric.sentences(rows) == [0.0]


@pytest.mark.parametrize(
    ("hypotheses", "reference", "smoothed", "expected"),
    [
        (["abcdefg"], ["hijklmnop"], True, 0.0),
        (["a"], ["b"], True, 0.0),
        ([""], ["b"], True, 0.0),
        ([""], ["ref"], True, 0.0),
        ([""], ["reference"], True, 0.0),
        (["aa"], ["ab"], True, 8.3333),
        (["a", "b"], ["a", "c"], True, 8.3333),
        (["a"], ["a"], True, 16.6667),
        (["a b c"], ["a b c"], True, 50.0),
        (["a b c"], ["abc"], True, 50.0),
        ([" " + RISK], [RISK_REFERENCE], True, 63.361730),
        ([OBAMA], [OBAMA_REFERENCE], True, 64.1302698),
        ([WALL], [WALL], True, 100.0),
        (["a"], ["a"], False, 100.0),
        ([""], ["reference"], False, 0.0),
        (["a b c"], ["a b c"], False, 100.0),
        (["a b c"], ["abc"], False, 100.0),
        ([""], ["c"], False, 0.0),
        (["a", "b"], ["a", "c"], False, 50.0),
        (["aa"], ["ab"], False, 25.0),
    ],
)
def test_chrf(hypotheses: list[str], reference: list[str], smoothed: bool, expected: float) -> None:
    metric = configured(Chrf(), CHRF(beta=3, eps_smoothing=smoothed))
    assert corpus(metric, hypotheses, [reference]) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "expected"),
    [(" ".join(OBAMA.split()), OBAMA_REFERENCE, 67.3481606), (RISK, RISK_REFERENCE, 65.2414427)],
)
def test_chrf_with_spaces(hypothesis: str, reference: str, expected: float) -> None:
    metric = SacrebleuMetric("chrf", "chrF3", CHRF(beta=3, whitespace=True))
    assert corpus(metric, [hypothesis], [[reference]]) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "expected"),
    [
        (
            "Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře.",
            "Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře.",
            39.14078509,
        ),
        (
            "Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři.",
            "A někdy nemáme ani potřebný materiál, abychom jim pomohli, popsali lékaři.",
            31.22557079,
        ),
        (
            "Lapali po dechu, jejich životy skončily dřív, než skutečně začaly.",
            "Lapali po dechu a pak jejich život skončil - dřív, než skutečně mohl začít, připomněli.",
            57.15704367,
        ),
    ],
)
def test_sentence_chrf(hypothesis: str, reference: str, expected: float) -> None:
    metric = configured(Chrf(), CHRF(eps_smoothing=True))
    (rows,) = metric.statistics([[hypothesis]], [[reference]], None)
    assert metric.sentences(rows)[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "expected"),
    [
        ("aaaa bbbb cccc dddd", "aaaa bbbb cccc dddd", 0),
        ("dddd eeee ffff", "aaaa bbbb cccc", 100),
        ("", "a", 100),
        ("a", "", 100),
        ("", "", 0),
        ("d e f g h a b c", "a b c d e f g h", 12.5),
    ],
)
def test_ter(hypothesis: str, reference: str, expected: float) -> None:
    assert corpus(Ter(), [hypothesis], [[reference]]) == pytest.approx(expected, abs=1e-3)


def test_ter_of_several_lines() -> None:
    hypotheses = [
        'wählen Sie " Bild neu berechnen , " um beim Ändern der Bildgröße Pixel hinzuzufügen oder zu entfernen , '
        "damit das Bild ungefähr dieselbe Größe aufweist wie die andere Größe .",
        "wenn Sie alle Aufgaben im aktuellen Dokument aktualisieren möchten , wählen Sie im Menü des "
        'Aufgabenbedienfelds die Option " Alle Aufgaben aktualisieren . "',
        'klicken Sie auf der Registerkarte " Optionen " auf die Schaltfläche " Benutzerdefiniert " und geben Sie '
        'Werte für " Fehlerkorrektur-Level " und " Y / X-Verhältnis " ein .',
        "Sie können beispielsweise ein Dokument erstellen , das ein Auto über die Bühne enthält .",
        'wählen Sie im Dialogfeld " Neu aus Vorlage " eine Vorlage aus und klicken Sie auf " Neu . "',
    ]
    reference = [
        'wählen Sie " Bild neu berechnen , " um beim Ändern der Bildgröße Pixel hinzuzufügen oder zu entfernen , '
        "damit die Darstellung des Bildes in einer anderen Größe beibehalten wird .",
        hypotheses[1],
        'klicken Sie auf der Registerkarte " Optionen " auf die Schaltfläche " Benutzerdefiniert " und geben Sie '
        'für " Fehlerkorrektur-Level " und " Y / X-Verhältnis " niedrigere Werte ein .',
        "Sie können beispielsweise ein Dokument erstellen , das ein Auto enthalt , das sich über die Bühne bewegt .",
        hypotheses[4],
    ]
    assert corpus(Ter(), hypotheses, [reference]) == pytest.approx(13.6, abs=1e-2)

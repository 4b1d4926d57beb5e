"""Scores equal sacrebleu's to the last digit, and what cannot be scored is refused."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU  # noqa: TID253
from sacrebleu.metrics.chrf import CHRF  # noqa: TID253
from sacrebleu.metrics.ter import TER  # noqa: TID253
from sacrebleu.significance import PairedTest  # noqa: TID253

from jisr.errors import InputError, ModelError
from jisr.eval import SignificanceOptions, score
from jisr.eval.metrics.tokenizer_13a import cutter

KEYS = ("bleu", "chrf", "chrf++", "ter")
NAMES = ("BLEU", "chrF2", "chrF2++", "TER")
REFERENCE = [
    "The bridge was opened in 1932, and it still stands.",
    'She said: "We won\'t sell the house."',
    "How many people live in the old city?",
    "Prices rose by 3.5% (or $12) last year.",
    "No.",
    "The engineer, who had built two other bridges, refused to sign the report.",
]
FIRST = [
    "The bridge was opened in 1932 and is still standing.",
    'She said: "We will not sell the house".',
    "How many people are living in the old town?",
    "Prices rose 3.5% (or 12 dollars) last year.",
    "No.",
    "The engineer who built two bridges refused to sign the report.",
]
SECOND = [
    "They opened the bridge in 1932.",
    "She said we don't sell house.",
    "",
    "The price went up 3.5 % in the last year .",
    "No no no no no no no.",
    "المهندس refused to sign.",
]
words = st.sampled_from(
    "the a bridge Bridge house, house. 3.5 1,000 &amp; - (it) it's ... جسر é 😀 $5 x.y -\u2028".split()
)
texts = st.one_of(st.lists(words, max_size=9).map(" ".join), st.text(max_size=12).map(lambda t: t.replace("\n", " ")))


def sacrebleu_metrics() -> list[BLEU | CHRF | TER]:
    return [BLEU(), CHRF(), CHRF(word_order=2), TER()]


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str | None]]]:
    lines = draw(st.integers(1, 6))
    text = st.lists(texts, min_size=lines, max_size=lines)
    references: list[list[str | None]] = [list(draw(text))]
    more = st.lists(st.none() | texts, min_size=lines, max_size=lines)
    references += draw(st.lists(more, max_size=2))
    return draw(st.lists(text, min_size=1, max_size=2)), references


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_scores_and_signatures_equal_sacrebleus(case: tuple[list[list[str]], list[list[str | None]]]) -> None:
    systems, references = case
    named = {f"s{at}": lines for at, lines in enumerate(systems)}
    evaluation = score(named, references, metrics=KEYS, significance=SignificanceOptions(0, 0))
    for at, metric in enumerate(sacrebleu_metrics()):
        for system in evaluation.systems:
            truth = metric.corpus_score(system.hypotheses, cast("Any", references))
            assert system.scores[at].score == truth.score
            assert system.scores[at].signature == str(metric.get_signature())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_significance_tests_equal_sacrebleus(case: tuple[list[list[str]], list[list[str | None]]]) -> None:
    systems, references = case
    base, other = systems[0], [line + " bridge" for line in systems[0]]
    assert_tests_agree({"base": base, "other": other}, references, 40)


def assert_tests_agree(
    systems: dict[str, Sequence[str]], references: Sequence[Sequence[str | None]], count: int
) -> None:
    evaluation = score(systems, references, metrics=KEYS, significance=SignificanceOptions(count, count))
    for kind in ("bs", "ar"):
        metrics = dict(zip(NAMES, sacrebleu_metrics(), strict=True))
        _, truth = PairedTest(list(systems.items()), metrics, cast("Any", references), kind, count)()
        for at, name in enumerate(NAMES):
            for system, result in zip(evaluation.systems, cast("Any", truth[name]), strict=True):
                ours = system.scores[at]
                assert ours.score == result.score
                if kind == "bs":
                    assert ours.interval is not None
                    assert (ours.interval.mean, ours.interval.half) == (result.mean, result.ci)
                if system.comparisons:
                    comparison = system.comparisons[at]
                    p = comparison.bootstrap if kind == "bs" else comparison.randomisation
                    assert p == result.p_value


def test_paired_tests_at_full_size() -> None:
    systems: dict[str, Sequence[str]] = {"first": FIRST * 30, "second": SECOND[::-1] * 30, "third": SECOND * 30}
    references: list[list[str | None]] = [
        [*REFERENCE * 30],
        [line.lower() if len(line) > 40 else None for line in REFERENCE] * 30,
    ]
    assert_tests_agree(systems, references, 1000)
    assert_tests_agree(systems, references[:1], 1000)


def test_interval_of_one_system_equals_sacrebleus() -> None:
    evaluation = score({"first": FIRST}, [REFERENCE], metrics=KEYS)
    for at, metric in enumerate(sacrebleu_metrics()):
        truth = metric.corpus_score(FIRST, [REFERENCE], n_bootstrap=1000)
        ours = evaluation.systems[0].scores[at]
        assert ours.interval is not None
        assert (ours.interval.mean, ours.interval.half) == (truth._mean, truth._ci)
        assert ours.signature == str(metric.get_signature())


def test_scores_equal_those_of_the_sacrebleu_command(tmp_path: Path) -> None:
    for name, lines in (("ref", REFERENCE), ("hyp", FIRST)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for at, extra in enumerate((["-m", "bleu"], ["-m", "chrf"], ["-m", "chrf", "-cw", "2"], ["-m", "ter"])):
        run = [sys.executable, "-m", "sacrebleu", "ref", "-i", "hyp", "-w", "12", "-f", "json", *extra]
        done = subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, text=True)
        truth = json.loads(done.stdout)
        ours = (
            score({"hyp": FIRST}, [REFERENCE], metrics=KEYS, significance=SignificanceOptions(0, 0))
            .systems[0]
            .scores[at]
        )
        assert round(ours.score, 12) == truth["score"]
        assert ours.signature == truth["signature"]


def test_sentence_scores_equal_sacrebleus() -> None:
    evaluation = score(
        {"first": FIRST, "second": SECOND}, [REFERENCE], metrics=KEYS, significance=SignificanceOptions(0, 0)
    )
    metrics = [BLEU(effective_order=True), *sacrebleu_metrics()[1:]]
    for place, lines in enumerate((FIRST, SECOND)):
        for at, metric in enumerate(metrics):
            truth = [metric.sentence_score(h, [r]).score for h, r in zip(lines, REFERENCE, strict=True)]
            assert evaluation.systems[place].sentence_scores(KEYS[at]) == truth


@given(st.lists(st.one_of(texts, st.text(alphabet="a1.,-& ;\n\r\x1c\u2028<>{~", max_size=20)), min_size=1))
def test_words_equal_those_of_tokenizer_13a(lines: list[str]) -> None:
    metric = BLEU()
    assert cutter(metric)(lines) == [metric._preprocess_segment(line).split() for line in lines]


def test_identical_systems_are_marked_and_not_tested() -> None:
    evaluation = score({"first": FIRST, "again": [line + " " for line in FIRST]}, [REFERENCE])
    assert all(comparison.identical for comparison in evaluation.systems[1].comparisons)
    assert all(comparison.bootstrap is None for comparison in evaluation.systems[1].comparisons)


def test_problems_are_counted() -> None:
    counts = score({"second": SECOND}, [REFERENCE], significance=SignificanceOptions(0, 0)).systems[0].problems
    assert (counts.empty, counts.copied, counts.repeated, counts.arabic, counts.tokenised) == (1, None, 1, 1, 1)
    source = ["جسر قديم"] * 5 + ["المهندس رفض أن يوقّع"]
    copied = score({"c": [*SECOND[:5], source[5]]}, [REFERENCE], source=source, significance=SignificanceOptions(0, 0))
    assert copied.systems[0].problems.copied == 1


def test_line_that_is_meant_to_be_blank_is_not_counted_as_empty() -> None:
    for source in (None, ["", "لا.", "نعم."]):
        evaluation = score({"a": ["", "", "Yes."]}, [["", None, "Yes."], [None, "No.", None]], source=source)
        assert evaluation.systems[0].problems.empty == 1
        assert evaluation.systems[0].notes[:2] == [(), ("empty",)]


def test_best_system_is_ranked_first() -> None:
    evaluation = score(
        {"second": SECOND, "first": FIRST}, [REFERENCE], metrics=["ter"], significance=SignificanceOptions(0, 0)
    )
    assert [system.name for system in evaluation.ranked()] == ["first", "second"]


def test_score_of_a_subset_of_lines() -> None:
    evaluation = score({"first": FIRST}, [REFERENCE], significance=SignificanceOptions(0, 0))
    assert evaluation["first"].score_of("bleu", range(6)) == evaluation["first"]["bleu"].score
    assert evaluation["first"].score_of("chrf", [4]) == 100


@pytest.mark.parametrize(
    ("systems", "references", "message"),
    [
        ({}, [REFERENCE], "nothing to score"),
        ({"a": FIRST}, [], "^bleu needs a reference$"),
        ({"a": []}, [[]], "has no lines"),
        ({"a": FIRST[:5]}, [REFERENCE], "a has 5 lines and reference 6; the first that looks wrong is line"),
        ({"a": ["x"]}, [[None], [None]], "line 1 has no reference"),
    ],
)
def test_unscorable_texts_are_refused(
    systems: dict[str, list[str]], references: list[list[str | None]], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        score(systems, references)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InputError, match=r"unknown metric 'blue'; there are bleu, chrf"):
        score({"a": FIRST}, [REFERENCE], metrics=["blue"])
    with pytest.raises(InputError, match="a metric is named twice"):
        score({"a": FIRST}, [REFERENCE], metrics=["bleu", "bleu"])
    with pytest.raises(InputError, match="no system is called 'b'; there are a"):
        score({"a": FIRST}, [REFERENCE], baseline="b")
    with pytest.raises(InputError, match="resamples is -1, must be 0 to 1,000,000"):
        SignificanceOptions(resamples=-1)


def test_spbleu_without_its_model_fails_in_one_line(tmp_path: Path) -> None:
    code = (
        "from jisr.eval.metrics.registry import make_metric\nfrom jisr.errors import ModelError\n"
        "try:\n    make_metric('spbleu')\nexcept ModelError as error:\n    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "SACREBLEU": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("\n") == 1
    assert str(tmp_path / "models") in done.stdout
    assert issubclass(ModelError, Exception)

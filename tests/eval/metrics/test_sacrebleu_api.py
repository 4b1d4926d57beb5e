"""The private parts of sacrebleu that jisr uses are unchanged.

A failure names the part that changed; the fix belongs in ``jisr.eval.metrics.sacrebleu_api`` and nowhere else.
"""

import re
from importlib.metadata import version

import pytest
from sacrebleu.dataset import DATASETS  # noqa: TID253 - what is tested
from sacrebleu.metrics.bleu import BLEU  # noqa: TID253
from sacrebleu.metrics.chrf import CHRF  # noqa: TID253
from sacrebleu.metrics.ter import TER  # noqa: TID253

from jisr.eval.metrics import sacrebleu_api

HYPOTHESES = ["The bridge is old.", "He went home, at 5.30 p.m."]
REFERENCES = [["The old bridge is long.", "He went home at 5:30 p.m."]]
INSTALLED = f"sacrebleu {version('sacrebleu')} (pyproject.toml allows >=2.6,<3)"


@pytest.mark.parametrize("metric", [BLEU(), CHRF(), CHRF(word_order=2), TER()], ids=repr)
def test_statistics_of_lines_add_up_to_the_score(metric: BLEU | CHRF | TER) -> None:
    truth = metric.corpus_score(HYPOTHESES, REFERENCES).score
    (rows,) = sacrebleu_api.corpus_statistics(metric, [HYPOTHESES], REFERENCES)
    assert len(rows) == 2, f"{INSTALLED}: _extract_corpus_statistics no longer returns a row for each line"
    assert sacrebleu_api.score_from_rows(metric, rows) == truth, f"{INSTALLED}: _aggregate_and_compute moved"
    total = [sum(column) for column in zip(*rows, strict=True)]
    score = sacrebleu_api.score_from_sum(metric, total)
    assert score == pytest.approx(truth), f"{INSTALLED}: _compute_score_from_stats moved"


def test_words_of_a_line() -> None:
    words = sacrebleu_api.tokenized_words(BLEU(), HYPOTHESES[1])
    assert words == ["He", "went", "home", ",", "at", "5.30", "p", ".", "m", "."], (
        f"{INSTALLED}: _preprocess_segment moved"
    )
    cut = sacrebleu_api.word_cutter(CHRF(word_order=2))
    assert cut(HYPOTHESES[0]) == ["The", "bridge", "is", "old", "."], f"{INSTALLED}: _remove_punctuation moved"


def test_first_rule_of_13a_is_for_single_characters() -> None:
    (first, spaced), *others = sacrebleu_api.tokenizer_rules(BLEU())
    assert isinstance(first, re.Pattern), f"{INSTALLED}: the rules of tokenizer 13a moved"
    assert first.sub(spaced, "(") == " ( "
    assert len(others) == 3, f"{INSTALLED}: tokenizer 13a has other rules"


def test_path_of_a_test_set_text() -> None:
    dataset = DATASETS["wmt17"]
    path = sacrebleu_api.reference_text_path(dataset, "de-en", "src")
    assert path.suffix == ".src", f"{INSTALLED}: _get_txt_file_path moved"

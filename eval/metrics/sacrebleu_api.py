"""The private parts of sacrebleu that jisr depends on, in one place.

sacrebleu's public functions score whole texts. The statistics of each line, which intervals and the page need, and
scores from their sums are available only from members whose names begin with an underscore. If a new version changes
one of them, ``tests/eval/metrics/test_sacrebleu_api.py`` says which.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = [
    "corpus_statistics",
    "reference_text_path",
    "score_from_rows",
    "score_from_sum",
    "tokenized_words",
    "tokenizer_rules",
    "word_cutter",
]


def corpus_statistics(
    metric: Any,  # noqa: ANN401 - sacrebleu is not typed
    systems: Sequence[Sequence[str]],
    references: Sequence[Sequence[str | None]],
) -> list[list[list[float]]]:
    """Return for each system the sufficient statistics of each line."""
    metric._ref_cache = metric._cache_references(references)
    return [metric._extract_corpus_statistics(lines, None) for lines in systems]


def score_from_rows(metric: Any, rows: Sequence[Sequence[float]]) -> float:  # noqa: ANN401
    """Return the score of all lines from their statistics."""
    return float(metric._aggregate_and_compute(rows).score)


def score_from_sum(metric: Any, row: Sequence[float]) -> Any:  # noqa: ANN401
    """Return a score from the statistics of a line, or from the sum of those of many.

    It has the precision of the statistics: float32 for sums in float32, as in sacrebleu's own intervals.
    """
    return metric._compute_score_from_stats(row).score


def word_cutter(chrf: Any) -> Callable[[str], list[str]]:  # noqa: ANN401
    """Return the function by which chrF++ splits a line into words."""
    cut: Callable[[str], list[str]] = chrf._remove_punctuation
    return cut


def tokenized_words(bleu: Any, line: str) -> list[str]:  # noqa: ANN401
    """Return the words of a line as a BLEU object counts them."""
    words: list[str] = bleu._preprocess_segment(line).split()
    return words


def tokenizer_rules(bleu: Any) -> list[tuple[Any, str]]:  # noqa: ANN401
    """Return the patterns and replacements of tokenizer 13a, the first for single ASCII characters."""
    rules: list[tuple[Any, str]] = bleu.tokenizer._post_tokenizer._re
    return rules


def reference_text_path(dataset: Any, language_pair: str, field: str) -> Path:  # noqa: ANN401
    """Return the file in which sacrebleu keeps a text of one of its test sets."""
    return Path(dataset._get_txt_file_path(language_pair, field))

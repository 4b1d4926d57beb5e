"""Subsets of the lines, by length and by content, so that a score can be broken down."""

import re
from collections.abc import Sequence
from typing import Final

from jisr.eval.scores import Evaluation

__all__ = ["FEATURES", "described_texts", "subsets_by_feature", "subsets_by_length"]

LENGTH_BOUNDS: Final = (10, 20, 30, 40)
"""Upper bounds of the classes of length except the last, in words, inclusive."""

FEATURES: Final = (
    ("number", re.compile(r"\d")),
    ("question", re.compile("[?؟]")),
    ("quotation", re.compile('["«»“”„]')),
    ("brackets", re.compile(r"[()\[\]]")),
    ("Latin letters in the Arabic", re.compile("[A-Za-z]{2}")),
    ("several sentences", re.compile(r"[.!?؟]\s+\S")),
    ("no full stop", re.compile(r"[^.!?؟…\s\"'»”)]\s*$")),
)
"""Features of a sentence as names and patterns; that of Latin letters is used only with a source."""


def described_texts(evaluation: Evaluation) -> Sequence[str]:
    """Return the lines that are classified: the source or, without one, the first reference of each line."""
    if evaluation.source is not None:
        return evaluation.source
    return [next(line for line in row if line is not None) for row in zip(*evaluation.references, strict=True)]


def subsets_by_length(evaluation: Evaluation) -> list[tuple[str, list[int]]]:
    """Return classes of lines by their number of words, as names and indices of lines; empty classes are omitted."""
    words = [len(text.split()) for text in described_texts(evaluation)]
    bounds = [0, *LENGTH_BOUNDS]
    classes = []
    for low, high in zip(bounds, [*LENGTH_BOUNDS, None], strict=True):
        lines = [i for i, count in enumerate(words) if count > low and (high is None or count <= high)]
        classes.append((f"{low + 1}-{high}" if high else f"over {low}", lines))
    return [(name, lines) for name, lines in classes if lines]


def subsets_by_feature(evaluation: Evaluation) -> list[tuple[str, list[int]]]:
    """Return classes of lines by their features, as names and indices of lines; empty classes are omitted.

    A line can be in several classes.
    """
    texts = described_texts(evaluation)
    known = [item for item in FEATURES if evaluation.source is not None or "Latin" not in item[0]]
    classes = [(name, [i for i, text in enumerate(texts) if pattern.search(text)]) for name, pattern in known]
    return [(name, lines) for name, lines in classes if lines]

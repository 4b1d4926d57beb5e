"""The score below which a draft of a new model gets a note."""

from collections.abc import Sequence
from pathlib import Path

__all__ = ["LEAST_SENTENCES", "score_floor"]

DOUBTFUL_SHARE = 0.01
"""Share of ordinary sentences that get a note."""
LEAST_SENTENCES = 100
"""Least number of sentences from which the threshold can be estimated."""


def score_floor(folder: Path, texts: Sequence[str]) -> float | None:
    """Translate a dev set with the default settings, and return the score that one sentence in a hundred falls below.

    :param folder: folder of a model that CTranslate2 can decode with.
    :param texts: Arabic texts that are ordinary for the model.
    :return: a mean log-probability of a piece (natural logarithm), or None if there are too few sentences.
    :raises ModelError: if the model cannot be used.
    """
    import numpy as np

    from jisr.translate import Translator

    if len(texts) < LEAST_SENTENCES:
        return None
    drafts = Translator.load(str(folder)).translate(texts)
    scores = [part.score for draft in drafts for part in draft.parts if part.score is not None]
    return round(float(np.quantile(scores, DOUBTFUL_SHARE)), 4) if scores else None

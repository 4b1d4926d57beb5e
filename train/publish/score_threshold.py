"""The score under which a draft of a new model is worth a note."""

from collections.abc import Sequence
from pathlib import Path

__all__ = ["LEAST_SENTENCES", "score_floor"]

DOUBTFUL_SHARE = 0.01
"""Share of ordinary sentences that are noted."""
LEAST_SENTENCES = 100
"""The fewest sentences that tell what is ordinary."""


def score_floor(folder: Path, texts: Sequence[str]) -> float | None:
    """Draft a dev set as a user would, and give the score that one sentence in a hundred is below.

    :param folder: of the model, which CTranslate2 can decode with.
    :param texts: Arabic, ordinary for the model.
    :return: a mean log-probability of a piece (natural logarithm); None if there are too few sentences.
    :raises ModelError: if the model cannot be used.
    """
    import numpy as np

    from jisr.translate import Translator

    if len(texts) < LEAST_SENTENCES:
        return None
    drafts = Translator.load(str(folder)).translate(texts)
    scores = [part.score for draft in drafts for part in draft.parts if part.score is not None]
    return round(float(np.quantile(scores, DOUBTFUL_SHARE)), 4) if scores else None

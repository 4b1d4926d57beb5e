"""How well a confidence signal, which needs no reference, tells which translations to read first.

The quality of a sentence is its chrF. Spearman's rank correlation measures how well a signal orders all sentences.
The area under the ROC curve (0.5 is chance, 1 perfect) measures how well it finds the worst quarter: it is the
probability that of a sentence in that quarter and one outside it, the former has the lower signal. The worst quarter
is the n/4 sentences (rounded down, at least one) of lowest chrF, and those that tie with the last of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.arrays import AnyArray

__all__ = ["SignalRanking", "rank_signal"]


@dataclass(frozen=True, slots=True)
class SignalRanking:
    """Measures of how well a signal ranks sentences.

    :param signal: name of the signal.
    :param sentences: number of sentences that have the signal; both measures are None if there are fewer than 2.
    :param spearman: rank correlation with sentence chrF, -1 to 1; None if one of the two is constant.
    :param auc: area under the ROC curve for the worst quarter, 0 to 1; None if no sentence is outside that quarter.
    """

    signal: str
    sentences: int
    spearman: float | None
    auc: float | None


def rank_signal(name: str, signal: Sequence[float | None], quality: Sequence[float]) -> SignalRanking:
    """Return how well a signal ranks sentences by their quality.

    :param name: name of the signal.
    :param signal: value for each sentence, higher for more confidence; None where there is none.
    :param quality: chrF of each sentence.
    """
    import numpy as np

    known = [(value, truth) for value, truth in zip(signal, quality, strict=True) if value is not None]
    if len(known) < 2:
        return SignalRanking(name, len(known), None, None)
    values, truths = (np.array(side) for side in zip(*known, strict=True))
    ours, theirs = tied_ranks(values), tied_ranks(truths)
    spread = ours.std() * theirs.std()
    spearman = float(((ours - ours.mean()) * (theirs - theirs.mean())).mean() / spread) if spread else None
    bad = truths <= np.sort(truths)[max(1, len(truths) // 4) - 1]
    n_bad, n_good = int(bad.sum()), int((~bad).sum())
    if not n_good:
        return SignalRanking(name, len(known), spearman, None)
    auc = (float(ours[~bad].sum()) - n_good * (n_good + 1) / 2) / (n_bad * n_good)
    return SignalRanking(name, len(known), spearman, auc)


def tied_ranks(values: "AnyArray") -> "AnyArray":
    """Return the ranks of values, from 1; values that tie get the mean of their ranks."""
    import numpy as np

    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    means: AnyArray = (2 * last - counts + 1) / 2
    return means[inverse]

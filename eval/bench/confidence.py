"""The value of a signal that needs no reference: how well it tells which translations to read first.

The measure of a sentence is its chrF. Spearman's rank correlation says how well a signal orders all sentences;
the area under the ROC curve says how well it finds the worst quarter: the chance that a sentence of that quarter
has the lower signal of two, the other being any sentence outside it. The worst quarter is the n/4 sentences
(rounded down, one at least) of lowest chrF, and those that tie with the last of them. 0.5 is chance, 1 perfect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["SignalRanking", "rank_signal"]


@dataclass(frozen=True, slots=True)
class SignalRanking:
    """How well a signal ranks sentences.

    :param signal: its name.
    :param sentences: how many sentences have the signal.
    :param spearman: the rank correlation with sentence chrF, -1 to 1; None if one of the two is constant.
    :param auc: the area under the curve for the worst quarter, 0 to 1; None if all are equally bad.
    """

    signal: str
    sentences: int
    spearman: float | None
    auc: float | None


def rank_signal(name: str, signal: Sequence[float | None], quality: Sequence[float]) -> SignalRanking:
    """Hold a signal against the quality of each sentence.

    :param signal: higher is surer; None for a sentence that has none.
    :param quality: sentence chrF, as many.
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
    few, many = int(bad.sum()), int((~bad).sum())
    if not many:
        return SignalRanking(name, len(known), spearman, None)
    auc = (float(ours[~bad].sum()) - many * (many + 1) / 2) / (few * many)
    return SignalRanking(name, len(known), spearman, auc)


def tied_ranks(values: "Array") -> "Array":
    """Rank values from 1, those that tie at the mean of their places."""
    import numpy as np

    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    means: Array = (2 * last - counts + 1) / 2
    return means[places]

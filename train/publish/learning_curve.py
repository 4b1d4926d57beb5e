"""The course of a training as a drawing."""

from collections.abc import Sequence
from pathlib import Path

from jisr.storage.output import Output
from jisr.train.validation import DevScores

__all__ = ["draw_curve"]


def draw_curve(checks: Sequence[DevScores], path: Path) -> bool:
    """Draw loss and scores over the steps, as PNG.

    :returns: whether it was drawn; it is not without matplotlib.
    :raises OutputError: if the file cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return False
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    learnt = [(check.step, check.loss) for check in checks if check.loss is not None]
    axes.plot(*zip(*learnt, strict=True), color="#6b6b6b", label="loss")
    axes.set(xlabel="steps", ylabel="loss of a piece, labels smoothed")
    scored = [
        (check.step, check.chrf or 0.0, check.bleu or 0.0) for check in checks if check.chrf is not None
    ]
    if scored:
        steps, chrf, bleu = zip(*scored, strict=True)
        scores = axes.twinx()
        scores.plot(steps, chrf, color="#2563a8", label="chrF2, greedy")
        scores.plot(steps, bleu, color="#c2571a", label="BLEU, greedy")
        scores.set_ylabel("score on the dev set")
    figure.legend(loc="outside lower center", ncols=3)
    with Output(path) as output:
        figure.savefig(output.stream, format="png", metadata={"Software": None})
    return True

"""Hypotheses in, scores out."""

from jisr.eval.scores import Draws, Evaluation, Score, System, score

__all__ = ["Draws", "Evaluation", "Score", "System", "score"]

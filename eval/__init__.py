"""Hypotheses in, scores out."""

from jisr.eval.scores import Evaluation, Score, System, Tests, score

__all__ = ["Evaluation", "Score", "System", "Tests", "score"]

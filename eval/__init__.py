"""Scoring of hypotheses.

>>> from jisr.eval import SignificanceOptions, score
>>> results = score({"mine": ["A door."]}, [["A door."]], metrics=["chrf"], significance=SignificanceOptions(0, 0))
>>> results["mine"]["chrf2"].score
100.0
"""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.eval.scores import Evaluation, Score, System, score
    from jisr.eval.significance_options import SignificanceOptions

__all__ = ["Evaluation", "Score", "SignificanceOptions", "System", "score"]

__getattr__, __dir__ = exporter(
    __name__, dict.fromkeys(__all__, "scores") | {"SignificanceOptions": "significance_options"}
)

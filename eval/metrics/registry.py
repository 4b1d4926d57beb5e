"""Metrics by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jisr.errors import InputError
from jisr.eval.metrics.metric import Metric
from jisr.eval.metrics.sacrebleu_metrics import Bleu, Chrf, Ter, spbleu

__all__ = ["METRIC_MAKERS", "make_metric"]


def make_similarity() -> Metric:
    """Return the metric that compares source and hypothesis by the encoder that comes with jisr."""
    from jisr.eval.metrics.average_metrics import SimilarityMetric

    return SimilarityMetric()


METRIC_MAKERS: Final[Mapping[str, Callable[[], Metric]]] = MappingProxyType(
    {
        "bleu": Bleu,
        "chrf": Chrf,
        "chrf++": lambda: Chrf("chrf++", "chrF2++", words=2),
        "ter": Ter,
        "spbleu": spbleu,
        "similarity": make_similarity,
    }
)
"""Metrics by their names on the command line, except ``comet``, which takes the name of a model."""


def make_metric(key: str) -> Metric:
    """Return a metric by its name; ``comet:MODEL`` names a COMET model.

    :raises InputError: if there is no such metric.
    :raises MissingExtra: if it needs a package that is not installed.
    :raises ModelError: if it needs a model that is not on this machine.
    """
    name, colon, model = key.partition(":")
    if name == "comet" and bool(colon) == bool(model):
        from jisr.eval.metrics.comet import DEFAULT_MODEL, CometMetric

        return CometMetric(model or DEFAULT_MODEL)
    try:
        make = METRIC_MAKERS[key]
    except KeyError:
        raise InputError(f"unknown metric {key!r}; there are {', '.join(METRIC_MAKERS)}, comet, comet:MODEL") from None
    return make()

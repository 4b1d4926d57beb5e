"""The metrics by their names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jisr.errors import InputError
from jisr.eval.metrics.metric import Metric
from jisr.eval.metrics.sacrebleu_metrics import Bleu, Chrf, Ter, spbleu

__all__ = ["METRIC_MAKERS", "make_metric"]


def make_similarity() -> Metric:
    """Return the metric that compares source and hypothesis by an encoder."""
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
"""The metrics by their names on the command line; ``comet`` is made by the name of its model."""


def make_metric(key: str) -> Metric:
    """Return a metric by its name; ``comet:MODEL`` names a model of COMET.

    :raises InputError: if there is none of that name.
    :raises MissingExtra: if it needs a package that is not installed.
    :raises ModelError: if it needs a model that is not here.
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

"""Corpora in, Marian models out."""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.train.publish.export import Outcome
    from jisr.train.schedule import Schedule
    from jisr.train.settings import SIZES, Dimensions, Settings, dimensions
    from jisr.train.training import train
    from jisr.train.validation import Check

__all__ = ["SIZES", "Check", "Dimensions", "Outcome", "Schedule", "Settings", "dimensions", "train"]

__getattr__ = exporter(
    __name__,
    {"Check": "validation", "Outcome": "publish.export", "Schedule": "schedule", "train": "training"}
    | dict.fromkeys(("SIZES", "Dimensions", "Settings", "dimensions"), "settings"),
)

"""Corpora in, Marian models out."""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.train.job import train
    from jisr.train.result import Outcome
    from jisr.train.schedule import Schedule
    from jisr.train.settings import SIZES, Dimensions, Settings, dimensions
    from jisr.train.validation import Check

__all__ = ["SIZES", "Check", "Dimensions", "Outcome", "Schedule", "Settings", "dimensions", "train"]

__getattr__ = exporter(
    __name__,
    {"Check": "validation", "Outcome": "result", "Schedule": "schedule", "train": "job"}
    | dict.fromkeys(("SIZES", "Dimensions", "Settings", "dimensions"), "settings"),
)

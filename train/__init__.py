"""Training of Marian models on parallel text."""

from typing import TYPE_CHECKING

from jisr.exports import exporter

if TYPE_CHECKING:
    from jisr.train.budget import ScheduleKind
    from jisr.train.publish.export import TrainingResult
    from jisr.train.settings import NETWORK_SIZES, NetworkSize, TrainingOptions, network_size
    from jisr.train.training import train
    from jisr.train.validation import DevScores

__all__ = [
    "NETWORK_SIZES",
    "DevScores",
    "NetworkSize",
    "ScheduleKind",
    "TrainingOptions",
    "TrainingResult",
    "network_size",
    "train",
]

__getattr__, __dir__ = exporter(
    __name__,
    {"DevScores": "validation", "TrainingResult": "publish.export", "ScheduleKind": "budget", "train": "training"}
    | dict.fromkeys(("NETWORK_SIZES", "NetworkSize", "TrainingOptions", "network_size"), "settings"),
)

"""Progress of long work: a line on standard error with rate and time left, if that is a terminal.

Nothing is shown, and rich is not imported, when standard error is not a terminal.
"""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = ["BYTES", "Progress"]

BYTES = "bytes"
"""The unit that is shown as kB, MB and GB."""

UPDATE_INTERVAL = 0.1
"""Seconds between two updates: a call of :meth:`Progress.advance` is to cost no more than an addition."""


class Progress:
    """A line that is drawn within a ``with`` block and leaves nothing behind.

    :param label: what is being done, in a word or two.
    :param total: number of units to do; None if it is not known.
    :param unit: what is counted, in the plural: ``sentences``, ``pairs``, or :data:`BYTES`.
    """

    def __init__(self, label: str, total: int | None = None, unit: str = "lines") -> None:
        self.label = label
        self.total = total
        self.unit = unit
        self.done = 0
        """Number of units done."""
        self.bar: Bar | None = None
        self.due = 0.0

    def advance(self, count: int = 1) -> None:
        """Add a number of units to those that are done."""
        self.done += count
        if self.bar is not None and (now := time.monotonic()) >= self.due:
            self.due = now + UPDATE_INTERVAL
            self.bar.update(self.bar.task_ids[0], completed=self.done)

    def describe(self, label: str) -> None:
        """Set the label."""
        self.label = label
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], description=label)

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self.bar = make_bar(self.label, self.total, self.unit)
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
            self.bar = None


def make_bar(label: str, total: int | None, unit: str) -> "Bar":
    """Return the line: label, bar, count, rate, and the time left or spent."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Count(ProgressColumn):
        """Units done, of how many, and how many a second."""

        def render(self, task: Task) -> Text:
            of = "" if task.total is None else f"/{task.total:,.0f}"
            rate = f", {task.speed:,.0f}/s" if task.speed else ""
            return Text(f"{task.completed:,.0f}{of} {unit}{rate}")

    count: list[ProgressColumn] = [DownloadColumn(), TransferSpeedColumn()] if unit == BYTES else [Count()]
    left = TimeElapsedColumn() if total is None else TimeRemainingColumn()
    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *count,
        left,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    bar.add_task(label, total=total)
    return bar

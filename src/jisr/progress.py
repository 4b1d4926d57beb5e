"""A progress bar on standard error, with rate and time left.

If standard error is not a terminal, nothing is shown and rich is not imported.
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
"""The unit that is printed as kB, MB and GB."""

UPDATE_INTERVAL = 0.1
"""Seconds between two updates, so that :meth:`Progress.advance` costs little more than an addition."""


class Progress:
    """A progress bar that is shown inside a ``with`` block and removed at its end.

    :param label: name of the work in a word or two.
    :param total: number of units to do; None if it is unknown.
    :param unit: name of the unit in the plural, such as ``sentences``, or :data:`BYTES`.
    :param shown: whether there is a bar; over what someone types at the terminal there is none.
    """

    def __init__(self, label: str, total: int | None = None, unit: str = "lines", *, shown: bool = True) -> None:
        self.label = label
        self.total = total
        self.unit = unit
        self.shown = shown
        self.done = 0
        """Number of units done."""
        self.bar: Bar | None = None
        self.due = 0.0

    def advance(self, count: int = 1) -> None:
        """Add to the number of units done."""
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
        if self.shown and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
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
    """Return a bar with label, count and rate, and the time left, or spent if the total is unknown."""
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
        """Column with the units done, the total and the rate."""

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

"""Files that run in parallel: a line of one belongs to the same line of the others."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import read_text_lines
from jisr.errors import InputError
from jisr.lines import STDIO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["first_suspect", "read_parallel"]

MOST_SHIFTS = 64
"""Missing lines that are looked for one by one; a greater difference is looked for as one gap."""


def read_parallel(paths: Sequence[str], options: FormatOptions | None = None) -> Iterator[tuple[str, ...]]:
    """Read lines that belong together.

    :param paths: two files or more.
    :raises InputError: if one has more lines than another: it names both counts and the first line that
        looks wrong, by the lengths of the lines.
    """
    options = options or FormatOptions()
    if list(paths).count(STDIO) > 1:
        raise InputError("standard input holds one text; name a file for the other")
    streams = [read_text_lines(path, options) for path in paths]
    counts = [0] * len(paths)
    while True:
        row = [next(stream, None) for stream in streams]
        if None in row:
            break
        yield tuple(line.text for line in row if line is not None)
        counts[0] += 1
    if any(line is not None for line in row):
        counts = [counts[0] + (line is not None) for line in row]
        for at, stream in enumerate(streams):
            counts[at] += sum(1 for _ in stream)
        raise InputError(describe_unequal_counts(paths, counts, options))


def describe_unequal_counts(paths: Sequence[str], counts: Sequence[int], options: FormatOptions) -> str:
    """Return a message with the number of lines of each file, and the first that seems added or missing."""
    said = ", ".join(f"{path} has {count:,} lines" for path, count in zip(paths, counts, strict=True))
    longest = max(range(len(paths)), key=counts.__getitem__)
    other = min(range(len(paths)), key=counts.__getitem__)
    if STDIO in (paths[longest], paths[other]):
        return f"{said}; they must have as many"
    quiet = FormatOptions(encoding=options.encoding)
    lengths = [[len(line.text) for line in read_text_lines(paths[at], quiet)] for at in (longest, other)]
    line = first_suspect(*lengths)
    return f"{said}; line {line:,} of {paths[longest]} is the first that looks wrong"


def first_suspect(longer: Sequence[int], shorter: Sequence[int]) -> int:
    """Find the first line that has no partner, from the lengths of all lines.

    The lines without a partner are placed so that the lengths of the others agree best, by dynamic
    programming over how many were passed so far; lengths are compared as Gale and Church (1993) do, by
    their difference over the square root of their mean.

    :param longer: the lengths of the lines, in characters, of the text that has more.
    :param shorter: those of the other.
    :return: a line of the longer text, from 1.
    """
    import numpy as np

    extra = len(longer) - len(shorter)
    long, short = np.asarray(longer, dtype=float), np.asarray(shorter, dtype=float)
    if not len(short):
        return 1
    ratio = max(long.mean(), 1.0) / max(short.mean(), 1.0)
    cost = length_cost(long, short * ratio)
    shifts = range(extra + 1) if extra <= MOST_SHIFTS else (0, extra)
    best = np.concatenate([[0.0], np.cumsum(cost(0))])
    left: NDArray[np.int64] = np.arange(len(short) + 1)  # where the first gap on the best way to a place is
    for shift in shifts[1:]:
        run = np.concatenate([[0.0], np.cumsum(cost(shift))])
        gain = best - run
        lowest = np.minimum.accumulate(gain)
        first_at_lowest = np.maximum.accumulate(
            np.where(np.concatenate([[True], gain[1:] < lowest[:-1]]), np.arange(len(gain)), 0)
        )
        left = left[first_at_lowest]
        best = lowest + run
    return int(left[-1]) + 1


def length_cost(
    longer: "NDArray[np.float64]", shorter: "NDArray[np.float64]"
) -> "Callable[[int], NDArray[np.float64]]":
    """Return the costs of pairing each line of the shorter text with a later line of the longer."""
    import numpy as np

    def cost(shift: int) -> "NDArray[np.float64]":
        other = longer[shift : shift + len(shorter)]
        return np.abs(other - shorter) / np.sqrt((other + shorter) / 2 + 1)

    return cost

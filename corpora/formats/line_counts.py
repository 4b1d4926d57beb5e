"""Reading of parallel files of lines, and a search for the missing line if their lengths differ."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
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
"""Largest number of missing lines that are searched for one by one; more are searched for as one gap."""


def read_parallel(paths: Sequence[str], options: FormatOptions | None = None) -> Iterator[tuple[str, ...]]:
    """Yield for each line number the lines of all files.

    :param paths: two files or more.
    :raises InputError: if the numbers of lines differ, naming them and the first line that seems to have no partner by
        the lengths of the lines; or if standard input is named twice.
    """
    options = options or FormatOptions()
    if list(paths).count(STDIO) > 1:
        raise InputError("standard input holds one text; name a file for the other")
    streams = [read_text_lines(path, options) for path in paths]
    for before, row in enumerate(zip_longest(*streams)):
        if None in row:
            counts = [
                before + (line is not None) + sum(1 for _ in stream) for line, stream in zip(row, streams, strict=True)
            ]
            raise InputError(describe_unequal_counts(paths, counts, options))
        yield tuple(line.text for line in row)


def describe_unequal_counts(paths: Sequence[str], counts: Sequence[int], options: FormatOptions) -> str:
    """Return a message with the number of lines of each file, and the first line that seems to have no partner."""
    summary = ", ".join(f"{path} has {count:,} lines" for path, count in zip(paths, counts, strict=True))
    longest, other = counts.index(max(counts)), counts.index(min(counts))
    if STDIO in (paths[longest], paths[other]):
        return f"{summary}; they must have as many"
    quiet = FormatOptions(encoding=options.encoding)
    lengths = [[len(line.text) for line in read_text_lines(paths[index], quiet)] for index in (longest, other)]
    line = first_suspect(*lengths)
    return f"{summary}; line {line:,} of {paths[longest]} is the first that looks wrong"


def first_suspect(longer: Sequence[int], shorter: Sequence[int]) -> int:
    """Return the number of the first line that seems to have no partner, by the lengths of all lines.

    Lines without a partner are chosen such that the lengths of the others agree best, by dynamic programming over the
    number of lines chosen so far. As in Gale and Church (1993), the cost of a pair is the difference of its lengths
    over the square root of their mean.

    :param longer: lengths in characters of the lines of the text with more lines.
    :param shorter: lengths in characters of the lines of the other text.
    :return: number of a line of the longer text, from 1.
    """
    import numpy as np

    extra = len(longer) - len(shorter)
    long, short = np.asarray(longer, dtype=np.float64), np.asarray(shorter, dtype=np.float64)
    if not len(short):
        return 1
    scaled: NDArray[np.float64] = short * (max(long.mean(), 1.0) / max(short.mean(), 1.0))

    def cost(shift: int) -> "NDArray[np.float64]":
        """Return the cost of pairing each line of the shorter text with the line ``shift`` lines on in the longer."""
        other = long[shift : shift + len(scaled)]
        return np.abs(other - scaled) / np.sqrt((other + scaled) / 2 + 1)

    shifts = range(extra + 1) if extra <= MOST_SHIFTS else (0, extra)
    best = np.concatenate([[0.0], np.cumsum(cost(0))])
    first_gap: NDArray[np.int64] = np.arange(len(short) + 1)  # index of the first gap on the best path to each index
    for shift in shifts[1:]:
        run = np.concatenate([[0.0], np.cumsum(cost(shift))])
        gain = best - run
        lowest = np.minimum.accumulate(gain)
        first_at_lowest = np.maximum.accumulate(
            np.where(np.concatenate([[True], gain[1:] < lowest[:-1]]), np.arange(len(gain)), 0)
        )
        first_gap = first_gap[first_at_lowest]
        best = lowest + run
    return int(first_gap[-1]) + 1

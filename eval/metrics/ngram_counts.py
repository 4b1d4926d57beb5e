"""Indices of the n-grams that hypotheses share with a reference, for many lines at once.

An n-gram is encoded as one integer, with the number of its line in the high bits, followed by that of each unit. So the
n-grams of a text are sorted and compared as integers, and those of different lines are distinct. Where the integers
would not fit into 63 bits, fewer lines are counted at a time.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jisr.arrays import Indices

__all__ = ["shared_ngrams"]

KEY_BITS = 63
LINES_AT_ONCE = 1024

Units = Sequence[str] | str
"""Units of a line, of which n-grams are made: words, or the characters of a string."""


def shared_ngrams(hypotheses: Sequence[Sequence[Units]], reference: Sequence[Units], orders: int) -> "list[Indices]":
    """Count the n-grams of each hypothesis, of its reference, and those that both have.

    :param hypotheses: lines of each system, as many as those of the reference.
    :param reference: lines of the reference.
    :param orders: largest number of units in an n-gram; all orders from 1 on are counted.
    :return: for each system an array of lines by orders by three counts: hypothesis, reference, and both, where an
        n-gram counts as often as in the one that has fewer of it.
    :raises OverflowError: if the n-grams of a single line do not fit into an integer.
    """
    import numpy as np

    parts: list[list[Indices]] = [[] for _ in hypotheses]
    for start in range(0, len(reference), LINES_AT_ONCE):
        lines = slice(start, start + LINES_AT_ONCE)
        counted = count_ngrams([lines_[lines] for lines_ in [*hypotheses, reference]], orders)
        for part, counts in zip(parts, counted, strict=True):
            part.append(counts)
    return [np.concatenate(part) for part in parts]


def count_ngrams(texts: Sequence[Sequence[Units]], orders: int) -> "list[Indices]":
    """Count as :func:`shared_ngrams` does, in halves if the lines do not fit together; the last text is the reference.

    :raises OverflowError: if a single line has so many different units that its n-grams do not fit into an integer.
    """
    import numpy as np

    lines = len(texts[-1])
    numbered, distinct = number_ngrams(texts)
    bits = max(distinct, 1).bit_length()
    if (lines - 1).bit_length() + orders * bits > KEY_BITS:
        if lines == 1:
            raise OverflowError
        middle = lines // 2
        halves = [count_ngrams([text[part] for text in texts], orders) for part in (slice(middle), slice(middle, None))]
        return [np.concatenate(pair) for pair in zip(*halves, strict=True)]
    *coded, reference = [
        CodedNgrams(units, list(map(len, text)), bits) for units, text in zip(numbered, texts, strict=True)
    ]
    known = list(reference.ngrams(orders))
    result = []
    for text in coded:
        counts = np.zeros((lines, orders, 3), dtype=np.int64)
        for order, ((grams, times), (others, other_times)) in enumerate(zip(text.ngrams(orders), known, strict=True)):
            counts[:, order, 0] = np.maximum(text.lengths - order, 0)
            counts[:, order, 1] = np.maximum(reference.lengths - order, 0)
            if len(others):
                index = np.minimum(np.searchsorted(others, grams), len(others) - 1)
                both = others[index] == grams
                least = np.minimum(times[both], other_times[index[both]])
                line = grams[both] >> ((order + 1) * bits)
                counts[:, order, 2] = np.bincount(line, weights=least, minlength=lines)
        result.append(counts)
    return result


def number_ngrams(texts: Sequence[Sequence[Units]]) -> "tuple[list[Indices], int]":
    """Assign a number, from 0, to each distinct unit of the texts.

    :return: for each text the numbers of its units, with the lines concatenated; the number of distinct units.
    """
    import numpy as np

    if all(isinstance(line, str) for text in texts for line in text):
        joined = ["".join(line for line in text if isinstance(line, str)) for text in texts]
        points = [np.frombuffer(line.encode("utf-32-le", "surrogatepass"), dtype="<u4") for line in joined]
        present = np.zeros(sys.maxunicode + 1, dtype=bool)
        for array in points:
            present[array] = True
        number_of = np.cumsum(present) - 1
        return [number_of[array] for array in points], int(present.sum())
    flat = [list(chain.from_iterable(text)) for text in texts]
    numbers = {unit: number for number, unit in enumerate(dict.fromkeys(chain.from_iterable(flat)))}
    return [np.fromiter(map(numbers.__getitem__, units), np.int64, len(units)) for units in flat], len(numbers)


class CodedNgrams:
    """A text whose units are numbers.

    :param units: number of each unit, with the lines concatenated.
    :param lengths: number of units in each line.
    :param bits: number of bits for a unit, enough for its number plus 1, since 0 stands for no unit.
    """

    def __init__(self, units: "Indices", lengths: Sequence[int], bits: int) -> None:
        import numpy as np

        self.bits = bits
        self.units = units
        self.lengths = np.array(lengths, dtype=np.int64)
        self.line = np.repeat(np.arange(len(lengths)), self.lengths)
        self.left = np.repeat(np.cumsum(self.lengths), self.lengths) - np.arange(len(units))

    def ngrams(self, orders: int) -> "Iterator[tuple[Indices, Indices]]":
        """Yield for each order the distinct n-grams in ascending order, and the count of each."""
        import numpy as np

        # The prefixes of the sorted longest n-grams are the shorter ones, in order. 0 stands for no unit, at line ends.
        padded = np.append(self.units + 1, np.zeros(orders, dtype=np.int64))
        longest = self.line
        for order in range(orders):
            unit = padded[order : order + len(self.line)]
            longest = (longest << self.bits) | np.where(self.left > order, unit, 0)
        longest.sort()
        for order in range(1, orders + 1):
            grams = longest >> (self.bits * (orders - order))
            grams = grams[(grams & ((1 << self.bits) - 1)) > 0]
            first = np.flatnonzero(np.diff(grams, prepend=-1))
            yield grams[first], np.diff(first, append=len(grams))

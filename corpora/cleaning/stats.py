"""Statistics of a corpus, computed in one pass over its pairs: lengths, ratios, scripts and scores."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jisr.chars import ANY_ARABIC, ARABIC_MARKS, LATIN_LETTERS, TATWEEL
from jisr.corpora.cleaning.similarity_filter import similarities
from jisr.corpora.encoders.encoder import Encoder
from jisr.corpora.pairs import Pair, chunks
from jisr.storage.output import Output
from jisr.svg import PALETTE, Scale, svg_document, svg_rectangle, svg_text, svg_x_axis, svg_y_axis

__all__ = ["CorpusStats", "Histogram", "draw_histograms", "stats", "stats_lines"]

ARABIC_SCRIPT = re.compile(f"[{ANY_ARABIC}]")
LATIN_SCRIPT = re.compile(f"[{LATIN_LETTERS}]")
LARGEST = 1e300
"""Largest value of a histogram, of which the number of its bin is still a number."""
UNITS = 1 << 60
"""Number of units of 1 in which values are added up."""
BAR_WIDTH = 40
"""Length of the longest bar, in characters."""
HISTOGRAM_WIDTH, HISTOGRAM_HEIGHT = 600, 260
"""Size of a drawn histogram, in pixels."""
ANY_LETTER = re.compile(rf"[^\W\d_{ARABIC_MARKS}{TATWEEL}]")


@dataclass(slots=True)
class Histogram:
    """A histogram with bins of equal width.

    :param width: width of a bin.
    :param unit: unit of the values, for the reader.
    :param bins: number of values of each bin; bin ``i`` starts at ``i * width``.
    :param total: sum of the values, in units of 1 / :data:`UNITS`, so that it does not depend on their order.
    """

    width: float
    unit: str
    bins: Counter[int] = field(default_factory=Counter)
    total: int = 0

    def add(self, value: float) -> None:
        """Count a value; one beyond :data:`LARGEST` counts as that."""
        value = min(max(value, -LARGEST), LARGEST)
        self.bins[math.floor(value / self.width)] += 1
        numerator, denominator = value.as_integer_ratio()
        self.total += numerator * UNITS // denominator

    @property
    def count(self) -> int:
        """Number of values."""
        return self.bins.total()

    @property
    def mean(self) -> float:
        """Mean of the values; 0 without any."""
        return self.total / (UNITS * self.count) if self.bins else 0.0

    def quantile(self, share: float) -> float:
        """Return the lower edge of the bin of a quantile; 0 without values.

        :param share: share of the values that lie in this bin and those below, 0 to 1.
        """
        reached = 0
        for index, count in sorted(self.bins.items()):
            reached += count
            if reached >= share * self.count:
                return index * self.width
        return 0.0

    def record(self) -> dict[str, float]:
        """Return the mean and quantiles by name."""
        shares = {"median": 0.5, "95 %": 0.95, "99 %": 0.99, "most": 1.0}
        quantiles = {name: round(self.quantile(share), 4) for name, share in shares.items()}
        return {"mean": round(self.mean, 4), **quantiles}

    def rows(self, most: int = 12) -> list[tuple[float, float, int]]:
        """Return the lower edge, upper edge and count of bins, merged so that there are at most ``most``."""
        low, high = min(self.bins), max(self.bins)
        step = max(1, -(-(high - low + 1) // most))
        counts: Counter[int] = Counter()
        for index, count in self.bins.items():
            counts[(index - low) // step] += count
        starts = range(low, high + 1, step)
        return [(start * self.width, (start + step) * self.width, counts[row]) for row, start in enumerate(starts)]


@dataclass(slots=True)
class CorpusStats:
    """Statistics of a corpus.

    :param pairs: number of pairs.
    :param empty: number of pairs with an empty side.
    :param source_scripts: number of sources in each script; see :func:`script_of`.
    """

    pairs: int = 0
    empty: int = 0
    source_words: Histogram = field(default_factory=lambda: Histogram(1, "words"))
    target_words: Histogram = field(default_factory=lambda: Histogram(1, "words"))
    ratio: Histogram = field(default_factory=lambda: Histogram(0.05, "target characters to a source character"))
    score: Histogram = field(default_factory=lambda: Histogram(0.02, "score"))
    similarity: Histogram = field(default_factory=lambda: Histogram(0.02, "cosine"))
    source_scripts: Counter[str] = field(default_factory=Counter)
    target_scripts: Counter[str] = field(default_factory=Counter)

    @property
    def histograms(self) -> dict[str, Histogram]:
        """Histograms by name."""
        return {
            "source length": self.source_words,
            "target length": self.target_words,
            "ratio": self.ratio,
            "score": self.score,
            "similarity": self.similarity,
        }

    def values(self) -> dict[str, Any]:
        """Return all numbers as values for JSON, from which :meth:`merge` takes them."""
        return {
            "pairs": self.pairs,
            "empty": self.empty,
            "scripts": [self.source_scripts, self.target_scripts],
            "histograms": {name: [each.total, list(each.bins.items())] for name, each in self.histograms.items()},
        }

    def merge(self, values: Mapping[str, Any]) -> None:
        """Add the numbers of other pairs, as :meth:`values` returns them."""
        self.pairs += values["pairs"]
        self.empty += values["empty"]
        for scripts, more in zip((self.source_scripts, self.target_scripts), values["scripts"], strict=True):
            scripts.update(more)
        for name, (total, bins) in values["histograms"].items():
            histogram = self.histograms[name]
            histogram.total += total
            histogram.bins.update(dict(bins))

    def record(self) -> dict[str, Any]:
        """Return the statistics as values for JSON."""
        return {
            "pairs": self.pairs,
            "with an empty side": self.empty,
            "source scripts": dict(self.source_scripts.most_common()),
            "target scripts": dict(self.target_scripts.most_common()),
            **{name: histogram.record() for name, histogram in self.histograms.items() if histogram.count},
        }


def stats(pairs: Iterable[Pair], encoder: Encoder | None = None) -> CorpusStats:
    """Return statistics of the lengths, ratios, scripts and scores of pairs.

    :param encoder: encoder for the similarities of pairs without an empty side; without one there are none.
    """
    counted = CorpusStats()
    for chunk in chunks(pairs):
        for pair in chunk:
            count_pair(counted, pair)
        if encoder is not None:
            whole = [pair for pair in chunk if pair.source and pair.target]
            sides = [pair.source for pair in whole], [pair.target for pair in whole]
            for value in similarities(encoder, *sides):
                counted.similarity.add(value)
    return counted


def count_pair(counted: CorpusStats, pair: Pair) -> None:
    """Add a pair to the statistics, all but its similarity."""
    counted.pairs += 1
    counted.source_words.add(len(pair.source.split()))
    counted.target_words.add(len(pair.target.split()))
    counted.source_scripts[script_of(pair.source)] += 1
    counted.target_scripts[script_of(pair.target)] += 1
    if pair.source and pair.target:
        counted.ratio.add(len(pair.target) / len(pair.source))
    else:
        counted.empty += 1
    if pair.score is not None:
        counted.score.add(pair.score)


def script_of(text: str) -> str:
    """Return the script of the letters of a text: Arabic, Latin, other, mixed (none has 3/4 of them), or none."""
    letters = len(ANY_LETTER.findall(text))
    if not letters:
        return "none"
    arabic, latin = len(ARABIC_SCRIPT.findall(text)), len(LATIN_SCRIPT.findall(text))
    shares = {"Arabic": arabic, "Latin": latin, "other": letters - arabic - latin}
    script = max(shares, key=shares.__getitem__)
    return script if shares[script] >= 0.75 * letters else "mixed"


def stats_lines(counted: CorpusStats) -> Iterator[str]:
    """Yield the statistics as lines of text, the histograms drawn with bars."""
    yield f"pairs: {counted.pairs:,}"
    if counted.empty:
        yield f"with an empty side: {counted.empty:,}"
    for side, scripts in (("source", counted.source_scripts), ("target", counted.target_scripts)):
        yield f"{side} scripts: " + ", ".join(f"{name} {count:,}" for name, count in scripts.most_common())
    for name, histogram in counted.histograms.items():
        if histogram.count:
            yield ""
            summary = ", ".join(f"{key} {value:g}" for key, value in histogram.record().items())
            yield f"{name} ({histogram.unit}): {summary}"
            rows = histogram.rows()
            most = max(count for *_, count in rows)
            for low, high, count in rows:
                bar = "#" * math.ceil(BAR_WIDTH * count / most)
                yield f"{low:8.5g} to {high:<8.5g} {count:10,} {bar}".rstrip()


def draw_histograms(stats: CorpusStats, path: str) -> None:
    """Write the histograms as an SVG image, one below the other.

    :raises OutputError: if the file cannot be written.
    """
    histograms = {name: histogram for name, histogram in stats.histograms.items() if histogram.count}
    parts: list[str] = []
    for panel, (name, histogram) in enumerate(histograms.items()):
        parts += histogram_panel(f"{name} ({histogram.unit})", histogram.rows(most=60), HISTOGRAM_HEIGHT * panel)
    with Output(path) as output:
        output.write(svg_document("Histograms", HISTOGRAM_WIDTH, HISTOGRAM_HEIGHT * max(1, len(histograms)), parts))


def histogram_panel(title: str, rows: Sequence[tuple[float, float, int]], top: float) -> list[str]:
    """Return the SVG elements of a histogram.

    :param rows: lower edge, upper edge and count of each bin, in order.
    :param top: y coordinate of the upper edge, in pixels.
    """
    x = Scale(rows[0][0], rows[-1][1], 80, HISTOGRAM_WIDTH - 20)
    most = max(count for *_, count in rows)
    y = Scale(0, max(most, 9), top + HISTOGRAM_HEIGHT - 36, top + 36)  # below 9, ticks would be at fractions
    return [
        svg_text(80, top + 22, title, style="title"),
        *svg_y_axis(y, 80, HISTOGRAM_WIDTH - 20),
        *svg_x_axis(x, y.start, y.start),
        *(svg_rectangle(x(low), y(count), x(high) - x(low), y(0) - y(count), PALETTE[0]) for low, high, count in rows),
    ]

"""Features of a text for alignment: vectors of runs of sentences and of the boundaries between sentences."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from jisr.arrays import Floats
from jisr.chars import DIGITS_TO_ASCII, NUMBER_SIGNS_TO_ASCII
from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = ["TextFeatures", "describe"]


WINDOW = 40
"""Number of characters of the source on either side of a boundary between sentences that describe it."""
ANCHORS = 64
"""Number of dimensions of the vectors of anchors."""
ANCHOR = re.compile(r"\d+(?:[.,:/-]\d+)*|[A-Za-z][A-Za-z0-9]+|[?!]")
ANCHORS_TO_ASCII = DIGITS_TO_ASCII | NUMBER_SIGNS_TO_ASCII | {ord("؟"): "?"}


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """The features of one of two texts.

    :param spans: vectors of runs of sentences, (longest, sentences, dimensions).
    :param edges: for each boundary between sentences, both ends included, the vector of the text before it minus that
        of the text after it, and a last column that is 1 where a paragraph begins, (sentences + 1, dimensions + 1); the
        differences are similar where both texts change the subject.
    :param anchors: vectors of the numbers, names and marks of runs that occur in both texts, (longest, sentences, 64).
    :param lengths: number of characters in each sentence.
    """

    spans: Floats
    edges: Floats
    anchors: Floats
    lengths: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, start: int, stop: int) -> "TextFeatures":
        """Return the features of consecutive sentences; those of runs that extend beyond them must not be used."""
        rows = slice(start, stop)
        return TextFeatures(
            self.spans[:, rows], self.edges[start : stop + 1], self.anchors[:, rows], self.lengths[rows]
        )


def describe(
    source: Sequence[str],
    target: Sequence[str],
    encoder: SpanEncoder,
    longest: int,
    breaks: tuple[Sequence[int], Sequence[int]] = ((), ()),
) -> tuple[TextFeatures, TextFeatures]:
    """Return the features of two texts.

    :param longest: number of sentences in the longest run.
    :param breaks: for each text, the indices of the sentences that begin a paragraph.
    """
    ratio = max(sum(map(len, target)), 1) / max(sum(map(len, source)), 1)
    shared = set(anchors_of(" ".join(source))) & set(anchors_of(" ".join(target)))
    sides = (
        TextFeatures(
            present(encoder.spans(texts, longest), texts),
            np.concatenate([edges(texts, encoder, size), paragraph(starts, len(texts))], 1),
            anchors(texts, shared, longest),
            np.array([len(text) for text in texts], np.float64),
        )
        for texts, size, starts in zip((source, target), (WINDOW, WINDOW * ratio), breaks, strict=True)
    )
    return next(sides), next(sides)


def present(spans: Floats, texts: Sequence[str]) -> Floats:
    """Return the vectors of runs with those of empty sentences set to zero, which are similar to nothing."""
    spans[0, [not text.strip() for text in texts]] = 0
    return spans


def edges(texts: Sequence[str], encoder: SpanEncoder, size: float) -> Floats:
    """Return, for each boundary, the vector of the words before it minus that of the words after it.

    :param size: largest number of characters on either side, rounded to whole words.
    """
    words = [text.split() for text in texts]
    flat = [word for sentence in words for word in sentence]
    bounds = np.array([0, *accumulate(map(len, words))])
    ends = np.array([0, *accumulate(len(word) + 1 for word in flat)])
    first = np.searchsorted(ends, ends[bounds] - size, side="left")
    last = np.searchsorted(ends, ends[bounds] + size, side="right") - 1
    before = [" ".join(flat[low:bound]) for low, bound in zip(first, bounds, strict=True)]
    after = [" ".join(flat[bound:high]) for bound, high in zip(bounds, last, strict=True)]
    sides = [present(encoder.encode(window)[None], window)[0] for window in (before, after)]
    turn: Floats = sides[0] - sides[1]
    return turn


def paragraph(starts: Sequence[int], count: int) -> Floats:
    """Return 1 for each boundary within a text where a paragraph begins, and 0 for the others: (count + 1, 1)."""
    marks = np.zeros((count + 1, 1), np.float32)
    inner = [start for start in starts if 0 < start < count]
    marks[inner] = 1
    return marks


def anchors_of(text: str) -> list[str]:
    """Return the numbers, words in Latin letters, and question and exclamation marks of a text."""
    return [anchor.lower() for anchor in ANCHOR.findall(text.translate(ANCHORS_TO_ASCII))]


def anchors(texts: Sequence[str], shared: set[str], longest: int) -> Floats:
    """Return vectors of the anchors in each run of sentences.

    Each anchor has a random direction, seeded by its hash, so that the product of two vectors approximates the cosine
    of the counts of their anchors (random indexing, Kanerva et al. 2000).

    :param shared: anchors that occur in both texts; others are ignored.
    :return: shape (longest, texts, 64); rows have length at most 1.
    """
    sums = np.zeros((len(texts) + 1, ANCHORS))
    directions: dict[str, NDArray[np.float64]] = {}
    for index, text in enumerate(texts):
        for anchor in anchors_of(text):
            if anchor in shared:
                if anchor not in directions:
                    signs = np.random.default_rng(zlib.crc32(anchor.encode())).integers(0, 2, ANCHORS)
                    directions[anchor] = (2.0 * signs - 1) / np.sqrt(ANCHORS)
                sums[index + 1] += directions[anchor]
    running = sums.cumsum(0)
    runs = np.zeros((longest, len(texts), ANCHORS), np.float32)
    for size in range(1, min(longest, len(texts)) + 1):
        run = running[size:] - running[:-size]
        runs[size - 1, : len(run)] = run / np.maximum(np.linalg.norm(run, axis=1, keepdims=True), 1)
    return runs

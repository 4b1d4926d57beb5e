"""Features of a text for the aligner: vectors of sentences, of runs of them, of the boundaries between."""

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
"""Characters of the source on either side of a place between sentences that tell what stands there."""
ANCHORS = 64
ANCHOR = re.compile(r"\d+(?:[.,:/-]\d+)*|[A-Za-z][A-Za-z0-9]+|[?!]")
ANCHORS_TO_ASCII = DIGITS_TO_ASCII | NUMBER_SIGNS_TO_ASCII | {ord("؟"): "?"}


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """One of two texts, for the aligner.

    :param spans: vectors of runs of sentences, (longest, sentences, dimensions).
    :param edges: for each place between sentences, and both ends, what comes before less what follows,
        (sentences + 1, dimensions); where both texts turn from one thing to the next, these agree.
    :param anchors: numbers, names and marks of each run that stand in both texts, as :attr:`spans`.
    :param lengths: characters in each sentence.
    """

    spans: Floats
    edges: Floats
    anchors: Floats
    lengths: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, start: int, stop: int) -> "TextFeatures":
        """Return some of the sentences as a text of its own; runs that leave it must not be used."""
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
    """Describe two texts for the aligner.

    :param longest: sentences in the longest run.
    :param breaks: for each text the sentences that begin a paragraph.
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
    """Leave the vectors of empty sentences at zero: they are like nothing."""
    spans[0, [not text.strip() for text in texts]] = 0
    return spans


def edges(texts: Sequence[str], encoder: SpanEncoder, size: float) -> Floats:
    """Encode what stands before and after each place between sentences, and take the difference.

    :param size: characters on either side, in whole words.
    """
    words = [text.split() for text in texts]
    flat = [word for sentence in words for word in sentence]
    places = np.array([0, *accumulate(map(len, words))])
    ends = np.array([0, *accumulate(len(word) + 1 for word in flat)])
    first = np.searchsorted(ends, ends[places] - size, side="left")
    last = np.searchsorted(ends, ends[places] + size, side="right") - 1
    before = [" ".join(flat[low:place]) for low, place in zip(first, places, strict=True)]
    after = [" ".join(flat[place:high]) for place, high in zip(places, last, strict=True)]
    sides = [present(encoder.encode(window)[None], window)[0] for window in (before, after)]
    turn: Floats = sides[0] - sides[1]
    return turn


def paragraph(starts: Sequence[int], count: int) -> Floats:
    """Mark the places where a paragraph begins, so that two marks agree by one: (count + 1, 1)."""
    marks = np.zeros((count + 1, 1), np.float32)
    inner = [start for start in starts if 0 < start < count]
    marks[inner] = 1
    return marks


def anchors_of(text: str) -> list[str]:
    """Return the numbers, words in Latin letters, and question and exclamation marks of a text."""
    return [found.lower() for found in ANCHOR.findall(text.translate(ANCHORS_TO_ASCII))]


def anchors(texts: Sequence[str], shared: set[str], longest: int) -> Floats:
    """Describe which anchors stand in each run of sentences.

    Each anchor has a random direction of its own, known by its hash, so that two runs agree by about the
    cosine of their counts (random indexing, Kanerva et al. 2000).

    :param shared: the anchors that both texts hold.
    :return: shape (longest, texts, 64), rows of length at most one.
    """
    sums = np.zeros((len(texts) + 1, ANCHORS))
    known: dict[str, NDArray[np.float64]] = {}
    for at, text in enumerate(texts):
        for anchor in anchors_of(text):
            if anchor in shared:
                if anchor not in known:
                    signs = np.random.default_rng(zlib.crc32(anchor.encode())).integers(0, 2, ANCHORS)
                    known[anchor] = (2.0 * signs - 1) / np.sqrt(ANCHORS)
                sums[at + 1] += known[anchor]
    running = sums.cumsum(0)
    runs = np.zeros((longest, len(texts), ANCHORS), np.float32)
    for size in range(1, min(longest, len(texts)) + 1):
        run = running[size:] - running[:-size]
        runs[size - 1, : len(run)] = run / np.maximum(np.linalg.norm(run, axis=1, keepdims=True), 1)
    return runs

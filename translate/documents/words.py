"""The words of a text with their places, as codes are placed between them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from jisr.chars import DIGITS_TO_ASCII

__all__ = ["Words", "is_punctuation", "words_of"]

WORD = re.compile(r"\S+")
PUNCTUATION = ".,;:!?…،؛؟\"'«»“”‘’()[]{}<>-–—*_"
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9]+|[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True)
class Words:
    """The words of a text: what stands between white space.

    :param spans: for each word the offset of its first character and the one after its last.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of the first character of each word."""
        return [start for start, _ in self.spans]

    @cached_property
    def ends(self) -> list[int]:
        """Offset after the last character of each word."""
        return [end for _, end in self.spans]

    @cached_property
    def cores(self) -> list[tuple[int, int]]:
        """Span of each word without the punctuation at its edges; of the whole word if it is nothing else."""
        cores = []
        for start, end in self.spans:
            word = self.text[start:end]
            bare = word.strip(PUNCTUATION)
            lead = len(word) - len(word.lstrip(PUNCTUATION))
            cores.append((start + lead, start + lead + len(bare)) if bare else (start, end))
        return cores

    @cached_property
    def anchors(self) -> list[str]:
        """Numbers and Latin letters of each word, which read the same in both languages; empty without any."""
        return [
            "".join(ANCHOR.findall(self.text[start:end].translate(DIGITS_TO_ASCII))).casefold()
            for start, end in self.spans
        ]

    def before(self, offset: int) -> int | None:
        """Return the last word that begins before an offset, or ``None``."""
        index = bisect_left(self.starts, offset) - 1
        return index if index >= 0 else None

    def after(self, offset: int) -> int | None:
        """Return the first word that ends after an offset, or ``None``."""
        index = bisect_right(self.ends, offset)
        return index if index < len(self.spans) else None

    def covered(self, start: int, end: int) -> range:
        """Return the words of which a span holds at least half; else the one of which it holds most, if any."""
        held = {
            index: (min(end, stop) - max(start, first)) / (stop - first)
            for index, (first, stop) in enumerate(self.cores)
            if min(end, stop) > max(start, first)
        }
        half = [index for index, share in held.items() if share >= 0.5]
        if half:
            return range(half[0], half[-1] + 1)
        best = max(held, key=lambda index: held[index], default=None)
        return range(0) if best is None else range(best, best + 1)


def words_of(text: str) -> Words:
    """Return the words of a text."""
    return Words(text, tuple(match.span() for match in WORD.finditer(text)))


def is_punctuation(character: str) -> bool:
    """Return whether a character stands at the edge of a word without being part of it."""
    return character in PUNCTUATION

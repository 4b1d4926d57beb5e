"""Matches: what a translation memory holds for a sentence, and the protocol by which a translator asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

__all__ = ["CONTEXT", "EXACT", "Match", "Memory", "Origin"]

Origin = Literal["model", "memory", "kept"]
"""Where the text of a target comes from; ``kept`` is the source, which had nothing to translate."""

EXACT: Final = 100
"""Percent of a match with the same text, which is taken instead of a draft."""
CONTEXT: Final = 101
"""Percent of a match with the same text and the same context."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of a translation memory that is like a sentence.

    :param percent: how alike, at most 101, as :func:`jisr.corpora.memory.likeness.likeness` defines it.
    :param source: the source of the entry.
    :param target: its target, which is mended if :attr:`mended` says so.
    :param memory: name of the file.
    :param unit: name of the entry in the file, or its number from 1.
    :param mended: whether the numbers of the target were replaced by those of the sentence, the only difference.
    """

    percent: int
    source: str
    target: str
    memory: str
    unit: str
    mended: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the target stands in the place of a draft; otherwise it stands beside one."""
        return self.percent >= EXACT or self.mended

    def record(self) -> dict[str, Any]:
        """Return the match as values for JSON."""
        return {
            "percent": self.percent,
            "source": self.source,
            "target": self.target,
            "memory": self.memory,
            "unit": self.unit,
            **({"mended": True} if self.mended else {}),
        }


class Memory(Protocol):
    """A translation memory."""

    @property
    def identity(self) -> str:
        """Hash of everything that decides what it finds, a part of a journal's key."""

    @property
    def paths(self) -> Sequence[str]:
        """Files that it was read from."""

    def find(self, source: str, *, before: str | None = None, unit: str = "") -> Sequence[Match]:
        """Return the matches of a sentence, the best first; what is taken is the first, if any is.

        :param before: the sentence before it; ``None`` if it is unknown.
        :param unit: name of the sentence in its document, such as the key of a string; empty if it has none.
        """

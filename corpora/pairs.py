"""A sentence, or a few, and their translation."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["DedupKey", "Pair"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry of a parallel corpus.

    :param source: the text in the source language.
    :param target: its translation.
    :param score: how sure it is that the two belong together, on the scale of whatever scored it.
    :param origin: where the pair comes from, for instance the name of a document.
    """

    source: str
    target: str
    score: float | None = None
    origin: str = ""


class DedupKey(StrEnum):
    """The sides by which two pairs are compared."""

    PAIR = "pair"
    SOURCE = "source"
    TARGET = "target"

"""Pairs of a text and its translation, the entries of parallel corpora."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["DedupKey", "Pair"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of a source and a target, usually one sentence each.

    :param source: text in the source language.
    :param target: its translation.
    :param score: confidence that the target translates the source, on the scale of the scorer; None if unknown.
    :param origin: name of the document or source that the pair comes from; empty if unknown.
    """

    source: str
    target: str
    score: float | None = None
    origin: str = ""


class DedupKey(StrEnum):
    """Sides by which pairs are compared."""

    PAIR = "pair"
    SOURCE = "source"
    TARGET = "target"

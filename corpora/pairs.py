"""Pairs of a text and its translation, the entries of parallel corpora."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

__all__ = ["DedupKey", "Pair", "chunks"]

Item = TypeVar("Item")

CHUNK_SIZE = 1000
"""Number of pairs processed at a time: the largest number whose verdicts or hashes a killed run loses."""


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


def chunks(pairs: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield pairs, or other items, in lists of :data:`CHUNK_SIZE`; the last may be shorter."""
    stream = iter(pairs)
    while chunk := list(islice(stream, CHUNK_SIZE)):
        yield chunk

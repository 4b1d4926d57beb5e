"""Batches: sources of like length together, in groups of equal length.

A source that is padded to the length of its neighbours comes out of the network with other last digits, and
int8 rounding makes those visible: now and then another word. So engines compute on sources of equal length
only. Nothing is spent on padding, and a translation does not depend on what else is in the batch.
"""

from collections.abc import Sequence, Sized
from itertools import pairwise

__all__ = ["batches", "groups"]


def batches(lengths: Sequence[int], size: int, tokens: int) -> list[list[int]]:
    """Put sources of like length into batches, and those of equal length into as few of them as will hold them.

    :param lengths: pieces of each source.
    :param size: the most sources in a batch.
    :param tokens: the most pieces in a batch; a longer source has a batch of its own.
    :return: the indices of each batch, from the shortest sources to the longest; every source is in one.
    """
    by_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        by_length.setdefault(length, []).append(index)
    made: list[list[int]] = []
    held = 0
    for length, members in sorted(by_length.items()):
        for part in evenly(members, max(1, min(size, tokens // max(1, length)))):
            more = length * len(part)
            if made and len(made[-1]) + len(part) <= size and held + more <= tokens:
                made[-1] += part
                held += more
            else:
                made.append(part)
                held = more
    return made


def evenly(members: Sequence[int], most: int) -> list[list[int]]:
    """Cut a list into as few parts as may be, the largest at most one longer than the smallest."""
    count = -(-len(members) // most)
    edges = [len(members) * part // count for part in range(count + 1)]
    return [list(members[start:end]) for start, end in pairwise(edges)]


def groups(batch: Sequence[Sized]) -> list[list[int]]:
    """Give the places of the sources of a batch, those of equal length together."""
    by_length: dict[int, list[int]] = {}
    for place, source in enumerate(batch):
        by_length.setdefault(len(source), []).append(place)
    return [by_length[length] for length in sorted(by_length)]

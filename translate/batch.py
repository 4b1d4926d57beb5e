"""Batches: sources of like length together, so that little is computed on padding.

A batch never spans two buckets of length. The limit on hypotheses is one number for a batch and is taken from
its bucket, so what a source is allowed does not depend on its neighbours, and neither does its translation.
"""

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["BUCKETS", "batches", "bucket"]

BUCKETS = (4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
"""The longest source of each bucket, in pieces: steps of a third to a half keep padding and batches few."""


def bucket(pieces: int) -> int:
    """Give the length that stands for a source of so many pieces: that of the longest in its bucket."""
    place = bisect_left(BUCKETS, pieces)
    return BUCKETS[place] if place < len(BUCKETS) else pieces


def batches(lengths: Sequence[int], size: int, tokens: int) -> list[list[int]]:
    """Group sources by length.

    :param lengths: pieces of each source.
    :param size: the most sources in a batch.
    :param tokens: the most pieces in a batch, padding counted; a longer source has a batch of its own.
    :return: the indices of each batch; every source is in exactly one.
    """
    order = sorted(range(len(lengths)), key=lambda index: (lengths[index], index))
    groups: list[list[int]] = []
    for index in order:
        group = groups[-1] if groups else []
        fits = (
            0 < len(group) < size
            and bucket(lengths[group[0]]) == bucket(lengths[index])
            and lengths[index] * (len(group) + 1) <= tokens
        )
        if fits:
            group.append(index)
        else:
            groups.append([index])
    return groups

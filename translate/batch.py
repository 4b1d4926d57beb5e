"""Batches: sources of like length together, in groups of equal length.

A source that is padded to the length of its neighbours comes out of the network with other last digits, and
int8 rounding makes those visible: now and then another word. So engines compute on sources of equal length
only. Nothing is spent on padding, and a translation does not depend on what else is in the batch.
"""

from collections.abc import Sequence, Sized

__all__ = ["batches", "groups"]


def batches(lengths: Sequence[int], size: int, tokens: int) -> list[list[int]]:
    """Put sources of like length into batches.

    :param lengths: pieces of each source.
    :param size: the most sources in a batch.
    :param tokens: the most pieces in a batch; a longer source has a batch of its own.
    :return: the indices of each batch, from the shortest sources to the longest; every source is in one.
    """
    order = sorted(range(len(lengths)), key=lambda index: (lengths[index], index))
    made: list[list[int]] = []
    held = 0
    for index in order:
        if made and len(made[-1]) < size and held + lengths[index] <= tokens:
            made[-1].append(index)
            held += lengths[index]
        else:
            made.append([index])
            held = lengths[index]
    return made


def groups(batch: Sequence[Sized]) -> list[list[int]]:
    """Give the places of the sources of a batch, those of equal length together."""
    by_length: dict[int, list[int]] = {}
    for place, source in enumerate(batch):
        by_length.setdefault(len(source), []).append(place)
    return [by_length[length] for length in sorted(by_length)]

"""Batches: sources of like length together, in groups that are padded to one length.

A source that is padded to the length of whatever neighbours it has comes out of the network with other last
digits, and int8 rounding makes those visible: now and then another word. So how far a source is padded depends
on itself alone: to the end of its stride. A translation then does not depend on what else is in the batch.
"""

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass

__all__ = ["STRIDE", "LengthStride", "deal_out", "group_by_stride", "make_batches"]

STRIDE = 8
"""Lengths that are padded to the same length: enough to fill the batches of an article, few enough to pad little."""


@dataclass(frozen=True, slots=True, order=True)
class LengthStride:
    """The lengths, in pieces, that are padded to the longest of them.

    :param longest: at least 1.
    """

    shortest: int
    longest: int

    @classmethod
    def of(cls, length: int, most: int) -> "LengthStride":
        """Return the stride of a length.

        :param length: pieces of a source, 1 or more.
        :param most: the most pieces that a source may have.
        """
        before = (length - 1) // STRIDE * STRIDE
        return cls(before + 1, min(before + STRIDE, most))

    @property
    def middle(self) -> int:
        """The length that stands for all of them where one must be named."""
        return (self.shortest + self.longest) // 2


def group_by_stride(sources: Sequence[Sized], most: int) -> dict[LengthStride, list[int]]:
    """Return the indices of the sources of each stride, the longest source of a stride first."""
    by_stride: dict[LengthStride, list[int]] = {}
    for place, source in enumerate(sources):
        by_stride.setdefault(LengthStride.of(len(source), most), []).append(place)
    return {
        stride: sorted(places, key=lambda place: -len(sources[place])) for stride, places in sorted(by_stride.items())
    }


def make_batches(sources: Sequence[Sized], size: int, tokens: int, most: int) -> list[list[int]]:
    """Return batches of sources of like length; those of one stride are in as few batches as will hold them.

    :param sources: anything whose length is that of a source in pieces.
    :param size: the most sources in a batch.
    :param tokens: the most pieces in a batch, padding included; a longer source has a batch of its own.
    :param most: the most pieces that a source may have.
    :return: the indices of each batch, from the shortest sources to the longest; every source is in one.
    """
    made: list[list[int]] = []
    held = 0
    for stride, members in group_by_stride(sources, most).items():
        for part in deal_out(members, max(1, min(size, tokens // stride.longest))):
            more = stride.longest * len(part)
            if made and len(made[-1]) + len(part) <= size and held + more <= tokens:
                made[-1] += part
                held += more
            else:
                made.append(part)
                held = more
    return made


def deal_out(members: Sequence[int], most: int) -> Iterable[list[int]]:
    """Deal out a list like cards to as few hands as may be, the largest at most one larger than the smallest."""
    count = -(-len(members) // most)
    return (list(members[hand::count]) for hand in range(count))

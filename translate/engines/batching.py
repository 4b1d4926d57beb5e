"""Batching: sources of similar length are decoded together, in groups that are padded to the same length.

Padding a source to the longest one of its batch would change the last digits of its logits with its neighbours, and
int8 rounding can turn that into another word. The padding of a source therefore depends on its own length alone: it
extends to the end of the source's stride, a range of lengths. So a translation does not depend on its batch.
"""

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass

__all__ = ["STRIDE", "LengthStride", "deal_out", "group_by_stride", "make_batches"]

STRIDE = 16
"""Number of lengths that are padded to the same one: of a short text, enough sources to be decoded together. With 8, a
text of 64 sentences takes a fifth longer."""
LONG_STRIDE = 8
"""Number of lengths that are padded to the same one above :data:`LONG`, where what is padded costs more."""
LONG = 64
"""Largest length of the strides of the first kind."""


@dataclass(frozen=True, slots=True, order=True)
class LengthStride:
    """A range of lengths in pieces, all padded to the longest.

    :param shortest: the shortest length, at least 1.
    :param longest: the longest length, inclusive.
    """

    shortest: int
    longest: int

    @classmethod
    def of(cls, length: int, most: int) -> "LengthStride":
        """Return the stride of a length.

        :param length: length of a source in pieces, at least 1.
        :param most: largest length that a source may have, in pieces.
        """
        size = STRIDE if length <= LONG else LONG_STRIDE
        before = (length - 1) // size * size
        return cls(before + 1, min(before + size, most))

    @property
    def middle(self) -> int:
        """Length that stands for the whole stride, as in the length limit of its hypotheses."""
        return (self.shortest + self.longest) // 2


def group_by_stride(sources: Sequence[Sized], most: int) -> dict[LengthStride, list[int]]:
    """Return the indices of the sources of each stride, the longest source first.

    :param most: largest length that a source may have, in pieces.
    """
    groups: dict[LengthStride, list[int]] = {}
    for index, source in enumerate(sources):
        groups.setdefault(LengthStride.of(len(source), most), []).append(index)
    return {
        stride: sorted(indices, key=lambda index: -len(sources[index])) for stride, indices in sorted(groups.items())
    }


def make_batches(sources: Sequence[Sized], size: int, tokens: int, most: int) -> list[list[int]]:
    """Return batches of sources of similar length, with the sources of a stride in as few batches as possible.

    :param sources: objects whose ``len()`` is the length of a source in pieces.
    :param size: largest number of sources in a batch.
    :param tokens: largest number of pieces in a batch, padding included; a longer source gets a batch of its own.
    :param most: largest length that a source may have, in pieces.
    :return: the indices of the sources of each batch, from the shortest sources to the longest; each source is in
        exactly one batch.
    """
    batches: list[list[int]] = []
    held = 0
    for stride, members in group_by_stride(sources, most).items():
        for part in deal_out(members, max(1, min(size, tokens // stride.longest))):
            more = stride.longest * len(part)
            if batches and len(batches[-1]) + len(part) <= size and held + more <= tokens:
                batches[-1] += part
                held += more
            else:
                batches.append(part)
                held = more
    return batches


def deal_out(members: Sequence[int], most: int) -> Iterable[list[int]]:
    """Distribute a list over as few lists as possible, like cards, so that their lengths differ by at most 1.

    :param most: largest length of a list.
    """
    count = -(-len(members) // most)
    return (list(members[hand::count]) for hand in range(count))

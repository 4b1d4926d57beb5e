"""Deduplication, which keeps the first of the pairs that are the same, or nearly the same.

The hashes of each chunk of pairs are recorded in a journal, from which a killed run resumes.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex, is_near_duplicate
from jisr.corpora.duplicates.normal_form import normal_forms, text_digest
from jisr.corpora.pairs import DedupKey, Pair, chunks
from jisr.storage.journal import Journal, digest

if TYPE_CHECKING:
    from jisr.arrays import Hashes

__all__ = [
    "EXACT_REASON",
    "NEAR_REASON",
    "are_near_duplicates",
    "compared_forms",
    "dedup",
    "hash_forms",
    "parse_hashes",
    "recorded_hashes",
    "separate",
]

HASH_SIZE = 16
"""Number of bytes of a hash: with 8, three of ten billion different pairs would be taken for duplicates."""

EXACT_REASON = "duplicate"
NEAR_REASON = "near-duplicate"
"""Reasons for a refusal, given as the origin of the refused pair."""


def dedup(
    pairs: Iterable[Pair],
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
    counts: FilterCounts | None = None,
    on_refused: Callable[[Pair], None] | None = None,
) -> Iterator[Pair]:
    """Yield the first of all pairs that differ only in case, diacritics, punctuation and the script of digits.

    This takes 16 bytes of memory for each kept pair, and 1 to 2 kB with ``near``.

    :param by: side that is compared, or both.
    :param near: also refuse pairs that differ from an earlier one by a word or so on each compared side; of the pairs
        with the same half of a text only the first 200 are compared.
    :param counts: updated with the number of pairs, and of those refused for each reason.
    :param on_refused: called with each refused pair, with the reason as its origin.
    """
    counts = FilterCounts() if counts is None else counts
    for kept, refused in separate(pairs, counts, by=by, near=near):
        if on_refused is not None:
            for pair in refused:
                on_refused(pair)
        yield from kept


def separate(
    pairs: Iterable[Pair],
    counts: FilterCounts,
    journal: Journal | None = None,
    *,
    by: DedupKey = DedupKey.PAIR,
    near: bool = False,
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Yield the kept pairs and the duplicates of each chunk.

    Texts are compared in their normal form (:func:`~jisr.corpora.duplicates.normal_form.normal_form`).

    :param counts: updated after each chunk.
    :param journal: journal for the hashes, from which a killed run resumes.
    :return: for each chunk the kept pairs, and the refused ones with the reason as their origin.
    """
    seen = HashSet()
    index = DistinctPairs()
    for chunk in chunks(pairs):
        forms = compared_forms(chunk, by)
        if journal is None:
            hashed = hash_forms(forms)
        else:
            key = digest(by, *(f"{pair.source}\t{pair.target}" for pair in chunk))
            hashed = recorded_hashes(journal, key, len(chunk), partial(hash_forms, forms))
        hashes = parse_hashes(hashed)
        kept, refused = [], []
        for pair, form, new in zip(chunk, forms, seen.new(hashes).tolist(), strict=True):
            if not new:
                refused.append(replace(pair, origin=EXACT_REASON))
            elif near and index.holds(form):
                refused.append(replace(pair, origin=NEAR_REASON))
            else:
                kept.append(pair)
        counts.pairs += len(chunk)
        counts.refused.update(pair.origin for pair in refused)
        yield kept, refused


def compared_forms(pairs: Sequence[Pair], by: DedupKey) -> list[tuple[str, ...]]:
    """Return the normal forms of the compared sides of each pair."""
    sides = [
        normal_forms([getattr(pair, side) for pair in pairs])
        for side in ("source", "target")
        if by in (DedupKey.PAIR, side)
    ]
    return list(zip(*sides, strict=True))


def hash_forms(forms: Iterable[tuple[str, ...]]) -> bytes:
    """Return the hashes of normal forms, one after the other."""
    return b"".join(text_digest(*each, size=HASH_SIZE) for each in forms)


def parse_hashes(hashes: bytes) -> "Hashes":
    """Return the halves of hashes that stand one after the other: shape (n, 2)."""
    import numpy as np

    return np.frombuffer(hashes, dtype="<u8").reshape(-1, 2)


def recorded_hashes(journal: Journal, key: str, count: int, hashes: Callable[[], bytes]) -> bytes:
    """Return hashes, from a journal if they are recorded there.

    :param key: hash of the texts.
    :param count: number of hashes.
    :param hashes: function that returns them.
    """
    recorded: str = journal.do(key, lambda: b64encode(hashes()).decode(), partial(are_hashes, count))
    return b64decode(recorded)


def are_hashes(count: int, recorded: object) -> bool:
    """Return whether a value from a journal can be a number of hashes."""
    try:
        return isinstance(recorded, str) and len(b64decode(recorded, validate=True)) == HASH_SIZE * count
    except ValueError:
        return False


class DistinctPairs:
    """All pairs but the exact duplicates, in an index of near duplicates."""

    def __init__(self) -> None:
        self.index = NearDuplicateIndex()
        self.others: list[str] = []

    def holds(self, forms: Sequence[str]) -> bool:
        """Add a pair, and return whether a near duplicate of it was kept before.

        :param forms: normal forms of its compared sides.
        """
        first, *others = forms
        other = " ".join(others)
        refused = any(are_near_duplicates(other, self.others[number]) for number in self.index.find(first))
        number = self.index.add(first)
        if refused:  # it takes its place among the first of its halves all the same: who is compared is known at once
            self.index.forget(number)
        self.others.append("" if refused else other)
        return refused


def are_near_duplicates(one: str, other: str) -> bool:
    """Return whether two normal forms are equal or nearly so."""
    return one == other or is_near_duplicate(one.split(), other.split())

"""Near duplicates among pairs that no process holds as a whole.

Whether two pairs are compared does not depend on what is kept: both have the same first or the same last half of the
first compared text, and the earlier one is among the first 200 distinct pairs that have it. So pairs are grouped by
their halves, and each group is compared by itself. What is found are edges, each from a pair to an earlier one that it
is near to. One pass over them in the order of the pairs refuses those that are near to a kept one.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jisr.corpora.duplicates.dedup import are_near_duplicates
from jisr.corpora.duplicates.near_duplicates import MOST_CANDIDATES_PER_KEY, found_by, is_near_duplicate, looks_for
from jisr.corpora.duplicates.normal_form import text_hash

if TYPE_CHECKING:
    from jisr.arrays import Flags, Indices

__all__ = ["NearRecord", "find_edges", "group_records", "is_near_kept", "pack_records", "unpack_records"]

GROUPS = 64
"""Number of groups of halves, each of which a worker holds at a time."""
COMPRESSION_LEVEL = 1

NearRecord = tuple[int, str, str, list[int], list[int]]
"""Number of a pair, the normal forms of its first and of its other compared text, the hashes of the keys under which it
is found, and those of the keys that it looks for."""


def group_records(forms: Iterable[Sequence[str]]) -> dict[int, list[NearRecord]]:
    """Return the records of pairs, numbered from 0, by the groups in which they are compared.

    :param forms: normal forms of the compared sides of each pair.
    """
    groups: defaultdict[int, list[NearRecord]] = defaultdict(list)
    for number, (first, *others) in enumerate(forms):
        keys: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for role, halves in enumerate((found_by(first), looks_for(first))):
            for half in map(text_hash, halves):
                keys[half % GROUPS][role].append(half)
        for group, (found, sought) in keys.items():
            groups[group].append((number, first, " ".join(others), found, sought))
    return groups


def pack_records(records: Sequence[NearRecord]) -> bytes:
    """Return records as bytes."""
    return zlib.compress(json.dumps(records, ensure_ascii=False).encode("utf-8", "surrogatepass"), COMPRESSION_LEVEL)


def unpack_records(data: bytes) -> list[NearRecord]:
    """Return records from their bytes."""
    records: list[NearRecord] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return records


def find_edges(records: Iterable[NearRecord]) -> "Indices":
    """Return the edges between the pairs of a group.

    :param records: the records in the order of the pairs.
    :return: numbers of a pair and of an earlier one that it is near to, in the order of the pairs: shape (n, 2).
    """
    import numpy as np

    known: set[tuple[str, str]] = set()
    halves: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    edges: list[tuple[int, int]] = []
    for number, first, other, found, sought in records:
        if (first, other) in known:  # an exact duplicate is no candidate, nor compared
            continue
        known.add((first, other))
        words = first.split()
        edges += [
            (number, earlier)
            for half in sought
            for earlier, text, other_text in halves[half]
            if is_near_duplicate(words, text.split()) and are_near_duplicates(other, other_text)
        ]
        for half in found:
            if len(halves[half]) < MOST_CANDIDATES_PER_KEY:
                halves[half].append((number, first, other))
    return np.array(edges, np.dtype("<i8")).reshape(-1, 2)


def is_near_kept(new: "Flags", edges: "Indices") -> "Flags":
    """Return for each pair whether it is near to an earlier one that is kept.

    :param new: whether each pair is no exact duplicate: shape (n,).
    :param edges: all edges, in any order, some perhaps twice: shape (m, 2).
    """
    import numpy as np

    near = np.zeros(len(new), bool)
    for number, earlier in edges[np.argsort(edges[:, 0], kind="stable")].tolist():
        # The pairs before are decided, for all their edges came before.
        near[number] |= bool(new[earlier]) and not near[earlier]
    return near

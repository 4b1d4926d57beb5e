"""The hash set behaves like a set."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.duplicates.hash_set import HashSet

HALF = st.integers(0, 8) | st.integers(2**63, 2**63 + 3) | st.integers(0, 2**64 - 1)


@given(st.lists(st.lists(st.tuples(HALF, HALF), max_size=30), max_size=12))
def test_hash_set_behaves_like_a_set(batches: list[list[tuple[int, int]]]) -> None:
    hashes, known = HashSet(), set[tuple[int, int]]()
    for batch in batches:
        expected = []
        for value in batch:
            expected.append(value not in known)
            known.add(value)
        assert hashes.new(np.array(batch, dtype=np.uint64).reshape(-1, 2)).tolist() == expected
    assert sum(len(first) for first, _ in hashes.runs) == len(known)
    assert len(hashes.runs) <= 10

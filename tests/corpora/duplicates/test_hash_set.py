"""The hash set behaves like a set."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.duplicates.hash_set import HashSet


@given(st.lists(st.lists(st.integers(0, 60) | st.integers(2**63, 2**64 - 1), max_size=30), max_size=12))
def test_hash_set_behaves_like_a_set(batches: list[list[int]]) -> None:
    hashes, known = HashSet(), set[int]()
    for batch in batches:
        expected = []
        for value in batch:
            expected.append(value not in known)
            known.add(value)
        assert hashes.new(np.array(batch, dtype=np.uint64)).tolist() == expected
    assert sum(len(run) for run in hashes.runs) == len(known)
    assert len(hashes.runs) <= 10

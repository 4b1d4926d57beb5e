"""Tests of the hash set and of the normal form that is hashed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.normal_form import normal_form, text_hash


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


@given(st.text())
def test_normal_form_is_idempotent(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


def test_what_the_normal_form_ignores() -> None:
    assert normal_form("قَـــالَ: «٢٠٢٤»\u200f") == normal_form("قال 2024") == "قال 2024"
    assert normal_form("Café, THE  end.") == "cafe the end"
    assert normal_form("ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ") == normal_form("قال الوزير")
    assert normal_form("على") != normal_form("علي")
    assert normal_form("…!") == ""


def test_hash_tells_texts_apart() -> None:
    assert text_hash("ab", "c") != text_hash("a", "bc")
    assert 0 <= text_hash("نعم") < 2**64

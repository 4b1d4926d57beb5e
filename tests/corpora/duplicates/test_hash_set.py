"""What was seen is known again, in little memory."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.duplicates.normal_form import fingerprint, normal


@given(st.lists(st.lists(st.integers(0, 60) | st.integers(2**63, 2**64 - 1), max_size=30), max_size=12))
def test_it_is_a_set(batches: list[list[int]]) -> None:
    seen, known = HashSet(), set[int]()
    for batch in batches:
        expected = []
        for value in batch:
            expected.append(value not in known)
            known.add(value)
        assert seen.new(np.array(batch, dtype=np.uint64)).tolist() == expected
    assert sum(len(run) for run in seen.runs) == len(known)
    assert len(seen.runs) <= 10


@given(st.text())
def test_the_normal_form_is_its_own(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_what_the_normal_form_passes_over() -> None:
    assert normal("قَـــالَ: «٢٠٢٤»\u200f") == normal("قال 2024") == "قال 2024"
    assert normal("Café, THE  end.") == "cafe the end"
    assert normal("ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ") == normal("قال الوزير")
    assert normal("على") != normal("علي")
    assert normal("…!") == ""


def test_fingerprints_tell_sides_apart() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert 0 <= fingerprint("نعم") < 2**64

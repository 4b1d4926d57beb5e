"""Batches hold every source once, within their bounds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.batch import batches, groups

LENGTHS = st.lists(st.integers(1, 60), max_size=80)


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_every_source_is_in_one_batch_and_bounds_hold(lengths: list[int], size: int, tokens: int) -> None:
    made = batches(lengths, size, tokens)
    flat = [index for batch in made for index in batch]
    assert sorted(flat) == list(range(len(lengths)))
    assert [lengths[index] for index in flat] == sorted(lengths)
    for batch in made:
        assert 1 <= len(batch) <= size
        assert len(batch) == 1 or sum(lengths[index] for index in batch) <= tokens


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_sources_of_one_length_are_in_as_few_batches_as_hold_them(
    lengths: list[int], size: int, tokens: int
) -> None:
    made = batches(lengths, size, tokens)
    for length in set(lengths):
        parts = [part for batch in made if (part := [i for i in batch if lengths[i] == length])]
        most = max(1, min(size, tokens // length))
        assert len(parts) == -(-lengths.count(length) // most)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_no_batch_ends_while_the_next_sources_of_one_length_would_fit(
    lengths: list[int], size: int, tokens: int
) -> None:
    made = batches(lengths, size, tokens)
    for batch, after in pairwise(made):
        more = [index for index in after if lengths[index] == lengths[after[0]]]
        pieces = sum(lengths[index] for index in batch + more)
        assert len(batch) + len(more) > size or pieces > tokens


def test_sources_of_one_length_keep_their_order() -> None:
    assert batches([3, 1, 3, 1, 2], 2, 100) == [[1, 3], [4], [0, 2]]
    assert batches([], 4, 4) == []


@given(LENGTHS)
def test_a_group_holds_all_sources_of_one_length(lengths: list[int]) -> None:
    made = groups([[None] * length for length in lengths])
    assert sorted(place for group in made for place in group) == list(range(len(lengths)))
    assert [lengths[group[0]] for group in made] == sorted(set(lengths))
    for group in made:
        assert group == sorted(group)
        assert len({lengths[place] for place in group}) == 1

"""Batches hold every source once, within their bounds, and padding depends on a source alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.engines.batching import STRIDE, LengthStride, deal_out, group_by_stride, make_batches

LENGTHS = st.lists(st.integers(1, 90), max_size=80)
MOST = 90


def sources(lengths: list[int]) -> list[str]:
    return ["x" * length for length in lengths]


@pytest.mark.parametrize(
    ("length", "most", "expected"),
    [
        (1, 511, (1, 16)),
        (16, 511, (1, 16)),
        (17, 511, (17, 32)),
        (50, 63, (49, 63)),
        (63, 63, (49, 63)),
        (65, 511, (65, 72)),
    ],
)
def test_a_stride_ends_at_a_multiple_or_at_the_last_position(length: int, most: int, expected: tuple[int, int]) -> None:
    assert LengthStride.of(length, most) == LengthStride(*expected)


@given(st.integers(1, 600), st.integers(0, 600))
def test_strides_do_not_overlap(length: int, more: int) -> None:
    stride = LengthStride.of(length, length + more)
    assert stride.shortest <= stride.middle <= stride.longest
    assert stride.shortest <= length <= stride.longest <= length + more
    assert stride.longest - stride.shortest < STRIDE
    assert {LengthStride.of(each, length + more) for each in range(stride.shortest, stride.longest + 1)} == {stride}


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_every_source_is_in_one_batch_and_bounds_hold(lengths: list[int], size: int, tokens: int) -> None:
    made = make_batches(sources(lengths), size, tokens, MOST)
    flat = [index for batch in made for index in batch]
    assert sorted(flat) == list(range(len(lengths)))
    strides = [LengthStride.of(lengths[index], MOST) for index in flat]
    assert strides == sorted(strides)
    for batch in made:
        assert 1 <= len(batch) <= size
        assert len(batch) == 1 or sum(LengthStride.of(lengths[index], MOST).longest for index in batch) <= tokens


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_sources_of_one_stride_are_in_as_few_batches_as_hold_them(lengths: list[int], size: int, tokens: int) -> None:
    made = make_batches(sources(lengths), size, tokens, MOST)
    strides = [LengthStride.of(length, MOST) for length in lengths]
    for stride in set(strides):
        parts = [part for batch in made if (part := [i for i in batch if strides[i] == stride])]
        most = max(1, min(size, tokens // stride.longest))
        assert len(parts) == -(-strides.count(stride) // most)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


@given(LENGTHS, st.integers(1, 9), st.integers(1, 100))
def test_no_batch_ends_while_the_next_sources_of_one_stride_would_fit(
    lengths: list[int], size: int, tokens: int
) -> None:
    made = make_batches(sources(lengths), size, tokens, MOST)
    strides = [LengthStride.of(length, MOST) for length in lengths]
    for batch, after in pairwise(made):
        more = [index for index in after if strides[index] == strides[after[0]]]
        pieces = sum(strides[index].longest for index in batch + more)
        assert len(batch) + len(more) > size or pieces > tokens


def test_the_longest_of_a_stride_comes_first_and_like_lengths_keep_their_order() -> None:
    assert make_batches(sources([3, 17, 3, 1, 20]), 2, 100, MOST) == [[0, 3], [2], [4, 1]]
    assert make_batches([], 4, 4, MOST) == []


@given(LENGTHS)
def test_a_group_holds_all_sources_of_one_stride(lengths: list[int]) -> None:
    made = group_by_stride(sources(lengths), MOST)
    assert sorted(place for group in made.values() for place in group) == list(range(len(lengths)))
    assert list(made) == sorted(made)
    for stride, group in made.items():
        assert {LengthStride.of(lengths[place], MOST) for place in group} == {stride}
        assert [lengths[place] for place in group] == sorted((lengths[place] for place in group), reverse=True)


def test_hands_are_dealt_like_cards() -> None:
    assert list(deal_out([5, 4, 3, 2, 1], 2)) == [[5, 2], [4, 1], [3]]
    assert list(deal_out([1, 2], 9)) == [[1, 2]]

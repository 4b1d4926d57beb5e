"""Rows of different lengths in one array."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jisr.train.data.ragged_array import RaggedArray

ROWS = st.lists(st.lists(st.integers(0, 99), max_size=5), max_size=8)


def lists(ragged: RaggedArray) -> list[list[int]]:
    ends = ragged.ends.tolist()
    return [ragged.flat[a:b].tolist() for a, b in itertools.pairwise(ends)]


@given(ROWS, st.data())
def test_rows_are_stored_appended_to_and_taken(rows: list[list[int]], data: st.DataObject) -> None:
    ragged = RaggedArray.of(rows)
    assert lists(ragged) == rows
    assert ragged.lengths.tolist() == [len(row) for row in rows]
    assert lists(ragged.append(7)) == [[*row, 7] for row in rows]
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=12)) if rows else []
    assert lists(ragged.take(np.array(chosen, np.int64))) == [rows[place] for place in chosen]


@given(ROWS)
def test_rows_are_padded_to_a_matrix(rows: list[list[int]]) -> None:
    matrix = RaggedArray.of(rows).padded(len(rows) + 1, 6, -1).tolist()
    assert matrix == [row + [-1] * (6 - len(row)) for row in [*rows, []]]


def test_consecutive_rows_are_merged() -> None:
    merged = RaggedArray.of([[1], [2, 3], [], [4]]).merged(np.array([2, 1, 1]))
    assert lists(merged) == [[1, 2, 3], [], [4]]

"""Pairs are found inside one another, and never across."""

import pytest

from jisr.translate.documents.nesting import nested_pairs


@pytest.mark.parametrize(
    ("marks", "pairs"),
    [
        ("", {}),
        ("<a >a", {0: 1}),
        ("<a <b >b >a", {0: 3, 1: 2}),
        ("<a <a >a >a", {0: 3, 1: 2}),
        ("<a <b >a >b", {0: 2}),  # the second would cross the first
        (">a <a", {}),
        ("<a -a >a -", {0: 2}),
    ],
)
def test_pairs(marks: str, pairs: dict[int, int]) -> None:
    kinds = {"<": "open", ">": "close", "-": "alone"}
    both = pairs | {second: first for first, second in pairs.items()}
    assert nested_pairs((kinds[mark[0]], mark[1:]) for mark in marks.split()) == both  # type: ignore[misc]

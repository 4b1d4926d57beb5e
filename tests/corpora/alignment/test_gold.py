"""Beads are read and written, and their agreement with gold beads is what vecalign computes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.alignment.beads import Bead, format_beads, parse_beads
from jisr.corpora.alignment.gold import Agreement, agreement
from jisr.errors import InputError


def beads(text: str) -> list[Bead]:
    return list(parse_beads(text.split(";")))


def test_beads_are_read() -> None:
    lines = ["[0, 1]:[0]", "", "# a note", "[2]:[]:0.25", "[]:[1]"]
    assert list(parse_beads(lines)) == [Bead((0, 1), (0,)), Bead((2,), ()), Bead((), (1,))]


@pytest.mark.parametrize("line", ["[0]", "0:0", "[0,]:[1]", "[a]:[0]", "[0]:[1", "[0 1]:[2]", "[-1]:[0]"])
def test_invalid_bead_is_reported_with_its_line(line: str) -> None:
    with pytest.raises(InputError, match=r"gold:2: .* is not a bead"):
        list(parse_beads(["[0]:[0]", line], "gold"))


@given(st.lists(st.builds(Bead, *[st.lists(st.integers(0, 99)).map(tuple)] * 2, st.floats(0, 1))))
def test_written_beads_are_read_back(some: list[Bead]) -> None:
    again = list(parse_beads(format_beads(some)))
    assert [(bead.source, bead.target) for bead in again] == [(bead.source, bead.target) for bead in some]


# Strict and lax precision, strict and lax recall; worked out by hand from the definition in vecalign's score.py.
GOLDEN = [
    ("[0]:[0];[1]:[1]", "[0]:[0];[1]:[1]", (1, 1, 1, 1)),
    ("[0]:[0];[1]:[1]", "[0,1]:[0,1]", (0, 1, 0, 1)),
    ("[0]:[0];[1]:[]", "[0]:[0];[1]:[]", (1, 1, 1, 1)),
    ("[0]:[0];[1]:[]", "[0]:[0];[1]:[1]", (0.5, 0.5, 0.5, 0.5)),
    ("[0]:[0];[1]:[1]", "[0]:[0];[1]:[]", (0.5, 0.5, 1, 1)),
    ("[0]:[1];[1]:[0]", "[0]:[0];[1]:[1]", (0, 0, 0, 0)),
    ("[0]:[0,1];[1,2]:[2]", "[0]:[0];[1]:[1,2];[2]:[3]", (0, 1, 0, 2 / 3)),
    ("[0]:[0];[0]:[0]", "[0]:[0]", (1, 1, 1, 1)),
    ("[]:[0]", "[0]:[0]", (0, 0, 0, 0)),
]


@pytest.mark.parametrize(("proposed", "gold", "expected"), GOLDEN)
def test_golden_values(proposed: str, gold: str, expected: tuple[float, ...]) -> None:
    result = agreement(beads(proposed), beads(gold))
    measures = (result.strict.precision, result.lax.precision, result.strict.recall, result.lax.recall)
    assert measures[0] == pytest.approx(expected[0])
    assert measures == pytest.approx(expected)


def test_documents_are_pooled() -> None:
    total = agreement(beads("[0]:[0]"), beads("[0]:[0]")) + agreement(beads("[0]:[0];[1]:[1]"), beads("[0,1]:[0,1]"))
    assert total.strict.precision == pytest.approx(1 / 3)
    assert total.strict.recall == pytest.approx(1 / 2)
    assert total.strict.f1 == pytest.approx(0.4)
    assert total.to_json()["lax"]["f1"] == 1
    assert total.table().splitlines()[3] == "f1          0.400   1.000"
    assert Agreement().strict.f1 == 0

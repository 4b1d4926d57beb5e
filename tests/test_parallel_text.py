"""The parallel text that is published with the project is as its card says."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "parallel-text"
FILES = sorted(FOLDER.glob("*.tsv"))
ROWS = {path.name: path.read_text(encoding="utf-8").splitlines() for path in FILES}
ARABIC = re.compile("[ء-ي]")


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_arabic_and_english(name: str) -> None:
    wrong = [
        number
        for number, row in enumerate(ROWS[name], start=1)
        if len(sides := row.split("\t")) != 2
        or any(side != side.strip() or not side for side in sides)
        or not ARABIC.search(sides[0])
        or ARABIC.search(sides[1])
    ]
    assert wrong == []


def test_no_sentence_stands_twice() -> None:
    rows = [row.split("\t") for some in ROWS.values() for row in some]
    for side in (0, 1):
        assert len({row[side] for row in rows}) == len(rows)


def test_the_card_counts_the_pairs() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\S+)` \| [^|]+ \| ([\d,]+) \|", card, flags=re.MULTILINE)
    assert {name: int(count.replace(",", "")) for name, count in table} == {
        name: len(rows) for name, rows in ROWS.items()
    }
    assert f"{sum(map(len, ROWS.values())):,} pairs in all" in card

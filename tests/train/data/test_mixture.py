"""Pairs are read by weight, none twice before all are read, and any round without those before it."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.formats.corpus_files import FORMATS, Corpus
from jisr.errors import InputError
from jisr.train.data.dataset import Dataset, DataSource
from jisr.train.data.mixture import Mixture
from jisr.train.settings import TrainingOptions


def mixture(sizes: dict[str, int], weights: dict[str, float] | None = None, temperature: float = 1.0) -> Mixture:
    corpus = Corpus(FORMATS["tsv"], ("all.tsv",))
    ends = np.cumsum([0, *sizes.values()])
    sources = tuple(
        DataSource(corpus, name, np.arange(start, end))
        for name, start, end in zip(sizes, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    )
    settings = TrainingOptions(
        corpora=("all.tsv",), output=Path("out"), weights=tuple((weights or {}).items()), temperature=temperature
    )
    return Mixture(Dataset(["-"] * int(ends[-1]), ["-"] * int(ends[-1]), sources), settings)


@pytest.mark.parametrize(
    ("weights", "temperature", "expected"),
    [
        ({}, 1.0, [0.9, 0.1]),
        ({"news": 9.0}, 1.0, [0.5, 0.5]),
        ({"news": 0.0}, 1.0, [1.0, 0.0]),
        ({"all.tsv": 3.0}, 1.0, [0.9, 0.1]),
        ({}, 2.0, [0.75, 0.25]),
        ({"news": 3.0}, 2.0, [0.5, 0.5]),
    ],
)
def test_shares(weights: dict[str, float], temperature: float, expected: list[float]) -> None:
    assert mixture({"talk": 90, "news": 10}, weights, temperature).shares.tolist() == pytest.approx(expected)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=4), st.integers(1, 40), st.integers(1, 12))
def test_no_pair_is_read_twice_before_all_are_read(sizes: list[int], size: int, rounds: int) -> None:
    drawn = mixture({str(place): count for place, count in enumerate(sizes)})
    seen: Counter[int] = Counter()
    for number in range(rounds):
        seen.update(drawn.draw(number, size).tolist())
    for source in drawn.sources:
        counts = [seen[member] for member in source.members.tolist()]
        assert max(counts) - min(counts) <= 1


def test_round_does_not_depend_on_those_drawn_before() -> None:
    one, other = (mixture({"talk": 50, "news": 7}, {"news": 2.0}) for _ in range(2))
    for number in range(5):
        one.draw(number, 20)
    assert one.draw(5, 20).tolist() == other.draw(5, 20).tolist()
    assert one.draw(5, 20).tolist() != one.draw(6, 20).tolist()


@pytest.mark.parametrize(
    ("weights", "words"),
    [({"nws": 2.0}, "the weight of nws: no such source; there are news, talk"), ({"all.tsv": 0.0}, "all are 0")],
)
def test_wrong_weights_are_refused(weights: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        mixture({"talk": 5, "news": 5}, weights)

"""Sentences of a test set that stand in training data: scores measured on them say little."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import normal
from jisr.corpora.pairs import Pair

__all__ = ["OverlapHit", "OverlapKind", "TestSentenceIndex"]

MOST_CANDIDATES = 5000


class OverlapKind(StrEnum):
    """How much alike two sentences are."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """But for case, diacritics, punctuation, digits and spaces."""

    NEAR = "near"
    """But for a word or so."""


@dataclass(frozen=True, slots=True)
class OverlapHit:
    """A test sentence that was found.

    :param kind: how much alike the two are.
    :param side: ``source`` or ``target``.
    :param test: where the test sentence stands.
    :param train: where it was found.
    :param test_text: the test sentence.
    :param train_text: what was found.
    """

    kind: OverlapKind
    side: str
    test: str
    train: str
    test_text: str
    train_text: str

    def record(self) -> dict[str, str]:
        """Give the fields by name, in their order."""
        return asdict(self)


class TestSentenceIndex:
    """The sentences that are looked for; about 2 kB a pair in memory, while training data streams by.

    :param pairs: the test sentences, each with where it stands.
    """

    __test__ = False  # not a test of pytest's

    def __init__(self, pairs: Iterable[tuple[str, Pair]]) -> None:
        self.sides = (TestSide("source"), TestSide("target"))
        self.pairs = 0
        for place, pair in pairs:
            self.pairs += 1
            for side, text in zip(self.sides, (pair.source, pair.target), strict=True):
                side.add(place, text)

    def find(self, pairs: Iterable[tuple[str, Pair]], *, near: bool = True) -> Iterator[OverlapHit]:
        """Yield what of the test set stands in training data, in the order of the latter.

        :param pairs: the training data, each pair with where it stands.
        :param near: look for sentences that are nearly the same, too.
        """
        for place, pair in pairs:
            for side, text in zip(self.sides, (pair.source, pair.target), strict=True):
                yield from side.find(place, text, near=near)


class TestSide:
    """One side of a test set."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.index = NearDuplicateIndex(MOST_CANDIDATES)
        self.places: list[list[tuple[str, str]]] = []
        self.numbers: dict[str, int] = {}

    def add(self, place: str, text: str) -> None:
        """Take in a sentence; one without words is in no danger."""
        form = normal(text)
        if not form:
            return
        number = self.numbers.get(form)
        if number is None:
            number = self.numbers[form] = self.index.add(form)
            self.places.append([])
        self.places[number].append((place, text))

    def find(self, place: str, text: str, *, near: bool) -> Iterator[OverlapHit]:
        """Yield the sentences that a text of the training data gives away."""
        form = normal(text)
        number = self.numbers.get(form)
        if number is not None:
            for test, said in self.places[number]:
                kind = OverlapKind.EXACT if said == text else OverlapKind.NORMALISED
                yield OverlapHit(kind, self.name, test, place, said, text)
        elif near:
            for close in self.index.find(form):
                for test, said in self.places[close]:
                    yield OverlapHit(OverlapKind.NEAR, self.name, test, place, said, text)

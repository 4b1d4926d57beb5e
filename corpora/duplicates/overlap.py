"""Sentences of a test set that stand in training data: scores measured on them say little."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import normal_form
from jisr.corpora.pairs import Pair

__all__ = ["OverlapHit", "OverlapKind", "TestSentenceIndex", "overlap"]

MOST_CANDIDATE_SENTENCES = 5000


class OverlapKind(StrEnum):
    """Degrees of likeness of two sentences."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """The same but for case, diacritics, punctuation, digits and spaces."""

    NEAR = "near"
    """The same but for a word or so."""


@dataclass(frozen=True, slots=True)
class OverlapHit:
    """A test sentence that was found.

    :param kind: degree of likeness.
    :param side: ``source`` or ``target``.
    :param test: place of the test sentence.
    :param train: place where it was found.
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
        """Return the fields by name, in their order."""
        return asdict(self)


def overlap(train: Iterable[Pair], tests: Iterable[Pair], *, near: bool = True) -> Iterator[OverlapHit]:
    """Yield the sentences of test sets that stand in training data, in the order of the latter.

    :param train: training data; it is read once and not held.
    :param tests: test sets, about 2 kB of memory a pair.
    :param near: also find sentences that differ by a word or so.
    :return: hits whose places are numbers of pairs, from 1.
    """

    def placed(pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
        return ((str(number), pair) for number, pair in enumerate(pairs, 1))

    yield from TestSentenceIndex(placed(tests)).find(placed(train), near=near)


class TestSentenceIndex:
    """The sentences that are looked for, about 2 kB of memory a pair, while training data streams by.

    :param pairs: the test sentences, each with its place.
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
        """Yield the test sentences that stand in training data, in the order of the latter.

        :param pairs: the training data, each pair with its place.
        :param near: also find sentences that differ by a word or so.
        """
        for place, pair in pairs:
            for side, text in zip(self.sides, (pair.source, pair.target), strict=True):
                yield from side.find(place, text, near=near)


class TestSide:
    """One side of a test set."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.index = NearDuplicateIndex(MOST_CANDIDATE_SENTENCES)
        self.places: list[list[tuple[str, str]]] = []
        self.numbers: dict[str, int] = {}

    def add(self, place: str, text: str) -> None:
        """Add a sentence; one without words is left out."""
        form = normal_form(text)
        if not form:
            return
        number = self.numbers.get(form)
        if number is None:
            number = self.numbers[form] = self.index.add(form)
            self.places.append([])
        self.places[number].append((place, text))

    def find(self, place: str, text: str, *, near: bool) -> Iterator[OverlapHit]:
        """Yield the test sentences that a text of the training data holds."""
        form = normal_form(text)
        number = self.numbers.get(form)
        if number is not None:
            for test, said in self.places[number]:
                kind = OverlapKind.EXACT if said == text else OverlapKind.NORMALISED
                yield OverlapHit(kind, self.name, test, place, said, text)
        elif near:
            for close in self.index.find(form):
                for test, said in self.places[close]:
                    yield OverlapHit(OverlapKind.NEAR, self.name, test, place, said, text)

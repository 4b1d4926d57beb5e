"""Overlap: sentences of a test set that are also in the training data, whose scores therefore say little."""

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
    """The same except for case, diacritics, punctuation, spaces and the script of digits."""

    NEAR = "near"
    """The same except for a word or so."""


@dataclass(frozen=True, slots=True)
class OverlapHit:
    """A test sentence that is in the training data.

    :param kind: degree of likeness.
    :param side: ``source`` or ``target``.
    :param test: place of the test sentence.
    :param train: place of the training sentence.
    :param test_text: the test sentence.
    :param train_text: the training sentence.
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
    """Yield the sentences of test sets that are in the training data, in the order of the latter.

    :param train: training data, which is read once and not held in memory.
    :param tests: test sets, which take about 2 kB of memory a pair.
    :param near: also find sentences that differ by a word or so.
    :return: hits whose places are numbers of pairs, from 1.
    """

    def numbered(pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
        return ((str(number), pair) for number, pair in enumerate(pairs, 1))

    yield from TestSentenceIndex(numbered(tests)).find(numbered(train), near=near)


class TestSentenceIndex:
    """An index of the sentences of test sets, which takes about 2 kB of memory a pair.

    :param pairs: pairs of the test sets, each with its place.
    """

    __test__ = False  # pytest takes the name for that of a test class

    def __init__(self, pairs: Iterable[tuple[str, Pair]]) -> None:
        self.sides = (TestSide("source"), TestSide("target"))
        self.pairs = 0
        for place, pair in pairs:
            self.pairs += 1
            for side, text in zip(self.sides, (pair.source, pair.target), strict=True):
                side.add(place, text)

    def find(self, pairs: Iterable[tuple[str, Pair]], *, near: bool = True) -> Iterator[OverlapHit]:
        """Yield the test sentences that are in training data, in the order of the latter.

        :param pairs: pairs of the training data, each with its place.
        :param near: also find sentences that differ by a word or so.
        """
        for place, pair in pairs:
            for side, text in zip(self.sides, (pair.source, pair.target), strict=True):
                yield from side.find(place, text, near=near)


class TestSide:
    """An index of one side of test sets.

    :param name: ``source`` or ``target``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.index = NearDuplicateIndex(MOST_CANDIDATE_SENTENCES)
        self.places: list[list[tuple[str, str]]] = []
        self.numbers: dict[str, int] = {}

    def add(self, place: str, text: str) -> None:
        """Add a sentence, unless it has no words."""
        form = normal_form(text)
        if not form:
            return
        number = self.numbers.get(form)
        if number is None:
            number = self.numbers[form] = self.index.add(form)
            self.places.append([])
        self.places[number].append((place, text))

    def find(self, place: str, text: str, *, near: bool) -> Iterator[OverlapHit]:
        """Yield the test sentences that are the same as a training sentence; near duplicates only if there are none."""
        form = normal_form(text)
        number = self.numbers.get(form)
        if number is not None:
            for test, test_text in self.places[number]:
                kind = OverlapKind.EXACT if test_text == text else OverlapKind.NORMALISED
                yield OverlapHit(kind, self.name, test, place, test_text, text)
        elif near:
            for close in self.index.find(form):
                for test, test_text in self.places[close]:
                    yield OverlapHit(OverlapKind.NEAR, self.name, test, place, test_text, text)

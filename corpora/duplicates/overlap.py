"""Overlap: sentences of a test set that are also in the training data, whose scores therefore say little."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from jisr.corpora.duplicates.near_duplicates import NearDuplicateIndex
from jisr.corpora.duplicates.normal_form import normal_forms
from jisr.corpora.pairs import Pair, chunks

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
        for chunk in chunks(pairs):
            self.pairs += len(chunk)
            for side in self.sides:
                side.add(chunk)

    def content(self) -> Iterator[str]:
        """Yield all that was added: the places and texts of each side."""
        return (each for side in self.sides for place in side.places for known in place for each in known)

    def find(self, pairs: Iterable[tuple[str, Pair]], *, near: bool = True) -> Iterator[OverlapHit]:
        """Yield the test sentences that are in training data, in the order of the latter.

        :param pairs: pairs of the training data, each with its place.
        :param near: also find sentences that differ by a word or so.
        """
        for chunk in chunks(pairs):
            for hits in zip(*(side.find(chunk, near=near) for side in self.sides), strict=True):
                for of_side in hits:
                    yield from of_side


class TestSide:
    """An index of one side of test sets.

    :param name: ``source`` or ``target``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.index = NearDuplicateIndex(MOST_CANDIDATE_SENTENCES)
        self.places: list[list[tuple[str, str]]] = []
        self.numbers: dict[str, int] = {}

    def texts(self, chunk: Sequence[tuple[str, Pair]]) -> Iterator[tuple[str, str, str]]:
        """Yield the place, the text and its normal form for the side of each pair."""
        texts = [getattr(pair, self.name) for _, pair in chunk]
        return zip((place for place, _ in chunk), texts, normal_forms(texts), strict=True)

    def add(self, chunk: Sequence[tuple[str, Pair]]) -> None:
        """Add the sentences of pairs, but for those without words."""
        for place, text, form in self.texts(chunk):
            if not form:
                continue
            number = self.numbers.get(form)
            if number is None:
                number = self.numbers[form] = self.index.add(form)
                self.places.append([])
            self.places[number].append((place, text))

    def find(self, chunk: Sequence[tuple[str, Pair]], *, near: bool) -> Iterator[list[OverlapHit]]:
        """Yield for each pair the test sentences that are the same; near duplicates only if there are none."""
        for place, text, form in self.texts(chunk):
            yield self.hits(place, text, form, near=near)

    def hits(self, place: str, text: str, form: str, *, near: bool) -> list[OverlapHit]:
        """Return the test sentences that are the same as a training sentence, as :meth:`find` does."""
        number = self.numbers.get(form)
        if number is not None:
            return [
                OverlapHit(
                    OverlapKind.EXACT if test_text == text else OverlapKind.NORMALISED,
                    self.name,
                    test,
                    place,
                    test_text,
                    text,
                )
                for test, test_text in self.places[number]
            ]
        close = (each for one in self.index.find(form) for each in self.places[one]) if near else ()
        return [OverlapHit(OverlapKind.NEAR, self.name, test, place, test_text, text) for test, test_text in close]

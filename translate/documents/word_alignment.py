"""The alignment of the words of a sentence with those of its translation, by the attention of the model.

The translation is forced: the model reads it as if it had drafted it, so that any text can be aligned, also one that a
person has edited.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from jisr.translate.documents.words import words_of
from jisr.translate.engines.engine import Weights
from jisr.translate.models.folder import WORD_START

if TYPE_CHECKING:
    from jisr.translate.text.normalization import Policy

__all__ = ["AttentionEngine", "AttentionWordAligner"]

LEAST_SUM = 0.2
"""Least sum of the weights of a source word at which its share counts in full."""


class AttentionEngine(Protocol):
    """An engine that returns what it looks at."""

    @property
    def positions(self) -> int:
        """Number of positions of the model."""

    def encode(self, text: str) -> list[str]:
        """Split a normalised source into pieces."""

    def encode_target(self, text: str) -> list[str]:
        """Split a target into pieces."""

    def attention(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[Weights]:
        """Return for each pair the weights of the source pieces for each target piece.

        :return: each row has a sum of at most 1.
        """


class AttentionWordAligner:
    """Aligns words by the attention of an engine.

    :param policy: policy by which sources are normalised.
    """

    def __init__(self, engine: AttentionEngine, policy: "Policy") -> None:
        self.engine = engine
        self.policy = policy

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Weights]:
        """Return the weights of the source words for each target word of each pair.

        :param pairs: sentences and their translations.
        :return: each row has a sum of at most 1; there are none for a pair that is too long for the model.
        """
        normalized = [self.policy.apply(source) for source, _ in pairs]
        sources = [self.engine.encode(text) for text in normalized]
        targets = [self.engine.encode_target(target) for _, target in pairs]
        most = self.engine.positions - 2
        fitting = [
            index
            for index, both in enumerate(zip(sources, targets, strict=True))
            if all(0 < len(pieces) <= most for pieces in both)
        ]
        fitting.sort(key=lambda index: len(targets[index]))  # those of one length together, which saves padding
        found = self.engine.attention([sources[index] for index in fitting], [targets[index] for index in fitting])
        weights: list[Weights] = [[] for _ in pairs]
        for index, attention in zip(fitting, found, strict=True):
            source, target = pairs[index]
            columns = words_of_pieces(sources[index], source, normalized[index])
            rows = words_of_pieces(targets[index], target, target)
            weights[index] = by_words(attention, rows, columns, (len(words_of(target)), len(words_of(source))))
        return weights


def by_words(attention: Weights, rows: Sequence[int], columns: Sequence[int], shape: tuple[int, int]) -> Weights:
    """Return weights of words from those of pieces: the mean over target of the sum over source pieces, sharpened.

    :param rows: target word of each target piece.
    :param columns: source word of each source piece.
    :param shape: number of target words and of source words.
    """
    weights = [[0.0] * shape[1] for _ in range(shape[0])]
    counts = Counter(rows)
    for row, piece in zip(rows, attention, strict=True):
        for column, weight in zip(columns, piece, strict=True):
            weights[row][column] += weight / counts[row]
    # A source word that many target words look at a little is none of theirs: each weight is multiplied by its share of
    # the weights of its source word.
    sums = [max(LEAST_SUM, sum(column)) for column in zip(*weights, strict=True)]
    # Rounded, so that the last digits, which depend on what is computed together, decide nothing.
    return [[round(each * each / total, 4) for each, total in zip(row, sums, strict=True)] for row in weights]


def words_of_pieces(pieces: Sequence[str], text: str, normalized: str) -> list[int]:
    """Return the word of a text to which each piece of its normalised form belongs.

    Normalisation seldom joins or parts words: as a rule both forms have as many. If not, or if SentencePiece changes
    the text once more, the share of the characters before a piece tells its word.

    :param text: a text with at least one word.
    """
    words = words_of(text)
    same = words_of(normalized)
    measured = same if len(same) == len(words) else words
    lengths = [end - start for start, end in measured.spans]
    piece_lengths = [len(piece.replace(WORD_START, "")) for piece in pieces]
    scale = sum(lengths) / max(1, sum(piece_lengths))
    ends: list[float] = []
    for length in lengths:
        ends.append((ends[-1] if ends else 0) + length)
    found: list[int] = []
    before = 0
    word = 0
    for length in piece_lengths:
        middle = (before + length / 2) * scale
        while word + 1 < len(ends) and middle >= ends[word]:
            word += 1
        found.append(word)
        before += length
    return found

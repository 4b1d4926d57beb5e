"""Subword regularisation (Kudo 2018): segmentations of words are sampled by their probability.

SentencePiece can sample, but its random numbers differ between processes whatever the seed, so that a killed training
could not be resumed with the same data. Since a unigram model segments each word independently, the most probable
segmentations ("cuts") of each word of the corpus are listed once, and texts are sampled from these lists with array
operations. That is many times as fast, and reproducible by the seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from jisr.errors import InputError
from jisr.train.data.ragged_array import RaggedArray

if TYPE_CHECKING:
    import numpy as np

    from jisr.arrays import Floats, Indices, Ints

__all__ = ["SAMPLED_CUTS", "Subwords", "clean_word"]

SAMPLED_CUTS = 8
"""Number of segmentations of a word to sample from; the others have a few per cent of the probability."""
WORDS_AT_ONCE = 10_000
"""Number of words that are segmented at a time."""


@dataclass(frozen=True, slots=True)
class Subwords:
    """The words of texts, and the cuts of each word.

    :param words: numbers of the words of each text.
    :param cuts: pieces of each cut; those of word ``w`` are the :data:`SAMPLED_CUTS` rows from ``w * SAMPLED_CUTS``,
        empty where the word has fewer.
    :param odds: cumulative probabilities of the cuts of each word; shape (words, :data:`SAMPLED_CUTS`).
    """

    words: RaggedArray
    cuts: RaggedArray
    odds: "Floats"

    @classmethod
    def of(
        cls,
        processor: Any,  # noqa: ANN401 - SentencePiece has no types
        table: "Ints",
        texts: Sequence[str],
        alpha: float,
    ) -> Self:
        """Return the cuts of the words of texts.

        :param processor: a SentencePiece model.
        :param table: id in the vocabulary for each id of the model.
        :param texts: the texts.
        :param alpha: exponent of the probabilities: 1 leaves them unchanged, 0 makes them equal.
        :raises InputError: if the model has no probabilities, such as one of byte-pair encoding.
        """
        import numpy as np

        known: dict[str, int] = {}
        rows = [[known.setdefault(word, len(known)) for word in clean_word(text).split()] for text in texts]
        scores = np.array([processor.get_score(number) for number in range(processor.get_piece_size())])
        odds = np.ones((len(known), SAMPLED_CUTS), np.float32)
        listed: list[list[int]] = []
        names = list(known)
        for start in range(0, len(names), WORDS_AT_ONCE):
            try:
                lists = processor.nbest_encode(
                    names[start : start + WORDS_AT_ONCE], nbest_size=SAMPLED_CUTS, out_type=int
                )
            except RuntimeError:
                raise InputError(
                    "subword sampling needs a unigram SentencePiece model; this one is of another kind"
                ) from None
            for word, cuts in enumerate(lists, start):
                logs = alpha * np.array([scores[cut].sum() for cut in cuts])
                chances = np.exp(logs - logs.max())
                odds[word, : len(cuts) - 1] = (np.cumsum(chances) / chances.sum())[:-1]
                listed += cuts
                listed += [[]] * (SAMPLED_CUTS - len(cuts))
        cuts_of = RaggedArray.of(listed)
        return cls(RaggedArray.of(rows), RaggedArray(table[cuts_of.flat], cuts_of.ends), odds)

    def sample(self, rows: "Indices", random: "np.random.Generator") -> RaggedArray:
        """Return the pieces of texts, with a random cut of each word.

        :param rows: indices of the texts.
        :param random: generator of the random numbers.
        """
        import numpy as np

        words = self.words.take(rows)
        drawn = random.random(len(words.flat), np.float32)
        choice = np.zeros(len(words.flat), np.int64)
        for column in range(SAMPLED_CUTS - 1):
            choice += drawn >= self.odds[words.flat, column]
        return self.cuts.take(words.flat.astype(np.int64) * SAMPLED_CUTS + choice).merged(words.lengths)


def clean_word(text: str) -> str:
    """Return a text with unpaired surrogates, which SentencePiece cannot read, replaced by ``?``."""
    return text.encode(errors="replace").decode()

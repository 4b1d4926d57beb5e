"""Subword regularisation (Kudo 2018): words cut in other ways than the best, by their probability.

SentencePiece samples by itself, but its random numbers differ from process to process, whatever the seed; a
training that was killed could not go on with the same data. A unigram model cuts each word by itself. So the
likeliest cuts of each word of the corpus are listed once, and a text is sampled word by word from the lists:
in arrays, many times as fast, and the same for the same seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from jisr.errors import InputError
from jisr.train.data.ragged_array import RaggedArray

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SAMPLED_CUTS", "Subwords", "clean_word"]

SAMPLED_CUTS = 8
"""Number of segmentations of a word that are sampled from; the rest hold a few per cent of the probability."""
WORDS_AT_ONCE = 10_000
"""Words that are cut at a time."""


@dataclass(frozen=True, slots=True)
class Subwords:
    """The words of texts and the cuts of each word.

    :param words: of each text, the numbers of its words.
    :param cuts: pieces; the cuts of word ``w`` are the rows from ``w`` times :data:`SAMPLED_CUTS`.
    :param odds: of each word, the probabilities of its cuts, summed up; shape (words, :data:`SAMPLED_CUTS`).
    """

    words: RaggedArray
    cuts: RaggedArray
    odds: "NDArray[np.float32]"

    @classmethod
    def of(
        cls,
        processor: Any,  # noqa: ANN401 - SentencePiece has no types
        table: "NDArray[np.int32]",
        texts: Sequence[str],
        alpha: float,
    ) -> Self:
        """List the cuts of every word.

        :param processor: a SentencePiece model.
        :param table: the vocabulary's number for each of its numbers.
        :param alpha: the exponent of the probabilities: 1 leaves them, 0 evens them out.
        :raises InputError: if the model has no probabilities, as those of byte pair encoding.
        """
        import numpy as np

        known: dict[str, int] = {}
        rows = [[known.setdefault(word, len(known)) for word in clean_word(text).split()] for text in texts]
        scores = np.array([processor.get_score(number) for number in range(processor.get_piece_size())])
        odds = np.ones((len(known), SAMPLED_CUTS), np.float32)
        found: list[list[int]] = []
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
                found += cuts
                found += [[]] * (SAMPLED_CUTS - len(cuts))
        cuts_of = RaggedArray.of(found)
        return cls(RaggedArray.of(rows), RaggedArray(table[cuts_of.flat], cuts_of.ends), odds)

    def sample(self, rows: "NDArray[np.int64]", random: "np.random.Generator") -> RaggedArray:
        """Cut texts anew, each word by the odds of its cuts.

        :param rows: the numbers of the texts.
        """
        import numpy as np

        words = self.words.take(rows)
        drawn = random.random(len(words.flat), np.float32)
        choice = np.zeros(len(words.flat), np.int64)
        for column in range(SAMPLED_CUTS - 1):
            choice += drawn >= self.odds[words.flat, column]
        return self.cuts.take(words.flat.astype(np.int64) * SAMPLED_CUTS + choice).merged(words.lengths)


def clean_word(text: str) -> str:
    """Write half a surrogate pair as ``?``, which SentencePiece could not read."""
    return text.encode(errors="replace").decode()

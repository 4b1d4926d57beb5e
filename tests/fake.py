"""An engine without a model: it spells Arabic in Latin letters, unless a text has a prepared translation."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jisr.errors import JisrError
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟"
LATIN = "eaawiyabttjghkdvrzscpqtzefoqklmnhuay,;?"
SPELLING = str.maketrans(ARABIC, LATIN)


def spelled(text: str) -> str:
    """Return the translation of a text that has no prepared one."""
    return text.translate(SPELLING)


@dataclass
class FakeEngine:
    """Splits at spaces and decodes each source by itself.

    :param first: prepared hypotheses of the first attempt, by text.
    :param again: prepared hypotheses of an attempt with repetition penalised, by text.
    """

    first: dict[str, Hypothesis] = field(default_factory=dict)
    again: dict[str, Hypothesis] = field(default_factory=dict)
    positions: int = 64
    ahead: int = 1
    identity: str = "fake"
    decoded: list[tuple[str, bool]] = field(default_factory=list)
    """Each decoded text, and whether repetition was penalised."""
    sizes: list[int] = field(default_factory=list)
    """Number of texts in each batch."""

    def record(self) -> dict[str, Any]:
        return {"engine": "fake"}

    def encode(self, text: str) -> list[str]:
        return text.split()

    def count_unknown(self, pieces: Sequence[str]) -> int:
        return sum("☃" in piece for piece in pieces)

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        for batch in batches:
            yield self.decode_batch(batch, decoding)

    def decode_batch(self, batch: SourceBatch, decoding: Decoding) -> list[Hypothesis]:
        hard = decoding.no_repeat_ngram > 0
        texts = [" ".join(pieces) for pieces in batch]
        assert all(texts)
        self.decoded += [(text, hard) for text in texts]
        self.sizes.append(len(batch))
        known = self.again if hard else self.first
        return [known.get(text) or found(spelled(text)) for text in texts]


def found(text: str, score: float = -0.5, *, cut_off: bool = False) -> Hypothesis:
    """Return a hypothesis with a text and a score, each of whose words is a piece of that log-probability."""
    count = len(text.split())
    return Hypothesis(text=text, score=score, pieces=count, cut_off=cut_off, word_scores=(score,) * count)


@dataclass
class FailingModel:
    """A model of a bench that fails in the process that runs it.

    :param make: a function that returns the error.
    """

    make: Callable[[], JisrError]
    name: str = "failing"
    engine: str = "ctranslate2"

    @property
    def model(self) -> str:
        """Raise the error."""
        raise self.make()

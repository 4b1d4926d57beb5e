"""An engine that needs no model: it spells Arabic in Latin letters, but for what it is told about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟"
LATIN = "eaawiyabttjghkdvrzscpqtzefoqklmnhuay,;?"
SPELLING = str.maketrans(ARABIC, LATIN)


def spelled(text: str) -> str:
    """What the engine makes of a text that it was told nothing about."""
    return text.translate(SPELLING)


@dataclass
class FakeEngine:
    """Cuts at spaces, and decodes each source for itself.

    :param first: what is found for a text at the first try, when that is not its spelling.
    :param again: the same for a try with repetition made hard.
    """

    first: dict[str, Hypothesis] = field(default_factory=dict)
    again: dict[str, Hypothesis] = field(default_factory=dict)
    positions: int = 64
    ahead: int = 1
    identity: str = "fake"
    decoded: list[tuple[str, bool]] = field(default_factory=list)
    """Every text that was decoded, and whether repetition was made hard."""
    sizes: list[int] = field(default_factory=list)
    """How many texts each batch held."""

    def record(self) -> dict[str, Any]:
        return {"engine": "fake"}

    def encode(self, text: str) -> list[str]:
        return text.split()

    def unknown(self, pieces: Sequence[str]) -> int:
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
    """A hypothesis with a text and a score."""
    return Hypothesis(text=text, score=score, pieces=len(text.split()), cut_off=cut_off)

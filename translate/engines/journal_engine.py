"""An engine whose work is recorded, so that a killed job goes on where it was."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from functools import partial
from typing import Any

from jisr.storage.journal import Journal, digest
from jisr.translate.engines.engine import Decoding, Engine, Hypothesis, SourceBatch

__all__ = ["JournalEngine"]


class JournalEngine:
    """Asks a journal for each batch before it decodes.

    A translator asks for the same batches in the same order for the same input and settings, which is what a
    journal needs. The key of a batch is the hash of everything that decides its result. With each result
    stands how long it took, so that the speed of a job that was killed is known as well.
    """

    def __init__(self, engine: Engine, journal: Journal) -> None:
        self.engine = engine
        self.journal = journal
        self.identity = engine.identity
        self.seconds = 0.0
        """Seconds that all batches took to decode, those from the journal included."""

    def record(self) -> dict[str, Any]:
        """Describe the model, its revision and the engine."""
        return self.engine.record()

    @property
    def positions(self) -> int:
        """Number of positions of the model."""
        return self.engine.positions

    def encode(self, text: str) -> list[str]:
        """Cut a normalised text into pieces."""
        return self.engine.encode(text)

    def unknown(self, pieces: Sequence[str]) -> int:
        """Count the pieces that the model does not know."""
        return self.engine.unknown(pieces)

    @property
    def ahead(self) -> int:
        """Number of batches under way at a time."""
        return self.engine.ahead

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypothesis for each source of each batch, from the journal or by decoding."""
        live: Iterator[list[Hypothesis]] | None = None

        def work(number: int) -> tuple[float, list[tuple[str, float, int, bool]]]:
            nonlocal live
            # A record holds the first batches or none: from the first that it lacks, all are decoded.
            live = live or self.engine.decode(batches[number:], decoding)
            started = time.perf_counter()
            found = [astuple(hypothesis) for hypothesis in next(live)]
            return round(time.perf_counter() - started, 6), found

        for number, batch in enumerate(batches):
            key = digest(self.identity, decoding.signature(), *(digest(*pieces) for pieces in batch))
            seconds, found = self.journal.do(key, partial(work, number))
            self.seconds += seconds
            yield [Hypothesis(*fields) for fields in found]

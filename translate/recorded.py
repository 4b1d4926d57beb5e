"""An engine whose work is recorded, so that a killed job goes on where it was."""

import time
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from jisr.journal import Journal, digest
from jisr.translate.engine import Decoding, Engine, Hypothesis

__all__ = ["RecordedEngine"]


class RecordedEngine:
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
        """How long all batches took to decode, those from the record included."""

    def record(self) -> dict[str, Any]:
        """Describe the model, its revision and the engine."""
        return self.engine.record()

    @property
    def positions(self) -> int:
        """Say how many positions the model has."""
        return self.engine.positions

    def encode(self, text: str) -> list[str]:
        """Cut a normalised text into pieces."""
        return self.engine.encode(text)

    def unknown(self, pieces: Sequence[str]) -> int:
        """Count the pieces that the model does not know."""
        return self.engine.unknown(pieces)

    def decode(self, batch: Sequence[Sequence[str]], decoding: Decoding) -> list[Hypothesis]:
        """Give the best hypothesis for each source, from the record or by decoding."""

        def work() -> tuple[float, list[tuple[str, float, int, bool]]]:
            started = time.perf_counter()
            found = [astuple(hypothesis) for hypothesis in self.engine.decode(batch, decoding)]
            return round(time.perf_counter() - started, 6), found

        sources = (digest(*pieces) for pieces in batch)
        key = digest(self.identity, decoding.signature(), *sources)
        seconds, found = self.journal.do(key, work)
        self.seconds += seconds
        return [Hypothesis(*fields) for fields in found]

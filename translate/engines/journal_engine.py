"""An engine that records its work in a journal, so that a killed job can be resumed."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import partial
from operator import attrgetter
from typing import Any, cast

from jisr.storage.journal import Journal, digest, has_shape
from jisr.translate.engines.engine import Completion, Decoding, Engine, Hypothesis, PrefixEngine, SourceBatch

__all__ = ["JournalEngine"]

HYPOTHESIS = tuple[str, float, int, bool, list[float]]
"""Shape of a hypothesis in a journal."""
row_of = attrgetter(*(field.name for field in fields(Hypothesis)))
"""Return the values of a hypothesis, in the order of its fields; ``astuple`` would copy them one by one."""


class JournalEngine:
    """Decodes only the batches that are not in a journal.

    For the same input and options, a translator asks for the same batches in the same order, which is what a journal
    needs. The key of a batch is the hash of everything that decides its result. The time of each batch is recorded
    with it, so that the speed of a killed job is known as well.

    :param others: hashes of what else decides the outputs, such as a translation memory.
    """

    def __init__(self, engine: Engine, journal: Journal, others: Sequence[str] = ()) -> None:
        self.engine = engine
        self.journal = journal
        self.identity = digest(engine.identity, *others) if others else engine.identity
        self.positions = engine.positions
        self.ahead = engine.ahead
        self.record = engine.record
        self.encode = engine.encode
        self.count_unknown = engine.count_unknown
        self.seconds = 0.0
        """Decoding time of all batches in seconds, including those from the journal."""

    def decode(self, batches: Sequence[SourceBatch], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Yield the best hypotheses of each batch, from the journal or by decoding."""
        live: Iterator[list[Hypothesis]] | None = None

        def work(index: int) -> tuple[float, list[tuple[Any, ...]]]:
            nonlocal live
            # A journal holds the first batches, if any: from the first one that it lacks, all are decoded.
            live = live or self.engine.decode(batches[index:], decoding)
            started = time.perf_counter()
            results = [row_of(hypothesis) for hypothesis in next(live)]
            return round(time.perf_counter() - started, 6), results

        for index, batch in enumerate(batches):
            key = digest(self.identity, decoding.signature(), *(digest(*pieces) for pieces in batch))
            seconds, results = self.journal.do(key, partial(work, index), partial(is_record_of, batch))
            self.seconds += seconds
            yield [recorded_hypothesis(*row) for row in results]

    def complete(self, wanted: Sequence[Completion], decoding: Decoding) -> list[Hypothesis]:
        """Return the best hypothesis for each completion, from the journal or by decoding."""
        engine = cast("PrefixEngine", self.engine)
        keys = (
            digest(digest(*each.source), digest(*each.prefix), *(digest(*pieces) for pieces in each.forbidden))
            for each in wanted
        )
        rows = self.journal.do(
            digest("complete", self.identity, decoding.signature(), *keys),
            lambda: [row_of(hypothesis) for hypothesis in engine.complete(wanted, decoding)],
            lambda recorded: has_shape(recorded, list[HYPOTHESIS]) and len(recorded) == len(wanted),
        )
        return [recorded_hypothesis(*row) for row in rows]


def recorded_hypothesis(
    text: str, score: float, pieces: int, cut_off: bool, word_scores: Sequence[float]
) -> Hypothesis:
    """Return a hypothesis from its values in a journal."""
    return Hypothesis(text, score, pieces, cut_off, tuple(word_scores))


def is_record_of(batch: SourceBatch, recorded: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Return whether a value from a journal has the form of the time and the hypotheses of a batch."""
    shape = tuple[float, list[HYPOTHESIS]]
    return has_shape(recorded, shape) and len(recorded[1]) == len(batch)

"""An engine without a model, which spells Arabic in Latin letters; workers without processes; a model that fails."""

import pickle
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from jisr.cluster.pool import Done, Lost
from jisr.errors import EngineError, JisrError
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟"
LATIN = "eaawiyabttjghkdvrzscpqtzefoqklmnhuay,;?"
SPELLING = str.maketrans(ARABIC, LATIN)


def romanized(text: str) -> str:
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
        return [known.get(text) or found(romanized(text)) for text in texts]


def found(text: str, score: float = -0.5, *, cut_off: bool = False) -> Hypothesis:
    """Return a hypothesis with a text and a score, each of whose words is a piece of that log-probability."""
    count = len(text.split())
    return Hypothesis(text=text, score=score, pieces=count, cut_off=cut_off, word_scores=(score,) * count)


@dataclass
class FakePool:
    """Workers in this process, which do items in any order and may die of one of their numbers.

    :param pickled: whether function, items and results are pickled, as for other processes.
    :param deadly: numbers that kill their worker.
    :param accidents: how many other deaths there are.
    :param nodes: the machines, which are taken in turn.
    :param bad: those on which every worker dies.
    :param failing: those on which every worker fails.
    """

    function: Callable[[Any], Any]
    workers: int = 3
    apart: bool = False
    pickled: bool = False
    deadly: frozenset[int] = frozenset()
    accidents: int = 0
    nodes: list[str] = field(default_factory=lambda: ["a", "b"])
    bad: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    random: Random = field(default_factory=lambda: Random(1))
    tickets: int = 0
    running: dict[int, Any] = field(default_factory=dict)
    where: dict[int, str] = field(default_factory=dict)
    handed: list[Any] = field(default_factory=list)
    """What was handed out, without the keys of the shards."""
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.function = self.carried(self.function)

    def __enter__(self) -> "FakePool":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def idle(self) -> int:
        return self.workers - len(self.running)

    def describe(self) -> Mapping[str, Any]:
        return {"here": self.function(None)}

    def leave_out(self, node: str, reason: str) -> None:
        if len(self.nodes) > 1:
            self.left_out.append(f"{node}: {reason}")
            self.nodes.remove(node)

    def submit(self, item: Any, avoided: Collection[str] = ()) -> int:
        assert self.idle
        self.tickets += 1
        self.running[self.tickets] = self.carried(item)
        better = [node for node in self.nodes if node not in avoided] or self.nodes
        self.where[self.tickets] = better[self.tickets % len(better)]
        self.handed.append(item[1])
        return self.tickets

    def wait(self) -> Sequence[Done | Lost]:
        assert self.running
        ticket = self.random.choice(sorted(self.running))
        item = self.running.pop(ticket)
        node = self.where[ticket]
        if node in self.failing:
            return [Done(ticket, EngineError("no memory"), node)]
        if node in self.bad or (self.deadly and self.deadly.intersection(item[1])):
            return [Lost(ticket, "killed", node)]
        if self.accidents and self.random.random() < 0.5:
            self.accidents -= 1
            return [Lost(ticket, "an accident", node)]
        try:
            value = self.function(item)
        except JisrError as error:
            return [Done(ticket, error, node)]
        return [Done(ticket, None, node, self.carried(value))]

    def carried(self, value: Any) -> Any:
        """Return a value as it comes out of another process."""
        return pickle.loads(pickle.dumps(value)) if self.pickled else value


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

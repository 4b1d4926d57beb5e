"""A bilingual lexicon: for a stem of one language, the stems of the other that translate it, with probabilities.

It was made from the training corpus by IBM model 1 in both directions (Brown et al. 1993,
https://aclanthology.org/J93-2003); ``benchmarks/lexicon.py`` is the recipe.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from pathlib import Path

    from jisr.arrays import AnyArray

__all__ = ["LEAST", "Lexicon", "write_lexicon"]

STEPS: Final = 255
"""Number of steps in which a probability is stored, as a logarithm from :data:`LEAST` to 1."""
LEAST: Final = 0.01
"""Smallest probability in a lexicon."""
RAREST: Final = 12.0
"""Rarity of a stem that is not in the lexicon, and the largest of all."""
READING: Final = Lock()
"""Held while the lexicon is read."""


class Lexicon:
    """Probabilities of translations, and how rare each stem is.

    The tables are arrays: as dictionaries they would take longer to load than a sentence to translate.

    :param sources: Arabic stems, by which ``starts`` is indexed.
    :param targets: English stems.
    :param rarities: negative natural logarithm of the relative frequency of each source stem, and of each target stem.
    :param starts: first entry of each source stem, and the number of all entries at the end.
    :param entries: indices of target stems, those of one source stem after the other.
    :param steps: step of the probability of each entry, 0 to 255.
    """

    def __init__(
        self,
        sources: Sequence[str],
        targets: Sequence[str],
        rarities: "tuple[AnyArray, AnyArray]",
        starts: "AnyArray",
        entries: "AnyArray",
        steps: "AnyArray",
    ) -> None:
        self.sources = {stem: index for index, stem in enumerate(sources)}
        self.targets = {stem: index for index, stem in enumerate(targets)}
        self.target_names = targets
        self.rarities = rarities
        self.starts, self.entries, self.steps = starts, entries, steps
        self.found: dict[str, dict[str, float]] = {}

    @staticmethod
    def load() -> "Lexicon":
        """Return the lexicon that ships with the package; it is read once, also if several threads ask for it."""
        with READING:
            return read_shipped()

    @classmethod
    def from_arrays(cls, stored: "Mapping[str, AnyArray]") -> Self:
        """Return the lexicon of the arrays that :func:`write_lexicon` writes."""
        sources, targets = (bytes(stored[name]).decode().split("\n") for name in ("sources", "targets"))
        rarities = stored["source_rarities"], stored["target_rarities"]
        return cls(sources, targets, rarities, stored["starts"], stored["entries"], stored["steps"])

    def translations(self, stem: str) -> dict[str, float]:
        """Return the translations of an Arabic stem with their probabilities, :data:`LEAST` to 1; empty if unknown."""
        index = self.sources.get(stem)
        if index is None:
            return {}
        if stem not in self.found:  # only known stems are kept: of others a corpus has any number
            span = slice(self.starts[index], self.starts[index + 1])
            names = map(self.target_names.__getitem__, self.entries[span].tolist())
            self.found[stem] = dict(zip(names, map(probability, self.steps[span].tolist()), strict=True))
        return self.found[stem]

    def source_rarity(self, stem: str) -> float:
        """Return how rare an Arabic stem is, 0 to :data:`RAREST`."""
        index = self.sources.get(stem)
        return RAREST if index is None else min(RAREST, float(self.rarities[0][index]))

    def target_rarity(self, stem: str) -> float:
        """Return how rare an English stem is, 0 to :data:`RAREST`."""
        index = self.targets.get(stem)
        return RAREST if index is None else min(RAREST, float(self.rarities[1][index]))


@cache
def read_shipped() -> Lexicon:
    """Return the lexicon of the package's data."""
    import numpy as np

    with (files("jisr.translate") / "data/lexicon.npz").open("rb") as stream, np.load(stream) as stored:
        return Lexicon.from_arrays(stored)


@cache
def probability(step: int) -> float:
    """Return the probability that a step stands for."""
    return math.exp(math.log(LEAST) * (1 - step / STEPS))


def probability_step(value: float) -> int:
    """Return the step nearest to a probability."""
    return round(STEPS * (1 - math.log(max(value, LEAST)) / math.log(LEAST)))


def write_lexicon(
    path: "Path",
    translations: dict[str, dict[str, float]],
    source_rarities: dict[str, float],
    target_rarities: dict[str, float],
) -> None:
    """Write a lexicon.

    :param translations: for each Arabic stem its English stems with their probabilities, :data:`LEAST` to 1.
    :param source_rarities: rarity of each Arabic stem.
    :param target_rarities: rarity of each English stem; at most 65,536.
    """
    import numpy as np

    targets = {stem: index for index, stem in enumerate(target_rarities)}
    spans = [translations.get(stem, {}) for stem in source_rarities]
    np.savez_compressed(
        path,
        sources=pack(source_rarities),
        targets=pack(target_rarities),
        source_rarities=np.array(list(source_rarities.values()), np.float16),
        target_rarities=np.array(list(target_rarities.values()), np.float16),
        starts=np.cumsum([0, *map(len, spans)]).astype(np.int32),
        entries=np.array([targets[stem] for span in spans for stem in span], np.uint16),
        steps=np.array([probability_step(value) for span in spans for value in span.values()], np.uint8),
    )


def pack(stems: Iterable[str]) -> "AnyArray":
    """Return stems as an array of bytes, which takes less room than an array of strings."""
    import numpy as np

    return np.frombuffer("\n".join(stems).encode(), np.uint8)

"""A bilingual lexicon: for a stem of one language, the stems of the other that translate it, with probabilities.

It was made from the training corpus by IBM model 1 in both directions (Brown et al. 1993,
https://aclanthology.org/J93-2003); ``benchmarks/lexicon.py`` is the recipe.
"""

import json
import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, Self

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LEAST", "Lexicon", "Stems", "write_lexicon"]

STEPS: Final = 255
"""Number of steps in which a probability is stored, as a logarithm from :data:`LEAST` to 1."""
LEAST: Final = 0.01
"""Smallest probability in a lexicon."""
RAREST: Final = 12.0
"""Rarity of a stem that is not in the lexicon, and the largest of all."""
READING: Final = Lock()
"""Held while the lexicon is read."""
ITEM_FORMATS: Final[dict[str, Literal["f", "i", "H", "B"]]] = {"F32": "f", "I32": "i", "U16": "H", "U8": "B"}
"""Format of the items of an array in :mod:`struct`, by their type in safetensors."""
MOST_PLACES: Final = 50_000
"""Number of stems of a language whose places are kept."""


class Stems:
    """The stems of one language, in the order of their characters, and how rare each is.

    :param names: the stems.
    :param rarities: negative natural logarithm of the relative frequency of each.
    """

    def __init__(self, names: Sequence[str], rarities: Sequence[float]) -> None:
        self.names = names
        self.rarities = rarities
        # To search a list takes longer than a dictionary, which would take as long to make as a sentence to translate.
        self.place = lru_cache(MOST_PLACES)(self.find)

    def find(self, stem: str) -> int | None:
        """Return the index of a stem; ``None`` if it is not among them."""
        index = bisect_left(self.names, stem)
        return index if index < len(self.names) and self.names[index] == stem else None

    def __contains__(self, stem: str) -> bool:
        return self.place(stem) is not None

    def rarity(self, stem: str) -> float:
        """Return how rare a stem is, 0 to :data:`RAREST`."""
        index = self.place(stem)
        return RAREST if index is None else min(RAREST, self.rarities[index])


class Lexicon:
    """Probabilities of translations, and how rare each stem is.

    The tables are arrays: as dictionaries they would take longer to load than a sentence to translate.

    :param sources: Arabic stems, by which ``starts`` is indexed.
    :param targets: English stems.
    :param starts: first entry of each source stem, and the number of all entries at the end.
    :param entries: indices of target stems, those of one source stem after the other.
    :param steps: step of the probability of each entry, 0 to 255.
    """

    def __init__(
        self, sources: Stems, targets: Stems, starts: Sequence[int], entries: Sequence[int], steps: Sequence[int]
    ) -> None:
        self.sources = sources
        self.targets = targets
        self.starts, self.entries, self.steps = starts, entries, steps
        self.found: dict[str, dict[str, float]] = {}

    @staticmethod
    def load() -> "Lexicon":
        """Return the lexicon that ships with the package; it is read once, also if several threads ask for it."""
        with READING:
            return read_shipped()

    @classmethod
    def of(cls, stored: bytes) -> Self:
        """Return the lexicon of a file that :func:`write_lexicon` has written, from its content."""
        arrays = read_arrays(stored)
        sources, targets = (
            Stems(bytes(arrays[names]).decode().split("\n"), arrays[rarities])
            for names, rarities in (("sources", "source_rarities"), ("targets", "target_rarities"))
        )
        return cls(sources, targets, arrays["starts"], arrays["entries"], arrays["steps"])

    def translations(self, stem: str) -> dict[str, float]:
        """Return the translations of an Arabic stem with their probabilities, :data:`LEAST` to 1; empty if unknown."""
        index = self.sources.place(stem)
        if index is None:
            return {}
        if stem not in self.found:  # only known stems are kept: of others a corpus has any number
            span = slice(self.starts[index], self.starts[index + 1])
            names = map(self.targets.names.__getitem__, self.entries[span])
            self.found[stem] = dict(zip(names, map(probability, self.steps[span]), strict=True))
        return self.found[stem]


def read_arrays(stored: bytes) -> "dict[str, memoryview[Any]]":
    """Return the arrays of a safetensors file by name, from its content; without NumPy, whose import takes longer.

    The file has the length of its header, the header in JSON, and the arrays one after the other.
    """
    view = memoryview(stored)
    begin = 8 + int.from_bytes(view[:8], "little")
    header = json.loads(bytes(view[8:begin]))
    header.pop("__metadata__", None)
    arrays = {}
    for name, array in header.items():
        first, last = array["data_offsets"]
        arrays[name] = view[begin + first : begin + last].cast(ITEM_FORMATS[array["dtype"]])
    return arrays


@cache
def read_shipped() -> Lexicon:
    """Return the lexicon of the package's data."""
    return Lexicon.of((files("jisr.translate") / "data/lexicon.safetensors").read_bytes())


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
    from safetensors.numpy import save_file

    names, target_names = sorted(source_rarities), sorted(target_rarities)
    targets = {stem: index for index, stem in enumerate(target_names)}
    spans = [translations.get(stem, {}) for stem in names]
    arrays: dict[str, Any] = {
        "sources": np.frombuffer("\n".join(names).encode(), np.uint8),
        "targets": np.frombuffer("\n".join(target_names).encode(), np.uint8),
        "source_rarities": np.array([source_rarities[stem] for stem in names], np.float32),
        "target_rarities": np.array([target_rarities[stem] for stem in target_names], np.float32),
        "starts": np.cumsum([0, *map(len, spans)]).astype(np.int32),
        "entries": np.array([targets[stem] for span in spans for stem in span], np.uint16),
        "steps": np.array([probability_step(value) for span in spans for value in span.values()], np.uint8),
    }
    save_file(arrays, path)

"""Cleaning: pairs run through filters, and what is refused is counted by its reason.

Pairs are judged a piece at a time, and the verdicts of each piece are kept in a journal: a run that was
killed takes them from there and judges only what is new.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from jisr.corpora.filters import (
    ControlCharacters,
    Copied,
    Filter,
    Language,
    Length,
    Numbers,
    Ratio,
    Repeated,
    Script,
)
from jisr.corpora.pairs import Pair
from jisr.corpora.stopwords import LANGUAGES
from jisr.journal import Journal, digest

__all__ = ["Explanation", "Tally", "clean", "default_filters", "explain", "pieces"]

PIECE = 1000
"""Pairs that are judged at a time: what a killed run loses at most."""

KEPT = "."
SAMPLES = 3


@dataclass(slots=True)
class Tally:
    """How many pairs were seen, and how many refused for which reason."""

    pairs: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> int:
        """How many pairs were kept."""
        return self.pairs - self.refused.total()


@dataclass(slots=True)
class Explanation:
    """What a filter alone would remove, and the first few pairs of it."""

    removed: int = 0
    samples: list[tuple[Pair, tuple[float, ...]]] = field(default_factory=list)


def default_filters(source_lang: str = "ar", target_lang: str = "en") -> list[Filter]:
    """Give the filters that need no model, the quickest first.

    :raises InputError: if the script of a language is not known.
    """
    filters: list[Filter] = [
        Length(),
        Ratio(),
        ControlCharacters(),
        Copied(),
        Script(source_lang, target_lang),
        Numbers(),
        Repeated(),
    ]
    if all(tag.lower().partition("-")[0] in LANGUAGES for tag in (source_lang, target_lang)):
        filters.append(Language(source_lang, target_lang))
    return filters


def pieces(pairs: Iterable[Pair], size: int = PIECE) -> Iterator[list[Pair]]:
    """Cut a stream of pairs into lists."""
    stream = iter(pairs)
    while piece := list(islice(stream, size)):
        yield piece


def clean(
    pairs: Iterable[Pair], filters: Sequence[Filter], tally: Tally, journal: Journal | None = None
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Judge pairs, a piece at a time; each is refused by the first filter that does not accept it.

    :param tally: is kept up to date.
    :param journal: where the verdicts are kept until all is done.
    :return: for each piece the pairs that are kept, and those refused with the reason as their origin.
    """
    settings = repr(list(filters))
    for piece in pieces(pairs):
        if journal is None:
            verdicts = judge(piece, filters)
        else:
            key = digest(settings, *(f"{pair.source}\t{pair.target}" for pair in piece))
            verdicts = journal.do(key, lambda piece=piece: judge(piece, filters))  # type: ignore[misc]
        kept = [pair for pair, verdict in zip(piece, verdicts, strict=True) if verdict == KEPT]
        refused = [
            replace(pair, origin=filters[ord(verdict) - ord("a")].name)
            for pair, verdict in zip(piece, verdicts, strict=True)
            if verdict != KEPT
        ]
        tally.pairs += len(piece)
        tally.refused.update(pair.origin for pair in refused)
        yield kept, refused


def judge(piece: Sequence[Pair], filters: Sequence[Filter]) -> str:
    """Give the verdict on each pair: a dot, or the letter of the first filter that refuses it."""
    verdicts = [KEPT] * len(piece)
    left = list(range(len(piece)))
    for letter, one in enumerate(filters, ord("a")):
        scores = one.score([piece[at] for at in left])
        passed = []
        for at, score in zip(left, scores, strict=True):
            if one.accept(score):
                passed.append(at)
            else:
                verdicts[at] = chr(letter)
        left = passed
    return "".join(verdicts)


def explain(
    pairs: Iterable[Pair], filters: Sequence[Filter], samples: int = SAMPLES
) -> tuple[int, dict[str, Explanation]]:
    """Try each filter on all pairs.

    :param samples: pairs to keep of what each would remove.
    :return: how many pairs there are, and what each filter would remove.
    """
    found = {one.name: Explanation() for one in filters}
    total = 0
    for piece in pieces(pairs):
        total += len(piece)
        for one in filters:
            entry = found[one.name]
            for pair, score in zip(piece, one.score(piece), strict=True):
                if not one.accept(score):
                    entry.removed += 1
                    if len(entry.samples) < samples:
                        entry.samples.append((pair, score))
    return total, found

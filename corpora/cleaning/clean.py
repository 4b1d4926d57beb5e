"""Cleaning: pairs run through filters, and what is refused is counted by its reason.

Pairs are judged a piece at a time, and the verdicts of each piece are kept in a journal: a run that was
killed takes them from there and judges only what is new.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from jisr.corpora.cleaning.filters import (
    ControlCharacterFilter,
    CopyFilter,
    Filter,
    LanguageFilter,
    LengthFilter,
    NumberFilter,
    RatioFilter,
    RepetitionFilter,
    ScriptFilter,
)
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.storage.journal import Journal, digest

__all__ = ["Explanation", "FilterCounts", "FilterThresholds", "clean", "default_filters", "explain", "pieces"]

PIECE = 1000
"""Pairs that are judged at a time: what a killed run loses at most."""

KEPT = "."
SAMPLES = 3


@dataclass(slots=True)
class FilterCounts:
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


@dataclass(frozen=True, slots=True)
class FilterThresholds:
    """How strict the filters are.

    :param max_words: words of the longer side.
    :param max_ratio: characters of the longer side over those of the shorter.
    :param min_script: share of letters in the script of the language, from 0 to 1.
    :param min_numbers: share of the numbers that stand on both sides, from 0 to 1.
    :param min_similarity: cosine of the two sides' vectors; nothing to do without vectors, which take far
        longer than all the rest.
    :param encoder: makes the vectors; see :func:`jisr.corpora.encoders.load_encoder.load_encoder`.
    :param without: filters to leave out, by their names.
    """

    max_words: int = 200
    max_ratio: float = 2.5
    min_script: float = 0.5
    min_numbers: float = 0.5
    min_similarity: float | None = None
    encoder: str | None = None
    without: frozenset[str] = frozenset()


def default_filters(
    source_lang: str = "ar", target_lang: str = "en", limits: FilterThresholds | None = None
) -> list[Filter]:
    """Give the filters, the quickest first; only similarity needs a model, and is left out unless asked for.

    :raises InputError: if the script or the small words of a language are not known and the filter that needs
        them is not left out, or if a filter to leave out does not exist.
    """
    limits = limits or FilterThresholds()
    made: dict[str, Callable[[], Filter]] = {
        "length": lambda: LengthFilter(most=limits.max_words),
        "ratio": lambda: RatioFilter(limits.max_ratio),
        "control": ControlCharacterFilter,
        "copied": CopyFilter,
        "script": lambda: ScriptFilter(source_lang, target_lang, limits.min_script),
        "numbers": lambda: NumberFilter(limits.min_numbers),
        "repeated": RepetitionFilter,
        "language": lambda: LanguageFilter(source_lang, target_lang),
    }
    if limits.min_similarity is not None:
        made["similarity"] = partial(similarity, limits.min_similarity, limits.encoder)
    unknown = limits.without - made.keys()
    if unknown:
        raise InputError(f"there is no filter {', '.join(sorted(unknown))}, only {', '.join(made)}")
    return [make() for name, make in made.items() if name not in limits.without]


def similarity(least: float, name: str | None) -> Filter:
    """Make the filter that needs an encoder."""
    from jisr.corpora.cleaning.similarity_filter import SimilarityFilter
    from jisr.corpora.encoders.load_encoder import load_encoder

    encoder = load_encoder(name)
    return SimilarityFilter(encoder, encoder.name, least)


def pieces(pairs: Iterable[Pair], size: int = PIECE) -> Iterator[list[Pair]]:
    """Cut a stream of pairs into lists."""
    stream = iter(pairs)
    while piece := list(islice(stream, size)):
        yield piece


def clean(
    filters: Sequence[Filter], pairs: Iterable[Pair], tally: FilterCounts, journal: Journal | None = None
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Judge pairs, a piece at a time; each is refused by the first filter that does not accept it.

    :param tally: is kept up to date.
    :param journal: where the verdicts are kept until all is done.
    :return: for each piece the pairs that are kept, and those refused with the reason as their origin.
    """
    settings = repr(list(filters))
    for piece in pieces(pairs):
        verdicts = judge(piece, filters) if journal is None else recorded(piece, filters, settings, journal)
        kept = [pair for pair, verdict in zip(piece, verdicts, strict=True) if verdict == KEPT]
        refused = [
            replace(pair, origin=filters[ord(verdict) - ord("a")].name)
            for pair, verdict in zip(piece, verdicts, strict=True)
            if verdict != KEPT
        ]
        tally.pairs += len(piece)
        tally.refused.update(pair.origin for pair in refused)
        yield kept, refused


def recorded(piece: Sequence[Pair], filters: Sequence[Filter], settings: str, journal: Journal) -> str:
    """Take the verdicts on pairs from a journal, or judge them."""
    key = digest(settings, *(f"{pair.source}\t{pair.target}" for pair in piece))
    return str(journal.do(key, lambda: judge(piece, filters)))


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

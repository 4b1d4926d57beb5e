"""Cleaning: pairs run through filters, and what is refused is counted by its reason.

Pairs are judged a chunk at a time, and the verdicts of each chunk are kept in a journal: a run that was
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
from jisr.corpora.corpus_options import FilterThresholds
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.storage.journal import Journal, digest

__all__ = ["FilterCounts", "RefusalExplanation", "chunks", "clean", "default_filters", "explain_refusals", "screen"]

CHUNK_SIZE = 1000
"""Pairs judged at a time: the most that a killed run loses."""

KEPT_MARK = "."
SAMPLES_PER_REASON = 3


@dataclass(slots=True)
class FilterCounts:
    """Numbers of pairs that were seen, and that were refused for each reason.

    :param pairs: pairs seen.
    :param refused: pairs refused, by the reason.
    """

    pairs: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> int:
        """Number of pairs that were kept."""
        return self.pairs - self.refused.total()


@dataclass(slots=True)
class RefusalExplanation:
    """What one filter would remove by itself.

    :param removed: number of pairs.
    :param samples: the first few of them, with their scores.
    """

    removed: int = 0
    samples: list[tuple[Pair, tuple[float, ...]]] = field(default_factory=list)


def default_filters(
    source_lang: str = "ar", target_lang: str = "en", thresholds: FilterThresholds | None = None
) -> list[Filter]:
    """Return the filters, the quickest first; similarity, which needs an encoder, only if it has a threshold.

    :raises InputError: if the script or the small words of a language are not known and the filter that needs
        them is not left out, or if a filter to leave out does not exist.
    """
    thresholds = thresholds or FilterThresholds()
    made: dict[str, Callable[[], Filter]] = {
        "length": lambda: LengthFilter(most=thresholds.max_words),
        "ratio": lambda: RatioFilter(thresholds.max_ratio),
        "control": ControlCharacterFilter,
        "copied": CopyFilter,
        "script": lambda: ScriptFilter(source_lang, target_lang, thresholds.min_script),
        "numbers": lambda: NumberFilter(thresholds.min_numbers),
        "repeated": RepetitionFilter,
        "language": lambda: LanguageFilter(source_lang, target_lang),
    }
    if thresholds.min_similarity is not None:
        made["similarity"] = partial(similarity_filter, thresholds.min_similarity, thresholds.encoder)
    unknown = thresholds.without - made.keys()
    if unknown:
        raise InputError(f"there is no filter {', '.join(sorted(unknown))}, only {', '.join(made)}")
    return [make() for name, make in made.items() if name not in thresholds.without]


def similarity_filter(least: float, name: str | None) -> Filter:
    """Return the filter that compares meanings."""
    from jisr.corpora.cleaning.similarity_filter import SimilarityFilter
    from jisr.corpora.encoders import load_encoder

    encoder = load_encoder(name)
    return SimilarityFilter(encoder, encoder.name, least)


def chunks(pairs: Iterable[Pair], size: int = CHUNK_SIZE) -> Iterator[list[Pair]]:
    """Yield a stream of pairs in lists of ``size``; the last may be shorter."""
    stream = iter(pairs)
    while chunk := list(islice(stream, size)):
        yield chunk


def clean(
    pairs: Iterable[Pair],
    filters: Sequence[Filter] | None = None,
    *,
    counts: FilterCounts | None = None,
    on_refused: Callable[[Pair], None] | None = None,
) -> Iterator[Pair]:
    """Yield the pairs that every filter accepts.

    :param pairs: Arabic-English pairs, or pairs of the languages that the filters are made for.
    :param filters: in the order in which they are asked; default: :func:`default_filters`.
    :param counts: kept up to date with the numbers of pairs, and of those refused by each filter.
    :param on_refused: called with each pair that is refused, the filter's name as its origin.
    """
    counts = FilterCounts() if counts is None else counts
    for kept, refused in screen(pairs, counts, filters=default_filters() if filters is None else filters):
        if on_refused is not None:
            for pair in refused:
                on_refused(pair)
        yield from kept


def screen(
    pairs: Iterable[Pair], counts: FilterCounts, journal: Journal | None = None, *, filters: Sequence[Filter]
) -> Iterator[tuple[list[Pair], list[Pair]]]:
    """Yield chunks of pairs, those that are kept apart from those that are refused.

    :param counts: kept up to date.
    :param journal: where the verdicts are recorded until all is done.
    :return: for each chunk the pairs that are kept, and those refused, with the filter's name as their origin.
    """
    settings = repr(list(filters))
    for chunk in chunks(pairs):
        verdicts = (
            judge_pairs(chunk, filters) if journal is None else recorded_verdicts(chunk, filters, settings, journal)
        )
        kept = [pair for pair, verdict in zip(chunk, verdicts, strict=True) if verdict == KEPT_MARK]
        refused = [
            replace(pair, origin=filters[ord(verdict) - ord("a")].name)
            for pair, verdict in zip(chunk, verdicts, strict=True)
            if verdict != KEPT_MARK
        ]
        counts.pairs += len(chunk)
        counts.refused.update(pair.origin for pair in refused)
        yield kept, refused


def recorded_verdicts(chunk: Sequence[Pair], filters: Sequence[Filter], settings: str, journal: Journal) -> str:
    """Return the verdicts on pairs, from a journal if they are recorded there."""
    key = digest(settings, *(f"{pair.source}\t{pair.target}" for pair in chunk))
    return str(journal.do(key, lambda: judge_pairs(chunk, filters)))


def judge_pairs(chunk: Sequence[Pair], filters: Sequence[Filter]) -> str:
    """Return a character for each pair: a dot, or the letter of the first filter that refuses it."""
    verdicts = [KEPT_MARK] * len(chunk)
    left = list(range(len(chunk)))
    for letter, one in enumerate(filters, ord("a")):
        scores = one.score([chunk[at] for at in left])
        passed = []
        for at, score in zip(left, scores, strict=True):
            if one.accept(score):
                passed.append(at)
            else:
                verdicts[at] = chr(letter)
        left = passed
    return "".join(verdicts)


def explain_refusals(
    pairs: Iterable[Pair], filters: Sequence[Filter], samples: int = SAMPLES_PER_REASON
) -> tuple[int, dict[str, RefusalExplanation]]:
    """Return what each filter would remove if it were alone.

    :param samples: number of removed pairs that are kept for each filter.
    :return: the number of pairs, and what each filter would remove, by its name.
    """
    found = {one.name: RefusalExplanation() for one in filters}
    total = 0
    for chunk in chunks(pairs):
        total += len(chunk)
        for one in filters:
            entry = found[one.name]
            for pair, score in zip(chunk, one.score(chunk), strict=True):
                if not one.accept(score):
                    entry.removed += 1
                    if len(entry.samples) < samples:
                        entry.samples.append((pair, score))
    return total, found

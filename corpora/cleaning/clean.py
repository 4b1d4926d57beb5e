"""Cleaning: pairs pass through filters, and the refused ones are counted by the reason.

Pairs are judged in chunks, and the verdicts of each chunk are recorded in a journal: a killed run resumes from there
and judges only the remaining chunks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

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
from jisr.corpora.pairs import Pair, chunks
from jisr.errors import InputError
from jisr.storage.journal import Journal, digest

__all__ = ["FilterCounts", "RefusalExplanation", "clean", "default_filters", "explain_refusals", "screen"]

KEPT_MARK = "."
SAMPLES_PER_REASON = 3


@dataclass(slots=True)
class FilterCounts:
    """Numbers of pairs that were read, and that were refused for each reason.

    :param pairs: number of pairs read.
    :param refused: number of pairs refused, by the reason.
    """

    pairs: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> int:
        """Number of pairs that were kept."""
        return self.pairs - self.refused.total()


@dataclass(slots=True)
class RefusalExplanation:
    """The pairs that one filter would remove by itself.

    :param removed: number of these pairs.
    :param samples: the first few of these pairs, with their scores.
    """

    removed: int = 0
    samples: list[tuple[Pair, tuple[float, ...]]] = field(default_factory=list)


def default_filters(
    source_lang: str = "ar", target_lang: str = "en", thresholds: FilterThresholds | None = None
) -> list[Filter]:
    """Return the filters, the fastest first; coverage and similarity only if they have a threshold.

    :raises InputError: if the script or the function words of a language are not known and the filter that needs
        them is not left out, or if a filter to leave out does not exist.
    """
    thresholds = thresholds or FilterThresholds()
    factories: dict[str, Callable[[], Filter]] = {
        "length": lambda: LengthFilter(most=thresholds.max_words),
        "ratio": lambda: RatioFilter(thresholds.max_ratio),
        "control": ControlCharacterFilter,
        "copied": CopyFilter,
        "script": lambda: ScriptFilter(source_lang, target_lang, thresholds.min_script),
        "numbers": lambda: NumberFilter(thresholds.min_numbers),
        "repeated": RepetitionFilter,
        "language": lambda: LanguageFilter(source_lang, target_lang),
    }
    if thresholds.min_coverage is not None:
        factories["coverage"] = partial(coverage_filter, thresholds.min_coverage, source_lang, target_lang)
    if thresholds.min_similarity is not None:
        factories["similarity"] = partial(similarity_filter, thresholds.min_similarity, thresholds.encoder)
    unknown = thresholds.without - factories.keys()
    if unknown:
        raise InputError(f"there is no filter {', '.join(sorted(unknown))}, only {', '.join(factories)}")
    return [make() for name, make in factories.items() if name not in thresholds.without]


def coverage_filter(least: float, source_lang: str, target_lang: str) -> Filter:
    """Return the filter by lexical coverage, which only Arabic and English have."""
    from jisr.corpora.cleaning.coverage_filter import CoverageFilter

    return CoverageFilter(least, source_lang, target_lang)


def similarity_filter(least: float, name: str | None) -> Filter:
    """Return the filter by similarity; ``name`` is that of the encoder, None for the default."""
    from jisr.corpora.cleaning.similarity_filter import SimilarityFilter
    from jisr.corpora.encoders import load_encoder

    encoder = load_encoder(name)
    return SimilarityFilter(encoder, encoder.name, least)


def clean(
    pairs: Iterable[Pair],
    filters: Sequence[Filter] | None = None,
    *,
    counts: FilterCounts | None = None,
    on_refused: Callable[[Pair], None] | None = None,
) -> Iterator[Pair]:
    """Yield the pairs that every filter accepts.

    :param pairs: Arabic-English pairs, or pairs in the languages of the filters.
    :param filters: filters in the order in which they judge; default: :func:`default_filters`.
    :param counts: updated with the number of pairs, and of those refused by each filter.
    :param on_refused: called with each refused pair, with the name of the filter as its origin.
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
    """Yield the kept and the refused pairs of each chunk.

    :param counts: updated after each chunk.
    :param journal: journal for the verdicts, from which a killed run resumes.
    :return: for each chunk the kept pairs, and the refused ones with the name of the filter as their origin.
    """
    settings = repr(list(filters))
    for chunk in chunks(pairs):
        judge = partial(judge_pairs, chunk, filters)
        if journal is None:
            verdicts = judge()
        else:
            key = digest(settings, *(f"{pair.source}\t{pair.target}" for pair in chunk))
            verdicts = journal.do(key, judge, partial(are_verdicts, len(chunk), len(filters)))
        kept = [pair for pair, verdict in zip(chunk, verdicts, strict=True) if verdict == KEPT_MARK]
        refused = [
            replace(pair, origin=filters[ord(verdict) - ord("a")].name)
            for pair, verdict in zip(chunk, verdicts, strict=True)
            if verdict != KEPT_MARK
        ]
        counts.pairs += len(chunk)
        counts.refused.update(pair.origin for pair in refused)
        yield kept, refused


def are_verdicts(pairs: int, filters: int, recorded: object) -> bool:
    """Return whether a value from a journal can be the verdicts of some filters on some pairs."""
    letters = {KEPT_MARK, *(chr(ord("a") + index) for index in range(filters))}
    return isinstance(recorded, str) and len(recorded) == pairs and letters.issuperset(recorded)


def judge_pairs(chunk: Sequence[Pair], filters: Sequence[Filter]) -> str:
    """Return a character for each pair: a dot, or the letter of the first filter that refuses it."""
    verdicts = [KEPT_MARK] * len(chunk)
    remaining = list(range(len(chunk)))
    for letter, one in enumerate(filters, ord("a")):
        scores = one.score([chunk[index] for index in remaining])
        accepted = []
        for index, score in zip(remaining, scores, strict=True):
            if one.accept(score):
                accepted.append(index)
            else:
                verdicts[index] = chr(letter)
        remaining = accepted
    return "".join(verdicts)


def explain_refusals(
    pairs: Iterable[Pair], filters: Sequence[Filter], samples: int = SAMPLES_PER_REASON
) -> tuple[int, dict[str, RefusalExplanation]]:
    """Return which pairs each filter would remove by itself.

    :param samples: largest number of removed pairs to return for each filter.
    :return: the number of pairs, and an explanation for each filter, by its name.
    """
    explanations = {one.name: RefusalExplanation() for one in filters}
    total = 0
    for chunk in chunks(pairs):
        total += len(chunk)
        for one in filters:
            explanation = explanations[one.name]
            for pair, score in zip(chunk, one.score(chunk), strict=True):
                if not one.accept(score):
                    explanation.removed += 1
                    if len(explanation.samples) < samples:
                        explanation.samples.append((pair, score))
    return total, explanations

"""The filter that asks a lexicon whether the words of the two sides translate each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.corpora.cleaning.filters import FilterScore, LeastFilter
from jisr.corpora.cleaning.scripts import primary
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.translate.estimation.coverage import cover

__all__ = ["CoverageFilter"]


@dataclass(frozen=True, slots=True)
class CoverageFilter(LeastFilter):
    """Filter by lexical coverage: a share of at least ``least`` of the content words of each side must be covered.

    :raises InputError: if ``least`` is not a share, or the languages are not Arabic and English.
    """

    least: float = 0.2
    source_lang: str = "ar"
    target_lang: str = "en"
    name: str = "coverage"

    def __post_init__(self) -> None:
        if not 0 <= self.least <= 1:
            raise InputError(f"a coverage of {self.least:g} is no share; give a number from 0 to 1")
        if (primary(self.source_lang), primary(self.target_lang)) != ("ar", "en"):
            raise InputError(
                f"coverage is known from ar to en, not from {self.source_lang} to {self.target_lang}; leave it out",
                hint="--min-coverage",
            )

    def score(self, pairs: Iterable[Pair]) -> Iterator[FilterScore]:
        """Yield the covered share of the content words of each side, 0 to 1."""
        for pair in pairs:
            coverage = cover(pair.source, pair.target)
            yield (coverage.source.share, coverage.target.share)

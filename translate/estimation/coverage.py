"""Lexical coverage: whether the content words of a source and its translation translate each other.

A content word is one that is not among the most frequent. It is covered as far as the lexicon gives one of the words of
the other side as its translation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.translate.estimation.lexicon import Lexicon, Stems
from jisr.translate.estimation.stems import arabic_stems, english_stems

__all__ = ["Coverage", "SideCoverage", "cover"]

CONTENT_RARITY: Final = 5.0
"""Rarity from which a word is a content word: one word in 150 or rarer."""
RARE: Final = 9.0
"""Rarity from which a word is rare: one in 8,000 or rarer."""
FULL: Final = 0.1
"""Probability from which a translation covers its word wholly: most words have several good translations."""
UNCOVERED: Final = 0.02
"""Probability below which a word counts as uncovered."""
FLOOR: Final = 1e-3
"""Probability that stands for none in a logarithm."""


@dataclass(frozen=True, slots=True)
class SideCoverage:
    """Coverage of the content words of one side, each weighted with its rarity.

    :param words: number of all words.
    :param share: covered share of the content words, 0 to 1; 1 if there are none.
    :param log_probability: mean log-probability of the best translation, at most 0.
    :param uncovered: share of the content words that are not covered at all, 0 to 1.
    :param unknown: share of all words that the lexicon does not know, 0 to 1.
    :param rarity: mean rarity of all words.
    :param rare: share of all words that are rare, 0 to 1.
    """

    words: int
    share: float
    log_probability: float
    uncovered: float
    unknown: float
    rarity: float
    rare: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Lexical coverage of a source and its translation, both ways.

    :param characters: share of the letters of the translation in words that translate one of the source, 0 to 1.
    """

    source: SideCoverage
    target: SideCoverage
    characters: float


def cover(source: str, target: str) -> Coverage:
    """Return the lexical coverage of an Arabic source and its English translation."""
    lexicon = Lexicon.load()
    given, made = arabic_stems(source), english_stems(target)
    distinct = set(made)
    best_of_target = dict.fromkeys(distinct, 0.0)
    best_of_source: dict[str, float] = {}
    for stem in set(given):
        best = 0.0
        translations = lexicon.translations(stem)
        for translation in distinct & translations.keys():
            value = translations[translation]
            best = max(best, value)
            best_of_target[translation] = max(best_of_target[translation], value)
        if stem in distinct:  # a Latin word that was copied
            best = best_of_target[stem] = 1.0
        best_of_source[stem] = best
    letters = sum(map(len, made))
    held = sum(min(1.0, best_of_target[stem] / FULL) * len(stem) for stem in made)
    return Coverage(
        cover_side(given, best_of_source, lexicon.sources),
        cover_side(made, best_of_target, lexicon.targets),
        held / letters if letters else 0.0,
    )


def cover_side(stems: Sequence[str], best: dict[str, float], known: Stems) -> SideCoverage:
    """Return the coverage of one side.

    :param best: probability of the best translation of each stem on the other side; 0 if there is none.
    :param known: the stems of the language in the lexicon.
    """
    if not stems:
        return SideCoverage(0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    rarities = [known.rarity(stem) for stem in stems]
    weight = covered = logarithm = 0.0
    content = uncovered = unknown = 0
    for stem, rarity in zip(stems, rarities, strict=True):
        if stem not in known and not best[stem]:
            unknown += 1
        elif rarity >= CONTENT_RARITY:
            weight += rarity
            covered += rarity * min(1.0, best[stem] / FULL)
            logarithm += rarity * math.log(best[stem] + FLOOR)
            content += 1
            uncovered += best[stem] < UNCOVERED
    return SideCoverage(
        words=len(stems),
        share=covered / weight if weight else 1.0,
        log_probability=logarithm / weight if weight else 0.0,
        uncovered=uncovered / content if content else 0.0,
        unknown=unknown / len(stems),
        rarity=sum(rarities) / len(stems),
        rare=sum(rarity >= RARE for rarity in rarities) / len(stems),
    )

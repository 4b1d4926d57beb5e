"""A search for well-known names of a source in its translation: countries, cities, people, organisations."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import count
from typing import Final, NamedTuple

from jisr.translate.quality.arabic import spellings
from jisr.translate.quality.units import read_table
from jisr.translate.quality.verbatim import fold_latin

__all__ = ["lost_names"]

ENDINGS: Final = ("", "ة", "ا", "ون", "ين", "ات", "و", "تين", "تان", "ان")
"""Endings of the adjective of a place."""
LONG: Final = 5
"""Smallest number of letters of an English form that counts inside a word."""
ACRONYM = re.compile(r"\b(?=\w*[a-z]?[A-Z]\w*[A-Z])[A-Za-z]*[A-Z]{2,}[A-Za-z]*\b")
WITH_ARTICLE: Final = ("", "و", "ف", "ب", "ك", "وب", "وك", "أ")
WITHOUT_ARTICLE: Final = ("", "و", "ف", "ب", "ل", "وب", "ول", "ال", "وال", "بال", "لل", "ولل")
PREFIXES: Final = tuple(dict.fromkeys(WITH_ARTICLE + WITHOUT_ARTICLE))
MOST_WORDS: Final = 50_000
"""Number of words whose names are kept, so that frequent words are looked up once."""


class Name(NamedTuple):
    """A name, without its first word.

    :param order: its place in the table of names.
    :param rest: the other words of its Arabic form.
    :param english: its English forms, joined by ``|``.
    """

    order: int
    rest: tuple[str, ...]
    english: str


@cache
def name_tables() -> tuple[dict[str, list[Name]], dict[str, list[Name]]]:
    """Return the names by each spelling of their first word, and the adjectives of places likewise."""
    names: dict[str, list[Name]] = {}
    adjectives: dict[str, list[Name]] = {}
    order = count()
    for arabic, english in read_table("names.tsv"):
        for name in arabic:
            first, *rest = name.rstrip("~").split()
            entry = Name(next(order), tuple(rest), "|".join(english))
            for spelling in spellings(first):
                (adjectives if name.endswith("~") else names).setdefault(spelling, []).append(entry)
    return names, adjectives


@lru_cache(MOST_WORDS)
def names_of(word: str) -> list[Name]:
    """Return the names that may begin with a word, longest first; particles, article and endings are removed from it.

    To list all forms of all names would take as long as to translate a sentence.
    """
    names, adjectives = name_tables()
    found: set[Name] = set()
    for prefix in PREFIXES:
        if word.startswith(prefix):
            bare = word[len(prefix) :]
            if prefix in (WITH_ARTICLE if bare.startswith("ال") else WITHOUT_ARTICLE[:7]):
                found.update(names.get(bare, ()))
            if prefix in {"لل", "ولل"}:
                found.update(names.get(f"ال{bare}", ()))
            if prefix in WITHOUT_ARTICLE:
                for ending in ENDINGS:
                    if bare.endswith(ending):
                        found.update(adjectives.get(bare[: len(bare) - len(ending)], ()))
    return sorted(found, key=lambda name: (-len(name.rest), name.order))


@cache
def known_acronyms() -> frozenset[str]:
    """Return the acronyms among the English forms of the names."""
    return frozenset(form for _, english in read_table("names.tsv") for form in english if form.isupper())


@cache
def english_pattern(forms: str) -> re.Pattern[str]:
    """Return the pattern of the English forms of a name: an abbreviation as it is, the beginning of another word."""
    parts = forms.split("|")
    exact = [re.escape(part) for part in parts if part.isupper() or not part[0].isalpha()]
    others = [part for part in parts if not part.isupper() and part[0].isalpha()]
    begun = [part for part in others if len(part) < LONG]
    inside = [part for part in others if len(part) >= LONG]  # also in Mesoamerican, antimalarial
    pattern = rf"(?<![A-Za-z])(?:{'|'.join(exact)})(?![a-z])" if exact else ""
    if begun:
        inside.append(rf"\b(?:{'|'.join(begun)})")
    folded = f"(?i:{'|'.join(inside)})" if inside else ""
    return re.compile("|".join(filter(None, (pattern, folded))))


def lost_names(source: Sequence[str], target: str) -> Iterator[str]:
    """Yield the names of a source that its translation does not contain in any of their English forms."""
    if not any(map(names_of, source)) or has_new_acronym(source, target):
        return
    for index, word in enumerate(source):
        for _, rest, forms in names_of(word):
            if not rest or tuple(source[index + 1 : index + 1 + len(rest)]) == rest:
                english = english_pattern(forms)
                if not english.search(target) and not english.search(without_accents(target)):
                    yield " ".join((word, *rest))
                break


def has_new_acronym(source: Sequence[str], target: str) -> bool:
    """Return whether a translation has an acronym that its source does not have, of which a name may be a part."""
    return any(acronym not in source and acronym not in known_acronyms() for acronym in ACRONYM.findall(target))


def without_accents(text: str) -> str:
    """Return a text without accents."""
    return text if text.isascii() else fold_latin(text)

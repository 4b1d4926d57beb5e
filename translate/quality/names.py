"""A search for well-known names of a source in its translation: countries, cities, people, organisations."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

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


@cache
def name_table() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the rest of each name and its English forms, by each form of its first word, longest names first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for arabic, english in read_table("names.tsv"):
        pattern = "|".join(english)
        for name in arabic:
            first, *rest = name.rstrip("~").split()
            for spelling in spellings(first):
                for form in word_forms(spelling, adjective=name.endswith("~")):
                    table.setdefault(form, []).append((tuple(rest), pattern))
    for names in table.values():
        names.sort(key=lambda each: -len(each[0]))
    return table


def word_forms(word: str, *, adjective: bool) -> Iterator[str]:
    """Yield a word with the particles, and an adjective also with the article and its endings."""
    if adjective:
        yield from (prefix + word + ending for prefix in WITHOUT_ARTICLE for ending in ENDINGS)
    elif word.startswith("ال"):
        yield from (prefix + word for prefix in WITH_ARTICLE)
        yield from (f"لل{word[2:]}", f"ولل{word[2:]}")
    else:
        yield from (prefix + word for prefix in WITHOUT_ARTICLE[:7])


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
    table = name_table()
    if table.keys().isdisjoint(source) or has_new_acronym(source, target):
        return
    for index, word in enumerate(source):
        if word in table:
            for rest, forms in table[word]:
                if not rest or tuple(source[index + 1 : index + 1 + len(rest)]) == rest:
                    if not english_pattern(forms).search(target) and not english_pattern(forms).search(plain(target)):
                        yield " ".join((word, *rest))
                    break


def has_new_acronym(source: Sequence[str], target: str) -> bool:
    """Return whether a translation has an acronym that its source does not have, of which a name may be a part."""
    return any(acronym not in source and acronym not in known_acronyms() for acronym in ACRONYM.findall(target))


def plain(text: str) -> str:
    """Return a text without accents."""
    return text if text.isascii() else fold_latin(text)

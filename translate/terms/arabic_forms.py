"""The forms in which an Arabic term is written: with particles and the article before it, with pronouns after it.

All words are in one spelling (:func:`jisr.translate.estimation.stems.one_spelling`). A form that is likelier another
word is none: a single particle needs a stem of three letters, and of the pronouns only those count that no stem is
likely to end in, or that come after the ت of a feminine noun.
"""

from collections.abc import Iterator
from typing import Final

__all__ = ["is_last_form", "is_later_form", "is_whole_form", "particles_before", "stems_of"]

CONJUNCTIONS: Final = ("", "و", "ف")
ARTICLES: Final = ("ال", "بال", "كال", "لل")
PARTICLES: Final = ("ب", "ك", "ل")
ARTICLE: Final = "ال"
FEMININE: Final = "ة"
ACCUSATIVE: Final = "ا"
PRONOUNS: Final = ("ها", "هم", "هما", "هن", "نا", "كم")
"""Pronouns after any noun."""
FEMININE_PRONOUNS: Final = (*PRONOUNS, "ه", "ي", "ك")
"""Pronouns after a noun that ends in ة, which becomes ت."""
SHORTEST_STEM: Final = 3
"""Least number of letters after a single particle, and before a pronoun."""


def stems_of(word: str, *, definite_only: bool = False) -> list[str]:
    """Return all that a word may be a form of, the word itself first; as keys under which to look it up.

    :param definite_only: whether only the article is taken off, as from the words of a term list.
    """
    if definite_only:
        return [word.removeprefix(ARTICLE) if len(word) > len(ARTICLE) + 1 else word]
    found = ((bare, *without_pronoun(bare, definite)) for bare, definite in analyses(word))
    return list(dict.fromkeys(stem for stems in found for stem in stems))


def particles_before(word: str, term: str) -> str:
    """Return the conjunction and the preposition before the first word of a term, without the article."""
    bare = stems_of(term, definite_only=True)[0]
    for conjunction in CONJUNCTIONS:
        for particle in ("", *PARTICLES):
            forms = (bare, ARTICLE + bare, "ل" + bare.removeprefix("ل") if particle == "ل" else bare)
            if any(word.startswith(conjunction + particle + form) for form in forms):
                return conjunction + particle
    return ""


def analyses(word: str) -> Iterator[tuple[str, bool]]:
    """Yield what may be left of a word without its particles, and whether it had the article."""
    for conjunction in CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word[len(conjunction) :]
        if not conjunction or len(rest) >= SHORTEST_STEM:
            yield rest, False
        for article in ARTICLES:
            if rest.startswith(article) and len(rest) > len(article) + 1:
                yield rest[len(article) :], True
                if article == "لل":  # of two lams and that of the noun, one is not written
                    yield "ل" + rest[len(article) :], True
        for particle in PARTICLES:
            if rest.startswith(particle) and len(rest) >= len(particle) + SHORTEST_STEM:
                yield rest[len(particle) :], False


def without_pronoun(word: str, definite: bool) -> Iterator[str]:
    """Yield what may be left of a word without a pronoun or the alif of the accusative.

    :param definite: whether it has the article, which excludes both.
    """
    if definite:
        return
    if word.endswith(ACCUSATIVE) and len(word) > SHORTEST_STEM:
        yield word[: -len(ACCUSATIVE)]
    for pronoun in FEMININE_PRONOUNS:
        stem = word.removesuffix(pronoun)
        if stem == word or len(stem) < SHORTEST_STEM:
            continue
        if stem.endswith("ت"):
            yield stem[:-1] + FEMININE
        if pronoun in PRONOUNS:
            yield stem


def is_whole_form(word: str, term: str, *, suffixes: bool = True) -> bool:
    """Return whether a word is a term of one word, or the first of several, with what is written together with it.

    A term with the article is found with the article only.

    :param suffixes: whether a pronoun may follow.
    """
    bare = stems_of(term, definite_only=True)[0]
    wants_article = bare != term
    if word == term:
        return True
    return any(
        (definite or not wants_article)
        and (stem == bare or (suffixes and not wants_article and bare in without_pronoun(stem, definite)))
        for stem, definite in analyses(word)
    )


def is_later_form(word: str, term: str) -> bool:
    """Return whether a word is one inside a term: as it is, or with the article."""
    return word in {term, ARTICLE + term}


def is_last_form(word: str, term: str) -> bool:
    """Return whether a word is the last of a term: as it is, with the article, or with a pronoun."""
    return is_later_form(word, term) or term in without_pronoun(word, definite=False)

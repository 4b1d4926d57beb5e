"""Terms and lists of them, found in Arabic sentences and in their translations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from jisr.chars import ARABIC_LETTERS, ARABIC_MARKS, LATIN_LETTERS, TATWEEL, has_arabic
from jisr.storage.journal import digest
from jisr.translate.estimation.stems import one_spelling
from jisr.translate.quality.notes import Note
from jisr.translate.terms.arabic_forms import is_last_form, is_later_form, is_whole_form, particles_before, stems_of
from jisr.translate.text.stand_ins import stand_ins

__all__ = ["Term", "TermHit", "TermList", "TermUse", "is_in", "place_of"]

WORD = re.compile(f"[{ARABIC_LETTERS}{ARABIC_MARKS}{TATWEEL}]+|[{LATIN_LETTERS}0-9]+")
DIGITS = re.compile("[0-9]+")
ACRONYM_LENGTH: Final = 5
"""Largest length of a target in capitals that is no other word in small letters: WHO is not who."""


@dataclass(frozen=True, slots=True)
class Term:
    """An Arabic term and what it is in English.

    :param targets: its translations, the one to be preferred first; the term itself if it is not to be translated.
    :param forbidden: translations that it must not have.
    :param note: a remark for people.
    """

    source: str
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it stays in Arabic letters."""
        return self.targets == (self.source,) and has_arabic(self.source)

    def is_in(self, target: str) -> bool:
        """Return whether one of its translations is in a text, or none is wanted."""
        return not self.targets or any(is_in(each, target) for each in self.targets)


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term in a sentence.

    :param start: offset of its first word, with what is written together with it.
    :param end: offset after its last word.
    """

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of a term of a sentence.

    :param before: whether the draft had it at once.
    :param after: whether the translation has it.
    """

    term: Term
    before: bool
    after: bool


@dataclass(frozen=True)
class TermList:
    """Terms, of which the longest is found first where several begin.

    :param terms: the terms; those of the same source in one spelling are one.
    :param path: file that they were read from; empty if there is none.
    """

    terms: tuple[Term, ...]
    path: str = ""
    words: dict[str, list[tuple[tuple[str, ...], Term]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        merged: dict[tuple[str, ...], Term] = {}
        for term in self.terms:
            key = tuple(one_spelling(word).lower() for word in WORD.findall(term.source))
            known = merged.get(key, Term(term.source))
            merged[key] = Term(
                known.source,
                tuple(dict.fromkeys((*known.targets, *term.targets))),
                tuple(dict.fromkeys((*known.forbidden, *term.forbidden))),
                known.note or term.note,
            )
        by_first: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        for key, term in sorted(merged.items(), key=lambda item: -len(item[0])):
            for stem in stems_of(key[0], definite_only=True):
                by_first.setdefault(stem, []).append((key, term))
        object.__setattr__(self, "words", by_first)

    @cached_property
    def identity(self) -> str:
        """Hash of the terms, a part of a journal's key."""
        return digest(*(part for term in self.terms for part in (term.source, *term.targets, "!", *term.forbidden)))

    def find(self, text: str) -> list[TermHit]:
        """Return the terms of a sentence in order; none begins within another."""
        words = [(match.start(), match.end(), one_spelling(match[0]).lower()) for match in WORD.finditer(text)]
        found: list[TermHit] = []
        at = 0
        while at < len(words):
            hit = self.longest_at(words, at)
            if hit is None:
                at += 1
                continue
            key, term = hit
            found.append(TermHit(term, words[at][0], words[at + len(key) - 1][1]))
            at += len(key)
        return found

    def longest_at(self, words: list[tuple[int, int, str]], at: int) -> tuple[tuple[str, ...], Term] | None:
        """Return the longest term that begins at a word, with its words."""
        best: tuple[tuple[str, ...], Term] | None = None
        for stem in stems_of(words[at][2]):
            for key, term in self.words.get(stem, ()):
                longer = best is None or len(key) > len(best[0])
                if longer and at + len(key) <= len(words) and self.fits(key, [word for _, _, word in words[at:]]):
                    best = key, term
        return best

    @staticmethod
    def fits(key: tuple[str, ...], words: list[str]) -> bool:
        """Return whether the first words are those of a term, with what is written together with them."""
        if len(key) == 1:
            return is_whole_form(words[0], key[0])
        first, *middle, last = key
        return (
            is_whole_form(words[0], first, suffixes=False)
            and all(is_later_form(word, term) for word, term in zip(words[1:], middle, strict=False))
            and is_last_form(words[len(key) - 1], last)
        )

    def uses(self, source: str, before: str, after: str) -> tuple[TermUse, ...]:
        """Return what became of the terms of a sentence that have translations.

        :param before: the first draft.
        :param after: the translation.
        """
        terms = dict.fromkeys(hit.term for hit in self.find(source) if hit.term.targets)
        return tuple(TermUse(term, term.is_in(before), term.is_in(after)) for term in terms)

    def notes(self, source: str, target: str) -> frozenset[Note]:
        """Return the notes on the terms of a sentence: one is missing, or a forbidden translation is there."""
        terms = {hit.term for hit in self.find(source)}
        found = set()
        if not all(term.is_in(target) for term in terms):
            found.add(Note.TERM_MISSING)
        if any(is_in(each, target) for term in terms for each in term.forbidden):
            found.add(Note.TERM_FORBIDDEN)
        return frozenset(found)

    def without_kept(self, source: str, target: str) -> str:
        """Return the translation of a sentence without the terms of the sentence that stay in Arabic."""
        for hit in self.find(source):
            if hit.term.is_kept:
                target = target.replace(hit.term.source, " ")
        return target

    def protect(self, text: str) -> tuple[str, Mapping[str, str]]:
        """Return a text with numbers in the place of terms that stay in Arabic, and the term of each number."""
        hits = [hit for hit in self.find(text) if hit.term.is_kept]
        numbers = stand_ins(set(DIGITS.findall(text)))
        kept: dict[str, str] = {}
        protected, at = "", 0
        for hit in hits:
            number = next(numbers)
            kept[number] = hit.term.source
            first, own = (one_spelling(WORD.findall(each)[0]) for each in (text[hit.start : hit.end], hit.term.source))
            particles = particles_before(first, own)
            protected += text[at : hit.start] + (f"{particles} {number}" if particles else number)
            at = hit.end
        return protected + text[at:], kept


def is_in(term: str, target: str) -> bool:
    """Return whether a term is in an English text, in any case, also as a plural or possessive."""
    return place_of(term, target) >= 0


def place_of(term: str, target: str) -> int:
    """Return the offset at which a term begins in an English text, as :func:`is_in` finds it; -1 without one."""
    found = pattern_of(term).search(target)
    return -1 if found is None else found.start()


@lru_cache(4096)
def pattern_of(term: str) -> re.Pattern[str]:
    """Return the pattern of a term in English: a hyphen is as good as a space, and the last word may have endings."""
    *words, last = re.split(r"[\s-]+", term)
    ending = f"(?:{re.escape(last[:-1])}(?:y|ies)" if last.endswith("y") else f"(?:{re.escape(last)}(?:s|es)?"
    pattern = r"[\s-]+".join([*map(re.escape, words), ending + "(?:['’]s?)?)"])
    acronym = term.isupper() and len(term) <= ACRONYM_LENGTH
    return re.compile(rf"(?<!\w){pattern}(?!\w)", 0 if acronym else re.IGNORECASE)

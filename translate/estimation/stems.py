"""Stems of words, under which a lexicon lists all forms of a word.

Arabic stems are those of light10, which removes a conjunction, the article with its prepositions, and one suffix
(Larkey, Ballesteros and Connell 2007, https://doi.org/10.1007/978-1-4020-6046-5_12). English stems are words without
their inflection: plural, ``-ed``, ``-ing`` and ``-ly``.
"""

import re
from functools import lru_cache
from typing import Final

from jisr.chars import ARABIC_LETTERS, ARABIC_MARKS, LATIN_LETTERS, TATWEEL

__all__ = ["arabic_stems", "english_stems", "one_spelling"]

ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]+|[{LATIN_LETTERS}]+")
ENGLISH_WORD = re.compile(f"[{LATIN_LETTERS}]+(?:['’][a-z]+)?")
UNWRITTEN = re.compile(f"[{ARABIC_MARKS}{TATWEEL}]")
ONE_SPELLING: Final = str.maketrans("أإآٱىؤئ", "اااايوي")
"""Letters that writers confuse, each mapped to one spelling."""
ARTICLES: Final = ("بال", "كال", "فال", "لل", "ال")
SUFFIXES: Final = ("ها", "هم", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
SHORTEST_STEM: Final = 3
MOST_STEMS: Final = 50_000
"""Number of words whose stems are kept, so that frequent words are stemmed once."""


def arabic_stems(text: str) -> list[str]:
    """Return the stems of the words of an Arabic text, Latin words included, in order; numbers are left out."""
    return [arabic_stem(word) for word in ARABIC_WORD.findall(one_spelling(text))]


def one_spelling(text: str) -> str:
    """Return a text without marks and tatweel, with one letter in the place of those that writers confuse."""
    return UNWRITTEN.sub("", text).translate(ONE_SPELLING)


def english_stems(text: str) -> list[str]:
    """Return the stems of the words of an English text, in order; numbers are left out."""
    return [english_stem(word) for word in ENGLISH_WORD.findall(text)]


@lru_cache(MOST_STEMS)
def arabic_stem(word: str) -> str:
    """Return the light10 stem of a word in one spelling; a Latin word in lower case."""
    if word[0] < "\u0600":
        return word.lower()
    if word[0] == "و" and len(word) > SHORTEST_STEM:
        word = word[1:]
    for prefix in ARTICLES:
        if word.startswith(prefix) and len(word) >= len(prefix) + SHORTEST_STEM:
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


@lru_cache(MOST_STEMS)
def english_stem(word: str) -> str:
    """Return a word in lower case without its inflection."""
    stem = word.lower().replace("’", "'").removesuffix("'s")
    if len(stem) > 4 and stem.endswith("ies"):
        return stem[:-3] + "i"
    if len(stem) > SHORTEST_STEM and stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    if len(stem) > 5 and stem.endswith("ing"):
        stem = stem[:-3]
    elif (len(stem) > 4 and stem.endswith("ed")) or (len(stem) > 5 and stem.endswith("ly")):
        stem = stem[:-2]
    if len(stem) > SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        stem = stem[:-1]
    if len(stem) > SHORTEST_STEM and stem.endswith("e"):
        stem = stem[:-1]
    return stem[:-1] + "i" if len(stem) > SHORTEST_STEM and stem.endswith("y") else stem

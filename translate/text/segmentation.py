r"""Rule-based segmentation of text into sentences.

Each run of stops (``. ! ? ؟ …`` and similar characters) is a sentence end or not, depending on its context. Sentences
are adjacent spans that cover the text unchanged. Characters that are invisible or optional (direction, zero width,
vowel marks, tatweel) are ignored, so that they never change a decision.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from jisr.chars import ARABIC_MARKS, COMBINING_MARKS, CONTROLS, INVISIBLE, TATWEEL, VARIATION_SELECTORS, members
from jisr.errors import InputError
from jisr.translate.text.sentence_ends import Language, SentenceEndScanner

__all__ = ["Language", "Sentence", "segment"]

PASSED_OVER = f"{INVISIBLE}{VARIATION_SELECTORS}{TATWEEL}{COMBINING_MARKS}{ARABIC_MARKS}"
MARKS_PASSED_OVER = re.compile(f"[{PASSED_OVER}]")
CONTROLS_TO_SPACES = dict.fromkeys(set(map(ord, members(CONTROLS))) - set(map(ord, "\n\x1b\x9b\x9d")), " ")
"""Control characters that count as spaces, as in normalisation; not escapes, which begin invisible sequences."""
LETTER_SEATS = ("ا\u0653", "ا\u0654", "ا\u0655", "و\u0654", "ي\u0654")
"""Letters with marks that are part of the letter: unlike other marks, these distinguish words."""
BLANK_RUN = rf"(?:[^\S\n]|[{PASSED_OVER}])*+"
LINE_WITH_BREAK = re.compile(rf"[^\n]*+(?:\n(?:{BLANK_RUN}\n)*+(?:{BLANK_RUN}\Z|\s*+))?+")
"""A line with the blank lines after it and the white space at the start of the next line."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a text that is translated as one.

    :param text: the text of the span, with the white space after it.
    :param start: offset of its start in the segmented text, in characters from 0.
    :param end: offset of its end; the span is ``[start:end]`` of the segmented text.
    :param line: number of the line of the input in which it begins, from 1.
    """

    text: str
    start: int
    end: int
    line: int = 1


def segment(text: str, lang: Language | str = Language.AR, line: int = 1) -> list[Sentence]:
    r"""Split a text into sentences, which concatenate to the text.

    White space between two sentences belongs to the first. A newline always ends a sentence.

    :param text: one line or several, of any length.
    :param lang: language of the text: ``ar`` or ``en``. It may contain words of the other.
    :param line: number of the first line.
    :return: adjacent spans; none for an empty text.
    :raises InputError: if the language is unknown.
    """
    try:
        lang = Language(lang)
    except ValueError:
        raise InputError(f"language {lang!r} is unknown; choose from: {', '.join(Language)}") from None
    sentences = []
    for match in LINE_WITH_BREAK.finditer(text):
        start = match.start()
        for end in [*boundaries(match.group(), lang), match.end() - match.start()]:
            stop = match.start() + end
            if stop > start:
                sentences.append(Sentence(text[start:stop], start, stop, line))
            start = stop
        line += match.group().count("\n")
    return sentences


def boundaries(text: str, lang: Language) -> list[int]:
    """Return the offsets at which sentences begin inside a line, in ascending order; the start of the line is none."""
    text = text.translate(CONTROLS_TO_SPACES)
    if not MARKS_PASSED_OVER.search(text):
        return list(SentenceEndScanner(text, lang).starts())
    whole = text
    for pair in LETTER_SEATS:
        whole = whole.replace(pair, unicodedata.normalize("NFC", pair) + pair[1])
    bare = MARKS_PASSED_OVER.sub("", whole)
    starts = list(SentenceEndScanner(bare, lang).starts())
    if not starts:
        return []
    gaps = [mark.start() - count for count, mark in enumerate(MARKS_PASSED_OVER.finditer(text))]

    def origin(at: int) -> int:
        return at + bisect_right(gaps, at)

    # Ignored marks after a stop belong to it; those before the next word belong to the word.
    return [origin(at - 1) + 1 if bare[at - 1].isspace() else origin(at) for at in starts]

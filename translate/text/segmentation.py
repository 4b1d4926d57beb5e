r"""Text to sentences, by rules, with the place of each in the text.

The splitter looks at every run of stops (``. ! ? ؟ …`` and their kin) and asks what stands on either side.
It never rewrites: sentences are spans, they touch, and together they are the text. Marks that are not seen
(direction, zero width, vowels, tatweel) are passed over, so they change no decision.
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
"""Controls that normalisation turns into spaces are spaces here too; an escape begins something invisible."""
LETTER_SEATS = ("ا\u0653", "ا\u0654", "ا\u0655", "و\u0654", "ي\u0654")
"""Letters that are one with the mark they carry: another word, where other marks leave a word the same."""
BLANK_RUN = rf"(?:[^\S\n]|[{PASSED_OVER}])*+"
LINE_WITH_BREAK = re.compile(rf"[^\n]*+(?:\n(?:{BLANK_RUN}\n)*+(?:{BLANK_RUN}\Z|\s*+))?+")
"""A line with the blank lines after it and the white space before the next."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a text that is translated as one.

    :param text: what it holds, white space after it included.
    :param start: its start in the text, in characters from 0.
    :param end: its end; ``text == source[start:end]``.
    :param line: the line of the input it begins in, from 1.
    """

    text: str
    start: int
    end: int
    line: int = 1


def segment(text: str, lang: Language | str = Language.AR, line: int = 1) -> list[Sentence]:
    r"""Cut a text into sentences; joined, they are the text again.

    White space between two sentences belongs to the first. A newline always ends one.

    :param text: one line, or several; of any length.
    :param lang: the language of the text: ``ar`` or ``en``. Words of the other may stand in it.
    :param line: the number of the first line.
    :return: spans that touch; none for an empty text.
    :raises InputError: if the language is not one of these.
    """
    try:
        lang = Language(lang)
    except ValueError:
        raise InputError(f"language {lang!r} is unknown; choose from: {', '.join(Language)}") from None
    sentences = []
    for piece in LINE_WITH_BREAK.finditer(text):
        start = piece.start()
        for end in [*boundaries(piece.group(), lang), piece.end() - piece.start()]:
            stop = piece.start() + end
            if stop > start:
                sentences.append(Sentence(text[start:stop], start, stop, line))
            start = stop
        line += piece.group().count("\n")
    return sentences


def boundaries(text: str, lang: Language) -> list[int]:
    """Find where sentences begin inside a line.

    :return: offsets, rising, without the ends of the line.
    """
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

    # Marks that touch a stop go with it; those that touch the next word go with the word.
    return [origin(at - 1) + 1 if bare[at - 1].isspace() else origin(at) for at in starts]

"""Rules for whether a stop ends a sentence, or is part of a name, a number, an address, a pause or a quotation.

Each rule looks at no more than a few hundred characters around a stop, so that time is linear in the length of a text.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from jisr.chars import DIGITS, PERCENT_SIGN, PICTURES, is_latin, members
from jisr.translate.text.abbreviations import (
    CLOSING,
    LEADING,
    LINKS,
    LIST_ORDINALS,
    NAMES_WITH_MARKS,
    NUMBERED,
    SPEECH,
    TAILS,
    TRAILING,
    fold,
    opens,
    runs_on,
)

__all__ = ["Language", "SentenceEndScanner"]

STOPS = ".!?؟…۔。！？‼⁇⁈⁉؞"
ASKING = frozenset("!?؟！？‼⁇⁈⁉")
OPENING = "«“‘„‹([{﴿"
SHUT = frozenset(")]}﴾")
QUOTES = frozenset("\"'«»“”‘’„‹›")
SHUT_QUOTES = frozenset("»”’›")
PARTNER = {"»": "«", "”": "“", "’": "‘", "›": "‹", '"': '"', "'": "'", "“": "”", ")": "(", "]": "[", "}": "{"}
DASHES = "-–—―‒−"
PROCLITICS = frozenset("وفبلك")
TIES = frozenset("/'’-–&?!")
ANY_DIGIT = members(DIGITS)
CARRIES_ON = frozenset(f"،,؛;:%{PERCENT_SIGN}&/\\=|{STOPS}") | SHUT

STOP_RUN = re.compile(f"[{re.escape(STOPS)}]++")
WHITE_SPACE = re.compile(r"\s*+")
CONTENT = re.compile(rf"[^\W_]|[{PICTURES}]")
NOTE_MARK = re.compile(r"\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]++")
PICTURE_RUN = re.compile(f"[{PICTURES}]++")
LOOSE = re.compile(rf"\s++(?:[»”\"](?=\s|$)|[{PICTURES}]++(?=\s|$))")
NEXT_WORD = re.compile(rf"[\s{re.escape(OPENING + DASHES)}\"'”’»•*]{{0,8}}+([^\W\d_]{{1,24}}+)")
SECOND_WORD = re.compile(r"[^\W\d_]{1,24}+ ([a-z]{3,12}+)")
LIST_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")
WORD_EDGE = frozenset(" \t\u00a0\r\u2028\u2029،,؛;:/" + STOPS.replace(".", "") + DASHES + OPENING) | SHUT | QUOTES
ADDRESS = re.compile(r"://|@|^\W*www\.")
WORD_REACH, QUOTE_REACH, ADDRESS_REACH = 24, 400, 200


class Language(StrEnum):
    """A language that can be segmented."""

    AR = "ar"
    EN = "en"


class SentenceEndScanner:
    """A scanner that finds the sentence ends of a line in one pass.

    :param text: the line, without invisible characters and vowel marks.
    :param lang: language of the line.
    """

    def __init__(self, text: str, lang: Language) -> None:
        self.text = text
        self.lang = lang
        self.start = 0
        """Offset of the start of the current sentence."""
        self.content = -1
        """Offset of its first letter, digit or picture; less than ``start`` if not yet known."""
        self.more = -1
        """Offset of the first letter, digit or picture at or after the last offset given to :meth:`has_more`."""
        self.item: int | None = None
        """Number that the next item of the current list would have."""
        self.counted = self.quotes = 0
        """Offset up to which straight quotes have been counted, and their number."""

    def starts(self) -> Iterator[int]:
        """Yield the offset of the start of each sentence except the first."""
        text, read = self.text, 0
        for run in STOP_RUN.finditer(text):
            first, last = run.span()
            if first < read or not self.has_content(first):
                continue
            read = after = self.after_closing(last)
            at = WHITE_SPACE.match(text, after).end()  # type: ignore[union-attr]
            if not self.has_more(at):
                return
            if self.is_end(first, last, after, at):
                yield at
                self.start = at

    def has_content(self, before: int) -> bool:
        """Return whether the current sentence has a letter, digit or picture before an offset."""
        if self.content < self.start:
            match = CONTENT.search(self.text, self.start)
            self.content = match.start() if match else len(self.text)
        return self.content < before

    def has_more(self, at: int) -> bool:
        """Return whether there is a letter, digit or picture at or after an offset."""
        if self.more < at:
            match = CONTENT.search(self.text, at)
            self.more = match.start() if match else len(self.text)
        return self.more < len(self.text)

    def after_closing(self, at: int) -> int:
        """Return the offset after what closes together with a stop: quotes, brackets, note marks, pictures, stops."""
        text, size = self.text, len(self.text)
        while at < size:
            character = text[at]
            if character in STOPS or character in SHUT or (character in QUOTES and self.closes(at)):
                at += 1
            elif match := NOTE_MARK.match(text, at) or PICTURE_RUN.match(text, at) or LOOSE.match(text, at):
                if text[match.end() - 1] == '"' and not self.inside_quotes(match.end() - 1):
                    break
                at = match.end()
            else:
                break
        return at

    def closes(self, at: int) -> bool:
        """Return whether a quotation mark next to a stop is a closing one, whatever its shape."""
        following = self.text[at + 1 : at + 2]
        if following.isalnum():
            return self.text[at] in SHUT_QUOTES or (self.text[at] == '"' and self.inside_quotes(at))
        return following not in OPENING or not following

    def inside_quotes(self, at: int) -> bool:
        """Return whether the number of straight quotes before an offset is odd."""
        self.quotes += self.text.count('"', self.counted, at)
        self.counted = max(at, self.counted)
        return self.quotes % 2 == 1

    def is_end(self, first: int, last: int, after: int, at: int) -> bool:
        """Return whether the stops from ``first`` to ``last`` end a sentence.

        :param after: offset after what closes with them.
        :param at: offset of the next character that is not white space.
        """
        text = self.text
        if text[at] in CARRIES_ON:
            return False
        stop, word, following = text[first:last], self.word_before(first), self.next_word(at)
        if stop == "." and self.is_marker(word, first):
            return False
        if stop == "." and (kind := self.abbreviation(word, first, at)):
            return self.abbreviated_end(kind, at, following)
        if after == at:
            return self.glued_end(first, last, at, following)
        asked = not ASKING.isdisjoint(text[first:after])
        if asked and (word in NAMES_WITH_MARKS or self.in_aside(first, at)):
            return False
        if is_latin(text[at]) and text[at].islower() and (self.lang == Language.EN or is_latin(word[-1:])):
            return False
        mark = text[after - 1]
        if after > last and (mark in QUOTES or mark in SHUT) and (asked or is_pause(stop)):
            return self.quoted_end(first, after, at, following)
        if is_pause(stop) and not asked:
            return following != word and self.pause_end(first, at, following)
        return True

    def word_before(self, first: int) -> str:
        """Return the word directly before a stop, with its inner stops, folded.

        A single letter also counts if a space separates it from the stop.
        """
        text, low = self.text, max(self.start, first - WORD_REACH)
        apart = first > low and text[first - 1] == " "
        end = at = first - apart
        while at > low and text[at - 1] not in WORD_EDGE:
            at -= 1
        return "" if apart and end - at > 1 else fold(text[at:end].strip("."))

    def next_word(self, at: int) -> str:
        """Return the next word, folded; quotes, opening brackets and dashes before it are skipped."""
        match = NEXT_WORD.match(self.text, at)
        return fold(match.group(1)) if match else ""

    def is_marker(self, word: str, first: int) -> bool:
        """Return whether a word is the number of a list item: ``1.``, ``٢.``, ``3.1.``, ``أولا.``."""
        start = first - len(word)
        opening = start == self.content
        if opening and word in LIST_ORDINALS:
            return True
        if not LIST_NUMBER.fullmatch(word):
            return False
        number = int(word.split(".")[0])
        apart = self.text[max(self.start, start - 1) : start].isspace()
        listed = number == self.item or self.text[max(self.start, start - 2) : start - 1] in {":", "؛"}
        if opening or (apart and listed):
            self.item = number + 1
            return True
        return False

    def abbreviation(self, word: str, first: int, at: int) -> str:
        """Return the kind of an abbreviation: ``leading``, ``trailing``, ``closing``, ``letter``; empty if none."""
        if word in LEADING:
            return "leading"
        if word in NUMBERED:
            return "leading" if self.text[at].isdigit() else ""
        if word in TRAILING:
            return "trailing"
        bare = word.lstrip(ANY_DIGIT)
        if bare in CLOSING:
            return "closing"
        parts = bare.split(".")
        if len(parts[0]) == 2 and parts[0][0] in (PROCLITICS if len(parts) > 1 else "و"):
            parts[0] = parts[0][1]
        start = first - len(word)
        letters = all(len(part) == 1 and part.isalpha() for part in parts)
        if not letters or self.text[start - 1 : start] in TIES:
            return ""
        if is_latin(bare[0]):
            return "closing" if len(parts) > 1 else "letter" if bare == word else ""
        counted = bare != word or self.text[max(0, start - 2) : start].strip().isdigit()
        return "closing" if counted else "letter"

    def abbreviated_end(self, kind: str, at: int, following: str) -> bool:
        """Return whether the stop of an abbreviation also ends a sentence."""
        if kind == "leading":
            return False
        if kind == "trailing":
            return opens(following) or not (following in LINKS or self.text[at].islower())
        return opens(following, dated=kind == "closing")

    def in_aside(self, first: int, at: int) -> bool:
        """Return whether a question is an aside between two dashes."""
        dash = self.text[at]
        if dash not in DASHES:
            return False
        return self.text.rfind(f" {dash} ", max(self.content, first - QUOTE_REACH), first) >= 0

    def glued_end(self, first: int, last: int, at: int, following: str) -> bool:
        """Return whether stops without white space before the next word end a sentence."""
        text = self.text
        character = text[at]
        stop = text[first:last]
        arabic = character.isalpha() and not is_latin(character)
        if at > last and not arabic:
            return character.isupper() or character in OPENING
        if is_pause(stop):
            return arabic and opens(following) and not runs_on(following)
        before = text[first - 1]
        if arabic:
            lettered = len(following) == 1 and text[at + 1 : at + 2] == "." and not before.isspace()
            if lettered or following in TAILS:
                return False
            token = text[max(self.start, first - ADDRESS_REACH) : first].rsplit(None, 1)
            return before.isspace() or not token or not ADDRESS.search(token[-1])
        if character.isdigit():
            return "؟" in stop or (text[max(0, first - 3) : first].isalpha() and not is_latin(before))
        if character.isalpha():
            if self.lang == Language.AR or stop != ".":
                return "؟" in stop
            return before.islower() and opens(following) and character.isupper()
        if character in DASHES:
            return text[at + 1 : at + 2] == " "
        return (character in QUOTES or character == "#") and (before.isalnum() or before in SHUT)

    def quoted_end(self, first: int, after: int, at: int, following: str) -> bool:
        """Return whether a question or a pause in quotes or brackets also ends the sentence around them."""
        text = self.text
        if text[at] in QUOTES or text[at] in DASHES:
            return True
        mark = text[after - 1]
        opening = text.rfind(PARTNER.get(mark, mark), max(self.start, first - QUOTE_REACH), first)
        whole = not text[self.start : opening].strip() if opening >= 0 else False
        if is_latin(text[at]):
            said = SECOND_WORD.match(text, at)
            return not (said and said.group(1) in SPEECH)
        if whole and mark in SHUT:
            return True
        if opening > 0 and text[max(0, opening - 2) : opening].rstrip().endswith((":", "،", ",")):
            return not runs_on(following)
        return opens(following) and following[:1] not in {"و", "ف"} and following != "ثم"

    def pause_end(self, first: int, at: int, following: str) -> bool:
        """Return whether dots that may be a pause end a sentence."""
        if self.text[max(self.start, first - 2) : first].rstrip().endswith((":", "،", ",", "؛")):
            return False
        if is_latin(self.text[at]):
            return self.text[at].isupper()
        return not runs_on(following)


def is_pause(stop: str) -> bool:
    """Return whether stops are dots that mark a pause, such as an ellipsis."""
    return "…" in stop or ".." in stop or "؞" in stop

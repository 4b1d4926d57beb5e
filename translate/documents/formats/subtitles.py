r"""Subtitles: SubRip (``.srt``) and WebVTT (https://www.w3.org/TR/webvtt1/).

A sentence that goes on over lines and cues is one unit. Its translation is shared out over the cues in proportion to
their words in the source, and set in at most two lines. What is not text stays: numbers, timings, settings, notes,
styles, the dashes of a dialogue, tags around a cue and positions such as ``{\an8}``.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, ClassVar, Final

from jisr.chars import has_arabic
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.subtitle_lines import LINE_LENGTH, Room, break_line, share_out
from jisr.translate.documents.nesting import nested_pairs
from jisr.translate.documents.placeholders import PieceRole, add_with_codes
from jisr.translate.documents.text_file import read_text_file
from jisr.translate.documents.unit import Code, PlacedCodes, Target, Unit, UnitBuilder, fragments

__all__ = ["SubRip", "WebVtt"]

LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
TIME: Final = r"(?:(\d+):)?(\d{1,2}):(\d{1,2}[,.]\d{1,3})"
TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}")
NUMBER = re.compile(r"\s*\d+\s*")
TURNS: Final = r"(?:[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]|&[lr]lm;)"
"""A character that turns the direction of Arabic, which English does not need."""
MARK = re.compile(r"\{\\[^{}]*\}|<(/?)([A-Za-z]+)[^<>]*>|<[0-9:.]+>")
"""A tag, a position, or a time inside a cue."""
SIGN: Final = r"[-\u2013\u2014](?!\d)|>>|[♪♫]|#(?=\s|$)"
"""What shows that someone speaks or sings."""
SPEAKER = re.compile(rf"(?:\s|{TURNS}|{MARK.pattern})*(?:{SIGN})|(?:\{{[^{{}}]*\}})*<v[\s.]")
"""Beginning of a line at which someone else speaks: a sign, or a voice of WebVTT."""
SOUND = re.compile(rf"(?:\s|{TURNS})*(?:\[[^\[\]]*\]|\([^()]*\))(?:\s|{TURNS})*")
"""A line that describes a sound."""
BRACKETED = re.compile(r"\[[^\[\]]+\]|\([^()]+\)")
"""The text of a turn that describes a sound, whose brackets stay around it."""
PREFIX = re.compile(rf"(?:\s|{TURNS}|{MARK.pattern}|{SIGN})*")
SUFFIX = re.compile(rf"(?:\s|{TURNS}|{MARK.pattern}|[♪♫]|(?<=\s)#)*\Z")
SENTENCE_END = re.compile(r"[.!?؟…:؛;۔][\"'”’»)\]]*$")
PAUSE: Final = ("،", ",")
LONGEST_GAP: Final = 2.0
"""Seconds between two cues over which a sentence may go on."""
MOST_CUES: Final = 8
"""Most cues of a unit."""
LEAST_PUNCTUATED: Final = 1 / 3
"""Least share of cues with a stop at their end at which a cue without one goes on in the next."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption.

    :param name: its number or name.
    :param begin: when it is shown, in seconds.
    :param end: when it is taken away.
    :param lines: start and end of each of its lines that are not blank, in the file in characters.
    """

    name: str
    begin: float
    end: float
    lines: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a cue: adjacent lines of it.

    :param start: offset of its first line in the file in characters.
    :param end: offset after its last line.
    :param prefix: what stays before the text: a dash, tags.
    :param text: the text, its lines joined, with tags inside as they are written.
    :param suffix: what stays after it.
    :param place: index of the turn in its cue.
    :param alone: whether the cue has no other turn.
    """

    cue: Cue
    start: int
    end: int
    prefix: str
    text: str
    suffix: str
    place: int
    alone: bool

    @property
    def text_without_tags(self) -> str:
        """The text without tags."""
        return MARK.sub("", self.text).strip()

    @property
    def is_sound(self) -> bool:
        """Whether it describes a sound: it is in brackets."""
        return SOUND.fullmatch(f"{self.prefix[-1:]}{self.text_without_tags}{self.suffix[:1]}") is not None

    @property
    def room(self) -> Room:
        """The room of its translation."""
        before, after = MARK.sub("", self.prefix).lstrip(), MARK.sub("", self.suffix).rstrip()
        return Room(len(self.text_without_tags.split()), 2 if self.alone else 1, len(before), len(after))


class Subtitles:
    """A file of subtitles.

    :raises InputError: if it is not in its encoding.
    """

    kind: ClassVar[str]
    web: ClassVar[bool]
    """Whether it is WebVTT: a blank line ends a cue, names need not be numbers, and text has references."""

    def __init__(self, path: str, options: DocumentOptions) -> None:
        self.file = read_text_file(path, options.encoding)
        turns = [turn for cue in self.cues() for turn in self.turns(cue)]
        self.groups = list(grouped(turns))

    def cues(self) -> Iterator[Cue]:
        """Yield the cues."""
        text = self.file.text
        lines = [match.span(1) for match in LINE.finditer(text)]
        blank = [not text[start:end].strip() for start, end in lines]
        timings = [TIMING.match(text, start, end) for start, end in lines]
        named = [self.is_name(index, lines, blank, timings) for index in range(len(lines))]
        cue: Cue | None = None
        count = 0
        for index, ((start, end), timing) in enumerate(zip(lines, timings, strict=True)):
            ended = timing is not None or named[index] or (self.web and blank[index])
            if cue is not None and ended:
                yield cue
                cue = None
            if timing is not None:
                count += 1
                name = text[slice(*lines[index - 1])].strip() if index and named[index - 1] else str(count)
                cue = Cue(name, seconds(*timing.groups()[:3]), seconds(*timing.groups()[3:]))
            elif cue is not None and not blank[index]:
                cue.lines.append((start, end))
        if cue is not None:
            yield cue

    def is_name(
        self,
        index: int,
        lines: Sequence[tuple[int, int]],
        blank: Sequence[bool],
        timings: "Sequence[re.Match[str] | None]",
    ) -> bool:
        """Return whether a line is the number or the name of the cue whose timing follows."""
        if blank[index] or timings[index] is not None:
            return False
        after = index + 1
        if self.web:
            return (index == 0 or blank[index - 1]) and after < len(lines) and timings[after] is not None
        if NUMBER.fullmatch(self.file.text, *lines[index]) is None:
            return False
        while after < len(lines) and blank[after]:
            after += 1
        return after < len(lines) and timings[after] is not None

    def turns(self, cue: Cue) -> Iterator[Turn]:
        """Yield the turns of a cue that have text."""
        runs: list[list[tuple[int, int]]] = []
        sound = False
        for start, end in cue.lines:
            line = self.file.text[start:end]
            is_sound = SOUND.fullmatch(line) is not None
            if not runs or is_sound or sound or SPEAKER.match(line):
                runs.append([])
            runs[-1].append((start, end))
            sound = is_sound
        for place, run in enumerate(runs):
            text = " ".join(self.file.text[low:high].strip() for low, high in run)
            low, high = text_span(text)
            if low < high:
                prefix, inner, suffix = (re.sub(TURNS, "", part) for part in (text[:low], text[low:high], text[high:]))
                yield Turn(cue, run[0][0], run[-1][1], prefix, inner, suffix, place, len(runs) == 1)

    def units(self) -> Iterator[Unit]:
        """Yield the sentences, each with the cues that show it."""
        return (self.unit(group) for group in self.groups)

    def unit(self, group: Sequence[Turn]) -> Unit:
        """Return the unit of adjacent turns."""
        builder = UnitBuilder()
        for index, turn in enumerate(group):
            if index:
                builder.add(" ")
            add_marked(builder, turn.text, references=self.web)
        first, last = group[0], group[-1]
        name = f"cue {first.cue.name}"
        if last.cue is not first.cue:
            name += f"-{last.cue.name}"
        elif not first.alone:
            name += f".{first.place + 1}"
        return builder.unit(name, limit=sum(LINE_LENGTH * turn.room.lines for turn in group))

    def write(self, targets: Iterable[Target], stream: IO[bytes]) -> None:
        """Write the file with targets shared out over their cues."""
        text = self.file.text
        parts: list[str] = []
        at = 0
        for group, target in zip(self.groups, targets, strict=True):
            if target == Target.kept(self.unit(group)):
                continue
            for turn, share in zip(group, self.shares(group, target), strict=True):
                parts += [text[at : turn.start], turn.prefix, share, turn.suffix]
                at = turn.end
        stream.write(self.file.encoded("".join([*parts, text[at:]])))

    def shares(self, group: Sequence[Turn], target: Target) -> Iterator[str]:
        """Yield what is written for each turn; a pair that goes on in the next one is closed and reopened."""
        rooms = [turn.room for turn in group]
        text = re.sub(r"\s", " ", target.text)
        spans = share_out(text, rooms)
        owned = owners(target.codes, spans)
        closing = {code.id: code.data for _, code in target.codes if code.kind == "close"}
        opened: list[Code] = []
        for room, (start, end), codes in zip(rooms, spans, owned, strict=True):
            share = text[start:end]
            at = break_line(share, room)
            if at is not None:
                share = f"{share[:at]}\n{share[at + 1 :]}"
            pieces = [code.data for code in opened]
            for part in fragments(share, codes):
                if isinstance(part, Code):
                    pieces.append(part.data)
                    opened = [code for code in opened if code.id != part.id] + [part] * (part.kind == "open")
                else:
                    pieces.append(self.cue_text(part))
            yield "".join(pieces + [closing.get(code.id, "") for code in reversed(opened)])

    def cue_text(self, text: str) -> str:
        """Return text as it is written in a cue."""
        return (html.escape(text, quote=False) if self.web else text).replace("\n", self.file.line_end)


class SubRip(Subtitles):
    """A file ``.srt``."""

    kind: ClassVar = "srt"
    web: ClassVar = False


class WebVtt(Subtitles):
    """A file ``.vtt``."""

    kind: ClassVar = "vtt"
    web: ClassVar = True


def seconds(hours: str | None, minutes: str, rest: str) -> float:
    """Return a time in seconds."""
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def grouped(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Yield the turns that are one unit: those over which a sentence goes on."""
    arabic = [turn.text_without_tags for turn in turns if has_arabic(turn.text_without_tags)]
    punctuated = sum(SENTENCE_END.search(text) is not None for text in arabic) >= LEAST_PUNCTUATED * len(arabic)
    group: list[Turn] = []
    for turn in turns:
        if group and not (len(group) < MOST_CUES and sentence_continues(group[-1], turn, punctuated=punctuated)):
            yield group
            group = []
        group.append(turn)
    if group:
        yield group


def sentence_continues(before: Turn, after: Turn, *, punctuated: bool) -> bool:
    """Return whether a sentence goes on from one turn to the next.

    :param punctuated: whether sentences of the file end with a stop.
    """
    if before.cue is after.cue or not 0 <= after.cue.begin - before.cue.end <= LONGEST_GAP:
        return False
    others = SPEAKER.match(after.prefix) or re.search("[♪♫#]", before.suffix)
    if others or before.is_sound or after.is_sound:
        return False
    text = before.text_without_tags
    return not SENTENCE_END.search(text) and (punctuated or text.endswith(PAUSE))


def text_span(text: str) -> tuple[int, int]:
    """Return the span of the text of a turn without what stays around it: dashes, and tags and brackets around all."""
    prefix, marks = PREFIX.match(text), paired_marks(text)
    low = prefix.end() if prefix else 0
    suffix = SUFFIX.search(text, low)
    high = suffix.start() if suffix else len(text)
    for match, other in marks:
        if other is not None and match.start() < low and low <= other.start() < high:
            low = match.start()
    for match, other in reversed(marks):
        if other is not None and match.end() > high and low <= other.start() < high:
            high = match.end()
    whole = BRACKETED.fullmatch(text, low, high) is not None
    return low + whole, high - whole


def paired_marks(text: str) -> "list[tuple[re.Match[str], re.Match[str] | None]]":
    """Return the marks of a text, each with the other one of its pair. No pairs cross."""
    marks = list(MARK.finditer(text))
    others = nested_pairs(
        ("open" if mark[1] == "" else "close" if mark[1] else "alone", mark[2] or "") for mark in marks
    )
    return [(mark, marks[others[index]] if index in others else None) for index, mark in enumerate(marks)]


def add_marked(builder: UnitBuilder, text: str, *, references: bool) -> None:
    """Add text to a unit with its marks as codes.

    :param references: whether the text has references such as ``&amp;``.
    """
    found: list[tuple[re.Match[str], PieceRole]] = [
        (mark, "alone" if other is None else "open" if other.start() > mark.start() else "close")
        for mark, other in paired_marks(text)
    ]
    add_with_codes(builder, text, found, read=html.unescape if references else str)


def owners(codes: PlacedCodes, spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, Code]]]:
    """Return the codes of each span of a text, at their offsets in it.

    Between two spans a code that opens a pair belongs to the second one, any other to the first.
    """
    owned: list[list[tuple[int, Code]]] = [[] for _ in spans]
    at = 0
    for offset, code in codes:
        while at < len(spans) - 1 and spans[at + 1][0] > spans[at][0]:
            if offset < (spans[at][1] if code.kind == "open" else spans[at + 1][0] + (code.kind == "close")):
                break
            at += 1
        start, end = spans[at]
        owned[at].append((min(max(offset, start), end) - start, code))
    return owned

"""The lines of subtitles: a text shared out over the cues that show it, and set in lines that can be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["LINE_LENGTH", "Room", "break_line", "share_out"]

LINE_LENGTH: Final = 42
"""Most characters of a line, as is usual for languages in Latin letters."""
WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
PAUSE = re.compile(r"[,;:—–-][\"'”’)\]]*$")
END_GAIN: Final = 2.5
"""Number of words by which a share may differ from its proportion so that it ends with a sentence."""
PAUSE_GAIN: Final = 1.5
LONG_COST: Final = 1.0
"""Number of words that one character too many in a line is worth."""
REACH: Final = 8
"""Number of words around the proportion in which a cut is looked for."""


@dataclass(frozen=True, slots=True)
class Room:
    """The room that a share of a text has.

    :param weight: its part of the whole, such as its number of words in the source.
    :param lines: number of lines, 1 or 2.
    :param before: number of characters that stand before it in its first line.
    :param after: number of those behind it in its last line.
    """

    weight: float
    lines: int = 2
    before: int = 0
    after: int = 0


def share_out(text: str, rooms: Sequence[Room]) -> list[tuple[int, int]]:
    """Return the span of a text for each room, in proportion to their weights, cut between words.

    Cuts at the ends of sentences and at commas are preferred, and shares that fit their rooms. No share is empty: if
    there are fewer words than rooms, the last word is repeated.
    """
    words = [match.span() for match in WORD.finditer(text)]
    if len(words) <= len(rooms) or len(rooms) == 1:
        if not words or len(rooms) == 1:
            return [(0, len(text))] * len(rooms)
        return [words[min(index, len(words) - 1)] for index in range(len(rooms))]
    # The cost of the best cuts up to each possible end of the share, with where it begins.
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for place, ideal in enumerate(proportions([room.weight for room in rooms], len(words))):
        room, rest = rooms[place], len(rooms) - place - 1
        ends = [len(words)] if not rest else range(place + 1, len(words) - rest + 1)
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in ends:
            if rest and abs(end - ideal) > REACH and end not in {place + 1, len(words) - rest}:
                continue
            options = [
                (cost + LONG_COST * excess(text[words[start][0] : words[end - 1][1]], room), (*cuts, end))
                for start, (cost, cuts) in best.items()
                if start < end
            ]
            if options:
                cost, cuts = min(options)
                reached[end] = (cost + cut_cost(text[slice(*words[end - 1])], end - ideal), cuts)
        best = reached
    cuts = best[len(words)][1]
    return [(words[start][0], words[end - 1][1]) for start, end in zip((0, *cuts), cuts, strict=False)]


def proportions(weights: Sequence[float], count: int) -> Iterator[float]:
    """Yield where each share ends in proportion to the weights.

    :param count: number of words.
    """
    total = sum(weights) or 1.0
    before = 0.0
    for weight in weights:
        before += weight
        yield count * before / total


def cut_cost(word: str, distance: float) -> float:
    """Return the cost of a cut after a word.

    :param distance: number of words from the proportion.
    """
    gain = END_GAIN if SENTENCE_END.search(word) else PAUSE_GAIN if PAUSE.search(word) else 0.0
    return abs(distance) - gain


def excess(text: str, room: Room) -> int:
    """Return the number of characters of a text that are too many for its lines."""
    at = break_line(text, room)
    lengths = [room.before + len(text) + room.after] if at is None else line_lengths(text, room, at)
    return sum(max(0, length - LINE_LENGTH) for length in lengths)


def break_line(text: str, room: Room) -> int | None:
    """Return the offset of the space at which a text goes on in a second line; ``None`` if it is one line.

    A text of more than one line is cut where no line is too long, after a stop or a comma if there is one near the
    middle.
    """
    if room.lines == 1 or room.before + len(text) + room.after <= LINE_LENGTH:
        return None

    def cost(at: int) -> tuple[float, float]:
        first, second = line_lengths(text, room, at)
        over = max(0, first - LINE_LENGTH) + max(0, second - LINE_LENGTH)
        word = text[:at].rsplit(" ", 1)[-1]
        gain = 4 * (END_GAIN if SENTENCE_END.search(word) else PAUSE_GAIN if PAUSE.search(word) else 0.0)
        return over, abs(first - second) - gain

    spaces = [match.end() for match in WORD.finditer(text) if match.end() < len(text.rstrip())]
    return min(spaces, key=cost, default=None)


def line_lengths(text: str, room: Room, at: int) -> tuple[int, int]:
    """Return the lengths of the two lines of a text that is broken at an offset."""
    return room.before + at, len(text) - at - 1 + room.after

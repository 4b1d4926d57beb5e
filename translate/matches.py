"""Matches: what a translation memory holds for a sentence, and the protocol by which a translator asks for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

__all__ = ["CONTEXT", "EXACT", "FUZZY", "Match", "Memory", "Origin", "as_written", "find_matches"]

Origin = Literal["model", "memory", "kept"]
"""Where the text of a target comes from; ``kept`` is the source, which had nothing to translate."""

EXACT: Final = 100
"""Percent of a match with the same text, which is taken instead of a draft."""
CONTEXT: Final = 101
"""Percent of a match with the same text and the same context."""
FUZZY: Final = 85
"""Percent from which the target of a match is worth more, as a rule, than a draft of the built-in model."""
BREAKS = re.compile(r"[^\S\n]*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of a translation memory that is like a sentence.

    :param percent: how alike, at most 101, as :func:`jisr.corpora.memory.likeness.likeness` defines it.
    :param source: the source of the entry.
    :param target: its target, which is mended if :attr:`mended` says so.
    :param memory: name of the file.
    :param unit: name of the entry in the file, or its number from 1.
    :param mended: whether the numbers of the target were replaced by those of the sentence, the only difference.
    """

    percent: int
    source: str
    target: str
    memory: str
    unit: str
    mended: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the target stands in the place of a draft; otherwise it stands beside one."""
        return self.percent >= EXACT or self.mended

    def record(self) -> dict[str, Any]:
        """Return the match as values for JSON."""
        return {
            "percent": self.percent,
            "source": self.source,
            "target": self.target,
            "memory": self.memory,
            "unit": self.unit,
            **({"mended": True} if self.mended else {}),
        }


class Memory(Protocol):
    """A translation memory."""

    @property
    def identity(self) -> str:
        """Hash of everything that decides what it finds, a part of a journal's key."""

    @property
    def paths(self) -> Sequence[str]:
        """Files that it was read from."""

    def find(self, source: str, *, before: str | None = None, unit: str = "") -> Sequence[Match]:
        """Return the matches of a sentence, the best first; what is taken is the first, if any is.

        :param before: the sentence before it; ``None`` if it is unknown.
        :param unit: name of the sentence in its document, such as the key of a string; empty if it has none.
        """


def find_matches(
    memory: Memory, source: str, stand_ins: Mapping[str, str], *, before: str | None = None, unit: str = ""
) -> tuple[Match, ...]:
    """Return the matches of a sentence of a document, the best first, ready to be taken.

    A target that is taken has the numbers of the sentence that stand for something, each as often as the source of the
    match has what is written there; else it is none that is taken. It has no line end unless the sentence has one.

    :param stand_ins: what is written in the document in the place of each number that stands for it.
    :param before: the sentence before it as it is written; ``None`` if it is unknown.
    :param unit: name of the sentence in its document; empty if it has none.
    """
    written = as_written(source, stand_ins)
    matches = memory.find(written, before=before, unit=unit)
    fitted = (with_stand_ins(match, source, stand_ins) for match in matches)
    flat = [each if "\n" in source else replace(each, target=BREAKS.sub(" ", each.target)) for each in fitted]
    return tuple(sorted(flat, key=lambda match: not match.is_taken))


def as_written(text: str, stand_ins: Mapping[str, str]) -> str:
    """Return a text as it is written in its document, where numbers stand for something else."""
    for number, literal in stand_ins.items():
        text = text.replace(number, literal)
    return text


def with_stand_ins(match: Match, source: str, stand_ins: Mapping[str, str]) -> Match:
    """Return a match with numbers in its target in the place of what they stand for in a sentence.

    :return: the match with less than 100 percent and nothing replaced if that is not there as often as in the sentence.
    """
    numbers = sorted((number for number in stand_ins if number in source), key=source.index)
    if not match.is_taken or not numbers:
        return match
    literals = [stand_ins[number] for number in numbers]
    if any(literal and match.target.count(literal) != literals.count(literal) for literal in literals):
        return replace(match, percent=min(match.percent, EXACT - 1), mended=False)
    target, at = "", 0
    rest = {literal: [number for number in numbers if stand_ins[number] == literal] for literal in literals if literal}
    pattern = re.compile("|".join(map(re.escape, sorted(rest, key=len, reverse=True))) or "(?!)")
    for found in pattern.finditer(match.target):
        target += match.target[at : found.start()] + (rest[found[0]].pop(0) if rest[found[0]] else found[0])
        at = found.end()
    return replace(match, target=target + match.target[at:])

"""Joining of hard-wrapped lines into paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.chars import INVISIBLE

__all__ = ["Paragraph", "ends_paragraph", "unwrap"]

BLANK_LINE = re.compile(rf"[\s{INVISIBLE}]*+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one blank line.

    :param text: the lines, joined with single spaces; a blank line unchanged.
    :param line: number of the first line, from 1.
    :param count: number of lines, at least 1.
    """

    text: str
    line: int
    count: int


def ends_paragraph(line: str) -> bool:
    """Return whether a line is blank, so that no paragraph goes on after it."""
    return BLANK_LINE.fullmatch(line) is not None


def unwrap(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, and the blank lines that end them, unchanged.

    Every line is part of exactly one paragraph. Memory is linear in the length of the longest paragraph.

    :param lines: lines without line ends.
    """
    pending: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if not ends_paragraph(line):
            pending.append(line.strip())
            continue
        if pending:
            yield Paragraph(" ".join(pending), number - len(pending), len(pending))
            pending = []
        yield Paragraph(line, number, 1)
    if pending:
        yield Paragraph(" ".join(pending), number + 1 - len(pending), len(pending))

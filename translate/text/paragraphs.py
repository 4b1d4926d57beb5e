"""Lines that were wrapped by hand, joined to paragraphs again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.chars import INVISIBLE

__all__ = ["Paragraph", "unwrap"]

BLANK_LINE = re.compile(rf"[\s{INVISIBLE}]*+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, or one blank line.

    :param text: the lines, joined by single spaces; a blank line as it stood.
    :param line: the number of its first line, from 1.
    :param count: how many lines it holds, at least 1.
    """

    text: str
    line: int
    count: int


def unwrap(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Join the lines of each paragraph; a blank line ends one and is given as it is.

    Every line is part of exactly one paragraph. Memory grows with the longest paragraph.

    :param lines: lines without their ends.
    """
    pending: list[str] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if not BLANK_LINE.fullmatch(line):
            pending.append(line.strip())
            continue
        if pending:
            yield Paragraph(" ".join(pending), number - len(pending), len(pending))
            pending = []
        yield Paragraph(line, number, 1)
    if pending:
        yield Paragraph(" ".join(pending), number + 1 - len(pending), len(pending))

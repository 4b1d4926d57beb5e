"""Diagnosis of two texts that should have the same number of lines but do not: where they part, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jisr.corpora.formats.line_counts import first_suspect

__all__ = ["LineDiagnosis", "diagnose"]

NEARBY_LINES = 2
"""Number of lines on either side of the first suspect one in which a cause is searched for."""

HIDDEN_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
CHARACTER_NAMES = {
    "\r": "a lone CR",
    "\v": "a vertical tab",
    "\f": "a form feed",
    "\x85": "U+0085",
    "\u2028": "U+2028",
    "\u2029": "U+2029",
}


@dataclass(frozen=True, slots=True)
class LineDiagnosis:
    """Diagnosis of two texts with unequal numbers of lines.

    :param line: number of the first line that looks wrong, from 1.
    :param longer: whether it is a line of the text with more lines, or else of the other.
    :param cause: likely cause, in words.
    """

    line: int
    longer: bool
    cause: str


def diagnose(longer: Sequence[str], shorter: Sequence[str]) -> LineDiagnosis:
    """Return the first line that looks wrong, judged by the lengths of the lines, and a likely cause.

    :param longer: lines of the text with more lines.
    :param shorter: lines of the other text.
    """
    at = first_suspect([len(line) for line in longer], [len(line) for line in shorter]) - 1
    near = range(max(0, at - NEARBY_LINES), min(len(longer), at + NEARBY_LINES + 1))
    for i in sorted(near, key=lambda i: abs(i - at)):
        hidden = HIDDEN_BREAKS.search(shorter[i]) if i < len(shorter) else None
        if hidden:
            name = CHARACTER_NAMES.get(hidden[0], f"U+{ord(hidden[0]):04X}")
            return LineDiagnosis(i + 1, False, f"it holds {name}, where some programs cut a line in two")
    for i in sorted(near, key=lambda i: abs(i - at)):
        if not longer[i].strip() and (i >= len(shorter) or shorter[i].strip()):
            return LineDiagnosis(i + 1, True, "it is blank")
    if longer[at].strip() and at and longer[at] == longer[at - 1]:
        return LineDiagnosis(at + 1, True, "it repeats the line before")
    if at >= len(shorter):
        return LineDiagnosis(at + 1, True, "the other text ends before it")
    return LineDiagnosis(at + 1, True, "it has no partner: a line was added or cut in two here, or is missing there")

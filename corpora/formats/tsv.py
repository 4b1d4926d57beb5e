"""Tab-separated values: source, target and, if they are known, score and origin.

The output of ``jisr translate --bilingual`` is read, too: source, target, score, similarity and notes.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import LineFormat, flatten_text
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import Line
from jisr.tables import split_row

__all__ = ["TsvPairs", "parse_score"]


class TsvPairs(LineFormat):
    """TSV with one pair on each line, without a header or quoting."""

    tagged = False

    def parse(self, lines: Iterable[Line], path: str, options: FormatOptions) -> Iterator[Pair]:  # noqa: ARG002
        """Yield the pairs of lines; of five fields the last is the origin, and the fourth is not kept.

        :raises InputError: if a line does not have two to five fields, or a score is not a finite number.
        """
        for line in lines:
            fields = split_row(line.text)
            if len(fields) == 2:
                yield Pair(fields[0], fields[1])
            elif 2 < len(fields) < 6:
                score = parse_score(fields[2], path, line.number)
                if len(fields) == 5:
                    parse_score(fields.pop(3), path, line.number, "fourth")
                yield Pair(fields[0], fields[1], score, *fields[3:])
            else:
                raise InputError(
                    f"{path}:{line.number}: {len(fields)} fields between tabs; "
                    "a line holds source and target, and may hold score and origin"
                )

    def line(self, pair: Pair, notes: Counter[str]) -> str:
        """Return the line of a pair, with its end; tabs and line ends within a text become spaces and are noted."""
        fields = [pair.source, pair.target]
        if pair.score is not None or pair.origin:
            fields.append("" if pair.score is None else repr(pair.score))
        if pair.origin:
            fields.append(pair.origin)
        line = "\t".join(fields)
        if line.count("\t") >= len(fields) or "\n" in line or "\r" in line:
            line = "\t".join(flatten_text(text, notes) for text in fields)
        return f"{line}\n"


def parse_score(field: str, path: str, number: int, which: str = "third") -> float | None:
    """Return the score in a field, or None if the field is empty.

    :raises InputError: if it is not a finite number.
    """
    if not field:
        return None
    try:
        score = float(field)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise InputError(f"{path}:{number}: the {which} field is a score, a number, and not {field!r}")
    return score

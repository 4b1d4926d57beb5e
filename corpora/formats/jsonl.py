"""JSON Lines: one object on each line, with source, target and, if they are known, score and origin."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import DAMAGED_LINES, LineFormat
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import Line
from jisr.tables import parse_object

__all__ = ["JsonlPairs", "pair_of_record"]


class JsonlPairs(LineFormat):
    """JSON Lines with one pair on each line."""

    tagged = True

    def parse(self, lines: Iterable[Line], path: str, options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of lines; unknown keys are ignored.

        :raises InputError: if a line is not a JSON object, or not a pair.
        """
        for line in lines:
            pair = pair_of_record(parse_object(line.text, path, line.number), options)
            if pair is None:
                raise InputError(
                    f"{path}:{line.number}: not a pair; it looks like "
                    '{"source": "…", "target": "…"}, and may hold a "score" and an "origin"'
                )
            if "\\u" in line.text:
                pair = replace_half_surrogates(pair, options)
            yield pair

    def line(self, pair: Pair, notes: Counter[str]) -> str:  # noqa: ARG002
        """Return the line of a pair, with its end; an unknown score or origin is left out."""
        record: dict[str, str | float] = {"source": pair.source, "target": pair.target}
        if pair.score is not None:
            record["score"] = pair.score
        if pair.origin:
            record["origin"] = pair.origin
        return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def pair_of_record(record: Mapping[str, Any], options: FormatOptions) -> Pair | None:
    """Return the pair in a record, or None if it is not one.

    The texts have the keys ``source`` and ``target``, or else the languages of ``options``, as in many corpora of the
    Hugging Face hub. They are in the record itself or in an object under the key ``translation``.
    """
    nested = record.get("translation")
    texts = nested if isinstance(nested, Mapping) else record
    if "source" not in texts:
        source, target = texts.get(options.source_lang), texts.get(options.target_lang)
    else:
        source, target = texts["source"], texts.get("target")
    score, origin = record.get("score"), record.get("origin")
    if not (isinstance(source, str) and isinstance(target, str) and isinstance(origin, str | None)):
        return None
    if score is None:
        return Pair(source, target, None, origin or "")
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        return None
    return Pair(source, target, float(score), origin or "")


def replace_half_surrogates(pair: Pair, options: FormatOptions) -> Pair:
    r"""Return a pair with U+FFFD for each lone surrogate, which only an escape such as ``\ud83d`` can produce."""
    texts = [pair.source, pair.target, pair.origin]
    repaired = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    if repaired == texts:
        return pair
    options.notes[DAMAGED_LINES] += 1
    return Pair(repaired[0], repaired[1], pair.score, repaired[2])

"""JSON Lines: one object a line, with source and target and where they are known score and origin."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import DAMAGED_LINES, TextWriter, open_text_writer, read_text_lines
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.tables import parse_object

__all__ = ["JsonlPairs", "pair_of_record"]


class JsonlPairs:
    """One object a line."""

    files = 1

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Read pairs; keys that mean nothing here are passed over.

        :raises InputError: if a line is no JSON object, or holds no pair.
        """
        (path,) = paths
        for line in read_text_lines(path, options):
            pair = pair_of_record(parse_object(line.text, path, line.number), options)
            if pair is None:
                raise InputError(
                    f"{path}:{line.number}: not a pair; it looks like "
                    '{"source": "…", "target": "…"}, and may hold a "score" and an "origin"'
                )
            if "\\u" in line.text:
                pair = replace_half_surrogates(pair, options)
            yield pair

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> "Iterator[JsonlWriter]":  # noqa: ARG002
        """Open a file for pairs."""
        with open_text_writer(paths[0]) as text:
            yield JsonlWriter(text)


class JsonlWriter:
    """Writes pairs as objects."""

    def __init__(self, text: TextWriter) -> None:
        self.text = text

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs."""
        self.text.lines(map(jsonl_line, pairs))


def jsonl_line(pair: Pair) -> str:
    """Return the line of a pair; what is not known is left out."""
    record: dict[str, str | float] = {"source": pair.source, "target": pair.target}
    if pair.score is not None:
        record["score"] = pair.score
    if pair.origin:
        record["origin"] = pair.origin
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def pair_of_record(record: Mapping[str, Any], options: FormatOptions) -> Pair | None:
    """Return the pair in a record: by source and target, or else by its languages.

    The second is how corpora on the Hugging Face hub are often laid out, with the two texts in an object
    named ``translation`` or without it.

    :return: nothing, where the record holds no pair.
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
    r"""Replace half a surrogate pair, which only an escape such as ``\ud83d`` can bring in, by U+FFFD."""
    texts = [pair.source, pair.target, pair.origin]
    mended = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    if mended == texts:
        return pair
    options.notes[DAMAGED_LINES] += 1
    return Pair(mended[0], mended[1], pair.score, mended[2])

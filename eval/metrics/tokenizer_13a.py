"""A faster version of sacrebleu's tokenizer 13a, with the same words as its result."""

import string
from collections.abc import Callable, Sequence
from typing import Any

from jisr.eval.metrics.sacrebleu_api import tokenized_words, tokenizer_rules

__all__ = ["cutter"]


def cutter(metric: Any) -> Callable[[Sequence[str]], list[list[str]]]:  # noqa: ANN401 - sacrebleu is not typed
    """Return a function that splits lines into words as a BLEU object of sacrebleu does.

    Nearly all matches of tokenizer 13a are those of its first pattern, for single ASCII characters; these are replaced
    by :meth:`str.replace`. All lines are tokenized as one text. That is safe because each line is between two spaces,
    and a match has at most one character before and after a mark, so that it never spans two lines.
    """
    if metric.tokenizer_signature != "13a" or metric.lowercase:
        return lambda lines: [tokenized_words(metric, line) for line in lines]
    (first, spaced), *others = tokenizer_rules(metric)
    ascii_characters = string.printable + "".join(map(chr, range(32)))
    # A space needs no replacement: it would only become three spaces.
    marks = [(c, first.sub(spaced, c)) for c in ascii_characters if c != " " and first.fullmatch(c)]

    def cut(lines: Sequence[str]) -> list[list[str]]:
        whole = [line.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ") for line in lines]
        text = " \n ".join(whole).join("  ")
        for entity, character in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
            text = text.replace(entity, character)
        for mark, apart in marks:
            text = text.replace(mark, apart)
        for pattern, replacement in others:
            text = pattern.sub(replacement, text)
        return [line.split() for line in text.split("\n")]

    return cut

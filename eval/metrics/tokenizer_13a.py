"""Words of lines as sacrebleu's tokenizer 13a cuts them, in less time."""

import string
from collections.abc import Callable, Sequence
from typing import Any

from jisr.eval.metrics.sacrebleu_api import tokenized_words, tokenizer_rules

__all__ = ["cutter"]


def cutter(metric: Any) -> Callable[[Sequence[str]], list[list[str]]]:  # noqa: ANN401 - sacrebleu is not typed
    """Return a function that splits lines into words as a BLEU of sacrebleu does.

    Tokenizer 13a begins by a pattern for single ASCII characters, which are nearly all of its matches: they are
    replaced one by one. All lines are cut as one text. That is safe since each stands between two spaces: what
    a pattern finds holds no more than one character before and after a mark, and so never two lines.
    """
    if metric.tokenizer_signature != "13a" or metric.lowercase:
        return lambda lines: [tokenized_words(metric, line) for line in lines]
    (first, spaced), *others = tokenizer_rules(metric)
    ascii_characters = string.printable + "".join(map(chr, range(32)))
    # A space would only become three.
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

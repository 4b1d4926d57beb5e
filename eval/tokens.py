"""Words of a line as sacrebleu's tokenizer 13a cuts them, in less time."""

import string
from collections.abc import Callable
from typing import Any

__all__ = ["cutter"]


def cutter(metric: Any) -> Callable[[str], list[str]]:  # noqa: ANN401 - sacrebleu is not typed
    """Give what cuts a line into words as a BLEU of sacrebleu does.

    Tokenizer 13a begins by a pattern for single ASCII characters, every space among them: nearly all of its
    matches. A translation table made of that pattern does the same.
    """
    if metric.tokenizer_signature != "13a" or metric.lowercase:
        return lambda line: list(metric._preprocess_segment(line).split())
    (first, spaced), *others, (dash, parted) = metric.tokenizer._post_tokenizer._re
    ascii_characters = string.printable + "".join(map(chr, range(32)))
    table = str.maketrans({c: first.sub(spaced, c) for c in ascii_characters if first.fullmatch(c)})

    def cut(line: str) -> list[str]:
        line = line.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
        for entity, character in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
            line = line.replace(entity, character)
        line = f" {line} ".translate(table)
        for pattern, replacement in others:
            line = pattern.sub(replacement, line)
        if "-" in line:
            line = dash.sub(parted, line)
        return line.split()

    return cut

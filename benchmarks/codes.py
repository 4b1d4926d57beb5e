"""How well words are aligned by the attention of a model, and inline codes placed by that.

Gold alignments are a JSON list of objects with ``src``, ``tgt`` (tokens), and ``alignment`` (pairs of source and target
positions, from 0). Reported are the alignment error rate (AER: Och and Ney 2003,
https://aclanthology.org/J03-1002), with each target word linked to the source word that it looks at most, and the share
of tags around one, two and three source words, aligned with adjacent target words, that are placed exactly there.

Run: python benchmarks/codes.py GOLD.json [--model NAME]
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from jisr.translate import Translator
from jisr.translate.documents.code_placement import place_codes
from jisr.translate.documents.unit import Code
from jisr.translate.documents.word_alignment import AttentionWordAligner
from jisr.translate.documents.words import words_of
from jisr.translate.engines.model_engine import ModelEngine

MOST_WORDS = 3


def main(
    gold: Annotated[Path, typer.Argument(help="Gold alignments.")],
    model: Annotated[str, typer.Option(help="Model.")] = "builtin",
    compute: Annotated[str, typer.Option(help="Compute type.")] = "auto",
) -> None:
    """Print the error rate and the shares of tags."""
    translator = Translator.load(model, compute=compute)
    assert isinstance(translator.engine, ModelEngine)
    rows: list[dict[str, Any]] = json.loads(gold.read_text(encoding="utf-8"))
    pairs = [(" ".join(row["src"]), " ".join(row["tgt"])) for row in rows]
    weights = AttentionWordAligner(translator.engine, translator.policy).align(pairs)
    found = right = known = 0
    tags = [[0, 0] for _ in range(MOST_WORDS + 1)]
    for row, (source, target), each in zip(rows, pairs, weights, strict=True):
        links = {tuple(link) for link in row["alignment"]}
        guessed = {(int(weight.argmax()), index) for index, weight in enumerate(each) if weight.max() > 0}
        found += len(guessed)
        right += len(guessed & links)
        known += len(links)
        words, others = words_of(source), words_of(target)
        for length in range(1, MOST_WORDS + 1):
            for start in range(len(words) - length + 1):
                aligned = sorted({second for first, second in links if start <= first < start + length})
                outside = {second for first, second in links if not start <= first < start + length}
                if not aligned or aligned[-1] - aligned[0] + 1 != len(aligned) or outside & set(aligned):
                    continue
                begin, end = words.spans[start][0], words.spans[start + length - 1][1]
                codes = ((begin, Code("open", "1")), (end, Code("close", "1")))
                placed = [offset for offset, _ in place_codes(words, codes, others, each).codes]
                tags[length][0] += placed == [others.spans[aligned[0]][0], others.spans[aligned[-1]][1]]
                tags[length][1] += 1
    print(f"{len(rows):,} pairs, {known:,} links; AER {100 * (1 - 2 * right / (found + known)):.1f}")
    print(f"precision {100 * right / found:.1f}, recall {100 * right / known:.1f}")
    for length, (exact, count) in enumerate(tags[1:], start=1):
        print(f"tags around {length} words: {100 * exact / max(1, count):.1f} % of {count:,} exactly placed")


if __name__ == "__main__":
    typer.run(main)

"""Whether transformers and CTranslate2 give the same drafts in float32, and what int8 costs.

Each line is translated by both engines, greedily and with a beam of 4. The number of drafts that are equal is printed,
the others with the scores of their engines, and the chrF of CTranslate2 in float32 and in int8.

Run: python benchmarks/engines.py PAIRS.tsv [--lines N] [--model MODEL] [--trim LEVEL]
"""

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.eval.metrics.registry import make_metric
from jisr.translate import Decoding, Translation, Translator

BEAMS = {1: "greedy", 4: "beam 4"}


def main(
    path: Annotated[Path, typer.Argument(metavar="PAIRS", help="Arabic and English, in any format.")],
    lines: Annotated[int, typer.Option(min=1, help="The most lines to draft.")] = 1_000_000,
    model: Annotated[str, typer.Option(help="Name or folder of the model.")] = "builtin",
    trim: Annotated[str, typer.Option(help="Level to which the decoder is trimmed.")] = "letters",
) -> None:
    """Draft a text by both engines and print where they differ."""
    pairs = list(read_pairs(path))[:lines]
    sources, references = [pair.source for pair in pairs], [pair.target for pair in pairs]
    for beam, name in BEAMS.items():
        draw = partial(drafts, model, trim, beam, sources)
        theirs, ours, small = (
            draw("transformers", "auto"),
            draw("ctranslate2", "float32"),
            draw("ctranslate2", "int8"),
        )
        other = [both for both in zip(theirs, ours, strict=True) if both[0].target != both[1].target]
        print(f"{name}: {len(pairs) - len(other):,} of {len(pairs):,} the same in float32")
        for one, two in other:
            print(f"  {one.source}")
            for engine, draft in (("transformers", one), ("CTranslate2", two)):
                print(f"    {engine:12}  {draft.score}  {draft.target}")
        print(f"{name}: chrF2 float32 {chrf(ours, references):.2f}, int8 {chrf(small, references):.2f}", flush=True)


def drafts(model: str, trim: str, beam: int, sources: list[str], engine: str, compute: str) -> list[Translation]:
    """Return the drafts of a model, and print the time they took."""
    began = time.perf_counter()
    translator = Translator.load(
        model, engine=engine, compute=compute, trim=trim, decoding=Decoding(beam=beam), retry=False
    )
    translations = list(translator.translate(sources))
    print(f"{engine} {compute}, beam {beam}: {time.perf_counter() - began:.0f} s", flush=True)
    return translations


def chrf(found: list[Translation], references: list[str]) -> float:
    """Return the chrF of drafts."""
    metric = make_metric("chrf")
    return metric.score(metric.statistics([[draft.target for draft in found]], [references], None)[0])


if __name__ == "__main__":
    typer.run(main)

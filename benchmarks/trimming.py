"""What trimming the decoder's vocabulary costs and gains, at several levels.

For each level: pieces of the decoder, seconds of the conversion, size of its folder, peak memory and seconds of
decoding, chrF2 with a beam of 4, each in a process of its own. Greedy drafts are compared with those of the untrimmed
model, apart for the sentences whose untrimmed draft needs a piece that the level drops (by the pieces into which its
text is split), and with those of transformers in float32.

Run: python benchmarks/trimming.py PAIRS.tsv [--model MODEL] [--trim LEVEL]... [--lines N] [--cost-only]
"""

import multiprocessing
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.eval.bench.model_run import peak_memory
from jisr.eval.metrics.registry import make_metric
from jisr.translate import Decoding, Translator
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.conversion import conversion_in, converted
from jisr.translate.models.lookup import find_model
from jisr.translate.models.trimming import Trim, kept_pieces

LEVELS = ["letters", "8000"]


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of a text, with the seconds and the peak memory in bytes that they took."""

    texts: list[str]
    scores: list[float | None]
    seconds: float
    memory: int


def main(
    path: Annotated[Path, typer.Argument(metavar="PAIRS", help="Arabic and English, in any format.")],
    model: Annotated[str, typer.Option(help="Model: builtin, a folder or a pulled model.")] = "builtin",
    trim: Annotated[list[str], typer.Option(help="Levels beside none. Repeatable.")] = LEVELS,
    lines: Annotated[int, typer.Option(min=1, help="The most lines to draft.")] = 1_000_000,
    skip_transformers: Annotated[bool, typer.Option("--skip-transformers")] = False,
    cost_only: Annotated[bool, typer.Option("--cost-only", help="No comparison of greedy drafts.")] = False,
) -> None:
    """Convert and draft at each level, and print a line for each."""
    pairs = list(read_pairs(path))[:lines]
    sources, references = [pair.source for pair in pairs], [pair.target for pair in pairs]
    whole: list[str] = []
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as cache:
        os.environ["JISR_CACHE"] = cache
        for level in ["none", *trim]:
            seconds = apart(convert, model, level)
            found = conversion_in(converted(find_model(model), "int8", Trim.parse(level)))
            assert found is not None
            beam = apart(draft, model, level, "ctranslate2", "int8", 4, sources)
            score = chrf(beam.texts, references)
            print(
                f"{level}: {found.target_pieces:,} pieces; conversion {seconds:.1f} s, {found.bytes / 1e6:.1f} MB;"
                f" decoding {beam.seconds:.1f} s, {beam.memory / 1e6:.0f} MB; chrF2 {score:.2f}",
                flush=True,
            )
            if cost_only:
                continue
            greedy = apart(draft, model, level, "ctranslate2", "float32", 1, sources)
            whole = whole or greedy.texts
            report_same(whole, greedy.texts, needs_dropped(model, level, whole))
            if not skip_transformers:
                for size, ours in ((1, greedy), (4, apart(draft, model, level, "ctranslate2", "float32", 4, sources))):
                    report_engines(size, ours, apart(draft, model, level, "transformers", "float32", size, sources))


def apart(function: Any, *arguments: Any) -> Any:  # noqa: ANN401
    """Return what a function returns in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, *arguments).result()


def convert(model: str, level: str) -> float:
    """Convert a model to int8, and return the seconds it took."""
    import torch  # noqa: F401 - loading the libraries is no part of the conversion
    import transformers  # noqa: F401

    began = time.perf_counter()
    converted(find_model(model), "int8", Trim.parse(level))
    return time.perf_counter() - began


def draft(model: str, level: str, engine: str, compute: str, beam: int, sources: list[str]) -> Drafts:
    """Draft a text without second tries."""
    decoding = Decoding(beam=beam, word_scores=False)
    translator = Translator.load(model, engine=engine, compute=compute, trim=level, decoding=decoding, retry=False)
    began = time.perf_counter()
    found = list(translator.translate(sources))
    texts, scores = [each.target for each in found], [each.score for each in found]
    return Drafts(texts, scores, time.perf_counter() - began, peak_memory())


def needs_dropped(model: str, level: str, texts: list[str]) -> list[bool]:
    """Return for each draft whether a piece of it is not kept at a level."""
    found = find_model(model)
    tokenizer = Tokenizer(found)
    kept = {tokenizer.pieces_by_id[number] for number in kept_pieces(found, Trim.parse(level))}
    return [not kept.issuperset(pieces) for pieces in tokenizer.target.encode(texts, out_type=str)]


def report_same(whole: list[str], trimmed: list[str], needing: list[bool]) -> None:
    """Print how many greedy drafts are as without trimming: of those that need no dropped piece, and of the others."""
    equal = [one == other for one, other in zip(whole, trimmed, strict=True)]
    counts = {
        need: (sum(same for same, each in zip(equal, needing, strict=True) if each == need), needing.count(need))
        for need in (False, True)
    }
    print(
        f"  greedy drafts as without trimming: {counts[False][0]:,} of {counts[False][1]:,} that need no dropped piece,"
        f" {counts[True][0]:,} of {counts[True][1]:,} others",
        flush=True,
    )


def report_engines(beam: int, ours: Drafts, theirs: Drafts) -> None:
    """Print how many drafts of the engines are equal in float32, and the others with their scores."""
    rows = list(zip(ours.texts, theirs.texts, ours.scores, theirs.scores, strict=True))
    other = [row for row in rows if row[0] != row[1]]
    print(f"  engines, beam {beam}: {len(rows) - len(other):,} of {len(rows):,} drafts equal in float32", flush=True)
    for one, two, score, their in other:
        print(f"    CTranslate2   {score}  {one}\n    transformers  {their}  {two}")


def chrf(texts: list[str], references: list[str]) -> float:
    """Return the chrF2 of drafts."""
    metric = make_metric("chrf")
    return metric.score(metric.statistics([texts], [references], None)[0])


if __name__ == "__main__":
    typer.run(main)

"""Where each second of a translation goes, for short and long sentences, with one thread and two.

Each stage is run by itself on all sentences: reading a file, splitting lines into sentences, normalising, tokenising,
decoding, scoring the words of the drafts, detokenising, checking, estimating, writing drafts and report. Then the
translator does all of it at once, on two threads while it decodes. Two threads either decode shares of their own
(``inter_threads`` of CTranslate2, as jisr has it) or divide each matrix product (``intra_threads``).

Seconds are those of the clock, the least of some runs. To compare two versions, run it with the ``src`` of each as
PYTHONPATH, in turns; ``profile_translation.md`` is such a comparison.

Run: python benchmarks/profile_translation.py [--help]
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from random_model import build
from sentences import make

from jisr.lines import open_input, read_lines
from jisr.translate import POLICIES, Decoding, Translator, segment
from jisr.translate.engines.batching import make_batches
from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine
from jisr.translate.estimation.estimate import estimate_quality, load_data
from jisr.translate.models.conversion import converted
from jisr.translate.models.lookup import find_model
from jisr.translate.quality.checks import check_draft
from jisr.translate.text.normalization import Policy

BATCH = 256
MOST_PIECES = 16384
"""As in the drafter: number of sentences and of pieces that are decoded at the same time."""
LENGTH = 32
"""Number of pieces of each hypothesis of the random model."""
THREADS = {"1 thread": (1, 1), "2 inter": (2, 1), "2 intra": (1, 2)}
"""Numbers of threads: of shares decoded at the same time, and of threads for each."""


def main(
    sentences: Annotated[int, typer.Option(min=0, help="Sentences for the built-in model.")] = 600,
    large: Annotated[int, typer.Option(min=0, help="Sentences for a random model of opus-mt's size.")] = 48,
    runs: Annotated[int, typer.Option(min=1, help="Runs of each stage, of which the fastest counts.")] = 3,
    intra: Annotated[bool, typer.Option(help="Also divide the matrix products among threads.")] = True,
) -> None:
    """Print a table of seconds for each model and length of sentences."""
    load_data()
    ways = {name: threads for name, threads in THREADS.items() if intra or threads[1] == 1}
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        os.environ["JISR_CACHE"] = f"{folder}/cache"
        models = {"builtin": (sentences, Decoding())} if sentences else {}
        if large:
            models[str(build(Path(folder, "model")))] = (large, Decoding(limit_factor=0, limit_extra=LENGTH))
        for model, (count, decoding) in models.items():
            ordered = sorted(make(4 * count), key=len)
            for kind, texts in (("short", ordered[:count]), ("long", ordered[-count:])):
                columns = [stages(model, texts, decoding, threads, runs, Path(folder)) for threads in ways.values()]
                words = sum(len(text.split()) for text in texts) / count
                title = "built-in model" if model == "builtin" else "random model of opus-mt's size"
                print(f"\n{title}, {count} {kind} sentences of {words:.0f} words, seconds")
                print(f"  {'':12}" + "".join(f"{name:>10}" for name in ways))
                for stage in columns[0]:
                    print(f"  {stage:12}" + "".join(f"{column[stage]:10.3f}" for column in columns), flush=True)


def stages(
    model: str, texts: list[str], decoding: Decoding, threads: tuple[int, int], runs: int, folder: Path
) -> dict[str, float]:
    """Return the seconds of each stage, and of all at once.

    :param threads: number of shares decoded at the same time, and of threads for each.
    """
    source = folder / "lines.txt"
    source.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    engine = load(model, *threads)
    policy: Policy = POLICIES["standard"]
    silent = replace(decoding, word_scores=False)
    seconds: dict[str, float] = {}

    def timed(stage: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the stage returns
        best = float("inf")
        for _ in range(runs):
            started = time.perf_counter()
            result = run()
            best = min(best, time.perf_counter() - started)
        seconds[stage] = best
        return result

    lines = timed("read", lambda: [line.text for line in lines_of(source)])
    split = timed("split", lambda: [each.text for line in lines for each in segment(line)])
    normal = timed("normalise", lambda: [policy.apply(text) for text in split])
    pieces = timed("tokenise", lambda: [engine.encode(text) for text in normal])
    plan = make_batches(pieces, BATCH // engine.ahead, MOST_PIECES // engine.ahead, engine.positions - 1)[::-1]
    batches = [[pieces[index] for index in indices] for indices in plan]
    list(engine.decode(batches[:2], decoding))
    timed("decode", lambda: list(engine.decode(batches, silent)))
    decoded = timed("score", lambda: list(engine.decode(batches, decoding)))
    seconds["score"] = max(0.0, seconds["score"] - seconds["decode"])
    order = [index for indices in plan for index in indices]
    drafts = dict(zip(order, (draft for batch in decoded for draft in batch), strict=True))
    pairs = [(normal[index], drafts[index]) for index in range(len(normal))]
    made = [engine.tokenizer.target.encode(draft.text, out_type=str) for _, draft in pairs]
    timed("detokenise", lambda: [engine.tokenizer.decode(each) for each in made])
    seconds["decode"] -= seconds["detokenise"]  # which the engine does
    notes = timed("check", lambda: [check_draft(text, draft.text, cut_off=draft.cut_off) for text, draft in pairs])
    timed("estimate", lambda: [estimate_quality(text, draft.text, draft.word_scores) for text, draft in pairs])
    timed("write", lambda: write(folder, zip(normal, (draft.text for _, draft in pairs), notes, strict=True)))
    seconds["sum"] = sum(seconds.values())
    translator = Translator(engine, policy, decoding, retry=False)
    timed("at once", lambda: list(translator.translate(texts)))
    return seconds


def load(model: str, inter: int, intra: int) -> CTranslate2Engine:
    """Return the engine, warm, with numbers of threads of CTranslate2."""
    found = find_model(model)
    engine = CTranslate2Engine(found, threads=inter)
    if intra > 1:
        import ctranslate2

        engine.translator = ctranslate2.Translator(
            str(converted(found, "int8")), compute_type="int8", inter_threads=inter, intra_threads=intra
        )
    return engine


def lines_of(path: Path) -> Iterator[Any]:
    """Yield the lines of a file."""
    with open_input(str(path)) as stream:
        yield from read_lines(stream, str(path))


def write(folder: Path, rows: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
    """Write drafts and a report."""
    with (folder / "out.txt").open("w") as out, (folder / "report.jsonl").open("w") as report:
        for source, target, notes in rows:
            out.write(f"{target}\n")
            report.write(json.dumps({"source": source, "target": target, "notes": notes}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    typer.run(main)

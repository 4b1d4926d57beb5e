"""Speed of translation by jisr, CTranslate2 alone, transformers' ``generate``, and the command line.

The first three decode the same sentences with the same beam and a random model of opus-mt's size (6 + 6 layers, width
512, 62,834 pieces, half of them Arabic) that decodes up to the length limit, so that all produce the same number of
pieces. CTranslate2 alone gets pieces and only decodes, with the whole vocabulary; jisr gets text, which it segments,
normalises, encodes, decodes with a trimmed vocabulary, detokenises and checks. The command line is timed with the
built-in model, from the start of the process to its end, and compared with the library once it is loaded.

Each of them has its own process, as a user would run it, and they take turns. ``generate`` is by far the slowest:
``--sample 5`` gives it every fifth of its batches, which are of all lengths, and only of the largest job.

Run: python benchmarks/translate.py [--help]
"""

import importlib.metadata
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from random_model import build
from sentences import make

from jisr.cores import usable_cores
from jisr.translate import Decoding, Translator
from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine
from jisr.translate.engines.tokenizer import Tokenizer
from jisr.translate.models.conversion import converted
from jisr.translate.models.folder import EOS
from jisr.translate.models.lookup import find_model
from jisr.translate.models.trimming import Trim
from jisr.translate.text.normalization import POLICIES

LENGTH = 32
"""Number of pieces of each hypothesis."""
BEAM = 4
SHARES = (12, 32)
"""Batch sizes tried for CTranslate2 alone, of which jisr is compared with the faster one."""
ROWS = 16
"""Number of sentences in a batch of ``generate``."""
SIZES = [64, 256, 800]
LEVELS = ["letters", "8000"]
WARM = 64
"""Number of sentences to warm up with."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of the runs of one way of translating.

    :param seconds: seconds of each run.
    :param done: number of pieces or sentences of one run.
    """

    seconds: tuple[float, ...]
    done: int

    @property
    def rate(self) -> float:
        """Median of the rates, in pieces or sentences per second."""
        return self.done / statistics.median(self.seconds)

    def ratio(self, other: "Timing") -> float:
        """Return how many times as fast this was as the other, as the median of the runs."""
        return statistics.median(
            (self.done / mine) / (other.done / its) for mine, its in zip(self.seconds, other.seconds, strict=True)
        )


Way = Callable[[], Callable[[], int]]
"""Function that prepares and warms up, and returns the function to time, which returns how many units it made."""


def main(
    sentences: Annotated[list[int], typer.Option(help="Sentences for the random model. Repeatable.")] = SIZES,
    trim: Annotated[list[str], typer.Option(help="Levels of trimming. Repeatable.")] = LEVELS,
    lines: Annotated[int, typer.Option(min=1, help="Sentences for the command line.")] = 2000,
    runs: Annotated[int, typer.Option(min=1, help="Runs of each; the medians are printed.")] = 5,
    sample: Annotated[int, typer.Option(min=1, help="One in so many batches for transformers.")] = 5,
    skip_transformers: Annotated[bool, typer.Option("--skip-transformers")] = False,
    skip_command: Annotated[bool, typer.Option("--skip-command")] = False,
    keep: Annotated[Path | None, typer.Option(help="Folder that keeps the model for other runs.")] = None,
) -> None:
    """Time the ways to translate and print a table of rates and ratios."""
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as folder:
        place = keep or Path(folder)
        os.environ["JISR_CACHE"] = str(place / "cache")
        print(settings(runs), flush=True)
        model = str(place / "model")
        if not Path(model).exists():
            build(Path(model))
        for level in ["none", *trim]:
            converted(find_model(model), "int8", Trim.parse(level))
        for size in sorted(sentences):
            last = size == max(sentences)
            engines(model, make(size), runs, sample if last and not skip_transformers else 0, trim)
        if not skip_command:
            command(Path(folder), make(lines), runs)


def settings(runs: int) -> str:
    """Return a description of the machine, the versions and the settings."""
    libraries = ("ctranslate2", "torch", "transformers")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in libraries)
    return (
        f"{platform.machine()}, {usable_cores()} cores; Python {platform.python_version()}, {versions}\n"
        f"beam {BEAM}, {LENGTH} pieces a hypothesis, medians of {runs} interleaved runs"
    )


def engines(model: str, texts: list[str], runs: int, sample: int, levels: list[str]) -> None:
    """Time CTranslate2 alone, jisr's library and ``generate`` on the same sentences.

    :param sample: number of batches of which ``generate`` gets one; 0 to leave it out.
    :param levels: levels of trimming of the library.
    """
    pieces, policy = Tokenizer(find_model(model)), POLICIES["standard"]
    sources = sorted((pieces.encode(policy.apply(text)) for text in texts), key=len)
    ways: dict[str, Way] = {
        **{f"jisr, {level}": partial(library, model, texts, level) for level in levels},
        **{f"CTranslate2, batches of {share}": partial(plain, model, sources, share) for share in SHARES},
    }
    if sample:
        ways["transformers"] = partial(generate, model, sources, sample)
    timings = time_all(ways, runs)
    alone = max((timings[name] for name in ways if name.startswith("CTranslate2")), key=lambda each: each.rate)
    mean = statistics.mean(map(len, sources))
    print(f"\nrandom model of opus-mt's size, {len(texts)} sentences of {mean:.0f} pieces on average, pieces/s")
    show(timings)
    for level in levels:
        jisr = timings[f"jisr, {level}"]
        print(f"jisr, {level} / CTranslate2 alone  {jisr.ratio(alone):.3f}")
        if sample:
            print(f"jisr, {level} / transformers       {jisr.ratio(timings['transformers']):.2f}")


def library(model: str, texts: list[str], level: str) -> Callable[[], int]:
    """Return a function that translates texts by jisr, with hypotheses of the same length."""
    decoding = Decoding(beam=BEAM, limit_factor=0, limit_extra=LENGTH, word_scores=False)
    translator = Translator(
        CTranslate2Engine(find_model(model), trim=Trim.parse(level)), decoding=decoding, retry=False
    )

    def run(some: list[str] = texts) -> int:
        return LENGTH * sum(len(translation.parts) for translation in translator.translate(some))

    run(texts[:WARM])
    return run


def plain(model: str, sources: list[list[str]], share: int) -> Callable[[], int]:
    """Return a function that decodes pieces, sorted by length, by CTranslate2 alone."""
    import ctranslate2

    translator = ctranslate2.Translator(
        str(converted(find_model(model), "int8", Trim.parse("none"))),
        compute_type="int8",
        inter_threads=usable_cores(),
        intra_threads=1,
    )
    batch = [[*pieces, EOS] for pieces in sources]

    def run(some: list[list[str]] = batch) -> int:
        results = translator.translate_batch(
            some,
            max_batch_size=share,
            beam_size=BEAM,
            max_decoding_length=LENGTH,
            max_input_length=0,
            disable_unk=True,
            return_scores=True,
        )
        return sum(len(result.hypotheses[0]) for result in results)

    run(batch[:WARM])
    return run


def generate(name: str, sources: list[list[str]], sample: int) -> Callable[[], int]:
    """Return a function that decodes by ``MarianMTModel.generate`` in float32, in padded batches of similar length."""
    import torch
    from transformers import MarianMTModel

    model = find_model(name)
    torch.set_num_threads(usable_cores())
    network: Any = MarianMTModel.from_pretrained(model.folder, dtype=torch.float32)  # in evaluation mode
    pieces = Tokenizer(model)
    rows = [[*pieces.source_ids(source), model.eos] for source in sources]
    batches = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)][sample // 2 :: sample]

    def run(some: list[list[list[int]]] = batches) -> int:
        done = 0
        with torch.inference_mode():
            for batch in some:
                longest = max(map(len, batch))
                ids = torch.tensor([[*row, *[model.pad] * (longest - len(row))] for row in batch])
                out = network.generate(
                    input_ids=ids,
                    attention_mask=(ids != model.pad).long(),
                    num_beams=BEAM,
                    do_sample=False,
                    early_stopping=True,
                    max_new_tokens=LENGTH,
                    max_length=None,
                    forced_eos_token_id=None,
                    bad_words_ids=[[model.pad]],
                )
                done += out[:, 1:].numel()
        return done

    run(batches[:1])
    return run


def command(folder: Path, texts: list[str], runs: int) -> None:
    """Time the command line, start-up included, against the library, with the built-in model."""
    source, target = folder / "lines.txt", folder / "lines.en.txt"
    source.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    ways: dict[str, Way] = {
        "command line": partial(from_command, source, target),
        "library": partial(from_library, texts),
    }
    timings = time_all(ways, runs)
    print(f"\nbuilt-in model, {len(texts)} sentences, sentences/s")
    show(timings)
    print(f"command line / library   {timings['command line'].ratio(timings['library']):.3f}")


def from_library(texts: list[str]) -> Callable[[], int]:
    """Return a function that translates by the library with the built-in model."""
    translator = Translator.load("builtin")

    def run(some: list[str] = texts) -> int:
        return len([translation.target for translation in translator.translate(some)])

    run(texts[:WARM])
    return run


def from_command(source: Path, target: Path) -> Callable[[], int]:
    """Return a function that translates by the command line."""

    def run() -> int:
        subprocess.run(
            [sys.executable, "-m", "jisr", "translate", source, "-o", target], check=True, stderr=subprocess.DEVNULL
        )
        return target.read_bytes().count(b"\n")

    return run


def time_all(ways: dict[str, Way], runs: int) -> dict[str, Timing]:
    """Time all ways in turn, each in its own process, so that a busy minute affects all of them."""
    context = multiprocessing.get_context("spawn")
    workers = {}
    for name, way in ways.items():
        here, there = context.Pipe()
        context.Process(target=serve, args=(way, there), daemon=True).start()
        here.recv()  # sent after the warm-up
        workers[name] = here
    measured: dict[str, list[tuple[float, int]]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, worker in workers.items():
            worker.send(None)
            measured[name].append(worker.recv())
    return {name: Timing(tuple(seconds for seconds, _ in each), each[0][1]) for name, each in measured.items()}


def serve(way: Way, caller: Any) -> None:  # noqa: ANN401 - a connection
    """Time a way each time that the caller asks, until the caller ends."""
    run = way()
    caller.send(None)
    with suppress(EOFError):
        while True:
            caller.recv()
            started = time.perf_counter()
            done = run()
            caller.send((time.perf_counter() - started, done))


def show(timings: dict[str, Timing]) -> None:
    """Print a line for each way: its rate, and the seconds of its fastest, median and slowest run."""
    for name, timing in timings.items():
        fast, median, slow = min(timing.seconds), statistics.median(timing.seconds), max(timing.seconds)
        print(f"  {name:28}{timing.rate:8,.0f}   {fast:.2f} / {median:.2f} / {slow:.2f} s")


if __name__ == "__main__":
    typer.run(main)

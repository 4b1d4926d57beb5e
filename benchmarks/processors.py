"""What int8 costs on processors with and without VNNI: chrF2 and time of each compute type.

Each row is a process that is confined to the instructions of a processor, by variables of the libraries that multiply:
MKL, which CTranslate2 uses on Intel's processors, and oneDNN, which it uses on others. `int8 of 8 bits` is what
CTranslate2's converter makes by itself.

Run on a processor with VNNI: python benchmarks/processors.py PAIRS.tsv [--every N]
"""

import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from jisr.corpora.formats.corpus_files import read_pairs
from jisr.eval.metrics.registry import make_metric
from jisr.translate import Decoding, Translator
from jisr.translate.engines.ctranslate2_engine import CTranslate2Engine
from jisr.translate.models import quantization
from jisr.translate.models.conversion import converted
from jisr.translate.models.lookup import find_model

PROCESSORS = {
    "with VNNI": {},
    "AVX-512": {
        "MKL_ENABLE_INSTRUCTIONS": "AVX512",
        "ONEDNN_MAX_CPU_ISA": "AVX512_CORE",
        "CT2_FORCE_CPU_ISA": "AVX512",
    },
    "AVX2": {"MKL_ENABLE_INSTRUCTIONS": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2", "CT2_FORCE_CPU_ISA": "AVX2"},
}
LIBRARIES = {"MKL": "1", "oneDNN": "0"}
EIGHT_BITS = "int8 of 8 bits"
KINDS = ("int8", EIGHT_BITS, "int16", "float32")


def main(
    path: Annotated[Path, typer.Argument(metavar="PAIRS", help="Arabic and English, in any format.")],
    every: Annotated[int, typer.Option(min=1, help="Draft one line in so many.")] = 1,
) -> None:
    """Print a row for each library, processor and compute type."""
    pairs = list(islice(read_pairs(path), 0, None, every))
    sources = [pair.source for pair in pairs]
    metric = make_metric("chrf")
    with tempfile.TemporaryDirectory() as cache:
        for library, switch in LIBRARIES.items():
            for processor, limits in PROCESSORS.items():
                for name in PROCESSORS["AVX2"]:
                    os.environ.pop(name, None)
                os.environ.update(limits, CT2_USE_MKL=switch)
                for kind in KINDS:
                    if kind == "int16" and library != "MKL":
                        continue  # oneDNN has none
                    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                        drafts, seconds = pool.submit(measure, kind, sources, cache).result()
                    chrf = metric.score(metric.statistics([drafts], [[pair.target for pair in pairs]], None)[0])
                    print(f"{library:7} {processor:10} {kind:15} chrF2 {chrf:.2f}  {seconds:6.2f} s of CPU", flush=True)


def measure(kind: str, sources: list[str], cache: str) -> tuple[list[str], float]:
    """Return the drafts of the built-in model, and the CPU seconds of one thread that they took."""
    if kind == EIGHT_BITS:
        os.environ["JISR_CACHE"] = cache
        quantization.LARGEST_WEIGHT = 127  # type: ignore[misc]
    stored = "float32" if kind in ("int16", "float32") else "int8"
    translator = Translator.load(
        "builtin", compute=stored, threads=1, decoding=Decoding(word_scores=False), retry=False
    )
    if kind == "int16":
        import ctranslate2

        assert isinstance(translator.engine, CTranslate2Engine)
        folder = str(converted(find_model("builtin"), "float32"))
        translator.engine.translator = ctranslate2.Translator(
            folder, compute_type=kind, inter_threads=1, intra_threads=1
        )
    list(translator.translate(sources[:8]))
    began = time.process_time()
    drafts = [translation.target for translation in translator.translate(sources)]
    return drafts, time.process_time() - began


if __name__ == "__main__":
    typer.run(main)

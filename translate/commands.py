"""The commands of this room: parse, call, print."""

import sys
import time
from typing import Annotated

import typer

from jisr.lines import STDIO, count_lines
from jisr.progress import Progress
from jisr.translate.model_commands import models

__all__ = ["register"]

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|FOLDER|-]...", help="What to translate: .txt, .tsv, .jsonl; stdin if nothing."
    ),
]
OutputPath = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="PATH", help="Where to write; a folder for a folder or several files."
    ),
]
ModelName = Annotated[
    str, typer.Option("--model", "-m", help="builtin, a model folder, or a pulled hub model.")
]
EngineName = Annotated[str, typer.Option("--engine", help="ctranslate2 or transformers.")]
Beam = Annotated[int, typer.Option("--beam", help="The width of the beam; 1 is greedy.")]
Batch = Annotated[int, typer.Option("--batch", help="Sentences in a batch; with 1, nothing is read ahead.")]
Threads = Annotated[int, typer.Option("--threads", help="Threads on a CPU; 0 for one a core.")]
Device = Annotated[str, typer.Option("--device", help="auto, cpu or cuda.")]
Compute = Annotated[str, typer.Option("--compute", help="auto, int8, float16 or float32.")]
Normalize = Annotated[
    str, typer.Option("--normalize", help="auto (as the model expects), standard, bare or none.")
]
Bilingual = Annotated[bool, typer.Option("--bilingual", help="Source beside target, a sentence a row.")]
Report = Annotated[
    str | None, typer.Option("--report", metavar="FILE.jsonl", help="Write a record of each sentence.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse bad bytes; exit with 3 if a sentence carries a note.")
]
Paragraphs = Annotated[
    bool, typer.Option("--paragraphs", help="Join hard-wrapped lines up to a blank line first.")
]
Column = Annotated[
    str | None, typer.Option("--column", help="The column of a .tsv: a number from 1, or its name.")
]
Field = Annotated[str | None, typer.Option("--field", help="The field of a .jsonl.  [default: text]")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Of the input, where it is not UTF-8.")]
Retry = Annotated[bool, typer.Option("--retry/--no-retry", help="Decode doubtful sentences again.")]


def translate(
    files: Files = None,
    output: OutputPath = STDIO,
    model: ModelName = "builtin",
    engine: EngineName = "ctranslate2",
    beam: Beam = 4,
    bilingual: Bilingual = False,
    report: Report = None,
    strict: Strict = False,
    paragraphs: Paragraphs = False,
    column: Column = None,
    field: Field = None,
    encoding: Encoding = None,
    normalize: Normalize = "auto",
    retry: Retry = True,
    batch: Batch = 64,
    threads: Threads = 0,
    device: Device = "auto",
    compute: Compute = "auto",
) -> None:
    """Translate Arabic text into English, a draft for each sentence, with every doubtful one named.

    A killed run goes on where it was when the same command is given again.

    Example: jisr translate article.txt -o article.en.txt --report notes.jsonl
    """
    from jisr.translate.engine import Decoding
    from jisr.translate.job import Job
    from jisr.translate.jobs import plan, run_all
    from jisr.translate.translator import Translator

    options = Job(
        source=STDIO,
        output=output,
        report=report,
        bilingual=bilingual,
        paragraphs=paragraphs,
        column=column,
        field=field,
        encoding=encoding,
        strict=strict,
    )
    sources = files or [STDIO]
    jobs = plan(sources, options)
    translator = Translator.load(
        model,
        engine=engine,
        device=device,
        compute=compute,
        threads=threads,
        normalize=normalize,
        decoding=Decoding(beam=beam),
        batch=1 if sources == [STDIO] and sys.stdin.isatty() else batch,
        retry=retry,
    )
    started = time.monotonic()
    with Progress("translate", count_lines([job.source for job in jobs]), "lines") as progress:
        summary = run_all(jobs, options, translator, progress)
    print(f"jisr: {summary.line(time.monotonic() - started)}", file=sys.stderr)
    if strict and summary.noted:
        raise typer.Exit(3)


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the root."""
    app.command()(translate)
    app.add_typer(models, name="model")

"""The commands of this room: parse, call, print."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jisr.commands.model_commands import models
from jisr.lines import STDIO, Line, count_lines, open_input, read_lines
from jisr.progress import Progress
from jisr.storage.output import Output

if TYPE_CHECKING:
    from jisr.translate.text.segmentation import Sentence
    from jisr.translate.translator import Judge

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
Similarity = Annotated[
    bool,
    typer.Option(
        "--similarity/--no-similarity",
        help="Say in a report, and with --bilingual, how alike source and translation are.",
    ),
]
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
    similarity: Similarity = True,
    batch: Batch = 256,
    threads: Threads = 0,
    device: Device = "auto",
    compute: Compute = "auto",
) -> None:
    """Translate Arabic text into English, a draft for each sentence, with every doubtful one named.

    A killed run goes on where it was when the same command is given again.

    Example: jisr translate article.txt -o article.en.txt --report notes.jsonl
    """
    from jisr.translate.engines.engine import Decoding
    from jisr.translate.engines.load_engine import load_engine
    from jisr.translate.files.file_job import FileJob
    from jisr.translate.files.job_plan import plan, run_all
    from jisr.translate.models.lookup import find_model

    options = FileJob(
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
    decoding = Decoding(beam=beam)
    loaded = load_engine(find_model(model), engine, device=device, compute=compute, threads=threads)
    # A short text waits for little else than imports: these run beside the engine's first decoding.
    from jisr.translate.translator import Translator

    translator = Translator.of(
        loaded,
        normalize=normalize,
        decoding=decoding,
        batch=1 if sources == [STDIO] and sys.stdin and sys.stdin.isatty() else batch,
        retry=retry,
    )
    if similarity and (report or (bilingual and not (output == STDIO and sys.stdout.isatty()))):
        translator = translator.judged(judge())
    started = time.monotonic()
    total, unit = (None, "paragraphs") if paragraphs else (count_lines([job.source for job in jobs]), "lines")
    with Progress("translate", total, unit) as progress:
        summary = run_all(jobs, options, translator, progress)
    print(f"jisr: {summary.line(time.monotonic() - started)}", file=sys.stderr)
    if strict and summary.noted:
        raise typer.Exit(3)


def judge() -> "Judge":
    """Give what says how alike a sentence and its translation are: the encoder that comes with jisr."""
    from functools import partial

    from jisr.corpora.cleaning.similarity_filter import similarities
    from jisr.corpora.encoders.universal_encoder import UniversalEncoder

    return partial(similarities, UniversalEncoder())


def segment(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The text; - is standard input.")] = STDIO,
    lang: Annotated[Literal["ar", "en"], typer.Option(help="The language of the text.")] = "ar",
    paragraphs: Annotated[
        bool, typer.Option("--paragraphs", help="Join the lines of a paragraph first; a blank line ends one.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line: line, start, end, text.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of the text, if it is not UTF-8: cp1256, utf-16-le, ...")
    ] = None,
) -> None:
    """Cut a text into sentences, one a line, with an empty line after each line of the text.

    With --json nothing is stripped: start and end count characters from the start of the line (with
    --paragraphs, of the joined paragraph, and line is its first), and the texts of a line, joined, are
    the line.

    Example: jisr segment article.txt --json
    """
    from jisr.translate.text.paragraphs import unwrap
    from jisr.translate.text.segmentation import segment

    damaged = 0

    def texts(lines: Iterable[Line]) -> Iterator[str]:
        nonlocal damaged
        for line in lines:
            damaged += line.damaged
            yield line.text

    with open_input(file) as stream, Output(STDIO) as out:
        lines = texts(read_lines(stream, file, encoding=encoding))
        units = ((p.text, p.line) for p in unwrap(lines)) if paragraphs else zip(lines, count(1))
        for text, number in units:
            sentences = segment(text, lang, number)
            out.write(as_objects(sentences) if as_json else as_lines(sentences))
            out.flush()
    if damaged:
        held = "1 line" if damaged == 1 else f"{damaged} lines"
        print(f"jisr: {file}: {held} held bytes that do not decode; each became U+FFFD", file=sys.stderr)


def as_lines(sentences: "list[Sentence]") -> str:
    """Write sentences one a line, stripped, and an empty line."""
    stripped = (sentence.text.strip() for sentence in sentences)
    return "".join(f"{text}\n" for text in stripped if text) + "\n"


def as_objects(sentences: "list[Sentence]") -> str:
    """Write sentences as JSON objects, one a line."""
    return "".join(
        json.dumps({"line": s.line, "start": s.start, "end": s.end, "text": s.text}, ensure_ascii=False)
        + "\n"
        for s in sentences
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the root."""
    app.command()(translate)
    app.command()(segment)
    app.add_typer(models, name="model")

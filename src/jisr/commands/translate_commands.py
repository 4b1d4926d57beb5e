"""The commands ``translate``, ``segment`` and ``model``: they parse arguments, call the library and print results."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jisr.cluster.cluster_options import ClusterOptions
from jisr.commands.console import hint_at_terminal, log
from jisr.commands.from_options import with_options
from jisr.commands.model_commands import models
from jisr.corpora.memory.memory_options import MemoryOptions
from jisr.lines import STDIO, Line, open_input, read_lines
from jisr.storage.output import Output
from jisr.storage.output_check import check_outputs
from jisr.translate.files.translate_options import TranslateOptions

if TYPE_CHECKING:
    from jisr.translate.text.segmentation import Sentence

__all__ = ["register"]

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE[:COLUMN]|FOLDER|-]...",
        help="Text, column of .tsv or .jsonl, or folder. Default: standard input.",
    ),
]
OutputPath = Annotated[
    str, typer.Option("--output", "-o", metavar="PATH", help="Output file; a folder for a folder or several files.")
]


@with_options
def translate_command(
    sources: Sources = None,
    output: OutputPath = STDIO,
    *,
    options: TranslateOptions,
    memories: MemoryOptions,
    cluster: ClusterOptions,
) -> None:
    """Translate Arabic into English drafts, doubts named.

    A killed run goes on where it was when the same command is given again. A column is a number or a name:
    corpus.tsv:2, corpus.tsv:arabic, corpus.jsonl:text.

    Example: jisr translate article.txt -o article.en.txt --report notes.jsonl
    """
    from jisr.translate.files.translate_files import translate_files

    hint_at_terminal(sources or [STDIO])
    started = time.monotonic()
    memory = None
    if memories.memory:
        from jisr.corpora.memory.translation_memory import open_memory

        memory = open_memory(memories.memory, percent=memories.match)
    summary = translate_files(sources or [STDIO], output, options, memory=memory, cluster=cluster)
    log(f"jisr: {summary.line(time.monotonic() - started)}")
    if sys.stdout is not None and sys.stdout.isatty() and sys.stderr.isatty():
        from datetime import date

        from jisr.translate.models.listing import larger_model_hint

        if hint := larger_model_hint(options.model, date.today()):
            log(f"jisr: {hint}")
    if options.strict and summary.noted:
        raise typer.Exit(3)


def segment_command(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The text; - is standard input.")] = STDIO,
    lang: Annotated[Literal["ar", "en"], typer.Option(help="Language of the text.")] = "ar",
    paragraphs: Annotated[
        bool, typer.Option("--paragraphs", help="Join hard-wrapped lines up to a blank line first.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line: line, start, end, text.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Encoding of the text if it is not UTF-8, such as cp1256.")
    ] = None,
) -> None:
    """Split Arabic or English text into sentences.

    Sentences are printed one a line, with an empty line after each line of the text. With --json nothing is
    stripped: start and end count characters from the start of the line (with --paragraphs, of the joined paragraph,
    and line is its first), and the texts of a line, joined, are the line.

    Example: jisr segment article.txt --json
    """
    from jisr.translate.text.paragraphs import unwrap
    from jisr.translate.text.segmentation import segment

    damaged = 0
    check_outputs([STDIO], [file])

    def texts(lines: Iterable[Line]) -> Iterator[str]:
        nonlocal damaged
        for line in lines:
            damaged += line.damaged
            yield line.text

    hint_at_terminal([file])
    with open_input(file) as stream, Output(STDIO) as out:
        lines = texts(read_lines(stream, file, encoding=encoding))
        units = ((p.text, p.line) for p in unwrap(lines)) if paragraphs else zip(lines, count(1))
        for text, number in units:
            sentences = segment(text, lang, number)
            out.write(sentence_objects(sentences) if as_json else sentence_lines(sentences))
            out.flush()
    if damaged:
        held = "1 line" if damaged == 1 else f"{damaged} lines"
        log(f"jisr: {file}: {held} held bytes that do not decode; each became U+FFFD")


def sentence_lines(sentences: "list[Sentence]") -> str:
    """Return sentences as lines, stripped, followed by an empty line."""
    stripped = (sentence.text.strip() for sentence in sentences)
    return "".join(f"{text}\n" for text in stripped if text) + "\n"


def sentence_objects(sentences: "list[Sentence]") -> str:
    """Return sentences as JSON objects, one per line."""
    return "".join(
        json.dumps({"line": s.line, "start": s.start, "end": s.end, "text": s.text}, ensure_ascii=False) + "\n"
        for s in sentences
    )


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("translate")(translate_command)
    app.command("segment")(segment_command)
    app.add_typer(models, name="model")

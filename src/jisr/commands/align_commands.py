"""The command ``align``: it parses arguments, calls the library and prints results."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.chars import printable
from jisr.cluster.cluster_options import ClusterOptions
from jisr.commands.console import log
from jisr.commands.from_options import with_options
from jisr.corpora.alignment.align_options import AlignOptions
from jisr.errors import InputError

if TYPE_CHECKING:
    from jisr.corpora.alignment.documents import AlignedDocument

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("align")(align_command)


@with_options
def align_command(
    source: Annotated[str, typer.Argument(help="The source: text, a document, or a folder.")],
    target: Annotated[str, typer.Argument(help="Its translation, or a folder with files of the same names.")],
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            help="OUT.tmx, .tsv, .jsonl, .html, .parquet; two plain names for Moses; - for TSV. Repeatable.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print beads or agreement as JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if there were notes.")] = False,
    *,
    options: AlignOptions,
    cluster: ClusterOptions,
) -> None:
    """Align a text with its translation, sentence by sentence.

    Without -o and --gold the beads are printed: indices from 0, and a score from 0 (no more alike than by
    chance) to 1. Sentences without a partner have an empty side. A killed run goes on when started again.
    Of a document, such as a.docx, the paragraphs, cells and captions are the lines.
    Gold counts the lines of the files: sentences that were cut from one line are scored together.
    Words are numbered from 0, by the spaces between them; the more pairs there are, the better they are aligned.

    Example: jisr align article.ar.txt article.en.txt -o article.tmx -o article.html
    """
    from pathlib import Path

    from jisr.corpora.alignment.align import align_files

    def show(document: "AlignedDocument") -> None:
        print_beads(document, named=Path(source).is_dir(), as_json=as_json)

    if as_json and output and not options.gold:
        raise InputError("--json has no effect with -o but for --gold: beads are written to the output")
    printed = None if output or options.gold else show
    result = align_files(source, target, output or [], options, on_document=printed, cluster=cluster)
    if result.agreement is not None:
        print(json.dumps(result.agreement.to_json()) if as_json else result.agreement.table())
    for note, count in result.notes.items():
        log(f"jisr: {count} {note}")
    if strict and result.notes:
        raise typer.Exit(3)


def print_beads(document: "AlignedDocument", *, named: bool, as_json: bool) -> None:
    """Print the beads of a document."""
    from jisr.corpora.alignment.beads import format_beads

    if as_json:
        for bead in document.beads:
            record = {"document": document.name, "source": bead.source, "target": bead.target, "score": bead.score}
            print(json.dumps(record, ensure_ascii=False))
        return
    if named:
        print(f"# {printable(document.name)}")
    for line in format_beads(document.beads):
        print(line)

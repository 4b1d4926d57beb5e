"""The command ``score``: it parses arguments, calls the library and prints results."""

from contextlib import ExitStack
from typing import Annotated

import typer

from jisr.commands.bench_commands import bench_command
from jisr.commands.console import printable_lines
from jisr.commands.from_options import with_options
from jisr.eval.significance_options import SignificanceOptions
from jisr.lines import STDIO

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add ``score`` and ``bench`` to the application."""
    app.command("score")(score_command)
    app.command("bench")(bench_command)


@with_options
def score_command(
    hypotheses: Annotated[
        list[str],
        typer.Argument(
            metavar="HYP…", help="Hypotheses of a system, a line a segment; NAME=FILE gives it a name. Repeatable."
        ),
    ],
    ref: Annotated[
        list[str] | None, typer.Option("--ref", metavar="REF", help="Reference, a line a segment. Repeatable.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SRC", help="The Arabic source, a line a segment.")
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            help="bleu, chrf, chrf++, ter, spbleu, similarity, comet[:MODEL]; several with commas. Default: bleu,chrf.",
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline", metavar="NAME", help="System that the others are compared with. Default: the first."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with every digit.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print a table for LaTeX.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a table for Markdown.")] = False,
    sentences: Annotated[
        str | None, typer.Option("--sentences", metavar="OUT.tsv", help="Write the scores of each segment here.")
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html", metavar="OUT.html", help="Write a page with charts and all segments, to sort and filter."
        ),
    ] = None,
    *,
    significance: SignificanceOptions,
) -> None:
    """Score translations by sacrebleu, with significance tests.

    A file is plain text or one column of a table: out.tsv:3, out.jsonl:hypothesis, memory.tmx:en, table.parquet:target.

    The metric similarity needs --source and no --ref; comet comes with the extra comet.

    Example: jisr score draft.en other.en --ref reference.en --source article.ar --html report.html
    """
    names = [name for names in metric or ["bleu,chrf"] for name in names.split(",")]
    from jisr.errors import InputError
    from jisr.eval.inputs import read_texts, text_files
    from jisr.eval.reports.report import json_record, latex_table, markdown_table, sentence_rows, text_table
    from jisr.eval.scores import score
    from jisr.storage.output import Output
    from jisr.storage.output_check import check_outputs

    if json + latex + markdown > 1:
        raise InputError("--json, --latex and --markdown exclude one another")
    models = [model for model in (name.partition(":")[2] for name in names) if model]
    check_outputs([STDIO, sentences, html], [*text_files(hypotheses, ref or [], source), *models])
    with ExitStack() as stack:
        table = stack.enter_context(Output(sentences)) if sentences is not None else None
        page = stack.enter_context(Output(html)) if html is not None else None
        texts = read_texts(hypotheses, ref or [], source)
        evaluation = score(
            texts.systems,
            texts.references,
            source=texts.source,
            metrics=names,
            baseline=baseline,
            significance=significance,
        )
        if table:
            table.write("".join(sentence_rows(evaluation)))
        if page:
            from jisr.eval.reports.score_page import score_page

            page.write(score_page(evaluation))
    form = json_record if json else latex_table if latex else markdown_table if markdown else text_table
    print(printable_lines(form(evaluation)), end="")

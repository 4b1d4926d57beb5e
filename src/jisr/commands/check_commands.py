"""The command ``check``: it parses arguments, calls the library and prints results."""

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.commands.console import log, printable_lines
from jisr.commands.from_options import checked, with_options
from jisr.corpora.formats.format import FormatOptions
from jisr.translate.estimation.estimate import CHRF, DOUBT

if TYPE_CHECKING:
    from jisr.eval.checking.check import CheckedPair

__all__ = ["register"]

CELL_BREAK = re.compile("[\\t\\n\\r]+")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check_command)


@with_options
def check_command(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PAIRS… | SOURCE TARGET", help="Pairs in .tsv, .jsonl, .tmx, .xliff, .po, .parquet; or two texts."
        ),
    ],
    doubt: Annotated[
        float,
        typer.Option(
            metavar="CHRF",
            help="Expected chrF2 under which a translation is doubtful, 0 to 100.",
            callback=checked(CHRF),
        ),
    ] = DOUBT,
    terms: Annotated[
        str | None, typer.Option(metavar="FILE", help="Terms that translations must have, in .tsv, .csv or .tbx.")
    ] = None,
    report: Annotated[str | None, typer.Option(metavar="FILE.jsonl", help="Write a record of each pair here.")] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE.html", help="Write a page of all pairs, the noted ones marked.")
    ] = None,
    sort: Annotated[bool, typer.Option("--sort", help="Give the pairs of the lowest expected quality first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON, and no pairs.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if a pair carries a note.")] = False,
    form: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Format of the input if its name does not say it.")
    ] = None,
    *,
    options: FormatOptions,
) -> None:
    """Check any translation: notes and expected quality.

    It may be a person's. Each pair with notes is printed: place, expected chrF2, notes, both sides, between tabs.

    Example: jisr check memory.tmx --html checks.html
    """
    from jisr.eval.checking.check_files import check_files

    counts = check_files(
        inputs,
        doubt=doubt,
        report=report,
        html=html,
        worst_first=sort,
        input_format=form,
        options=options,
        terms=terms,
        on_pair=None if as_json else print_pair,
    )
    expected = counts.expected.chrf
    if as_json:
        figures = {"pairs": counts.pairs, "noted": counts.noted, "notes": dict(sorted(counts.notes.items()))}
        print(json.dumps(figures | {"expected_chrf": expected and round(expected, 2)}))
    for note, count in options.notes.items():
        log(f"jisr: {count} {note}")
    quality = "" if expected is None else f"; expected chrF2 {expected:.0f}"
    each = ", ".join(f"{note} {count:,}" for note, count in sorted(counts.notes.items()))
    found = f"{counts.noted:,} with notes: {each}" if counts.noted else "no notes"
    log(f"jisr: {counts.pairs:,} {'pair' if counts.pairs == 1 else 'pairs'}{quality}; {found}")
    if strict and counts.noted:
        raise typer.Exit(3)


def print_pair(pair: "CheckedPair") -> None:
    """Print a pair as a row if it has a note."""
    if pair.notes:
        figure = "" if pair.estimate is None else f"{pair.estimate.chrf:.1f}"
        row = (pair.place, figure, ",".join(pair.notes), pair.source, pair.target)
        print(printable_lines("\t".join(CELL_BREAK.sub(" ", cell) for cell in row)))

"""The command ``bench``: it parses arguments, calls the library and prints results."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from jisr.cluster.cluster_options import ClusterOptions
from jisr.commands.console import log, printable_lines
from jisr.commands.from_options import checked, refuse_given, with_options
from jisr.eval.significance_options import SignificanceOptions
from jisr.translate.files.translate_options import BEAM

if TYPE_CHECKING:
    from jisr.eval.bench.testsets import TestSet

__all__ = ["bench_command"]


@with_options
def bench_command(
    context: typer.Context,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            help="Model: builtin, a folder or a pulled model; MODEL@transformers for that engine. Repeatable.",
        ),
    ] = None,
    testset: Annotated[
        list[str] | None,
        typer.Option(
            "--testset", "-t", help="Test set: a name of --list, a file of pairs, or ARABIC,ENGLISH files. Repeatable."
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="Folder of translations and report.")
    ] = "bench",
    from_dir: Annotated[str | None, typer.Option("--from", metavar="DIR", help="Print a finished bench again.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the named test sets.")] = False,
    metric: Annotated[
        list[str] | None, typer.Option("--metric", help="Metrics, as for jisr score. Default: bleu,chrf.")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="NAME", help="Model that the others are compared with. Default: the first."),
    ] = None,
    against_training: Annotated[
        list[str] | None,
        typer.Option(
            "--against-training",
            metavar="CORPUS",
            help="Training data that the test sets are looked for in. Repeatable.",
        ),
    ] = None,
    beam: Annotated[int, typer.Option("--beam", help="Beam size; 1 is greedy decoding.", callback=checked(BEAM))] = 4,
    trim: Annotated[
        str, typer.Option("--trim", metavar="LEVEL", help="Pieces of the decoders, as for jisr translate.")
    ] = "letters",
    offline: Annotated[bool, typer.Option("--offline", help="Never use the network.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with every digit.")] = False,
    *,
    significance: SignificanceOptions,
    cluster: ClusterOptions,
) -> None:
    """Rank models on test sets: scores, speed and memory.

    A killed run goes on where it was when the same command is given again; what was translated is kept in DIR by
    content, beside bench.json, bench.html and a page of sentences for each test set.

    Example: jisr bench -m builtin -m builtin@transformers -t flores-devtest -o DIR
    """
    import json as writer

    from jisr.errors import InputError
    from jisr.eval.bench import leaderboard

    given = {each.name for each in context.command.params if each.name}
    if listed:
        refuse_given(context, "--list", given - {"listed"})
        print(table(), end="")
        return
    if from_dir is not None:
        if model or testset:
            raise InputError("--from prints a bench as it was run; --model and --testset belong to a new one")
        refuse_given(context, "--from", given - {"from_dir", "json"})
        record = leaderboard.read_record(from_dir)
    else:
        from pathlib import Path

        from jisr.eval.bench.bench import Bench, run_bench
        from jisr.eval.bench.model_run import BenchModel
        from jisr.translate.engines.engine import Decoding

        if not output:
            raise InputError("the folder to write has an empty name; is a variable not set?")
        bench = Bench(
            models=tuple(map(BenchModel.parse, model or [])),
            testsets=tuple(load_all(testset or [], offline=offline)),
            metrics=tuple(name for names in metric or ["bleu,chrf"] for name in names.split(",")),
            baseline=baseline,
            significance=significance,
            decoding=Decoding(beam=beam),
            trim=trim,
            training=tuple(against_training or []),
        )
        record, evaluations = run_bench(bench, Path(output), log=lambda what: log(f"jisr: {what}"), cluster=cluster)
        leaderboard.write_bench(Path(output), record, evaluations)
    shown = writer.dumps(record, ensure_ascii=False, indent=1) + "\n" if json else leaderboard.leaderboard_text(record)
    print(printable_lines(shown), end="")


def load_all(names: "Sequence[str]", *, offline: bool) -> "Iterator[TestSet]":
    """Yield the test sets that can be loaded; at the end, print a line for each of the others but the last.

    :raises InputError: for the last one that cannot be loaded, if any.
    """
    from jisr.errors import InputError
    from jisr.eval.bench.testsets import load_testset

    wrong: list[InputError] = []
    for name in names:
        try:
            yield load_testset(name, offline=offline)
        except InputError as error:
            wrong.append(error)
    for missing in wrong[:-1]:
        log(f"jisr: {missing}")
    if wrong:
        raise wrong[-1]


def table() -> str:
    """Return a table of the named test sets."""
    from jisr.eval.bench.testsets import KNOWN_TESTSETS

    rows = [("name", "pairs", "original", "licence", "SHA-256", "what", "from")]
    rows += [
        (each.name, f"{each.pairs:,}", each.original, each.licence, (each.sha256 or "-")[:12], each.title, each.source)
        for each in KNOWN_TESTSETS
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )

"""The commands of ``corpus``: they parse arguments, call the library and print results."""

import json
from collections import Counter
from typing import Annotated

import typer

from jisr.cluster.cluster_options import ClusterOptions
from jisr.commands.console import log, printable_lines
from jisr.commands.from_options import refuse_given, with_options
from jisr.corpora.corpus_options import FilterThresholds, SplitSizes
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import DedupKey
from jisr.errors import InputError
from jisr.lines import STDIO

__all__ = ["register"]

corpus = typer.Typer(help="Convert, clean, split and inspect parallel corpora.", no_args_is_help=True)

Inputs = Annotated[
    list[str], typer.Argument(help="Corpora: .tsv, .jsonl, .tmx, .parquet, or pairs of plain files (Moses).")
]
Outputs = Annotated[
    list[str], typer.Option("--output", "-o", help="Output file; twice for two files (Moses); - for standard output.")
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format", help="Format of the input if its name does not say it: jsonl, moses, parquet, tmx or tsv."
    ),
]
To = Annotated[str | None, typer.Option("--to", help="Format of the output if its name does not say it.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 3 if there were notes.")]
Rejected = Annotated[str | None, typer.Option(help="Write refused pairs here, with the reason as their origin.")]
EncoderName = Annotated[
    str | None, typer.Option("--encoder", help="A sentence-transformers model on this machine, to compare meanings.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(corpus, name="corpus")


@corpus.command("convert")
@with_options
def convert_command(
    inputs: Inputs,
    output: Outputs,
    form: Form = None,
    to: To = None,
    strict: StrictOption = False,
    *,
    options: FormatOptions,
) -> None:
    """Write corpora in another format.

    Example: jisr corpus convert memory.tmx -o corpus.tsv.gz
    """
    from jisr.corpora import runs
    from jisr.corpora.corpus_job import CorpusJob, check_languages

    job = CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options)
    check_languages(job)
    count = runs.convert_files(job)
    log(f"{count:,} pairs")
    log_notes(options.notes, strict)


@corpus.command("clean")
@with_options
def clean_command(
    context: typer.Context,
    inputs: Inputs,
    output: Outputs = [STDIO],  # noqa: B006 - typer copies it
    form: Form = None,
    to: To = None,
    rejected: Rejected = None,
    explaining: Annotated[bool, typer.Option("--explain", help="Only show what each filter would remove.")] = False,
    strict: StrictOption = False,
    *,
    thresholds: FilterThresholds,
    options: FormatOptions,
    cluster: ClusterOptions,
) -> None:
    """Keep the pairs that pass the filters; count the others.

    The filters are length, ratio, control, copied, script, numbers, repeated and language, in this order, and
    then coverage and similarity where they have a limit. A run that was killed goes on where it was when the same
    command is given again.

    Example: jisr corpus clean corpus.tsv -o clean.tsv --rejected refused.tsv
    """
    if explaining:
        refuse_given(context, "--explain", {"output", "to", "rejected", "cluster"})
    from jisr.corpora import runs
    from jisr.corpora.cleaning.clean import default_filters
    from jisr.corpora.corpus_job import CorpusJob

    job = CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options, thresholds.encoder)
    if not explaining:
        job.check(rejected)
    filters = default_filters(options.source_lang, options.target_lang, thresholds)
    if explaining:
        total, by_filter = runs.explain_files(job, filters)
        for name, entry in by_filter.items():
            print(f"{name}: {entry.removed:,} of {total:,} pairs ({entry.removed / max(total, 1):.2%})")
            for pair, score in entry.samples:
                shown = f"  {', '.join(f'{value:.4g}' for value in score)}\t{pair.source}\t{pair.target}"
                print(printable_lines(shown))
    else:
        tally = runs.clean_files(job, filters, rejected, cluster=cluster)
        log_counts(tally.pairs, tally.refused)
    log_notes(options.notes, strict)


@corpus.command("dedup")
@with_options
def dedup_command(
    inputs: Inputs,
    output: Outputs = [STDIO],  # noqa: B006 - typer copies it
    form: Form = None,
    to: To = None,
    rejected: Rejected = None,
    by: Annotated[DedupKey, typer.Option(help="Side by which pairs are compared.")] = DedupKey.PAIR,
    near: Annotated[bool, typer.Option("--near", help="Also refuse pairs that differ by a word or so.")] = False,
    strict: StrictOption = False,
    *,
    options: FormatOptions,
    cluster: ClusterOptions,
) -> None:
    """Keep the first of pairs that are the same.

    Pairs are the same if they differ in case, diacritics, punctuation and digits only.

    16 bytes of memory are needed for each pair that is kept, and with --near 1 to 2 kB. A run that was killed
    goes on where it was when the same command is given again.

    Example: jisr corpus dedup corpus.tsv.gz -o unique.tsv.gz
    """
    from jisr.corpora import runs
    from jisr.corpora.corpus_job import CorpusJob, check_languages

    job = CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options)
    check_languages(job, rejected=rejected)
    tally = runs.dedup_files(job, by=by, near=near, rejected=rejected, cluster=cluster)
    log_counts(tally.pairs, tally.refused)
    log_notes(options.notes, strict)


@corpus.command("split")
@with_options
def split_command(
    inputs: Inputs,
    output: Outputs,
    form: Form = None,
    to: To = None,
    strict: StrictOption = False,
    *,
    sizes: SplitSizes,
    options: FormatOptions,
) -> None:
    """Split a corpus into train, dev and test without leaks.

    Pairs of one document (their origin) and pairs with a side that is nearly the same stay together. The
    files are named after the output: corpus.train.tsv, corpus.dev.tsv, corpus.test.tsv.

    Example: jisr corpus split corpus.tsv -o corpus.tsv --dev 2000 --test 2000
    """
    from jisr.corpora import runs
    from jisr.corpora.corpus_job import CorpusJob, check_languages

    job = CorpusJob(tuple(inputs), tuple(output), form, to, options)
    check_languages(job)
    counts = runs.split_files(job, sizes)
    log(", ".join(f"{part} {count:,}" for part, count in counts.items()))
    log_notes(options.notes, strict)


@corpus.command("overlap")
@with_options
def overlap_command(
    inputs: Inputs,
    test: Annotated[list[str], typer.Option("--test", "-t", help="Test set; twice for two files (Moses). Repeatable.")],
    form: Form = None,
    near: Annotated[bool, typer.Option(help="Also find sentences that differ by a word or so.")] = True,
    as_json: JsonOption = False,
    strict: StrictOption = False,
    *,
    options: FormatOptions,
    cluster: ClusterOptions,
) -> None:
    """Find test sentences in training data.

    Each line holds how alike the two are (exact, normalised, near), the side, where the test sentence stands,
    where it was found, and both texts.

    Example: jisr corpus overlap train.tsv.gz --test test.tsv
    """
    from jisr.corpora import runs
    from jisr.corpora.corpus_job import CorpusJob, check_languages

    counts: Counter[str] = Counter()
    job = CorpusJob(tuple(inputs), (), form, None, options)
    check_languages(job, test)
    for hit in runs.overlap_files(job, tuple(test), near=near, cluster=cluster):
        counts[hit.kind] += 1
        if as_json:
            print(json.dumps(hit.record(), ensure_ascii=False))
        else:
            print("\t".join(hit.record().values()))
    log(", ".join(f"{kind} {count:,}" for kind, count in counts.items()) or "nothing found")
    log_notes(options.notes, strict)


@corpus.command("stats")
@with_options
def stats_command(
    inputs: Inputs,
    form: Form = None,
    as_json: JsonOption = False,
    figure: Annotated[str | None, typer.Option(help="Draw the histograms here, as SVG.")] = None,
    similarity: Annotated[bool, typer.Option("--similarity", help="Also compare meanings; slow.")] = False,
    encoder: EncoderName = None,
    strict: StrictOption = False,
    *,
    options: FormatOptions,
    cluster: ClusterOptions,
) -> None:
    """Describe a corpus: lengths, ratios, scripts, scores.

    Example: jisr corpus stats corpus.tmx --figure corpus.svg
    """
    if encoder is not None and not similarity:
        raise InputError("--encoder has no effect without --similarity")
    from jisr.corpora import runs
    from jisr.corpora.cleaning.stats import draw_histograms, stats_lines
    from jisr.corpora.corpus_job import CorpusJob
    from jisr.corpora.encoders import load_encoder
    from jisr.storage.output import check_writable
    from jisr.storage.output_check import check_outputs

    job = CorpusJob(tuple(inputs), (), form, None, options, encoder)
    check_outputs([figure, STDIO], job.read)
    if figure is not None:
        check_writable(figure)
    counted = runs.stats_files(job, load_encoder(encoder) if similarity else None, cluster=cluster)
    if figure is not None:
        draw_histograms(counted, figure)
    print(json.dumps(counted.record(), ensure_ascii=False) if as_json else "\n".join(stats_lines(counted)))
    log_notes(options.notes, strict)


@corpus.command("check")
def check_tmx_command(
    inputs: Annotated[list[str], typer.Argument(help="TMX files.")], as_json: JsonOption = False
) -> None:
    """Check TMX files against the rules of TMX 1.4b.

    Exits with 2 if there is anything.

    Example: jisr corpus check memory.tmx
    """
    from jisr.corpora.formats.tmx_check import check_tmx

    found = False
    for path in inputs:
        for finding in check_tmx(path):
            found = True
            record = {"file": path, "line": finding.line, "reason": finding.reason}
            print(json.dumps(record, ensure_ascii=False) if as_json else printable_lines(finding.located(path)))
    if found:
        raise typer.Exit(2)


def out_form(output: list[str], to: str | None) -> str | None:
    """Return the format of an output; for standard output, TSV unless another is given."""
    return to or ("tsv" if output == [STDIO] else None)


def log_counts(pairs: int, refused: Counter[str]) -> None:
    """Print the number of pairs that were kept, and the numbers of those refused, by reason."""
    log(f"{pairs - refused.total():,} of {pairs:,} pairs kept")
    for reason, count in refused.most_common():
        log(f"  {reason}: {count:,}")


def log_notes(notes: Counter[str], strict: bool) -> None:
    """Print the notes, and exit with 3 if there are any and ``strict`` is set."""
    for what, count in sorted(notes.items()):  # they are found in another order if the work is shared out
        log(f"note: {count:,} {what}")
    if strict and notes:
        raise typer.Exit(3)

"""The commands of this room: parse, call, print."""

import json
import sys
from collections import Counter
from typing import Annotated

import typer

from jisr.corpora.pairs import DedupKey
from jisr.lines import STDIO

__all__ = ["register"]

corpus = typer.Typer(
    help="Work on parallel corpora: convert, clean, judge and reshape them.", no_args_is_help=True
)

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files: .tsv, .jsonl, .tmx, .parquet, or two by two the sides of a corpus."),
]
Outputs = Annotated[
    list[str], typer.Option("--output", "-o", help="Output; twice for two files (Moses); - is stdout.")
]
Form = Annotated[
    str | None, typer.Option("--format", help="Format of the input: jsonl, moses, parquet, tmx or tsv.")
]
To = Annotated[str | None, typer.Option("--to", help="Format of the output, where its name does not say it.")]
SourceLang = Annotated[str, typer.Option(help="Language of the source, a tag such as ar or ar-SA.")]
TargetLang = Annotated[str, typer.Option(help="Language of the target.")]
EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of the input, if not UTF-8, such as cp1256.")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 3 if there were notes.")]
Rejected = Annotated[str | None, typer.Option(help="Keep what is refused here; the origin says why.")]
EncoderName = Annotated[
    str | None, typer.Option("--encoder", help="A sentence-transformers model here, to compare meanings.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the root."""
    app.add_typer(corpus, name="corpus")


@corpus.command("convert")
def convert_command(
    inputs: Inputs,
    output: Outputs,
    form: Form = None,
    to: To = None,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Write corpora in another format, in one file or two.

    Example: jisr corpus convert memory.tmx -o corpus.tsv.gz
    """
    from jisr.corpora import runs
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    count = runs.convert_files(
        runs.CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options)
    )
    log_line(f"{count:,} pairs")
    log_notes(options.notes, strict)


@corpus.command("clean")
def clean_command(
    inputs: Inputs,
    output: Outputs = [STDIO],  # noqa: B006 - typer copies it
    form: Form = None,
    to: To = None,
    rejected: Rejected = None,
    explaining: Annotated[bool, typer.Option("--explain", help="Only show what each would remove.")] = False,
    without: Annotated[list[str] | None, typer.Option(help="A filter to leave out, by its name.")] = None,
    max_words: Annotated[int, typer.Option(help="Words of the longer side, at most.")] = 200,
    max_ratio: Annotated[float, typer.Option(help="Length of the longer side over the shorter.")] = 2.5,
    min_script: Annotated[float, typer.Option(help="Share of letters in the right script.")] = 0.5,
    min_numbers: Annotated[float, typer.Option(help="Share of numbers that stand on both sides.")] = 0.5,
    min_similarity: Annotated[float | None, typer.Option(help="Cosine of the meanings: slow.")] = None,
    encoder: EncoderName = None,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Keep the pairs that pass the filters, and count what is refused by its reason.

    The filters are length, ratio, control, copied, script, numbers, repeated and language, in this order, and
    then similarity where --min-similarity is given. A run that was killed goes on where it was when the same
    command is given again.

    Example: jisr corpus clean corpus.tsv -o clean.tsv --rejected refused.tsv
    """
    from jisr.corpora import runs
    from jisr.corpora.cleaning.clean import FilterThresholds, default_filters
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    job = runs.CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options)
    limits = FilterThresholds(
        max_words, max_ratio, min_script, min_numbers, min_similarity, encoder, frozenset(without or [])
    )
    filters = default_filters(source_lang, target_lang, limits)
    if explaining:
        total, found = runs.explain_files(job, filters)
        for name, entry in found.items():
            print(f"{name}: {entry.removed:,} of {total:,} pairs ({entry.removed / max(total, 1):.2%})")
            for pair, score in entry.samples:
                print(f"  {', '.join(f'{value:.4g}' for value in score)}\t{pair.source}\t{pair.target}")
    else:
        tally = runs.clean_files(job, filters, rejected)
        log_counts(tally.pairs, tally.refused)
    log_notes(options.notes, strict)


@corpus.command("dedup")
def dedup_command(
    inputs: Inputs,
    output: Outputs = [STDIO],  # noqa: B006 - typer copies it
    form: Form = None,
    to: To = None,
    rejected: Rejected = None,
    by: Annotated[DedupKey, typer.Option(help="What makes two pairs the same.")] = DedupKey.PAIR,
    near: Annotated[bool, typer.Option("--near", help="Refuse what differs by a word or so, too.")] = False,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Keep the first of pairs that are the same but for case, diacritics, punctuation and digits.

    8 bytes of memory are needed for each pair that is kept, and with --near 1 to 2 kB. A run that was killed
    goes on where it was when the same command is given again.

    Example: jisr corpus dedup corpus.tsv.gz -o unique.tsv.gz
    """
    from jisr.corpora import runs
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    job = runs.CorpusJob(tuple(inputs), tuple(output), form, out_form(output, to), options)
    tally = runs.dedup_files(job, by=by, near=near, rejected=rejected)
    log_counts(tally.pairs, tally.refused)
    log_notes(options.notes, strict)


@corpus.command("split")
def split_command(
    inputs: Inputs,
    output: Outputs,
    form: Form = None,
    to: To = None,
    dev: Annotated[int, typer.Option(min=0, help="Pairs of the development set.")] = 1000,
    test: Annotated[int, typer.Option(min=0, help="Pairs of the test set.")] = 1000,
    seed: Annotated[int, typer.Option(help="Another seed gives other sets.")] = 1,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Split a corpus into train, dev and test sets between which nothing leaks.

    Pairs of one document (their origin) and pairs with a side that is nearly the same stay together. The
    files are named after the output: corpus.train.tsv, corpus.dev.tsv, corpus.test.tsv.

    Example: jisr corpus split corpus.tsv -o corpus.tsv --dev 2000 --test 2000
    """
    from jisr.corpora import runs
    from jisr.corpora.duplicates.split import SplitSizes
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    job = runs.CorpusJob(tuple(inputs), tuple(output), form, to, options)
    counts = runs.split_files(job, SplitSizes(dev, test, seed))
    log_line(", ".join(f"{part} {count:,}" for part, count in counts.items()))
    log_notes(options.notes, strict)


@corpus.command("overlap")
def overlap_command(
    inputs: Inputs,
    test: Annotated[list[str], typer.Option("--test", "-t", help="A test set; twice for two files.")],
    form: Form = None,
    near: Annotated[bool, typer.Option(help="Look for sentences that differ by a word or so, too.")] = True,
    as_json: JsonOption = False,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Find test sentences in training data, and say where.

    Each line holds how alike the two are (exact, normalised, near), the side, where the test sentence stands,
    where it was found, and both texts.

    Example: jisr corpus overlap train.tsv.gz --test test.tsv
    """
    from jisr.corpora import runs
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    found: Counter[str] = Counter()
    for hit in runs.overlap_files(
        runs.CorpusJob(tuple(inputs), (), form, None, options), tuple(test), near=near
    ):
        found[hit.kind] += 1
        if as_json:
            print(json.dumps(hit.record(), ensure_ascii=False))
        else:
            print("\t".join(hit.record().values()))
    log_line(", ".join(f"{kind} {count:,}" for kind, count in found.items()) or "nothing found")
    log_notes(options.notes, strict)


@corpus.command("stats")
def stats_command(
    inputs: Inputs,
    form: Form = None,
    as_json: JsonOption = False,
    figure: Annotated[str | None, typer.Option(help="Draw the histograms here, as SVG.")] = None,
    similarity: Annotated[bool, typer.Option("--similarity", help="Compare meanings, too: slow.")] = False,
    encoder: EncoderName = None,
    source_lang: SourceLang = "ar",
    target_lang: TargetLang = "en",
    encoding: EncodingOption = None,
    strict: StrictOption = False,
) -> None:
    """Count lengths, ratios, scripts and scores, and with --similarity how near the two sides mean.

    Example: jisr corpus stats corpus.tmx --figure corpus.svg
    """
    from jisr.corpora import runs
    from jisr.corpora.cleaning.stats import draw_histograms, stats_lines
    from jisr.corpora.encoders import load_encoder
    from jisr.corpora.formats.format import FormatOptions

    options = FormatOptions(source_lang, target_lang, encoding)
    job = runs.CorpusJob(tuple(inputs), (), form, None, options)
    counted = runs.stats_files(job, load_encoder(encoder) if similarity else None)
    if figure is not None:
        draw_histograms(counted, figure)
    print(json.dumps(counted.record(), ensure_ascii=False) if as_json else "\n".join(stats_lines(counted)))
    log_notes(options.notes, strict)


@corpus.command("check")
def check_tmx_command(
    inputs: Annotated[list[str], typer.Argument(help="TMX files.")],
    as_json: JsonOption = False,
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
            print(json.dumps(record, ensure_ascii=False) if as_json else finding.located(path))
    if found:
        raise typer.Exit(2)


def out_form(output: list[str], to: str | None) -> str | None:
    """Return the format of an output: TSV for standard output unless another is asked for."""
    return to or ("tsv" if output == [STDIO] else None)


def log_line(text: str) -> None:
    """Print what a person wants to know, where it is no data."""
    print(text, file=sys.stderr)


def log_counts(pairs: int, refused: Counter[str]) -> None:
    """Print how many pairs were kept, and how many refused for which reason."""
    log_line(f"{pairs - refused.total():,} of {pairs:,} pairs kept")
    for reason, count in refused.most_common():
        log_line(f"  {reason}: {count:,}")


def log_notes(notes: Counter[str], strict: bool) -> None:
    """Print the notes, and leave with 3 if there are any and they count."""
    for what, count in notes.items():
        log_line(f"note: {count:,} {what}")
    if strict and notes:
        raise typer.Exit(3)

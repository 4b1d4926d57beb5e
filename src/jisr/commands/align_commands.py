"""The command ``align``: parse, call, print."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jisr.errors import InputError
from jisr.lines import STDIO, open_input, read_lines
from jisr.progress import Progress
from jisr.storage.output import Output

if TYPE_CHECKING:
    from jisr.corpora.alignment.aligner import Aligner
    from jisr.corpora.alignment.beads import Bead
    from jisr.corpora.alignment.documents import AlignedDocument
    from jisr.corpora.alignment.features import Encoder
    from jisr.translate.translator import Translator

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(align)


def align(
    source: Annotated[str, typer.Argument(help="The source text, or a folder of them.")],
    target: Annotated[str, typer.Argument(help="Its translation, or a folder with files of the same names.")],
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            help="OUT.tmx, .tsv, .jsonl, .html, ...; two plain names: Moses; -: TSV. Repeatable.",
        ),
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Every line is one sentence already.")] = False,
    method: Annotated[
        Literal["auto", "embedding", "translation", "length"],
        typer.Option(
            help="What sentences are compared by; auto: translation with --translation, else embedding."
        ),
    ] = "auto",
    encoder: Annotated[
        str | None,
        typer.Option(help="A sentence-transformers model on this machine, instead of the default."),
    ] = None,
    translation: Annotated[
        str | None,
        typer.Option(help="The source in the target's language, a line a sentence; else --model translates."),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", "-m", help="The model that method translation translates with.")
    ] = "builtin",
    gold: Annotated[
        str | None,
        typer.Option(
            help="Beads of lines, from 0, made by hand, [0,1]:[0] a line; or a folder of NAME.gold."
        ),
    ] = None,
    min_score: Annotated[
        float, typer.Option(help="Leave out pairs with a lower score.", min=0.0, max=1.0)
    ] = 0.0,
    report: Annotated[
        str | None, typer.Option(help="List unmatched and low beads here, as JSON lines.")
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Align the words of the pairs, too, into FIRST_OUTPUT.pharaoh.")
    ] = False,
    words_corpus: Annotated[
        list[str] | None,
        typer.Option(help="A parallel corpus that the word aligner learns from, too; twice for two files."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if there were notes.")] = False,
    source_lang: Annotated[str, typer.Option(help="Language of the source: ar or en.")] = "ar",
    target_lang: Annotated[str, typer.Option(help="Language of the target: ar or en.")] = "en",
) -> None:
    """Line up a text and its translation, sentence by sentence, without a network.

    Without -o and --gold the beads are printed: indices from 0, and a score from 0 (no more alike than by
    chance) to 1. Sentences without a partner have an empty side. A killed run goes on when started again.
    Gold counts the lines of the files: sentences that were cut from one line are scored together.
    Words are numbered from 0, by the spaces between them; the more pairs there are, the better they are aligned.

    Example: jisr align article.ar.txt article.en.txt -o article.tmx -o article.html
    """
    from jisr.corpora.alignment.aligner import Aligner
    from jisr.corpora.alignment.documents import AlignmentMethod, DocumentPair, match_folders
    from jisr.corpora.alignment.eflomal import word_file
    from jisr.corpora.alignment.embedding_alignment import LOW
    from jisr.corpora.alignment.gold import Agreement, agreement
    from jisr.corpora.alignment.outputs import OutputOptions, open_outputs
    from jisr.corpora.alignment.translated import by_engine
    from jisr.storage.journal import Journal

    langs = (source_lang, target_lang)
    if Path(source).is_dir() != Path(target).is_dir():
        raise InputError(f"{source} and {target}: one is a folder and the other is not; give two of a kind")
    folder = Path(source).is_dir()
    documents = (
        match_folders(Path(source), Path(target), langs)
        if folder
        else [DocumentPair(Path(source).stem, source, target)]
    )
    golds = (
        [read_gold(Path(gold, f"{d.name}.gold") if folder else Path(gold)) for d in documents] if gold else []
    )
    paths = output or []
    files = [path for path in paths if path != STDIO]
    if words and not files:
        raise InputError("--words writes beside an output; name one with -o")
    wanted = AlignmentMethod.TRANSLATION if translation and method == "auto" else AlignmentMethod(method)
    drafter = load_translator(model) if wanted is AlignmentMethod.TRANSLATION and not translation else None
    total = Agreement()
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(Path(files[0] + ".journal"))) if files else None
        session = Aligner(
            wanted,
            encoder=chosen_encoder(wanted, encoder),
            translate=by_engine(drafter, journal) if drafter else lambda _: read_all(str(translation)),
            lines=lines,
            langs=langs,
        )
        if report:
            watch(session, stack.enter_context(Output(report)))
        sink = stack.enter_context(open_outputs(paths, OutputOptions(min_score, LOW, langs)))
        link = (
            stack.enter_context(word_file(files[0] + ".pharaoh", min_score, words_corpus or ()))
            if words
            else None
        )
        bar = stack.enter_context(Progress("align", len(documents), "documents"))
        for at, aligned in enumerate(session.align(documents, journal)):
            sink(aligned)
            if link is not None:
                link(aligned)
            if golds:
                check_gold(golds[at], aligned)
                total += agreement(aligned.by_line(), golds[at])
            elif not paths:
                show(aligned, folder, as_json)
            bar.advance()
    if golds:
        print(json.dumps(total.to_json()) if as_json else total.table())
    notes = {note: count for note, count in session.notes.items() if count}
    for note, count in notes.items():
        print(f"jisr: {count} {note}", file=sys.stderr)
    if strict and notes:
        raise typer.Exit(3)


def chosen_encoder(method: str, name: str | None) -> "Encoder | None":
    """Make the encoder, where the method needs one."""
    if method in ("length", "translation"):
        return None
    from jisr.corpora.encoders.load_encoder import load_encoder

    return load_encoder(name)


def load_translator(model: str) -> "Translator":
    """Load the model that the source is translated with."""
    from jisr.translate.translator import Translator

    return Translator.load(model)


def read_gold(path: Path) -> "list[Bead]":
    """Read beads made by hand."""
    from jisr.corpora.alignment.beads import parse_beads

    return list(parse_beads(read_all(str(path)), str(path)))


def check_gold(gold: "list[Bead]", aligned: "AlignedDocument") -> None:
    """Make sure that beads made by hand are of these texts."""
    for side, text in enumerate((aligned.source, aligned.target)):
        last = text.places[-1] if text.places else len(text.sentences) - 1
        named = max((line for bead in gold for line in (bead.source, bead.target)[side]), default=0)
        if named > last:
            raise InputError(
                f"the gold of {aligned.name} names line {named} of the {('source', 'target')[side]}, "
                f"whose last is {last}, counted from 0"
            )


def read_all(path: str) -> list[str]:
    """Read the lines of a file."""
    with open_input(path) as stream:
        return [line.text for line in read_lines(stream, path)]


def watch(session: "Aligner", out: Output) -> None:
    """List the beads that deserve a look, as they come."""

    def problem(document: "AlignedDocument", note: str, bead: "Bead") -> None:
        source, target = document.texts(bead)
        record = {
            "document": document.name,
            "note": note,
            "source_sentences": bead.source,
            "target_sentences": bead.target,
            "score": bead.score,
            "source": source,
            "target": target,
        }
        out.write(json.dumps(record, ensure_ascii=False) + "\n")

    session.problems.append(problem)


def show(aligned: "AlignedDocument", named: bool, as_json: bool) -> None:
    """Print the beads of a document."""
    from jisr.corpora.alignment.beads import format_beads

    if as_json:
        for bead in aligned.beads:
            print(
                json.dumps(
                    {
                        "document": aligned.name,
                        "source": bead.source,
                        "target": bead.target,
                        "score": bead.score,
                    },
                    ensure_ascii=False,
                )
            )
        return
    if named:
        print(f"# {aligned.name}")
    for line in format_beads(aligned.beads):
        print(line)

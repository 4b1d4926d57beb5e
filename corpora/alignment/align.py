"""Functions that align two lists of sentences, or files and folders, in one call."""

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.cluster.cluster_options import ClusterOptions, check_cluster
from jisr.corpora.alignment.align_options import AlignOptions
from jisr.corpora.alignment.aligner import Aligner
from jisr.corpora.alignment.beads import Bead, parse_beads
from jisr.corpora.alignment.documents import (
    AlignedDocument,
    AlignmentMethod,
    DocumentPair,
    DocumentText,
    align_document,
    match_folders,
)
from jisr.corpora.alignment.embedding_alignment import LOW_SCORE
from jisr.corpora.alignment.gold import Agreement, agreement
from jisr.corpora.alignment.outputs import AlignmentOutputs, OutputOptions
from jisr.errors import InputError
from jisr.lines import STDIO, check_lines, open_input, read_lines
from jisr.progress import Progress
from jisr.storage.journal import Journal, journal_path
from jisr.storage.output import Output
from jisr.storage.output_check import check_outputs

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = ["AlignmentResult", "align", "align_files", "bead_record"]


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    method: str = AlignmentMethod.AUTO,
    encoder: "SpanEncoder | None" = None,
    drafts: Sequence[str] = (),
) -> list[Bead]:
    """Align the sentences of two texts.

    :param source: sentences of the source, in order.
    :param target: sentences of the target, in order.
    :param method: ``embedding`` compares vectors of sentences, ``translation`` compares ``drafts`` with the target,
        ``length`` compares lengths alone (Gale and Church 1993); ``auto`` is ``translation`` with drafts and
        ``embedding`` without.
    :param encoder: encoder for method ``embedding``; default: the built-in one.
    :param drafts: one draft for each source sentence, in the target language.
    :return: beads of indices from 0. Each sentence is in exactly one bead; the other side of a bead is empty if its
        sentence has no partner.
    :raises InputError: if a text is given as a single string, the method is unknown, or drafts are missing.
    """
    for name, lines in (("source", source), ("target", target), ("drafts", drafts)):
        check_lines(name, lines)
    texts = DocumentText(tuple(source)), DocumentText(tuple(target))
    return align_document(*texts, method_of(method), encoder, tuple(drafts))


def method_of(name: str) -> AlignmentMethod:
    """Return the method with a name.

    :raises InputError: if there is no such method.
    """
    try:
        return AlignmentMethod(name)
    except ValueError:
        raise InputError(f"unknown method {name!r}; there are {', '.join(AlignmentMethod)}") from None


@dataclass(slots=True)
class AlignmentResult:
    """The result of aligning files.

    :param documents: number of aligned documents.
    :param notes: count of each note, by its text.
    :param agreement: agreement with gold beads, pooled over all documents; None without gold.
    """

    documents: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    agreement: Agreement | None = None


def align_files(
    source: str,
    target: str,
    outputs: Sequence[str] = (),
    options: AlignOptions | None = None,
    *,
    on_document: Callable[[AlignedDocument], None] | None = None,
    cluster: ClusterOptions | None = None,
) -> AlignmentResult:
    """Align a file with its translation, or the files of two folders; a killed run resumes where it stopped.

    :param source: path of the source text, or of a folder of source texts.
    :param target: path of its translation, or of a folder with files of the same names.
    :param outputs: paths that end in ``.tmx``, ``.tsv``, ``.jsonl``, ``.html`` or ``.parquet``; two paths without such
        an ending for Moses; ``-`` for TSV on standard output.
    :param on_document: called with each document once it is aligned and written.
    :param cluster: pool of workers that align, a document each, if any.
    :raises InputError: if a file or an option is invalid.
    :raises ModelError: if a model is not on this machine.
    :raises MissingExtra: if an optional package that is needed, such as eflomal for words, is not installed.
    :raises OutputError: if an output cannot be written.
    """
    check_lines("outputs", outputs)
    options = options or AlignOptions()
    langs = (options.source_lang, options.target_lang)
    if Path(source).is_dir() != Path(target).is_dir():
        raise InputError(f"{source} and {target}: one is a folder and the other is not; give two of a kind")
    documents = (
        match_folders(Path(source), Path(target), langs)
        if Path(source).is_dir()
        else [DocumentPair(Path(source).stem, source, target)]
    )
    gold_files = gold_paths(options.gold, source, documents)
    golds = [read_gold(path) for path in gold_files]
    files = [path for path in outputs if path != STDIO]
    shared = cluster if cluster is not None and cluster.cluster is not None else None
    recorded = journal_path(files[0]) if files and shared is None else None
    if options.words and not files:
        raise InputError("word alignments are written beside an output", hint="name one with -o")
    method = method_of(options.method)
    if options.translation and method is AlignmentMethod.AUTO:
        method = AlignmentMethod.TRANSLATION
    word_links = files[0] + ".pharaoh" if options.words else None
    read = [path for each in documents for path in (each.source, each.target)]
    check_outputs(
        [*outputs, options.report, word_links],
        [*read, *gold_files, options.translation, *options.words_corpus, *model_files(method, options)],
        journals=[recorded],
    )
    if shared is not None:
        check_cluster(shared, lines=False)
    result = AlignmentResult(agreement=Agreement() if golds else None)
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(recorded)) if recorded else None
        aligner = Aligner(
            method,
            encoder=None if shared else chosen_encoder(method, options.encoder),
            translate=None if shared else chosen_translation(method, options, journal),
            lines=options.lines,
            langs=langs,
            notes=result.notes,
        )
        if options.report is not None:
            report_problems(aligner, stack.enter_context(Output(options.report)))
        written = stack.enter_context(AlignmentOutputs(outputs, OutputOptions(options.min_score, LOW_SCORE, langs)))
        if options.min_score and not (written.corpora or options.words):
            raise InputError(
                f"the minimum score {options.min_score:g} has no effect: all beads are shown, and no pairs"
            )
        add_words = None
        if word_links is not None:
            from jisr.corpora.alignment.eflomal import word_file

            words = word_file(word_links, options.min_score, options.words_corpus)
            add_words = stack.enter_context(words)
        bar = stack.enter_context(Progress("align", len(documents), "documents"))
        aligned = (
            aligner.align(documents, journal)
            if shared is None
            else stack.enter_context(
                closing(aligned_by_pool(documents, aligner, options, shared, files[0] if files else None))
            )
        )
        for document in aligned:
            written.write(document)
            if add_words is not None:
                add_words(document)
            if result.agreement is not None:
                gold = golds[result.documents]
                check_gold(gold, document)
                result.agreement += agreement(document.by_line(), gold)
            if on_document is not None:
                on_document(document)
            result.documents += 1
            bar.advance()
    result.notes = +result.notes
    return result


def model_files(method: AlignmentMethod, options: AlignOptions) -> list[str | Path]:
    """Return the files of the models that are read, or the folder of an encoder."""
    if method is not AlignmentMethod.TRANSLATION:
        return [] if options.encoder is None else [options.encoder]
    if options.translation:
        return []
    from jisr.translate.models.lookup import find_model

    model = find_model(options.model)
    return [model.folder / name for name in model.files]


def gold_paths(gold: str | None, source: str, documents: Iterable[DocumentPair]) -> list[Path]:
    """Return the path of the gold beads of each document; an empty list without gold."""
    if gold is None:
        return []
    return [Path(gold, f"{each.name}.gold") for each in documents] if Path(source).is_dir() else [Path(gold)]


def read_gold(path: Path) -> list[Bead]:
    """Return the beads of a gold file.

    :raises InputError: if the file cannot be read, or a line is not a bead.
    """
    return list(parse_beads(file_lines(str(path)), str(path)))


def check_gold(gold: Sequence[Bead], document: AlignedDocument) -> None:
    """Check that the lines of gold beads exist in a document.

    :raises InputError: if a bead names a line beyond the last line of a text.
    """
    for side, text in enumerate((document.source, document.target)):
        last = text.places[-1] if text.places else len(text.sentences) - 1
        named = max((line for bead in gold for line in (bead.source, bead.target)[side]), default=0)
        if named > last:
            raise InputError(
                f"the gold of {document.name} names line {named} of the {('source', 'target')[side]}, "
                f"whose last is {last}, counted from 0"
            )


def file_lines(path: str) -> list[str]:
    """Return the lines of a file.

    :raises InputError: if it cannot be read.
    """
    with open_input(path) as stream:
        return [line.text for line in read_lines(stream, path)]


def chosen_encoder(method: AlignmentMethod, name: str | None) -> "SpanEncoder | None":
    """Return the encoder with a name, the built-in one for None, or None if the method needs no encoder."""
    if method in (AlignmentMethod.LENGTH, AlignmentMethod.TRANSLATION):
        return None
    from jisr.corpora.encoders import load_encoder

    return load_encoder(name)


def chosen_translation(
    method: AlignmentMethod, options: AlignOptions, journal: Journal | None
) -> "Callable[[Sequence[str]], Iterable[str]] | None":
    """Return the function that reads or makes the drafts of the source, or None if the method compares none."""
    if method is not AlignmentMethod.TRANSLATION:
        return None
    if options.translation:
        path = options.translation
        return lambda _sentences: file_lines(path)
    from jisr.translate.translator import Translator

    translator: Translator = Translator.load(options.model)
    recorded = translator if journal is None else translator.recorded(journal)

    def translate(sentences: Sequence[str]) -> Iterator[str]:
        return (translation.target for translation in recorded.translate(sentences))

    return translate


def aligned_by_pool(
    documents: Sequence[DocumentPair],
    aligner: Aligner,
    options: AlignOptions,
    cluster: ClusterOptions,
    output: str | None,
) -> Generator[AlignedDocument, None, None]:
    """Yield documents that a pool of workers aligns, as :meth:`Aligner.align`."""
    from jisr.corpora.sharding.sharded_alignment import AlignWork, align_sharded

    model, drafts = None, None
    if aligner.method is AlignmentMethod.TRANSLATION:
        if options.translation:
            drafts = file_lines(options.translation)
        else:
            from jisr.translate.files.sharded_files import packed
            from jisr.translate.files.translate_options import TranslateOptions
            from jisr.translate.models.lookup import find_model

            model = packed(find_model(options.model), TranslateOptions(), cluster)
    work = AlignWork(aligner, options.encoder, model, drafts)
    yield from align_sharded(documents, aligner, work, cluster, output)


def report_problems(aligner: Aligner, out: Output) -> None:
    """Write to a file each bead that gets a note, as soon as its document is aligned."""

    def report(document: AlignedDocument, note: str, bead: Bead) -> None:
        record = {"document": document.name, "note": note, **bead_record(document, bead)}
        out.write(json.dumps(record, ensure_ascii=False) + "\n")

    aligner.problems.append(report)


def bead_record(document: AlignedDocument, bead: Bead) -> dict[str, Any]:
    """Return a bead as a record of its texts, its score, and the indices of its sentences, from 0."""
    source, target = document.texts(bead)
    return {
        "source_sentences": bead.source,
        "target_sentences": bead.target,
        "score": bead.score,
        "source": source,
        "target": target,
    }

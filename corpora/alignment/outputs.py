"""Alignments to files: a page, beads with their texts, or a parallel corpus in any of its formats."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from jisr.corpora.alignment.alignment_page import TAIL, head, section
from jisr.corpora.alignment.documents import AlignedDocument
from jisr.corpora.formats.corpus_files import corpora
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.lines import STDIO
from jisr.storage.output import Output

__all__ = ["OutputOptions", "open_outputs"]

Sink = Callable[[AlignedDocument], None]


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What is written of an alignment.

    :param minimum: pairs with a lower score are left out; JSONL and the page always hold every bead.
    :param low: beads with a lower score are marked on the page.
    :param langs: the languages of source and target.
    """

    minimum: float = 0.0
    low: float = 0.15
    langs: tuple[str, str] = ("ar", "en")


@contextmanager
def open_outputs(paths: Sequence[str], rules: OutputOptions) -> Iterator[Sink]:
    """Open files for alignments; each takes its name when the ``with`` block ends without an error.

    :param paths: ``.html`` is a page and ``.jsonl`` one object per bead; the others are parallel corpora, two
        by two where their names say no format (Moses); ``-`` is TSV on standard output.
    :raises InputError: if a name says no format and stands alone.
    :raises OutputError: if one cannot be written.
    """
    sinks: list[Sink] = []
    with ExitStack() as stack:
        exchange = FormatOptions(*rules.langs)
        whole = [path for path in paths if path.lower().endswith((".html", ".jsonl"))]
        named = [path for path in paths if path not in whole and path != STDIO]
        for corpus in [*corpora(named), *corpora([STDIO] if STDIO in paths else [], "tsv")]:
            writer = stack.enter_context(corpus.format.writer(corpus.paths, exchange))
            sinks.append(partial(write_pairs, writer, rules))
        for path in whole:
            out = stack.enter_context(Output(path))
            if path.lower().endswith(".html"):
                out.write(head(rules.low))
                stack.push(partial(close_page, out))
                sinks.append(partial(write_section, out, rules))
            else:
                sinks.append(partial(write_beads, out))

        def sink(document: AlignedDocument) -> None:
            for one in sinks:
                one(document)

        yield sink


def write_pairs(writer: PairWriter, rules: OutputOptions, document: AlignedDocument) -> None:
    """Add a document's pairs to a corpus."""
    writer.write(document.pairs(rules.minimum))


def write_section(out: Output, rules: OutputOptions, document: AlignedDocument) -> None:
    """Add a document to a page."""
    for piece in section(document, rules.langs, rules.low):
        out.write(piece)


def close_page(out: Output, kind: object, *_: object) -> None:
    """End a page, unless its writing was broken off."""
    if kind is None:
        out.write(TAIL)


def write_beads(out: Output, document: AlignedDocument) -> None:
    """Add a document's beads as JSON, texts and indices of their sentences, from 0."""
    for bead in document.beads:
        source, target = document.texts(bead)
        record = {
            "source": source,
            "target": target,
            "score": bead.score,
            "origin": document.name,
            "source_sentences": bead.source,
            "target_sentences": bead.target,
        }
        out.write(json.dumps(record, ensure_ascii=False) + "\n")

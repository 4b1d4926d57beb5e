"""Output of alignments to files: HTML pages, beads with their texts, and parallel corpora in any format."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from jisr.corpora.alignment.alignment_page import PAGE_TAIL, page_head, page_section
from jisr.corpora.alignment.documents import AlignedDocument
from jisr.corpora.formats.corpus_files import find_corpora
from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.lines import STDIO
from jisr.storage.output import Output

__all__ = ["AlignmentOutputs", "OutputOptions"]


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Options of writing alignments.

    :param minimum: score below which pairs are left out of corpora, 0 to 1; JSONL and pages always hold all beads.
    :param low: score below which beads are marked on a page.
    :param langs: languages of source and target.
    """

    minimum: float = 0.0
    low: float = 0.15
    langs: tuple[str, str] = ("ar", "en")


class AlignmentOutputs:
    """The files that aligned documents are written to; each takes its name when the ``with`` block ends without error.

    :param paths: a path that ends in ``.html`` is a page, one in ``.jsonl`` has one object per bead; the others are
        parallel corpora, in pairs of files if their names tell no format (Moses); ``-`` is TSV on standard output.
    :param options: options of writing.
    :raises InputError: on entry, if a name that tells no format has no second one.
    :raises OutputError: on entry, if a file cannot be written.
    """

    def __init__(self, paths: Sequence[str], options: OutputOptions) -> None:
        self.paths = paths
        self.options = options
        self.corpora: list[PairWriter] = []
        self.pages: list[Output] = []
        self.bead_files: list[Output] = []
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            texts = [path for path in self.paths if path.lower().endswith((".html", ".jsonl"))]
            named = [path for path in self.paths if path not in texts and path != STDIO]
            corpora = [*find_corpora(named), *find_corpora([STDIO] if STDIO in self.paths else [], "tsv")]
            formats = FormatOptions(*self.options.langs)
            self.corpora = [stack.enter_context(corpus.format.writer(corpus.paths, formats)) for corpus in corpora]
            for path in texts:
                kind = self.pages if path.lower().endswith(".html") else self.bead_files
                kind.append(stack.enter_context(Output(path)))
            for page in self.pages:
                page.write(page_head(self.options.low))
            self.stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for page in self.pages:
                page.write(PAGE_TAIL)
        self.stack.__exit__(kind, error, trace)

    def write(self, document: AlignedDocument) -> None:
        """Write a document to all files."""
        for writer in self.corpora:
            writer.write(document.pairs(self.options.minimum))
        for page in self.pages:
            for part in page_section(document, self.options.langs, self.options.low):
                page.write(part)
        for out in self.bead_files:
            for line in bead_lines(document):
                out.write(line)


def bead_lines(document: AlignedDocument) -> Iterator[str]:
    """Yield the beads of a document as JSON lines, with their texts and the indices of their sentences, from 0."""
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
        yield json.dumps(record, ensure_ascii=False) + "\n"

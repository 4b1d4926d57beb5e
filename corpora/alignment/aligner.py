"""The aligner of many documents, which records its work in a journal, so that a killed job can be resumed."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.documents import (
    AlignedDocument,
    AlignmentMethod,
    DocumentPair,
    DocumentText,
    Translate,
    align_document,
    read_document_text,
)
from jisr.errors import InputError
from jisr.storage.journal import Journal, digest, has_shape

if TYPE_CHECKING:
    from jisr.corpora.encoders.encoder import SpanEncoder

__all__ = ["Aligner"]

REVISION = "4"
"""Version of the alignment, part of the journal's keys; changed when the same texts are aligned differently."""


@dataclass(frozen=True, slots=True)
class Aligner:
    """An aligner, which reads documents and aligns them.

    :param encoder: encoder for method ``embedding``; None for the built-in one.
    :param translate: function that translates the sentences of the source, for method ``translation``.
    :param lines: whether each line is one sentence.
    :param langs: languages of source and target, ``ar`` or ``en``.
    :param low: threshold below which the score of a bead gets a note.
    :param notes: count of each note, by its text.
    :param problems: callbacks that are called with document, note and bead for each bead that gets a note.
    """

    method: AlignmentMethod = AlignmentMethod.AUTO
    encoder: "SpanEncoder | None" = None
    translate: Translate | None = None
    lines: bool = False
    langs: tuple[str, str] = ("ar", "en")
    low: float = 0.15
    notes: Counter[str] = field(default_factory=Counter)
    problems: list[Callable[[AlignedDocument, str, Bead], None]] = field(default_factory=list)

    def align(self, documents: Sequence[DocumentPair], journal: Journal | None = None) -> Iterator[AlignedDocument]:
        """Yield the aligned documents, one after the other.

        :param journal: journal of finished alignments, which are not computed again.
        :raises InputError: if a text cannot be read or has no sentences, or if translations are missing.
        """
        for document in documents:
            source, target = (
                read_document_text(path, lang, lines=self.lines)
                for path, lang in zip((document.source, document.target), self.langs, strict=True)
            )
            for path, text in ((document.source, source), (document.target, target)):
                if not any(text.sentences):
                    raise InputError(f"{path}: no text to align")
                self.count_damage(text)

            # Not within work(), because the translator records its drafts in the same journal.
            drafted = self.drafted(source)

            def work() -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
                beads = align_document(source, target, self.method, self.encoder, drafted)  # noqa: B023
                return [(bead.source, bead.target, bead.score) for bead in beads]

            key = digest(
                REVISION,
                self.method,
                self.encoder.name if self.encoder else "",
                *(f"{len(text.sentences)} {text.paragraphs}" for text in (source, target)),
                *source.sentences,
                *target.sentences,
                *drafted,
            )
            sizes = len(source.sentences), len(target.sentences)
            recorded = journal.do(key, work, partial(are_beads, sizes)) if journal else work()
            beads = tuple(Bead(tuple(left), tuple(right), score) for left, right, score in recorded)
            aligned = AlignedDocument(document.name, source, target, beads)
            self.look(aligned)
            yield aligned

    def drafted(self, source: DocumentText) -> tuple[str, ...]:
        """Return the drafts of a source; none unless the method compares translations.

        :raises InputError: if the aligner has no function that translates.
        """
        if self.method is not AlignmentMethod.TRANSLATION:
            return ()
        if self.translate is None:
            raise InputError("method translation needs something that translates; take embedding or length")
        return tuple(self.translate(source.sentences))

    def count_damage(self, text: DocumentText) -> None:
        """Count the damaged lines of a text in the notes."""
        self.notes["lines with bytes that do not decode"] += text.damaged

    def look(self, aligned: AlignedDocument) -> None:
        """Count the beads without a partner or with a low score in the notes, and call the callbacks with them."""
        for bead in aligned.beads:
            if not bead.target:
                note = "source sentences without a partner"
            elif not bead.source:
                note = "target sentences without a partner"
            elif bead.score < self.low:
                note = f"beads with a score below {self.low:g}"
            else:
                continue
            self.notes[note] += 1
            for problem in self.problems:
                problem(aligned, note, bead)


def are_beads(sizes: tuple[int, int], recorded: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Return whether a value from a journal can be the beads of two texts with numbers of sentences."""
    if not has_shape(recorded, list[tuple[list[int], list[int], float]]):
        return False
    # Each sentence is in exactly one bead.
    return all(
        sorted(index for bead in recorded for index in bead[side]) == list(range(size))
        for side, size in enumerate(sizes)
    )

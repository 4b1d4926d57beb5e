"""Counts of problems that scores hide: hypotheses that are empty, copied, repetitive, or still in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass

from jisr.chars import has_arabic, is_blank
from jisr.translate.quality.notes import Note
from jisr.translate.quality.repetition import has_loop

__all__ = ["ProblemCounts", "count_problems", "problems_of"]

COUNTED_NOTES = (Note.EMPTY, Note.COPIED, Note.LOOP, Note.ARABIC_LEFT)


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """Number of hypotheses with each problem; an empty one, for example, costs too little BLEU to be noticed.

    :param empty: the hypothesis is blank, but the source is not.
    :param copied: the source was copied, all or most of it; None if there is no source.
    :param repeated: words or the whole sentence are repeated.
    :param arabic: Arabic letters are left.
    :param tokenised: a space precedes the final full stop, as in text that was not detokenised.
    """

    empty: int
    copied: int | None
    repeated: int
    arabic: int
    tokenised: int


def problems_of(hypothesis: str, source: str | None, reference: str | None = None) -> tuple[str, ...]:
    """Return the names of the problems of one hypothesis, except ``tokenised``.

    :param source: the Arabic; None if unknown.
    :param reference: the reference, which without a source tells whether the line is meant to be blank.
    """
    if is_blank(hypothesis):
        given = reference if source is None else source
        return () if given is not None and is_blank(given) else (Note.EMPTY.value,)
    if source is not None:
        from jisr.translate.quality.checks import check_draft

        found = set(check_draft(source, hypothesis))
        return tuple(note.value for note in COUNTED_NOTES if note in found)
    found = {Note.LOOP} if has_loop("", hypothesis) else set()
    if has_arabic(hypothesis):
        found.add(Note.ARABIC_LEFT)
    return tuple(note.value for note in COUNTED_NOTES if note in found)


def count_problems(hypotheses: Sequence[str], notes: Sequence[Sequence[str]], *, with_source: bool) -> ProblemCounts:
    """Return the number of hypotheses with each problem.

    :param notes: result of :func:`problems_of` for each hypothesis.
    :param with_source: whether the source was known, without which copies are not recognised.
    """

    def of(kind: Note) -> int:
        return sum(kind.value in found for found in notes)

    return ProblemCounts(
        empty=of(Note.EMPTY),
        copied=of(Note.COPIED) if with_source else None,
        repeated=of(Note.LOOP),
        arabic=of(Note.ARABIC_LEFT),
        tokenised=sum(line.rstrip().endswith(" .") for line in hypotheses),
    )

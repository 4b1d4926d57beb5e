"""Problems that scores hide: hypotheses that are empty, copied, repeated, or still in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass

from jisr.chars import has_arabic, is_blank
from jisr.translate.quality.notes import Note
from jisr.translate.quality.repetition import has_loop

__all__ = ["ProblemCounts", "count_problems", "problems_of"]

COUNTED_NOTES = (Note.EMPTY, Note.COPIED, Note.LOOP, Note.ARABIC_LEFT)


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """Numbers of hypotheses with each problem; an empty one costs so little BLEU that it hides.

    :param empty: nothing is there, where something was to be said.
    :param copied: the source was copied, whole or for the most part; not known without a source.
    :param repeated: words or the whole sentence are repeated.
    :param arabic: Arabic letters are left.
    :param tokenised: a space stands before the full stop, as in text that was not put together again.
    """

    empty: int
    copied: int | None
    repeated: int
    arabic: int
    tokenised: int


def problems_of(hypothesis: str, source: str | None, reference: str | None = None) -> tuple[str, ...]:
    """Name what is wrong with one hypothesis, as far as it is counted here.

    :param source: the Arabic, if it is known.
    :param reference: the reference; without a source it tells whether the line is meant to be blank.
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
    """Count what :func:`problems_of` found.

    :param notes: what was found in each hypothesis.
    :param with_source: whether the source was known, without which a copy is not.
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

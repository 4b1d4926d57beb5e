"""The numbers of a translation, and the records of its sentences."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from jisr.translate.estimation.estimate import ExpectedScore

if TYPE_CHECKING:
    from jisr.translate.matches import Match
    from jisr.translate.quality.notes import Note
    from jisr.translate.translator import Translation

__all__ = ["Summary", "record_line"]

BANDS: Final = ("101%", "100%", "mended", "95-99%", "85-94%", "70-84%")
"""Bands of matches; the targets of the first three are taken, those of the others stand beside drafts."""


@dataclass(slots=True)
class Summary:
    """Numbers of lines, sentences and notes of a translation.

    :param lines: number of lines, or of paragraphs if lines were joined.
    :param sentences: number of sentences that were translated or passed through.
    :param noted: number of sentences with a note.
    :param notes: number of sentences with each note.
    :param expected: expected chrF2 of all sentences that were drafted.
    :param matches: number of sentences whose best match in the translation memory is in each of :data:`BANDS`.
    :param terms: number of terms of sentences, under ``wanted``; of those in the first draft, under ``before``, and of
        those in the translation, under ``after``.
    """

    lines: int = 0
    sentences: int = 0
    noted: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    expected: ExpectedScore = field(default_factory=ExpectedScore)
    matches: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)

    def add(self, sentences: "Sequence[Translation]", extra: "Collection[Note]" = ()) -> None:
        """Add the numbers of a line or a unit.

        :param extra: notes on the whole of a unit.
        """
        self.lines += 1
        self.sentences += len(sentences)
        self.noted += sum(bool(sentence.notes or extra) for sentence in sentences)
        self.notes.update(note for sentence in sentences for note in {*sentence.notes, *extra})
        self.matches.update(band_of(sentence.matches[0]) for sentence in sentences if sentence.matches)
        uses = [use for sentence in sentences for use in sentence.terms]
        self.terms["wanted"] += len(uses)
        self.terms["before"] += sum(use.before for use in uses)
        self.terms["after"] += sum(use.after for use in uses)
        for sentence in sentences:
            self.expected.add(sentence.estimate.chrf if sentence.estimate else None, sentence.target)

    def record(self) -> dict[str, Any]:
        """Return the numbers as values for JSON, from which :meth:`of` makes a summary again."""
        expected = (self.expected.total, self.expected.characters)
        return {
            **{name: getattr(self, name) for name in ("lines", "sentences", "noted", "notes", "matches", "terms")},
            "expected": expected,
        }

    @classmethod
    def of(cls, *, expected: Sequence[Any], **counts: Any) -> Self:  # noqa: ANN401 - values of JSON
        """Return the summary of a record."""
        counters = {name: Counter(value) if isinstance(value, Mapping) else value for name, value in counts.items()}
        return cls(expected=ExpectedScore(*expected), **counters)  # type: ignore[arg-type]

    def line(self, seconds: float) -> str:
        """Return the numbers as a line of text, with the rate in sentences per second of the translation."""
        rate = self.sentences / max(seconds, 1e-9)
        done = f"{count_phrase(self.sentences, 'sentence')} in {count_phrase(self.lines, 'line')}"
        timed = f"{done}, {seconds:.1f} s ({rate:,.0f}/s)"
        if self.expected.chrf is not None:
            timed += f"; expected chrF2 {self.expected.chrf:.0f}"
        if self.matches:
            timed += "; memory: " + ", ".join(f"{name} {self.matches[name]:,}" for name in BANDS if self.matches[name])
        if wanted := self.terms["wanted"]:
            timed += f"; terms: {self.terms['after']:,} of {wanted:,}, {self.terms['before']:,} of them in first drafts"
        if not self.noted:
            return f"{timed}; no notes"
        each = ", ".join(f"{note} {count:,}" for note, count in sorted(self.notes.items()))
        return f"{timed}; {self.noted:,} with notes: {each}"

    def merge(self, other: "Summary") -> None:
        """Add the numbers of another job."""
        self.lines += other.lines
        self.sentences += other.sentences
        self.noted += other.noted
        self.notes.update(other.notes)
        self.expected.merge(other.expected)
        self.matches.update(other.matches)
        self.terms.update(other.terms)


def band_of(match: "Match") -> str:
    """Return the band of a match, of :data:`BANDS`."""
    if match.mended:
        return "mended"
    if match.is_taken:
        return f"{match.percent}%"
    return "95-99%" if match.percent >= 95 else "85-94%" if match.percent >= 85 else "70-84%"


def record_line(values: dict[str, Any]) -> str:
    """Return a record as a line of JSON."""
    return json.dumps(values, ensure_ascii=False) + "\n"


def count_phrase(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless the number is 1."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

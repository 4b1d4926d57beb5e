"""What is in a review file: the record of the original, and rows with a unit and its draft."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import IO, Final, Protocol

from jisr.errors import InputError
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.estimation.estimate import ExpectedScore
from jisr.translate.matches import Match

__all__ = ["RECORD", "EditedRow", "Original", "ReviewReader", "ReviewRow", "ReviewWriter", "read_original"]

RECORD: Final = "jisr-review"
"""Name of the record of the original in a review file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The file that was translated, and what is needed to write its translation again.

    :param path: its path, relative to the folder of the review file.
    :param sha256: hash of its content (hex).
    :param output: path of the draft, relative to that folder; ``-`` is standard output.
    :param column: the column of a table; empty without one.
    :param options: options of reading and writing that differ from their defaults, as JSON.
    """

    path: str
    sha256: str
    output: str
    column: str = ""
    options: str = "{}"

    def record(self) -> str:
        """Return the record as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_original(record: str, path: str) -> Original:
    """Return the record of an original.

    :param record: the record as JSON; empty if the file has none.
    :param path: the review file, for errors.
    :raises InputError: if it is damaged or not there.
    """
    names = {field.name for field in fields(Original)}
    try:
        values = json.loads(record)
        if values.keys() <= names and all(isinstance(value, str) for value in values.values()):
            return Original(**values)
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError(f"{path}: not a review file of jisr: it does not tell which document it is of")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A unit with its draft.

    :param number: number of the unit in the document, or of the line in the file, from 1.
    """

    number: int
    unit: Unit
    target: Target

    @property
    def expected(self) -> float | None:
        """Expected chrF2 of the draft, 0 to 100; ``None`` if unknown."""
        expected = ExpectedScore()
        for sentence in self.target.sentences:
            expected.add(sentence.estimate.chrf if sentence.estimate else None, sentence.target)
        return expected.chrf

    @property
    def matches(self) -> tuple[Match, ...]:
        """What translation memories hold for the sentences."""
        return tuple(match for sentence in self.target.sentences for match in sentence.matches)

    def remarks(self) -> Iterator[str]:
        """Yield what a reviewer should know, a phrase each."""
        if self.target.notes:
            yield ", ".join(self.target.notes)
        if self.expected is not None:
            yield f"expected chrF2 {self.expected:.0f}"
        if self.unit.limit is not None:
            yield f"at most {self.unit.limit} characters"
        if self.unit.context:
            yield self.unit.context

    def match_remarks(self) -> Iterator[str]:
        """Yield each match as a phrase, for files that have no place of their own for them."""
        for match in self.matches:
            yield f"{match.percent} % in {match.memory}: {match.source} = {match.target}"


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row as it was read.

    :param number: as it is written.
    :param place: where it is in the review file, for errors.
    :param target: the English with marks; ``None`` if there is none.
    """

    number: str
    place: str
    target: str | None


class ReviewWriter(Protocol):
    """Writes a review file."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        """Write the beginning of the file."""

    def write(self, row: ReviewRow) -> None:
        """Write a row."""

    def close(self) -> None:
        """Write the end of the file."""


class ReviewReader(Protocol):
    """Reads a review file."""

    def __call__(self, path: str) -> tuple[Original, list[EditedRow]]:
        """Return the record of the original and the rows.

        :raises InputError: if the file is damaged, or no review file.
        """

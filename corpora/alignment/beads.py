"""Beads, sentences of two texts that translate each other, and their notation ``[0,1]:[0]``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.errors import InputError

__all__ = ["Bead", "format_beads", "parse_beads"]

LINE = re.compile(r"\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\]\s*:\s*\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\](?:\s*:.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of two texts that translate each other; one side is empty if a sentence has no partner.

    :param source: indices of the source sentences, from 0, in order.
    :param target: indices of the target sentences, from 0, in order.
    :param score: similarity of the sides, from 0 (that of random passages) to 1 (identical).
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0

    @property
    def matched(self) -> bool:
        """Whether both sides have sentences."""
        return bool(self.source and self.target)


def parse_beads(lines: Iterable[str], name: str = "-") -> Iterator[Bead]:
    """Yield the beads of lines such as ``[0,1]:[0]``; text after a second colon is ignored.

    Blank lines and lines that begin with ``#`` are skipped.

    :param name: name of the file for error messages.
    :raises InputError: at a line that is not a bead.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = LINE.fullmatch(text)
        if match is None:
            raise InputError(f"{name}:{number}: {text[:40]!r} is not a bead; write for instance [0,1]:[0]")
        source, target = (tuple(int(index) for index in side.split(",") if side) for side in match.groups())
        yield Bead(source, target)


def format_beads(beads: Iterable[Bead]) -> Iterator[str]:
    """Yield beads as ``[0,1]:[0]:0.8153``, with the score last, as vecalign writes them; without line ends."""
    for bead in beads:
        sides = (",".join(map(str, side)) for side in (bead.source, bead.target))
        yield "[{}]:[{}]".format(*sides) + f":{bead.score:.4f}"

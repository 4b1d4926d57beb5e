"""A bead: some sentences of one text that stand for some sentences of the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.errors import InputError

__all__ = ["Bead", "format_beads", "parse_beads"]

LINE = re.compile(r"\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\]\s*:\s*\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\](?:\s*:.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that translate each other; a sentence without a partner has an empty side opposite.

    :param source: indices of the source sentences, from 0, in order.
    :param target: indices of the target sentences.
    :param score: from 0, no more alike than two passages taken by chance, to 1, the same.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0

    @property
    def matched(self) -> bool:
        """Whether there are sentences on both sides."""
        return bool(self.source and self.target)


def parse_beads(lines: Iterable[str], name: str = "-") -> Iterator[Bead]:
    """Read beads written as ``[0,1]:[0]``, one a line; what follows a further colon is left aside.

    Blank lines and lines that begin with ``#`` are passed over.

    :param name: what to call the lines in an error.
    :raises InputError: at a line that is something else.
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
    """Write beads as ``[0,1]:[0]:0.8153``, the score last, as vecalign does; without line ends."""
    for bead in beads:
        sides = (",".join(map(str, side)) for side in (bead.source, bead.target))
        yield "[{}]:[{}]".format(*sides) + f":{bead.score:.4f}"

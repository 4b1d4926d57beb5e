"""Which translation memories are asked, in a module of its own so that help need not import the rest."""

from dataclasses import dataclass
from typing import Final

from jisr.errors import InputError
from jisr.options import Range, check_ranges, option, was_set
from jisr.translate.matches import FUZZY

__all__ = ["PERCENT", "MemoryOptions"]

PERCENT: Final = Range(70, 100)
"""Percents that a match must at least have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryOptions:
    """Which translation memories are asked; each field is an option of ``jisr translate``, with its help text.

    :raises InputError: if a number is out of its range, or has no effect.
    """

    memory: tuple[str, ...] = option(
        (), "Translations made before, in .tmx, .xliff, .po, .tsv or .jsonl. Repeatable.", metavar="FILE"
    )
    match: int = option(
        FUZZY, "Percent from which a match of the memory stands beside its draft, 70 to 100.", within=PERCENT
    )

    def __post_init__(self) -> None:
        check_ranges(self)
        if was_set(self, "match") and not self.memory:
            raise InputError("a percent of matches has no effect without a translation memory", hint="add --memory")

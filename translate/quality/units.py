"""A search for the units of a source, of measure, of money and of time, after the same numbers in its translation."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jisr.translate.quality.arabic import WORDS, Quantity, Value, spellings

__all__ = ["expand", "lost_units", "read_table", "units", "with_plurals"]

PERCENT_FORMS: Final = frozenset(
    "% percent per cent percentage percentages pct pc percentile percents half third thirds quarter quarters fifth "
    "tenth halves all entirely completely full fully totally whole double twice every absolutely".split()
)
TABLES: Final = Path(__file__).parents[1] / "data" / "quality"
POINTS: Final = frozenset("نقطة نقاط نقطتين نقطتان".split())
"""Percentage points, whose مئوية is no degree."""
DATE_WORDS: Final = frozenset("عام سنة يوم شهر".split())
AGE_WORDS: Final = frozenset("عاما سنة أعوام سنوات سنين".split())
AGE_SIGNS: Final = frozenset(
    "عمره عمرها عمر أعمارهم أعمارهن العمر البالغ البالغة البالغين يبلغ تبلغ بلغ بلغت سن سنه سنها السن عمري أعمار عمرهم "
    "لعمر الأعمار أكملت أتم بعمر دون تحت فوق الفئة".split()
)
SUBUNITS: Final = ("سنتيم", "سم", "دقيق", "دقائق", "ثاني", "ثوان")
"""Beginnings of units that English leaves out after a greater one: one metre seventy, ten past two."""
ENDINGS: Final = ("", "ا", "ات", "ين", "ان", "ي")
"""Endings of masculine nouns that the tables mark with ``~``: case, number, the dual before another noun."""


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word that changes the meaning of a unit.

    :param english: words of which a translation has to contain one.
    :param vague: words that are as good where there is no word of the opposite.
    :param opposite: words that mean another unit.
    """

    english: frozenset[str]
    vague: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()

    def is_lost(self, target: Set[str]) -> bool:
        """Return whether a translation is without the modifier."""
        vaguely = not self.vague.isdisjoint(target) and self.opposite.isdisjoint(target)
        return self.english.isdisjoint(target) and not vaguely


def modifiers() -> dict[str, Modifier]:
    """Return the words that change the meaning of a unit."""
    celsius, fahrenheit = frozenset("celsius c centigrade degc".split()), frozenset("fahrenheit f degf".split())
    degrees = frozenset("° degree degrees".split())
    rows = {
        "مربع مربعا مربعة مربعين": Modifier(frozenset("square sq squared 2 ² acre acres hectares".split())),
        "مكعب مكعبا مكعبة": Modifier(frozenset("cubic cu 3 ³ cc cubed".split())),
        "مئوية سيلسيوس سلسيوس سيليزية": Modifier(celsius, degrees, fahrenheit),
        "فهرنهايت": Modifier(fahrenheit),
    }
    return {word: modifier for words, modifier in rows.items() for word in words.split()}


MODIFIERS: Final = modifiers()


def read_table(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the Arabic and the English forms of each row of a table of the package.

    Forms are separated by ``|``. An Arabic form that ends in ``~`` stands for itself with endings; an English one that
    ends in ``+``, for itself and its plural. In names, an English form in capitals is an acronym and has to be there as
    it is; another is a regular expression for the beginning of a word without accents.
    """
    for row in (TABLES / name).read_text(encoding="utf-8").splitlines():
        arabic, english = row.split("\t")
        yield arabic.split("|"), english.split("|")


@cache
def units() -> dict[str, frozenset[str]]:
    """Return the English words for each Arabic unit, by each form of it."""
    table: dict[str, frozenset[str]] = {}
    for arabic, english in read_table("units.tsv"):
        accepted = frozenset(with_plurals(english))
        table |= dict.fromkeys(expand(arabic), accepted)
    return table


def with_plurals(words: Sequence[str]) -> Iterator[str]:
    """Yield English words, and the plural in -s of those that end in ``+``."""
    for word in words:
        yield word.rstrip("+")
        if word.endswith("+"):
            yield word.replace("+", "s")


def expand(forms: Sequence[str]) -> Iterator[str]:
    """Yield the forms of nouns, those that end in ``~`` with the endings of case, number and gender."""
    for form in forms:
        for ending in ENDINGS if form.endswith("~") else ("",):
            yield from spellings(form.rstrip("~") + ending)


def lost_units(
    source: Sequence[str], quantities: Sequence[Quantity], target: Set[str], values: Set[Value]
) -> Iterator[str]:
    """Yield the units of a source that are not in a translation, though their numbers are.

    :param target: the words and marks of the translation, in lower case.
    """
    table = units()
    if "per" in target:
        target = target - {"cent"}  # of "per cent", which is no money
    for quantity in quantities:
        if quantity.ordinal or not quantity.is_in(values):
            continue
        if quantity.percent:
            if target.isdisjoint(PERCENT_FORMS):
                yield "%"
            continue
        unit = unit_of(source, quantity)
        if unit and target.isdisjoint(table[unit]) and not may_be_left_out(source, quantity, unit):
            yield unit
        near = source[quantity.end : quantity.end + 3]
        if POINTS.isdisjoint(near):
            yield from (word for word in near if word in MODIFIERS and MODIFIERS[word].is_lost(target))


def unit_of(source: Sequence[str], quantity: Quantity) -> str:
    """Return the unit after a number, or the dual of a unit that is the number; empty if there is none."""
    after = source[quantity.end] if quantity.end < len(source) else ""
    if after in units():
        return after
    first = source[quantity.start]
    return first if first in units() and first in WORDS and WORDS[first].kind == "dual" else ""


def may_be_left_out(source: Sequence[str], quantity: Quantity, unit: str) -> bool:
    """Return whether English can do without a unit: an age, a date, minutes after an hour."""
    value = quantity.value or 0
    following = source[quantity.end + 1] if quantity.end + 1 < len(source) else ""
    if value <= 1 and not quantity.in_digits:
        return True
    if unit in DATE_WORDS and (
        following[-1:].isdecimal() or following.startswith("ال") or (value >= 1000 and quantity.in_digits)
    ):
        return True
    if unit in AGE_WORDS:
        return not AGE_SIGNS.isdisjoint(source) or (
            quantity.start > 0 and source[quantity.start - 1] in {"(", "،", ","}
        )
    if unit in {"م", "قدم"}:
        return 500 < value < 2100 and quantity.in_digits
    if unit.startswith(SUBUNITS):
        return source[quantity.start][0] == "و" or source[quantity.start - 1] in {"و", "إلا", "الا"}
    return False

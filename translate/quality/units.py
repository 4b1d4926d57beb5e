"""A search for the units of a source, of measure, of money and of time, after the same numbers in its translation."""

from collections.abc import Iterator, Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Final

from jisr.translate.quality.arabic import WORDS, Quantity, Value, spellings

__all__ = ["expand", "lost_units", "read_table", "units"]

PERCENT_FORMS: Final = frozenset(
    "% percent per cent percentage percentages pct pc percentile percents half third thirds quarter quarters fifth tenth "
    "halves all entirely completely full fully totally whole double twice every absolutely".split()
)
SQUARE: Final = frozenset("مربع مربعا مربعة مربعين".split())
CUBIC: Final = frozenset("مكعب مكعبا مكعبة".split())
CELSIUS: Final = frozenset("مئوية سيلسيوس سلسيوس سيليزية".split())
FAHRENHEIT: Final = frozenset("فهرنهايت".split())
MODIFIERS: Final[tuple[tuple[Set[str], Set[str]], ...]] = (
    (SQUARE, frozenset("square sq squared ² 2 acre acres hectares".split())),
    (CUBIC, frozenset("cubic cu ³ 3 cc cubed".split())),
    (CELSIUS, frozenset("celsius c centigrade ° degree degrees degc".split())),
    (FAHRENHEIT, frozenset("fahrenheit f degf".split())),
)
POINTS: Final = frozenset("نقطة نقاط نقطتين نقطتان".split())
DATE_WORDS: Final = frozenset("عام سنة يوم شهر".split())
AGE_WORDS: Final = frozenset("عاما سنة أعوام سنوات سنين".split())
AGE_SIGNS: Final = frozenset(
    "عمره عمرها عمر أعمارهم أعمارهن العمر البالغ البالغة البالغين يبلغ تبلغ بلغ بلغت سن سنه سنها السن عمري أعمار عمرهم "
    "لعمر الأعمار أكملت أتم بعمر دون تحت فوق الفئة".split()
)
SUBUNITS: Final = ("سنتيم", "سم", "دقيق", "دقائق", "ثاني", "ثوان")
ENDINGS: Final = ("", "ا", "ات", "ين", "ان", "ي")


def read_table(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the Arabic and the English forms of each row of a table of the package."""
    text = (files("jisr.translate") / "data" / "quality" / name).read_text(encoding="utf-8")
    for row in text.splitlines():
        arabic, english = row.split("\t")
        yield arabic.split("|"), english.split("|")


@cache
def units() -> dict[str, frozenset[str]]:
    """Return the English words for each Arabic unit, by each form of it."""
    table: dict[str, frozenset[str]] = {}
    for arabic, english in read_table("units.tsv"):
        accepted = frozenset(
            word + ending
            for form in english
            for word in [form.rstrip("+")]
            for ending in ("", "s")[: 1 + form.endswith("+")]
        )
        table |= dict.fromkeys(expand(arabic), accepted)
    return table


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
        for arabic, english in MODIFIERS:
            if not arabic.isdisjoint(near) and target.isdisjoint(english) and POINTS.isdisjoint(near):
                yield next(word for word in near if word in arabic)


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
    if unit in DATE_WORDS:
        if following[-1:].isdigit() or following.startswith("ال"):
            return True
        if value >= 1000 and quantity.in_digits:
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

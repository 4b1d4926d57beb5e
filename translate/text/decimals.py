"""Decimal commas, as the Maghreb writes them: 6,3 في المائة is 6.3 per cent.

A model copies what it sees, and English reads 6,3 as two numbers. So the comma becomes a point where it surely stands
before decimals: one or two digits follow it, and then a percent sign or a word for what is counted.
"""

import re
from typing import Final

from jisr.chars import STANDARD_LETTERS

__all__ = ["DECIMAL_COMMA", "point_decimals"]

DECIMAL_COMMA: Final = "[0-9][,،][0-9]{1,2}(?![0-9])"
"""A pattern that matches in every text that :func:`point_decimals` would change."""
JOINED: Final = "[0-9.,،:/+-]"
COUNTED: Final = (
    rf" ?%| في ال?م[ائ]| (?!(?:في|من|إلى|الى|أو|ثم|على|عن|مع|ف?هي|هو)(?![{STANDARD_LETTERS}]))(?!و)[{STANDARD_LETTERS}]"
)
"""What follows a number with decimals: a percent sign, or a word that may be counted."""
NUMBER = re.compile(rf"(?<!{JOINED})([0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]+)[,،]([0-9]{{1,2}})(?!{JOINED})(?={COUNTED})")


def point_decimals(text: str) -> str:
    """Replace the commas before decimals by points, and points between thousands in the same number by commas."""
    return NUMBER.sub(lambda found: f"{found[1].replace('.', ',')}.{found[2]}", text)

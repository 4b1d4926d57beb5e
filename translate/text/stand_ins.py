"""Numbers that stand for something which the model must not change."""

from collections.abc import Iterator

__all__ = ["stand_ins"]

FIRST, STEP, LOWEST, COUNT = 1816, 1291, 3001, 5897
"""The numbers are ``LOWEST + (FIRST + k * STEP) % COUNT``: no years, far apart, and as ``COUNT`` is a prime number, all
different."""


def stand_ins(taken: set[str]) -> Iterator[str]:
    """Yield numbers of four digits that are not taken, nor the beginning or the end of one that is."""
    for index in range(COUNT):
        number = str(LOWEST + (FIRST + index * STEP) % COUNT)
        if not number.endswith("0") and not any(number in digits for digits in taken):
            yield number

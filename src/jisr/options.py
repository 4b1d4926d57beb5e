"""Options of the library that are also options of a command, each declared once as a field of a dataclass.

The range of a number is a part of the declaration: :func:`check_ranges` holds a dataclass to the ranges of its fields,
and the command line checks each option before the command starts.
"""

from dataclasses import dataclass, field, fields
from typing import Any, Final

from jisr.errors import InputError

__all__ = ["COUNT", "SEED", "SHARE", "THREADS", "Range", "check_ranges", "option", "range_problems", "was_set"]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers. It has two bounds, so that neither NaN nor infinity is in it.

    :param low: smallest number.
    :param high: largest number.
    :param above: whether ``low`` itself is out of the range.
    :param under: whether ``high`` itself is out of the range.
    """

    low: float
    high: float
    above: bool = False
    under: bool = False

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high and not (
            (self.above and value == self.low) or (self.under and value == self.high)
        )

    def __str__(self) -> str:
        if not self.above and not self.under:
            return f"{self.low:,} to {self.high:,}"
        low = f"above {self.low:,}" if self.above else f"{self.low:,} or more"
        return f"{low} and {f'under {self.high:,}' if self.under else f'at most {self.high:,}'}"

    def problem(self, name: str, value: float) -> str:
        """Return a message that a value is out of the range; an empty string if it is not.

        :param name: what the value is.
        """
        return "" if value in self else f"{name} is {value:{'' if isinstance(value, int) else 'g'}}, must be {self}"


COUNT: Final = Range(0, 1_000_000_000)
"""Numbers of things; the bound is far above any use, and far below what overflows."""
SHARE: Final = Range(0, 1)
"""Shares and probabilities."""
SEED: Final = Range(0, 2**32 - 1)
"""Seeds of random numbers, as NumPy takes them."""
THREADS: Final = Range(0, 1024)
"""Numbers of threads, 0 for one on each core; no machine has more cores."""


def option(
    default: Any,  # noqa: ANN401 - the value of any field
    help: str,  # noqa: A002 - the usual name in command-line frameworks
    *,
    flags: tuple[str, ...] = (),
    metavar: str | None = None,
    envvar: str | None = None,
    within: Range | None = None,
) -> Any:  # noqa: ANN401
    """Return a field of a dataclass that is also an option of a command.

    :param default: the default value.
    :param help: help text, a phrase with a full stop.
    :param flags: spellings on the command line if they do not follow from the field's name; a pair such as
        ``--retry/--no-retry`` for a switch that is on by default.
    :param metavar: placeholder of the value in the help.
    :param envvar: environment variable that gives the value where the option does not.
    :param within: range of a number; every number has one.
    """
    metadata = {"help": help, "flags": flags, "metavar": metavar, "envvar": envvar, "within": within}
    return field(default=default, metadata=metadata)


def range_problems(options: Any) -> list[str]:  # noqa: ANN401 - any dataclass
    """Return a message for each field of a dataclass whose number is out of its range."""
    named = ((each, getattr(options, each.name), each.metadata.get("within")) for each in fields(options))
    problems = (
        within.problem(each.name.replace("_", " "), value)
        for each, value, within in named
        if within is not None and value is not None
    )
    return [problem for problem in problems if problem]


def was_set(options: Any, name: str) -> bool:  # noqa: ANN401 - any dataclass
    """Return whether a field of a dataclass differs from its default."""
    default = next(each.default for each in fields(options) if each.name == name)
    return bool(getattr(options, name) != default)


def check_ranges(options: Any) -> None:  # noqa: ANN401 - any dataclass
    """Check that the numbers in the fields of a dataclass are in their ranges.

    :raises InputError: if some are not; the message names all of them.
    """
    if problems := range_problems(options):
        raise InputError("; ".join(problems))

"""Options of the library that are also options of a command, each declared once as a field of a dataclass."""

from dataclasses import field
from typing import Any

__all__ = ["option"]


def option(
    default: Any,  # noqa: ANN401 - the value of any field
    help: str,  # noqa: A002 - the usual name in command-line frameworks
    *,
    flags: tuple[str, ...] = (),
    metavar: str | None = None,
    envvar: str | None = None,
) -> Any:  # noqa: ANN401
    """Return a field of a dataclass that is also an option of a command.

    :param default: the default value.
    :param help: help text, a phrase with a full stop.
    :param flags: spellings on the command line if they do not follow from the field's name; a pair such as
        ``--retry/--no-retry`` for a switch that is on by default.
    :param metavar: placeholder of the value in the help.
    :param envvar: environment variable that gives the value where the option does not.
    """
    return field(default=default, metadata={"help": help, "flags": flags, "metavar": metavar, "envvar": envvar})

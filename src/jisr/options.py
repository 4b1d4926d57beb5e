"""Options written once: fields of a dataclass that carry their help, of which the command line is made."""

from dataclasses import field
from typing import Any

__all__ = ["option"]


def option(
    default: Any,  # noqa: ANN401 - the value of any field
    help: str,  # noqa: A002 - the word of every framework for command lines
    *,
    flags: tuple[str, ...] = (),
    metavar: str | None = None,
) -> Any:  # noqa: ANN401
    """Return a field of a dataclass that is also an option of a command.

    :param default: the default value.
    :param help: what the option does, as a phrase that ends in a full stop.
    :param flags: its spellings on the command line, where they are not made of the field's name; a pair such as
        ``--retry/--no-retry`` for a switch that is on by default.
    :param metavar: what stands for its value in the help.
    """
    return field(default=default, metadata={"help": help, "flags": flags, "metavar": metavar})

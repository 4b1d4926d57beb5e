"""The commands of this room: parse, call, print."""

import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the root."""

"""The options of a command are the fields of its dataclass."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command

from jisr.cli import build_app
from jisr.commands.from_options import with_options
from jisr.options import option
from jisr.translate.files.translate_options import TranslateOptions


class Shape(StrEnum):
    ROUND = "round"
    FLAT = "flat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baking:
    minutes: float = option(12.5, "Minutes in the oven.", metavar="N")
    shape: Shape = option(Shape.ROUND, "Shape of the loaf.")
    salt: bool = option(True, "Add salt.", flags=("--salt/--no-salt",))
    open_door: bool = option(False, "Leave the door open.")
    seeds: tuple[str, ...] = option((), "Seeds on top; repeatable.", flags=("--seed", "-s"))
    name: str | None = option(None, "Name of the loaf.")
    hidden: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    owner: str
    towns: frozenset[str] = option(frozenset(), "Town of a shop; repeatable.")


def bake(*words: str) -> dict[str, Any]:
    baked: dict[str, Any] = {}
    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    @with_options
    def command(loaf: Annotated[str, typer.Argument(help="The loaf.")], *, baking: Baking, shop: partial[Shop]) -> None:
        """Bake a loaf."""
        baked.update(loaf=loaf, baking=baking, shop=shop(owner="Salma"))

    with pytest.raises(SystemExit) as done:
        app(list(words))
    assert done.value.code == 0
    return baked


def test_defaults_are_those_of_the_fields() -> None:
    assert bake("flat bread") == {"loaf": "flat bread", "baking": Baking(), "shop": Shop(owner="Salma")}


def test_values_come_from_the_command_line() -> None:
    words = "--minutes 9 --shape flat --no-salt --open-door --seed sesame -s anise --name Kaak"
    baked = bake("rye", *words.split(), "--towns", "Jerba", "--towns", "Sfax")
    assert baked["baking"] == Baking(
        minutes=9.0, shape=Shape.FLAT, salt=False, open_door=True, seeds=("sesame", "anise"), name="Kaak"
    )
    assert baked["shop"] == Shop(owner="Salma", towns=frozenset({"Jerba", "Sfax"}))


def test_fields_with_help_are_options_of_translate() -> None:
    command = get_command(build_app("translate")).commands["translate"]  # type: ignore[attr-defined]
    options = {parameter.name: parameter for parameter in command.params}
    for field in fields(TranslateOptions):
        assert options[field.name].help == field.metadata["help"]
        assert options[field.name].default == field.default
        assert field.metadata["help"].endswith(".")

"""Every number on the command line has a range, and no option can be forgotten: they are those of the command tree."""

from collections.abc import Iterator
from math import inf, nan
from typing import Any

import pytest
from command_line import CommandLine
from typer.main import get_command

from jisr.cli import build_app
from jisr.errors import InputError
from jisr.options import Range


def numbers(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield each option of a number with the words of its command and the kind of number."""
    for name, below in getattr(command, "commands", {}).items():
        yield from numbers(below, *path, name)
    for each in command.params:
        kind = {"int": "integer", "float": "float"}.get(each.type.name.removesuffix(" range"), each.type.name)
        if kind in {"integer", "float"}:
            yield path, each.opts[0], kind


OPTIONS = list(numbers(get_command(build_app())))


def test_there_are_numbers_everywhere() -> None:
    assert {path[0] for path, _, _ in OPTIONS} == {"translate", "align", "check", "score", "bench", "train", "corpus"}
    assert {kind for *_, kind in OPTIONS} == {"integer", "float"}
    assert len(OPTIONS) > 40


@pytest.mark.parametrize(("path", "option", "kind"), OPTIONS, ids=lambda value: " ".join(value))
def test_a_number_out_of_its_range_is_refused(path: tuple[str, ...], option: str, kind: str, jisr: CommandLine) -> None:
    values = ["-1000", "5000000000", "1" + 400 * "0"]
    values += [] if option == "--min-similarity" else ["-1"]
    values += ["nan", "inf", "-inf", "1e400"] if kind == "float" else []
    for value in values:
        done = jisr(*path, option, value)
        assert (done.code, done.out) == (2, ""), (value, done)
        assert done.err.startswith(f"jisr: {option} is "), done.err
        assert ", must be " in done.err
        assert done.err.count("\n") == 1
    for value in ("nan", "1e400", "x", ""):
        done = jisr(*path, option, value)
        assert done.code == 2
        assert option in done.err


@pytest.mark.parametrize("weight", ["nan", "-1", "inf", "1e400", "x"])
def test_so_is_a_weight(weight: str, jisr: CommandLine) -> None:
    done = jisr("train", "a.tsv", "-o", "model", "--weight", f"news={weight}")
    assert done.code == 2
    assert done.err.startswith(f"jisr: --weight news={weight}: ")


def test_a_range_has_open_and_closed_ends() -> None:
    cases = {
        Range(0, 1): ("0 to 1", [0, 0.5, 1]),
        Range(0, 1, above=True): ("above 0 and at most 1", [0.5, 1]),
        Range(0, 1, under=True): ("0 or more and under 1", [0, 0.5]),
        Range(0, 1, above=True, under=True): ("above 0 and under 1", [0.5]),
    }
    for within, (name, good) in cases.items():
        assert str(within) == name
        assert [value for value in (-1, 0, 0.5, 1, 2, nan, inf, -inf) if value in within] == good


def test_the_library_names_fields() -> None:
    from jisr.corpora.corpus_options import FilterThresholds

    with pytest.raises(InputError, match=r"^max ratio is nan, must be 1 to 1,000; min script is 2, must be 0 to 1$"):
        FilterThresholds(max_ratio=nan, min_script=2)

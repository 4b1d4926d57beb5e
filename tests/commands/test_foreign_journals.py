"""A record of an unfinished run that is whole but of another kind is not believed: the work is done again."""

import json
from pathlib import Path
from typing import Any

import pytest
import tiny
from command_line import run_command

from jisr.storage.journal import FIRST_LINE, Journal, digest, parse_entry

SHAPES: list[Any] = [
    None,
    1,
    "..",
    [],
    {},
    [1.5, []],
    [1.5, [["نعم", -0.5]]],
    [[[0], [999], 0.5]],
    {"lines": 1},
    "AAAA",
]
COMMANDS = [
    "translate in/a.txt -o o.txt --batch 2 --beam 1",
    "translate in -o o --beam 1",
    "align in/a.txt b.en --lines --method length -o o.tsv",
    "corpus clean c.tsv -o o.tsv",
    "corpus dedup c.tsv -o o.tsv",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_results_of_another_shape_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    pairs = tiny.pairs()[:4]
    Path("in").mkdir()
    for name in ("in/a.txt", "in/b.txt"):
        Path(name).write_text("".join(f"{source}\n" for source, _ in pairs), encoding="utf-8")
    Path("b.en").write_text("".join(f"{target}\n" for _, target in pairs), encoding="utf-8")
    Path("c.tsv").write_text("".join(f"{source}\t{target}\n" for source, target in pairs), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "finish", Journal.close)
        assert run_command(*command.split()) == 0
    outputs = [path for path in Path().rglob("*") if path.name in {"o.txt", "o.tsv"} or path.parent.name == "o"]
    whole = {path: path.read_bytes() for path in outputs if path.suffix != ".journal"}
    journals = {path: path.read_bytes() for path in Path().rglob("*.journal")}
    assert whole
    assert journals
    for shape in SHAPES:
        for path, data in journals.items():
            lines = [parse_entry(raw) for raw in data.splitlines(keepends=True)[1:]]
            bodies = [json.dumps([entry[0], shape], separators=(",", ":")).encode() for entry in lines if entry]
            assert bodies
            path.write_bytes(FIRST_LINE + b"".join(digest(body).encode() + b" " + body + b"\n" for body in bodies))
        assert run_command(*command.split()) == 0
        assert {path: path.read_bytes() for path in whole} == whole
        assert not list(Path().rglob("*.journal"))

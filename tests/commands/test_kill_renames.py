"""A command that is killed at any change of the file system ends with the right bytes when it is run again."""

from functools import partial
from pathlib import Path

import pytest
from command_line import run_command
from killed import killed_at

COMMANDS = [
    "corpus clean c.tsv -o o.tsv --rejected r.jsonl",
    "corpus clean a.ar a.en -o o.ar -o o.en.gz --rejected r.tmx",
    "corpus dedup c.tsv -o o.ar -o o.en.gz --rejected r.tsv",
    "corpus split c.tsv -o o.tsv --dev 2 --test 2",
    "corpus split c.tsv -o o.ar -o o.en --dev 2 --test 2",
    "corpus convert c.tsv -o o.ar -o o.en",
    "align a.ar a.en --lines --method length -o o.tmx -o o.html -o o.ar -o o.en --report r.jsonl",
    "score a.en --ref b.en --html o.html --sentences r.tsv --resamples 10 --trials 10",
]
SOURCES = ["اشترت هدى ثلاثة كتب.", "نام القط قرب النافذة.", "اشترت هدى ثلاثة كتب.", "Das ist ein Satz.", "سافرنا ليلا."]
TARGETS = [
    "Huda bought three books.",
    "The cat slept near the window.",
    "Huda bought three books.",
    "Nothing",
    "Night.",
]


def inputs() -> dict[str, bytes]:
    """Return the input files of the commands."""
    sides = ["".join(f"{line}\n" for line in lines) for lines in (SOURCES, TARGETS)]
    rows = "".join(f"{one}\t{other}\n" for one, other in zip(SOURCES, TARGETS, strict=True))
    texts = {"a.ar": sides[0], "a.en": sides[1], "b.en": sides[1], "c.tsv": rows}
    return {name: text.encode() for name, text in texts.items()}


def files() -> dict[str, bytes]:
    """Return the files in the current folder."""
    return {path.name: path.read_bytes() for path in Path().iterdir()}


@pytest.mark.kill
@pytest.mark.parametrize("command", COMMANDS)
def test_every_kill_is_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    run = partial(run_command, *command.split())

    def enter(name: str) -> None:
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        for file, data in inputs().items():
            Path(file).write_bytes(data)

    enter("whole")
    assert run() == 0
    whole = files()
    outputs = whole.keys() - inputs().keys()
    change, between = 1, 0
    while True:
        enter(f"{change}")
        killed = killed_at(change, run)
        left = files()
        # What has its name is whole, and no input is touched.
        assert all(left[name] == whole[name] for name in left.keys() & whole.keys())
        assert inputs().items() <= left.items()
        between += 0 < len(left.keys() & outputs) < len(outputs)
        assert run() == 0
        assert files() == whole
        if not killed:
            break
        change += 1
    assert between >= 2 * (len(outputs) - 1)

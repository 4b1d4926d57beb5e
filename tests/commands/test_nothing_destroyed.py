"""No command overwrites what it reads or what is not its own, by any option, and each says so in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny
from command_line import CommandLine

PAIRS = tiny.pairs()[:12]
READ_HERE = ": is read here; name another file to write\n"
TWICE = ": named twice; name another file to write\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with a text, its translation, a corpus and a few lists."""
    monkeypatch.chdir(tmp_path)
    arabic, english = ("".join(f"{pair[side]}\n" for pair in PAIRS) for side in (0, 1))
    Path("a.ar").write_text(arabic, encoding="utf-8")
    Path("a.en").write_text(english, encoding="utf-8")
    Path("c.tsv").write_text("".join(f"{one}\t{other}\n" for one, other in PAIRS), encoding="utf-8")
    Path("c.train.tsv").write_text(Path("c.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    Path("bench.json").write_text(Path("c.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    Path("gold").write_text("[0]:[0]\n", encoding="utf-8")
    Path("link.tsv").symlink_to("c.tsv")
    Path("hard.en").hardlink_to("a.en")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of each file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ALIGN = "align a.ar a.en --method length --lines"
OVERWRITES = {
    "translate a.ar -o a.ar": "a.ar",
    "translate a.ar -o b.txt --report a.ar": "a.ar",
    "translate c.tsv:1 -o link.tsv": "link.tsv",
    "translate a.ar -m m -o m/vocab.json": "m/vocab.json",
    f"{ALIGN} -o a.ar -o a.en": "a.ar",
    f"{ALIGN} -o x.tmx --report a.en": "a.en",
    f"{ALIGN} -o x.tmx --report hard.en": "hard.en",
    f"{ALIGN} --gold gold --report gold": "gold",
    "align a.ar a.en --method translation --lines --translation a.en -o ./a.en -o b.ar": "./a.en",
    f"{ALIGN} -o x.tsv --words --words-corpus c.tsv --report c.tsv": "c.tsv",
    "align a.ar a.en --method translation -m m --report m/vocab.json": "m/vocab.json",
    "corpus convert c.tsv -o c.tsv": "c.tsv",
    "corpus convert c.tsv -o link.tsv": "link.tsv",
    "corpus convert a.ar a.en -o a.en -o a.ar": "a.en",
    "corpus clean c.tsv -o kept.tsv --rejected c.tsv": "c.tsv",
    "corpus clean c.tsv -o c.tsv": "c.tsv",
    "corpus clean c.tsv --min-similarity 0.5 --encoder m -o m/vocab.json --to tsv": "m/vocab.json",
    "corpus dedup c.tsv -o kept.tsv --rejected ./c.tsv": "./c.tsv",
    "corpus dedup link.tsv -o c.tsv": "c.tsv",
    "corpus split c.train.tsv -o c.tsv": "c.train.tsv",
    "corpus stats c.tsv --figure c.tsv": "c.tsv",
    "score a.en --ref hard.en --html a.en": "a.en",
    "score ours=a.en --ref c.tsv:2 --sentences c.tsv": "c.tsv",
    "score a.en --ref a.en --source a.ar --sentences a.ar": "a.ar",
    "bench -m builtin -t x=bench.json,a.en -o .": "bench.json",
}


@pytest.mark.parametrize("command", OVERWRITES)
def test_what_is_read_is_not_overwritten(folder: Path, jisr: CommandLine, command: str) -> None:
    if " m" in command:
        tiny.build(folder / "m")
    before = contents(folder)
    done = jisr(*command.split())
    assert (done.code, done.out, done.err) == (2, "", f"jisr: {OVERWRITES[command]}{READ_HERE}")
    assert contents(folder) == before


TWO_NAMES = {
    "translate a.ar -o b.txt --report ./b.txt": "./b.txt",
    "translate a.ar --report /dev/stdout": "standard output",
    f"{ALIGN} -o x.tmx -o x.tmx": "x.tmx",
    f"{ALIGN} -o b.ar -o b.ar": "b.ar",
    f"{ALIGN} -o x.tmx --report x.tmx": "x.tmx",
    f"{ALIGN} -o x.tmx --report x.tmx.journal": "x.tmx.journal",
    f"{ALIGN} -o - --report -": "standard output",
    "corpus convert c.tsv -o b -o b": "b",
    "corpus clean c.tsv -o x.tsv --rejected x.tsv": "x.tsv",
    "corpus clean c.tsv --rejected -": "standard output",
    "corpus dedup c.tsv -o x.tsv --rejected ../{top}/x.tsv": "../{top}/x.tsv",
    "corpus split c.tsv -o b -o b": "b.train",
    "score a.en --ref a.en --html q --sentences q": "q",
    "score a.en --ref a.en --html -": "standard output",
    "corpus stats c.tsv --figure -": "standard output",
    "bench -m builtin -t x?=c.tsv -t x!=c.tsv -o b": "b/x_.html",
}


@pytest.mark.parametrize("command", TWO_NAMES)
def test_one_name_is_not_given_to_two_outputs(folder: Path, jisr: CommandLine, command: str) -> None:
    before = contents(folder)
    done = jisr(*command.format(top=folder.name).split())
    name = TWO_NAMES[command].format(top=folder.name)
    assert (done.code, done.out, done.err) == (2, "", f"jisr: {name}{TWICE}")
    assert contents(folder) == before


@pytest.mark.parametrize(
    "command",
    [
        "translate a.ar -o",
        "translate a.ar -o b.txt --report",
        "translate a.ar -o b.txt -m",
        "translate",
        "translate c.tsv: -o b.tsv",
        f"{ALIGN} -o",
        f"{ALIGN} --report",
        "corpus convert c.tsv -o",
        "corpus clean c.tsv -o",
        "corpus clean c.tsv -o x.tsv --rejected",
        "corpus dedup c.tsv -o",
        "corpus split c.tsv -o",
        "corpus stats c.tsv --figure",
        "score a.en --ref a.en --html",
        "score a.en --ref a.en --sentences",
        "bench -m builtin -t c.tsv -o",
        "train c.tsv -o",
    ],
)
def test_a_variable_that_is_not_set_is_no_name(folder: Path, jisr: CommandLine, command: str) -> None:
    before = contents(folder)
    words = command.split()
    done = jisr(*words, *([] if words[-1] == "b.tsv" else [""]))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done.err
    assert contents(folder) == before


COMMANDS_WITH_JOURNALS = [
    "translate a.ar -o o.txt",
    "align a.ar a.en --method length -o o.txt.tsv",
    "corpus clean c.tsv -o o.txt --to tsv",
    "corpus dedup c.tsv -o o.txt --to tsv",
]


@pytest.mark.parametrize("command", COMMANDS_WITH_JOURNALS)
def test_a_file_with_the_name_of_a_journal_is_kept(folder: Path, jisr: CommandLine, command: str) -> None:
    output = command.split(" -o ")[1].split()[0]
    for data in (b"my own diary\n", b"jisr journal 7\nwhatever\n"):
        Path(f"{output}.journal").write_bytes(data)
        before = contents(folder)
        done = jisr(*command.split())
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert f"{output}.journal: " in done.err
        assert contents(folder) == before
    Path(f"{output}.journal").unlink()
    Path(f"{output}.journal").symlink_to("gold")
    assert jisr(*command.split()).code == 2
    assert contents(folder)["gold"] == before["gold"]


@pytest.mark.parametrize("command", COMMANDS_WITH_JOURNALS)
def test_files_beside_an_output_are_kept_and_links_not_followed(folder: Path, jisr: CommandLine, command: str) -> None:
    output = command.split(" -o ")[1].split()[0]
    Path(f"{output}.part").write_text("half a download", encoding="utf-8")
    Path(f".{output}.jisr.part").symlink_to("gold")
    before = contents(folder)
    done = jisr(*command.split())
    assert (done.code, done.err) == (1, f"jisr: .{output}.jisr.part: is a link, which is not followed; remove it\n")
    assert contents(folder) == before
    Path(f".{output}.jisr.part").unlink()
    assert jisr(*command.split()).code == 0
    after = contents(folder)
    assert after.keys() - before.keys() == {output}
    assert all(after[name] == before[name] for name in before if name in after)


def test_a_folder_that_may_not_be_read_is_not_left_out(
    folder: Path, jisr: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("in/a.txt", "in/closed/b.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("2024\n", encoding="utf-8")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    done = jisr("translate", "in", "-o", "out")
    assert (done.code, done.err) == (2, "jisr: in/closed: cannot be read: Permission denied\n")
    assert not Path("out").exists()
    monkeypatch.undo()
    Path(folder, "in/c.txt").symlink_to("nowhere")
    done = jisr("translate", folder / "in", "-o", folder / "out")
    assert (done.code, done.err) == (2, f"jisr: {folder}/in/c.txt: no such file\n")


@pytest.mark.parametrize("command", ["translate in -o loop", "translate a.ar -o loop", "translate loop -o x.txt"])
def test_a_link_to_itself_is_one_line(folder: Path, jisr: CommandLine, command: str) -> None:
    Path("loop").symlink_to("loop")
    Path("in").mkdir()
    Path("in/a.txt").write_text("2024\n", encoding="utf-8")
    done = jisr(*command.split())
    assert done.code in {1, 2}
    assert done.err.startswith("jisr: loop")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", ["translate - -o x.txt", "translate - -o x/", "corpus clean - --format tsv -o x.tsv"]
)
def test_a_deleted_current_folder_is_one_line(
    folder: Path, jisr: CommandLine, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    Path("gone").mkdir()
    monkeypatch.chdir("gone")
    Path(folder, "gone").rmdir()
    done = jisr(*command.split(), stdin="نعم\tyes\n")
    assert (done.code in {1, 2}, done.err.count("\n")) == (True, 1), done.err


def test_split_does_not_read_a_pipe_twice(folder: Path, jisr: CommandLine) -> None:
    end, start = os.pipe()
    os.write(start, Path("c.tsv").read_bytes())
    os.close(start)
    done = jisr("corpus", "split", f"/dev/fd/{end}", "--format", "tsv", "-o", "s.tsv")
    os.close(end)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert f"/dev/fd/{end}: split reads its input twice, which a pipe or device cannot be; name a file" in done.err
    assert not list(folder.glob("s.*"))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that opens and cannot be read")
@pytest.mark.parametrize(
    "command", ["translate {}", "segment {}", "score {0} --ref {0}", "corpus stats {} --format tsv", "align {} a.en"]
)
def test_a_file_that_cannot_be_read_is_named(folder: Path, jisr: CommandLine, command: str) -> None:
    done = jisr(*command.format("/proc/self/mem").split())
    assert (done.code, done.err) == (2, "jisr: /proc/self/mem: cannot be read: Input/output error\n")


@pytest.mark.parametrize("kind", ["tsv", "tmx", "jsonl", "parquet"])
def test_a_full_disk_is_that_of_the_output(folder: Path, jisr: CommandLine, kind: str) -> None:
    done = jisr("corpus", "convert", "c.tsv", "-o", "/dev/full", "--to", kind)
    assert (done.code, done.err) == (1, "jisr: /dev/full: cannot be written: No space left on device\n")


def test_a_message_that_cannot_be_shown_is_no_failure(folder: Path) -> None:
    command = f'"{sys.executable}" -m jisr translate a.ar -o o.txt 2>/dev/full'
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert done.returncode == 0
    assert Path("o.txt").read_bytes().count(b"\n") == len(PAIRS)
    command = f'"{sys.executable}" -m jisr translate nothing.txt 2>/dev/full'
    assert subprocess.run(command, shell=True, check=False).returncode == 2


def test_a_closed_standard_output_is_a_failure_where_it_is_written(folder: Path) -> None:
    for command, code in (("score a.en --ref a.en", 1), ("corpus convert c.tsv -o d.jsonl", 0)):
        done = subprocess.run(
            f'"{sys.executable}" -m jisr {command} >&-', shell=True, stderr=subprocess.PIPE, text=True, check=False
        )
        assert done.returncode == code
        assert ("standard output is closed" in done.stderr) == bool(code)


def test_a_folder_of_the_user_is_no_folder_of_a_training(folder: Path, jisr: CommandLine) -> None:
    command = ["train", "c.tsv", "--steps", "1", "--width", "32", "--heads", "2", "--vocab", "200", "-o", "new"]
    Path("new.training").mkdir()
    for name, data in (("mine.txt", "precious"), ("training.json", '{"plan": "run"}')):
        Path("new.training", name).write_text(data, encoding="utf-8")
        before = contents(folder)
        done = jisr(*command)
        assert (done.code, done.err.count("\n")) == (2, 1), done.err
        assert "new.training: is there and holds no training" in done.err
        assert contents(folder) == before
    for name in ("mine.txt", "training.json"):
        Path("new.training", name).unlink()
    Path("new.training/c.tsv").write_bytes(Path("c.tsv").read_bytes())
    done = jisr("train", "new.training/c.tsv", *command[2:])
    assert (done.code, "new.training/c.tsv: is read here, and new.training is written here" in done.err) == (2, True)
    Path("new").symlink_to("nowhere")
    assert "new: is there already" in jisr(*command).err

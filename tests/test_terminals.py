"""Output appears on every terminal, names command none, and a terminal that is read gets a hint."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine

LOCALES = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]
PRINTING = [
    "--help",
    "score out.en --ref ref.en",
    "score out.en --ref ref.en --json",
    "corpus overlap c.tsv --test c.tsv",
    "corpus stats c.tsv",
    "corpus clean c.tsv --explain",
    "model info builtin",
    "align a.ar out.en --method length --json",
    "bench --list",
]


@pytest.mark.parametrize("words", PRINTING)
def test_the_encoding_of_the_terminal_stops_no_command(words: str, tmp_path: Path) -> None:
    (tmp_path / "a.ar").write_text("عاد المعلم إلى بيته ± ـ\n", encoding="utf-8")
    (tmp_path / "c.tsv").write_text("عاد المعلم إلى بيته\tThe teacher – went home…\n", encoding="utf-8")
    for name in ("out.en", "ref.en"):
        (tmp_path / name).write_text("The teacher went home.\n" * 3, encoding="utf-8")
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    outputs = set()
    for locale in ({"PYTHONUTF8": "1"}, *LOCALES):
        command = [sys.executable, "-m", "jisr", *words.split()]
        done = subprocess.run(command, cwd=tmp_path, env=usual | locale, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1
    outputs.pop().decode("utf-8")


EVIL = "a\x1b]0;owned\x07\x9b\u202e\njisr: fine"


@pytest.mark.parametrize(
    "words",
    [
        ["corpus", "stats", f"{EVIL}.tsv"],
        ["translate", f"{EVIL}.txt"],
        ["score", f"{EVIL}.en", "--ref", "r.en"],
        ["score", f"x.jsonl:{EVIL}", "--ref", "r.en"],
        ["corpus", "stats", "evil.tmx"],
        ["corpus", "stats", "evil.jsonl"],
        ["score", "evil.jsonl:zz", "--ref", "r.en"],
        ["align", f"{EVIL}.ar", "r.en"],
        ["train", f"{EVIL}.tsv", "-o", "model"],
        ["bench", "-m", "builtin", "-t", EVIL],
    ],
)
def test_a_name_commands_no_terminal_and_forges_no_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jisr: CommandLine
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.en").write_text("yes\n", encoding="utf-8")
    Path("evil.tmx").write_text(
        '<tmx version="1.4"><header srclang="ar"/><body><tu>'
        '<tuv xml:lang="&#x9b;31m"><seg>a</seg></tuv><tuv xml:lang="\u202eab"><seg>b</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    Path("evil.jsonl").write_text('{"a\\u001b]0;owned\\u0007\\u202e\\n": "b"}\n', encoding="utf-8")
    done = jisr(*words)
    assert done.code == 2
    assert done.out == ""
    lines = [line for line in done.err.splitlines() if not line.startswith("jisr: looking for")]
    assert len(lines) == 1, done.err
    assert lines[0].isprintable(), done.err


def test_names_in_results_are_shown_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jisr: CommandLine) -> None:
    monkeypatch.chdir(tmp_path)
    name = EVIL.replace("\x9b", "")
    for path in (f"{name}.en", "r.en"):
        Path(path).write_text("The teacher went home.\n", encoding="utf-8")
    done = jisr("score", f"{name}.en", "--ref", "r.en")
    assert done.code == 0
    assert "\\x1b]0;owned" in done.out
    assert all(line.isprintable() for line in done.out.split("\n"))


@pytest.mark.parametrize("words", [["translate"], ["segment"], ["translate", "-", "--bilingual"]])
def test_a_terminal_that_is_read_gets_a_hint_and_no_bar(words: list[str]) -> None:
    keyboard, stdin = pty.openpty()
    screen, stderr = pty.openpty()
    command = [sys.executable, "-m", "jisr", *words]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=environment) as job:
        os.close(stdin)
        os.close(stderr)
        os.write(keyboard, "أين المحطة؟\n".encode() + b"\x04")
        shown = b""
        try:
            while more := os.read(screen, 4096):
                shown += more
        except OSError:  # Linux, when the other end is closed
            pass
        out = job.communicate()[0]
    os.close(keyboard)
    os.close(screen)
    assert out
    hint, *summary = shown.decode().splitlines()
    assert hint == "jisr: reading what is typed here; Ctrl-D at the start of a line ends it"
    assert len(summary) == (words[0] == "translate")
    assert "\x1b" not in shown.decode()


def test_a_file_gets_no_hint(tmp_path: Path, jisr: CommandLine) -> None:
    (tmp_path / "a.txt").write_text("نعم.\n", encoding="utf-8")
    assert jisr("segment", tmp_path / "a.txt").err == ""
    assert jisr("segment", "-", stdin="نعم.\n").err == ""

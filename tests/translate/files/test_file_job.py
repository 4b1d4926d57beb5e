"""The command ``jisr translate`` from end to end: inputs, outputs and errors."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny
from command_line import run_command as run

LINES = ["أين المحطة؟", "", "2024", "ذهب أخي إلى المدرسة صباح اليوم. أين المحطة؟"]
ENGLISH = "Where is the station?"


def written(folder: Path, name: str, data: str | bytes) -> Path:
    """Write an input file and return its path."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_each_line_has_a_line_of_output(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "\n".join(LINES) + "\n")
    assert run("translate", source, "-o", tmp_path / "a.en.txt") == 0
    drafts = (tmp_path / "a.en.txt").read_text(encoding="utf-8").split("\n")
    assert len(drafts) == len(LINES) + 1
    assert drafts[:3] == [ENGLISH, "", "2024"]
    assert drafts[3].endswith(ENGLISH)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.en.txt", "a.txt"]


@pytest.mark.parametrize(
    "data", ["\ufeffأين المحطة؟\r\nأين المحطة؟".encode(), "أين المحطة؟\r\nأين المحطة؟".encode("utf-16")]
)
def test_line_ends_are_kept(tmp_path: Path, data: bytes) -> None:
    assert run("translate", written(tmp_path, "a.txt", data), "-o", tmp_path / "b.txt") == 0
    assert (tmp_path / "b.txt").read_bytes() == f"{ENGLISH}\r\n{ENGLISH}".encode()


def test_the_report_describes_the_run_and_each_sentence(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "\n".join(LINES) + "\n")
    report = tmp_path / "r.jsonl"
    assert run("translate", source, "-o", tmp_path / "b.txt", "--report", report, "--beam", "2") == 0
    head, *records = (json.loads(line) for line in report.read_text(encoding="utf-8").splitlines())
    assert head["run"]["model"] == "builtin"
    assert head["run"]["decoding"]["beam"] == 2
    assert [(each["line"], each["target"] is not None) for each in records] == [
        (1, True),
        (3, True),
        (4, True),
        (4, True),
    ]
    assert records[1]["notes"] == ["passed-through"]


def test_strict_reports_notes_and_refuses_bad_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = written(tmp_path, "clean.txt", "أين المحطة؟\n")
    assert run("translate", clean, "-o", tmp_path / "1.txt", "--strict") == 0
    noted = written(tmp_path, "noted.txt", "2024\n")
    assert run("translate", noted, "-o", tmp_path / "2.txt", "--strict") == 3
    assert (tmp_path / "2.txt").read_text(encoding="utf-8") == "2024\n"
    bad = written(tmp_path, "bad.txt", "أين\n".encode() + b"\xff \n")
    capsys.readouterr()
    assert run("translate", bad, "-o", tmp_path / "3.txt", "--strict") == 2
    assert "bad.txt:2: byte 1 of the line is not utf-8" in capsys.readouterr().err
    assert not (tmp_path / "3.txt").exists()
    assert run("translate", bad, "-o", tmp_path / "4.txt") == 0
    assert "bad-bytes 1" in capsys.readouterr().err


def test_paragraphs_are_joined_first(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "أين\nالمحطة؟\n\nأين المحطة؟\n")
    assert run("translate", source, "-o", tmp_path / "b.txt", "--paragraphs") == 0
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n\n{ENGLISH}\n"


def test_tables_and_objects(tmp_path: Path) -> None:
    table = written(tmp_path, "a.tsv", "id\tar\n1\tأين المحطة؟\n")
    assert run("translate", f"{table}:ar", "-o", tmp_path / "b.tsv") == 0
    assert (tmp_path / "b.tsv").read_text(encoding="utf-8") == f"id\tar\ttranslation\n1\tأين المحطة؟\t{ENGLISH}\n"
    objects = written(tmp_path, "a.jsonl", '{"text": "أين المحطة؟", "id": 7}\n')
    assert run("translate", objects, "-o", tmp_path / "b.jsonl") == 0
    assert json.loads((tmp_path / "b.jsonl").read_text(encoding="utf-8")) == {
        "text": "أين المحطة؟",
        "id": 7,
        "translation": ENGLISH,
    }


def test_standard_input_and_output() -> None:
    command = [sys.executable, "-m", "jisr", "translate", "-"]
    done = subprocess.run(command, input="أين المحطة؟\n\n".encode(), capture_output=True, check=True)
    assert done.stdout.decode() == f"{ENGLISH}\n\n"
    assert "1 sentence in 2 lines" in done.stderr.decode()


def test_a_folder_is_translated_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    written(tmp_path / "in", "a.txt", "أين المحطة؟\n")
    written(tmp_path / "in" / "deep", "b.txt", "2024\n")
    assert run("translate", tmp_path / "in", "-o", tmp_path / "out") == 0
    assert {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")} == {
        "a.txt",
        "deep/b.txt",
    }
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n"


def wrong_inputs(folder: Path) -> dict[str, list[str | Path]]:
    """Return the arguments of wrong commands, by a part of the error message of each."""
    text = written(folder, "a.txt", "أين المحطة؟\n")
    (folder / "empty").mkdir()
    cut = tiny.build(folder / "cut")
    weights = cut / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    table = written(folder, "t.tsv", "ar\ten\nنعم\tyes\n")
    objects = written(folder, "o.jsonl", '{"ar": "نعم"}\n')
    translated = written(folder, "d.jsonl", '{"text": "نعم", "translation": "yes"}\n')
    out = folder / "out.txt"
    return {
        "none.txt: no such file": [folder / "none.txt", "-o", out],
        "no config.json": [text, "-o", out, "--model", folder / "empty"],
        "cut": [text, "-o", out, "--model", cut],
        "nobody/nothing": [text, "-o", out, "--model", "nobody/nothing"],
        "does not exist": [text, "-o", folder / "nowhere" / "out.txt"],
        "no column 'de'": [f"{table}:de", "-o", out],
        "no column 5; the line has 2 columns": [f"{table}:5", "-o", out],
        "plain text has no column '2'": [f"{text}:2", "-o", out],
        "no field 'text'": [objects, "-o", out],
        "has a field 'translation' already": [translated, "-o", out],
        "threads is -1": [text, "-o", out, "--threads", "-1"],
        "the report needs a file": [text, "-o", out, "--report", "-"],
        "beam is 0": [text, "-o", out, "--beam", "0"],
        "engine 'moses'": [text, "-o", out, "--engine", "moses"],
        "normalisation 'nfkc'": [text, "-o", out, "--normalize", "nfkc"],
        "device 'tpu'": [text, "-o", out, "--device", "tpu"],
        "unknown encoding 'klingon'": [text, "-o", out, "--encoding", "klingon"],
        "in this folder": [folder / "empty"],
        "the output of a .jsonl file is one too": [f"{objects}:ar", "-o", folder / "out.tsv"],
        "not a folder; several inputs need one": [text, table, "-o", objects],
        "has no name to have in the folder": ["-", "-o", f"{folder}/out/"],
        "o.jsonl is a file, not a folder": [text, table, "-o", f"{objects}/out"],
        "No space left": [text, "-o", "/dev/full"],
    }


NOT_WRITTEN = {"does not exist", "No space left", "o.jsonl is a file, not a folder"}


def test_errors_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for message, words in wrong_inputs(tmp_path).items():
        code = run("translate", *words)
        errors = capsys.readouterr().err.splitlines()
        expected = 1 if message in NOT_WRITTEN else 2
        assert (code, len(errors)) == (expected, 1), (message, errors)
        assert errors[0].startswith("jisr: ")
        assert message in errors[0]
    assert not list(tmp_path.glob("out*"))


def test_a_full_disk_leaves_no_incomplete_output(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "2024 أين المحطة؟ " * 40 + "\n")

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

    command = [sys.executable, "-m", "jisr", "translate", str(source), "-o", str(tmp_path / "b.txt")]
    assert run("translate", source, "-o", tmp_path / "c.txt") == 0  # after this, the conversion is in the cache
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert done.returncode == 1
    assert "cannot be written: File too large" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "b.txt").exists()
    assert subprocess.run(command, check=True, capture_output=True).returncode == 0
    assert (tmp_path / "b.txt").read_bytes() == (tmp_path / "c.txt").read_bytes()


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "jisr", "translate", "--batch", "1", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("أين المحطة؟\n".encode())
    process.stdin.flush()
    assert process.stdout.readline().decode() == f"{ENGLISH}\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1].decode() == "jisr: interrupted\n"
    assert process.returncode == 130


def test_a_named_pipe_is_read_once(capfd: pytest.CaptureFixture[str]) -> None:
    end, start = os.pipe()
    os.write(start, "أين المحطة؟\n2024\n".encode())
    os.close(start)
    assert run("translate", f"/dev/fd/{end}") == 0
    os.close(end)
    assert capfd.readouterr().out == f"{ENGLISH}\n2024\n"


def test_the_output_of_a_folder_job_is_not_its_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "a.txt", "2024\n")
    for _ in range(2):
        assert run("translate", "in", "-o", folder / "out") == 0
    assert [path.name for path in (folder / "out").iterdir()] == ["a.txt"]


def test_a_text_in_place_of_a_name_is_an_error_of_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("translate", "ذهب أخي إلى المدرسة " * 20) == 2
    assert capsys.readouterr().err.endswith("cannot be read: File name too long\n")


def test_an_unfinished_output_is_not_its_own_input(tmp_path: Path) -> None:
    source = written(tmp_path, ".a.txt.jisr.part", "2024\n")
    assert run("translate", source, "-o", tmp_path / "a.txt") == 2
    assert source.read_bytes() == b"2024\n"


def test_a_blank_row_stays_blank(tmp_path: Path) -> None:
    table = written(tmp_path, "t.tsv", "\n1\tأين المحطة؟\n\n2\t2024\n")
    assert run("translate", f"{table}:2", "-o", tmp_path / "o.tsv") == 0
    assert (tmp_path / "o.tsv").read_text(encoding="utf-8") == (f"\n1\tأين المحطة؟\t{ENGLISH}\n\n2\t2024\t2024\n")


def test_a_lone_surrogate_is_kept_in_json_and_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    objects = written(tmp_path, "o.jsonl", '{"text": "أين المحطة؟ \\ud800", "more": "\\udfff"}\n')
    assert run("translate", objects, "-o", tmp_path / "p.jsonl") == 0
    assert "bad_bytes 1" in capsys.readouterr().err.replace("-", "_")
    record = json.loads((tmp_path / "p.jsonl").read_text(encoding="utf-8"))
    assert (record["text"], record["more"]) == ("أين المحطة؟ \ud800", "\udfff")
    assert ENGLISH in record["translation"]
    assert run("translate", objects, "-o", tmp_path / "q.jsonl", "--strict") == 2
    assert "o.jsonl:1: half a surrogate pair" in capsys.readouterr().err


@pytest.mark.parametrize("names", [["a.txt"], ["a.txt", "b.txt"]])
def test_a_missing_folder_is_created(tmp_path: Path, names: list[str]) -> None:
    sources = [written(tmp_path, name, "أين المحطة؟\n") for name in names]
    assert run("translate", *sources, "-o", f"{tmp_path}/new/deep/") == 0
    folder = tmp_path / "new" / "deep"
    assert sorted(path.name for path in folder.iterdir()) == names
    assert (folder / "a.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n"


def test_a_link_is_kept_and_the_unfinished_output_is_beside_its_target(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "أين المحطة؟\n")
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "o.txt")
    assert run("translate", source, "-o", tmp_path / "link.txt") == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real" / "o.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n"
    unfinished = written(tmp_path / "real", ".o.txt.jisr.part", "أين المحطة؟\n")
    assert run("translate", unfinished, "-o", tmp_path / "link.txt") == 2
    assert run("translate", source, "-o", tmp_path / ".o.txt.jisr.part", "--report", tmp_path / "o.txt") == 2


def test_the_second_of_two_runs_is_refused_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path, "a.txt", "أين المحطة؟\n" * 3)
    output = tmp_path / "o.txt"
    command = [sys.executable, "-m", "jisr", "translate", "--batch", "1", "-", "-o", str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as first:
        assert first.stdin is not None
        first.stdin.write("أين المحطة؟\n".encode())
        first.stdin.flush()
        journal = tmp_path / "o.txt.journal"
        while not journal.exists() or not journal.stat().st_size:
            time.sleep(0.01)
        held = journal.read_bytes()
        assert run("translate", source, "-o", output) == 1
        assert capsys.readouterr().err == f"jisr: {output}: cannot be written: another run is writing it\n"
        assert journal.read_bytes() == held
        first.communicate("أين المحطة؟\n".encode())
    assert first.returncode == 0
    assert output.read_text(encoding="utf-8") == f"{ENGLISH}\n" * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "o.txt"]


@pytest.mark.parametrize(
    ("closed", "code", "message"),
    [
        ("<&-", 2, "standard input is closed"),
        (">&-", 1, "standard output is closed"),
        ("--bilingual >&-", 1, "standard output is closed"),
        ("2>&-", 0, ""),
    ],
)
def test_a_closed_stream_is_at_most_one_line(closed: str, code: int, message: str) -> None:
    command = f'echo "أين المحطة؟" | ( "{sys.executable}" -m jisr translate {closed} )'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1 if message else 0)
    assert message in done.stderr
    assert done.stdout == ("" if message else f"{ENGLISH}\n")


def test_a_file_is_written_while_standard_output_is_closed(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "أين المحطة؟\n")
    command = f'"{sys.executable}" -m jisr translate "{source}" -o "{tmp_path}/o.txt" >&-'
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert (tmp_path / "o.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n"


def test_standard_output_may_be_given_by_its_path(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "أين المحطة؟\n")
    with (tmp_path / "o.txt").open("w") as redirected:
        subprocess.run(
            [sys.executable, "-m", "jisr", "translate", source, "-o", "/dev/stdout"], check=True, stdout=redirected
        )
    assert (tmp_path / "o.txt").read_text(encoding="utf-8") == f"{ENGLISH}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "o.txt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user with fewer rights")
def test_a_missing_permission_is_an_error_of_one_line(tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", "أين المحطة؟\n")
    secret = written(tmp_path, "secret.txt", "أين المحطة؟\n")
    # The built-in model may lie in a folder that only root may enter.
    readable, model = tiny.build(tmp_path / "readable"), tiny.build(tmp_path / "model")
    for file in (*readable.iterdir(), *model.iterdir()):
        file.chmod(0o644)
    (model / "vocab.json").chmod(0)
    secret.chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o055 != 0o055:
            folder.chmod(folder.stat().st_mode | 0o055)
    cases: dict[str, tuple[int, list[str | Path]]] = {
        "secret.txt: cannot be read: Permission denied": (2, [secret, "--model", readable]),
        "out.txt: cannot be written: permission denied": (1, [source, "-o", tmp_path / "out.txt", "--model", readable]),
        "vocab.json: cannot be read: Permission denied": (2, [source, "--model", model]),
    }
    for message, (code, words) in cases.items():
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, *map(str, words)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr
        assert message in done.stderr


AS_NOBODY = """
import contextlib, os, pkgutil, sys
from importlib import import_module
import jisr
from jisr.cli import main
# The user may not enter the folders of the program, so that it is imported before, with what it imports on its way.
for module in pkgutil.walk_packages(jisr.__path__, "jisr."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
with contextlib.redirect_stderr(None), contextlib.suppress(SystemExit):
    main(["translate", "/nowhere/to/be/found"])
os.setgid(65534)
os.setuid(65534)
main(["translate", *sys.argv[1:]])
"""

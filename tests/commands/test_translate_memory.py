"""``jisr translate --memory``, with the model in the package: lines, documents, reports, and wrong memories."""

import json
from pathlib import Path

import pytest
from command_line import CommandLine

PAIRS = (
    "وصل القطار إلى المدينة في الصباح.\tThe train pulled into town in the morning.\n"
    "أين المحطة؟\tWhere on earth is the station?\n"
    "اشترى 12 كتابا في عام 2020.\tHe purchased 12 books in 2020.\n"
    "انقر هنا لحفظ الملف الجديد.\tClick here to save the new file.\n"
)
LINES = "وَصَلَ القطار إلى المدينة في الصباح. أين المحطة؟\nاشترى 15 كتابا في عام 2019.\nوصل القطار إلى القرية في الصباح.\n"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter a folder with a memory and a text."""
    monkeypatch.chdir(tmp_path)
    Path("m.tsv").write_text(PAIRS, encoding="utf-8")
    Path("a.txt").write_text(LINES, encoding="utf-8")


def test_lines(jisr: CommandLine) -> None:
    done = jisr("translate", "a.txt", "--memory", "m.tsv", "-o", "a.en", "--report", "r.jsonl")
    assert done.code == 0
    first, second, third = Path("a.en").read_text(encoding="utf-8").splitlines()
    assert first == "The train pulled into town in the morning. Where on earth is the station?"
    assert second == "He purchased 15 books in 2019."
    assert third != "The train pulled into town in the morning."
    assert "memory: 101% 1, 100% 1, mended 1, 85-94% 1" in done.err
    records = [json.loads(line) for line in Path("r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert records[0]["run"]["memory"]
    exact, context, mended, beside = records[1:]
    assert exact["matches"][0] == {
        "percent": 100,
        "source": "وصل القطار إلى المدينة في الصباح.",
        "target": "The train pulled into town in the morning.",
        "memory": "m.tsv",
        "unit": "1",
    }
    assert (exact["origin"], exact["notes"], context["matches"][0]["percent"]) == ("memory", [], 101)
    assert (mended["notes"], mended["matches"][0]["mended"]) == (["memory-mended"], True)
    assert "origin" not in beside
    assert 85 <= beside["matches"][0]["percent"] < 100


def test_the_bytes_are_those_of_any_batch(jisr: CommandLine) -> None:
    jisr("translate", "a.txt", "--memory", "m.tsv", "-o", "a.en")
    jisr("translate", "a.txt", "--memory", "m.tsv", "-o", "b.en", "--batch", "1")
    assert Path("a.en").read_bytes() == Path("b.en").read_bytes()


def test_codes_are_placed_in_targets_of_the_memory(jisr: CommandLine) -> None:
    Path("a.html").write_text("<p>انقر <b>هنا</b> لحفظ <i>الملف</i> الجديد.</p>", encoding="utf-8")
    assert jisr("translate", "a.html", "--memory", "m.tsv", "-o", "a.en.html").code == 0
    written = Path("a.en.html").read_text(encoding="utf-8")
    assert "Click <b>here</b> to save the new <i>file</i>." in written


def test_a_folder_goes_on_only_with_the_same_memory(jisr: CommandLine) -> None:
    Path("in").mkdir()
    for name in ("a.txt", "b.txt"):
        Path("in", name).write_text("أين المحطة؟\n", encoding="utf-8")
    done = jisr("translate", "in", "-o", "out", "--memory", "m.tsv")
    assert "memory: 100% 2" in done.err
    assert Path("out/b.txt").read_text(encoding="utf-8") == "Where on earth is the station?\n"


WRONG = [
    ("m.tmx", "<tmx version='1.4'><body><tu>", "not well-formed XML"),
    ("m.tmx", "", "m.tmx"),
    ("m.tsv", "", "m.tsv: no entry has Arabic on its source side"),
    ("m.tsv", "The station\tالمحطة\n", "m.tsv: no entry has Arabic on its source side"),
    ("m.bin", "\x00\x01", "m.bin: neither a known format"),
]


@pytest.mark.parametrize(("name", "text", "words"), WRONG)
def test_a_wrong_memory_is_refused(jisr: CommandLine, name: str, text: str, words: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    done = jisr("translate", "a.txt", "--memory", name, "-o", "a.en")
    assert done.code == 2
    assert words in done.err
    assert len(done.err.splitlines()) == 1
    assert not Path("a.en").exists()


def test_options_without_effect_and_lost_files_are_refused(jisr: CommandLine) -> None:
    assert "--memory" in jisr("translate", "a.txt", "--match", "90").err
    assert jisr("translate", "a.txt", "--memory", "none.tmx").code == 2
    done = jisr("translate", "a.txt", "--memory", "m.tsv", "-o", "m.tsv")
    assert done.code == 2
    assert Path("m.tsv").read_text(encoding="utf-8") == PAIRS

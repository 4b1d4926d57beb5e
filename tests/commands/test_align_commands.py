"""The command ``align`` from end to end: outputs, gold, folders, errors, and kill -9."""

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from command_line import run_command

from jisr.corpora.formats.corpus_files import read_pairs

SOURCE = [
    "وصل القطار إلى المحطة بعد منتصف الليل، وكان المطر يهطل بغزارة.",
    "حمل سالم حقيبته الثقيلة ومشى نحو الباب.",
    "تبيع الأسواق القديمة التوابل والحرير.",
    "كانت أخته ليلى تقف تحت المصباح وفي يدها مظلة حمراء.",
    "يزرع الفلاحون القمح والشعير في الوادي.",
    "يسافر التجار عبر الصحراء على ظهور الجمال.",
    "يدرس الأطفال الرياضيات والعلوم في المدرسة.",
    "يصلح الميكانيكي محرك السيارة في الورشة.",
]
TARGET = [
    "The train reached the station after midnight.",
    "It was raining hard.",
    "Salem picked up his heavy suitcase and walked towards the door.",
    "His sister Layla was standing under the lamp with a red umbrella in her hand.",
    "The farmers grow wheat and barley in the valley.",
    "The merchants travel across the desert on the backs of camels.",
    "The children study mathematics and science at school.",
    "The mechanic repairs the car engine in the workshop.",
]
GOLD = "[0]:[0,1]\n[1]:[2]\n[2]:[]\n[3]:[3]\n[4]:[4]\n[5]:[5]\n[6]:[6]\n[7]:[7]\n"


run = partial(run_command, "align")


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "a.ar", tmp_path / "a.en"
    for path, lines in zip(paths, (SOURCE, TARGET), strict=True):
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_beads_are_printed(texts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*texts, "--lines") == 0
    out, err = capsys.readouterr()
    assert [line.rsplit(":", 1)[0] for line in out.splitlines()] == GOLD.split()
    assert err == "jisr: 1 source sentences without a partner\n"
    assert run(*texts, "--lines", "--json", "--strict") == 3
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["document"], first["source"], first["target"]) == ("a", [0], [0, 1])


def test_gold(texts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold").write_text(GOLD)
    assert run(*texts, "--lines", "--gold", str(tmp_path / "gold"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["strict"] == {"precision": 1, "recall": 1, "f1": 1}
    assert run(*texts, "--lines", "--gold", str(tmp_path / "gold"), "--method", "length") == 0
    assert capsys.readouterr().out.startswith("           strict     lax\nprecision")


def test_gold_counts_lines_whether_or_not_they_are_split(
    texts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joined = [f"{SOURCE[0]} {SOURCE[1]}", "", *SOURCE[2:]]
    Path(texts[0]).write_text("".join(line + "\n" for line in joined), encoding="utf-8")
    gold = tmp_path / "gold"
    gold.write_text(GOLD.replace("[0]:[0,1]\n[1]:[2]", "[0]:[0,1,2]"))
    assert run(*texts, "--gold", str(gold), "--json") == 0
    assert json.loads(capsys.readouterr().out)["strict"] == {"precision": 1, "recall": 1, "f1": 1}
    assert run(*texts) == 0
    assert capsys.readouterr().out.startswith("[0]:[0,1]:")


def test_pairs_are_written_to_standard_output(texts: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*texts, "--lines", "-o", "-") == 0
    pairs = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()]
    assert pairs[:2] == [[SOURCE[0], f"{TARGET[0]} {TARGET[1]}"], [SOURCE[1], TARGET[2]]]
    assert len(pairs) == 7


def test_outputs(texts: tuple[str, str], tmp_path: Path) -> None:
    names = ["o.tmx", "o.tsv", "o.jsonl", "o.html", "m.x", "m.y"]
    outputs = [str(tmp_path / name) for name in names]
    report = tmp_path / "report"
    assert run(*texts, "--lines", *(word for path in outputs for word in ("-o", path)), "--report", str(report)) == 0
    expected = [(SOURCE[0], " ".join(TARGET[:2])), (SOURCE[1], TARGET[2]), *zip(SOURCE[3:], TARGET[3:], strict=True)]
    for corpus in ([outputs[0]], [outputs[1]], outputs[4:]):
        assert [(pair.source, pair.target) for pair in read_pairs(*corpus)] == expected
    records = [json.loads(line) for line in Path(outputs[2]).read_text(encoding="utf-8").splitlines()]
    assert [(r["source_sentences"], r["target_sentences"]) for r in records][:3] == [
        ([0], [0, 1]),
        ([1], [2]),
        ([2], []),
    ]
    assert json.loads(report.read_text(encoding="utf-8"))["source"] == SOURCE[2]
    assert not list(tmp_path.glob("*.journal"))
    assert not list(tmp_path.glob(".*.part"))


def test_pairs_with_low_scores_are_left_out_if_requested(texts: tuple[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "o.tsv")
    assert run(*texts, "--lines", "--min-score", "0.99", "-o", out) == 0
    assert list(read_pairs(out)) == []


def test_text_is_split_into_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.txt").write_text(" ".join(SOURCE) + "\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text(" ".join(TARGET) + "\n", encoding="utf-8")
    assert run(str(tmp_path / "s.txt"), str(tmp_path / "t.txt")) == 0
    assert [line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()] == GOLD.split()


def test_a_given_translation(texts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told"
    told.write_text(
        "The train arrived at the station after midnight and it rained hard.\n"
        "Salem took his heavy suitcase and walked to the door.\nThe old markets sell spices and "
        "silk.\nHis sister Layla stood under the lamp and "
        "had a red umbrella in her hand.\nThe peasants grow wheat and barley in the "
        "valley.\nTraders travel across the "
        "desert on camels.\nChildren study mathematics and science in school.\nThe mechanic repairs "
        "the engine.\n"
    )
    assert run(*texts, "--lines", "--method", "translation", "--translation", str(told)) == 0
    assert [line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()] == GOLD.split()


def test_our_own_translation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = ["شكرا لك.", "أين الكتاب؟", "أنا أحب القهوة.", "هذا بيتي.", "ما اسمك؟"]
    target = ["Thank you.", "Where is the book?", "I love coffee.", "This is my house.", "What is your name?"]
    for name, lines in (("s", source), ("t", target)):
        (tmp_path / name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    words = [str(tmp_path / "s"), str(tmp_path / "t"), "--lines", "--method", "translation"]
    assert run(*words) == 0
    beads = [line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()]
    assert beads == [f"[{at}]:[{at}]" for at in range(5)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["{dir}", "{t}"], "one is a folder and the other is not"),
        (["{s}", "{dir}/none"], "none: no such file"),
        (["{s}", "{dir}/empty"], "empty: no text to align"),
        (["{s}", "{t}", "-o", "{dir}/x.tsv", "-o", "{dir}/no/x.tmx"], "the folder .* does not exist"),
        (["{s}", "{t}", "-o", "{dir}/x"], "one of two files that belong together"),
        (["{s}", "{t}", "--gold", "{t}"], "a.en:1: .* is not a bead"),
        (["{s}", "{t}", "--gold", "{dir}/gold"], "the gold of a names line 8 of the target, whose last is 7"),
        (["{s}", "{t}", "--method", "translation", "-m", "{dir}/none"], "no such folder"),
        (["{s}", "{t}", "--translation", "{t}2"], "1 translations of 8 source sentences"),
        (["{dir}", "{dir}/folder"], "no file of that name on the other side"),
    ],
)
def test_errors_are_reported_in_one_line(
    words: list[str], message: str, texts: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").write_text("\n \n")
    (tmp_path / "a.en2").write_text("One line.\n")
    (tmp_path / "gold").write_text("[7]:[8]\n")
    (tmp_path / "folder").mkdir()
    given = [word.format(dir=tmp_path, s=texts[0], t=texts[1]) for word in words]
    assert run(*given, "--lines") in (1, 2)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert re.search(message, err)
    assert not list(tmp_path.rglob("x*"))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    sides = tmp_path / "ar", tmp_path / "en"
    rng = random.Random(4)
    for folder in sides:
        folder.mkdir()
    for number in range(12):
        order = rng.sample([1, 3, 4, 5, 6, 7], 5)
        for folder, lines, lang in zip(sides, (SOURCE, TARGET), ("ar", "en"), strict=True):
            picked = [lines[at if lang == "ar" or at != 1 else 2] for at in order]
            (folder / f"{number:02}.{lang}.txt").write_text("\n".join(picked) + "\n", encoding="utf-8")
    return sides


def test_folders_are_matched_by_name(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*map(str, folders), "--lines") == 0
    assert capsys.readouterr().out.count("# ") == 12


@pytest.mark.kill
def test_resumed_run_writes_the_same_bytes(folders: tuple[Path, Path], tmp_path: Path) -> None:
    whole = [tmp_path / name for name in ("whole.tmx", "whole.html")]
    command = [sys.executable, "-m", "jisr", "align", *map(str, folders), "--lines", "--method", "length"]
    subprocess.run([*command, "-o", whole[0], "-o", whole[1]], check=True, capture_output=True)
    for trial in range(4):
        folder = tmp_path / f"trial{trial}"
        folder.mkdir()
        again = [folder / path.name for path in whole]
        words = [*command, "-o", str(again[0]), "-o", str(again[1])]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        journal = folder / "whole.tmx.journal"
        # It is killed by its progress and not by the clock, so that a busy machine gives the same test.
        while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 3 * trial):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        written = [(ours, path) for ours, path in zip(again, whole, strict=True) if ours.exists()]
        assert all(ours.read_bytes() == path.read_bytes() for ours, path in written)
        subprocess.run(words, check=True, capture_output=True)
        assert [path.read_bytes() for path in again] == [path.read_bytes() for path in whole]
        assert sorted(folder.iterdir()) == sorted(again)


def test_page_has_the_directions_of_both_languages(texts: tuple[str, str], tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    out = tmp_path / "page.html"
    assert run(*texts, "--lines", "-o", str(out)) == 0
    text = out.read_text(encoding="utf-8")
    assert text.count('dir="rtl"') == text.count('dir="ltr"') == 8
    assert not any(word in text for word in ("http:", "https:", "<script", "src=", "url(", "@import"))
    if browser is None:
        pytest.skip("no Chromium on this machine")
    probe = tmp_path / "probe.html"
    script = """<script>
    const rows = [...document.querySelectorAll("tbody tr")].map(row => [row.cells[1], row.cells[2]]);
    const right = rows.every(([ar, en]) => getComputedStyle(ar).direction === "rtl"
      && getComputedStyle(en).direction === "ltr"
      && ar.getBoundingClientRect().top === en.getBoundingClientRect().top);
    const fetched = performance.getEntriesByType("resource").length;
    document.title = `rows ${rows.length} right ${right} fetched ${fetched}`;
    </script>"""
    probe.write_text(text.replace("</body>", script + "</body>"), encoding="utf-8")
    shown = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--dump-dom",
            f"--user-data-dir={tmp_path}/profile",
            probe.as_uri(),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "<title>rows 8 right true fetched 0</title>" in shown.stdout

"""Documents that a pool of workers aligns have the beads, pages, notes and reports of one process."""

import sys
from pathlib import Path
from random import Random

import pytest
from command_line import CommandLine
from killed import finish_after_kill

ARABIC = [
    "فتحت المكتبة أبوابها في الربيع.",
    "جاء الناس من كل حي، وقرؤوا الكتب حتى المساء.",
    "كان الجو باردا.",
    "شكرا لكم.",
    "وصل القطار متأخرا ساعة كاملة.",
]
ENGLISH = [
    "The library opened in spring.",
    "People came from every quarter, and read the books until evening.",
    "It was cold.",
    "Thank you.",
    "The train was a whole hour late.",
]
SHARED = ["--cluster", "local", "--workers", "2"]


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """Two folders with documents of several kinds, some with sentences that have no partner."""
    random = Random(4)
    for name in ("ar", "en"):
        (tmp_path / name).mkdir()
    for number in range(9):
        order = random.sample(range(5), 4)
        for name, sentences in (("ar", ARABIC), ("en", ENGLISH)):
            texts = [sentences[at] for at in (order[:3] if name == "en" and number % 3 == 0 else order)]
            if number % 4 == 3:
                body = "".join(f"<p>{text}</p>" for text in texts)
                (tmp_path / name / f"{number}.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
            else:
                (tmp_path / name / f"{number}.txt").write_bytes(
                    "\n".join(texts).encode() + b"\n\xff.\n" * (number == 5)
                )
    return [str(tmp_path / "ar"), str(tmp_path / "en")]


@pytest.mark.parametrize("method", ["length", "embedding", "translation"])
def test_outputs_are_those_of_one_process(
    jisr: CommandLine, folders: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    results = []
    for name, options in (("one", []), ("two", SHARED)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        outputs = [word for suffix in ("tmx", "jsonl", "html") for word in ("-o", f"o.{suffix}")]
        done = jisr("align", *folders, *outputs, "--report", "r.jsonl", "--method", method, *options)
        results.append((done, {path.name: path.read_bytes() for path in Path().iterdir()}))
    assert results[0] == results[1]
    assert results[0][0].code == 0
    assert "2 lines with bytes that do not decode" in results[0][0].err
    assert set(results[0][1]) == {"o.tmx", "o.jsonl", "o.html", "r.jsonl"}


def test_beads_are_printed_and_one_document_is_aligned_too(jisr: CommandLine, folders: list[str]) -> None:
    for words in (folders, [f"{folder}/3.html" for folder in folders]):
        one = jisr("align", *words, "--method", "length", "--json")
        assert one.code == 0
        assert jisr("align", *words, "--method", "length", "--json", *SHARED) == one


def test_the_first_wrong_document_is_named(jisr: CommandLine, folders: list[str], tmp_path: Path) -> None:
    for number in (4, 6):
        (tmp_path / "en" / f"{number}.txt").write_text("\n \n", encoding="utf-8")
    for options in ([], SHARED):
        found = jisr("align", *folders, "-o", tmp_path / "o.tsv", "--method", "length", *options)
        assert (found.code, found.err) == (2, f"jisr: {tmp_path}/en/4.txt: no text to align\n")
        assert not (tmp_path / "o.tsv").exists()
    assert "shard lines 5 has no effect" in jisr("align", *folders, *SHARED, "--shard-lines", "5").err
    for number in (4, 6):
        (tmp_path / "en" / f"{number}.txt").write_text(ENGLISH[0], encoding="utf-8")
    for name, options in (("p.tsv", []), ("o.tsv", SHARED)):
        assert jisr("align", *folders, "-o", tmp_path / name, "--method", "length", *options).code == 0
    assert (tmp_path / "o.tsv").read_bytes() == (tmp_path / "p.tsv").read_bytes()
    assert not (tmp_path / "o.tsv.shards").exists()


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("victims", ["workers", "driver"])
def test_killed_workers_and_drivers_end_in_the_same_pairs(jisr: CommandLine, tmp_path: Path, victims: str) -> None:
    for name, sentences in (("ar", ARABIC), ("en", ENGLISH)):
        (tmp_path / name).mkdir()
        for number in range(300):
            (tmp_path / name / f"{number}.txt").write_text("\n".join([*sentences, str(number)]), encoding="utf-8")
    words = [str(tmp_path / "ar"), str(tmp_path / "en"), "--method", "length"]
    output = tmp_path / "o.tsv"
    assert jisr("align", *words, "-o", tmp_path / "plain.tsv").code == 0
    command = [sys.executable, "-m", "jisr", "align", *words, "-o", str(output), *SHARED]
    finish_after_kill(command, output, victims)
    assert output.read_bytes() == (tmp_path / "plain.tsv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ar", "en", "o.tsv", "plain.tsv"]

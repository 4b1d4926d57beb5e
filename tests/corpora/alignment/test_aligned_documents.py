"""Documents as the two sides of an alignment."""

from pathlib import Path

import docx
import pytest
from command_line import CommandLine
from round_trip import units_of

from jisr.corpora.alignment.documents import match_folders, read_document_text
from jisr.errors import InputError

ARABIC = ["فتحت المكتبة أبوابها في الربيع.", "جاء الناس من كل حي. قرؤوا الكتب حتى المساء.", "شكرا لكم."]
ENGLISH = ["The library opened in spring.", "People came from every quarter. They read until evening.", "Thank you."]
TIMES = ["00:00:01,000 --> 00:00:03,000", "00:00:05,000 --> 00:00:09,000", "00:00:10,000 --> 00:00:12,000"]


def write(path: Path, paragraphs: list[str]) -> Path:
    """Write paragraphs as a document of the kind of its name."""
    if path.suffix == ".docx":
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph().add_run(text).bold = True
        document.save(str(path))
    elif path.suffix == ".srt":
        cues = (f"{n}\n{time}\n{text}\n" for n, (time, text) in enumerate(zip(TIMES, paragraphs, strict=True), 1))
        path.write_text("\n".join(cues), encoding="utf-8")
    else:
        body = "".join(f"<p>{text}</p><script>let no = 1</script>" for text in paragraphs)
        path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".docx", ".html", ".srt"])
def test_sentences_of_documents_in_both_languages(tmp_path: Path, suffix: str) -> None:
    for lang, paragraphs in (("ar", ARABIC), ("en", ENGLISH)):
        text = read_document_text(str(write(tmp_path / f"a.{lang}{suffix}", paragraphs)), lang)
        assert list(text.sentences) == " | ".join(paragraphs).replace(". ", ". | ").replace("| |", "|").split(" | ")
        assert len(text.paragraphs) == 3
    # Only Arabic is a unit where documents are translated.
    assert units_of(tmp_path / f"a.ar{suffix}")
    if suffix != ".srt":
        assert not units_of(tmp_path / f"a.en{suffix}")


def test_documents_of_two_kinds_are_aligned(tmp_path: Path, jisr: CommandLine) -> None:
    source, target = write(tmp_path / "a.docx", ARABIC), write(tmp_path / "a.html", ENGLISH)
    assert jisr("align", source, target, "-o", tmp_path / "a.tsv").code == 0
    rows = [line.split("\t")[:2] for line in (tmp_path / "a.tsv").read_text(encoding="utf-8").splitlines()]
    assert [ARABIC[0], ENGLISH[0]] in rows
    assert [ARABIC[2], ENGLISH[2]] in rows


def test_folders_of_documents(tmp_path: Path) -> None:
    for name, paragraphs in (("a.ar.docx", ARABIC), ("a.en.docx", ENGLISH), ("b.ar.html", ARABIC), ("b.en.txt", [])):
        write(tmp_path / name, paragraphs)
    pairs = match_folders(tmp_path, tmp_path)
    assert [(pair.name, Path(pair.source).name, Path(pair.target).name) for pair in pairs] == [
        ("a", "a.ar.docx", "a.en.docx"),
        ("b", "b.ar.html", "b.en.txt"),
    ]


def test_a_file_of_both_languages_is_not_aligned(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text('<tmx version="1.4"/>', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.tmx: holds a text with its translation"):
        read_document_text(str(tmp_path / "a.tmx"), "ar")

"""The command ``jisr translate`` with documents, from end to end."""

import json
from pathlib import Path

import pytest
from command_line import run_command as run

PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><body><p><b>أين المحطة؟</b></p><p>2024</p></body></html>
"""
ENGLISH = PAGE.replace('lang="ar" dir="rtl"', 'lang="en" dir="ltr"').replace("أين المحطة؟", "Where is the station?")


def test_a_document_and_its_report(tmp_path: Path) -> None:
    source, output, report = tmp_path / "page.html", tmp_path / "page.en.html", tmp_path / "notes.jsonl"
    source.write_text(PAGE, encoding="utf-8")
    assert run("translate", source, "-o", output, "--report", report) == 0
    assert output.read_text(encoding="utf-8") == ENGLISH
    head, record = (json.loads(line) for line in report.read_text(encoding="utf-8").splitlines())
    assert head["run"]["model"] == "builtin"
    assert (record["unit"], record["target"]) == ("line 2:39", "Where is the station?")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.jsonl", "page.en.html", "page.html"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--bilingual"], "written as a document"),
        (["--paragraphs"], "paragraphs are joined in plain text only"),
        (["--report", "-"], "the report needs a file of its own"),
        (["--direction", "left"], "direction 'left'"),
    ],
)
def test_options_that_do_not_fit_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    source = tmp_path / "page.html"
    source.write_text(PAGE, encoding="utf-8")
    assert run("translate", source, "-o", tmp_path / "out.html", *options) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out.html").exists()


def test_documents_of_a_folder_that_only_their_content_tells(tmp_path: Path) -> None:
    values = tmp_path / "in" / "values-ar"
    values.mkdir(parents=True)
    strings = '<resources><string name="a">{}</string></resources>\n'
    (values / "strings.xml").write_text(strings.format("أين المحطة؟"), encoding="utf-8")
    (values / "layout.xml").write_text("<layout>أين المحطة؟</layout>\n", encoding="utf-8")
    (values / "not.xml").write_bytes(b"\0\1\2" * 9)
    assert run("translate", tmp_path / "in", "-o", tmp_path / "out") == 0
    assert [path.name for path in (tmp_path / "out").rglob("*.*")] == ["strings.xml"]
    written = (tmp_path / "out" / "values-ar" / "strings.xml").read_text(encoding="utf-8")
    assert written == strings.format("Where is the station?")

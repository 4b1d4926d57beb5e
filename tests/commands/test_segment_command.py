"""The command ``segment`` prints the sentences that the library finds."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from jisr.cli import main

ARTICLE = "وصل د. أحمد. ثم غادر.\r\n\r\n  متى عاد؟ غداً. \n"


def run(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str, str]:
    """Run the command, and return its exit code, standard output and standard error."""
    with pytest.raises(SystemExit) as done:
        main(["segment", *words])
    out, err = capfdbinary.readouterr()
    return int(done.value.code or 0), out.decode(), err.decode()


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "مقال 1.txt"
    path.write_bytes(ARTICLE.encode())
    return str(path)


def test_one_sentence_per_line_and_an_empty_line_after_each_input_line(
    article: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    expected = "وصل د. أحمد.\nثم غادر.\n\n\nمتى عاد؟\nغداً.\n\n"
    assert run(capfdbinary, article) == (0, expected, "")


def test_json_spans_point_into_the_lines(article: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, article, "--json")
    spans = [json.loads(line) for line in out.splitlines()]
    lines = ARTICLE.replace("\r", "").split("\n")
    assert (code, err, len(spans)) == (0, "", 4)
    assert [list(span) for span in spans] == [["line", "start", "end", "text"]] * 4
    assert [span["line"] for span in spans] == [1, 1, 3, 3]
    assert all(span["text"] == lines[span["line"] - 1][span["start"] : span["end"]] for span in spans)


def test_paragraphs_are_joined_first(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "wrapped.txt"
    path.write_text("عاد المسافر إلى\nقريته. ثم نام.\n\nانتهى.\n", encoding="utf-8")
    assert run(capfdbinary, str(path), "--paragraphs")[1] == "عاد المسافر إلى قريته.\nثم نام.\n\n\nانتهى.\n\n"
    spans = [json.loads(line) for line in run(capfdbinary, str(path), "--paragraphs", "--json")[1].splitlines()]
    assert [(span["line"], span["start"]) for span in spans] == [(1, 0), (1, 23), (4, 0)]


def test_english_and_other_encodings(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"He used it.The end came")
    assert run(capfdbinary, str(path), "--lang", "en")[1] == "He used it.\nThe end came\n\n"
    path.write_bytes("نعم. لا.".encode("cp1256"))
    assert run(capfdbinary, str(path), "--encoding", "cp1256")[1] == "نعم.\nلا.\n\n"


def test_invalid_bytes_are_reported_and_no_text_is_lost(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes("نعم. ".encode() + b"\xff\n" + "لا.\n".encode())
    code, out, err = run(capfdbinary, str(path))
    assert (code, out) == (0, "نعم. \ufffd\n\nلا.\n\n")
    assert err == f"jisr: {path}: 1 line held bytes that do not decode; each became U+FFFD\n"


def test_bad_usage_is_reported_in_one_line(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    missing = str(tmp_path / "none.txt")
    assert run(capfdbinary, missing) == (2, "", f"jisr: {missing}: no such file\n")
    assert run(capfdbinary, missing, "--lang", "fr")[0] == 2


def test_standard_input_streams() -> None:
    """The sentences of a line are printed before the next line is written."""
    with subprocess.Popen(
        [sys.executable, "-m", "jisr", "segment"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert isinstance(process.stdin, io.BufferedWriter)
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(f"نعم. {number}.\n".encode())
            process.stdin.flush()
            assert [process.stdout.readline().decode() for _ in range(3)] == ["نعم.\n", f"{number}.\n", "\n"]
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0

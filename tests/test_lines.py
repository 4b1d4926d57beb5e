"""Lines end at newlines and nowhere else, in every encoding."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import InputError
from jisr.lines import Line, cut_blocks, open_input, read_lines


def read(data: bytes, **options: str | bool) -> list[Line]:
    return list(read_lines(io.BytesIO(data), "in.txt", **options))  # type: ignore[arg-type]


class Trickle(io.BytesIO):
    """A pipe that delivers one byte at a time."""

    def read1(self, _size: int | None = -1) -> bytes:
        return self.read(1)


ODD = "one\u2028still one\ntwo\rstill two\x0b\x0c\x1c\x85\nthree"


def test_only_a_newline_ends_a_line() -> None:
    lines = read(ODD.encode())
    assert [line.text for line in lines] == ODD.split("\n")
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.ending for line in lines] == ["\n", "\n", ""]


@given(st.text())
def test_lines_add_up_to_the_text(text: str) -> None:
    encodable = text.encode("utf-8", "replace").decode()
    data = encodable.encode()
    if data.startswith(b"\xef\xbb\xbf"):
        encodable = encodable[1:]
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            lines = read(data)
        except InputError:
            assert "\0" in encodable
            return
        assert "".join(line.text + line.ending for line in lines) == encodable
        assert len(lines) == len(encodable.split("\n")) - encodable.endswith("\n") - (not encodable)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
def test_byte_order_marks_and_carriage_returns(encoding: str, stream: type[io.BytesIO]) -> None:
    data = "قال الوزير\r\nਊ\u0a0dنعم\r\n".encode(encoding)  # these letters hold the byte 0x0A in UTF-16
    lines = list(read_lines(stream(data), "in.txt"))
    assert [(line.text, line.ending) for line in lines] == [("قال الوزير", "\r\n"), ("ਊ\u0a0dنعم", "\r\n")]


def test_an_encoding_can_be_named() -> None:
    assert [line.text for line in read("نعم\nلا".encode("cp1256"), encoding="cp1256")] == ["نعم", "لا"]
    assert [line.text for line in read("نعم\nلا".encode("utf-16-be"), encoding="utf-16-be")] == ["نعم", "لا"]
    with pytest.raises(InputError, match=r"unknown encoding 'klingon'"):
        read(b"x", encoding="klingon")
    with pytest.raises(InputError, match="looks like UTF-16") as caught:
        read("plain words here".encode("utf-16-le"))
    assert caught.value.hint == "--encoding utf-16-le"


def test_invalid_bytes_are_replaced_and_flagged_or_refused() -> None:
    data = b"good\n\xff bad\n"
    assert [(line.text, line.damaged) for line in read(data)] == [
        ("good", False),
        ("\N{REPLACEMENT CHARACTER} bad", True),
    ]
    with pytest.raises(InputError, match=r"in\.txt:2: byte 1 of the line is not utf-8"):
        read(data, strict=True)


def test_a_long_line_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 5_000_000 + b"\n" + b"y")
    with open_input(path) as stream:
        assert [len(line.text) for line in read_lines(stream)] == [5_000_000, 1]


def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "none.txt", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=message), open_input(path):
            pass


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_named_encoding_works_with_and_without_a_byte_order_mark(encoding: str, mark: str) -> None:
    data = f"{mark}نعم\nلا".encode(encoding.removesuffix("-sig"))
    assert [line.text for line in read(data, encoding=encoding)] == ["نعم", "لا"]


def test_an_encoding_that_cannot_be_cut_at_newlines_is_refused() -> None:
    with pytest.raises(InputError, match=r"in\.txt: encoding 'utf-32' is not read; it may be utf-32-le or utf-32-be"):
        read(b"a", encoding="utf-32")


NO_TEXT = ["rot13", "hex", "base64", "zlib", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"]
NO_NAMES = ["klingon", "", "a\0b", "\udcff", "x" * 5000]


@pytest.mark.parametrize("encoding", [*NO_TEXT, *NO_NAMES])
def test_only_encodings_of_text_are_known(encoding: str) -> None:
    with pytest.raises(InputError, match=r"^in\.txt: unknown encoding '"):
        read(b"xn--a\n", encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6", "mac-arabic", "utf-7", "cp864", "utf-16-be"])
def test_encodings_of_arabic_are_known(encoding: str) -> None:
    text = "ﻥ" if encoding == "cp864" else "نعم"  # that one has shapes
    assert [line.text for line in read(f"{text}\n".encode(encoding), encoding=encoding)] == [text]


def test_a_line_that_never_ends_is_refused_early(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        """A stream of one line and then zeros, which counts what is read."""

        count = 0

        def read1(self, size: int) -> bytes:
            self.count += size
            return b"yes\n" if self.count == size else bytes(size)

        read = read1  # type: ignore[assignment]

    monkeypatch.setattr("jisr.lines.LONGEST_LINE", 1 << 20)
    stream = Endless()
    with pytest.raises(InputError, match=r"in\.txt:2: the line has more than 1,048,576 bytes"):
        list(read_lines(stream, "in.txt"))  # type: ignore[arg-type]
    assert stream.count < 2 << 20


@given(
    st.lists(st.sampled_from([b"", b"a", "نعم".encode(), b"\r", b"x" * 30])).map(b"\n".join),
    st.integers(1, 6),
    st.integers(1, 70),
    st.sampled_from([io.BytesIO, Trickle]),
)
def test_blocks_are_those_of_lines_one_by_one(data: bytes, lines: int, size: int, stream: type[io.BytesIO]) -> None:
    def wanted(done: int) -> int:
        return lines - done % lines

    blocks = list(cut_blocks(stream(data), "in.txt", lines=wanted, size=size))
    assert blocks == list(cut_blocks(io.BytesIO(data), "in.txt", lines=wanted, size=size, whole=lambda _line: True))
    assert b"".join(block.data for block, _ in blocks) == data
    assert all(0 < count <= wanted(block.number - 1) for block, count in blocks)

"""Hostile and wrong files of every kind: one line, exit code 2, at once, and nothing is written.

Chapters of books and pages are read as browsers do: nothing in them is too damaged, and no entity is expanded.
"""

import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CommandLine
from sample_documents import write_samples

SECONDS = 1.0
"""Most seconds of work of this process."""
LAUGHS = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
)
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>'
PROTECTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:CipherData><e:CipherReference URI="a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PACKED = ["docx", "pptx", "xlsx", "odt", "odp", "ods", "epub"]
TEXT = ["html", "md", "po", "srt", "vtt"]
XML = ["tmx", "xlf", "xliff", "xml"]
MAIN_PARTS = {
    "docx": "word/document.xml",
    "pptx": "ppt/slides/slide1.xml",
    "xlsx": "xl/sharedStrings.xml",
    "odt": "content.xml",
    "odp": "content.xml",
    "ods": "content.xml",
    "epub": "a.opf",
}

Change = Callable[[Path], None]


def repacked(path: Path, change: Callable[[str, bytes], bytes | None], added: dict[str, bytes] | None = None) -> None:
    """Write a zip file again with its parts changed; a part that becomes ``None`` is left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as output:
        for name, content in (parts | (added or {})).items():
            changed = change(name, content)
            if changed is not None:
                output.writestr(name, changed)


def in_main_part(change: Callable[[bytes], bytes | None]) -> Change:
    """Return a change of the part with the text."""

    def changed(path: Path) -> None:
        main = MAIN_PARTS[path.suffix[1:]]
        repacked(path, lambda name, content: change(content) if name == main else content)

    return changed


def in_text(change: Callable[[bytes], bytes]) -> Change:
    """Return a change of a whole file."""

    def changed(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return changed


def with_part(name: str, content: bytes) -> Change:
    """Return a change that adds a part."""
    return lambda path: repacked(path, lambda _, part: part, {name: content})


def encrypted(path: Path) -> None:
    """Set the flag of encryption of all parts."""
    data = bytearray(path.read_bytes())
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(start)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(start, place + 4)
    path.write_bytes(data)


def doubled(path: Path) -> None:
    """Add a second part with the name of another."""
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(archive.namelist()[-1], b"x")


def encrypted_entry(path: Path) -> None:
    """Let the manifest say that the parts are encrypted."""
    entry = b"<manifest:encryption-data/></manifest:file-entry>"
    repacked(path, lambda _, content: content.replace(b"</manifest:file-entry>", entry))


def lying(path: Path) -> None:
    """Let the list of the zip file name a size that no disk has."""
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 0xFFFFFFF0)
    path.write_bytes(data)


def without_end(data: bytes) -> bytes:
    """Return the first half of a file."""
    return data[: len(data) // 2]


def behind_declaration(declared: str) -> Callable[[bytes], bytes]:
    """Return a change that puts something in front of the outermost element."""

    def changed(data: bytes) -> bytes:
        at = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
        return data[:at] + declared.encode() + data[at:]

    return changed


def deep(data: bytes) -> bytes:
    """Return a file with elements nested a hundred thousand deep at its end."""
    at = data.rindex(b"</")
    return data[:at] + b"<a>" * 100_000 + data[at:]


CASES: list[tuple[str, str, Change]] = [
    *((kind, "bomb", with_part("media/bomb.bin", bytes(40 << 20))) for kind in PACKED),
    *((kind, "path", with_part("../../out.txt", b"x")) for kind in PACKED),
    *((kind, "path of Windows", with_part("..\\out.txt", b"x")) for kind in PACKED),
    *((kind, "absolute path", with_part("/etc/out.txt", b"x")) for kind in PACKED),
    *((kind, "path with a drive", with_part("C:\\out.txt", b"x")) for kind in PACKED),
    *((kind, "two parts of a name", doubled) for kind in PACKED),
    *((kind, "encrypted", encrypted) for kind in PACKED),
    *((kind, "size", lying) for kind in PACKED),
    *((kind, "cut", in_text(without_end)) for kind in PACKED),
    *((kind, "part cut", in_main_part(without_end)) for kind in PACKED),
    *((kind, "part gone", in_main_part(lambda _: None)) for kind in ("docx", "pptx")),
    *((kind, "laughs", in_main_part(behind_declaration(LAUGHS))) for kind in PACKED),
    *((kind, "external entity", in_main_part(behind_declaration(EXTERNAL))) for kind in PACKED),
    *((kind, "deep", in_main_part(deep)) for kind in PACKED),
    *((kind, "cut", in_text(without_end)) for kind in (*XML, "json")),
    *((kind, "laughs", in_text(behind_declaration(LAUGHS))) for kind in XML),
    *((kind, "external entity", in_text(behind_declaration(EXTERNAL))) for kind in XML),
    *((kind, "entity of the declaration", in_text(behind_declaration(PARAMETER))) for kind in XML),
    *((kind, "deep", in_text(deep)) for kind in XML),
    *((kind, "wrong bytes", in_text(lambda data: data.replace("أ".encode(), b"\xff\xfe"))) for kind in (*XML, "po")),
    *((kind, "zeros", in_text(lambda data: data[:-9] + bytes(9) + data[-9:])) for kind in TEXT),
    *((kind, "no mark", in_text(lambda data: data.decode().encode("utf-16-le"))) for kind in TEXT if kind != "html"),
    *((kind, "other encoding", in_text(lambda data: data.decode().encode("cp1256"))) for kind in (*TEXT, *XML)),
    ("po", "no entries", in_text(lambda data: data + b"what is this\n")),
    ("epub", "copy protection", with_part("META-INF/encryption.xml", PROTECTION.encode())),
    *((kind, "encrypted by the manifest", encrypted_entry) for kind in ("odt", "odp", "ods")),
]
NAMED = {"encrypted": "encrypted", "bomb": "unpacked", "laughs": "entit", "external entity": "entit", "deep": "deep"}
"""What the line says of each."""
WRONG: list[tuple[str, bytes]] = [
    ("old.doc", COMPOUND + "WordDocument".encode("utf-16-le")),
    ("locked.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le")),
    ("old.xls", COMPOUND),
    ("book.txt", b"PK\x03\x04" + bytes(100)),
    ("some.zip", b"PK\x05\x06" + bytes(18)),
    ("paper.pdf", b"%PDF-1.7\n"),
    ("paper.fodt", b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument">'),
    ("paper.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="a"/>'),
    ("letter.txt", b"{\\rtf1\\ansi}"),
    ("a.txt", b"\x1f\x8b\x08\x00"),
    ("a.html", b"\x89PNG\r\n\x1a\n\x00"),
    ("a.srt", bytes(range(256)) * 8),
    ("a.docx", b""),
    ("a.docx", "نص بلا شكل".encode()),
    ("a.mp3.srt", b"ID3\x04" + bytes(400)),
    ("a.json", b"[" * 200_000),
    ("a.json", b"[" * 100_000 + b"]" * 100_000),
    ("a.arb", b'{"a": "' + b"{n, select, a{" * 2_000 + "نص".encode() + b"}}" * 2_000 + b'"}'),
    ("a.json", b"{]"),
]


def refusal(jisr: CommandLine, path: Path) -> str:
    """Translate a file, check that it is refused as it must be, and return the line."""
    before = sorted(path.parent.iterdir())
    started = time.process_time()
    done = jisr("translate", path, "-o", path.parent / "out")
    assert time.process_time() - started < SECONDS
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done.err
    assert path.name in done.err
    assert sorted(path.parent.iterdir()) == before
    return done.err


@pytest.mark.parametrize(("kind", "what", "change"), CASES, ids=[f"{kind} {what}" for kind, what, _ in CASES])
def test_hostile_and_damaged_files(tmp_path: Path, jisr: CommandLine, kind: str, what: str, change: Change) -> None:
    path = write_samples(tmp_path)[kind]
    change(path)
    line = refusal(jisr, path)
    assert "Traceback" not in line
    wanted = {
        "encrypted": "encrypted",
        "bomb": "unpacked",
        "laughs": "entit",
        "external entity": "entit",
        "deep": "deep",
    }
    assert wanted.get(what, "") in line


@pytest.mark.parametrize(("name", "content"), WRONG, ids=[f"{name} {content[:6]!r}" for name, content in WRONG])
def test_files_that_are_no_documents(tmp_path: Path, jisr: CommandLine, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    refusal(jisr, tmp_path / name)


@pytest.mark.parametrize(
    ("kind", "name"), [("xliff", "a.xlf"), ("html", "a.txt"), ("tmx", "a.xml"), ("docx", "a.zip"), ("vtt", "a.srt")]
)
def test_a_wrong_suffix_is_seen_through(tmp_path: Path, jisr: CommandLine, kind: str, name: str) -> None:
    path = write_samples(tmp_path)[kind].rename(tmp_path / name)
    assert jisr("inspect", path).out.count("\n") == 4


def test_a_memory_in_utf_16(tmp_path: Path, jisr: CommandLine) -> None:
    path = write_samples(tmp_path)["tmx"]
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert jisr("inspect", path).out.count("\n") == 4

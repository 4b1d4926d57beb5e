"""The entries of memories: TMX with codes, dates and names, XLIFF, PO, tables; and files that are none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.memory.entries import MemoryEntry, read_entries
from jisr.errors import InputError

TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header srclang="ar"/><body>
<tu tuid="greeting" changedate="20240105T100000Z"><prop type="prev">قبلها.</prop>
  <tuv xml:lang="ar-SA"><seg>انقر <bpt i="1">&lt;b&gt;</bpt>هنا<ept i="1">&lt;/b&gt;</ept> لفتح <ph>%s</ph></seg></tuv>
  <tuv xml:lang="EN">
  <seg>Click <bpt i="1">&lt;b&gt;</bpt>here<ept i="1">&lt;/b&gt;</ept> to open <ph>%s</ph></seg></tuv>
</tu>
<tu><tuv xml:lang="ar"><seg>شكرا</seg></tuv><tuv xml:lang="fr"><seg>Merci</seg></tuv></tu>
<tu><tuv xml:lang="ar"><seg>SKU-12</seg></tuv><tuv xml:lang="en"><seg>SKU-12</seg></tuv></tu>
<tu><tuv xml:lang="ar"><seg>إلى <hi>اللقاء</hi></seg></tuv>
  <tuv xml:lang="en-GB" changedate="20250101T000000Z"><seg>See <hi>you</hi></seg></tuv></tu>
</body></tmx>
"""


def read(path: Path, text: str) -> list[MemoryEntry]:
    """Return the entries of a file with a text."""
    path.write_text(text, encoding="utf-8")
    return list(read_entries(str(path), FormatOptions()))


def test_codes_are_left_out_and_placeholders_stay(tmp_path: Path) -> None:
    first, second = read(tmp_path / "m.tmx", TMX)
    assert first == MemoryEntry(
        "انقر هنا لفتح %s", "Click here to open %s", 1, "greeting", "20240105T100000Z", "قبلها."
    )
    assert second == MemoryEntry("إلى اللقاء", "See you", 4, "", "20250101T000000Z", "انقر هنا لفتح %s")


def test_xliff_of_both_families(tmp_path: Path) -> None:
    old = """<xliff version="1.2"><file source-language="ar" target-language="en"><body>
    <trans-unit id="7" resname="menu.open"><source>افتح <g id="1">الملف</g></source>
    <target>Open <g id="1">it</g></target></trans-unit>
    <trans-unit id="8"><source>أغلق</source></trans-unit></body></file></xliff>"""
    new = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar" trgLang="en"><file id="f">
    <unit id="u9"><segment id="s1"><source>افتح <pc id="1">الملف</pc></source>
    <target>Open <pc id="1">it</pc></target></segment></unit>
    </file></xliff>"""
    assert read(tmp_path / "m.xlf", old) == [MemoryEntry("افتح الملف", "Open it", 1, "menu.open")]
    assert read(tmp_path / "n.xliff", new) == [MemoryEntry("افتح الملف", "Open it", 1, "u9")]


def test_po_without_fuzzy_messages(tmp_path: Path) -> None:
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "menu"\nmsgid "افتح %s"\nmsgstr "Open %s"\n\n#, fuzzy\nmsgid "أغلق"\nmsgstr "Close"\n\n'
        'msgid "ملف"\nmsgid_plural "ملفات"\nmsgstr[0] "a file"\nmsgstr[1] "files"\n'
    )
    found = read(tmp_path / "m.po", text)
    assert [(entry.source, entry.target, entry.unit) for entry in found] == [
        ("افتح %s", "Open %s", "menu"),
        ("ملف", "a file", ""),
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("m.tsv", "شكرا\tThanks\nلا\tNo\n"),
        ("m.jsonl", '{"source": "شكرا", "target": "Thanks"}\n{"ar": "لا", "en": "No"}\n'),
    ],
)
def test_tables(tmp_path: Path, name: str, row: str) -> None:
    assert read(tmp_path / name, row) == [MemoryEntry("شكرا", "Thanks", 1), MemoryEntry("لا", "No", 2, before="شكرا")]


WRONG: dict[str, tuple[Callable[[str], str], str]] = {
    "cut.tmx": (lambda text: text[:600], "not well-formed XML"),
    "turned.tmx": (lambda text: text.replace("ar-SA", "x1").replace('"ar"', '"x2"'), "its languages are"),
    "page.tmx": (lambda _text: "<html/>", "not a TMX file"),
    "empty.tmx": (lambda _text: "", "m"),
    "empty.tsv": (lambda _text: "", "no entry has Arabic"),
    "exchanged.tsv": (lambda _text: "Thanks\tشكرا\n", "no entry has Arabic"),
    "one.tsv": (lambda _text: "شكرا\n", "1 fields between tabs"),
    "list.jsonl": (lambda _text: "[]\n", "a JSON object is wanted"),
    "m.docx": (lambda _text: "PK", "neither a known format"),
    "noise.xliff": (lambda _text: "PK\x03\x04", "not well-formed XML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_memory_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    change, words = WRONG[name]
    with pytest.raises(InputError) as refused:
        read(tmp_path / name, change(TMX))
    assert name in str(refused.value)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "&#65;&#65;">]>'
    body = TMX.partition("?>")[2].replace("See ", "See &x;&a; ")
    last = read(tmp_path / "m.tmx", head + body)[-1]
    assert "secret" not in last.target
    assert "AA" not in last.target

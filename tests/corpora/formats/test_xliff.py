"""XLIFF of both versions is read, as text."""

from collections import Counter
from pathlib import Path

import pytest

from jisr.corpora.formats.corpus_files import open_writer, read_pairs
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

OLD = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="ar" target-language="en"><body>
<trans-unit id="1"><source>أين <g id="1">المحطة</g>؟</source>
<target>Where is the <g id="1">station</g>?</target></trans-unit>
<trans-unit id="2"><source>شكرا.</source></trans-unit>
<trans-unit id="3"><source>مساء الخير.</source><target>Good evening.</target></trans-unit>
</body></file></xliff>"""
NEW = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar" trgLang="en"><file id="f">
<unit id="1"><segment><source>نام الولد.</source><target>The boy slept.</target></segment>
<segment><source>ثم قام.</source><target>Then he got up.</target></segment></unit></file></xliff>"""


@pytest.mark.parametrize(
    ("name", "text", "pairs", "notes"),
    [
        (
            "a.xliff",
            OLD,
            [Pair("أين المحطة؟", "Where is the station?"), Pair("مساء الخير.", "Good evening.")],
            {"segments with inline tags, their content read as text": 2, "units without a translation, passed over": 1},
        ),
        ("a.xlf", NEW, [Pair("نام الولد.", "The boy slept."), Pair("ثم قام.", "Then he got up.")], {}),
    ],
)
def test_translated_units_are_read(
    tmp_path: Path, name: str, text: str, pairs: list[Pair], notes: dict[str, int]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    options = FormatOptions()
    assert list(read_pairs(tmp_path / name, options=options)) == pairs
    assert options.notes == Counter(notes)


def test_another_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xliff").write_text("<html/>", encoding="utf-8")
    with pytest.raises(InputError, match="not an XLIFF file: its outermost element is html"):
        list(read_pairs(tmp_path / "a.xliff"))


def test_it_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="XLIFF is read only"), open_writer(tmp_path / "a.xliff"):
        pass
    assert list(tmp_path.iterdir()) == []

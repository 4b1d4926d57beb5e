"""Translation memories (TMX) as documents."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.corpora import Pair, read_pairs
from jisr.translate.documents.unit import Target, tagged_text

MEMORY = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="*all*" \
datatype="xml"/>
  <body>
    <tu tuid="a">
      <note>من الموقع</note>
      <tuv xml:lang="AR-SA">
        <seg>مرحبا <bpt i="1" x="1">&lt;b title="<sub>عنوان</sub>"></bpt>يا<ept i="1">&lt;/b></ept> <ph>%s</ph>\
<hi>سامي</hi>
<ut>{</ut></seg>
      </tuv>
    </tu>
    <tu><tuv xml:lang="ar"><seg>نعم</seg></tuv><tuv xml:lang="EN-us"><seg>Yes</seg></tuv></tu>
    <tu><tuv xml:lang="EN-us"><seg/></tuv><tuv xml:lang="ar_EG"><prop type="p">q</prop><seg>لا</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>oui</seg></tuv><tuv lang="ar"><seg>أجل</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>non</seg></tuv></tu>
  </body>
</tmx>
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / "a.tmx"
    path.write_bytes(text.encode(encoding))
    return path


def test_units_and_round_trip(tmp_path: Path) -> None:
    path = write(tmp_path, MEMORY)
    units = units_of(path)
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units] == [
        ("a", "مرحبا <1>يا</1> <2/><3>سامي</3>\n<4/>"),
        ("a sub 1", "عنوان"),
        ("tu 3", "لا"),
        ("tu 4", "أجل"),
    ]
    assert units[0].context == "من الموقع"
    check_round_trip(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_english_stands_behind_arabic(tmp_path: Path, encoding: str) -> None:
    text = MEMORY.replace("utf-8", "utf-16") if encoding != "utf-8" else MEMORY
    path = write(tmp_path, text, encoding)
    check_round_trip(path)
    written = rewritten(path, change=in_english({"لا": "No & no", "أجل": "Sure", "عنوان": "Title"})).decode(encoding)
    expected = text.replace('<tuv xml:lang="EN-us"><seg/>', '<tuv xml:lang="EN-us"><seg>No &amp; no</seg>')
    expected = expected.replace(
        "أجل</seg></tuv>", 'أجل</seg></tuv><tuv lang="EN-us" creationid="jisr"><seg>Sure</seg></tuv>'
    )
    start, end = expected.index("\n        <seg>"), expected.index("\n    </tu>")
    content = expected[start:end].replace("عنوان", "Title")
    tag = '\n      <tuv xml:lang="EN-us" creationid="jisr">'
    assert written == expected[:end] + tag + content + expected[end:]


def test_another_reader_reads_the_drafts(tmp_path: Path) -> None:
    path = write(tmp_path, MEMORY)
    path.write_bytes(rewritten(path, change=lambda unit: Target("English", unit.codes, origin="model")))
    pairs = list(read_pairs(path))
    assert pairs[1:] == [Pair("نعم", "Yes"), Pair("لا", "English"), Pair("أجل", "English")]
    assert not units_of(path)


VARIANTS = st.sampled_from(
    [
        '<tuv xml:lang="ar"><seg>نعم <ph>x</ph></seg></tuv>',
        '<tuv xml:lang="en"><seg>Yes</seg></tuv>',
        "<!-- c -->",
        " \n",
        '<tuv lang="en-GB"><seg></seg></tuv>',
        '<tuv xml:lang="AR"></tuv>',
        '<prop type="a">b</prop>',
        "<note>n</note>",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(VARIANTS, max_size=5).map("".join), max_size=5))
def test_any_file_comes_back(tmp_path: Path, units: list[str]) -> None:
    body = "".join(f"<tu>{unit}</tu>" for unit in units)
    check_round_trip(write(tmp_path, f"<tmx version='1.4'><header/><body>{body}</body></tmx>"))

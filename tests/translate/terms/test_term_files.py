"""Lists of terms are read from TSV, CSV and TBX of both editions; what is none is refused in one line."""

from pathlib import Path

import pytest

from jisr.errors import InputError
from jisr.translate.terms.term_files import read_terms
from jisr.translate.terms.term_list import Term


def read(path: Path, text: str) -> tuple[Term, ...]:
    """Return the terms of a file with a text."""
    path.write_text(text, encoding="utf-8")
    return read_terms(str(path)).terms


COURT = Term("محكمة", ("court", "tribunal"), ("bench",), "law")
KEPT = Term("جسر", ("جسر",))

TABLES = [
    ("t.tsv", "# ours\nمحكمة\tcourt; tribunal; !bench\tlaw\n\nجسر\t\n"),
    ("t.txt", "\ufeffمحكمة\tcourt;tribunal;! bench\tlaw\nجسر\t\t\n"),
    ("t.tsv", "Note\tEnglish\tArabic\nlaw\tcourt;tribunal;!bench\tمحكمة\n\t\tجسر\n"),
    ("t.csv", 'source,target,note\nمحكمة,"court; tribunal; !bench",law\nجسر,\n'),
    ("t.csv", "محكمة,court;tribunal;!bench,law\r\nجسر,,\r\n"),
]


@pytest.mark.parametrize(("name", "text"), TABLES)
def test_tables(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path / name, text) == (COURT, KEPT)


def test_only_a_forbidden_translation_wants_none(tmp_path: Path) -> None:
    assert read(tmp_path / "t.tsv", "محكمة\t!bench\n") == (Term("محكمة", (), ("bench",)),)


OLD = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="c1"><note>law</note>
 <langSet xml:lang="ar-SA"><tig><term>محكمة</term></tig></langSet>
 <langSet xml:lang="EN"><tig><term>court</term></tig><ntig><termGrp><term>tribunal</term></termGrp></ntig>
  <tig><term>bench</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry>
<termEntry><langSet xml:lang="ar"><tig><term>بنك</term></tig></langSet></termEntry>
</body></text></martif>"""
NEW = """<?xml version="1.0"?><tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body>
<conceptEntry id="c1"><note>law</note>
 <langSec xml:lang="ar"><termSec><term>محكمة</term></termSec></langSec>
 <langSec xml:lang="en"><termSec><term>court</term></termSec><termSec><term>tribunal</term></termSec>
  <termSec><term>bench</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
 </langSec></conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize("text", [OLD, NEW])
def test_tbx(tmp_path: Path, text: str) -> None:
    assert read(tmp_path / "t.tbx", text) == (COURT,)


WRONG = [
    ("t.tsv", "", "holds no term"),
    ("t.tsv", "محكمة\n", "t.tsv:1: one column"),
    ("t.tsv", "court\tمحكمة\n", "t.tsv:1: the translation 'محكمة' is Arabic"),
    ("t.tsv", "court\tHof\n", "no term has Arabic letters"),
    ("t.tsv", "\tcourt\n", "t.tsv:1: a translation without a term"),
    ("t.csv", 'محكمة,"court\n', "t.csv:1: not CSV"),
    ("t.csv", "محكمة\0,court\n", "t.csv:1: a zero byte"),
    ("t.xlsx", "PK", "a list of terms is a file of .tsv"),
    ("t.tbx", OLD[:300], "not well-formed XML"),
    ("t.tbx", "<html/>", "not a TBX file: its outermost element is html"),
    ("t.tbx", "", "not well-formed XML"),
    ("t.tbx", OLD.replace('"EN"', '"fr"'), "no concept is in ar and en; its languages are ar, ar-SA, fr"),
    ("t.tbx", '<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>', "declares the entity a"),
]


@pytest.mark.parametrize(("name", "text", "words"), WRONG)
def test_what_is_no_list_of_terms(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path / name, text)
    assert words in str(refused.value)
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_lost_file(tmp_path: Path) -> None:
    for name in ("t.tsv", "t.csv", "t.tbx"):
        with pytest.raises(InputError, match="no such file"):
            read_terms(str(tmp_path / name))

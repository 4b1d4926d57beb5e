"""XLIFF 2."""

from pathlib import Path

import pytest
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.unit import Target, tagged_text

DOCUMENT = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ar">
  <file id="f1">
    <unit id="u1">
      <notes><note>تحية</note></notes>
      <originalData><data id="d1">&lt;b></data><data id="d2">%s</data></originalData>
      <segment id="s1">
        <source>مرحبا <ph id="1" dataRef="d2"/>، <pc id="2">يا <cp hex="001A"/></pc>.</source>
      </segment>
      <ignorable><source> </source></ignorable>
      <segment id="s2" state="initial">
        <source><sc id="3" dataRef="d1"/>كيف <pc id="4">الحال<ec startRef="3"/> اليوم</pc>؟ <mrk id="m1" \
translate="no">كود</mrk></source>
        <target/>
      </segment>
      <segment id="s3" state="reviewed"><source>راجع</source><target/></segment>
      <segment id="s4"><source>نعم</source><target>Yes</target></segment>
    </unit>
    <group id="g" translate="no"><unit id="u2"><segment><source>لا</source></segment></unit>
      <unit id="u3" translate="yes"><segment><source>بلى</source></segment></unit></group>
  </file>
</xliff>
"""


def write(folder: Path, text: str) -> Path:
    """Write a file and return its path."""
    path = folder / "a.xlf"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_units_and_round_trip(tmp_path: Path) -> None:
    path = write(tmp_path, DOCUMENT)
    units = units_of(path)
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units] == [
        ("u1.s1", "مرحبا <1/>، <2>يا <3/></2>."),
        ("u1.s2", "<1>كيف <2>الحال</1> اليوم</2>؟ <3/>"),
        ("u3", "بلى"),
    ]
    assert units[0].context == "تحية"
    assert [code.word for _, code in units[0].codes] == [True, False, False, False]
    assert units[1].codes[-1][1].word
    check_round_trip(path)


def test_what_is_written(tmp_path: Path) -> None:
    path = write(tmp_path, DOCUMENT)
    written = rewritten(path, change=in_english({"بلى": "Yes & no"})).decode()
    expected = DOCUMENT.replace('srcLang="ar"', 'srcLang="ar" trgLang="en"').replace(
        "<segment><source>بلى</source>",
        '<segment state="initial" subState="jisr:draft"><source>بلى</source><target>Yes &amp; no</target>',
    )
    assert written == expected
    written = rewritten(path, change=lambda unit: Target(unit.text, unit.codes, origin="model")).decode()
    start, end = DOCUMENT.index("<sc id"), DOCUMENT.index("</source>\n        <target/>")
    assert f"<target>{DOCUMENT[start:end]}</target>" in written
    assert '<segment id="s2" state="initial" subState="jisr:draft">' in written
    assert '<segment id="s3" state="reviewed"><source>راجع</source><target/>' in written


def test_a_file_into_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the target language is fr"):
        units_of(write(tmp_path, DOCUMENT.replace('srcLang="ar"', "srcLang='ar' trgLang='fr'")))


@pytest.mark.parametrize(
    ("where", "profile", "limit"),
    [
        ('segment slr:sizeRestriction="20"', "xliff:codepoints", 20),
        ('unit id="u" slr:sizeRestriction="5, 30"', "xliff:codepoints", 30),
        ('segment slr:sizeRestriction="20"', "other:pixels", None),
        ("segment", "xliff:codepoints", None),
    ],
)
def test_a_limit_in_characters(tmp_path: Path, where: str, profile: str, limit: int | None) -> None:
    text = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" '
        f'version="2.0" srcLang="ar"><file id="f"><slr:profiles generalProfile="{profile}"/>'
        '<unit id="u"><segment><source>نعم</source></segment></unit></file></xliff>'
    )
    name = where.split()[0]
    path = write(tmp_path, text.replace(f'<{name} id="u">' if name == "unit" else f"<{name}>", f"<{where}>"))
    assert [unit.limit for unit in units_of(path)] == [limit]

"""String resources of Android."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.translate.documents.formats.android import resource_text, resource_value
from jisr.translate.documents.unit import tagged_text

STRINGS = r"""<?xml version="1.0" encoding="utf-8"?>
<!-- نصوص الواجهة -->
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
    <string name="app">قارئ الأخبار</string>
    <string name="hello">مرحبا يا <xliff:g id="user" example="Sami">%1$s</xliff:g>، لديك <b>%2$d</b> رسائل.</string>
    <string name="fixed" translatable="false">لا تترجم</string>
    <string name="saved">سطر أول\nسطر \"ثان\" \u0661</string>
    <string name="page"><![CDATA[صفحة & <أخرى>]]></string>
    <string name="html"><![CDATA[<a href=\"x\">اضغط</a>&nbsp;هنا]]></string>
    <string-array name="days"><item>الأحد</item><item>الاثنين</item></string-array>
    <plurals name="files"><item quantity="one">ملف</item><item quantity="other">%d ملفات</item></plurals>
</resources>
"""


def test_units_and_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "strings.xml"
    path.write_text(STRINGS, encoding="utf-8", newline="\r\n")
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path)] == [
        ("app", "قارئ الأخبار"),
        ("hello", "مرحبا يا <1/>، لديك <2><3/></2> رسائل."),
        ("saved", 'سطر أول\nسطر "ثان" ١'),
        ("page", "صفحة & <أخرى>"),
        ("html", "<1>اضغط</1><2/>هنا"),
        ("days.0", "الأحد"),
        ("days.1", "الاثنين"),
        ("files.one", "ملف"),
        ("files.other", "<1/> ملفات"),
    ]
    check_round_trip(path)


def test_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "strings.xml"
    path.write_text(STRINGS, encoding="utf-8")
    english = {"قارئ الأخبار": 'The reader\'s "news" & more', "صفحة & <أخرى>": "@page\n<other>"}
    written = rewritten(path, change=in_english(english)).decode()
    expected = STRINGS.replace("قارئ الأخبار", 'The reader\\\'s \\"news\\" &amp; more')
    assert written == expected.replace("<![CDATA[صفحة & <أخرى>]]>", "\\@page\\n&lt;other&gt;")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&\ufffe\uffff")))
def test_resource_text_is_read_as_it_was(text: str) -> None:
    assert resource_value(resource_text(text, first=True)) == text

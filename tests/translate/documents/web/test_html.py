"""Web pages."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.unit import Target, Unit, tagged_text
from jisr.translate.documents.web.html import HtmlText
from jisr.translate.documents.web.html_tokens import html_tokens

MIRROR = DocumentOptions()

PAGE = """<!DOCTYPE html>
<!-- صفحة للتجربة -->
<html lang="ar-SA" dir=rtl>
<head><meta charset="utf-8"><title>أخبار &amp; تقارير</title>
<meta name="description" content='وصف الصفحة'><meta property="og:title" content="عنوان المشاركة">
<meta property="og:url" content="https://example.org/مقال"><meta property="og:locale" content="ar_AR">
<script>var text = "<p>لا تترجم</p>";</script>
<script type="application/ld+json">{"name": "اسم"}</script>
<style>p::before { content: "نص"; direction: rtl }</style></head>
<body>
<h1 title="تلميح">مرحبا بكم</h1>
<p style="direction: rtl; text-align: right">زار  <b>الوزير</b>
   مدينة <a href="/c?a=1&b=2" title="العاصمة">القاهرة</a> يوم&nbsp;الأحد<!-- تعليق -->.
<p>سطر أول<br/>سطر ثان<br><br>فقرة أخرى
<ul><li>بند <code>print("مرحبا")</code> هنا<li><span class="brand notranslate">شركة جسر</span> تعلن</ul>
<table summary="جدول"><tr><td align=left>خلية<td dir="ltr" align=left>أخرى</table>
<p>اختر <select name=s><option value="قيمة" label="تسمية">خيار</option></select> ثم <button>إرسال</button>
<input type=submit value=بحث><input type="hidden" value="سري"><input placeholder='اكتب "هنا"'></p>
<img src="صورة.png" alt="صورة الوزير"><div translate="no" lang="ar">نص ثابت<p translate="yes">نص متغير</p></div>
<p><strong>كله غليظ</strong></p><p>&amp;lt; و&lt;وسم&gt; و&#x202B;نص</p>
<pre>سطر
  آخر</pre><svg><title>رسم</title><g><text>عمود</text></g></svg>
</body></html>
"""


def test_units(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    units = units_of(path)
    assert [tagged_text(unit.text, unit.codes) for unit in units] == [
        "أخبار & تقارير",
        "وصف الصفحة",
        "عنوان المشاركة",
        "تلميح",
        "مرحبا بكم",
        "زار <1>الوزير</1> مدينة <2>القاهرة</2> يوم\xa0الأحد<3/>.",
        "العاصمة",
        "سطر أول<1/> سطر ثان",
        "فقرة أخرى",
        "بند <1/> هنا",
        "<1/> تعلن",
        "جدول",
        "خلية",
        "أخرى",
        "اختر <1/> ثم",
        "تسمية",
        "خيار",
        "إرسال",
        "بحث",
        'اكتب "هنا"',
        "صورة الوزير",
        "نص متغير",
        "كله غليظ",
        "&lt; و<وسم> و\u202bنص",
        "سطر\n  آخر",
        "رسم",
        "عمود",
    ]
    places = {unit.text: unit.id for unit in units}
    assert places["مرحبا بكم"] == "line 11:19"
    assert places["تلميح"] == "line 11:1@title"
    assert [code.word for unit in units for _, code in unit.codes if "<code>" in code.data] == [True]
    check_round_trip(path)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_written(newline: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8", newline=newline)
    english = {
        "أخبار & تقارير": "News & <reports>",
        "وصف الصفحة": "The page's description",
        "بحث": 'Search "all"',
        "خيار": "Option",
        "اختر  ثم": "Pick  then",
        "العاصمة": "The capital",
        "كله غليظ": "All bold",
        "&lt; و<وسم> و\u202bنص": "&lt; and <tag> and text",
        "صورة الوزير": "The minister",
    }
    before = PAGE
    for old, new in [
        ("أخبار &amp; تقارير", "News &amp; &lt;reports&gt;"),
        ("'وصف الصفحة'", "'The page&#39;s description'"),
        ("value=بحث", 'value="Search &#34;all&#34;"'),
        (">خيار<", ">Option<"),
        ("كله غليظ", "All bold"),
        ("اختر <select", "Pick <select"),
        (" ثم <button>", " then <button>"),
        ("&amp;lt; و&lt;وسم&gt; و&#x202B;نص", "&amp;lt; and &lt;tag&gt; and text"),
        ("صورة الوزير", "The minister"),
        ('title="العاصمة"', 'title="The capital"'),
    ]:
        assert old in before
        before = before.replace(old, new)
    kept = DocumentOptions(direction="keep")
    written = rewritten(path, kept, in_english(english)).decode()
    assert written == before.replace("\n", newline)


def test_right_to_left_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    expected = PAGE
    for old, new in [
        ('<html lang="ar-SA" dir=rtl>', '<html lang="en" dir=ltr>'),
        ('content="ar_AR"', 'content="en_US"'),
        ('"direction: rtl; text-align: right"', '"direction: ltr; text-align: left"'),
        ("<td align=left>", "<td align=right>"),
    ]:
        expected = expected.replace(old, new)
    assert rewritten(path, MIRROR).decode() == expected


def test_alignment_of_pages_without_direction() -> None:
    text = '<p align="right">نص<p style="text-align:left">نص<p dir=ltr align=right>نص'
    page = HtmlText(text, mirror=True)
    assert page.written(iter([Target.kept(unit) for unit in page.units()])) == text.replace('"right"', '"left"')


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1256">', "cp1256"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">', "iso-8859-6"),
        ('<?xml version="1.0" encoding="windows-1256"?>', "cp1256"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_encodings(head: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(f"{head}<p>مرحبا</p>".encode(encoding))
    assert [unit.text for unit in units_of(path)] == ["مرحبا"]
    check_round_trip(path)
    written = rewritten(path, change=in_english({"مرحبا": "Hello → you"})).decode(encoding)
    assert written.removeprefix(head) in {"<p>Hello → you</p>", "<p>Hello &#8594; you</p>"}


def test_encoding_that_is_not_declared(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<p>\n<p>مرحبا".encode("cp1256"))
    with pytest.raises(InputError, match=r"page.html:2: bytes that are not utf-8"):
        units_of(path)
    assert [unit.text for unit in units_of(path, DocumentOptions(encoding="cp1256"))] == ["مرحبا"]


BROKEN = [
    "<p",
    "<!--",
    "</a ",
    '<a b="',
    "<a b='",
    "<![CDATA[",
    "<!DOCTYPE [",
    "<script>",
    "<b>",
    "<button>x",
    "&",
    "<",
]


@pytest.mark.parametrize("piece", BROKEN)
def test_broken_pages_are_read_in_linear_time(piece: str) -> None:
    text = piece * 900 + "نص"
    assert "".join(text[token.start : token.end] for token in html_tokens(text)) == text
    page = HtmlText(text, mirror=False)
    assert page.written(iter([Target.kept(unit) for unit in page.units()])) == text


def test_too_many_elements_inside_each_other() -> None:
    with pytest.raises(InputError, match="nested more than 1,000 deep"):
        HtmlText("<button>" * 2000 + "نص", mirror=False)


NAMES = st.sampled_from("p div b i a br img code span li ul table td script title select option svg pre".split())
PIECES = st.one_of(
    st.text("اب و.&;<>\"'= \n/!-ab", max_size=8),
    st.builds("<{}>".format, NAMES),
    st.builds("</{}>".format, NAMES),
    st.builds("<{}/>".format, NAMES),
    st.builds('<{} title="{}" dir=rtl>'.format, NAMES, st.text("اب &<", max_size=4)),
    st.builds("<{} translate={}>".format, NAMES, st.sampled_from(["no", "yes"])),
    st.sampled_from(["<!-- نص -->", "<br>", "<br />\n<br>", "&amp;", "&nbsp;", "<?php نص ?>"]),
)
PAGES = st.lists(PIECES, max_size=30).map("".join)


@given(PAGES)
def test_every_page_is_written_as_it_was(text: str) -> None:
    assert "".join(text[token.start : token.end] for token in html_tokens(text)) == text
    page = HtmlText(text, mirror=False)
    units = list(page.units())
    assert page.written(iter([Target.kept(unit) for unit in units])) == text
    # Text with the codes at their places is read again as the same units.
    written = page.written(iter([changed(unit) for unit in units]))
    assert [without_space(unit.text) for unit in HtmlText(written, mirror=False).units()] == [
        without_space(unit.text + "ج") for unit in units
    ]


def changed(unit: Unit) -> Target:
    """Return a target with a letter more at the end of the text."""
    end = len(unit.text)
    last = max((index for index, (offset, _) in enumerate(unit.codes) if offset < end), default=-1)
    codes = tuple((offset if index <= last else end + 1, code) for index, (offset, code) in enumerate(unit.codes))
    return Target(unit.text + "ج", codes, origin="model")


def without_space(text: str) -> str:
    return "".join(text.split())


class Tags(HTMLParser):
    """Collects the tags of a well-formed page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(("start", tag))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))


def test_tags_are_those_of_another_parser() -> None:
    parser = Tags()
    parser.feed(PAGE.replace("<br/>", "<br>"))
    parser.close()
    void = {"empty": "start", "start": "start", "end": "end"}
    assert [(void[token.kind], token.name) for token in html_tokens(PAGE) if token.kind in void] == parser.found


def test_raised_numbers_are_no_part_of_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<p>قال ذلك<sup>1</sup> في 10<sup>٦</sup> أمتار<a role="doc-noteref" href="#n">[2]</a>.'
        "<p>س<sup>ن</sup> هنا<sup>3",
        encoding="utf-8",
    )
    assert [tagged_text(unit.text, unit.codes) for unit in units_of(path)] == [
        "قال ذلك<1/> في 10<2>٦</2> أمتار<3/>.",
        "س<1>ن</1> هنا<2/>3",
    ]
    check_round_trip(path)

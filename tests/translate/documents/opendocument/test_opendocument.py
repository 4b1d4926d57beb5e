"""OpenDocument texts, presentations and spreadsheets."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_parts import part_of
from opendocument_parts import OASIS, manifest, opendocument, part
from round_trip import KEPT, check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.kinds import document_kind
from jisr.translate.documents.markup import parse_markup
from jisr.translate.documents.unit import Target, Unit, tagged_text


def tagged(path: Path, options: DocumentOptions = KEPT) -> dict[str, str]:
    """Return the units of a file as tagged texts, by their places."""
    return {unit.id: tagged_text(unit.text, unit.codes) for unit in units_of(path, options)}


def content_in_english(path: Path, texts: dict[str, str], name: str = "content.xml", direction: str = "keep") -> str:
    """Return a part of a file that is translated by a table."""
    written = part_of(rewritten(path, DocumentOptions(direction=direction, comments=True), in_english(texts)), name)
    parse_markup(written.encode(), name)
    return written


STYLES = """<style:style style:name="T1" style:family="text"><style:text-properties officeooo:rsid="0012ab"/>\
</style:style>\
<style:style style:name="T2" style:family="text"><style:text-properties style:font-weight-complex="bold" \
officeooo:rsid="0034cd"/></style:style><style:style style:name="T3" style:family="text"><style:text-properties \
style:font-weight-complex="bold" fo:language="ar" fo:country="EG"/></style:style>"""
TEXT = """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info/>\
<text:p>نص محذوف</text:p></text:deletion></text:changed-region></text:tracked-changes>\
<text:h text:style-name="P1" text:outline-level="1"><text:bookmark-start text:name="ref1"/>الفصل \
<text:span text:style-name="T1">الأول</text:span><text:bookmark-end text:name="ref1"/></text:h>\
<text:p>زار <text:span text:style-name="T2">الوز</text:span><text:span text:style-name="T3">ير</text:span> مدينة \
<text:a xlink:type="simple" xlink:href="https://example.org/" office:title="العاصمة">القاهرة</text:a> يوم\
<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>\
<text:p>حاشية <text:span text:style-name="T2">أولى</text:span></text:p></text:note-body></text:note> الأحد\
<text:change text:change-id="c1"/>.<text:soft-page-break/></text:p>
<text:p>  انظر
  <text:bookmark-ref text:reference-format="text" text:ref-name="ref1">الفصل الأول</text:bookmark-ref> في صفحة \
<text:bookmark-ref text:reference-format="page" text:ref-name="ref1">3</text:bookmark-ref><text:s/>أو<text:s \
text:c="3"/>\
بعدها<text:line-break/>سطر ثان<text:tab/>بعده</text:p>\
<text:list><text:list-item><text:p>بند &amp; آخر</text:p></text:list-item></text:list>\
<table:table table:name="جدول"><table:table-row><table:table-cell office:value-type="string"><text:p>خلية</text:p>\
<table:table><table:table-row><table:table-cell><text:p>في جدول داخلي</text:p></table:table-cell></table:table-row>\
</table:table></table:table-cell></table:table-row></table:table>\
<text:p><draw:frame draw:name="إطار"><draw:text-box><text:p>نص الإطار</text:p></draw:text-box>\
<svg:title>عنوان الإطار</svg:title><svg:desc>وصف الإطار</svg:desc></draw:frame>بعد الإطار<office:annotation \
office:name="a1"><dc:creator>منى</dc:creator><text:p>تعليق هنا</text:p></office:annotation> نص<office:annotation-end \
office:name="a1"/></text:p><text:p>2024</text:p><text:p/>\
<text:table-of-content text:name="فهرس"><text:table-of-content-source><text:index-title-template>المحتويات\
</text:index-title-template></text:table-of-content-source><text:index-body><text:p><text:a \
xlink:href="#ref1">الفصل الأول\
<text:tab/>3</text:a></text:p></text:index-body></text:table-of-content>"""
MASTER = """<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header>\
<text:p>رأس الصفحة</text:p></style:header><style:footer><text:p>صفحة <text:page-number>١</text:page-number></text:p>\
</style:footer></style:master-page></office:master-styles>"""
META = """<office:meta><dc:title>تقرير سنوي</dc:title><dc:creator>منى علي</dc:creator><dc:language>ar-SA</dc:language>\
<meta:keyword>تقرير</meta:keyword></office:meta>"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return the path of a text with most of what a text can have."""
    others = {"styles.xml": part("styles", MASTER), "meta.xml": part("meta", META)}
    return opendocument(tmp_path / "report.odt", TEXT, STYLES, others)


def test_units_of_a_text(report: Path) -> None:
    assert tagged(report) == {
        "content.xml#h1": "الفصل الأول",
        "content.xml#p1": "زار <1>الوزير</1> مدينة <2>القاهرة</2> يوم<3/> الأحد<4/>.",
        "content.xml#a1.title": "العاصمة",
        "content.xml#p2": "حاشية <1>أولى</1>",
        "content.xml#p3": "انظر <1>الفصل الأول</1> في صفحة <2/> أو <3/>بعدها↲<4/>سطر ثان↲<5/>بعده".replace("↲", "\n"),
        "content.xml#p4": "بند & آخر",
        "content.xml#p5": "خلية",
        "content.xml#p6": "في جدول داخلي",
        "content.xml#p7": "بعد الإطار<1> نص</1>",
        "content.xml#p8": "نص الإطار",
        "content.xml#title1": "عنوان الإطار",
        "content.xml#desc1": "وصف الإطار",
        "content.xml#p9": "تعليق هنا",
        "content.xml#index-title-template1": "المحتويات",
        "content.xml#p12": "الفصل الأول",
        "styles.xml#p1": "رأس الصفحة",
        "styles.xml#p2": "صفحة <1/>",
        "meta.xml#title1": "تقرير سنوي",
    }
    assert "تعليق هنا" not in tagged(report, DocumentOptions()).values()
    assert document_kind(str(report)) == "odt"
    check_round_trip(report)


def test_words_and_marks_are_told_apart(report: Path) -> None:
    codes = {unit.id: [code.word for _, code in unit.codes] for unit in units_of(report)}
    assert codes["content.xml#p1"] == [False] * 6
    assert codes["content.xml#p3"] == [False, False, True, False, False, False]


def test_a_text_in_english(report: Path) -> None:
    english = {
        "الفصل الأول": "Chapter one",
        "زار الوزير مدينة القاهرة يوم الأحد.": "He visited Cairo & Giza  on Sunday",
        "حاشية أولى": "A note",
        "بعد الإطار نص": "After",
        "نص الإطار": "In the <frame>",
        "العاصمة": 'The "capital"',
        "تقرير سنوي": "Annual report",
    }
    written = content_in_english(report, english)
    assert "<text:note-body><text:p>A note</text:p></text:note-body>" in written
    assert "نص محذوف" in written
    assert "In the &lt;frame&gt;" in written
    assert 'office:title="The &#34;capital&#34;"' in written
    assert "Chapter one<text:tab/>3" in written
    assert written.count("</text:note>") == written.count("<office:annotation ") == 1
    assert "<dc:title>Annual report</dc:title>" in content_in_english(report, english, "meta.xml")


def test_a_link_stays_inside_its_span(tmp_path: Path) -> None:
    # Impress shows no text of a link that is in a span inside it.
    link = '<text:a xlink:href="#x">{}</text:a>'
    body = f'<text:p>اقرأ <text:span text:style-name="T2">{link.format("التقرير")}</text:span> كله</text:p>'
    path = opendocument(tmp_path / "a.odt", body, STYLES)
    assert list(tagged(path).values()) == ["اقرأ <1>التقرير</1> كله"]

    def change(unit: Unit) -> Target:
        (_, opened), (_, closed) = unit.codes
        return Target("Read the report", ((9, opened), (15, closed)))

    written = part_of(rewritten(path, change=change), "content.xml")
    assert f'<text:p>Read the <text:span text:style-name="T2">{link.format("report")}</text:span></text:p>' in written
    check_round_trip(path)


def test_right_to_left_is_turned(tmp_path: Path) -> None:
    automatic = (
        # LibreOffice takes start for left and end for right, whatever the writing mode is.
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:paragraph-properties fo:text-align="end" fo:margin-left="2cm" style:writing-mode="rl-tb"/>'
        "</style:style>"
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Body">'
        '<style:paragraph-properties style:writing-mode="rl-tb"/></style:style>'
        '<style:style style:name="P3" style:family="paragraph"><style:paragraph-properties fo:text-align="start" '
        'style:writing-mode="lr-tb"/></style:style>'
        '<style:style style:name="P4" style:family="paragraph"><style:paragraph-properties fo:text-align="start"/>'
        "</style:style>"
        '<style:style style:name="T1" style:family="text"><style:text-properties style:font-size-complex="20pt" '
        'fo:language="ar" fo:country="EG" style:language-complex="ar" style:country-complex="EG"/></style:style>'
        '<style:style style:name="Ta" style:family="table"><style:table-properties table:align="right" '
        'style:writing-mode="rl-tb"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="الفصل " '
        'style:num-format="أ, ب, ت, ..." loext:num-list-format="الفصل %1%." '
        'xmlns:loext="urn:org:documentfoundation:names:'
        'experimental:office:xmlns:loext:1.0"/></text:list-style>'
        '<number:date-style style:name="N1" number:language="ar" number:country="SA"><number:month/>'
        "</number:date-style>"
    )
    named = (
        '<office:styles><style:style style:name="Standard" style:family="paragraph"/><style:style style:name="Body" '
        'style:family="paragraph"><style:paragraph-properties fo:text-align="end" style:writing-mode="lr-tb"/>'
        '</style:style></office:styles><office:automatic-styles><style:page-layout style:name="pm1">'
        '<style:page-layout-properties style:writing-mode="rl-tb"/></style:page-layout></office:automatic-styles>'
    )
    others = {"styles.xml": part("styles", named + MASTER), "meta.xml": part("meta", META)}
    path = opendocument(tmp_path / "report.odt", "<text:p>نص</text:p>", automatic, others)
    expected = automatic
    for old, new in [
        (
            'fo:text-align="end" fo:margin-left="2cm" style:writing-mode="rl-tb"',
            'fo:text-align="start" fo:margin-left="2cm" style:writing-mode="lr-tb"',
        ),
        (
            '<style:paragraph-properties style:writing-mode="rl-tb"/>',
            '<style:paragraph-properties fo:text-align="start" style:writing-mode="lr-tb"/>',
        ),
        (
            '<style:paragraph-properties fo:text-align="start"/></',
            '<style:paragraph-properties fo:text-align="end"/></',
        ),
        ("<style:text-properties style:font", '<style:text-properties fo:font-size="20pt" style:font'),
        ('fo:language="ar" fo:country="EG"', 'fo:language="en" fo:country="US"'),
        ('language-complex="ar" style:country-complex="EG"', 'language-complex="en" style:country-complex="US"'),
        ('table:align="right" style:writing-mode="rl-tb"', 'table:align="left" style:writing-mode="lr-tb"'),
        ('num-format="أ, ب, ت, ..."', 'num-format="a"'),
        ('number:language="ar" number:country="SA"', 'number:language="en" number:country="US"'),
    ]:
        assert old in expected, old
        expected = expected.replace(old, new)
    written = rewritten(path, DocumentOptions())
    assert expected in part_of(written, "content.xml")
    assert part_of(written, "styles.xml") == others["styles.xml"].replace("rl-tb", "lr-tb")
    assert "<dc:language>en-US</dc:language>" in part_of(written, "meta.xml")
    assert tagged(path)["content.xml#list-level-style-number1.num-list-format"] == "الفصل <1/>."
    check_round_trip(path)


CELLS = """<table:content-validations><table:content-validation table:name="v" table:condition=\
"of:cell-content-is-in-list(&quot;نعم&quot;;&quot;لا &amp;quot; &quot;&quot;أبدا&quot;&quot;&quot;)">\
<table:help-message table:title="اختر"><text:p>اختر قيمة</text:p></table:help-message></table:content-validation>\
</table:content-validations><table:table table:name="ورقة" table:style-name="ta"><table:shapes><draw:frame><svg:title>\
رسم</svg:title></draw:frame></table:shapes><table:table-header-rows><table:table-row><table:table-cell \
table:style-name="ce" office:value-type="string"><text:p>الاسم</text:p></table:table-cell><table:table-cell \
table:number-columns-repeated="25"/><table:table-cell office:value-type="string" office:string-value="المدينة"><text:p>\
المدينة</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row \
table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>\
سطر أول</text:p><text:p>سطر ثان</text:p><office:annotation><text:p>تعليق</text:p></office:annotation>\
</table:table-cell>\
<table:table-cell office:value-type="float" office:value="12"><text:p>١٢ ريالا</text:p></table:table-cell>\
<table:table-cell office:value-type="date"><text:p>٢ مارس</text:p></table:table-cell></table:table-row>\
<table:table-row>\
<table:table-cell table:formula="of:=[.A1]&amp;&quot;نص&quot;" office:value-type="string" \
office:string-value="الاسم"><text:p>\
الاسم</text:p></table:table-cell><table:table-cell table:formula="of:=[.B9]" office:value-type="string">\
<text:p>ناتج آخر\
</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2" \
table:formula='of:=COUNTIF([.A1:.A9];"الاسم")&amp;"نص"'><text:p>2</text:p></table:table-cell></table:table-row></table:table>\
<table:table table:name="B"><table:table-row>\
<table:table-cell><text:p>نعم</text:p></table:table-cell></table:table-row></table:table><table:database-ranges>\
<table:filter-condition table:value="نعم"/></table:database-ranges>"""
SHEET_STYLES = """<style:style style:name="ta" style:family="table"><style:table-properties \
style:writing-mode="rl-tb"/>\
</style:style><style:style style:name="ce" style:family="table-cell"><style:paragraph-properties fo:text-align="end"/>\
</style:style>"""


def test_cells(tmp_path: Path) -> None:
    path = opendocument(tmp_path / "book.ods", CELLS, SHEET_STYLES)
    assert tagged(path) == {
        "content.xml#content-validation1 1": "نعم",
        "content.xml#content-validation1 2": 'لا &quot; "أبدا"',
        "content.xml#help-message1.title": "اختر",
        "content.xml#p1": "اختر قيمة",
        "content.xml#title1": "رسم",
        "ورقة!A1": "الاسم",
        "ورقة!AA1.string-value": "المدينة",
        "ورقة!AA1": "المدينة",
        "ورقة!A2": "سطر أول",
        "ورقة!A2 2": "سطر ثان",
        "ورقة!A2 comment": "تعليق",
        "ورقة!A4.string-value": "الاسم",
        "ورقة!A4": "الاسم",
        "ورقة!C4 formula 1": "الاسم",
        "B!A1": "نعم",
        "content.xml#filter-condition1.value": "نعم",
    }
    check_round_trip(path)
    english = {"نعم": "yes", 'لا &quot; "أبدا"': 'no, "never"', "الاسم": "Name", "المدينة": "City"}
    expected = CELLS
    for old, new in [
        ("(&quot;نعم&quot;;", "(&quot;yes&quot;;"),
        ("لا &amp;quot; &quot;&quot;أبدا&quot;&quot;", "no, &#34;&#34;never&#34;&#34;"),
        ("<text:p>نعم</text:p>", "<text:p>yes</text:p>"),
        ('table:value="نعم"', 'table:value="yes"'),
        ("<text:p>الاسم</text:p>", "<text:p>Name</text:p>"),
        ('office:string-value="الاسم"', 'office:string-value="Name"'),
        (';"الاسم")&amp;"نص"', ';"Name")&amp;"نص"'),
        ('office:string-value="المدينة"><text:p>المدينة', 'office:string-value="City"><text:p>City'),
    ]:
        assert old in expected, old
        expected = expected.replace(old, new)
    assert expected in content_in_english(path, english)
    turned = content_in_english(path, {}, direction="mirror")
    assert SHEET_STYLES.replace("rl-tb", "lr-tb").replace('"end"', '"start"') in turned


SLIDES = """<presentation:footer-decl presentation:name="f">نص التذييل</presentation:footer-decl><draw:page \
draw:name="شريحة"><draw:frame><draw:text-box><text:p>عنوان العرض</text:p></draw:text-box></draw:frame>\
<draw:custom-shape><text:p>شكل</text:p></draw:custom-shape><presentation:notes><draw:frame><draw:text-box><text:p>\
ملاحظة المتحدث</text:p></draw:text-box></draw:frame></presentation:notes></draw:page><draw:page draw:name="أخرى">\
<draw:g><svg:desc>وصف الرسم</svg:desc><draw:frame><draw:text-box><text:p>صفحة <presentation:date-time/> هنا</text:p>\
</draw:text-box></draw:frame></draw:g></draw:page>"""
CHART = f"""<office:document-content xmlns:office="{OASIS}office:1.0" xmlns:chart="{OASIS}chart:1.0" \
xmlns:text="{OASIS}text:1.0">\
<office:body><office:chart><chart:chart><chart:title><text:p>نمو الأرباح</text:p></chart:title></chart:chart>\
</office:chart></office:body></office:document-content>"""


def test_slides_and_charts_inside(tmp_path: Path) -> None:
    path = opendocument(tmp_path / "show.odp", SLIDES, others={"Object 1/content.xml": CHART})
    assert tagged(path) == {
        "content.xml#footer-decl1": "نص التذييل",
        "slide 1#p1": "عنوان العرض",
        "slide 1#p2": "شكل",
        "slide 1 notes#p1": "ملاحظة المتحدث",
        "slide 2#desc1": "وصف الرسم",
        "slide 2#p1": "صفحة <1/> هنا",
        "Object 1/content.xml#p1": "نمو الأرباح",
    }
    check_round_trip(path)


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"META-INF/manifest.xml": manifest("<manifest:encryption-data/>")}, "report.odt: is encrypted"),
        ({"META-INF/documentsignatures.xml": "<s><Signature/></s>"}, "report.odt: is signed"),
        ({"../evil.xml": "<a/>"}, "leads out of it"),
        ({"styles.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}, "report.odt/styles.xml:1: declares the entity x"),
        ({"styles.xml": "<a>" * 2000}, "nested more than 1,000 deep"),
        ({"content.xml": "<a><b></a>"}, "report.odt/content.xml:1: not well-formed"),
        ({"media/bomb": "0" * (20 << 20)}, "as no document has"),
    ],
)
def test_what_is_refused(tmp_path: Path, others: dict[str, str], message: str) -> None:
    path = opendocument(tmp_path / "report.odt", "<text:p>نص</text:p>", others=others)
    with pytest.raises(InputError, match=re.escape(message)):
        units_of(path)


def test_the_mimetype_stays_first_and_stored(report: Path) -> None:
    written = rewritten(report, DocumentOptions(), in_english({"خلية": "Cell"}))
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert written == rewritten(report, DocumentOptions(), in_english({"خلية": "Cell"}))
    assert written[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")


TEXTS = st.sampled_from(["نص", "كلمة ", " ", "A1", "&amp;", "12%", "،", "", "\n  "])
INLINE = st.recursive(
    st.one_of(
        TEXTS,
        st.sampled_from(
            [
                "<text:s/>",
                '<text:s text:c="3"/>',
                "<text:tab/>",
                "<text:line-break/>",
                "<text:page-number>1</text:page-number>",
                "<text:title>نص</text:title>",
                '<text:bookmark-start text:name="b"/>',
                '<text:bookmark-end text:name="b"/>',
                "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>حاشية</text:p>"
                "</text:note-body></text:note>",
                "<!-- نص -->",
            ]
        ),
    ),
    lambda inner: st.builds(
        lambda start, inside: f"<text:{start}>{''.join(inside)}</text:{start.split()[0]}>",
        st.sampled_from(['span text:style-name="T1"', 'span text:style-name="T2"', 'a xlink:href="#x"', "meta"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)


@given(paragraphs=st.lists(st.lists(INLINE, max_size=5).map("".join), min_size=1, max_size=3))
def test_any_paragraphs(tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]) -> None:
    folder = tmp_path_factory.mktemp("texts")
    path = opendocument(folder / "a.odt", "".join(f"<text:p>{each}</text:p>" for each in paragraphs), STYLES)
    check_round_trip(path)
    # What is written anew is read as the same text and codes.
    units = units_of(path, KEPT)
    again = folder / "b.odt"
    again.write_bytes(rewritten(path, KEPT, lambda unit: Target(unit.text.replace("نص", "قل"), unit.codes)))
    assert [without_looks(unit) for unit in units_of(again, KEPT)] == [
        without_looks(Unit(unit.id, unit.text.replace("نص", "قل"), unit.codes)) for unit in units
    ]


def without_looks(unit: Unit) -> tuple[str, list[str]]:
    """Return the words of a unit, and its codes that are no spans."""
    kept = [code.data for _, code in unit.codes if "span" not in code.data and code.data and ":s" not in code.data]
    return "".join(unit.text.split()), kept

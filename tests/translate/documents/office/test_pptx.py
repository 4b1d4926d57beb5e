"""PowerPoint presentations."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_parts import CHART, DRAWING, HEAD, MAIN, OFFICE, part_of, relations, write_package
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.unit import tagged_text

SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
NAMESPACES = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'
TYPE = "openxmlformats-officedocument.presentationml."
DRAWN = "openxmlformats-officedocument.drawingml."
PRESENTATION = f"""{HEAD}<p:presentation {NAMESPACES} rtl="1" saveSubsetFonts="1"><p:sldIdLst>\
<p:sldId id="256" r:id="b"/>\
<p:sldId id="257" r:id="a"/></p:sldIdLst><p:defaultTextStyle><a:lvl1pPr algn="r" rtl="1"/></p:defaultTextStyle>\
</p:presentation>"""
MASTER = f"""{HEAD}<p:sldMaster {NAMESPACES}><p:txBody><a:bodyPr rtlCol="1"/><a:p><a:r><a:t>انقر لتحرير العنوان</a:t>\
</a:r>\
</a:p></p:txBody><p:txStyles><p:titleStyle><a:lvl1pPr algn="r" rtl="1"/></p:titleStyle></p:txStyles></p:sldMaster>"""
CUT = """<a:r><a:rPr lang="ar-EG" dirty="0"/><a:t>مبي</a:t></a:r><a:r><a:rPr lang="en-US" err="1"/><a:t>عات </a:t>\
</a:r>\
<a:r><a:rPr lang="ar-EG" b="1"/><a:t>القاهرة</a:t></a:r><a:r><a:rPr lang="ar-EG" smtClean="0"/><a:t> هذا العام</a:t>\
</a:r>"""
FIELD = '<a:fld id="{1}" type="slidenum"><a:rPr lang="ar-EG"/><a:t>١</a:t></a:fld>'
SLIDE = f"""{HEAD}<p:sld {NAMESPACES}><p:cSld name="شريحة"><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="عنوان 1"/>\
</p:nvSpPr><p:txBody><a:bodyPr><a:normAutofit fontScale="90000"/></a:bodyPr><a:p><a:pPr algn="l"/>{CUT}\
<a:endParaRPr lang="ar-EG"/></a:p><a:p><a:pPr algn="r" rtl="0"/>{FIELD}</a:p><a:p><a:r><a:t>صفحة </a:t></a:r>{FIELD}\
<a:br/><a:r><a:t>من العرض &amp; غيره</a:t></a:r></a:p></p:txBody></p:sp><p:grpSp><p:sp><p:txBody><a:p><a:r><a:rPr>\
<a:hlinkClick r:id="h"/></a:rPr><a:t>في مجموعة</a:t></a:r></a:p></p:txBody></p:sp></p:grpSp><p:pic><p:nvPicPr>\
<p:cNvPr id="4" name="صورة" descr="خريطة مصر"/></p:nvPicPr></p:pic><p:graphicFrame><a:tbl>\
<a:tblPr firstRow="1" rtl="1"/>\
<a:tr><a:tc><a:txBody><a:p><a:r><a:t>خلية</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>\
</p:spTree></p:cSld></p:sld>"""
SECOND = f"""{HEAD}<p:sld {NAMESPACES}><p:txBody><a:p><a:r><a:t>الشريحة الأولى</a:t></a:r></a:p></p:txBody></p:sld>"""
NOTES = f"""{HEAD}<p:notes {NAMESPACES}><p:txBody><a:p><a:r><a:t>ذكّر الحضور</a:t></a:r></a:p></p:txBody></p:notes>"""
COMMENTS = f"""{HEAD}<p:cmLst {NAMESPACES}><p:cm><p:text>غيّر اللون</p:text></p:cm></p:cmLst>"""
CHART_PART = f"""{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:title><c:tx><c:rich><a:p><a:r>\
<a:t>نمو الأرباح</a:t></a:r></a:p></c:rich></c:tx></c:title><c:cat><c:strRef><c:f>Sheet1!$A$2:$A$3</c:f><c:strCache>\
<c:pt idx="0"><c:v>شتاء</c:v></c:pt><c:pt idx="1"><c:v>صيف</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val>\
<c:numRef>\
<c:numCache><c:pt idx="0"><c:v>4.5</c:v></c:pt></c:numCache></c:numRef></c:val></c:chartSpace>"""
DIAGRAM = f"""{HEAD}<dgm:dataModel xmlns:a="{DRAWING}" \
xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram">\
<dgm:t><a:p><a:r><a:t>خطوة</a:t></a:r></a:p></dgm:t></dgm:dataModel>"""
ENGLISH = {
    "مبيعات القاهرة هذا العام": "Cairo sales this year",
    "صفحة \nمن العرض & غيره": "Page \nof the show & more",
    "في مجموعة": "In a group",
    "خريطة مصر": 'A "map" of Egypt',
    "خلية": "Cell",
    "ذكّر الحضور": "Remind them",
    "نمو الأرباح": "Growth",
    "شتاء": "Season",
    "صيف": "season",
    "خطوة": "Step",
    "غيّر اللون": "Change the colour",
}


def workbook() -> bytes:
    """Return the workbook with the data of the chart, a table as PowerPoint makes it."""
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        "</row></sheetData></worksheet>"
    )
    table = (
        f'<table xmlns="{MAIN}" ref="A1:B2"><tableColumn id="1" name="شتاء"/><tableColumn id="2" name="صيف"/></table>'
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" r:id="s"/></sheets></workbook>'
    kind = "openxmlformats-officedocument.spreadsheetml."
    stream = io.BytesIO()
    write_package(
        stream,
        {
            "_rels/.rels": ("", relations(a="officeDocument xl/workbook.xml")),
            "xl/workbook.xml": (kind + "sheet.main+xml", book),
            "xl/_rels/workbook.xml.rels": ("", relations(s="worksheet worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": (kind + "worksheet+xml", sheet),
            "xl/sharedStrings.xml": (
                kind + "sharedStrings+xml",
                f'<sst xmlns="{MAIN}"><si><t>شتاء</t></si><si><t>صيف</t></si></sst>',
            ),
            "xl/tables/table1.xml": (kind + "table+xml", table),
        },
    )
    return stream.getvalue()


def write_presentation(path: Path, *, slide: str = SLIDE, book: bytes | None = None) -> Path:
    """Write a presentation of two slides; return its path."""
    write_package(
        path,
        {
            "_rels/.rels": ("", relations(a="officeDocument ppt/presentation.xml")),
            "ppt/presentation.xml": (TYPE + "presentation.main+xml", PRESENTATION),
            "ppt/_rels/presentation.xml.rels": (
                "",
                relations(a="slide slides/slide1.xml", b="slide slides/slide2.xml"),
            ),
            "ppt/slideMasters/slideMaster1.xml": (TYPE + "slideMaster+xml", MASTER),
            "ppt/slides/slide1.xml": (TYPE + "slide+xml", slide),
            "ppt/slides/slide2.xml": (TYPE + "slide+xml", SECOND),
            "ppt/slides/_rels/slide1.xml.rels": (
                "",
                relations(
                    n="notesSlide ../notesSlides/notesSlide1.xml",
                    c="chart ../charts/chart1.xml",
                    d="diagramData ../diagrams/data1.xml",
                    m="comments ../comments/comment1.xml",
                ),
            ),
            "ppt/notesSlides/notesSlide1.xml": (TYPE + "notesSlide+xml", NOTES),
            "ppt/notesSlides/_rels/notesSlide1.xml.rels": ("", relations(s="slide ../slides/slide1.xml")),
            "ppt/comments/comment1.xml": (TYPE + "comments+xml", COMMENTS),
            "ppt/charts/chart1.xml": (DRAWN + "chart+xml", CHART_PART),
            "ppt/charts/_rels/chart1.xml.rels": ("", relations(w="package ../embeddings/book1.xlsx")),
            "ppt/embeddings/book1.xlsx": ("", workbook() if book is None else book),
            "ppt/diagrams/data1.xml": (DRAWN + "diagramData+xml", DIAGRAM),
        },
    )
    return path


@pytest.fixture
def presentation(tmp_path: Path) -> Path:
    """Return the path of a presentation of two slides."""
    return write_presentation(tmp_path / "show.pptx")


def test_units_and_round_trip(presentation: Path) -> None:
    units = units_of(presentation, DocumentOptions(comments=True))
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units] == [
        ("slide 1#p1", "الشريحة الأولى"),
        ("slide 2#p1", "مبيعات <1>القاهرة</1> هذا العام"),
        ("slide 2#p3", "صفحة <1/>\n<2/>من العرض & غيره"),
        ("slide 2#p4", "في مجموعة"),
        ("slide 2#cNvPr2.descr", "خريطة مصر"),
        ("slide 2#p5", "خلية"),
        ("slide 2 notes#p1", "ذكّر الحضور"),
        ("slide 2 chart1 Sheet1!A1", "شتاء"),
        ("slide 2 chart1 Sheet1!B1", "صيف"),
        ("slide 2 chart1#p1", "نمو الأرباح"),
        ("slide 2 chart1#v1", "شتاء"),
        ("slide 2 chart1#v2", "صيف"),
        ("slide 2 data1#p1", "خطوة"),
        ("slide 2 comments#text1", "غيّر اللون"),
        ("ppt/slideMasters/slideMaster1.xml#p1", "انقر لتحرير العنوان"),
    ]
    assert [unit.text for unit in units_of(presentation) if "غيّر" in unit.text] == []
    check_round_trip(presentation)


def test_slide_in_english(presentation: Path) -> None:
    written = part_of(rewritten(presentation, change=in_english(ENGLISH)), "ppt/slides/slide1.xml")
    cut = (
        '<a:r><a:rPr lang="ar-EG" smtClean="0"/><a:t>Cairo s</a:t></a:r><a:r><a:rPr lang="ar-EG" b="1"/>'
        '<a:t>ales th</a:t></a:r><a:r><a:rPr lang="ar-EG" smtClean="0"/><a:t>is year</a:t></a:r>'
    )
    assert written == (
        SLIDE.replace(CUT, cut)
        .replace(f"<a:r><a:t>صفحة </a:t></a:r>{FIELD}<a:br/>", f"<a:r><a:t>Page </a:t></a:r>{FIELD}<a:br/>")
        .replace("من العرض &amp; غيره", "of the show &amp; more")
        .replace("في مجموعة", "In a group")
        .replace("خريطة مصر", "A &#34;map&#34; of Egypt")
        .replace("خلية", "Cell")
    )


def test_charts_and_their_workbooks_say_the_same(presentation: Path) -> None:
    written = rewritten(presentation, change=in_english(ENGLISH))
    chart = part_of(written, "ppt/charts/chart1.xml")
    # The columns of the table differ although their names in English do not.
    assert chart == CHART_PART.replace("نمو الأرباح", "Growth").replace("شتاء", "Season").replace("صيف", "season2")
    book = part_bytes(written, "ppt/embeddings/book1.xlsx")
    assert "<si><t>Season</t></si><si><t>season2</t></si>" in part_of(book, "xl/sharedStrings.xml")
    assert 'name="Season"/><tableColumn id="2" name="season2"' in part_of(book, "xl/tables/table1.xml")


def part_bytes(data: bytes, name: str) -> bytes:
    """Return a part that is no text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_direction(presentation: Path) -> None:
    written = rewritten(presentation, DocumentOptions())
    turned = 'algn="l" rtl="0"'
    assert part_of(written, "ppt/presentation.xml") == PRESENTATION.replace(' rtl="1" save', ' rtl="0" save').replace(
        'algn="r" rtl="1"', turned
    )
    assert part_of(written, "ppt/slideMasters/slideMaster1.xml") == MASTER.replace('algn="r" rtl="1"', turned).replace(
        'rtlCol="1"', 'rtlCol="0"'
    )
    # What is aligned in a paragraph that inherits its direction is turned, too; a left-to-right one is not.
    assert part_of(written, "ppt/slides/slide1.xml") == SLIDE.replace('<a:pPr algn="l"/>', '<a:pPr algn="r"/>').replace(
        'firstRow="1" rtl="1"', 'firstRow="1" rtl="0"'
    )


def test_damaged_parts_are_named(tmp_path: Path) -> None:
    path = write_presentation(tmp_path / "show.pptx", slide=SLIDE[:-5])
    with pytest.raises(InputError, match=r"show\.pptx/ppt/slides/slide1\.xml:2: not well-formed"):
        units_of(path)
    path = write_presentation(tmp_path / "show.pptx", book=b"PK")
    with pytest.raises(InputError, match=r"show\.pptx/ppt/embeddings/book1\.xlsx: cannot be read as a zip file"):
        units_of(path)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(40 << 20))
    path = write_presentation(tmp_path / "show.pptx", book=bomb.getvalue())
    with pytest.raises(InputError, match=r"book1\.xlsx: has 41,943,040 bytes unpacked from .* as no document has"):
        units_of(path)


PROPERTIES = st.sampled_from(["", '<a:rPr b="1"/>', '<a:rPr lang="ar-SA"/>', '<a:rPr><a:cs typeface="Arial"/></a:rPr>'])
TEXTS = st.sampled_from(["نص", "كلمة ", "A1", "&amp;", " ", "12%", "،", ""])
RUNS = st.builds(lambda properties, text: f"<a:r>{properties}<a:t>{text}</a:t></a:r>", PROPERTIES, TEXTS)
PIECES = st.one_of(RUNS, RUNS, st.sampled_from([FIELD, "<a:br/>", "<!-- نص -->", "\n"]))


@given(paragraphs=st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=4))
def test_round_trip_of_any_paragraphs(tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]) -> None:
    path = tmp_path_factory.mktemp("shows") / "show.pptx"
    body = "".join(f"<a:p>{each}</a:p>" for each in paragraphs)
    check_round_trip(write_presentation(path, slide=f"<p:sld {NAMESPACES}>{body}</p:sld>"))

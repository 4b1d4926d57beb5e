"""Word files."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from round_trip import KEPT, check_round_trip, in_english, parts, rewritten, units_of

from jisr.errors import InputError, JisrWarning
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.markup import parse_markup
from jisr.translate.documents.unit import Target, Unit, tagged_text

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = {
    "word/document.xml": f"{WORD}.document.main+xml",
    "word/styles.xml": f"{WORD}.styles+xml",
    "word/settings.xml": f"{WORD}.settings+xml",
    "word/numbering.xml": f"{WORD}.numbering+xml",
    "word/header1.xml": f"{WORD}.header+xml",
    "word/header2.xml": f"{WORD}.header+xml",
    "word/footer1.xml": f"{WORD}.footer+xml",
    "word/footnotes.xml": f"{WORD}.footnotes+xml",
    "word/endnotes.xml": f"{WORD}.endnotes+xml",
    "word/comments.xml": f"{WORD}.comments+xml",
    "word/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "word/diagrams/data1.xml": "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "_xmlsignatures/origin.sigs": "application/vnd.openxmlformats-package.digital-signature-origin",
}
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def part(root: str, content: str) -> str:
    """Return a part with a root element of Word."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:{root} {NAMESPACES}>{content}</w:{root}>'


def package(path: Path, contents: Mapping[str, str | bytes], types: Mapping[str, str] = TYPES) -> Path:
    """Write a Word file with these parts; those of which only the body is given get a root."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{types[name]}"/>' for name in contents)
    listed = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{overrides}</Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), listed)
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 3, 4, 5, 6)), content)
    return path


def document(path: Path, body: str, **others: str | bytes) -> Path:
    """Write a Word file with a body, and with other parts by names such as ``header1``."""
    found = {name: key for key in others for name in TYPES if Path(name).stem == key}
    contents = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    return package(path, contents | {name: others[key] for name, key in found.items()})


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    """Return a field with a result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


def contents_of(data: bytes) -> dict[str, str]:
    """Return the parts of XML of a file by name."""
    return {name: content.decode() for name, _, content in parts(data) if name.endswith(".xml")}


def tagged(path: Path, options: DocumentOptions = KEPT) -> list[str]:
    """Return the units of a file as tagged texts."""
    return [tagged_text(unit.text, unit.codes) for unit in units_of(path, options)]


def written(path: Path, texts: dict[str, str], name: str = "word/document.xml", direction: str = "mirror") -> str:
    """Return a part of a file that is translated by a table."""
    contents = contents_of(rewritten(path, DocumentOptions(direction=direction, comments=True), in_english(texts)))
    for found, content in contents.items():
        parse_markup(content.encode(), found)
    return contents[name]


def test_runs_that_look_alike_are_one_text(tmp_path: Path) -> None:
    six = "".join(
        [
            run("زار ", '<w:rtl/><w:lang w:bidi="ar-SA"/>'),
            "<w:proofErr w:type='spellStart'/>",
            run("الو", "<w:rtl/>"),
            '<w:r w:rsidR="00AB"><w:rPr><w:rtl/></w:rPr><w:lastRenderedPageBreak/><w:t>زير</w:t></w:r>',
            run(" شركة ", "<w:rtl/>"),
            run("Microsoft", "<w:lang w:val='en-US'/>"),
            run(" أمس", "<w:noProof/><w:rtl/>"),
        ]
    )
    path = document(tmp_path / "a.docx", paragraph(six) + paragraph(run("زار الوزير شركة Microsoft أمس")))
    assert tagged(path) == ["زار الوزير شركة Microsoft أمس"] * 2
    check_round_trip(path)
    english = "The minister visited Microsoft yesterday."
    assert f'<w:p><w:r><w:rPr></w:rPr><w:t xml:space="preserve">{english}</w:t></w:r></w:p>' in written(
        path, {"زار الوزير شركة Microsoft أمس": english}
    )


def test_looks_notes_and_breaks_are_codes(tmp_path: Path) -> None:
    note = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    number = run("بلغ عدد السكان ") + run("مليونا", "<w:b/><w:bCs/>") + run(" في ") + note + run("المدينة")
    path = document(tmp_path / "a.docx", paragraph(number + "<w:r><w:br/></w:r>" + run("الثانية", "<w:i/>") + note))
    (unit,) = units_of(path)
    assert tagged_text(unit.text, unit.codes) == "بلغ عدد السكان <1>مليونا</1> في <2/>المدينة\n<3/><4>الثانية</4>"
    check_round_trip(path)

    def change(unit: Unit) -> Target:
        opened, closed, reference, line, opened_italic, closed_italic = (code for _, code in unit.codes)
        codes = ((0, opened_italic), (6, closed_italic), (11, reference), (15, opened), (22, closed), (22, line))
        return Target("Second city: a million\n & more", codes, (), "model")

    content = contents_of(rewritten(path, change=change))["word/document.xml"]
    pieces = re.findall(r"<w:(footnoteReference|br|t\b[^>]*>[^<]*|b/|i/)", content)
    assert [piece.rpartition(">")[2] or piece for piece in pieces] == [
        *("i/", "Second", " city", "footnoteReference", ": a ", "b/", "million", "br", " &amp; more"),
        "footnoteReference",
    ]


def test_fields_links_and_insertions(tmp_path: Path) -> None:
    blue = '<w:color w:val="0000FF"/>'
    pages = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    link = f'<w:hyperlink r:id="rId4" w:tooltip="تلميح">{run("هنا", blue)}</w:hyperlink>'
    inserted = f'<w:ins w:id="1" w:author="س">{run("المجلس")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="س"><w:r><w:delText>الوزير</w:delText></w:r></w:del>'
    body = [
        run("صفحة ") + field("PAGE", run("٣")) + run(" من ") + pages,
        run("انظر ") + field("REF _Ref1 \\h", run("المقدمة")) + run(" أولا"),
        run("اضغط ") + link + run(" الآن"),
        run("وافق ") + inserted + deleted + run(" اليوم"),
        run("المساحة ") + "<m:oMath><m:r><m:t>س=٢</m:t></m:r></m:oMath>" + run(" متر"),
        '<w:bookmarkStart w:id="0" w:name="_Toc1"/>' + run("المقدمة") + '<w:bookmarkEnd w:id="0"/>',
    ]
    path = document(tmp_path / "a.docx", "".join(map(paragraph, body)))
    assert tagged(path) == [
        "صفحة <1/> من <2/>",
        "انظر <1>المقدمة</1> أولا",
        "اضغط <1>هنا</1> الآن",
        "تلميح",
        "وافق <1>المجلس</1><2/> اليوم",
        "المساحة <1/> متر",
        "المقدمة",
    ]
    assert [code.word for unit in units_of(path)[:1] for _, code in unit.codes] == [True, True]
    check_round_trip(path)
    content = written(path, {unit.text: "English words" for unit in units_of(path)})
    before = contents_of(path.read_bytes())["word/document.xml"]
    for kept in (
        "<w:instrText>[^<]*",
        "<w:delText>[^<]*",
        "<m:t>[^<]*",
        "<w:ins .*?>",
        "r:id=.[^ ]*",
        "w:instr=.[^>]*",
    ):
        assert sorted(re.findall(kept, content)) == sorted(re.findall(kept, before)) != []
    for kept in ("<w:bookmark[^>]*>", "fldCharType=.[a-z]*"):
        assert sorted(re.findall(kept, content)) == sorted(re.findall(kept, before)) != []
    assert not re.search("المقدمة|المجلس|تلميح", content)


def test_contents_have_the_text_of_their_headings(tmp_path: Path) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    tab = "<w:r><w:tab/></w:r>"
    number = field("PAGEREF _Toc1", run("٤"))
    first = f'<w:hyperlink w:anchor="_Toc1">{run("1.1") + tab + run("المقدمة") + tab + number}</w:hyperlink>'
    begin = mark("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + mark("separate")
    body = [begin + first, first.replace("المقدمة", "الخاتمة") + mark("end"), run("المقدمة"), run("الخاتمة")]
    path = document(tmp_path / "a.docx", "".join(map(paragraph, body)))
    assert tagged(path) == ["المقدمة", "الخاتمة"] * 2
    content = written(path, {"المقدمة": "Introduction", "الخاتمة": "Conclusion"}, direction="keep")
    before = contents_of(path.read_bytes())["word/document.xml"]
    assert content == before.replace("المقدمة", "Introduction").replace("الخاتمة", "Conclusion")


def test_text_boxes_have_the_same_text_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('نص الصندوق', '<w:rtl/>'), '<w:bidi/>')}</w:txbxContent>"
    choice = (
        f'<w:drawing><wp:docPr name="صندوق" descr="وصف"/><wps:txbx>{box}</wps:txbx><wps:bodyPr rtlCol="1"/></w:drawing>'
    )
    fallback = f'<w:pict><v:shape alt="وصف"><v:textbox style="direction: rtl">{box}</v:textbox></v:shape></w:pict>'
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    path = document(tmp_path / "a.docx", paragraph(run("قبل ") + shape + run(" بعد"), "<w:bidi/>"))
    assert tagged(path) == ["قبل <1/> بعد", "وصف", "نص الصندوق", "وصف", "نص الصندوق"]
    check_round_trip(path)
    content = written(path, {"قبل  بعد": "before, after", "نص الصندوق": "text of the box", "وصف": 'a "picture"'})
    assert content.count("text of the box") == 2
    assert 'descr="a &#34;picture&#34;"' in content
    assert 'name="صندوق"' in content
    assert not re.search(r"rtl/|w:bidi|rtlCol=.1|direction: rtl", content)


def test_every_part_with_text_is_read(tmp_path: Path) -> None:
    title = '<a:p><a:pPr algn="r" rtl="1"/><a:r><a:rPr lang="ar-SA"/><a:t>عنوان</a:t></a:r></a:p>'
    names = "<c:cat><c:f>Sheet1!$A$1</c:f><c:pt><c:v>فئة</c:v></c:pt><c:pt><c:v>12</c:v></c:pt></c:cat>"
    diagram = f"<dgm:dataModel {NAMESPACES}><dgm:t><a:p><a:r><a:t>عنوان</a:t></a:r></a:p></dgm:t></dgm:dataModel>"
    core = "<dc:title>تقرير</dc:title><dc:subject>موضوع</dc:subject><dc:creator>سامي</dc:creator>"
    bound = '<w:alias w:val="اسم"/><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:subject[1]"/>'
    content = f"<w:sdtContent>{paragraph(run('موضوع'))}</w:sdtContent>"
    body = paragraph(run("متن")) + f"<w:sdt><w:sdtPr>{bound}</w:sdtPr>{content}</w:sdt>"
    note = paragraph("<w:r><w:footnoteRef/></w:r>" + run(" حاشية"))
    level = '<w:numFmt w:val="arabicAbjad"/><w:lvlText w:val="الفصل %1:"/>'
    path = document(
        tmp_path / "a.docx",
        body,
        header1=part("hdr", paragraph(run("رأس"))),
        header2=part("hdr", paragraph(run("رأس أول"))),
        footer1=part("ftr", paragraph(run("ذيل"))),
        footnotes=part("footnotes", f'<w:footnote w:id="2">{note}</w:footnote>'),
        endnotes=part("endnotes", f'<w:endnote w:id="2">{paragraph(run("خاتمة"))}</w:endnote>'),
        comments=part("comments", f'<w:comment w:id="0">{paragraph(run("تعليق"))}</w:comment>'),
        numbering=part("numbering", f"<w:abstractNum><w:lvl>{level}</w:lvl></w:abstractNum>"),
        chart1=f"<c:chartSpace {NAMESPACES}>{title}{names}</c:chartSpace>",
        data1=diagram,
        core=f"<cp:p {CORE}>{core}</cp:p>",
    )
    check_round_trip(path)
    assert {unit.id: tagged_text(unit.text, unit.codes) for unit in units_of(path, KEPT)} == {
        "word/document.xml#p1": "متن",
        "word/document.xml#p2": "موضوع",
        "word/header1.xml#p1": "رأس",
        "word/header2.xml#p1": "رأس أول",
        "word/footer1.xml#p1": "ذيل",
        "word/footnotes.xml#p1": " حاشية",
        "word/endnotes.xml#p1": "خاتمة",
        "word/comments.xml#p1": "تعليق",
        "word/charts/chart1.xml#p1": "عنوان",
        "word/charts/chart1.xml#v1": "فئة",
        "word/diagrams/data1.xml#p1": "عنوان",
        "word/numbering.xml#lvlText1.val": "الفصل <1/>:",
        "docProps/core.xml#title": "تقرير",
        "docProps/core.xml#subject": "موضوع",
    }
    assert not any("comments" in unit.id for unit in units_of(path))
    assert written(path, {"تعليق": "A comment"}, "word/comments.xml").count("A comment") == 1
    chart = written(path, {"عنوان": "Title", "فئة": "A & B"}, "word/charts/chart1.xml")
    assert '<a:pPr algn="l" rtl="0"/><a:r><a:rPr lang="ar-SA"/><a:t>Title</a:t></a:r>' in chart
    assert "<c:v>A &amp; B</c:v>" in chart
    numbering = written(path, {"الفصل :": "Chapter"}, "word/numbering.xml")
    assert '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="Chapte%1r"/>' in numbering


STYLES = part(
    "styles",
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rtl/><w:lang w:val='ar-SA' w:bidi='ar-SA'/></w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr><w:bidi/></w:pPr></w:pPrDefault></w:docDefaults>"
    '<w:style w:styleId="T"><w:pPr><w:bidi w:val="1"/></w:pPr><w:tblPr><w:bidiVisual/></w:tblPr></w:style>'
    '<w:style w:styleId="H"><w:pPr><w:bidi w:val="0"/></w:pPr><w:rPr><w:bCs/><w:szCs w:val="36"/></w:rPr></w:style>',
)


def test_right_to_left_is_turned_in_styles_and_settings(tmp_path: Path) -> None:
    language = part("settings", '<w:themeFontLang w:val="en-US" w:bidi="ar-SA"/>')
    path = document(tmp_path / "a.docx", "", styles=STYLES, settings=language)
    turned = written(path, {}, "word/styles.xml")
    assert "<w:rPr><w:lang w:val='en-US'/></w:rPr>" in turned
    assert '<w:bidi w:val="0"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr>' in turned
    assert not re.search("<w:rtl|<w:bidi/|bidiVisual|val=.1", turned)
    assert '<w:themeFontLang w:val="en-US"/>' in written(path, {}, "word/settings.xml")


def test_right_to_left_is_turned_where_the_text_is_english(tmp_path: Path) -> None:
    look = '<w:bCs/><w:i/><w:iCs w:val="0"/><w:szCs w:val="32"/><w:rtl/><w:cs/>'
    english = '<w:b/><w:bCs/><w:i/><w:iCs w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
    latin = run("Ltd", '<w:b/><w:i/><w:sz w:val="32"/>')
    deleted = "<w:del><w:r><w:rPr><w:rtl/></w:rPr><w:delText>قديم</w:delText></w:r></w:del>"
    stays = paragraph(run("باق", "<w:rtl/>"), "<w:bidi/>")
    kept = '<w:ind w:left="720"/><w:jc w:val="right"/>'
    table = (
        "<w:tbl><w:tblPr>{}</w:tblPr><w:tr><w:tc><w:tcPr><w:textDirection w:val='{}'/></w:tcPr>{}</w:tc></w:tr></w:tbl>"
    )
    section = "<w:sectPr><w:pgNumType w:fmt='{}'/>{}</w:sectPr>"
    body = (
        paragraph(run("عنوان ", look) + latin, f"<w:bidi/>{kept}<w:rPr><w:rtl/></w:rPr>")
        + stays
        + paragraph(run("2026", "<w:rtl/>") + deleted, "<w:bidi/>")
        + table.format("<w:bidiVisual/>", "tbRl", paragraph(run("خلية")))
        + section.format("arabicAlpha", "<w:textDirection w:val='tbRl'/><w:bidi/><w:rtlGutter/>")
    )
    path = document(tmp_path / "a.docx", body)
    assert written(path, {"عنوان Ltd": "Title of رامي Ltd.", "خلية": "cell"}).partition("<w:body>")[2] == (
        f"<w:p><w:pPr>{kept}<w:rPr></w:rPr></w:pPr>"
        + (run("Title of ", english) + run("رامي", look) + run(" Ltd.", english) + "</w:p>" + stays)
        + f'<w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">2026</w:t></w:r>{deleted}</w:p>'
        + table.format("", "btLr", paragraph(run("cell")))
        + (section.format("lowerLetter", "") + "</w:body></w:document>")
    )
    assert written(path, {"خلية": "cell"}, direction="keep").count("rtl") == body.count("rtl")


def test_a_font_for_arabic_serves_english_unless_a_style_has_one(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="A" w:type="paragraph"><w:rPr><w:rFonts w:ascii="Calibri"/></w:rPr></w:style>'
        '<w:style w:styleId="B" w:type="paragraph"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="C" w:type="paragraph"><w:rPr><w:rFonts w:cs="Amiri"/></w:rPr></w:style>',
    )
    fonts = '<w:rFonts w:cs="Traditional Arabic"/><w:rtl/>'
    body = [paragraph(run("ثان", fonts), f'<w:pStyle w:val="{style}"/>') for style in ("None", "B", "C")]
    path = document(tmp_path / "a.docx", "".join(body), styles=styles)
    content = written(path, {"ثان": "second"})
    copied = 'w:ascii="Traditional Arabic" w:hAnsi="Traditional Arabic" w:cs="Traditional Arabic"'
    assert re.findall("<w:rFonts (.*?)/>", content) == [copied, 'w:cs="Traditional Arabic"', copied]
    assert 'w:ascii="Amiri" w:hAnsi="Amiri" w:cs="Amiri"' in written(path, {}, "word/styles.xml")


def test_files_with_macros_signatures_and_templates(tmp_path: Path) -> None:
    macro = {
        **TYPES,
        "word/document.xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
        "word/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    }
    body = part("document", f"<w:body>{paragraph(run('نص'))}</w:body>")
    contents: dict[str, str | bytes] = {"word/document.xml": body, "word/vbaProject.bin": bytes(range(256))}
    path = package(tmp_path / "a.docm", contents, macro)
    data = rewritten(path, change=in_english({"نص": "text"}))
    assert [content for name, _, content in parts(data) if name.endswith(".bin")] == [bytes(range(256))]
    check_round_trip(path)
    signed = package(tmp_path / "b.docx", {"word/document.xml": body, "_xmlsignatures/origin.sigs": b""})
    check_round_trip(signed)
    with pytest.warns(JisrWarning, match="b.docx: is signed; the signature does not hold"):
        rewritten(signed, change=in_english({"نص": "text"}))


@pytest.mark.parametrize(
    ("stream", "what"),
    [("EncryptedPackage", "encrypted; save"), ("WordDocument", "Word 97"), ("Catalog", "Office 97 or")],
)
def test_encrypted_and_old_files_are_told_apart(tmp_path: Path, stream: str, what: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + stream.encode("utf-16-le") + bytes(100))
    with pytest.raises(InputError, match=what):
        open_document(str(path))


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    path = document(tmp_path / "a.docx", "<w:p>")
    with pytest.raises(InputError, match=r"a.docx/word/document.xml:2: not well-formed XML"):
        units_of(path)


def test_strict_files_and_other_prefixes(tmp_path: Path) -> None:
    text = part("document", f"<w:body>{paragraph(run('نص ') + run('غامق', '<w:b/>'), '<w:bidi/>')}</w:body>")
    transitional, strict = (
        "schemas.openxmlformats.org/wordprocessingml/2006/main",
        "purl.oclc.org/ooxml/wordprocessingml/main",
    )
    text = re.sub("(</?|xmlns:)w([:=])", r"\1ns0\2", text.replace(transitional, strict))
    path = package(tmp_path / "a.docx", {"word/document.xml": text})
    check_round_trip(path)
    assert tagged(path) == ["<1>نص </1>غامق"]
    content = written(path, {"نص غامق": "text bold"})
    assert '<ns0:p><ns0:pPr></ns0:pPr><ns0:r><ns0:t xml:space="preserve">tex' in content


WORDS = st.sampled_from(["نص ", "الوزير", " Word ", "2024", " ", "، ثم ", "&amp;", ""])
LOOKS = st.sampled_from(["", "<w:rtl/>", "<w:b/><w:rtl/>", '<w:i w:val="0"/>', "<w:rtl/><w:lang w:bidi='ar-EG'/>"])
RUNS = st.builds(run, WORDS, LOOKS)
ALONE = st.sampled_from(
    [
        "<w:r><w:tab/></w:r>", "<w:r><w:t>نص</w:t><w:br/><w:t>آخر</w:t></w:r>", "<w:proofErr w:type='gramStart'/>",
        "<w:del w:id='1'><w:r><w:delText>محذوف</w:delText></w:r></w:del>", "<w:r><w:footnoteReference w:id='2'/></w:r>",
        "<w:bookmarkStart w:id='7'/>", "<w:bookmarkEnd w:id='7'/>", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>", "<w:hyperlink/>", "<w:sdt><w:sdtContent/></w:sdt>",
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>داخل</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>",
    ]
)  # fmt: skip
CONTENTS = st.recursive(
    st.lists(RUNS | ALONE, max_size=6).map("".join),
    lambda inner: st.lists(
        inner
        | inner.map(lambda content: f"<w:hyperlink r:id='rId1'>{content}</w:hyperlink>")
        | inner.map(lambda content: f"<w:ins w:id='3'>{content}</w:ins>")
        | inner.map(lambda content: f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"),
        max_size=4,
    ).map("".join),
    max_leaves=12,
)


def moved(unit: Unit) -> Target:
    """Return a target of one word with all codes in order, as a translation might have them."""
    return Target("word", tuple((min(4, offset), code) for offset, code in unit.codes), (), "model")


@settings(max_examples=100)
@given(st.lists(CONTENTS, max_size=3))
def test_whatever_stands_in_a_paragraph_is_kept(tmp_path_factory: pytest.TempPathFactory, contents: list[str]) -> None:
    path = document(tmp_path_factory.mktemp("docx") / "a.docx", "".join(paragraph(content) for content in contents))
    check_round_trip(path)
    before = parts(path.read_bytes())[1][2].decode()
    kept = [
        "<w:(?:delText|footnoteReference|tab|br|hyperlink|ins|sdt|pict|instrText)[^<]*",
        "bookmark..",
        "fldCharType=.*?/",
    ]
    for direction in ("keep", "mirror"):
        stream = io.BytesIO()
        opened = open_document(str(path), DocumentOptions(direction=direction))
        units = list(opened.units())
        for unit in units:
            kinds = [(code.id, code.kind) for _, code in unit.codes]
            assert len(set(kinds)) == len(kinds)
            assert {name for name, kind in kinds if kind == "open"} == {name for name, kind in kinds if kind == "close"}
        opened.write(map(moved, units), stream)
        content = parts(stream.getvalue())[1][2].decode()
        parse_markup(content.encode(), "written")
        for pattern in kept:
            assert sorted(re.findall(pattern, content)) == sorted(re.findall(pattern, before))
        again = path.with_name("b.docx")
        again.write_bytes(stream.getvalue())
        assert not units_of(again)

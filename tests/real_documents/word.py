"""A Word file as Word writes it: a report of two sections."""

from pathlib import Path

from office_parts import CHART, DRAWING, HEAD, OFFICE

from real_documents.office import (
    APP,
    CHART_TYPE,
    THEME,
    Part,
    chart,
    chart_workbook,
    core,
    picture,
    related,
    write_office,
)

__all__ = ["write_report"]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MICROSOFT = "http://schemas.microsoft.com/office/word/2010"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": DRAWING,
        "c": CHART,
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wp14": f"{MICROSOFT}/wordprocessingDrawing",
        "wps": f"{MICROSOFT}/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w10": "urn:schemas-microsoft-com:office:word",
    }.items()
)
AUTHOR = 'w:author="منى السالم" w:date="2026-01-20T10:00:00Z"'
VISITORS = {"يناير": 1200, "فبراير": 1500, "مارس": 1800}


def part(root: str, content: str) -> str:
    """Return a part with a root element of Word."""
    return f'{HEAD}<w:{root} {NAMESPACES} mc:Ignorable="w14 wp14">{content}</w:{root}>'


def run(text: str, properties: str = "", rsid: str = "") -> str:
    """Return a run of Arabic."""
    session = f' w:rsidR="{rsid}"' if rsid else ""
    return f'<w:r{session}><w:rPr>{properties}<w:rtl/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    """Return a run of bold Arabic."""
    return run(text, "<w:b/><w:bCs/>")


def paragraph(content: str, properties: str = "", style: str = "") -> str:
    """Return a paragraph from right to left."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:p w:rsidR="00A41C22" w:rsidRDefault="00A41C22"><w:pPr>{named}<w:bidi/>{properties}'
        f"<w:rPr><w:rtl/></w:rPr></w:pPr>{content}</w:p>"
    )


def mark(kind: str) -> str:
    """Return a character of a field."""
    return f'<w:r><w:rPr><w:rtl/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, result: str) -> str:
    """Return a field with its result."""
    instruction = f'<w:r><w:rPr><w:rtl/></w:rPr><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{mark('begin')}{instruction}{mark('separate')}{result}{mark('end')}"


def heading(text: str, number: int) -> str:
    """Return a heading with the bookmark that the table of contents names."""
    name = f'<w:bookmarkStart w:id="{number}" w:name="_Toc2026000{number}"/>'
    return paragraph(f'{name}{run(text)}<w:bookmarkEnd w:id="{number}"/>', style="1")


def entry(text: str, number: int, before: str = "", after: str = "") -> str:
    """Return a line of the table of contents."""
    tab = "<w:r><w:tab/></w:r>"
    page = field(f"PAGEREF _Toc2026000{number} \\h", run(str(number)))
    link = f'<w:hyperlink w:anchor="_Toc2026000{number}" w:history="1">{run(text)}{tab}{page}</w:hyperlink>'
    stop = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9016"/></w:tabs>'
    return paragraph(before + link + after, stop, style="TOC1")


def contents() -> str:
    """Return the table of contents, in the content control that Word puts around it."""
    begin = mark("begin") + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    lines = (
        paragraph(run("المحتويات"), style="TOCHeading")
        + entry("مقدمة", 1, before=begin + mark("separate"))
        + entry("الزوار والخدمات", 2)
        + entry("خطة العام المقبل", 3)
        + paragraph(mark("end"))
    )
    return (
        '<w:sdt><w:sdtPr><w:id w:val="-1102"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{lines}</w:sdtContent></w:sdt>"
    )


def cut_in_six() -> str:
    """Return a sentence that Word has cut into six runs, two of them inside a word."""
    return paragraph(
        run("افتتح وزير ", rsid="00A41C22")
        + '<w:proofErr w:type="spellStart"/>'
        + run("الثق", rsid="00B52D33")
        + run("افة", '<w:lang w:bidi="ar-EG"/>')
        + '<w:proofErr w:type="spellEnd"/>'
        + run(" المبنى الجديد ", "<w:noProof/>")
        + run("للمكتبة العامة", rsid="00C63E44")
        + run(" يوم الأحد.")
    )


def text_box() -> str:
    """Return a text box, for new versions of Word and, as a fallback, for old ones."""
    inside = paragraph(run("تغلق المكتبة أبوابها في أيام العطل."))
    box = f"<w:txbxContent>{inside}</w:txbxContent>"
    size = '<wp:extent cx="2880000" cy="720000"/><wp:docPr id="11" name="مربع نص 11" descr="أوقات الإغلاق"/>'
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2880000" cy="720000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="4472C4"/>'
        f'</a:solidFill></a:ln></wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr rot="0" vert="horz" rtlCol="1"/>'
        f"</wps:wsp>"
    )
    drawing = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{size}<a:graphic><a:graphicData '
        f'uri="{MICROSOFT}/wordprocessingShape">{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    fallback = (
        '<w:pict><v:shape id="box11" type="#_x0000_t202" alt="أوقات الإغلاق" style="width:226pt;height:56pt">'
        f'<v:textbox style="direction:rtl">{box}</v:textbox></v:shape></w:pict>'
    )
    return paragraph(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{fallback}'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def inline(number: int, name: str, words: str, size: tuple[int, int], uri: str, content: str) -> str:
    """Return a drawing in a line: a picture or a chart, with a description."""
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{words}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData '
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{content}</a:graphicData></a:graphic>'
        f"</wp:inline>"
        "</w:drawing></w:r>"
    )


def drawings() -> str:
    """Return a picture and a chart."""
    shown = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="house.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rId20"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off '
        'x="0" y="0"/>'
        '<a:ext cx="1800000" cy="1200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic>"
    )
    return paragraph(inline(12, "صورة 12", "صورة مبنى المكتبة", (1800000, 1200000), "picture", shown)) + paragraph(
        inline(13, "مخطط 13", "عدد الزوار", (4320000, 2520000), "chart", '<c:chart r:id="rId21"/>')
    )


def cell(content: str, width: int, properties: str = "") -> str:
    """Return a cell of a table."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def table(rows: list[list[str]], width: int) -> str:
    """Return a table from right to left of cells with these contents."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for _ in rows[0])
    return (
        f'<w:tbl><w:tblPr><w:bidiVisual/><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        + "".join(f"<w:tr>{''.join(cell(content, width) for content in row)}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def tables() -> str:
    """Return a table with another in one of its cells."""
    inside = table([[paragraph(run("صباحا")), paragraph(run("مساء"))]], 1200)
    return table(
        [
            [paragraph(bold("القسم")), paragraph(bold("عدد الزوار")), paragraph(bold("أوقات العمل"))],
            [paragraph(run("قسم الأطفال")), paragraph(run("٤٥٠٠")), inside + paragraph("")],
            [paragraph(run("قسم الصحف")), paragraph(run("2100")), paragraph(run("طوال اليوم"))],
        ],
        3000,
    ) + paragraph("")


def section(headers: str, size: str, kind: str = "") -> str:
    """Return the properties of a section."""
    return (
        f'<w:sectPr>{headers}{kind}<w:pgSz {size}/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
        'w:header="708" w:footer="708" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/><w:bidi/><w:rtlGutter/>'
        "</w:sectPr>"
    )


def introduction() -> str:
    """Return the first chapter: links, notes, fields, tracked changes, crossing pairs."""
    note = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:rtl/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    blue = run("موقع المكتبة", '<w:rStyle w:val="Hyperlink"/>')
    link = f'<w:hyperlink r:id="rId22" w:tooltip="إلى موقع المكتبة">{blue}</w:hyperlink>'
    deleted = (
        f'<w:del w:id="31" {AUTHOR}><w:r><w:rPr><w:rtl/></w:rPr><w:delText xml:space="preserve">الميزانية القديمة'
        "</w:delText></w:r></w:del>"
    )
    inserted = f'<w:ins w:id="32" {AUTHOR}>{run("ميزانية العام المقبل")}</w:ins>'
    # The bookmark begins before the bold words and ends inside them; the comment begins inside and ends behind.
    crossing = (
        run("تفتح المكتبة ")
        + '<w:bookmarkStart w:id="41" w:name="hours"/>'
        + run("أبوابها ")
        + bold("من الساعة ")
        + '<w:commentRangeStart w:id="0"/><w:bookmarkEnd w:id="41"/>'
        + bold("التاسعة صباحا")
        + run(" إلى الثامنة مساء")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        + run(".")
    )
    moved = (
        f'<w:moveFromRangeStart w:id="51" w:name="move1" {AUTHOR}/><w:moveFrom w:id="52" '
        f"{AUTHOR}>{run('الدخول مجاني.')}"
        '</w:moveFrom><w:moveFromRangeEnd w:id="51"/>'
    )
    arrived = (
        f'<w:moveToRangeStart w:id="53" w:name="move1" {AUTHOR}/><w:moveTo w:id="54" {AUTHOR}>{run("الدخول مجاني.")}'
        '</w:moveTo><w:moveToRangeEnd w:id="53"/>'
    )
    return (
        heading("مقدمة", 1)
        + cut_in_six()
        + paragraph(
            run("بلغ عدد الكتب ") + bold("350") + run(" ألف كتاب، ويمكن البحث فيها عبر ") + link + run(".") + note
        )
        + paragraph(run("وافق مجلس الإدارة على ") + deleted + inserted + run(" في اجتماعه الأخير."))
        + paragraph(moved)
        + paragraph(crossing)
        + paragraph(arrived)
        + paragraph(
            run("انظر الفصل ") + field("REF _Toc20260003 \\h", run("خطة العام المقبل"))
            + run(" في الصفحة ") + field("PAGEREF _Toc20260003 \\h", run("3")) + run(".")
        )
        + paragraph(run("كتب هذا التقرير في ") + field('DATE \\@ "yyyy/MM/dd"', run("2026/01/05")) + run("."))
        + text_box()
    )  # fmt: skip


def services() -> str:
    """Return the second chapter: lists, tables, drawings, mathematics."""
    items = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    bullets = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr>"
    area = "<m:oMath><m:r><m:t>A=12×8</m:t></m:r></m:oMath>"
    return (
        heading("الزوار والخدمات", 2)
        + paragraph(run("استعارة الكتب"), items, "ListParagraph")
        + paragraph(run("دروس اللغة العربية"), items, "ListParagraph")
        + paragraph(run("لقاءات مع الكتاب"), bullets, "ListParagraph")
        + tables()
        + drawings()
        + paragraph(run("مساحة القاعة ") + area + run(" مترا مربعا."))
        + paragraph(
            run("العنوان:", "<w:b/><w:bCs/>") + '<w:r><w:tab/></w:r>' + run("شارع النهر")
            + "<w:r><w:br/></w:r>" + run("رقم 12")
        )
    )  # fmt: skip


def plan() -> str:
    """Return the third chapter, in a section of its own: controls, a note at the end."""
    note = '<w:r><w:rPr><w:rStyle w:val="EndnoteReference"/><w:rtl/></w:rPr><w:endnoteReference w:id="1"/></w:r>'
    named = (
        '<w:sdt><w:sdtPr><w:alias w:val="المدير"/><w:tag w:val="manager"/><w:id w:val="771"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{run('سامي الحداد')}</w:sdtContent></w:sdt>"
    )
    choice = (
        '<w:sdt><w:sdtPr><w:id w:val="772"/><w:dropDownList><w:listItem w:displayText="قيد التنفيذ" w:value="1"/>'
        '<w:listItem w:displayText="انتهى" w:value="2"/></w:dropDownList></w:sdtPr>'
        f"<w:sdtContent>{run('قيد التنفيذ')}</w:sdtContent></w:sdt>"
    )
    return (
        heading("خطة العام المقبل", 3)
        + paragraph(run("ستفتح المكتبة ثلاثة فروع جديدة في القرى المجاورة.") + note)
        + paragraph(run("المدير: ") + named)
        + paragraph(run("حالة المشروع: ") + choice)
        + paragraph(run("شكرا لكل من ساعدنا."), '<w:jc w:val="center"/>')
    )


STYLES = part(
    "styles",
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme='minorHAnsi' w:hAnsiTheme='minorHAnsi' "
    "w:cstheme='minorBidi'/><w:sz w:val='22'/><w:szCs w:val='22'/><w:lang w:val='en-US' w:bidi='ar-SA'/></w:rPr>"
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault>"
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:bidi/>'
    "</w:pPr>"
    '<w:rPr><w:rFonts w:cs="Traditional Arabic"/><w:szCs w:val="28"/></w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:next w:val="a"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:bCs/>'
    '<w:color w:val="2F5496"/><w:szCs w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr>'
    '<w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="40"/><w:szCs w:val="48"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:ind w:left="720"/><w:contextualSpacing/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="header"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="a"/><w:rPr>'
    '<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="EndnoteReference"><w:name w:val="endnote reference"/><w:rPr>'
    '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/>'
    '<w:u w:val="single"/></w:rPr></w:style>',
)


def level(kind: str, text: str, font: str = "") -> str:
    """Return the first level of a list."""
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc '
        f'w:val="left"/>'
        f'<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>{font}</w:lvl>'
    )


NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
    + level("arabicAlpha", "%1-")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
    + level("bullet", "•")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
)


def notes(root: str, kind: str, text: str) -> str:
    """Return the notes of a document: the two separators of Word, and one note."""
    style = "FootnoteText"
    mark = f'<w:r><w:rPr><w:rStyle w:val="{kind.capitalize()}Reference"/><w:rtl/></w:rPr><w:{kind}Ref/></w:r>'
    lines = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    note = paragraph(f"{mark}{run(f' {text}')}", style=style)
    return part(root, f'{lines}<w:{kind} w:id="1">{note}</w:{kind}>')


def write_report(path: Path) -> None:
    """Write the Word file."""

    def header(text: str) -> Part:
        return f"{WORD}header+xml", part("hdr", paragraph(run(text), style="a3"))

    pages = run("صفحة ") + field("PAGE", run("1")) + run(" من ") + field("NUMPAGES", run("3"))
    first = section(
        '<w:headerReference w:type="default" r:id="rId10"/><w:headerReference w:type="first" r:id="rId11"/>'
        '<w:footerReference w:type="default" r:id="rId13"/><w:footerReference w:type="first" r:id="rId13"/>',
        'w:w="11906" w:h="16838"',
    )
    second = section(
        '<w:headerReference w:type="default" r:id="rId12"/><w:headerReference w:type="first" r:id="rId12"/>',
        'w:w="16838" w:h="11906" w:orient="landscape"',
    )
    body = (
        paragraph(run("التقرير السنوي للمكتبة العامة"), style="Title")
        + contents()
        + introduction()
        + services()
        + f"<w:p><w:pPr><w:bidi/>{first}</w:pPr></w:p>"
        + plan()
        + second
    )
    settings = (
        '<w:zoom w:percent="100"/><w:trackRevisions/><w:defaultTabStop w:val="720"/><w:footnotePr>'
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:endnotePr><w:endnote w:id="-1"/>'
        '<w:endnote w:id="0"/></w:endnotePr><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:bidi="ar-SA"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=";"/>'
    )
    comment = paragraph(run("هل تغيرت أوقات العمل؟"))
    external = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    write_office(
        path,
        {
            "_rels/.rels": related(
                rId1="officeDocument word/document.xml",
                rId2="core-properties docProps/core.xml",
                rId3="extended-properties docProps/app.xml",
            ),
            "word/document.xml": (f"{WORD}document.main+xml", part("document", f"<w:body>{body}</w:body>")),
            "word/_rels/document.xml.rels": related(
                rId1="styles styles.xml",
                rId2="settings settings.xml",
                rId3="numbering numbering.xml",
                rId4="footnotes footnotes.xml",
                rId5="endnotes endnotes.xml",
                rId6="comments comments.xml",
                rId7="theme theme/theme1.xml",
                rId10="header header1.xml",
                rId11="header header2.xml",
                rId12="header header3.xml",
                rId13="footer footer1.xml",
                rId20="image media/image1.png",
                rId21="chart charts/chart1.xml",
                rId22="hyperlink https://library.example/ar?page=1&amp;sort=new",
            ),
            "word/footnotes.xml": (
                f"{WORD}footnotes+xml",
                notes("footnotes", "footnote", "لا يشمل هذا العدد الصحف والمجلات."),
            ),
            "word/endnotes.xml": (
                f"{WORD}endnotes+xml",
                notes("endnotes", "endnote", "بدأ العمل في الفرع الأول في مارس."),
            ),
            "word/comments.xml": (
                f"{WORD}comments+xml",
                part("comments", f'<w:comment w:id="0" {AUTHOR} w:initials="م">{comment}</w:comment>'),
            ),
            "word/header1.xml": header("المكتبة العامة"),
            "word/header2.xml": header("مسودة للنقاش"),
            "word/header3.xml": header("ملحق التقرير"),
            "word/footer1.xml": (f"{WORD}footer+xml", part("ftr", paragraph(pages))),
            "word/styles.xml": (f"{WORD}styles+xml", STYLES),
            "word/settings.xml": (f"{WORD}settings+xml", part("settings", settings)),
            "word/numbering.xml": (f"{WORD}numbering+xml", NUMBERING),
            "word/theme/theme1.xml": THEME,
            "word/media/image1.png": ("", picture()),
            "word/charts/chart1.xml": (
                CHART_TYPE,
                chart("عدد الزوار في كل شهر", "الزوار", VISITORS).replace("{external}", external),
            ),
            "word/charts/_rels/chart1.xml.rels": related(rId1="package ../embeddings/workbook1.xlsx"),
            "word/embeddings/workbook1.xlsx": ("", chart_workbook("الزوار", VISITORS)),
            "docProps/core.xml": core("التقرير السنوي للمكتبة العامة"),
            "docProps/app.xml": APP,
        },
    )

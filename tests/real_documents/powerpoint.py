"""A presentation as PowerPoint writes it: four slides with a master, notes, a table, a chart and a diagram."""

from pathlib import Path

from office_parts import CHART, DRAWING, HEAD, OFFICE

from real_documents.office import APP, CHART_TYPE, THEME, chart, chart_workbook, core, picture, related, write_office

__all__ = ["write_talk"]

DOCUMENT = "application/vnd.openxmlformats-officedocument."
SHOW = f"{DOCUMENT}presentationml."
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
NAMESPACES = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'
HARVEST = {"القمح": 45, "الأرز": 30, "القطن": 25}
TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
    'y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
SAME_MAP = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


def run(text: str, properties: str = 'lang="ar-EG" dirty="0"', inside: str = "") -> str:
    """Return a run of text."""
    return f"<a:r><a:rPr {properties}>{inside}</a:rPr><a:t>{text}</a:t></a:r>"


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph."""
    return f'<a:p><a:pPr {properties}/>{content}<a:endParaRPr lang="ar-EG"/></a:p>'


def place(x: int, y: int, width: int, height: int) -> str:
    """Return where something stands, in points."""
    return f'<a:off x="{x * 12700}" y="{y * 12700}"/><a:ext cx="{width * 12700}" cy="{height * 12700}"/>'


def shape(number: int, kind: str, paragraphs: str, where: str = "", body: str = "", words: str = "") -> str:
    """Return a shape with text.

    :param kind: type of the placeholder with its number: ``title``, ``body 1``; nothing for a shape of its own.
    :param where: its place; by default that of the layout.
    """
    name, _, index = kind.partition(" ")
    numbered = f' idx="{index}"' if index else ""
    holder = f'<p:nvPr><p:ph type="{name}"{numbered}/></p:nvPr>' if kind else "<p:nvPr/>"
    form = f'<a:xfrm>{where}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if where else ""
    described = f' descr="{words}"' if words else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="شكل {number}"{described}/><p:cNvSpPr/>{holder}</p:nvSpPr>'
        f"<p:spPr>{form}"
        f"</p:spPr><p:txBody><a:bodyPr>{body}</a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def slide(tree: str, root: str = "sld", attributes: str = "", after: str = SAME_MAP) -> str:
    """Return a slide or another part with shapes."""
    return (
        f"{HEAD}<p:{root} {NAMESPACES}{attributes}><p:cSld><p:spTree>{TREE}{tree}</p:spTree></p:cSld>{after}</p:{root}>"
    )


def levels(name: str, size: int, align: str) -> str:
    """Return the style of titles or of other text on the master."""
    deeper = "".join(
        f'<a:lvl{n}pPr marL="{n * 228600}" indent="-228600" algn="{align}" rtl="1"><a:buFont typeface="Arial"/>'
        f'<a:buChar char="•"/><a:defRPr sz="{(size - 4 * n) * 100}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>'
        for n in (1, 2)
    )
    plain = (
        f'<a:lvl1pPr algn="{align}" rtl="1"><a:buNone/><a:defRPr sz="{size * 100}"><a:solidFill><a:schemeClr '
        f'val="tx1"/>'
        f'</a:solidFill><a:latin typeface="+mj-lt"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    return f"<p:{name}>{deeper if name == 'bodyStyle' else plain}</p:{name}>"


RIGHT = 'algn="r" rtl="1"'
NUMBER = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="ar-EG"/><a:t>‹#›</a:t></a:fld>'
)
MASTER = slide(
    shape(2, "title", paragraph(run("انقر لتحرير العنوان")), place(60, 20, 840, 90), "<a:normAutofit/>")
    + shape(
        3,
        "body 1",
        paragraph(run("انقر لتحرير النص")) + paragraph(run("المستوى الثاني"), 'lvl="1"'),
        place(60, 130, 840, 340),
        "<a:normAutofit/>",
    )
    + shape(4, "sldNum 4", paragraph(NUMBER, 'algn="l"'), place(60, 490, 200, 30)),
    "sldMaster",
    after=f'{MAP}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/>'
    '<p:sldLayoutId id="2147483650" r:id="rId2"/>'
    f"</p:sldLayoutIdLst><p:txStyles>{levels('titleStyle', 40, 'r')}{levels('bodyStyle', 28, 'r')}"
    f"{levels('otherStyle', 18, 'r')}</p:txStyles>",
)
TITLE_LAYOUT = slide(
    shape(2, "ctrTitle", paragraph(run("انقر لتحرير العنوان")), place(120, 120, 720, 150))
    + shape(3, "subTitle 1", paragraph(run("انقر لتحرير العنوان الفرعي")), place(120, 290, 720, 90)),
    "sldLayout",
    ' type="title"',
)
TEXT_LAYOUT = slide(
    shape(2, "title", paragraph(run("انقر لتحرير العنوان")))
    + shape(3, "body 1", paragraph(run("انقر لتحرير النص")))
    + shape(4, "sldNum 4", paragraph(NUMBER)),
    "sldLayout",
    ' type="obj"',
)
CUT = (
    run("ارتفع إنت")
    + run("اج ", 'lang="ar-EG" dirty="0" err="1"')
    + run("القمح", 'lang="ar-EG" b="1" dirty="0"')
    + run(" هذا العام ", 'lang="ar-EG" dirty="0" smtClean="0"')
    + run("إلى 45", 'lang="en-US" dirty="0"')
    + run(" ألف طن")
)


def graphic(number: int, words: str, where: str, uri: str, content: str) -> str:
    """Return a table, a chart or a diagram."""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="إطار {number}" descr="{words}"/>'
        f"<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{where}</p:xfrm><a:graphic>"
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{content}</a:graphicData>'
        f"</a:graphic>"
        "</p:graphicFrame>"
    )


def table() -> str:
    """Return a table from right to left."""

    def cell(text: str) -> str:
        return f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph(run(text), RIGHT)}</a:txBody><a:tcPr/></a:tc>"

    rows = [("المحافظة", "عدد المزارع"), ("الجيزة", "٣٢٠"), ("أسوان", "150")]
    return (
        '<a:tbl><a:tblPr rtl="1" firstRow="1" bandRow="1"/><a:tblGrid><a:gridCol w="2540000"/><a:gridCol '
        'w="2540000"/></a:tblGrid>'
        + "".join(f'<a:tr h="400000">{"".join(map(cell, row))}</a:tr>' for row in rows)
        + "</a:tbl>"
    )


def diagram() -> dict[str, tuple[str, str]]:
    """Return the parts of a diagram of two steps (SmartArt): its data, its layout, and how it was drawn last."""
    text = f"<a:bodyPr/><a:lstStyle/>{paragraph(run('{}'))}"
    points = (
        '<dgm:pt modelId="0" type="doc"><dgm:prSet '
        'loTypeId="urn:microsoft.com/office/officeart/2005/8/layout/process1" '
        'loCatId="process" qsTypeId="urn:microsoft.com/office/officeart/2005/8/quickstyle/simple1" qsCatId="simple" '
        'csTypeId="urn:microsoft.com/office/officeart/2005/8/colors/accent1_2" csCatId="accent1"/><dgm:spPr/></dgm:pt>'
    ) + "".join(
        f'<dgm:pt modelId="{n}"><dgm:prSet/><dgm:spPr/><dgm:t>{text.format(step)}</dgm:t></dgm:pt>'
        for n, step in ((1, "ازرع البذور"), (2, "اسق الأرض"))
    )
    links = "".join(
        f'<dgm:cxn modelId="{n + 10}" srcId="0" destId="{n}" srcOrd="{n - 1}" destOrd="0"/>' for n in (1, 2)
    )
    data = (
        (
            f'{HEAD}<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}"><dgm:ptLst>{points}</dgm:ptLst>'
            f"<dgm:cxnLst>{links}"
            "</dgm:cxnLst><dgm:bg/><dgm:whole/><a:extLst><a:ext "
            'uri="http://schemas.microsoft.com/office/drawing/2008/diagram">'
            '<dsp:dataModelExt xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" relId="rId8" '
            'minVer="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:ext></a:extLst></dgm:dataModel>'
        )
        .replace("<a:extLst>", "<dgm:extLst>")
        .replace("</a:extLst>", "</dgm:extLst>")
    )
    drawn = "".join(
        f'<dsp:sp modelId="{{{n}}}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr>'
        f"<a:xfrm>"
        f'{place(250 * (2 - n), 20, 200, 100)}</a:xfrm><a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom>'
        f"<a:solidFill>"
        f'<a:schemeClr val="accent1"/></a:solidFill></dsp:spPr><dsp:txBody>{text.format(step)}</dsp:txBody></dsp:sp>'
        for n, step in ((1, "ازرع البذور"), (2, "اسق الأرض"))
    )
    drawing = (
        f'{HEAD}<dsp:drawing xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}" '
        'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"><dsp:spTree><dsp:nvGrpSpPr>'
        f'<dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/>{drawn}</dsp:spTree></dsp:drawing>'
    )
    layout = (
        f'{HEAD}<dgm:layoutDef xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}" '
        'uniqueId="urn:microsoft.com/office/officeart/2005/8/layout/process1"><dgm:title val=""/><dgm:desc val=""/>'
        '<dgm:catLst><dgm:cat type="process" pri="1000"/></dgm:catLst><dgm:sampData useDef="1"/><dgm:styleData '
        'useDef="1"/>'
        '<dgm:clrData useDef="1"/><dgm:layoutNode name="root"><dgm:alg type="lin"/><dgm:forEach axis="ch" '
        'ptType="node">'
        '<dgm:layoutNode name="node"><dgm:alg type="tx"/><dgm:shape type="roundRect"/><dgm:presOf axis="desOrSelf"/>'
        "</dgm:layoutNode></dgm:forEach></dgm:layoutNode></dgm:layoutDef>"
    )
    none = '<a:scrgbClr r="0" g="0" b="0"/>'
    look = (
        '<dgm:styleLbl name="node1"><dgm:scene3d><a:camera prst="orthographicFront"/>'
        '<a:lightRig rig="threePt" dir="t"/></dgm:scene3d><dgm:sp3d/><dgm:txPr/><dgm:style>'
        f'<a:lnRef idx="2">{none}</a:lnRef><a:fillRef idx="1">{none}</a:fillRef>'
        f'<a:effectRef idx="0">{none}</a:effectRef><a:fontRef idx="minor"/></dgm:style></dgm:styleLbl>'
    )
    style = (
        f'{HEAD}<dgm:styleDef xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}" '
        'uniqueId="urn:microsoft.com/office/officeart/2005/8/quickstyle/simple1"><dgm:title val=""/><dgm:desc val=""/>'
        f'<dgm:catLst><dgm:cat type="simple" pri="10100"/></dgm:catLst>{look}</dgm:styleDef>'
    )
    colours = (
        f'{HEAD}<dgm:colorsDef xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}" '
        'uniqueId="urn:microsoft.com/office/officeart/2005/8/colors/accent1_2"><dgm:title val=""/><dgm:desc val=""/>'
        '<dgm:catLst><dgm:cat type="accent1" pri="11200"/></dgm:catLst></dgm:colorsDef>'
    )
    return {
        "ppt/diagrams/data1.xml": (f"{DOCUMENT}drawingml.diagramData+xml", data),
        "ppt/diagrams/layout1.xml": (f"{DOCUMENT}drawingml.diagramLayout+xml", layout),
        "ppt/diagrams/quickStyle1.xml": (f"{DOCUMENT}drawingml.diagramStyle+xml", style),
        "ppt/diagrams/colors1.xml": (f"{DOCUMENT}drawingml.diagramColors+xml", colours),
        "ppt/diagrams/drawing1.xml": ("application/vnd.ms-office.drawingml.diagramDrawing+xml", drawing),
    }


def slides() -> list[str]:
    """Return the slides."""
    link = '<a:hlinkClick r:id="rId3"/>'
    shown = (
        '<p:pic><p:nvPicPr><p:cNvPr id="6" name="صورة 6" descr="صورة مزرعة قرب النهر"/><p:cNvPicPr/><p:nvPr/>'
        "</p:nvPicPr>"
        '<p:blipFill><a:blip r:embed="rId4"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
        f'{place(60, 340, 180, 120)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="7" name="مجموعة 7"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        "<a:xfrm>"
        f'{place(500, 380, 400, 60)}<a:chOff x="0" y="0"/><a:chExt cx="5080000" cy="762000"/></a:xfrm></p:grpSpPr>'
        + shape(8, "", paragraph(run("المصدر: وزارة الزراعة"), RIGHT), place(0, 0, 400, 60))
        + "</p:grpSp>"
    )
    number = shape(9, "sldNum 4", paragraph(NUMBER.replace("‹#›", "2")))
    ids = 'r:dm="rId4" r:lo="rId5" r:qs="rId6" r:cs="rId7"'
    return [
        slide(
            shape(2, "ctrTitle", paragraph(run("الزراعة في وادي النيل")))
            + shape(3, "subTitle 1", paragraph(run("محاضرة في كلية الزراعة") + "<a:br/>" + run("يناير 2026")))
        ),
        slide(
            shape(2, "title", paragraph(run("أرقام هذا العام")))
            + shape(
                3,
                "body 1",
                paragraph(CUT)
                + paragraph(run("زرع الفلاحون القمح في نوفمبر"), 'lvl="1"')
                + paragraph(run("اقرأ ") + run("التقرير الكامل", inside=link) + run(" على الموقع"), 'algn="l"')
                + paragraph(run("اشترت الجمعية 20 جرارا جديدا"), RIGHT),
                body='<a:normAutofit fontScale="92500" lnSpcReduction="10000"/>',
            )
            + shown
            + group
            + number
        ),
        slide(
            shape(2, "title", paragraph(run("المزارع في المحافظات")))
            + graphic(4, "جدول المزارع", place(60, 130, 400, 120), "table", table())
            + graphic(5, "رسم الإنتاج", place(480, 130, 420, 300), "chart", f'<c:chart xmlns:c="{CHART}" r:id="rId3"/>')
        ),
        slide(
            shape(2, "title", paragraph(run("خطوات الزراعة")))
            + graphic(
                4, "خطوتان", place(60, 130, 500, 200), "diagram", f'<dgm:relIds xmlns:dgm="{DIAGRAM}" {ids}/>'
            )
            + shape(
                5,
                "",
                paragraph(run("سطر طويل جدا يبين كيف يتصرف النص عندما لا يتسع له المربع الذي كتب فيه"), 'algn="ctr"'),
                place(600, 350, 240, 60),
                "<a:normAutofit/>",
                "ملاحظة في مربع",
            )
        ),
    ]  # fmt: skip


def write_talk(path: Path) -> None:
    """Write the presentation."""
    presentation = (
        f'{HEAD}<p:presentation {NAMESPACES} rtl="1" saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId '
        f'id="2147483648" '
        'r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        "<p:sldIdLst>"
        + "".join(f'<p:sldId id="{256 + n}" r:id="rId{10 + n}"/>' for n in range(4))
        + '</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle>'
        '<a:defPPr><a:defRPr lang="ar-EG"/></a:defPPr><a:lvl1pPr marL="0" algn="r" rtl="1"><a:defRPr sz="1800"/>'
        "</a:lvl1pPr>"
        "</p:defaultTextStyle></p:presentation>"
    )
    note = slide(shape(2, "body 1", paragraph(run("اذكر أرقام العام الماضي أيضا."), 'rtl="1"')), "notes")
    frame = slide(
        shape(2, "body 1", paragraph(run("انقر لتحرير النص")), place(40, 300, 460, 350)), "notesMaster", after=MAP
    )
    external = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    extra = [
        {},
        {
            "rId3": "hyperlink https://agriculture.example/report?year=2025&amp;lang=ar",
            "rId4": "image ../media/image1.png",
            "rId5": "notesSlide ../notesSlides/notesSlide1.xml",
        },
        {"rId3": "chart ../charts/chart1.xml"},
        {
            "rId4": "diagramData ../diagrams/data1.xml",
            "rId5": "diagramLayout ../diagrams/layout1.xml",
            "rId6": "diagramQuickStyle ../diagrams/quickStyle1.xml",
            "rId7": "diagramColors ../diagrams/colors1.xml",
        },
    ]
    parts: dict[str, tuple[str, str | bytes]] = {
        "_rels/.rels": related(
            rId1="officeDocument ppt/presentation.xml",
            rId2="core-properties docProps/core.xml",
            rId3="extended-properties docProps/app.xml",
        ),
        "ppt/presentation.xml": (f"{SHOW}presentation.main+xml", presentation),
        "ppt/_rels/presentation.xml.rels": related(
            rId1="slideMaster slideMasters/slideMaster1.xml",
            rId2="notesMaster notesMasters/notesMaster1.xml",
            rId3="theme theme/theme1.xml",
            **{f"rId{10 + n}": f"slide slides/slide{n + 1}.xml" for n in range(4)},
        ),
        "ppt/slideMasters/slideMaster1.xml": (f"{SHOW}slideMaster+xml", MASTER),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": related(
            rId1="slideLayout ../slideLayouts/slideLayout1.xml",
            rId2="slideLayout ../slideLayouts/slideLayout2.xml",
            rId3="theme ../theme/theme1.xml",
        ),
        "ppt/theme/theme1.xml": THEME,
        "ppt/notesMasters/notesMaster1.xml": (f"{SHOW}notesMaster+xml", frame),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": related(rId1="theme ../theme/theme2.xml"),
        "ppt/theme/theme2.xml": THEME,
        "ppt/notesSlides/notesSlide1.xml": (f"{SHOW}notesSlide+xml", note),
        "ppt/notesSlides/_rels/notesSlide1.xml.rels": related(
            rId1="notesMaster ../notesMasters/notesMaster1.xml", rId2="slide ../slides/slide2.xml"
        ),
        "ppt/media/image1.png": ("", picture()),
        "ppt/charts/chart1.xml": (
            CHART_TYPE,
            chart("إنتاج المحاصيل بألف طن", "الإنتاج", HARVEST).replace("{external}", external),
        ),
        "ppt/charts/_rels/chart1.xml.rels": related(rId1="package ../embeddings/workbook1.xlsx"),
        "ppt/embeddings/workbook1.xlsx": ("", chart_workbook("الإنتاج", HARVEST)),
        **diagram(),
        "docProps/core.xml": core("الزراعة في وادي النيل"),
        "docProps/app.xml": APP,
    }
    for number, layout in ((1, TITLE_LAYOUT), (2, TEXT_LAYOUT)):
        name = f"ppt/slideLayouts/slideLayout{number}.xml"
        parts[name] = (f"{SHOW}slideLayout+xml", layout)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = related(
            rId1="slideMaster ../slideMasters/slideMaster1.xml"
        )
    for number, (content, more) in enumerate(zip(slides(), extra, strict=True), 1):
        parts[f"ppt/slides/slide{number}.xml"] = (f"{SHOW}slide+xml", content)
        layout = f"slideLayout ../slideLayouts/slideLayout{1 if number == 1 else 2}.xml"
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = related(rId1=layout, **more)
    # The drawing of a diagram hangs on its slide, by a relation of Microsoft's.
    kind, rels = parts["ppt/slides/_rels/slide4.xml.rels"]
    drawn = (
        '<Relationship Id="rId8" Type="http://schemas.microsoft.com/office/2007/relationships/diagramDrawing" '
        'Target="../diagrams/drawing1.xml"/></Relationships>'
    )
    assert isinstance(rels, str)
    parts["ppt/slides/_rels/slide4.xml.rels"] = (kind, rels.replace("</Relationships>", drawn))
    write_office(path, parts)

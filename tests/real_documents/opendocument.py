"""OpenDocument files as LibreOffice writes them: a guide (text), a talk (presentation), a budget (spreadsheet)."""

from collections.abc import Mapping
from pathlib import Path

from opendocument_parts import OASIS, opendocument, part

from real_documents.office import picture

__all__ = ["write_budget", "write_guide", "write_open_talk"]

RIGHT_TO_LEFT = 'style:writing-mode="rl-tb"'
ARABIC = (
    'fo:language="en" fo:country="US" style:language-complex="ar" style:country-complex="SA" fo:font-size="12pt" '
    'style:font-size-complex="14pt" style:font-name="Arial" style:font-name-complex="Arial"'
)
FONTS = (
    '<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial" '
    'style:font-family-generic="swiss"/></office:font-face-decls>'
)
META = part(
    "meta",
    "<office:meta><meta:generator>LibreOffice/7.4.7.2$Linux_X86_64</meta:generator><dc:title>{}</dc:title>"
    "<meta:creation-date>2026-01-05T08:00:00</meta:creation-date><dc:creator>منى السالم</dc:creator>"
    "<dc:language>ar-SA</dc:language></office:meta>",
)
SETTINGS = part(
    "settings",
    '<office:settings><config:config-item-set config:name="ooo:view-settings" '
    f'xmlns:config="{OASIS}config:1.0"><config:config-item config:name="ViewAreaTop" config:type="long">0'
    "</config:config-item></config:config-item-set></office:settings>",
)


def style(name: str, family: str, inside: str, parent: str = "") -> str:
    """Return a style."""
    based = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{based}>{inside}</style:style>'


def paragraph_style(name: str, parent: str, properties: str, text: str = "") -> str:
    """Return a style of paragraphs."""
    inside = f"<style:paragraph-properties {properties}/>" + (f"<style:text-properties {text}/>" if text else "")
    return style(name, "paragraph", inside, parent)


def layout(name: str, properties: str, inside: str = "") -> str:
    """Return the layout of a page."""
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties {properties} {RIGHT_TO_LEFT}/>{inside}'
        "</style:page-layout>"
    )


def write(
    path: Path, body: str, automatic: str, styles: str, title: str, more: Mapping[str, bytes] | None = None
) -> None:
    """Write a file with its styles, its properties and its settings."""
    others = {
        "styles.xml": part("styles", FONTS + styles),
        "meta.xml": META.replace("{}", title),
        "settings.xml": SETTINGS,
    }
    opendocument(path, body, automatic, others, more)


GUIDE_STYLES = (
    '<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties '
    f"{RIGHT_TO_LEFT}/><style:text-properties {ARABIC}/></style:default-style>"
    + paragraph_style("Standard", "", f'fo:text-align="end" style:justify-single-word="false" {RIGHT_TO_LEFT}')
    + paragraph_style("Heading_20_1", "Standard", 'fo:margin-top="0.4cm"', 'style:font-weight-complex="bold" '
                      'style:font-size-complex="18pt"')
    + paragraph_style("Footnote", "Standard", 'fo:margin-left="0.6cm"')
    + style("Internet_20_link", "text", '<style:text-properties fo:color="#000080"/>')
    + '<text:notes-configuration text:note-class="footnote" style:num-format="1"/></office:styles>'
    '<office:automatic-styles>'
    + layout(
        "Mpm1",
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" '
        'fo:margin-right="2cm"',
        "<style:header-style><style:header-footer-properties "
        "fo:min-height=\"0cm\"/></style:header-style><style:footer-style>"
        '<style:header-footer-properties fo:min-height="0cm"/></style:footer-style>',
    )
    + "</office:automatic-styles><office:master-styles>"
    '<style:master-page style:name="Standard" style:page-layout-name="Mpm1"><style:header>'
    '<text:p text:style-name="Standard">دليل الزائر</text:p></style:header><style:header-first>'
    '<text:p text:style-name="Standard">طبعة تجريبية</text:p></style:header-first><style:footer>'
    '<text:p text:style-name="Standard">صفحة <text:page-number text:select-page="current">1</text:page-number> من '
    "<text:page-count>2</text:page-count></text:p></style:footer></style:master-page></office:master-styles>"
)  # fmt: skip
GUIDE_AUTOMATIC = (
    paragraph_style("P1", "Standard", f'fo:text-align="end" {RIGHT_TO_LEFT}', 'officeooo:rsid="001a2b3c"')
    + paragraph_style("P2", "Standard", f'fo:text-align="center" {RIGHT_TO_LEFT}')
    + style("T1", "text", '<style:text-properties officeooo:rsid="001a2b3c"/>')
    + style("T2", "text", '<style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/>')
    + style("T3", "text", '<style:text-properties fo:language="ar" fo:country="SA"/>')
    + style("fr1", "graphic", '<style:graphic-properties style:wrap="none" style:horizontal-pos="center"/>')
    + style("Table1", "table", f'<style:table-properties style:width="16cm" table:align="right" {RIGHT_TO_LEFT}/>')
    + style("Table1.A", "table-column", '<style:table-column-properties style:column-width="8cm"/>')
    + style("Table2", "table", f'<style:table-properties style:width="7cm" table:align="right" {RIGHT_TO_LEFT}/>')
    + style("Table2.A", "table-column", '<style:table-column-properties style:column-width="3.5cm"/>')
    + style("Table1.A1", "table-cell", '<style:table-cell-properties fo:border="0.05pt solid #000000"/>')
    + '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="أ, ب, ت, ..." '
    'style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" '
    'fo:margin-left="1.2cm"/>'
    "</style:list-level-properties></text:list-level-style-number></text:list-style>"
    '<number:date-style style:name="N1" number:language="ar" number:country="SA"><number:day/><number:text> '
    "</number:text>"
    '<number:month number:textual="true"/></number:date-style>'
)


def text(content: str, name: str = "P1") -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{name}">{content}</text:p>'


def heading(content: str, number: int) -> str:
    """Return a heading with a bookmark."""
    mark = f'text:name="_Ref{number}"'
    return (
        f'<text:h text:style-name="Heading_20_1" text:outline-level="1"><text:bookmark-start {mark}/>{content}'
        f"<text:bookmark-end {mark}/></text:h>"
    )


def table(name: str, rows: list[list[str]], style_name: str = "Table1") -> str:
    """Return a table of cells with these contents."""
    return (
        f'<table:table table:name="{name}" table:style-name="{style_name}"><table:table-column '
        f'table:style-name="{style_name}.A" '
        f'table:number-columns-repeated="{len(rows[0])}"/>'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell table:style-name="Table1.A1" office:value-type="string">{cell}</table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
    )


def guide() -> str:
    """Return the body of the text."""
    changes = (
        '<text:tracked-changes><text:changed-region xml:id="ct1" text:id="ct1"><text:deletion><office:change-info>'
        "<dc:creator>منى السالم</dc:creator><dc:date>2026-01-20T10:00:00</dc:date></office:change-info>"
        f'{text("القديم")}</text:deletion></text:changed-region><text:changed-region xml:id="ct2" text:id="ct2">'
        "<text:insertion><office:change-info><dc:creator>منى السالم</dc:creator><dc:date>2026-01-20T10:01:00</dc:date>"
        "</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
    )
    note = (
        '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body>"
        f"{text('هدم السور في القرن الماضي.', 'Footnote')}</text:note-body></text:note>"
    )
    link = (
        '<text:a xlink:type="simple" xlink:href="https://city.example/?a=1&amp;b=2" office:title="موقع المدينة" '
        'text:style-name="Internet_20_link">موقع البلدية</text:a>'
    )
    box = (
        '<draw:frame draw:style-name="fr1" draw:name="إطار1" text:anchor-type="as-char" svg:width="8cm" '
        'svg:height="1.5cm">'
        f"<draw:text-box>{text('السوق مغلق يوم الجمعة.')}</draw:text-box><svg:title>تنبيه للزوار</svg:title>"
        f"</draw:frame>"
    )
    shown = (
        '<draw:frame draw:style-name="fr1" draw:name="صورة1" text:anchor-type="as-char" svg:width="4cm" '
        'svg:height="2.7cm">'
        '<draw:image xlink:href="Pictures/house.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "<svg:desc>صورة بيت قديم</svg:desc></draw:frame>"
    )
    remark = (
        '<office:annotation office:name="c1"><dc:creator>منى السالم</dc:creator><dc:date>2026-01-21T10:00:00</dc:date>'
        "<text:p>أضف رقم الهاتف.</text:p></office:annotation>"
    )
    inside = table("جدول2", [[text("صيفا"), text("شتاء")]], "Table2")
    index = (
        '<text:table-of-content text:name="فهرس1"><text:table-of-content-source text:outline-level="1">'
        '<text:index-title-template text:style-name="Standard">المحتويات</text:index-title-template>'
        '</text:table-of-content-source><text:index-body><text:index-title text:name="فهرس1_Head">'
        f"{text('المحتويات')}</text:index-title>{text('المدينة القديمة<text:tab/>1')}{text('الأسواق<text:tab/>1')}"
        "</text:index-body></text:table-of-content>"
    )
    item = "<text:list-item>{}</text:list-item>"
    return (
        changes
        + text('<text:span text:style-name="T2">دليل المدينة القديمة</text:span>', "P2")
        + index
        + heading("المدينة القديمة", 1)
        + text(
            'يعود بناء <text:span text:style-name="T1">المد</text:span><text:span text:style-name="T3">ينة</text:span> '
            '<text:span text:style-name="T1">القديمة </text:span>إلى <text:span '
            'text:style-name="T2">800</text:span> عام'
            f"{note}، وكان لها سور كبير."
        )
        + text(
            'زار الوفد المتحف <text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>الجديد'
            '<text:change-end text:change-id="ct2"/> صباح يوم الأحد.'
        )
        # The bookmark begins before the bold words and ends inside them.
        + text(
            'تبدأ الجولة <text:bookmark-start text:name="tour"/>من <text:span text:style-name="T2">باب '
            '<text:bookmark-end text:name="tour"/>النصر</text:span> وتنتهي عند النهر.'
        )
        + text(f"اقرأ المزيد على {link}.")
        + text(
            'انظر الفصل <text:bookmark-ref text:reference-format="text" '
            'text:ref-name="_Ref2">الأسواق</text:bookmark-ref> '
            'في الصفحة <text:bookmark-ref text:reference-format="page" text:ref-name="_Ref2">1</text:bookmark-ref>.'
        )
        + text(f"{box}")
        + heading("الأسواق", 2)
        + f'<text:list text:style-name="L1">{item.format(text("سوق الذهب"))}'
        f"{item.format(text('سوق الكتب'))}</text:list>"
        + table(
            "جدول1",
            [
                [text("السوق"), text("أوقات العمل")],
                [text("سوق الذهب"), inside],
                [text("سوق الكتب"), text("من ٩ إلى 17")],
            ],
        )
        + text(f"{shown}")
        + text(f'للحجز{remark} اتصل بمكتب السياحة<text:s/>قبل<text:s text:c="2"/>يومين.<text:line-break/>شكرا لكم.')
        + text('كتب في <text:date style:data-style-name="N1" text:date-value="2026-01-05">5 يناير</text:date>.')
    )


def write_guide(path: Path) -> None:
    """Write the text."""
    write(path, guide(), GUIDE_AUTOMATIC, GUIDE_STYLES, "دليل المدينة القديمة", {"Pictures/house.png": picture()})


TALK_STYLES = (
    "<office:styles>"
    f'<style:default-style style:family="graphic"><style:paragraph-properties {RIGHT_TO_LEFT}/><style:text-properties '
    f"{ARABIC}/></style:default-style>"
    + style("standard", "graphic", '<style:graphic-properties draw:stroke="none" draw:fill="none"/>')
    + "</office:styles><office:automatic-styles>"
    + layout("PM0", 'fo:margin-top="0cm" fo:margin-bottom="0cm" fo:page-width="28cm" fo:page-height="15.75cm"')
    + style("Mdp1", "drawing-page", '<style:drawing-page-properties draw:background-size="border"/>')
    + '</office:automatic-styles><office:master-styles><draw:layer-set><draw:layer draw:name="layout"/>'
    "</draw:layer-set>"
    '<style:master-page style:name="Default" style:page-layout-name="PM0" draw:style-name="Mdp1"><draw:frame '
    'draw:style-name="standard" draw:layer="backgroundobjects" svg:width="6cm" svg:height="1cm" svg:x="1cm" '
    'svg:y="14cm">'
    "<draw:text-box><text:p>كلية العلوم</text:p></draw:text-box></draw:frame></style:master-page>"
    "</office:master-styles>"
)
TALK_AUTOMATIC = (
    style("dp1", "drawing-page", '<style:drawing-page-properties presentation:display-footer="true"/>')
    + style("gr1", "graphic", '<style:graphic-properties draw:stroke="none" draw:fill="none"/>', "standard")
    + paragraph_style(
        "P1", "", f'fo:text-align="end" {RIGHT_TO_LEFT}', 'fo:font-size="32pt" style:font-size-complex="32pt"'
    )
    + paragraph_style(
        "P2", "", f'fo:text-align="end" {RIGHT_TO_LEFT}', 'fo:font-size="20pt" style:font-size-complex="20pt"'
    )
    + style("T1", "text", '<style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/>')
    + style("co1", "table-column", '<style:table-column-properties style:column-width="6cm"/>')
    + style("ce1", "table-cell", '<style:graphic-properties draw:fill="solid" draw:fill-color="#dee6ef"/>')
    + '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="●">'
    '<style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.9cm"/>'
    "</text:list-level-style-bullet>"
    "</text:list-style>"
)


def frame(content: str, x: int, y: int, width: int, height: int, more: str = "") -> str:
    """Return a frame, whose place is in millimetres."""
    where = f'svg:x="{x}mm" svg:y="{y}mm" svg:width="{width}mm" svg:height="{height}mm"'
    return f'<draw:frame draw:style-name="gr1" draw:layer="layout" {where} {more}>{content}</draw:frame>'


def open_talk() -> str:
    """Return the body of the presentation."""
    bullets = "".join(
        f"<text:list-item>{text(line, 'P2')}</text:list-item>"
        for line in ('تنقص كمية <text:span text:style-name="T1">المياه</text:span> كل عام', "يزيد عدد السكان")
    )
    cells = "".join(
        f'<table:table-row><table:table-cell table:style-name="ce1">{text(first, "P2")}</table:table-cell>'
        f'<table:table-cell table:style-name="ce1">{text(second, "P2")}</table:table-cell></table:table-row>'
        for first, second in (("النهر", "الطول"), ("النيل", "6650 كم"))
    )
    rivers = (
        '<table:table table:use-first-row-styles="true"><table:table-column table:style-name="co1" '
        f'table:number-columns-repeated="2"/>{cells}</table:table>'
    )
    group = (
        '<draw:g draw:name="مجموعة"><svg:desc>مربعان</svg:desc><draw:custom-shape draw:style-name="gr1" '
        'draw:layer="layout" '
        'svg:x="150mm" svg:y="110mm" svg:width="60mm" svg:height="20mm">'
        f'{text("شكل في مجموعة", "P2")}<draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:type="rectangle" '
        'draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape></draw:g>'
    )
    notes = (
        "<presentation:notes>"
        + frame(f"<draw:text-box>{text('ابدأ بسؤال للحضور.', 'P2')}</draw:text-box>", 20, 140, 170, 100,
                'presentation:class="notes"')
        + "</presentation:notes>"
    )  # fmt: skip
    page = '<draw:page draw:name="{}" draw:style-name="dp1" draw:master-page-name="Default"{}>{}</draw:page>'
    return (
        '<presentation:footer-decl presentation:name="ftr1">مؤتمر المياه</presentation:footer-decl>'
        + page.format(
            "page1",
            ' presentation:use-footer-name="ftr1"',
            frame(f"<draw:text-box>{text('المياه في المستقبل', 'P1')}</draw:text-box>", 20, 15, 240, 30)
            + frame(
                f'<draw:text-box><text:list text:style-name="L1">{bullets}</text:list></draw:text-box>', 20, 50, 240, 60
            )
            + group
            + notes,
        )
        + page.format(
            "page2",
            "",
            frame(f"<draw:text-box>{text('الأنهار', 'P1')}</draw:text-box>", 20, 15, 240, 30)
            + frame(rivers, 20, 50, 120, 30),
        )
    )


def write_open_talk(path: Path) -> None:
    """Write the presentation."""
    write(path, open_talk(), TALK_AUTOMATIC, TALK_STYLES, "المياه في المستقبل")


BUDGET_STYLES = (
    f'<office:styles><style:default-style style:family="table-cell"><style:text-properties {ARABIC}/>'
    f"</style:default-style>"
    '<style:style style:name="Default" style:family="table-cell"/></office:styles><office:automatic-styles>'
    + layout(
        "Mpm1",
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" '
        'fo:margin-right="2cm"',
        '<style:header-style><style:header-footer-properties fo:min-height="0.75cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.75cm"/></style:footer-style>',
    )
    + '</office:automatic-styles><office:master-styles><style:master-page style:name="Default" '
    'style:page-layout-name="Mpm1">'
    "<style:header><text:p>ميزانية البيت</text:p></style:header><style:footer><text:p>صفحة <text:page-number>1"
    "</text:page-number></text:p></style:footer></style:master-page></office:master-styles>"
)
BUDGET_AUTOMATIC = (
    style("ta1", "table", f'<style:table-properties table:display="true" {RIGHT_TO_LEFT}/>').replace(
        'style:family="table"', 'style:family="table" style:master-page-name="Default"', 1
    )
    + style("co1", "table-column", '<style:table-column-properties style:column-width="4cm"/>')
    + style(
        "ce1",
        "table-cell",
        '<style:paragraph-properties fo:text-align="end"/><style:text-properties fo:font-weight="bold" '
        'style:font-weight-complex="bold"/>',
        "Default",
    )
)


def cell(value: str | int, more: str = "") -> str:
    """Return a cell."""
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}{more}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{line}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string"{more}>{lines}</table:table-cell>'


def budget() -> str:
    """Return the body of the spreadsheet."""
    listed = (
        '<table:content-validations><table:content-validation table:name="val1" table:condition='
        '"of:cell-content-is-in-list(&quot;شهري&quot;;&quot;سنوي&quot;)" table:base-cell-address="$البيت.C2">'
        '<table:help-message table:title="النوع" table:display="true"><text:p>اختر النوع</text:p></table:help-message>'
        "</table:content-validation></table:content-validations>"
    )
    head = ' table:style-name="ce1"'
    chosen = ' table:content-validation-name="val1"'
    remark = "<office:annotation><dc:creator>منى</dc:creator><text:p>زاد الإيجار هذا العام</text:p></office:annotation>"
    rows = [
        [cell("البند", head), cell("المبلغ", head), cell("النوع", head)],
        [cell("إيجار البيت"), cell(1200).replace("<text:p>", f"{remark}<text:p>"), cell("شهري", chosen)],
        [cell("الكهرباء\nوالماء"), cell(150), cell("شهري", chosen)],
        [cell("التأمين"), cell(600), cell("سنوي", chosen)],
        [
            cell("المجموع الشهري"),
            cell(1350, ' table:formula="of:=SUMIF([.C2:.C4];&quot;شهري&quot;;[.B2:.B4])"'),
            cell("شهري", ' table:formula="of:=[.C2]"'),
        ],
    ]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return (
        f'{listed}<table:table table:name="البيت" table:style-name="ta1"><table:table-column table:style-name="co1" '
        f'table:number-columns-repeated="3"/>{body}</table:table>'
    )


def write_budget(path: Path) -> None:
    """Write the spreadsheet."""
    write(path, budget(), BUDGET_AUTOMATIC, BUDGET_STYLES, "ميزانية البيت")

"""A workbook as Excel writes it: a table with a list, formulas, a comment and a chart, and a pivot table."""

from pathlib import Path

from office_parts import CHART, DRAWING, HEAD, MAIN, OFFICE

from real_documents.office import APP, CHART_TYPE, THEME, Part, chart, core, related, write_office

__all__ = ["write_accounts"]

DOCUMENT = "application/vnd.openxmlformats-officedocument."
BOOK = f"{DOCUMENT}spreadsheetml."
NAMESPACES = f'xmlns="{MAIN}" xmlns:r="{OFFICE}"'
SHEET = "المبيعات"
HEADS = ["المدينة", "المنتج", "الكمية", "الحالة", "ملاحظات"]
ROWS: list[tuple[str, str, int, str, str]] = [
    ("القاهرة", "كراسي", 120, "تم البيع", "دفع العميل نقدا"),
    ("دمشق", "طاولات", 45, "قيد الشحن", ""),
    ("القاهرة", "مصابيح", 300, "تم البيع", "SKU-0042"),
    ("عمان", "كراسي", 75, "ملغى", "أعاد العميل البضاعة\nلأنها وصلت متأخرة"),
]
STATES = ["تم البيع", "قيد الشحن", "ملغى"]
TITLE = "مبيعات الربع الأول"
RICH = (
    '<si><r><rPr><b/><sz val="14"/><color theme="1"/><rFont val="Arial"/><family val="2"/><charset val="178"/></rPr>'
    '<t xml:space="preserve">مبيعات </t></r><r><rPr><b/><sz val="14"/><color rgb="FFC00000"/><rFont val="Arial"/>'
    '<family val="2"/></rPr><t>الربع</t></r><r><rPr><b/><sz val="14"/><color theme="1"/><rFont val="Arial"/>'
    '<family val="2"/><charset val="178"/></rPr><t xml:space="preserve"> الأول</t></r></si>'
)


class Strings:
    """The strings that the cells of a workbook share."""

    def __init__(self) -> None:
        self.items = [RICH]
        self.numbers: dict[str, int] = {TITLE: 0}
        self.count = 0

    def cell(self, place: str, text: str, style: int = 1) -> str:
        """Return a cell with a string."""
        self.count += 1
        if text not in self.numbers:
            self.numbers[text] = len(self.items)
            self.items.append(f'<si><t xml:space="preserve">{text}</t></si>')
        return f'<c r="{place}" s="{style}" t="s"><v>{self.numbers[text]}</v></c>'

    @property
    def part(self) -> Part:
        """The part of the file."""
        inside = "".join(self.items)
        return (
            f"{BOOK}sharedStrings+xml",
            f'{HEAD}<sst xmlns="{MAIN}" count="{self.count}" uniqueCount="{len(self.items)}">{inside}</sst>',
        )


def sales(strings: Strings) -> str:
    """Return the first sheet."""
    rows = f'<row r="1" spans="1:7" ht="24" customHeight="1">{strings.cell("A1", TITLE, 3)}</row>'
    heads = "".join(strings.cell(f"{column}2", head, 2) for column, head in zip("ABCDE", HEADS, strict=True))
    rows += f'<row r="2" spans="1:7">{heads}</row>'
    for number, (city, product, amount, state, note) in enumerate(ROWS, 3):
        rows += (
            f'<row r="{number}" spans="1:7">{strings.cell(f"A{number}", city)}{strings.cell(f"B{number}", product)}'
            f'<c r="C{number}" s="1"><v>{amount}</v></c>{strings.cell(f"D{number}", state)}'
            + (strings.cell(f"E{number}", note, 4) if note else "")
            + "</row>"
        )
    sold, last = 'SUMIF(D3:D6,"تم البيع",C3:C6)', 'IF(C3&gt;100,"طلب كبير","طلب صغير")&amp;" "&amp;A3'
    rows += (
        f'<row r="8" spans="1:7">{strings.cell("A8", "مجموع ما بيع", 2)}<c r="C8" s="1"><f>{sold}</f><v>420</v></c>'
        f"</row>"
        f'<row r="9" spans="1:7">{strings.cell("A9", "الحالة الأولى", 2)}<c r="C9" s="1" t="str"><f>D3</f><v>تم '
        f"البيع</v></c>"
        f'<c r="D9" s="1" t="str"><f>{last}</f><v>طلب كبير القاهرة</v></c></row>'
        f'<row r="10" spans="1:7">{strings.cell("A10", "موقع الشركة", 5)}<c r="B10" s="6"><v>46027</v></c>'
        '<c r="C10" s="1" t="inlineStr"><is><t>مكتوب داخل الخلية</t></is></c></row>'
    )
    rule = '<formula>NOT(ISERROR(SEARCH("ملغى",D3)))</formula>'
    return (
        f'{HEAD}<worksheet {NAMESPACES}><dimension ref="A1:G10"/><sheetViews><sheetView rightToLeft="1" '
        f'tabSelected="1" '
        'workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView>'
        "</sheetViews>"
        '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="5" width="18" customWidth="1"/></cols>'
        f'<sheetData>{rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>'
        '<conditionalFormatting sqref="D3:D6"><cfRule type="containsText" dxfId="0" priority="1" '
        'operator="containsText" '
        f'text="ملغى">{rule}</cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="list" '
        'allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="خطأ" error="اختر حالة من القائمة" '
        'promptTitle="الحالة" prompt="اختر حالة الطلب" sqref="D3:D6"><formula1>"تم البيع,قيد الشحن,ملغى"</formula1>'
        '</dataValidation></dataValidations><hyperlinks><hyperlink ref="A10" r:id="rId4" tooltip="افتح الموقع"/>'
        "</hyperlinks>"
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape"/><headerFooter>'
        '<oddHeader>&amp;C&amp;"Arial,Bold"&amp;14تقرير المبيعات'
        '</oddHeader><oddFooter>&amp;Rصفحة &amp;P من &amp;N</oddFooter></headerFooter><drawing r:id="rId1"/>'
        '<legacyDrawing r:id="rId2"/><tableParts count="1"><tablePart r:id="rId3"/></tableParts></worksheet>'
    )


def lists(strings: Strings) -> str:
    """Return the second sheet, with a pivot table."""
    cells = [("A1", "عدد القطع في كل مدينة", 2), ("A3", "المدينة", 1), ("B3", "مجموع الكمية", 1)]
    totals = {"القاهرة": 420, "دمشق": 45, "عمان": 75}
    rows = {place: strings.cell(place, text, style) for place, text, style in cells}
    body = f'<row r="1">{rows["A1"]}</row><row r="3">{rows["A3"]}{rows["B3"]}</row>'
    for number, (city, total) in enumerate(totals.items(), 4):
        body += f'<row r="{number}">{strings.cell(f"A{number}", city)}<c r="B{number}" s="1"><v>{total}</v></c></row>'
    return (
        f'{HEAD}<worksheet {NAMESPACES}><dimension ref="A1:B6"/><sheetViews><sheetView rightToLeft="1" '
        f'workbookViewId="0"/>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="2" width="20" '
        f'customWidth="1"/></cols>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )


def pivot() -> dict[str, Part]:
    """Return the parts of the pivot table."""
    cities = list(dict.fromkeys(row[0] for row in ROWS))
    items = "".join(f'<s v="{city}"/>' for city in cities)
    others = "".join(f'<cacheField name="{HEADS[n]}" numFmtId="0"><sharedItems/></cacheField>' for n in (1,))
    cache = (
        f'{HEAD}<pivotCacheDefinition {NAMESPACES} r:id="rId1" refreshedBy="منى" refreshedDate="46027" '
        f'createdVersion="6" '
        f'refreshedVersion="6" minRefreshableVersion="3" recordCount="{len(ROWS)}"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A2:C6" sheet="{SHEET}"/></cacheSource><cacheFields count="3"><cacheField '
        f'name="{HEADS[0]}" '
        f'numFmtId="0"><sharedItems count="{len(cities)}">{items}</sharedItems></cacheField>{others}<cacheField '
        f'name="{HEADS[2]}" '
        'numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        'containsInteger="1" '
        'minValue="45" maxValue="300"/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    records = "".join(f'<r><x v="{cities.index(row[0])}"/><s v="{row[1]}"/><n v="{row[2]}"/></r>' for row in ROWS)
    table = (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="PivotTable1" cacheId="1" dataOnRows="0" '
        f'applyNumberFormats="0" '
        'applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" '
        'applyWidthHeightFormats="1" dataCaption="القيم" updatedVersion="6" minRefreshableVersion="3" '
        'createdVersion="6" '
        'indent="0" outline="1" outlineData="1" rowHeaderCaption="المدينة" rowGrandTotals="0" colGrandTotals="0">'
        '<location ref="A3:B6" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="3">'
        '<pivotField axis="axisRow" showAll="0"><items count="4"><item x="0"/><item x="1"/><item x="2"/><item '
        't="default"/>'
        '</items></pivotField><pivotField showAll="0"/><pivotField dataField="1" showAll="0"/></pivotFields>'
        '<rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i><i><x '
        'v="2"/></i></rowItems>'
        '<colItems count="1"><i/></colItems><dataFields count="1"><dataField name="مجموع الكمية" fld="2" baseField="0" '
        'baseItem="0"/></dataFields></pivotTableDefinition>'
    )
    return {
        "xl/pivotCache/pivotCacheDefinition1.xml": (f"{BOOK}pivotCacheDefinition+xml", cache),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": related(rId1="pivotCacheRecords pivotCacheRecords1.xml"),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f"{BOOK}pivotCacheRecords+xml",
            f'{HEAD}<pivotCacheRecords {NAMESPACES} count="{len(ROWS)}">{records}</pivotCacheRecords>',
        ),
        "xl/pivotTables/pivotTable1.xml": (f"{BOOK}pivotTable+xml", table),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": related(
            rId1="pivotCacheDefinition ../pivotCache/pivotCacheDefinition1.xml"
        ),
        "xl/worksheets/_rels/sheet2.xml.rels": related(rId1="pivotTable ../pivotTables/pivotTable1.xml"),
    }


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="4"><font><sz val="11"/><color theme="1"/><name val="Arial"/>'
    '<family val="2"/><charset val="178"/></font><font><b/><sz val="11"/><color theme="1"/><name val="Arial"/>'
    '<family val="2"/>'
    '</font><font><b/><sz val="14"/><color theme="1"/><name val="Arial"/><family val="2"/></font><font><u/><sz '
    'val="11"/>'
    '<color theme="10"/><name val="Arial"/><family val="2"/></font></fonts><fills count="3"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill '
    'patternType="solid">'
    '<fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border>'
    "<left/><right/>"
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/>'
    '</cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment horizontal="right" '
    'readingOrder="2"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyAlignment="1"><alignment '
    'horizontal="right" readingOrder="2"/></xf><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" '
    'applyAlignment="1"><alignment horizontal="center"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0" '
    'applyAlignment="1"><alignment horizontal="right" wrapText="1" readingOrder="2"/></xf><xf numFmtId="0" '
    'fontId="3" fillId="0" '
    'borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="1"><dxf><font>'
    '<color rgb="FF9C0006"/></font></dxf></dxfs></styleSheet>'
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden">'
    '<v:textbox style="direction:RTL"><div dir="rtl" style="text-align:right"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:Row>4</x:Row><x:Column>2</x:Column></x:ClientData></v:shape></xml>'
)
COMMENTS = (
    f'{HEAD}<comments xmlns="{MAIN}"><authors><author>منى السالم</author></authors><commentList><comment ref="C5" '
    f'authorId="0">'
    '<text><r><rPr><b/><sz val="9"/><rFont val="Tahoma"/></rPr><t>منى:</t></r><r><rPr><sz val="9"/><rFont '
    'val="Tahoma"/></rPr>'
    '<t xml:space="preserve"> راجع هذا الرقم مع المخزن</t></r></text></comment></commentList></comments>'
)


def drawing() -> str:
    """Return the chart of the sheet, and a shape."""
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>{}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></xdr:from><xdr:to><xdr:col>{}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row>"
        "<xdr:rowOff>0"
        "</xdr:rowOff></xdr:to>{}<xdr:clientData/></xdr:twoCellAnchor>"
    )
    zero = '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
    frame = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="مخطط 1" descr="رسم المبيعات"/>'
        f"<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>{zero}</xdr:xfrm><a:graphic><a:graphicData "
        f'uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    box = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="3" name="مربع 3"/><xdr:cNvSpPr txBox="1"/>'
        "</xdr:nvSpPr>"
        f'<xdr:spPr><a:xfrm>{zero}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody>'
        '<a:bodyPr rtlCol="1"/><a:lstStyle/><a:p><a:pPr algn="r" rtl="1"/><a:r><a:rPr lang="ar-SA" sz="1100"/>'
        "<a:t>الأرقام غير نهائية</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="{DRAWING}" xmlns:r="{OFFICE}">{anchor.format(0, 11, 3, 25, frame)}'
        f"{anchor.format(3, 11, 5, 14, box)}</xdr:wsDr>"
    )


def write_accounts(path: Path) -> None:
    """Write the workbook."""
    strings = Strings()
    sheets = [sales(strings), lists(strings)]
    book = (
        f'{HEAD}<workbook {NAMESPACES}><workbookPr defaultThemeVersion="166925"/><bookViews><workbookView '
        f'xWindow="0" yWindow="0" '
        f'windowWidth="20000" windowHeight="10000"/></bookViews><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/>'
        '<sheet name="الملخص" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="الكميات">'
        f'{SHEET}!$C$3:$C$6</definedName></definedNames><calcPr calcId="191029"/><pivotCaches><pivotCache cacheId="1" '
        'r:id="rId6"/></pivotCaches></workbook>'
    )
    columns = "".join(f'<tableColumn id="{n}" name="{head}"/>' for n, head in enumerate(HEADS, 1))
    table = (
        f'{HEAD}<table xmlns="{MAIN}" id="1" name="Sales" displayName="Sales" ref="A2:E6" totalsRowShown="0">'
        f"<autoFilter "
        f'ref="A2:E6"/><tableColumns count="5">{columns}</tableColumns><tableStyleInfo name="TableStyleMedium2" '
        'showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
    )
    drawn = chart("الكميات المباعة", "الكمية", {row[1]: row[2] for row in ROWS[:3]}, f"'{SHEET}'")
    drawn = drawn.replace("$B$1<", "$C$2<").replace("$A$2:$A$4", "$B$3:$B$5").replace("$B$2:$B$4", "$C$3:$C$5")
    write_office(
        path,
        {
            "_rels/.rels": related(
                rId1="officeDocument xl/workbook.xml",
                rId2="core-properties docProps/core.xml",
                rId3="extended-properties docProps/app.xml",
            ),
            "xl/workbook.xml": (f"{BOOK}sheet.main+xml", book),
            "xl/_rels/workbook.xml.rels": related(
                rId1="worksheet worksheets/sheet1.xml",
                rId2="worksheet worksheets/sheet2.xml",
                rId3="theme theme/theme1.xml",
                rId4="styles styles.xml",
                rId5="sharedStrings sharedStrings.xml",
                rId6="pivotCacheDefinition pivotCache/pivotCacheDefinition1.xml",
            ),
            "xl/worksheets/sheet1.xml": (f"{BOOK}worksheet+xml", sheets[0]),
            "xl/worksheets/_rels/sheet1.xml.rels": related(
                rId1="drawing ../drawings/drawing1.xml",
                rId2="vmlDrawing ../drawings/vmlDrawing1.vml",
                rId3="table ../tables/table1.xml",
                rId4="hyperlink https://company.example/ar",
                rId5="comments ../comments1.xml",
            ),
            "xl/worksheets/sheet2.xml": (f"{BOOK}worksheet+xml", sheets[1]),
            "xl/theme/theme1.xml": THEME,
            "xl/styles.xml": (f"{BOOK}styles+xml", STYLES),
            "xl/sharedStrings.xml": strings.part,
            "xl/tables/table1.xml": (f"{BOOK}table+xml", table),
            "xl/drawings/drawing1.xml": (f"{DOCUMENT}drawing+xml", drawing()),
            "xl/drawings/_rels/drawing1.xml.rels": related(rId1="chart ../charts/chart1.xml"),
            "xl/drawings/vmlDrawing1.vml": ("", VML),
            "xl/charts/chart1.xml": (CHART_TYPE, drawn.replace("{external}", "")),
            "xl/comments1.xml": (f"{BOOK}comments+xml", COMMENTS),
            **pivot(),
            "docProps/core.xml": core("حسابات الربع الأول"),
            "docProps/app.xml": APP,
        },
    )

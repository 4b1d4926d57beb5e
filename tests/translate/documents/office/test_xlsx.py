"""Excel workbooks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_parts import CHART, DRAWING, HEAD, MAIN, OFFICE, part_of, relations, write_package
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.office.spreadsheet_text import column_letters, header_sections, string_text, xstring
from jisr.translate.documents.office.xlsx import column_number
from jisr.translate.documents.unit import tagged_text

TYPE = "openxmlformats-officedocument.spreadsheetml."
SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS = f"""{HEAD}<sst xmlns="{MAIN}" count="13" uniqueCount="11">
<si><t>المدينة</t></si><si><t>الحالة</t></si><si><t>الكمية</t></si><si><t xml:space="preserve">سطر أول
سطر ثان </t></si><si><t>SKU-0042</t></si><si><t>مفتوح</t></si>
<si><r><t xml:space="preserve">تم بيع </t></r><r><rPr><b/><sz val="11"/><rFont val="Arial"/><charset val="178"/></rPr>\
<t>مئة</t></r><r><rPr><b/><sz val="11"/><rFont val="Arial"/></rPr><t xml:space="preserve"> قطعة</t></r>\
<r><t xml:space="preserve"> في القاهرة</t></r><rPh sb="0" eb="2"><t>قراءة</t></rPh><phoneticPr fontId="1"/></si>
<si><t>نص_x000D_
آخر _x005F_x0041_</t></si><si><t>مغلق</t></si><si><t>بلا خلية</t></si><si><t/></si></sst>"""
SHEET = f"""{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" \
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetViews><sheetView rightToLeft="1" \
workbookViewId="0"/></sheetViews><sheetData><row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v>\
</c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>5</v></c>\
<c r="C2"><v>12</v></c><c r="D2" t="str"><f>IF(B2="مفتوح",B2,"لا")</f><v>مفتوح</v></c><c r="E2" t="str">\
<f>SUM(Sales[الكمية])&amp;"نص"</f><v>12نص</v></c></row><row><c t="s"><v>4</v></c><c t="s"><v>6</v></c><c><v>7</v></c>\
<c r="D3" t="inlineStr"><is><t>داخل الخلية</t></is></c><c t="s"><v>7</v></c><c t="s"><v>8</v></c></row></sheetData>\
<autoFilter ref="A1:C3"><filterColumn colId="1"><filters><filter val="مفتوح"/></filters></filterColumn></autoFilter>\
<dataValidations count="2"><dataValidation type="list" allowBlank="1" promptTitle="الحالة" prompt="اختر حالة الطلب" \
sqref="B2:B9"><formula1>"مفتوح,مغلق,VIP"</formula1></dataValidation><dataValidation type="list" sqref="C2">\
<formula1>$H$1:$H$3</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A2" \
location="'المبيعات'!A1" tooltip="إلى البداية" display="المدينة"/></hyperlinks><headerFooter>\
<oddHeader>&amp;L&amp;"Arial,Bold"&amp;14تقرير المبيعات&amp;C&amp;D&amp;Rبحث &amp;&amp; تطوير</oddHeader>\
<oddFooter>&amp;Cصفحة &amp;P من &amp;N</oddFooter></headerFooter>\
<tableParts count="1"><tablePart r:id="t"/></tableParts>\
<extLst><ext><x14:dataValidations><x14:dataValidation type="list"><x14:formula1><xm:f>"مغلق"</xm:f></x14:formula1>\
<xm:sqref>F3</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""
TABLE = f"""{HEAD}<table xmlns="{MAIN}" id="1" name="Sales" displayName="Sales" ref="A1:C3">\
<tableColumns count="3">\
<tableColumn id="1" name="المدينة"/><tableColumn id="2" name="الحالة"/>\
<tableColumn id="3" name="الكمية"/></tableColumns>\
</table>"""
COMMENTS = f"""{HEAD}<comments xmlns="{MAIN}"><authors><author>سامي</author></authors><commentList><comment ref="C2" \
authorId="0"><text><r><rPr><b/></rPr><t>سامي:</t></r><r><t xml:space="preserve"> راجع الرقم</t></r></text></comment>\
</commentList></comments>"""
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="3">\
<xf><alignment horizontal="right" readingOrder="2"/></xf>\
<xf><alignment horizontal="center" readingOrder="1"/></xf><xf><alignment horizontal='right' wrapText="1"/></xf>\
</cellXfs></styleSheet>"""
WORKBOOK = f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="المبيعات" sheetId="1" r:id="s"/>\
</sheets><definedNames><definedName name="المجال">'المبيعات'!$A$1</definedName></definedNames></workbook>"""
SHAPES = f"""{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" \
xmlns:a="{DRAWING}"><xdr:sp><xdr:cNvPr id="2" name="مربع 1" descr="شعار الشركة"/><xdr:txBody><a:bodyPr rtlCol="1"/>\
<a:p>\
<a:pPr algn="r" rtl="1"/><a:r><a:t>ملاحظة مهمة</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"""
CHART_PART = f"""{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:ser><c:cat><c:strRef>\
<c:f>'المبيعات'!$B$2</c:f>\
<c:strCache><c:pt idx="0"><c:v>مفتوح</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:chartSpace>"""
PROPERTIES = f"""{HEAD}<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"><dc:title>كتاب</dc:title>\
<dc:creator>سامي</dc:creator></cp:coreProperties>"""
ENGLISH = {
    "المدينة": "City",
    "الحالة": "Status",
    "الكمية": "Amount",
    "سطر أول\nسطر ثان ": "First line\nSecond line ",
    "مفتوح": "Open, active",
    "مغلق": "Closed",
    "تم بيع مئة قطعة في القاهرة": "A hundred pieces were sold in Cairo",
    "نص\r\nآخر _x0041_": "Text\r\nOther _x0041_ & <b>",
    "داخل الخلية": " In the cell",
    "اختر حالة الطلب": 'Choose the "status"\nof the order',
    "إلى البداية": "To the start",
    "تقرير المبيعات": "2024 sales report",
    "بحث & تطوير": "R&D",
    "صفحة  من ": "Page of",
    "راجع الرقم": "Check the number",
    "سامي: راجع الرقم": "Sami: check the number",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return the path of a workbook with one sheet."""
    return write_workbook(tmp_path / "book.xlsx")


def write_workbook(path: Path, *, strings: str = STRINGS, sheet: str = SHEET) -> Path:
    """Write a workbook with one sheet; return its path."""
    write_package(
        path,
        {
            "_rels/.rels": ("", relations(rId1="officeDocument xl/workbook.xml")),
            "xl/workbook.xml": (TYPE + "sheet.main+xml", WORKBOOK),
            "xl/_rels/workbook.xml.rels": (
                "",
                relations(s="worksheet worksheets/sheet1.xml", t="sharedStrings sharedStrings.xml"),
            ),
            "xl/worksheets/sheet1.xml": (TYPE + "worksheet+xml", sheet),
            "xl/drawings/drawing1.xml": ("openxmlformats-officedocument.drawing+xml", SHAPES),
            "xl/drawings/_rels/drawing1.xml.rels": ("", relations(c="chart ../charts/chart1.xml")),
            "xl/charts/chart1.xml": ("openxmlformats-officedocument.drawingml.chart+xml", CHART_PART),
            "docProps/core.xml": ("openxmlformats-package.core-properties+xml", PROPERTIES),
            "xl/worksheets/_rels/sheet1.xml.rels": (
                "",
                relations(
                    t="table ../tables/table1.xml", c="comments /xl/comments1.xml", d="drawing ../drawings/drawing1.xml"
                ),
            ),
            "xl/tables/table1.xml": (TYPE + "table+xml", TABLE),
            "xl/comments1.xml": (TYPE + "comments+xml", COMMENTS),
            "xl/sharedStrings.xml": (TYPE + "sharedStrings+xml", strings),
            "xl/styles.xml": (TYPE + "styles+xml", STYLES),
        },
    )
    return path


def test_units_and_round_trip(workbook: Path) -> None:
    units = units_of(workbook, DocumentOptions(comments=True))
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units] == [
        ("المبيعات!A1", "المدينة"),
        ("المبيعات!B1", "الحالة"),
        ("المبيعات!A2", "سطر أول\nسطر ثان "),
        ("المبيعات!B2", "مفتوح"),
        ("المبيعات!B3", "تم بيع <1>مئة قطعة</1> في القاهرة"),
        ("المبيعات!E3", "نص\r\nآخر _x0041_"),
        ("المبيعات!F3", "مغلق"),
        ("string 9", "بلا خلية"),
        ("المبيعات!D3", "داخل الخلية"),
        ("المبيعات!B2:B9 promptTitle", "الحالة"),
        ("المبيعات!B2:B9 prompt", "اختر حالة الطلب"),
        ("المبيعات!B2:B9 1", "مفتوح"),
        ("المبيعات!B2:B9 2", "مغلق"),
        ("المبيعات!A2 tooltip", "إلى البداية"),
        ("المبيعات!oddHeader&L", "<1/><2/>تقرير المبيعات"),
        ("المبيعات!oddHeader&R", "بحث & تطوير"),
        ("المبيعات!oddFooter&C", "صفحة <1/> من <2/>"),
        ("المبيعات!F3 1", "مغلق"),
        ("المبيعات!C2 comment", "<1>سامي:</1> راجع الرقم"),
        ("المبيعات drawing1#cNvPr1.descr", "شعار الشركة"),
        ("المبيعات drawing1#p1", "ملاحظة مهمة"),
        ("المبيعات drawing1 chart1#v1", "مفتوح"),
        ("docProps/core.xml#title1", "كتاب"),
    ]
    assert "راجع" not in "".join(unit.text for unit in units_of(workbook))
    check_round_trip(workbook)


def test_shared_strings_in_english(workbook: Path) -> None:
    written = rewritten(workbook, change=in_english(ENGLISH))
    assert part_of(written, "xl/sharedStrings.xml") == (
        STRINGS.replace("المدينة", "City")
        .replace("الحالة", "Status")
        .replace("سطر أول\nسطر ثان ", "First line\nSecond line ")
        .replace("مفتوح", "Open active")
        .replace("مغلق", "Closed")
        .replace(
            "<t>نص_x000D_\nآخر _x005F_x0041_</t>",
            '<t xml:space="preserve">Text_x000D_\nOther _x005F_x0041_ &amp; &lt;b&gt;</t>',
        )
        .replace(
            STRINGS[STRINGS.index("<r>") : STRINGS.index("<rPh")],
            '<r><t>A hundr</t></r><r><rPr><b/><sz val="11"/><rFont val="Arial"/><charset val="178"/></rPr>'
            "<t>ed piece</t></r><r><t>s were sold in Cairo</t></r>",
        )
    )  # fmt: skip


def test_what_must_agree_agrees(workbook: Path) -> None:
    written = rewritten(workbook, change=in_english(ENGLISH))
    sheet = part_of(written, "xl/worksheets/sheet1.xml")
    # A column that a formula names keeps its name; what the cell of a list holds is in the list.
    assert part_of(written, "xl/tables/table1.xml") == TABLE.replace("المدينة", "City").replace("الحالة", "Status")
    assert '<formula1>"Open active,Closed,VIP"</formula1>' in sheet
    assert '<xm:f>"Closed"</xm:f>' in sheet
    assert '<filter val="Open active"/>' in sheet
    # A formula looks for what the cells hold; what no cell holds stays.
    assert '<f>IF(B2="Open active",B2,"لا")</f><v>Open active</v>' in sheet
    assert '<f>SUM(Sales[الكمية])&amp;"نص"</f><v>12نص</v>' in sheet
    assert 'display="City"' in sheet
    assert "<c:f>'المبيعات'!$B$2</c:f><c:strCache><c:pt idx=\"0\"><c:v>Open active</c:v>" in part_of(
        written, "xl/charts/chart1.xml"
    )
    assert "location=\"'المبيعات'!A1\"" in sheet


def test_formulas_and_formats_look_for_what_cells_hold(tmp_path: Path) -> None:
    formula = 'COUNTIF(A1:A9,"مفتوح")+COUNTIF(A1:A9,"&lt;&gt;مغلق*")+IF(A1="غيره",INDIRECT("المبيعات"),\'مغلق\'!B1)'
    rule = '<cfRule type="containsText" text="مفتوح"><formula>NOT(ISERROR(SEARCH("مفتوح",A1)))</formula></cfRule>'
    rules = f'<conditionalFormatting sqref="A1:A9">{rule}</conditionalFormatting>'
    cells = f'<row r="1"><c r="A1" t="s"><v>5</v></c><c r="B1"><f>{formula}</f><v>7</v></c></row>'
    sheet = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{rules}</worksheet>'
    path = write_workbook(tmp_path / "book.xlsx", sheet=sheet)
    check_round_trip(path)
    written = part_of(rewritten(path, change=in_english({"مفتوح": 'The "open"', "مغلق": "Closed"})), SHEET_PART)
    assert written == (
        sheet.replace('"مفتوح"', '"The ""open"""')
        .replace("&gt;مغلق*", "&gt;Closed*")
        .replace('text="The ""open"""', 'text="The &#34;open&#34;"')
    )


def test_sheet_in_english(workbook: Path) -> None:
    written = rewritten(workbook, change=in_english(ENGLISH))
    sheet = part_of(written, "xl/worksheets/sheet1.xml")
    assert 'prompt="Choose the &#34;status&#34;_x000a_of the order"' in sheet
    assert '<is><t xml:space="preserve"> In the cell</t></is>' in sheet
    # A digit is kept apart from the size of the font.
    assert '&amp;L&amp;"Arial,Bold"&amp;14 2024 sales report&amp;C&amp;D&amp;RR&amp;&amp;D<' in sheet
    assert "<oddFooter>&amp;CPage &amp;Pof&amp;N</oddFooter>" in sheet
    assert "<author>سامي</author>" in part_of(written, "xl/comments1.xml")
    comment = part_of(written, "xl/comments1.xml")
    assert re.sub("<.*?>", "", comment[comment.index("<comment ") :]) == "Sami: check the number"


def test_direction(workbook: Path) -> None:
    written = rewritten(workbook, DocumentOptions())
    assert 'rightToLeft="0"' in part_of(written, "xl/worksheets/sheet1.xml")
    assert part_of(written, "xl/styles.xml") == (
        STYLES.replace('readingOrder="2"', 'readingOrder="0"')
        .replace('horizontal="right"', 'horizontal="left"')
        .replace("horizontal='right'", "horizontal='left'")
    )
    shapes = SHAPES.replace('rtlCol="1"', 'rtlCol="0"').replace('algn="r" rtl="1"', 'algn="l" rtl="0"')
    assert part_of(written, "xl/drawings/drawing1.xml") == shapes


def test_alignment_of_a_left_to_right_workbook_stays(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "book.xlsx", sheet=SHEET.replace(' rightToLeft="1"', ""))
    assert part_of(rewritten(path, DocumentOptions()), "xl/styles.xml") == STYLES.replace(
        'horizontal="right" readingOrder="2"', 'horizontal="left" readingOrder="0"'
    )


def test_columns_of_the_same_english_differ(workbook: Path) -> None:
    written = rewritten(workbook, change=in_english({"المدينة": "place", "الحالة": "Place"}))
    assert 'name="place"' in part_of(written, "xl/tables/table1.xml")
    assert 'name="Place2"' in part_of(written, "xl/tables/table1.xml")
    assert "<si><t>Place2</t></si>" in part_of(written, "xl/sharedStrings.xml")


def test_what_would_be_too_long_stays(workbook: Path) -> None:
    english = {"مغلق": "closed " * 40, "تقرير المبيعات": "sales " * 50, "اختر حالة الطلب": "choose " * 50}
    sheet = part_of(rewritten(workbook, change=in_english(english)), "xl/worksheets/sheet1.xml")
    assert '<formula1>"مفتوح,مغلق,VIP"</formula1>' in sheet
    assert "تقرير المبيعات" in sheet
    assert f'prompt="{("choose " * 50)[:255].rstrip()}"' in sheet


def test_prefixes_of_other_writers(tmp_path: Path) -> None:
    strings = (
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>نص</x:t></x:si><x:si><x:r><x:t>نص </x:t></x:r><x:r><x:rPr><x:b/></x:rPr>'
        "<x:t>غامق</x:t></x:r></x:si></x:sst>"
    )
    path = write_workbook(tmp_path / "book.xlsx", strings=strings)
    check_round_trip(path)
    written = rewritten(path, change=in_english({"نص": "Text ", "نص غامق": "In bold"}))
    assert part_of(written, "xl/sharedStrings.xml") == (
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t xml:space="preserve">Text </x:t></x:si>'
        '<x:si><x:r><x:t xml:space="preserve">In </x:t></x:r>'
        "<x:r><x:rPr><x:b/></x:rPr><x:t>bold</x:t></x:r></x:si></x:sst>"
    )


@pytest.mark.parametrize("damage", ["<sst", f'<sst xmlns="{MAIN}"><si><t>نص</t></si>', "\x00"])
def test_damaged_strings_are_refused(tmp_path: Path, damage: str) -> None:
    path = write_workbook(tmp_path / "book.xlsx", strings=damage)
    with pytest.raises(InputError, match=r"sharedStrings\.xml:1: not well-formed"):
        units_of(path)


def test_wrong_numbers_do_no_harm(tmp_path: Path) -> None:
    cells = '<c r="ZZZZZZZ1" t="s"><v>99999999999</v></c><c r="-" t="s"><v>-1</v></c><c t="s"><v>x</v></c>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="9999999999999">{cells}</row></sheetData></worksheet>'
    path = write_workbook(tmp_path / "book.xlsx", sheet=sheet)
    assert units_of(path)[0].id == "string 0"
    check_round_trip(path)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("_x0D5F", max_size=20))
def test_strings_are_read_as_they_were(text: str, escape: str) -> None:
    assert string_text(xstring(text + escape)) == text + escape


@given(st.text('&LCR14"K,A0ن '))
def test_headers_are_cut_without_loss(text: str) -> None:
    assert "".join(header_sections(text)) == text


@given(st.integers(1, 16384))
def test_columns_are_read_as_they_were(number: int) -> None:
    assert column_number(column_letters(number) + "7") == number


LOOKS = st.sampled_from(["", "<rPr><b/></rPr>", '<rPr><i/><charset val="178"/></rPr>', "<rPr><i/></rPr>"])
WORDS = st.lists(st.sampled_from(["نص", "كلمة", "A1", "&amp;", "_x000D_", "&#10;", " ", "12", "،"]), max_size=4)


@st.composite
def string_items(draw: st.DrawFn) -> str:
    """Draw a shared string."""
    texts = draw(st.lists(WORDS.map("".join), min_size=1, max_size=5))
    if len(texts) == 1:
        return f'<si><t xml:space="preserve">{texts[0]}</t></si>'
    runs = "".join(f"<r>{draw(LOOKS)}<t>{text}</t></r>" for text in texts)
    return f"<si>{runs}</si>" + draw(st.sampled_from(["", "\n", "<!-- نص -->"]))


@given(items=st.lists(string_items(), max_size=6), mark=st.sampled_from(["", "\ufeff"]))
def test_round_trip_of_any_strings(tmp_path_factory: pytest.TempPathFactory, items: list[str], mark: str) -> None:
    path = tmp_path_factory.mktemp("books") / "book.xlsx"
    check_round_trip(write_workbook(path, strings=f'{mark}<sst xmlns="{MAIN}">{"".join(items)}</sst>'))

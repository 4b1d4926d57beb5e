"""What the Office files share: their packages, a theme, a picture, and charts with their workbooks."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from office_parts import CHART, DRAWING, HEAD, MAIN, OFFICE

__all__ = [
    "APP",
    "CHART_TYPE",
    "THEME",
    "Part",
    "chart",
    "chart_workbook",
    "core",
    "picture",
    "related",
    "write_office",
]

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "application/vnd.openxmlformats-officedocument."
CHART_TYPE = f"{DOCUMENT}drawingml.chart+xml"
SPREADSHEET = f"{DOCUMENT}spreadsheetml."
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"

Part = tuple[str, str | bytes]
"""The content type of a part, empty for one that its suffix tells, and its content."""


def write_office(path: Path | io.BytesIO, parts: Mapping[str, Part]) -> None:
    """Write an Office file: its list of types first, as Office does, and all parts compressed, with the same date."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items() if kind
    )
    types = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="vml" ContentType="{DOCUMENT}vmlDrawing"/>'
        f'<Default Extension="xlsx" ContentType="{SPREADSHEET}sheet"/>{overrides}</Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "[Content_Types].xml": types,
            **{key: value for key, (_, value) in parts.items()},
        }.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def related(**targets: str) -> Part:
    """Return a list of relations: for each id its type and target, apart by a space; addresses are external."""
    found = ""
    for name, target in targets.items():
        kind, _, place = target.partition(" ")
        base = f"{PACKAGE}/relationships/metadata" if kind == "core-properties" else OFFICE
        mode = ' TargetMode="External"' if "://" in place else ""
        found += f'<Relationship Id="{name}" Type="{base}/{kind}" Target="{place}"{mode}/>'
    return "", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def core(title: str) -> Part:
    """Return the properties of a file."""
    return CORE_TYPE, (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>منى السالم</dc:creator><cp:lastModifiedBy>منى السالم"
        "</cp:lastModifiedBy><cp:revision>7</cp:revision>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-05T08:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-02-01T09:30:00Z</dcterms:modified></cp:coreProperties>'
    )


APP: Part = (
    f"{DOCUMENT}extended-properties+xml",
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office</Application><Company>المكتبة العامة</Company><AppVersion>16.0000</AppVersion>"
    "</Properties>",
)


def colour(name: str, value: str) -> str:
    """Return a colour of a theme."""
    return f'<a:sysClr val="{name}" lastClr="{value}"/>' if name else f'<a:srgbClr val="{value}"/>'


def fonts(name: str, latin: str) -> str:
    """Return the fonts of headings or of text in a theme."""
    return (
        f'<a:{name}><a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Arab" typeface="Times New Roman"/></a:{name}>'
    )


COLOURS = {
    "dk1": ("windowText", "000000"),
    "lt1": ("window", "FFFFFF"),
    "dk2": ("", "44546A"),
    "lt2": ("", "E7E6E6"),
    "accent1": ("", "4472C4"),
    "accent2": ("", "ED7D31"),
    "accent3": ("", "A5A5A5"),
    "accent4": ("", "FFC000"),
    "accent5": ("", "5B9BD5"),
    "accent6": ("", "70AD47"),
    "hlink": ("", "0563C1"),
    "folHlink": ("", "954F72"),
}
SOLID = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
LINE = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{SOLID}<a:prstDash val="solid"/></a:ln>'
EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
THEME: Part = (
    f"{DOCUMENT}theme+xml",
    f'{HEAD}<a:theme xmlns:a="{DRAWING}" name="Office"><a:themeElements><a:clrScheme name="Office">'
    + "".join(f"<a:{key}>{colour(*value)}</a:{key}>" for key, value in COLOURS.items())
    + f'</a:clrScheme><a:fontScheme name="Office">{fonts("majorFont", "Calibri Light")}{fonts("minorFont", "Calibri")}'
    f'</a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>{SOLID * 3}</a:fillStyleLst><a:lnStyleLst>{LINE * 3}'
    f"</a:lnStyleLst><a:effectStyleLst>{EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{SOLID * 3}</a:bgFillStyleLst>"
    "</a:fmtScheme></a:themeElements></a:theme>",
)


def picture(width: int = 60, height: int = 40) -> bytes:
    """Return a picture (PNG): a house under a sky."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            wall = y > height // 2 and width // 4 < x < 3 * width // 4
            roof = height // 5 < y <= height // 2 and abs(x - width // 2) < (y - height // 5) * width // height
            rows += b"\xb4\x8c\x64" if wall else b"\xa0\x28\x28" if roof else b"\xbe\xdc\xf0"

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    )


def chart(title: str, series: str, values: Mapping[str, int], sheet: str = "Sheet1") -> str:
    """Return a chart of columns over the workbook that it holds, as :func:`chart_workbook` makes it.

    :param values: heights of the columns by their names.
    """
    last = len(values) + 1
    names = "".join(f'<c:pt idx="{n}"><c:v>{name}</c:v></c:pt>' for n, name in enumerate(values))
    heights = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values.values()))
    count = f'<c:ptCount val="{len(values)}"/>'
    text = f'<a:bodyPr/><a:p><a:pPr rtl="1"><a:defRPr/></a:pPr><a:r><a:rPr lang="ar-SA"/><a:t>{title}</a:t></a:r></a:p>'
    axis = (
        '<c:{0}><c:axId val="{1}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="{3}"/><c:crossAx val="{2}"/></c:{0}>'
    )
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"><c:roundedCorners val="0"/>'
        f'<c:chart><c:title><c:tx><c:rich>{text}</c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx><c:strRef><c:f>{sheet}!$B$1</c:f>"
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{series}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:cat><c:strRef><c:f>{sheet}!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{sheet}!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}"
        f'{heights}</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="150"/><c:axId val="111"/><c:axId '
        f'val="222"/>'
        f"</c:barChart>{axis.format('catAx', 111, 222, 'b')}{axis.format('valAx', 222, 111, 'l')}</c:plotArea>"
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        '{external}</c:chartSpace>'
    )  # fmt: skip


def chart_workbook(series: str, values: Mapping[str, int]) -> bytes:
    """Return the workbook inside a file that holds the data of a chart, without styles."""
    strings = [" ", series, *values]
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n}</v></c><c r="B{n}"><v>{value}</v></c></row>'
        for n, value in enumerate(values.values(), 2)
    )
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings)
    stream = io.BytesIO()
    write_office(
        stream,
        {
            "_rels/.rels": related(rId1="officeDocument xl/workbook.xml"),
            "xl/workbook.xml": (
                f"{SPREADSHEET}sheet.main+xml",
                f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" '
                'r:id="rId1"/></sheets></workbook>',
            ),
            "xl/_rels/workbook.xml.rels": related(
                rId1="worksheet worksheets/sheet1.xml", rId2="sharedStrings sharedStrings.xml"
            ),
            "xl/worksheets/sheet1.xml": (
                f"{SPREADSHEET}worksheet+xml",
                f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            ),
            "xl/sharedStrings.xml": (
                f"{SPREADSHEET}sharedStrings+xml",
                f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>',
            ),
        },
    )
    return stream.getvalue()

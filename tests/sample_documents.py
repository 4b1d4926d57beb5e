"""A small document of each kind, with the same sentences in it."""

import io
import json
import zipfile
from pathlib import Path

from office_parts import DRAWING, HEAD, MAIN, OFFICE, relations, write_package
from opendocument_parts import opendocument
from real_documents.office import THEME

__all__ = ["SENTENCES", "write_samples"]

SENTENCES = ["وصل القطار إلى المدينة في الصباح.", "أين المحطة؟", "تغلق المكتبة أبوابها في المساء.", "شكرا جزيلا لكم."]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
TYPE = "openxmlformats-officedocument."
CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">1</dc:identifier>'
    "<dc:title>كتاب</dc:title><dc:language>ar</dc:language></metadata>"
    '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)

PO_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


def write_samples(folder: Path, sentences: list[str] | None = None) -> dict[str, Path]:
    """Write a document of each kind, and return the paths by suffix.

    :param sentences: what is in them, each in a paragraph of its own; by default :data:`SENTENCES`.
    """
    texts = SENTENCES if sentences is None else sentences
    contents: dict[str, str | bytes] = {
        "docx": docx(texts),
        "pptx": pptx(texts),
        "xlsx": xlsx(texts),
        "epub": epub(texts),
        "html": page(texts),
        "md": "\n\n".join(texts) + "\n",
        "json": json.dumps({f"k{number}": text for number, text in enumerate(texts)}, ensure_ascii=False),
        "po": PO_HEADER + "".join(f'msgid "{text}"\nmsgstr ""\n\n' for text in texts),
        "srt": "".join(f"{n}\n{time(5 * n)} --> {time(5 * n + 4)}\n{text}\n\n" for n, text in enumerate(texts, 1)),
        "vtt": "WEBVTT\n\n"
        + "".join(f"{time(5 * n, '.')} --> {time(5 * n + 4, '.')}\n{text}\n\n" for n, text in enumerate(texts, 1)),
        "tmx": '<tmx version="1.4"><header srclang="ar"/><body>'
        + "".join(f'<tu><tuv xml:lang="ar"><seg>{text}</seg></tuv></tu>' for text in texts)
        + "</body></tmx>",
        "xlf": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="ar" target-language="en" datatype="plaintext"><body>'
        + "".join(f'<trans-unit id="{n}"><source>{text}</source></trans-unit>' for n, text in enumerate(texts, 1))
        + "</body></file></xliff>",
        "xliff": '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar"><file id="f">'
        + "".join(
            f'<unit id="u{n}"><segment><source>{text}</source></segment></unit>' for n, text in enumerate(texts, 1)
        )
        + "</file></xliff>",
        "xml": "<resources>"
        + "".join(f'<string name="s{n}">{text}</string>' for n, text in enumerate(texts))
        + "</resources>",
    }
    paths = {}
    for suffix, content in contents.items():
        paths[suffix] = folder / f"sample.{suffix}"
        paths[suffix].write_bytes(content.encode() if isinstance(content, str) else content)
    for suffix, body in open_bodies(texts).items():
        paths[suffix] = opendocument(folder / f"sample.{suffix}", body)
    return paths


def open_bodies(texts: list[str]) -> dict[str, str]:
    """Return the body of each kind of OpenDocument file."""
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in texts)
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
        for text in texts
    )
    return {
        "odt": paragraphs,
        "odp": f"<draw:page><draw:frame><draw:text-box>{paragraphs}</draw:text-box></draw:frame></draw:page>",
        "ods": f'<table:table table:name="S">{rows}</table:table>',
    }


def time(seconds: int, point: str = ",") -> str:
    """Return a time as subtitles write it."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}000"


def page(texts: list[str]) -> str:
    """Return a page."""
    body = "".join(f"<p>{text}</p>" for text in texts)
    return f'<!DOCTYPE html>\n<html lang="ar" dir="rtl"><body>{body}</body></html>\n'


def packed(parts: dict[str, tuple[str, str | bytes]]) -> bytes:
    """Return an Office file."""
    stream = io.BytesIO()
    write_package(stream, parts)
    return stream.getvalue()


def docx(texts: list[str]) -> bytes:
    """Return a Word file."""
    body = "".join(f"<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    document = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(
        {
            "_rels/.rels": ("", relations(a="officeDocument word/document.xml")),
            "word/document.xml": (f"{TYPE}wordprocessingml.document.main+xml", document),
        }
    )


def pptx(texts: list[str]) -> bytes:
    """Return a PowerPoint file of one slide, with the master, the layout and the theme that a slide needs."""
    namespaces = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'
    empty = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
        'y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
    )

    def slide(root: str, shapes: str, after: str) -> tuple[str, str]:
        tree = f"<p:cSld><p:spTree>{empty}{shapes}</p:spTree></p:cSld>{after}"
        return f"{TYPE}presentationml.{kinds[root]}+xml", f"{HEAD}<p:{root} {namespaces}>{tree}</p:{root}>"

    kinds = {"sld": "slide", "sldLayout": "slideLayout", "sldMaster": "slideMaster"}
    paragraphs = "".join(f'<a:p><a:r><a:rPr lang="ar-EG"/><a:t>{text}</a:t></a:r></a:p>' for text in texts)
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Text"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off '
        'x="600000" y="400000"/><a:ext cx="11000000" cy="6000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
    same = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
    colours = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "hlink": "hlink", "folHlink": "folHlink"}
    colours |= {f"accent{number}": f"accent{number}" for number in range(1, 7)}
    settings = " ".join(f'{name}="{value}"' for name, value in colours.items())
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="a"/></p:sldLayoutIdLst>'
    show = (
        f'{HEAD}<p:presentation {namespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="m"/>'
        '</p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="a"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    master = "slideMaster ../slideMasters/slideMaster1.xml"
    return packed(
        {
            "_rels/.rels": ("", relations(a="officeDocument ppt/presentation.xml")),
            "ppt/presentation.xml": (f"{TYPE}presentationml.presentation.main+xml", show),
            "ppt/_rels/presentation.xml.rels": (
                "",
                relations(a="slide slides/slide1.xml", m="slideMaster slideMasters/slideMaster1.xml"),
            ),
            "ppt/slides/slide1.xml": slide("sld", shape, same),
            "ppt/slides/_rels/slide1.xml.rels": ("", relations(a="slideLayout ../slideLayouts/slideLayout1.xml")),
            "ppt/slideLayouts/slideLayout1.xml": slide("sldLayout", "", same),
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": ("", relations(a=master)),
            "ppt/slideMasters/slideMaster1.xml": slide("sldMaster", "", f"<p:clrMap {settings}/>{layouts}"),
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": (
                "",
                relations(a="slideLayout ../slideLayouts/slideLayout1.xml", t="theme ../theme/theme1.xml"),
            ),
            "ppt/theme/theme1.xml": THEME,
        }
    )


def xlsx(texts: list[str]) -> bytes:
    """Return an Excel file of one sheet."""
    rows = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(len(texts)))
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="s"/></sheets>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>'
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return packed(
        {
            "_rels/.rels": ("", relations(a="officeDocument xl/workbook.xml")),
            "xl/workbook.xml": (f"{TYPE}spreadsheetml.sheet.main+xml", HEAD + book),
            "xl/_rels/workbook.xml.rels": (
                "",
                relations(s="worksheet worksheets/sheet1.xml", t="sharedStrings sharedStrings.xml"),
            ),
            "xl/worksheets/sheet1.xml": (
                f"{TYPE}spreadsheetml.worksheet+xml",
                f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            ),
            "xl/sharedStrings.xml": (
                f"{TYPE}spreadsheetml.sharedStrings+xml",
                f'{HEAD}<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{strings}</sst>',
            ),
        }
    )


def epub(texts: list[str]) -> bytes:
    """Return a book of one chapter."""
    body = "".join(f"<p>{text}</p>" for text in texts)
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>كتاب</title></head><body>{body}</body></html>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in {"META-INF/container.xml": CONTAINER, "a.opf": BOOK, "a.xhtml": chapter}.items():
            archive.writestr(zipfile.ZipInfo(name), HEAD + content)
    return stream.getvalue()

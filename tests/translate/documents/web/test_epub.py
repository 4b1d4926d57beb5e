"""Books."""

import html
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from round_trip import check_round_trip, in_english, parts, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.unit import tagged_text

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
BOOK = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="ar" dir="rtl">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:4a0c</dc:identifier><dc:title>رحلة إلى البحر</dc:title>
<dc:language>ar-EG</dc:language><dc:creator>سامي</dc:creator>
<dc:description>&lt;p&gt;قصة &lt;b&gt;قصيرة&lt;/b&gt;.&lt;/p&gt;</dc:description>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
<meta name="primary-writing-mode" content="horizontal-rl"/></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="two" href="%D8%AB%D8%A7%D9%86.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="style.css" media-type="text/css"/></manifest>
<spine toc="ncx" page-progression-direction="rtl"><itemref idref="one"/><itemref idref="two"/></spine>
<guide><reference type="cover" title="الغلاف" href="text/one.xhtml"/></guide>
</package>"""
HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="ar" dir="rtl">
"""
ONE = (
    HEAD
    + """<head><title>الفصل الأول</title><script src="x.js"/></head><body>
<p id="p1"><a id="mark"/>ذهب <em>سامي</em> إلى البحر.<a epub:type="noteref" href="#n1">1</a></p>
<aside epub:type="footnote" id="n1"><p>ملاحظة&#160;أولى</p></aside></body></html>"""
)
TWO = HEAD + "<head><title>الفصل الثاني</title></head><body><p>النهاية</p></body></html>"
NAV = (
    HEAD
    + """<head><title>المحتويات</title></head><body><nav epub:type="toc"><ol>
<li><a href="text/one.xhtml">الفصل الأول</a></li></ol></nav></body></html>"""
)
NCX = """<?xml version="1.0" encoding="utf-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="ar"><head/>
<docTitle><text>رحلة إلى البحر</text></docTitle><docAuthor><text>سامي</text></docAuthor>
<navMap><navPoint id="n1" playOrder="1"><navLabel><text>الفصل الأول</text></navLabel>
<content src="text/one.xhtml"/></navPoint></navMap></ncx>"""
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": BOOK,
    "OEBPS/text/one.xhtml": ONE,
    "OEBPS/ثان.xhtml": TWO,
    "OEBPS/nav.xhtml": NAV,
    "OEBPS/toc.ncx": NCX,
    "OEBPS/style.css": "p { direction: rtl; text-align: right } /* نص */",
}


def book(path: Path, changed: dict[str, str] | None = None, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a book."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (PARTS | (changed or {})).items():
            packed = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), text, packed)
    return path


def test_units_and_round_trip(tmp_path: Path) -> None:
    path = book(tmp_path / "book.epub")
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path)] == [
        ("OEBPS/content.opf#line 4", "رحلة إلى البحر"),
        ("OEBPS/content.opf#line 6, 1:4", "قصة <1>قصيرة</1>."),
        ("OEBPS/content.opf#line 15@title", "الغلاف"),
        ("OEBPS/text/one.xhtml#line 4:14", "الفصل الأول"),
        ("OEBPS/text/one.xhtml#line 5:26", "ذهب <1>سامي</1> إلى البحر."),
        ("OEBPS/text/one.xhtml#line 6:40", "ملاحظة\xa0أولى"),
        ("OEBPS/ثان.xhtml#line 4:14", "الفصل الثاني"),
        ("OEBPS/ثان.xhtml#line 4:50", "النهاية"),
        ("OEBPS/nav.xhtml#line 4:14", "المحتويات"),
        ("OEBPS/nav.xhtml#line 5:30", "الفصل الأول"),
        ("OEBPS/toc.ncx#line 3", "رحلة إلى البحر"),
        ("OEBPS/toc.ncx#line 4", "الفصل الأول"),
    ]
    check_round_trip(path)


def test_what_is_written(tmp_path: Path) -> None:
    path = book(tmp_path / "book.epub")
    english = {"رحلة إلى البحر": "A trip <to> the sea", "الفصل الأول": "Chapter & one", "الغلاف": 'The "cover"'}
    written = rewritten(path, DocumentOptions(), in_english(english))
    assert written == rewritten(path, DocumentOptions(), in_english(english))
    found = {name: content.decode() for name, _, content in parts(written)}
    book_part = BOOK
    for old, new in [
        ("<dc:title>رحلة إلى البحر<", "<dc:title>A trip &lt;to&gt; the sea<"),
        ('title="الغلاف"', 'title="The &#34;cover&#34;"'),
        ('xml:lang="ar" dir="rtl"', 'xml:lang="en" dir="ltr"'),
        ("ar-EG", "en"),
        ("horizontal-rl", "horizontal-lr"),
        ('direction="rtl"', 'direction="ltr"'),
    ]:
        book_part = book_part.replace(old, new)
    assert found["OEBPS/content.opf"] == book_part
    page = ONE.replace('xml:lang="ar" dir="rtl"', 'xml:lang="en" dir="ltr"').replace("الفصل الأول", "Chapter &amp; one")
    assert found["OEBPS/text/one.xhtml"] == page
    assert "Chapter &amp; one" in found["OEBPS/nav.xhtml"]
    assert "Chapter &amp; one" in found["OEBPS/toc.ncx"]
    assert found["OEBPS/style.css"] == PARTS["OEBPS/style.css"]
    for name, content in found.items():
        if name.endswith(("xhtml", "opf", "ncx")):
            etree.fromstring(content.encode())
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 2, 3, 4, 6)}


def test_books_that_cannot_be_read(tmp_path: Path) -> None:
    locked = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData>'
        '<CipherReference URI="OEBPS/text/one.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    with pytest.raises(InputError, match=r"OEBPS/text/one.xhtml is encrypted"):
        units_of(book(tmp_path / "locked.epub", {"META-INF/encryption.xml": locked}))
    fonts = locked.replace("OEBPS/text/one.xhtml", "OEBPS/font.otf")
    assert units_of(book(tmp_path / "fonts.epub", {"META-INF/encryption.xml": fonts}))
    with pytest.raises(InputError, match="names no book"):
        units_of(book(tmp_path / "empty.epub", {"META-INF/container.xml": "<container/>"}))


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")), max_size=5)


@given(TEXTS, st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_every_book_is_written_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], method: int
) -> None:
    paragraphs = "".join(f"<p>نص {html.escape(text)}</p>" for text in texts)
    page = f"{HEAD}<body>{paragraphs}</body></html>"
    check_round_trip(book(tmp_path_factory.mktemp("books") / "book.epub", {"OEBPS/text/one.xhtml": page}, method))

"""A book (EPUB 3) as publishers make it: a cover, contents for new and old readers, notes, a picture, fixed parts."""

import zipfile
from pathlib import Path

from real_documents.office import picture

__all__ = ["write_novel"]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XHTML = (
    HEAD + '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'lang="ar" xml:lang="ar" dir="rtl">\n<head><title>{}</title><link rel="stylesheet" type="text/css" '
    'href="style.css"/></head>\n{}\n</html>\n'
)
CONTAINER = (
    HEAD + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BOOK = (
    HEAD
    + '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="ar" dir="rtl">\n'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n<dc:identifier id="id">urn:uuid:0d3c1f36-5d0b-4b3c-9f0e-'
    "2f6f6a6c1a11</dc:identifier>\n<dc:title>بيت على البحر</dc:title>\n<dc:creator>ليلى حسن</dc:creator>\n"
    "<dc:language>ar</dc:language>\n<dc:description>قصة عائلة تعيش في قرية صغيرة.</dc:description>\n"
    '<meta property="dcterms:modified">2026-01-05T08:00:00Z</meta>\n<meta name="cover" '
    'content="cover-image"/>\n</metadata>\n'
    '<manifest>\n<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>\n'
    '<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>\n'
    '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>\n'
    '<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>\n'
    '<item id="css" href="style.css" media-type="text/css"/>\n</manifest>\n<spine toc="ncx" '
    'page-progression-direction="rtl">'
    '<itemref idref="one"/><itemref idref="two"/></spine>\n</package>\n'
)
NAV = XHTML.format(
    "المحتويات",
    '<body><nav epub:type="toc" id="toc"><h1>المحتويات</h1><ol><li><a href="one.xhtml">القرية</a></li>'
    '<li><a href="two.xhtml#storm">العاصفة</a></li></ol></nav></body>',
)
NCX = (
    HEAD + '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="ar"><head>'
    '<meta name="dtb:uid" content="urn:uuid:0d3c1f36-5d0b-4b3c-9f0e-2f6f6a6c1a11"/></head><docTitle><text>بيت على البحر'
    '</text></docTitle><navMap><navPoint id="n1" playOrder="1"><navLabel><text>القرية</text></navLabel>'
    '<content src="one.xhtml"/></navPoint><navPoint id="n2" playOrder="2"><navLabel><text>العاصفة</text></navLabel>'
    '<content src="two.xhtml#storm"/></navPoint></navMap></ncx>\n'
)
ONE = XHTML.format(
    "القرية",
    '<body epub:type="bodymatter"><section epub:type="chapter"><h1>القرية</h1>\n<p class="first">عاش <em>سالم</em> '
    "في بيت "
    'صغير قرب البحر.<a epub:type="noteref" id="r1" href="#n1"><sup>1</sup></a></p>\n<p>قال الأب: &#171;البحر '
    "صديقنا&#187;.<br/>ثم ابتسم.</p>\n<blockquote><p>من عرف البحر لم يخف منه.</p></blockquote>\n"
    '<p><img src="cover.png" alt="بيت أبيض أمام البحر"/></p>\n<aside epub:type="footnote" id="n1"><p>كان عمره عشر '
    "سنوات.</p>"
    "</aside></section></body>",
)
TWO = XHTML.format(
    "العاصفة",
    '<body><section epub:type="chapter" id="storm"><h1>العاصفة</h1>\n<p>في تلك الليلة هبت <strong>ريح '
    "قوية</strong> على "
    'القرية، وعاد الصيادون إلى <a href="one.xhtml">بيوتهم</a>.</p>\n<p lang="en" xml:lang="en" dir="ltr">The End</p>'
    "\n<ul><li>قارب واحد</li><li>ثلاث شباك</li></ul></section></body>",
)
CSS = "body { text-align: right; }\np.first { font-size: 110%; }\n"


def write_novel(path: Path) -> None:
    """Write the book."""
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": BOOK,
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/toc.ncx": NCX,
        "OEBPS/one.xhtml": ONE,
        "OEBPS/two.xhtml": TWO,
        "OEBPS/style.css": CSS,
        "OEBPS/cover.png": picture(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)

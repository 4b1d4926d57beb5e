"""XML text as found in practice: in which encoding it is, and which characters it may hold."""

import codecs
import re
from typing import Final

__all__ = ["ILLEGAL", "XML_LANG", "detect_xml_encoding"]

ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that are not a ``Char`` of XML 1.0, section 2.2."""
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""Name of the attribute ``xml:lang`` with its namespace."""
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
XML_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED_UTF16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def detect_xml_encoding(head: bytes) -> tuple[str, int]:
    """Return the encoding of an XML file with these first bytes (XML 1.0, appendix F).

    :return: the encoding, and the length of the byte order mark in bytes.
    """
    for mark, encoding in XML_BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    for start, encoding in UNMARKED_UTF16:
        if head.startswith(start):
            return encoding, 0
    declared = DECLARED.match(head)
    name = declared[1].decode() if declared else "utf-8"
    # A declaration that can be read as ASCII is not in UTF-16, whatever it declares.
    return ("utf-8" if name.lower().startswith(("utf-16", "utf16", "ucs-2")) else name), 0

"""The kinds of documents, told by their content as well as by the names of their files."""

import importlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.translate.documents.document import Document, DocumentOptions

__all__ = ["DOCUMENT_SUFFIXES", "document_kind", "open_document"]

HEAD = 4096
"""Number of bytes at the beginning of a file that tell its kind."""
ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file, as of Word 97 or of an encrypted docx (MS-CFB, section 2.2)."""
REFUSED = {
    b"%PDF": "a PDF; save it from its source as .docx, .odt or .html",
    b"{\\rtf": "an RTF file; save it as .docx or .odt",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"\xfd7zXZ": "an xz file; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file; unpack it first",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
REFUSED_ROOTS: Final = {
    "office:document": "a flat OpenDocument file; save it as .odt, .ods or .odp",
    "pkg:package": "an Office file in one XML file; save it as .docx, .xlsx or .pptx",
    "w:wordDocument": "an XML file of Word 2003; save it as .docx",
    "Workbook": "an XML file of Excel 2003; save it as .xlsx",
}
"""Root elements, as programs write them, of XML files that hold a whole document."""
MAIN_PARTS: Final = {"word/document": "docx", "ppt/presentation": "pptx", "xl/workbook": "xlsx"}
MAIN_PART = re.compile(f"({'|'.join(MAIN_PARTS)})[0-9]*\\.xml")
"""The part of an Office file that tells its kind, which some programs number."""
MIMETYPES: Final = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
}
"""Kinds by what a package says of itself."""
COMPOUND_KINDS: Final = {
    "EncryptedPackage": "encrypted; save it without a password",
    "WordDocument": "a file of Word 97; save it as .docx",
    "Workbook": "a file of Excel 97; save it as .xlsx",
    "PowerPoint Document": "a file of PowerPoint 97; save it as .pptx",
}
"""What a compound file is, by the name of one of its streams."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    :param name: its name.
    :param suffixes: suffixes of the names of such files.
    :param opener: module in this folder and class that open it.
    """

    name: str
    suffixes: tuple[str, ...]
    opener: str

    def open(self, path: str, options: DocumentOptions) -> Document:
        """Return an opened document of this kind."""
        module, _, name = self.opener.partition(":")
        found: Any = getattr(importlib.import_module(f"jisr.translate.documents.{module}"), name)
        document: Document = found(path, options)
        return document


KINDS: Final = {
    kind.name: kind
    for kind in (
        # The suffix .xml is of many kinds: those are told by their root elements.
        Kind("android", (), "formats.android:AndroidStrings"),
        Kind("docx", (".docx", ".docm", ".dotx", ".dotm"), "office.docx:Docx"),
        Kind("epub", (".epub",), "web.epub:Epub"),
        Kind("html", (".html", ".htm", ".xhtml", ".xht"), "web.html:Html"),
        Kind("json", (".json", ".arb"), "formats.json_strings:JsonStrings"),
        Kind("markdown", (".md", ".markdown"), "web.markdown:Markdown"),
        Kind("odp", (".odp", ".otp"), "opendocument.document:Presentation"),
        Kind("ods", (".ods", ".ots"), "opendocument.document:Spreadsheet"),
        Kind("odt", (".odt", ".ott"), "opendocument.document:TextDocument"),
        Kind("po", (".po", ".pot"), "formats.po:PoFile"),
        Kind("pptx", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), "office.pptx:Pptx"),
        Kind("srt", (".srt",), "formats.subtitles:SubRip"),
        Kind("tmx", (".tmx",), "formats.tmx:TmxFile"),
        Kind("vtt", (".vtt",), "formats.subtitles:WebVtt"),
        Kind("xliff", (".xlf", ".xliff", ".mqxliff", ".sdlxliff", ".mxliff"), "formats.xliff:XliffFile"),
        Kind("xliff2", (), "formats.xliff2:Xliff2File"),  # told by its root element
        Kind("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), "office.xlsx:Xlsx"),
    )
}
DOCUMENT_SUFFIXES: Final = tuple(suffix for kind in KINDS.values() for suffix in kind.suffixes)


def open_document(path: str, options: DocumentOptions = DocumentOptions()) -> Document:  # noqa: B008 - frozen
    """Return an opened document.

    :raises InputError: if the file is missing, damaged or hostile, or no document of a kind that is known.
    """
    name = document_kind(path)
    if name is None:
        raise InputError(f"{path}: a file of lines, not a document: {', '.join(KINDS)}")
    return KINDS[name].open(path, options)


def document_kind(path: str) -> str | None:
    """Return the kind of document in a file; ``None`` for a file of lines.

    :raises InputError: if the file cannot be read, or is neither text nor a document that can be translated.
    """
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    if head.startswith(ZIP):
        return package_kind(path)
    if head.startswith(COMPOUND):
        raise InputError(f"{path}: {compound_kind(Path(path).read_bytes())}")
    for start, what in REFUSED.items():
        if head.startswith(start):
            raise InputError(f"{path}: {what}")
    kind = text_kind(path, head)
    if kind != "json" and is_binary(head):  # whose encoding its first bytes tell
        raise InputError(f"{path}: binary; what can be translated is text, and {', '.join(KINDS)}")
    return kind


def compound_kind(data: bytes) -> str:
    """Return what a compound file is, for people."""
    found = (what for stream, what in COMPOUND_KINDS.items() if stream.encode("utf-16-le") in data)
    return next(found, "a file of Office 97 or an encrypted one; save it without a password as .docx or so")


def package_kind(path: str) -> str:
    """Return the kind of document in a zip file.

    :raises InputError: if it is none that is known.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(f"{path}: cannot be read as a zip file: {error}") from None
    found = MIMETYPES.get(mimetype.strip().removesuffix("-template"), "")
    kind = found or next((MAIN_PARTS[match[1]] for match in map(MAIN_PART.fullmatch, sorted(names)) if match), "")
    if kind not in KINDS:
        raise InputError(f"{path}: a zip file that is none of these documents: {', '.join(KINDS)}")
    return kind


def text_kind(path: str, head: bytes) -> str | None:
    """Return the kind of document in a text file, by its first bytes if they tell, else by its suffix.

    :raises InputError: if it is a document in one XML file, which is not read.
    """
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("utf-8", "replace")
    root = re.match(r"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>|\s)*<([\w:-]+)([^>]*)", text, re.S)
    if root and root[1] in REFUSED_ROOTS:
        raise InputError(f"{path}: {REFUSED_ROOTS[root[1]]}")
    by_root = root_kind(root[1], root[2]) if root else None
    by_text = "html" if re.match(r"<!doctype html", text, re.I) else "vtt" if re.match("WEBVTT\\b", text) else None
    suffix = Path(path).suffix.lower()
    by_suffix = next((kind.name for kind in KINDS.values() if suffix in kind.suffixes), None)
    kind = by_root or by_text or by_suffix
    return kind if kind in KINDS else None


def root_kind(name: str, attributes: str) -> str | None:
    """Return the kind of an XML file by its root element."""
    local = name.rpartition(":")[2]
    if local == "xliff":
        return "xliff2" if re.search(r"(?<![\w:-])version\s*=\s*[\"']2", attributes) else "xliff"
    return {"tmx": "tmx", "html": "html"}.get(local.lower(), "android" if local == "resources" else None)


def is_binary(head: bytes) -> bool:
    """Return whether bytes are not text: they hold zero bytes and are neither UTF-16 nor UTF-32."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    zeros = head.count(0)
    # In UTF-16 without a mark most Arabic and many other characters share their high byte, which is zero in ASCII.
    return zeros > 0 and not (head[::2].count(0) == zeros or head[1::2].count(0) == zeros)

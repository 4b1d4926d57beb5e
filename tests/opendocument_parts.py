"""OpenDocument files written part by part."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["HEAD", "MIMETYPE", "NAMESPACES", "OASIS", "manifest", "opendocument", "part"]

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    [
        *(f'xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "style", "text", "table", "presentation", "form")),
        f'xmlns:draw="{OASIS}drawing:1.0" xmlns:fo="{OASIS}xsl-fo-compatible:1.0" xmlns:meta="{OASIS}meta:1.0"',
        f'xmlns:svg="{OASIS}svg-compatible:1.0" xmlns:number="{OASIS}datastyle:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:officeooo="http://openoffice.org/2009/office"',
    ]
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MIMETYPE = "application/vnd.oasis.opendocument."
NAMES = {".odt": "text", ".odp": "presentation", ".ods": "spreadsheet"}


def part(root: str, content: str) -> str:
    """Return a part with a root element."""
    return f'{HEAD}<office:document-{root} {NAMESPACES} office:version="1.3">{content}</office:document-{root}>'


def manifest(inside: str = "") -> str:
    """Return a manifest with one entry."""
    entry = f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{inside}'
    return f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0">{entry}</manifest:file-entry>\
</manifest:manifest>'


def opendocument(path: Path, body: str, automatic: str = "", others: Mapping[str, str] | None = None) -> Path:
    """Write a file of the kind that its name tells, with a body and automatic styles."""
    name = NAMES[path.suffix]
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{name}>{body}</office:{name}></office:body>"
    )
    parts = {"content.xml": part("content", content), "META-INF/manifest.xml": manifest(), **(others or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE + name, zipfile.ZIP_STORED)
        for key, text in parts.items():
            archive.writestr(zipfile.ZipInfo(key, (2024, 2, 3, 4, 5, 6)), text, zipfile.ZIP_DEFLATED)
    return path

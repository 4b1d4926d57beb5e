"""OpenDocument files written part by part."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["HEAD", "MIMETYPE", "NAMESPACES", "OASIS", "manifest", "opendocument", "part"]

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    [
        *(f'xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "style", "text", "table", "presentation", "form")),
        f'xmlns:draw="{OASIS}drawing:1.0" xmlns:fo="{OASIS}xsl-fo-compatible:1.0" xmlns:meta="{OASIS}meta:1.0"',
        f'xmlns:svg="{OASIS}svg-compatible:1.0" xmlns:number="{OASIS}datastyle:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"',
        f'xmlns:officeooo="http://openoffice.org/2009/office" xmlns:of="{OASIS}of:1.2"',
    ]
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MIMETYPE = "application/vnd.oasis.opendocument."
NAMES = {".odt": "text", ".odp": "presentation", ".ods": "spreadsheet"}


def part(root: str, content: str) -> str:
    """Return a part with a root element."""
    return f'{HEAD}<office:document-{root} {NAMESPACES} office:version="1.3">{content}</office:document-{root}>'


EMPTY_STYLES = part("styles", "<office:styles/><office:automatic-styles/><office:master-styles/>")
EMPTY_META = part("meta", "<office:meta><meta:generator>jisr</meta:generator></office:meta>")


def manifest(inside: str = "", kind: str = "text", names: Iterable[str] = ("content.xml",)) -> str:
    """Return the manifest of a file.

    :param inside: what is inside each of its entries.
    :param kind: what the file is: ``text``, ``presentation`` or ``spreadsheet``.
    :param names: names of its parts.
    """
    entries = {"/": MIMETYPE + kind}
    entries |= {name: "image/png" if name.endswith(".png") else "text/xml" for name in names}
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}">{inside}</manifest:file-entry>'
        for name, media in entries.items()
    )
    root = f'manifest:manifest xmlns:manifest="{OASIS}manifest:1.0" manifest:version="1.3"'
    return f"{HEAD}<{root}>{listed}</manifest:manifest>"


def opendocument(
    path: Path,
    body: str,
    automatic: str = "",
    others: Mapping[str, str] | None = None,
    media: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a file of the kind that its name tells: its type first and stored, and all parts that a reader wants.

    :param body: what the body holds.
    :param automatic: its automatic styles.
    :param others: other parts, and those that take the place of ours.
    :param media: parts that are no text.
    """
    name = NAMES[path.suffix]
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{name}>{body}</office:{name}></office:body>"
    )
    parts: dict[str, str | bytes] = {"content.xml": part("content", content), "styles.xml": EMPTY_STYLES}
    parts |= {"meta.xml": EMPTY_META, **(others or {}), **(media or {})}
    listed = manifest(kind=name, names=[key for key in parts if not key.startswith("META-INF/")])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE + name, zipfile.ZIP_STORED)
        for key, data in ({"META-INF/manifest.xml": listed} | parts).items():
            archive.writestr(zipfile.ZipInfo(key, (2024, 2, 3, 4, 5, 6)), data, zipfile.ZIP_DEFLATED)
    return path

"""Office files written part by part."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def relations(**targets: str) -> str:
    """Return a list of relations: for each id its type and target, apart by a space."""
    found = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{target.split()[0]}" Target="{target.split()[1]}"/>'
        for name, target in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{namespace}">{found}</Relationships>'


def write_package(path: Path | IO[bytes], parts: Mapping[str, tuple[str, str | bytes]]) -> None:
    """Write an Office file: for each part its content type, which may be empty, and its content."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.{kind}"/>'
        for name, (kind, _) in parts.items()
        if kind
    )
    types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f"{overrides}</Types>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, (_, content) in parts.items():
            archive.writestr(name, content)


def part_of(data: bytes, name: str) -> str:
    """Return a part of a written file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()

"""What is asked of every document: whatever is not translated stays byte for byte."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.unit import Target, Unit

KEPT = DocumentOptions(direction="keep", comments=True)


def rewritten(path: Path, options: DocumentOptions = KEPT, change: Callable[[Unit], Target] = Target.kept) -> bytes:
    """Return the bytes that a document is written as, each unit changed by a function."""
    document = open_document(str(path), options)
    stream = io.BytesIO()
    document.write([change(unit) for unit in document.units()], stream)
    return stream.getvalue()


def check_round_trip(path: Path) -> None:
    """Check that a document whose units are kept is written as it was."""
    written, before = rewritten(path), path.read_bytes()
    if zipfile.is_zipfile(path):
        assert parts(written) == parts(before)
    else:
        assert written == before


def parts(data: bytes) -> list[tuple[str, int, bytes]]:
    """Return name, compression and content of each part of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, info.compress_type, archive.read(info)) for info in archive.infolist()]


def units_of(path: Path, options: DocumentOptions = DocumentOptions()) -> list[Unit]:  # noqa: B008 - frozen
    """Return the units of a document."""
    return list(open_document(str(path), options).units())


def in_english(texts: dict[str, str]) -> Callable[[Unit], Target]:
    """Return a change that replaces the text of the units that a table has, their codes at the end of it."""

    def change(unit: Unit) -> Target:
        if unit.text not in texts:
            return Target.kept(unit)
        english = texts[unit.text]
        codes = tuple((min(offset, len(english)), code) for offset, code in unit.codes)
        return Target(english, codes, origin="model")

    return change

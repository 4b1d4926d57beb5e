"""Review files in TMX 1.4b: the translation memory of one job."""

from pathlib import Path
from typing import IO, Final

from jisr.translate.documents.formats.inline_codes import is_language
from jisr.translate.documents.formats.tmx import CREATOR, seg, variants
from jisr.translate.documents.markup import escaped, parse_markup
from jisr.translate.review.marks import storable_text
from jisr.translate.review.row import RECORD, EditedRow, Original, ReviewRow, read_original
from jisr.translate.review.xliff import marked_content, written

__all__ = ["TmxReview", "read_tmx"]

SHAPES: Final = {
    "open": '<bpt i="{0}" x="{0}">{1}</bpt>',
    "close": '<ept i="{0}">{1}</ept>',
    "alone": '<ph x="{0}">{1}</ph>',
}


class TmxReview:
    """Writes TMX."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        from jisr import __version__

        self.stream = stream
        self.put(
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
            f'<header creationtool="{CREATOR}" creationtoolversion="{__version__}" segtype="paragraph" '
            'o-tmf="jisr" adminlang="en" srclang="ar" datatype="plaintext">\n'
            f'<prop type="x-{RECORD}">{escaped(original.record())}</prop>\n</header>\n<body>\n'
        )

    def put(self, text: str) -> None:
        """Write text."""
        self.stream.write(text.encode())

    def write(self, row: ReviewRow) -> None:
        """Write a row as a unit."""
        unit, target = row.unit, row.target
        notes = "".join(
            f"<note>{escaped(storable_text(remark))}</note>" for remark in (*row.remarks(), *row.match_remarks())
        )
        self.put(
            f'<tu tuid="{row.number}">{notes}<prop type="x-place">{escaped(storable_text(unit.id))}</prop>\n'
            f'<tuv xml:lang="ar"><seg>{written(unit.text, unit.codes, SHAPES)}</seg></tuv>\n'
            f'<tuv xml:lang="en" creationid="{CREATOR}"><seg>{written(target.text, target.codes, SHAPES)}</seg></tuv>\n'
            "</tu>\n"
        )

    def close(self) -> None:
        """Write the end."""
        self.put("</body>\n</tmx>\n")


def read_tmx(path: str) -> tuple[Original, list[EditedRow]]:
    """Return the record of the original and the rows of a review file."""
    markup = parse_markup(Path(path).read_bytes(), path)
    elements = list(markup.root.walk())
    record = next((each.text for each in elements if each.attributes.get("type") == f"x-{RECORD}"), "")
    original = read_original(record, path)
    rows = []
    line = at = 0
    for unit in elements:
        if unit.local == "tu":
            line += markup.data.count(b"\n", at, unit.start)
            at = unit.start
            english = next((variant for tag, variant in variants(unit) if is_language(tag, "en")), None)
            text = None if english is None else marked_content(seg(english))
            rows.append(EditedRow(unit.attributes.get("tuid", ""), f"line {line + 1}", text))
    return original, rows

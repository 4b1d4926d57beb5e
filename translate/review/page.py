"""A page on which a draft is read beside its source, with a filter by note; it is for reading only.

The page is self-contained: its policy forbids to load anything, and all text is escaped.
"""

import html
from collections.abc import Sequence
from pathlib import PurePath
from typing import IO, Final

from jisr.translate.documents.unit import Code, fragments
from jisr.translate.review.marks import mark
from jisr.translate.review.row import Original, ReviewRow

__all__ = ["PageReview"]

STYLE: Final = """\
:root { color-scheme: light dark; --line: #8884; --noted: #e6a70033; --code: #7774; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 90rem; margin: 0 auto; padding: 1rem; }
form { position: sticky; top: 0; background: Canvas; padding: .5rem 0; display: flex; gap: 1rem; flex-wrap: wrap; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border-top: 1px solid var(--line); padding: .5rem .75rem; vertical-align: top; text-align: start; }
td { white-space: pre-wrap; overflow-wrap: anywhere; }
.number { width: 3.5rem; color: GrayText; } .notes { width: 22%; font-size: .85em; }
td[lang=ar] { font-size: 1.15em; line-height: 1.8; }
.noted { background: var(--noted); }
bdi { background: var(--code); border-radius: .3em; font-size: .75em; padding: 0 .25em; }
p { margin: 0; }
"""
SCRIPT: Final = """\
const rows = [...document.querySelectorAll("tbody tr")];
const note = document.getElementById("note"), words = document.getElementById("words");
const names = row => row.dataset.notes.split(" ").filter(Boolean);
const counts = new Map();
for (const row of rows) for (const name of names(row)) counts.set(name, (counts.get(name) || 0) + 1);
for (const [name, count] of [...counts].sort()) note.append(new Option(`${name} (${count})`, name));
function filter() {
  let shown = 0;
  const sought = words.value.toLowerCase();
  for (const row of rows) {
    const noted = note.value === "" || (note.value === "*" ? names(row).length > 0 : names(row).includes(note.value));
    row.hidden = !(noted && row.textContent.toLowerCase().includes(sought));
    shown += !row.hidden;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
}
note.addEventListener("change", filter);
words.addEventListener("input", filter);
filter();
"""
HEAD: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<h1>{title}</h1>
<form onsubmit="return false">
<label>Notes <select id="note"><option value="">all rows</option><option value="*">any note</option></select></label>
<label>Words <input id="words" type="search"></label>
<output id="shown"></output>
</form>
<table>
<thead><tr><th class="number">No.</th><th style="text-align: right">Arabic</th><th>English</th>\
<th class="notes">Notes</th></tr></thead>
<tbody>
"""
TAIL: Final = """\
</tbody>
</table>
<script>
{script}</script>
</body>
</html>
"""


class PageReview:
    """Writes a page."""

    def __init__(self, stream: IO[bytes], original: Original) -> None:
        self.stream = stream
        name = f"Draft of {html.escape(PurePath(original.path).name)}"
        self.put(HEAD.format(title=name, style=STYLE))

    def put(self, text: str) -> None:
        """Write text; half a surrogate pair, as JSON may hold, becomes a question mark."""
        self.stream.write(text.encode("utf-8", "replace"))

    def write(self, row: ReviewRow) -> None:
        """Write a row."""
        unit, target = row.unit, row.target
        notes = " ".join(target.notes)
        remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in (unit.id, *row.remarks(), *row.match_remarks()))
        self.put(
            f'<tr{" class=noted" if notes else ""} data-notes="{notes}"><td class="number">{row.number}</td>'
            f'<td lang="ar" dir="rtl">{shown(unit.text, unit.codes)}</td>'
            f'<td lang="en" dir="ltr">{shown(target.text, target.codes)}</td><td class="notes">{remarks}</td></tr>\n'
        )

    def close(self) -> None:
        """Write the end."""
        self.put(TAIL.format(script=SCRIPT))


def shown(text: str, codes: Sequence[tuple[int, Code]]) -> str:
    """Return a text with its codes in HTML."""
    return "".join(
        f'<bdi title="{html.escape(part.data)}">{mark(part)}</bdi>' if isinstance(part, Code) else html.escape(part)
        for part in fragments(text, codes)
    )

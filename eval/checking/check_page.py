"""An HTML page of checked pairs, without scripts and other files: those with notes are marked, and notes explained."""

from html import escape

from jisr.eval.checking.check import CheckedPair
from jisr.translate.quality.notes import MEANINGS

__all__ = ["PAGE_TAIL", "page_head", "page_row"]

PAGE_TAIL = "</tbody>\n</table>\n</body>\n</html>\n"
"""End of a page."""

PAGE_STYLE = """\
:root { color-scheme: light dark; --line: #8884; --noted: #e6a70033; }
body { font: 16px/1.6 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; }
body { max-width: 84rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border-top: 1px solid var(--line); padding: .5rem .75rem; vertical-align: top; text-align: start; }
td { overflow-wrap: anywhere; }
th.figure, td.figure { width: 7rem; text-align: end; font-variant-numeric: tabular-nums; }
td[lang=ar] { font-size: 1.15em; line-height: 1.8; }
.noted { background: var(--noted); }
.place, abbr { color: #777; font-size: .85em; display: block; }
abbr { color: inherit; text-decoration: underline dotted; }
"""


def page_head(doubt: float) -> str:
    """Return the beginning of a page.

    :param doubt: expected chrF2 below which a translation is doubtful.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Checks</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>\n{PAGE_STYLE}</style>\n</head>\n<body>\n<h1>Checks</h1>\n"
        f"<p>Marked: translations with a note. Doubtful: expected chrF2 below {doubt:g}.</p>\n<table>\n<thead><tr>"
        '<th style="text-align: right">source</th><th>translation</th><th class="figure">expected chrF2</th>'
        "<th>notes</th></tr></thead>\n<tbody>\n"
    )


def page_row(pair: CheckedPair) -> str:
    """Return the table row of a pair."""
    known = pair.estimate
    figure = "–" if known is None else f'<span title="{known.low:g} to {known.high:g}">{known.chrf:.0f}</span>'
    notes = "".join(f'<abbr title="{escape(MEANINGS[note])}">{escape(note)}</abbr>' for note in pair.notes)
    return (
        f'<tr{" class=noted" if pair.notes else ""}><td lang="ar" dir="rtl">{escape(pair.source)}</td>'
        f'<td lang="en"><span class="place">{escape(pair.place)}</span>{escape(pair.target)}</td>'
        f'<td class="figure">{figure}</td><td>{notes}</td></tr>\n'
    )

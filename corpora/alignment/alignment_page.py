"""An HTML page of alignments: a row for each bead, each side in its own direction, doubtful beads marked.

The page is self-contained: it has no scripts and loads no fonts, images or other files.
"""

from collections.abc import Iterator
from html import escape

from jisr.corpora.alignment.beads import Bead
from jisr.corpora.alignment.documents import AlignedDocument
from jisr.corpora.alignment.embedding_alignment import LOW_SCORE

__all__ = ["PAGE_TAIL", "page_head", "page_section"]

PAGE_TAIL = "</body>\n</html>\n"
"""End of a page."""

RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})

PAGE_STYLE = """\
:root { color-scheme: light dark; --line: #8884; --low: #e6a70055; --none: #d3455b33; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 84rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td, th { border-top: 1px solid var(--line); padding: .5rem .75rem; vertical-align: top; text-align: start; }
.number { width: 3.5rem; } .score { width: 4.5rem; text-align: end; }
.number, .score, sub { color: #777; font-variant-numeric: tabular-nums; }
td[lang=ar] { font-size: 1.15em; line-height: 1.8; }
.low { background: var(--low); } .none { background: var(--none); }
sub { font-size: .7em; margin-inline-start: .25em; unicode-bidi: isolate; }
.key span { padding: 0 .5rem; margin-inline-end: 1rem; }
"""


def page_head(low: float = LOW_SCORE) -> str:
    """Return the beginning of a page.

    :param low: score below which beads are marked.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Alignment</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>\n{PAGE_STYLE}</style>\n</head>\n<body>\n<h1>Alignment</h1>\n"
        f'<p class="key"><span class="low">score below {low:g}</span>'
        '<span class="none">no partner</span></p>\n'
    )


def page_section(
    document: AlignedDocument, langs: tuple[str, str] = ("ar", "en"), low: float = LOW_SCORE
) -> Iterator[str]:
    """Yield the section of one document in parts.

    :param langs: languages of source and target, as BCP 47 tags.
    :param low: score below which beads are marked.
    """
    matched = sum(bead.matched for bead in document.beads)
    yield (
        f"<section>\n<h2>{escape(document.name)}</h2>\n<p>{matched} beads with two sides, "
        f"{len(document.beads) - matched} sentences without a partner.</p>\n<table>\n<thead><tr>"
        f'<th class="number">#</th>{"".join(language_heading(lang) for lang in langs)}'
        '<th class="score">score</th></tr></thead>\n<tbody>\n'
    )
    for number, bead in enumerate(document.beads, 1):
        yield bead_row(document, bead, number, langs, low)
    yield "</tbody>\n</table>\n</section>\n"


def text_direction(lang: str) -> str:
    """Return the writing direction of a language: ``rtl`` or ``ltr``."""
    return "rtl" if lang.split("-")[0].lower() in RIGHT_TO_LEFT_LANGUAGES else "ltr"


def language_heading(lang: str) -> str:
    """Return the heading of a language's column, aligned with the side where its lines begin."""
    side = "right" if text_direction(lang) == "rtl" else "left"
    return f'<th style="text-align: {side}">{escape(lang)}</th>'


def bead_row(document: AlignedDocument, bead: Bead, number: int, langs: tuple[str, str], low: float) -> str:
    """Return a table row for one bead; the subscripts number the sentences of each text from 1."""
    kind = "none" if not bead.matched else "low" if bead.score < low else ""
    sides = zip(langs, (bead.source, bead.target), (document.source, document.target), strict=True)
    cells = "".join(
        f'<td lang="{escape(lang)}" dir="{text_direction(lang)}">'
        + " ".join(f"<span>{escape(text.sentences[index])}<sub>{index + 1}</sub></span>" for index in indices)
        + "</td>"
        for lang, indices, text in sides
    )
    score = f"{bead.score:.2f}" if bead.matched else "–"
    return f'<tr class="{kind}"><td class="number">{number}</td>{cells}<td class="score">{score}</td></tr>\n'

"""An evaluation as one page of HTML that needs nothing else: no network, no other file."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from jisr import __version__
from jisr.eval.reports.charts import interval_chart, length_chart
from jisr.eval.reports.report import COUNTED, compared, signatures
from jisr.eval.reports.subsets import by_feature, by_length
from jisr.eval.scores import Evaluation

__all__ = ["as_html"]

DATA = Path(__file__).parent / "data"


def as_html(evaluation: Evaluation, title: str = "Scores") -> str:
    """Write the page.

    It shows scores with their intervals, score by length and by what the source holds, and the sentences,
    which a reader sorts and filters; where two systems differ, their words are marked.

    :param title: the heading.
    """
    style = (DATA / "page.css").read_text(encoding="utf-8")
    script = (DATA / "page.js").read_text(encoding="utf-8")
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">",
        f"<title>{escape(title)}</title><style>{style}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{evaluation.segments:,} lines, {len(evaluation.systems)} "
        f"{'system' if len(evaluation.systems) == 1 else 'systems'}, jisr {escape(__version__)}.</p>",
        "<h2>Scores</h2>",
        *score_table(evaluation),
        "<dl>",
        *(f"<dt>{escape(name)}</dt><dd><code>{escape(s)}</code></dd>" for name, s in signatures(evaluation)),
        "</dl>",
        *(interval_chart(evaluation, at) for at in range(len(evaluation.metrics))),
        "<h2>By length</h2>",
        length_chart(evaluation),
        *part_table("Words", by_length(evaluation), evaluation),
        f"<h2>By what the {'source' if evaluation.source is not None else 'reference'} holds</h2>",
        *part_table("Holds", by_feature(evaluation), evaluation),
        (DATA / "page.html").read_text(encoding="utf-8"),
        f'<script type="application/json" id="data">{embedded(evaluation)}</script>',
        f"<script>{script}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def score_table(evaluation: Evaluation) -> Iterator[str]:
    """Yield the table of systems; a click on a head sorts it."""
    head = ["System"]
    for metric in evaluation.metrics:
        head += [metric.name, f"Δ {metric.name}"] if evaluation.baseline else [metric.name]
    yield table_head([*head, *COUNTED], "scores")
    for system in evaluation.ranked():
        row = [cell(system.name)]
        for at, score in enumerate(system.scores):
            half = f" ± {score.interval.half:.2f}" if score.interval else ""
            row.append(cell(f"{score.value:.2f}{half}", score.value))
            if evaluation.baseline:
                comparison = system.comparisons[at] if system.comparisons else None
                row.append(cell(compared(comparison), comparison.difference if comparison else 0.0))
        for kind in COUNTED:
            number = getattr(system.counts, kind)
            row.append(cell("?" if number is None else str(number), -1 if number is None else number))
        yield f"<tr>{''.join(row)}</tr>"
    yield "</tbody></table>"


def part_table(
    what: str, parts: Sequence[tuple[str, Sequence[int]]], evaluation: Evaluation
) -> Iterator[str]:
    """Yield a table of the scores of parts of the text, by the first metric."""
    places = [evaluation.systems.index(system) for system in evaluation.ranked()]
    yield f"<p>{escape(evaluation.metrics[0].name)} of these lines alone.</p>"
    yield table_head([what, "Lines", *(evaluation.systems[at].name for at in places)], "")
    for order, (name, lines) in enumerate(parts):
        figures = [evaluation.part(0, at, lines) for at in places]
        row = [cell(name, order if what == "Words" else None), cell(f"{len(lines):,}", len(lines))]
        yield f"<tr>{''.join(row)}{''.join(cell(f'{figure:.2f}', figure) for figure in figures)}</tr>"
    yield "</tbody></table>"


def table_head(names: Sequence[str], key: str) -> str:
    """Open a table that can be sorted."""
    heads = "".join(f'<th scope="col"><button type="button">{escape(name)}</button></th>' for name in names)
    name = f' id="{key}"' if key else ""
    return f'<table class="sortable"{name}><thead><tr>{heads}</tr></thead><tbody>'


def cell(text: str, value: float | None = None) -> str:
    """Write a cell, with the number that it is sorted by."""
    number = "" if value is None else f' class="number" data-value="{value!r}"'
    return f"<td{number}>{escape(text)}</td>"


def embedded(evaluation: Evaluation) -> str:
    """Write what the script shows as JSON that no text within can end early."""
    features: list[list[str]] = [[] for _ in range(evaluation.segments)]
    for name, lines in by_feature(evaluation):
        for i in lines:
            features[i].append(name)
    ranked = [(evaluation.systems.index(system), system) for system in evaluation.ranked()]
    record = {
        "metrics": [{"name": m.name, "higher": m.higher} for m in evaluation.metrics],
        "baseline": evaluation.baseline,
        "source": evaluation.source,
        "references": evaluation.references,
        "features": features,
        "systems": [
            {
                "name": system.name,
                "lines": system.hypotheses,
                "scores": [
                    [round(value, 2) for value in evaluation.sentences(metric, at)]
                    for metric in range(len(evaluation.metrics))
                ],
                "notes": system.notes,
            }
            for at, system in ranked
        ],
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").encode("utf-8", "replace").decode("utf-8")

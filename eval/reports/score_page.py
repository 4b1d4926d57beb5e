"""An evaluation as one self-contained HTML page, without network or other files."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from jisr import __version__
from jisr.eval.reports.charts import interval_chart, length_chart
from jisr.eval.reports.report import PROBLEM_COLUMNS, describe_comparison, metric_signatures, score_text
from jisr.eval.reports.subsets import subsets_by_feature, subsets_by_length
from jisr.eval.scores import Evaluation
from jisr.svg import SVG_STYLE

__all__ = ["PAGE_PARTS", "score_page"]

PAGE_PARTS = Path(__file__).parent / "data"


def score_page(evaluation: Evaluation, title: str = "Scores") -> str:
    """Return a page with the scores and intervals, the scores by length and by content, and all sentences.

    The reader can sort and filter the sentences; the words in which two systems differ are marked.

    :param title: heading of the page.
    """
    style = (PAGE_PARTS / "page.css").read_text(encoding="utf-8")
    script = (PAGE_PARTS / "page.js").read_text(encoding="utf-8")
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">",
        f"<title>{escape(title)}</title><style>{style}{SVG_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{evaluation.segments:,} lines, {len(evaluation.systems)} "
        f"{'system' if len(evaluation.systems) == 1 else 'systems'}, jisr {escape(__version__)}.</p>",
        "<h2>Scores</h2>",
        *score_table(evaluation),
        "<dl>",
        *(f"<dt>{escape(name)}</dt><dd><code>{escape(s)}</code></dd>" for name, s in metric_signatures(evaluation)),
        "</dl>",
        *(interval_chart(evaluation, metric) for metric in evaluation.metrics),
        "<h2>By length</h2>",
        length_chart(evaluation),
        *subset_table("Words", subsets_by_length(evaluation), evaluation),
        f"<h2>By what the {'source' if evaluation.source is not None else 'reference'} holds</h2>",
        *subset_table("Holds", subsets_by_feature(evaluation), evaluation),
        (PAGE_PARTS / "page.html").read_text(encoding="utf-8"),
        f'<script type="application/json" id="data">{embedded_data(evaluation)}</script>',
        f"<script>{script}</script></body></html>",
    ]
    return "\n".join(parts) + "\n"


def score_table(evaluation: Evaluation) -> Iterator[str]:
    """Yield the table of systems, which can be sorted by a click on the head of a column."""
    head = ["System"]
    for metric in evaluation.metrics:
        head += [metric.name, f"Δ {metric.name}"] if evaluation.baseline else [metric.name]
    yield table_head([*head, *PROBLEM_COLUMNS], "scores")
    for system in evaluation.ranked():
        row = [table_cell(system.name)]
        for score in system.scores:
            row.append(table_cell(score_text(score), score.score))
            if evaluation.baseline:
                comparison = system.comparison(score.key)
                difference = comparison.difference if comparison else 0.0
                row.append(table_cell(describe_comparison(comparison), difference))
        for kind in PROBLEM_COLUMNS:
            number = getattr(system.problems, kind)
            row.append(table_cell("?" if number is None else str(number), -1 if number is None else number))
        yield f"<tr>{''.join(row)}</tr>"
    yield "</tbody></table>"


def subset_table(kind: str, subsets: Sequence[tuple[str, Sequence[int]]], evaluation: Evaluation) -> Iterator[str]:
    """Yield a table of the scores of subsets of the lines, by the first metric."""
    systems, metric = evaluation.ranked(), evaluation.metrics[0]
    yield f"<p>{escape(metric.name)} of these lines alone.</p>"
    yield table_head([kind, "Lines", *(system.name for system in systems)], "")
    for order, (name, lines) in enumerate(subsets):
        scores = [system.score_of(metric.key, lines) for system in systems]
        row = [table_cell(name, order if kind == "Words" else None), table_cell(f"{len(lines):,}", len(lines))]
        row += [table_cell(f"{score:.2f}", score) for score in scores]
        yield f"<tr>{''.join(row)}</tr>"
    yield "</tbody></table>"


def table_head(names: Sequence[str], key: str) -> str:
    """Return the opening tags of a table that can be sorted."""
    heads = "".join(f'<th scope="col"><button type="button">{escape(name)}</button></th>' for name in names)
    name = f' id="{key}"' if key else ""
    return f'<table class="sortable"{name}><thead><tr>{heads}</tr></thead><tbody>'


def table_cell(text: str, value: float | None = None) -> str:
    """Return a cell, with the number by which it is sorted, if any."""
    number = "" if value is None else f' class="number" data-value="{value!r}"'
    return f"<td{number}>{escape(text)}</td>"


def embedded_data(evaluation: Evaluation) -> str:
    """Return the data of the page's script as JSON, escaped so that no text in it can close the script element."""
    features: list[list[str]] = [[] for _ in range(evaluation.segments)]
    for name, lines in subsets_by_feature(evaluation):
        for i in lines:
            features[i].append(name)
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
                    [round(value, 2) for value in system.sentence_scores(metric.key)] for metric in evaluation.metrics
                ],
                "notes": system.notes,
            }
            for system in evaluation.ranked()
        ],
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").encode("utf-8", "replace").decode("utf-8")

"""An evaluation as a table in text, Markdown or LaTeX, as JSON, and as TSV of every sentence."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from jisr import __version__
from jisr.eval.scores import Evaluation, Score, System
from jisr.eval.significance import Comparison

__all__ = [
    "PROBLEM_COLUMNS",
    "describe_comparison",
    "json_record",
    "latex_table",
    "markdown_table",
    "metric_signatures",
    "score_text",
    "sentence_rows",
    "system_record",
    "text_table",
]

SIGNIFICANT = 0.05
"""p-value below which a difference is marked by a star, provided that all tests made are below it."""
PROBLEM_COLUMNS = ("empty", "copied", "repeated", "arabic", "tokenised")


def describe_comparison(comparison: Comparison | None) -> str:
    """Return the difference from the baseline with its interval, its p-values, and a star if it is significant."""
    if comparison is None:
        return "baseline"
    if comparison.identical:
        return "identical"
    words = [f"{comparison.difference:+.2f}"]
    if comparison.interval:
        words.append(f"[{comparison.interval.low:+.2f}, {comparison.interval.high:+.2f}]")
    p_values = [p for p in (comparison.bootstrap, comparison.randomisation) if p is not None]
    if p_values:
        star = "*" if all(p < SIGNIFICANT for p in p_values) else ""
        words.append(f"p {' / '.join(f'{p:.4f}' for p in p_values)}{star}")
    return " ".join(words)


def score_text(score: Score) -> str:
    """Return a score with two decimals, followed by half its interval if there is one."""
    return f"{score.score:.2f} ± {score.interval.half:.2f}" if score.interval else f"{score.score:.2f}"


def score_cells(evaluation: Evaluation) -> tuple[list[str], list[list[str]]]:
    """Return the scores as a table, the best system first.

    :return: the head, and a row for each system.
    """
    several = evaluation.baseline is not None
    head = ["System"]
    for metric in evaluation.metrics:
        head += [metric.name, f"Δ {metric.name}"] if several else [metric.name]
    columns = [kind for kind in PROBLEM_COLUMNS if any(getattr(s.problems, kind) for s in evaluation)]
    rows = []
    for system in evaluation.ranked():
        row = [system.name]
        for score in system.scores:
            row.append(score_text(score))
            if several:
                row.append(describe_comparison(system.comparison(score.key)))
        rows.append(row + [str(getattr(system.problems, kind)) for kind in columns])
    return head + columns, rows


def metric_signatures(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Return the name and the signature of each metric."""
    return [(score.metric, score.signature) for score in evaluation.systems[0].scores]


def table_notes(evaluation: Evaluation) -> Iterator[str]:
    """Yield the notes below the table: signatures, the number of lines, and the meaning of the columns."""
    for name, signature in metric_signatures(evaluation):
        yield f"{name}: {signature}"
    tests = "; Δ: difference to the baseline, its 95 % interval, p by bootstrap / randomisation"
    yield (
        f"{evaluation.segments:,} lines; ±: half the 95 % interval by bootstrap"
        f"{tests if evaluation.baseline else ''}; jisr {__version__}"
    )
    absent = [kind for kind in PROBLEM_COLUMNS if not any(getattr(s.problems, kind) for s in evaluation)]
    unknown = [kind for kind in absent if getattr(evaluation.systems[0].problems, kind) is None]
    if zero := [kind for kind in absent if kind not in unknown]:
        yield f"no hypothesis is {', '.join(zero)}"
    if unknown:
        yield f"{', '.join(unknown)}: not known without the source"


def text_table(evaluation: Evaluation) -> str:
    """Return the table for a terminal, with its notes."""
    head, rows = score_cells(evaluation)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in [head, *rows]:
        padded = [row[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join([*lines, "", *table_notes(evaluation), ""])


def markdown_table(evaluation: Evaluation) -> str:
    """Return the table in Markdown."""
    head, rows = score_cells(evaluation)
    rule = ["---"] + ["---:"] * (len(head) - 1)
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in [head, rule, *rows]]
    return "\n".join([*(f"| {line} |" for line in lines), "", *(f"- {n}" for n in table_notes(evaluation)), ""])


def latex_table(evaluation: Evaluation) -> str:
    """Return the table for LaTeX, with the package booktabs."""
    head, rows = score_cells(evaluation)
    lines = [f"\\begin{{tabular}}{{l{'r' * (len(head) - 1)}}}", "\\toprule"]
    for at, row in enumerate([head, *rows]):
        lines.append(" & ".join(map(escape_latex, row)) + r" \\")
        if at == 0:
            lines.append("\\midrule")
    lines += ["\\bottomrule", "\\end{tabular}"]
    return "\n".join([*lines, *(f"% {note}" for note in table_notes(evaluation)), ""])


def escape_latex(text: str) -> str:
    """Return text with the characters that LaTeX treats specially escaped."""
    special = {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "±": r"$\pm$",
        "Δ": r"$\Delta$",
    }
    return "".join(special.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in text)


def json_record(evaluation: Evaluation) -> str:
    """Return everything except the sentences as JSON, with all digits."""
    record = {
        "jisr": __version__,
        "segments": evaluation.segments,
        "references": len(evaluation.references),
        "baseline": evaluation.baseline,
        "systems": [system_record(system) for system in evaluation.ranked()],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def system_record(system: System) -> dict[str, Any]:
    """Return a system as values for JSON, with the keys of the dataclasses."""
    scores = []
    for score in system.scores:
        record = asdict(score)
        if (comparison := system.comparison(score.key)) is not None:
            record["comparison"] = asdict(comparison)
        scores.append(record)
    return {"name": system.name, "scores": scores, "problems": asdict(system.problems)}


def sentence_rows(evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines of a TSV with each system's score of each sentence, and its difference from the baseline.

    Sentence BLEU is scored with effective order, so that a short sentence is not 0.
    """
    scores = {
        system.name: {metric.name: system.sentence_scores(metric.key) for metric in evaluation.metrics}
        for system in evaluation
    }
    base = scores[evaluation.baseline] if evaluation.baseline is not None else None
    head = ["line"]
    for system in evaluation:
        head.append(f"{system.name} text")
        for name in scores[system.name]:
            head.append(f"{system.name} {name}")
            if base is not None and system.name != evaluation.baseline:
                head.append(f"{system.name} Δ {name}")
        head.append(f"{system.name} notes")
    if evaluation.source is not None:
        head.append("source")
    count = len(evaluation.references)
    head += ["reference"] if count == 1 else [f"reference {number}" for number in range(1, count + 1)]
    yield tsv_row(head)
    for i in range(evaluation.segments):
        row = [str(i + 1)]
        for system in evaluation:
            row.append(system.hypotheses[i])
            for name, values in scores[system.name].items():
                row.append(f"{values[i]:.4f}")
                if base is not None and system.name != evaluation.baseline:
                    row.append(f"{values[i] - base[name][i]:.4f}")
            row.append(",".join(system.notes[i]))
        if evaluation.source is not None:
            row.append(evaluation.source[i])
        row += [reference[i] or "" for reference in evaluation.references]
        yield tsv_row(row)


def tsv_row(cells: Sequence[str]) -> str:
    """Return the cells joined by tabs; tabs and line ends inside a cell become spaces."""
    return "\t".join(cell.translate(CELL_BREAKS) for cell in cells) + "\n"


CELL_BREAKS = str.maketrans("\t\n\r", "   ")

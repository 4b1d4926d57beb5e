"""An evaluation as text, JSON, TSV, LaTeX and Markdown."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from jisr import __version__
from jisr.eval.scores import Evaluation, System
from jisr.eval.significance import Comparison

__all__ = ["as_json", "as_latex", "as_markdown", "as_text", "cells", "signatures", "write_sentences"]

SURE = 0.05
"""The p below which a difference gets a star, if both tests say so."""
COUNTED = ("empty", "copied", "repeated", "arabic", "tokenised")


def p_text(p: float) -> str:
    """Write a p-value."""
    return f"{p:.4f}"


def is_sure(comparison: Comparison) -> bool:
    """Whether every test that was made finds the difference."""
    chances = [p for p in (comparison.bootstrap, comparison.randomisation) if p is not None]
    return bool(chances) and all(p < SURE for p in chances)


def compared(comparison: Comparison | None) -> str:
    """Write the difference to the baseline: with its interval, p by both tests, and a star if it is sure."""
    if comparison is None:
        return "baseline"
    if comparison.identical:
        return "identical"
    words = [f"{comparison.difference:+.2f}"]
    if comparison.interval:
        words.append(f"[{comparison.interval.low:+.2f}, {comparison.interval.high:+.2f}]")
    chances = [p_text(p) for p in (comparison.bootstrap, comparison.randomisation) if p is not None]
    if chances:
        words.append(f"p {' / '.join(chances)}{'*' if is_sure(comparison) else ''}")
    return " ".join(words)


def cells(evaluation: Evaluation) -> tuple[list[str], list[list[str]]]:
    """Lay the scores out as a table, the best system first.

    :return: the head, and a row for each system.
    """
    several = evaluation.baseline is not None
    head = ["System"]
    for metric in evaluation.metrics:
        head += [metric.name, f"Δ {metric.name}"] if several else [metric.name]
    shown = [kind for kind in COUNTED if any(getattr(s.counts, kind) for s in evaluation.systems)]
    rows = []
    for system in evaluation.ranked():
        row = [system.name]
        for at, score in enumerate(system.scores):
            half = f" ± {score.interval.half:.2f}" if score.interval else ""
            row.append(f"{score.value:.2f}{half}")
            if several:
                row.append(compared(system.comparisons[at] if system.comparisons else None))
        rows.append(row + [str(getattr(system.counts, kind)) for kind in shown])
    return head + shown, rows


def signatures(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Give each metric's name and signature."""
    return [(score.metric, score.signature) for score in evaluation.systems[0].scores]


def notes(evaluation: Evaluation) -> Iterator[str]:
    """Say what the table does not: signatures, how many lines, what the columns mean."""
    for name, signature in signatures(evaluation):
        yield f"{name}: {signature}"
    tests = "; Δ: difference to the baseline, its 95 % interval, p by bootstrap / randomisation"
    yield (
        f"{evaluation.segments:,} lines; ±: half the 95 % interval by bootstrap"
        f"{tests if evaluation.baseline else ''}; jisr {__version__}"
    )
    shown = [kind for kind in COUNTED if not any(getattr(s.counts, kind) for s in evaluation.systems)]
    unknown = [kind for kind in shown if getattr(evaluation.systems[0].counts, kind) is None]
    if zero := [kind for kind in shown if kind not in unknown]:
        yield f"no hypothesis is {', '.join(zero)}"
    if unknown:
        yield f"{', '.join(unknown)}: not known without --source"


def as_text(evaluation: Evaluation) -> str:
    """Write a table for a terminal."""
    head, rows = cells(evaluation)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in [head, *rows]:
        padded = [row[0].ljust(widths[0])]
        padded += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join([*lines, "", *notes(evaluation), ""])


def as_markdown(evaluation: Evaluation) -> str:
    """Write a table for Markdown."""
    head, rows = cells(evaluation)
    rule = ["---"] + ["---:"] * (len(head) - 1)
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in [head, rule, *rows]]
    return "\n".join([*(f"| {line} |" for line in lines), "", *(f"- {n}" for n in notes(evaluation)), ""])


def as_latex(evaluation: Evaluation) -> str:
    """Write a table for LaTeX with the package booktabs."""
    head, rows = cells(evaluation)
    lines = [f"\\begin{{tabular}}{{l{'r' * (len(head) - 1)}}}", "\\toprule"]
    for at, row in enumerate([head, *rows]):
        lines.append(" & ".join(map(escape_latex, row)) + r" \\")
        if at == 0:
            lines.append("\\midrule")
    lines += ["\\bottomrule", "\\end{tabular}"]
    return "\n".join([*lines, *(f"% {note}" for note in notes(evaluation)), ""])


def escape_latex(text: str) -> str:
    """Write text so that LaTeX prints it as it is."""
    special = {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "±": r"$\pm$",
        "Δ": r"$\Delta$",
    }
    return "".join(special.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in text)


def as_json(evaluation: Evaluation) -> str:
    """Write everything but the sentences as JSON, with every digit."""
    record = {
        "jisr": __version__,
        "segments": evaluation.segments,
        "references": len(evaluation.references),
        "baseline": evaluation.baseline,
        "systems": [system_record(system) for system in evaluation.ranked()],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def system_record(system: System) -> dict[str, Any]:
    """Lay a system out for JSON."""
    scores = []
    for at, score in enumerate(system.scores):
        record = asdict(score)
        if system.comparisons:
            record["comparison"] = asdict(system.comparisons[at])
        scores.append(record)
    return {"name": system.name, "scores": scores, "counts": asdict(system.counts)}


def write_sentences(evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines of a TSV: every system's score of every sentence, and its difference to the baseline.

    Sentence BLEU is scored with effective order, so that a short sentence is not 0.
    """
    names = [metric.name for metric in evaluation.metrics]
    places = range(len(names))
    scores = [
        [evaluation.sentences(metric, at) for metric in places] for at in range(len(evaluation.systems))
    ]
    base = next((at for at, s in enumerate(evaluation.systems) if s.name == evaluation.baseline), None)
    head = ["line"]
    for place, system in enumerate(evaluation.systems):
        head.append(f"{system.name} text")
        for name in names:
            head.append(f"{system.name} {name}")
            if base is not None and place != base:
                head.append(f"{system.name} Δ {name}")
        head.append(f"{system.name} notes")
    head += ["source"] * (evaluation.source is not None)
    head += (
        ["reference"]
        if len(evaluation.references) == 1
        else [f"reference {at}" for at in range(1, len(evaluation.references) + 1)]
    )
    yield row_text(head)
    for i in range(evaluation.segments):
        row = [str(i + 1)]
        for place, system in enumerate(evaluation.systems):
            row.append(system.hypotheses[i])
            for at in places:
                row.append(f"{scores[place][at][i]:.4f}")
                if base is not None and place != base:
                    row.append(f"{scores[place][at][i] - scores[base][at][i]:.4f}")
            row.append(",".join(system.notes[i]))
        if evaluation.source is not None:
            row.append(evaluation.source[i])
        row += [reference[i] or "" for reference in evaluation.references]
        yield row_text(row)


def row_text(cells: Sequence[str]) -> str:
    """Join the cells of a row; what would break it is a space."""
    return "\t".join(cell.translate(BREAKS) for cell in cells) + "\n"


BREAKS = str.maketrans("\t\n\r", "   ")

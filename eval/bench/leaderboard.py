"""Output of the record of a bench: as text, as a page, and as the files of its folder."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from jisr.errors import InputError
from jisr.eval.reports.report import describe_comparison
from jisr.eval.reports.score_page import PAGE_PARTS, score_page
from jisr.eval.scores import Evaluation
from jisr.eval.significance import Comparison, Interval
from jisr.lines import open_input
from jisr.storage.output import Output

__all__ = ["leaderboard_page", "leaderboard_text", "output_files", "read_record", "write_bench"]

RECORD_FILE: Final = "bench.json"
PAGE_FILE: Final = "bench.html"
MEASURES: Final = ("segments/s", "chars/s", "MB", "ρ log-p", "AUC", "ρ est", "AUC", "expected")


def output_files(folder: Path, testsets: Iterable[str], models: Iterable[str]) -> list[Path]:
    """Return all files that :func:`write_bench` writes.

    :param testsets: names of the test sets.
    :param models: names of the models.
    """
    tests, systems = list(testsets), list(models)
    texts = [text_name(test, system) for test in tests for system in systems]
    return [folder / name for name in (RECORD_FILE, PAGE_FILE, *map(page_name, tests), *texts)]


def write_bench(folder: Path, record: Mapping[str, Any], evaluations: Sequence[Evaluation]) -> None:
    """Write the record, a page that summarises it, a page of sentences for each test set, and all translations.

    :param folder: folder of the bench, which exists.
    :raises OutputError: if it cannot be written.
    """
    for test, evaluation in zip(record["testsets"], evaluations, strict=True):
        with Output(folder / page_name(test["name"])) as page:
            page.write(score_page(evaluation, test["name"]))
        for system in evaluation.systems:
            with Output(folder / text_name(test["name"], system.name)) as text:
                text.write("".join(f"{line}\n" for line in system.hypotheses))
    with Output(folder / PAGE_FILE) as page:
        page.write(leaderboard_page(record))
    with Output(folder / RECORD_FILE) as out:
        out.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def read_record(folder: str) -> dict[str, Any]:
    """Return the record of a bench.

    :raises InputError: if the folder holds none.
    """
    path = Path(folder) / RECORD_FILE
    if not path.is_file():
        raise InputError(f"{folder}: no bench was finished there: it has no {RECORD_FILE}")
    with open_input(path) as stream:
        try:
            record: dict[str, Any] = json.loads(stream.read())
            leaderboard_text(record)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InputError(f"{path}: not the record of a bench: {error!r}") from None
    return record


def safe_name(name: str) -> str:
    """Return a name with the characters that a file name may not hold replaced by ``_``."""
    return "".join(c if c.isalnum() or c in "-._@" else "_" for c in name)


def page_name(test: str) -> str:
    """Return the name of the page with the sentences of a test set."""
    return f"{safe_name(test)}.html"


def text_name(test: str, system: str) -> str:
    """Return the name of the file with a system's translation of a test set."""
    return f"{safe_name(test)}.{safe_name(system)}.en"


def read_comparison(record: Mapping[str, Any] | None) -> Comparison | None:
    """Return the comparison that a record describes."""
    if record is None:
        return None
    interval = record["interval"]
    return Comparison(**{**record, "interval": interval and Interval(**interval)})


def table_head_of(test: Mapping[str, Any]) -> list[str]:
    """Return the column names of a test set's table."""
    names = ["Model", "Original"]
    for metric in test["signatures"]:
        names += [metric, f"Δ {metric}"] if test["baseline"] else [metric]
    return [*names, *MEASURES]


def table_row(test: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """Return the cells of one model in a test set's table."""
    cells = [result["name"], test["original"]]
    for score in result["scores"]:
        half = f" ± {score['interval']['half']:.2f}" if score["interval"] else ""
        cells.append(f"{score['score']:.2f}{half}")
        if test["baseline"]:
            cells.append(describe_comparison(read_comparison(score.get("comparison"))))
    cells += [format_figure(result[name], ",.1f") for name in ("segments_per_second", "characters_per_second")]
    cells.append(f"{result['peak_memory'] / 1e6:,.0f}")
    for signal in result["confidence"]:
        cells += [format_figure(signal["spearman"], ".3f"), format_figure(signal["auc"], ".3f")]
    cells.append(format_figure(result["expected_chrf"], ".1f"))
    return cells


def format_figure(value: float | None, form: str) -> str:
    """Return a formatted figure, ``-`` if it is unknown."""
    return "-" if value is None else format(value, form)


def describe_testset(test: Mapping[str, Any]) -> str:
    """Return a line that describes a test set."""
    edition = {None: "", True: ", as in the table", False: ", NOT that of the table: another edition"}
    return (
        f"{test['name']}: {test['pairs']:,} pairs; original language: {test['original']}; licence: "
        f"{test['licence']}; from {test['source']}; SHA-256 {test['sha256'][:12]}{edition[test['as_known']]}"
    )


def leaderboard_notes(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the notes below the tables."""
    for test in record["testsets"]:
        yield describe_testset(test)
        if test["overlap"] is not None:
            matches = ", ".join(f"{kind} {count:,}" for kind, count in test["overlap"].items())
            yield f"{test['name']} in {', '.join(record['training'])}: {matches or 'nothing found'}"
    for metric, signature in record["testsets"][0]["signatures"].items():
        yield f"{metric}: {signature}"
    for result in record["testsets"][0]["results"]:
        run = result["run"]
        yield (
            f"{result['name']}: revision {run['revision']}, {run['engine']}, {run['device']}, {run['compute']}, "
            f"trimmed to {run['trim']} ({run['target_pieces']:,} pieces), "
            f"normalisation {run['normalize']}, beam {run['decoding']['beam']}"
        )
    yield (
        "segments/s, chars/s (of the source): while decoding; MB: the peak of a process of its own; "
        "ρ: Spearman's correlation of log-probability and of the estimate of quality with sentence chrF; "
        "AUC: how well each finds the quarter of lowest chrF (0.5 is chance); "
        "expected: chrF2 by the estimate, without the reference"
    )
    machine = record["machine"]
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory'] / 1e9:.0f} GB; "
        f"Python {machine['python']}; "
        + ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
        + f"; jisr {record['jisr']}"
    )


def leaderboard_text(record: Mapping[str, Any]) -> str:
    """Return the tables for a terminal, each with the best model first."""
    lines = []
    for test in record["testsets"]:
        rows = [table_head_of(test), *(table_row(test, result) for result in test["results"])]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines.append(test["name"])
        for cells in rows:
            padded = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
            lines.append("  ".join([cells[0].ljust(widths[0]), *padded]).rstrip())
        lines.append("")
    return "\n".join([*lines, *leaderboard_notes(record), ""])


def leaderboard_page(record: Mapping[str, Any]) -> str:
    """Return the tables as a page, with links to the pages that hold the sentences of each test set."""
    style = (PAGE_PARTS / "page.css").read_text(encoding="utf-8")
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Bench</title><style>{style}</style></head><body><h1>Bench</h1>",
    ]
    for test in record["testsets"]:
        parts.append(f"<h2>{escape(test['name'])}</h2>")
        parts.append(f'<p><a href="{escape(page_name(test["name"]))}">Its sentences</a>.</p>')
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table_head_of(test))
        parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>")
        for result in test["results"]:
            first, *others = table_row(test, result)
            cells = "".join(f'<td class="number">{escape(cell)}</td>' for cell in others)
            parts.append(f"<tr><td>{escape(first)}</td>{cells}</tr>")
        parts.append("</tbody></table>")
    parts.append(f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in leaderboard_notes(record))}</ul></body></html>")
    return "\n".join(parts) + "\n"

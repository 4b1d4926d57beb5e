"""The check of translations in files, as in ``jisr check``."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from jisr.corpora.corpus_job import numbered_pairs, open_corpora
from jisr.corpora.formats.format import FormatOptions
from jisr.eval.checking.check import CheckCounts, CheckedPair, check
from jisr.eval.checking.check_page import PAGE_TAIL, page_head, page_row
from jisr.lines import STDIO
from jisr.storage.output import Output
from jisr.storage.output_check import check_outputs
from jisr.translate.estimation.estimate import DOUBT, check_doubt
from jisr.translate.terms.term_files import read_terms

__all__ = ["check_files"]


def check_files(
    inputs: Sequence[str],
    *,
    doubt: float = DOUBT,
    report: str | None = None,
    html: str | None = None,
    worst_first: bool = False,
    input_format: str | None = None,
    options: FormatOptions | None = None,
    terms: str | None = None,
    on_pair: Callable[[CheckedPair], None] | None = None,
) -> CheckCounts:
    """Check the translations in files of pairs, and return the numbers of pairs and notes.

    :param inputs: files of pairs, or two texts line by line: a source and its translation.
    :param doubt: expected chrF2 below which a translation is doubtful, 0 to 100.
    :param report: file for a record of each pair.
    :param html: file for a page of all pairs.
    :param worst_first: whether pairs of the lowest expected quality come first; all are then held in memory.
    :param input_format: format of the files; default: that of the suffix of each.
    :param terms: list of terms, a file as :func:`jisr.translate.terms.term_files.read_terms` reads it.
    :param on_pair: called with each checked pair.
    :raises InputError: if a file is wrong, is no text in pairs, or would be overwritten.
    :raises OutputError: if a file cannot be written.
    """
    check_doubt(doubt)
    check_outputs([report, html, STDIO], [*inputs, terms])
    wanted = None if terms is None else read_terms(terms)
    counts = CheckCounts()
    with ExitStack() as stack:
        corpora = stack.enter_context(open_corpora("checking", inputs, input_format, options or FormatOptions()))
        record = stack.enter_context(Output(report)) if report is not None else None
        page = stack.enter_context(Output(html)) if html is not None else None
        if page:
            page.write(page_head(doubt))
        placed = (each for corpus, pairs in corpora for each in numbered_pairs(corpus, pairs))
        checked = counts.count(
            check(pair.source, pair.target, doubt=doubt, place=place, terms=wanted) for place, pair in placed
        )
        for pair in by_quality(checked) if worst_first else checked:
            if record:
                record.write(json.dumps(pair_record(pair), ensure_ascii=False) + "\n")
            if page:
                page.write(page_row(pair))
            if on_pair:
                on_pair(pair)
        if page:
            page.write(PAGE_TAIL)
    return counts


def by_quality(pairs: Iterable[CheckedPair]) -> Iterator[CheckedPair]:
    """Yield pairs by their expected quality, the lowest first; those without any last."""
    yield from sorted(pairs, key=lambda pair: 101.0 if pair.estimate is None else pair.estimate.chrf)


def pair_record(pair: CheckedPair) -> dict[str, Any]:
    """Return the record of a pair."""
    return {
        "place": pair.place,
        "source": pair.source,
        "target": pair.target,
        **(pair.estimate.record() if pair.estimate else {}),
        "notes": list(pair.notes),
    }

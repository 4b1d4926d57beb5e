"""Any translation can be checked: pairs in files, two texts, or one sentence."""

import json
from pathlib import Path

import pytest

from jisr import check
from jisr.eval.checking.check import CheckedPair
from jisr.eval.checking.check_files import check_files
from jisr.translate.quality.notes import Note
from jisr.translate.terms.term_list import Term, TermList

RIGHT = ("بلغ عدد الزوار 1500 زائر في مارس.", "The number of visitors reached 1,500 in March.")
SCALE = ("بلغت الخسائر 5 ملايين دولار.", "Losses reached 5 billion dollars.")
OTHER = ("افتتح الرئيس المدرسة الجديدة في وسط المدينة.", "The disease killed many animals on the farm last winter.")


def test_one_sentence() -> None:
    good, wrong, other = (check(*pair) for pair in (RIGHT, SCALE, OTHER))
    assert good.notes == ()
    assert Note.NUMBER_MISSING in wrong.notes
    assert Note.DOUBTFUL in other.notes
    assert good.estimate is not None
    assert other.estimate is not None
    assert good.estimate.chrf > other.estimate.chrf
    assert Note.DOUBTFUL in check(*RIGHT, doubt=100).notes


def test_a_source_without_arabic_has_no_estimate() -> None:
    assert (check("2024", "2024").estimate, check("2024", "1999").notes) == (None, ())


def test_files_report_and_page(tmp_path: Path) -> None:
    pairs, report, page = tmp_path / "p.tsv", tmp_path / "r.jsonl", tmp_path / "p.html"
    pairs.write_text("".join("\t".join(pair) + "\n" for pair in (RIGHT, SCALE, OTHER)), encoding="utf-8")
    counts = check_files([str(pairs)], report=str(report), html=str(page))
    assert (counts.pairs, counts.noted) == (3, 2)
    records = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [record["place"] for record in records] == [f"{pairs}:{number}" for number in (1, 2, 3)]
    assert records[0]["notes"] == []
    assert records[0]["interval"][0] < records[0]["estimate"] < records[0]["interval"][1]
    assert page.read_text(encoding="utf-8").count("<tr class=noted>") == 2


def test_the_worst_come_first(tmp_path: Path) -> None:
    source, target = tmp_path / "x.ar", tmp_path / "x.en"
    texts = zip(*(RIGHT, OTHER, SCALE, ("2024", "2024")), strict=True)
    for file, lines in zip((source, target), texts, strict=True):
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    seen: list[CheckedPair] = []
    check_files([str(source), str(target)], worst_first=True, on_pair=seen.append)
    estimates = [pair.estimate.chrf if pair.estimate else 101 for pair in seen]
    assert estimates == sorted(estimates)
    assert seen[0].source == OTHER[0]
    assert seen[-1].estimate is None


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>'])
def test_nothing_in_a_text_becomes_markup(tmp_path: Path, text: str) -> None:
    pairs, page = tmp_path / "p.tsv", tmp_path / "p.html"
    pairs.write_text(f"كتاب {text}\t{text}\n", encoding="utf-8")
    check_files([str(pairs)], html=str(page))
    assert text not in page.read_text(encoding="utf-8")


def test_a_term_that_stays_in_arabic_is_no_fault() -> None:
    terms = TermList((Term("جسر", ("جسر",)), Term("محطة", ("station",))))
    source, good = "جسر برنامج جديد في المحطة.", "جسر is a new program at the station."
    assert Note.ARABIC_LEFT in check(source, good).notes
    assert not {Note.ARABIC_LEFT, Note.COPIED, Note.TERM_MISSING} & {*check(source, good, terms=terms).notes}
    assert Note.ARABIC_LEFT in check(source, f"{good} برنامج", terms=terms).notes

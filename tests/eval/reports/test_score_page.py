"""The page of scores is self-contained, and a reader can sort and filter it."""

import json
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from jisr.eval import Evaluation, SignificanceOptions, score
from jisr.eval.reports.score_page import score_page

REFERENCE = ["The sea was calm.", "Did you read <b>it</b>?", "Seven men came back.", "No answer came."] * 30
FIRST = ["The sea was calm.", "Have you read <b>it</b>?", "Seven men returned.", "No answer came."] * 30
SECOND = ["The sea is quiet.", "Did you read <b>it</b>?", "", "There was no answer </script>."] * 30
SOURCE = ["كان البحر هادئا.", "هل قرأته؟", "عاد 7 رجال.", "لم يأت جواب."] * 30

CLICKS = """
const wait = () => new Promise((done) => setTimeout(done, 20));
const one = (id) => document.getElementById(id);
const rows = () => [...one("sentences").tBodies[0].rows];
const change = (id, value, kind) => { one(id).value = value; one(id).dispatchEvent(new Event(kind)); };
(async () => {
  const found = {};
  found.first = rows()[0].cells[0].textContent;
  found.direction = getComputedStyle(rows()[0].querySelector(".source")).direction;
  found.marks = [...rows()[0].querySelectorAll(".second mark")].map((m) => m.textContent);
  one("sentences").querySelector('[data-key="line"]').click();
  found.byLine = rows().slice(0, 3).map((row) => row.cells[0].textContent);
  change("kind", "note:empty", "change");
  found.empty = one("found").textContent;
  change("kind", "feature:question", "change");
  found.questions = one("found").textContent;
  change("kind", "", "change");
  change("words", "7 رجال", "input");
  found.words = one("found").textContent;
  change("words", "", "input");
  change("least", "1", "input");
  found.least = one("found").textContent;
  change("least", "0", "input");
  one("next").click();
  found.place = one("place").textContent;
  const head = () => one("scores").tHead.rows[0].cells[1];
  head().querySelector("button").click();
  found.descending = [...one("scores").tBodies[0].rows].map((row) => row.cells[0].textContent);
  head().querySelector("button").click();
  found.ascending = [...one("scores").tBodies[0].rows].map((row) => row.cells[0].textContent);
  document.body.replaceChildren();
  document.title = "done " + JSON.stringify(found);
  const shown = document.createElement("pre");
  shown.textContent = document.title;
  document.body.append(shown);
})();
"""


def evaluation() -> Evaluation:
    systems = {"first": FIRST, "second": SECOND}
    return score(systems, [REFERENCE], source=SOURCE, significance=SignificanceOptions(100, 100))


def test_page_is_self_contained() -> None:
    page = score_page(evaluation(), "A & B")
    assert "<title>A &amp; B</title>" in page
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("http://", "https://", "src=", "@import", "url("))
    assert page.count("</script>") == 2
    assert page.count("<svg") == 3


def test_page_of_one_system_without_source() -> None:
    page = score_page(score({"only": ["A house."]}, [["A house."]], significance=SignificanceOptions(10, 0)))
    assert "what the reference holds" in page
    assert "1 lines, 1 system," in page


def test_sentences_can_be_sorted_and_filtered(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine")
    page = tmp_path / "page.html"
    html = score_page(evaluation())
    page.write_text(html.replace("</body>", f"<script>{CLICKS}</script></body>"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    done = subprocess.run(
        [browser, *flags, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", page.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "done {" in done.stdout
    found = json.loads(unescape(done.stdout.split("<pre>done ")[1].split("</pre>")[0]))
    assert found["direction"] == "rtl"
    assert found["first"] == "4"  # the systems differ most here: one has every word of it, the other hardly any
    assert found["byLine"] == ["1", "2", "3"]
    assert found["empty"] == "30 of 120 lines"
    assert found["questions"] == "30 of 120 lines"
    assert found["words"] == "30 of 120 lines"
    assert found["place"] == "2 of 3"
    assert found["descending"] == ["first", "second"]
    assert found["ascending"] == ["second", "first"]

"""What is edited in a review file comes back into the document, and nothing else changes."""

import json
from pathlib import Path

import docx
import pytest
from fake import FakeEngine, found
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.errors import InputError
from jisr.translate.files.job_plan import plan, run_all
from jisr.translate.files.translate_options import TranslateOptions
from jisr.translate.review.apply import apply_review
from jisr.translate.translator import Translator

KINDS = ["r.xlf", "r.2.xlf", "r.docx", "r.tmx"]
STATION, THANKS = "أين المحطة؟", "شكرا جزيلا لكم."
PAGE = (
    '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><body><p>أين <b>المحطة</b> <i>القديمة</i>؟</p><p>2024</p>'
    "<p>شكرا<br>جزيلا لكم.</p></body></html>\n"
)
DRAFTS = {"أين المحطة القديمة؟": "Where is the old station?", "شكرا جزيلا لكم.": "Thank you very much."}
PIECES = [
    "أين",
    "المحطة",
    "؟",
    "كتاب. ",
    "2024",
    " ",
    "  ",
    "\n",
    "\t",
    "\r\n",
    "<",
    "&amp;",
    '"',
    "⟦",
    "⟦1⟧",
    "⟧",
    "\x0b",
]
PIECES += ["\x00", "\ud83d", "\ufffe", "\u2028", "%s", "{name}", "<b>", "</b>", "it's", "\u200f", "]]>", "--", "é"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def translate(source: Path, output: Path, review: Path, drafts: dict[str, str] | None = None, **options: bool) -> None:
    """Translate a file without a model, and write its review file."""
    engine = FakeEngine({text: found(draft) for text, draft in (drafts or {}).items()})
    chosen = TranslateOptions(review=str(review), **options)  # type: ignore[arg-type]
    run_all(plan([str(source)], str(output), chosen), str(output), Translator(engine))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_an_unedited_review_gives_the_draft_again(tmp_path: Path, page: Path, kind: str) -> None:
    draft, again, review = tmp_path / "page.en.html", tmp_path / "again.html", tmp_path / kind
    translate(page, draft, review, DRAFTS)
    assert "Where" in draft.read_text(encoding="utf-8")
    assert apply_review(str(review), str(again)) == (str(again), 2)
    assert again.read_bytes() == draft.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(texts=st.lists(TEXTS, max_size=4))
def test_an_unedited_review_of_any_text(tmp_path_factory: pytest.TempPathFactory, kind: str, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("job")
    texts = [*texts, STATION]
    strings = json.dumps({f"key {number}": text for number, text in enumerate(texts)})
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    plain = "\n".join(texts).replace("\0", "").encode("utf-8", "replace")  # a file with zero bytes is no text
    for name, content in [("a.json", strings.encode()), ("a.jsonl", lines.encode()), ("a.txt", plain)]:
        source, draft, again = folder / name, folder / f"draft.{name}", folder / f"again.{name}"
        source.write_bytes(content)
        translate(source, draft, folder / kind)
        apply_review(str(folder / kind), str(again))
        assert again.read_bytes() == draft.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_paragraphs_columns_and_encodings_are_read_as_before(tmp_path: Path, kind: str) -> None:
    wrapped, table, review = tmp_path / "a.txt", tmp_path / "a.tsv", tmp_path / kind
    wrapped.write_text("أين\nالمحطة؟\n\nشكرا.\n", encoding="utf-8")
    translate(wrapped, tmp_path / "a.en.txt", review, paragraphs=True)
    before = (tmp_path / "a.en.txt").read_bytes()
    (tmp_path / "a.en.txt").unlink()
    apply_review(str(review))
    assert (tmp_path / "a.en.txt").read_bytes() == before
    table.write_text(f"id\tar\n1\t{STATION}\n", encoding="utf-8")
    translate(Path(f"{table}:ar"), tmp_path / "a.en.tsv", review)
    before = (tmp_path / "a.en.tsv").read_bytes()
    apply_review(str(review), str(tmp_path / "b.en.tsv"))
    assert (tmp_path / "b.en.tsv").read_bytes() == before


@pytest.mark.parametrize("kind", ["r.xlf", "r.2.xlf", "r.tmx"])
def test_edits_and_moved_codes_come_back(tmp_path: Path, page: Path, kind: str) -> None:
    draft, again, review = tmp_path / "page.en.html", tmp_path / "again.html", tmp_path / kind
    translate(page, draft, review, DRAFTS)
    text = review.read_text(encoding="utf-8")
    edited = text.replace("Where is", "Now where is", 1)
    review.write_text(edited, encoding="utf-8")
    apply_review(str(review), str(again))
    assert again.read_text(encoding="utf-8") == draft.read_text(encoding="utf-8").replace("Where is", "Now where is")


def test_marks_of_a_word_table_can_be_moved(tmp_path: Path, page: Path) -> None:
    draft, again, review = tmp_path / "page.en.html", tmp_path / "again.html", tmp_path / "r.docx"
    translate(page, draft, review, DRAFTS)
    document = docx.Document(str(review))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["No.", "Arabic", "English", "Notes"]
    cell = table.rows[1].cells[2]
    for element in list(cell.paragraphs[0]._p):
        cell.paragraphs[0]._p.remove(element)
    cell.paragraphs[0].add_run("So where is the ⟦2⟧old⟦/2⟧ ")
    cell.paragraphs[0].add_run("⟦1⟧sta").bold = True
    cell.paragraphs[0].add_run("tion⟦/1⟧?")
    document.save(str(review))
    apply_review(str(review), str(again))
    assert "<p>So where is the <i>old</i> <b>station</b>?</p>" in again.read_text(encoding="utf-8")


def test_tools_may_write_codes_and_segments_their_way(tmp_path: Path, page: Path) -> None:
    draft, again, review = tmp_path / "page.en.html", tmp_path / "again.html", tmp_path / "r.xlf"
    translate(page, draft, review, DRAFTS)
    text = review.read_text(encoding="utf-8")
    head, _, rest = text.partition("<target")
    tail = rest.partition("</target>")[2]
    target = '<target state="final"><mrk mtype="seg" mid="1">The <g id="2">old</g> <g id="1">station</g>: where?</mrk>'
    review.write_text(f"{head}{target}</target>{tail}", encoding="utf-8")
    apply_review(str(review), str(again))
    assert "<p>The <i>old</i> <b>station</b>: where?</p>" in again.read_text(encoding="utf-8")
    assert "Thank<br> you very much." in again.read_text(encoding="utf-8")


def test_what_does_not_balance_is_named_and_nothing_is_written(tmp_path: Path, page: Path) -> None:
    again, review = tmp_path / "again.html", tmp_path / "r.xlf"
    translate(page, tmp_path / "page.en.html", review, DRAFTS)
    whole = review.read_text(encoding="utf-8")
    source, _, rest = whole.partition("<target")
    tail = rest.partition("</target>")[2]

    def refused(target: str, tail: str = tail) -> str:
        review.write_text(f"{source}<target>{target}</target>{tail}", encoding="utf-8")
        with pytest.raises(InputError) as error:
            apply_review(str(review), str(again))
        assert not again.exists()
        assert "\n" not in str(error.value)
        return str(error.value)

    first, second = '<g id="1">a</g>', '<g id="2">b</g>'
    line = whole[: whole.index("<trans-unit")].count("\n") + 1
    assert f"r.xlf: line {line} (line 2:" in refused(first)
    assert "⟦2⟧ is missing" in refused(first)
    assert "⟦1⟧ is there more than once" in refused(first + first + second)
    assert "⟦7/⟧ is no mark of its source" in refused(first + second + '<x id="7"/>')
    assert "⟦/1⟧ stands before ⟦1⟧" in refused("⟦/1⟧⟦1⟧" + second)
    assert "crosses another" in refused("⟦1⟧⟦2⟧a⟦/1⟧⟦/2⟧")
    assert "holds half a mark" in refused(first + second + "⟦")
    assert "no character" in refused(first + second + "⟦U+110000⟧")
    assert "no row for unit 2" in refused(first + second, tail[: tail.index("<trans-unit")] + "</body></file></xliff>")
    assert "has no unit 8 that was translated" in refused(first + second, tail.replace('unit id="2"', 'unit id="8"'))
    assert "there are two rows of '1'" in refused(first + second, tail.replace('unit id="2"', 'unit id="1"'))
    assert "no number: 'x'" in refused(first + second, tail.replace('unit id="2"', 'unit id="x"'))
    unit = '<trans-unit id="{}"><source/><target/></trans-unit>'
    more = "".join(unit.format(number) for number in range(10, 17))
    assert "; and 2 more" in refused(first + second, tail.replace("</body>", f"{more}</body>"))


def test_a_changed_or_missing_original_is_refused(tmp_path: Path, page: Path) -> None:
    review, again = tmp_path / "r.xlf", tmp_path / "again.html"
    translate(page, tmp_path / "page.en.html", review)
    moved = page.rename(tmp_path / "moved.html")
    with pytest.raises(InputError, match=r"r\.xlf: the original .*page\.html: no such file") as error:
        apply_review(str(review), str(again))
    assert error.value.hint == "--original FILE"
    apply_review(str(review), str(again), str(moved))
    assert again.read_bytes() == (tmp_path / "page.en.html").read_bytes()
    moved.write_text(PAGE.replace("2024", "2025"), encoding="utf-8")
    with pytest.raises(InputError, match=r"moved\.html has changed since it was translated"):
        apply_review(str(review), str(again), str(moved))


def test_the_folder_of_a_job_can_be_moved(tmp_path: Path) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    translate(folder / "page.html", folder / "page.en.html", folder / "r.xlf")
    other = folder.rename(tmp_path / "other")
    before = (other / "page.en.html").read_bytes()
    (other / "page.en.html").unlink()
    apply_review(str(other / "r.xlf"))
    assert (other / "page.en.html").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlf", '<xliff version="1.2"/>', "not a review file of jisr"),
        ("a.xlf", '<xliff><note from="jisr-review">[]</note></xliff>', "not a review file of jisr"),
        ("a.xlf", '<xliff><note from="jisr-review">{"path": 3}</note></xliff>', "not a review file of jisr"),
        ("a.xlf", "<xliff>", "not well-formed"),
        ("a.tmx", "<tmx/>", "not a review file of jisr"),
        ("a.docx", "no zip", "cannot be read as a zip file"),
        ("a.html", "", "a page is for reading"),
        ("a.txt", "", "a review file is .xliff"),
    ],
)
def test_files_that_are_no_reviews(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        apply_review(str(tmp_path / name), str(tmp_path / "out.html"))
    assert [path.name for path in tmp_path.iterdir()] == [name]

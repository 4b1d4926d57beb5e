"""Documents as people hold them: each construct that traps is in one of them, and lives through a translation.

The heavy readers, as LibreOffice, are in ``benchmarks/reference_readers.py``.
"""

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from real_documents import write_real_documents
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.chars import has_arabic
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.kinds import KINDS, document_kind
from jisr.translate.documents.unit import Target, Unit

CONSTRUCTS = [
    # file, part, what is counted, how often it is there, what it is
    ("report.docx", "word/document.xml", r'fldCharType="separate"', 7, "fields"),
    ("report.docx", "word/document.xml", r"<w:instrText[^>]*> TOC ", 1, "contents"),
    ("report.docx", "word/document.xml", "<w:del |<w:moveFrom ", 2, "what tracked changes took away"),
    ("report.docx", "word/document.xml", "<w:ins |<w:moveTo ", 2, "what tracked changes put in"),
    ("report.docx", "word/document.xml", "<mc:Fallback>", 1, "a text box with a fallback"),
    ("report.docx", "word/document.xml", "<w:footnoteReference |<w:endnoteReference ", 2, "notes"),
    ("report.docx", "word/document.xml", "<w:headerReference ", 4, "headers of each section, and of its first page"),
    ("report.docx", "word/document.xml", "<w:tc>(?:(?!</w:tc>).)*<w:tbl>", 1, "a table in a table"),
    ("report.docx", "word/document.xml", '<w:bookmarkStart w:id="41".*<w:b/>.*<w:bookmarkEnd w:id="41"', 1, "crossing"),
    ("report.docx", "word/document.xml", "<w:commentRangeStart ", 1, "a range with a comment"),
    ("report.docx", "word/document.xml", "<m:oMath>", 1, "mathematics"),
    ("report.docx", "word/charts/chart1.xml", "<c:externalData ", 1, "a chart with its workbook"),
    ("report.docx", "word/embeddings/workbook1.xlsx", r"\[Content_Types\].xml", 2, "the workbook of a chart"),
    ("talk.pptx", "ppt/slides/slide2.xml", "<a:hlinkClick ", 1, "a link"),
    ("talk.pptx", "ppt/slides/slide2.xml", '<a:fld [^>]*type="slidenum"', 1, "the number of a slide"),
    ("talk.pptx", "ppt/slides/slide2.xml", "<a:normAutofit fontScale", 1, "text that is made to fit"),
    ("talk.pptx", "ppt/slides/slide2.xml", "<p:grpSp>", 1, "a group"),
    ("talk.pptx", "ppt/slides/slide3.xml", "<a:tbl>", 1, "a table"),
    ("talk.pptx", "ppt/diagrams/drawing1.xml", "<dsp:txBody>", 2, "a diagram"),
    ("accounts.xlsx", "xl/worksheets/sheet1.xml", "<dataValidation ", 1, "a list of values"),
    ("accounts.xlsx", "xl/worksheets/sheet1.xml", "<cfRule ", 1, "a conditional format"),
    ("accounts.xlsx", "xl/worksheets/sheet1.xml", "<f>", 3, "formulas"),
    ("accounts.xlsx", "xl/pivotTables/pivotTable1.xml", "<pivotField ", 3, "a pivot table"),
    ("accounts.xlsx", "xl/tables/table1.xml", "<tableColumn ", 5, "a table"),
    ("guide.odt", "content.xml", "<text:tracked-changes>", 1, "tracked changes"),
    ("guide.odt", "content.xml", "<text:note ", 1, "a note"),
    ("guide.odt", "content.xml", "<draw:text-box>", 1, "a text box"),
    ("guide.odt", "content.xml", "<table:table-cell[^>]*><table:table ", 1, "a table in a table"),
    ("guide.odt", "content.xml", "<text:bookmark-ref ", 2, "references"),
    ("water.odp", "content.xml", "<presentation:notes>", 1, "notes of a speaker"),
    ("budget.ods", "content.xml", "table:formula=", 2, "formulas"),
    ("novel.epub", "OEBPS/one.xhtml", 'epub:type="noteref"', 1, "a note"),
    ("news.html", "", r"<i>350 <b>[^<]*</i></b>", 1, "tags that cross"),
    ("manual.md", "", r"\[\^1\]", 2, "a note"),
    ("film.srt", "", r"\r\n\r\n[0-9]+\r\n", 5, "cues, with the line ends of Windows"),
    ("clip.vtt", "", "<v منى>", 1, "the voice of a speaker"),
    ("reader.po", "", "msgid_plural", 1, "plurals"),
    ("manual.xlf", "", '<bpt id="1".*<bpt id="2".*<ept id="1".*<ept id="2"', 1, "crossing pairs"),
    ("page.xliff", "", '<sc id="1"/>.*<sc id="2"/>.*<ec startRef="1"/>.*<ec startRef="2"/>', 1, "crossing pairs"),
    ("app.arb", "", "few{", 1, "plurals of ICU"),
    ("strings.xml", "", "<item quantity", 3, "plurals"),
]  # fmt: skip


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the paths of the documents by their names."""
    return write_real_documents(tmp_path_factory.mktemp("real"))


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name; of one without parts the file itself, by an empty name."""
    if not data.startswith(b"PK"):
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spelled_out(unit: Unit) -> Target:
    """Return a target in English letters, as long as its source, with its codes where they were."""
    english = re.sub(r"[^\W\d_]", lambda letter: "e" if has_arabic(letter[0]) else letter[0], unit.text)
    return Target(english, unit.codes, (), "model")


def test_every_kind_is_there(documents: dict[str, Path]) -> None:
    assert {document_kind(str(path)) for path in documents.values()} == KINDS.keys()
    assert len(documents) == 18


def test_round_trip(documents: dict[str, Path]) -> None:
    for path in documents.values():
        check_round_trip(path)


@pytest.mark.parametrize(("name", "part", "pattern", "count", "what"), CONSTRUCTS, ids=[row[4] for row in CONSTRUCTS])
def test_constructs_are_there_before_and_after(
    documents: dict[str, Path], name: str, part: str, pattern: str, count: int, what: str
) -> None:
    path = documents[name]
    for data in (path.read_bytes(), rewritten(path, change=spelled_out)):
        content = parts_of(data)[part].decode("utf-8", "replace")
        assert len(re.findall(pattern, content, re.DOTALL)) == count, what


def test_a_sentence_in_six_runs_is_one(documents: dict[str, Path]) -> None:
    text = "افتتح وزير الثقافة المبنى الجديد للمكتبة العامة يوم الأحد."
    written = parts_of(rewritten(documents["report.docx"], change=in_english({text: "One text."})))["word/document.xml"]
    assert re.search("</w:pPr><w:r>(?:(?!<w:r>).)*>One text[.]</w:t></w:r></w:p>", written.decode())


def test_numbers_without_words_are_units_and_fields_are_none(documents: dict[str, Path]) -> None:
    texts = [unit.text for unit in units_of(documents["report.docx"])]
    assert "٤٥٠٠" in texts
    assert "2100" not in texts
    assert "٨:٣٠" in [unit.text for unit in units_of(documents["news.html"])]


def test_word_files_as_python_docx_reads_them(documents: dict[str, Path]) -> None:
    before = docx.Document(str(documents["report.docx"]))
    after = docx.Document(io.BytesIO(rewritten(documents["report.docx"], DocumentOptions(), spelled_out)))
    for read in (before, after):
        assert (len(read.sections), len(read.tables), len(read.inline_shapes)) == (2, 1, 2)
        assert len(read.tables[0].cell(1, 2).tables) == 1
    assert [paragraph.style and paragraph.style.name for paragraph in after.paragraphs] == [
        paragraph.style and paragraph.style.name for paragraph in before.paragraphs
    ]
    assert not any(has_arabic(paragraph.text) for paragraph in after.paragraphs)
    assert has_arabic(before.sections[1].header.paragraphs[0].text)
    assert not has_arabic(after.sections[1].header.paragraphs[0].text)


def test_workbooks_as_openpyxl_reads_them(documents: dict[str, Path]) -> None:
    before = openpyxl.load_workbook(documents["accounts.xlsx"], rich_text=True)
    after = openpyxl.load_workbook(
        io.BytesIO(rewritten(documents["accounts.xlsx"], DocumentOptions(), spelled_out)), rich_text=True
    )
    for read, turned in ((before, False), (after, True)):
        sheet = read.worksheets[0]
        assert sheet.sheet_view.rightToLeft is not turned
        assert len(sheet["A1"].value) == 3  # its runs
        assert sheet["C3"].value == 120
        table = sheet.tables["Sales"]
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[2]]
        (listed,) = sheet.data_validations.dataValidation
        assert {sheet[f"D{row}"].value for row in range(3, 7)} == set(listed.formula1.strip('"').split(","))
        assert sheet["C8"].value == f'=SUMIF(D3:D6,"{sheet["D3"].value}",C3:C6)'
        (pivot,) = read.worksheets[1]._pivots
        assert [item.v for item in pivot.cache.cacheFields[0].sharedItems._fields] == [
            sheet[f"A{row}"].value for row in (3, 4, 6)
        ]
        assert [each.name for each in pivot.cache.cacheFields] == [cell.value for cell in sheet[2][:3]]
        assert pivot.rowHeaderCaption == read.worksheets[1]["A3"].value == sheet["A2"].value
    assert has_arabic(before.worksheets[0]["C5"].comment.text)
    assert not has_arabic(after.worksheets[0]["A2"].value)

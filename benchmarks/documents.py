"""Time and memory of the translation of documents, beside those of the same text in a plain file.

A Word file of some hundred pages and a workbook of 100,000 cells are made of the sentences in ``parallel-text/``. A
page has 350 words; where paragraphs begin and which words are bold is drawn by chance. A quarter of the cells are text,
taken from a list of labels as in sheets that people fill in: each label is in some ten cells, and in one shared string.
The plain file holds the text of each unit in a line, as ``jisr inspect`` shows it. The two take turns, each in a
process of its own, from its start to its end; memory is the peak of the process above that of the plain file, and is
compared with the largest part of the document, unpacked.

Run: python benchmarks/documents.py [--help]
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from jisr.translate.documents.kinds import open_document

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "parallel-text"
PAGE = 350
"""Words of a page."""
COLUMNS = 20
OFFICE = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
LOOK = (
    '<w:rFonts w:ascii="Simplified Arabic" w:hAnsi="Simplified Arabic" w:cs="Simplified Arabic" w:hint="cs"/>{}'
    '<w:sz w:val="28"/><w:szCs w:val="28"/><w:rtl/><w:lang w:bidi="ar-EG"/>'
)
"""Properties of the runs of a Word file that somebody has formatted by hand, with a place for more."""
RELATION = f"{OFFICE}/officeDocument/2006/relationships"


def sentences(draw: random.Random) -> list[str]:
    """Return the Arabic sentences of our own, without markup, in a random order."""
    lines = [line for path in sorted(TEXTS.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    found = sorted({line.split("\t")[0] for line in lines if not set("<>&") & set(line)})
    draw.shuffle(found)
    return found


def package(path: Path, kind: str, main: str, parts: dict[str, tuple[str, str]]) -> Path:
    """Write an Office file.

    :param kind: type of its main part.
    :param parts: content type and content of each part.
    """
    types = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
        for name, (kind, _) in parts.items()
        if kind
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{OFFICE}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
        )
        archive.writestr("_rels/.rels", relations({"a": (kind, main)}))
        for name, (_, content) in parts.items():
            archive.writestr(name, content)
    return path


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """Return a list of relations: type and target by id."""
    found = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{OFFICE}/package/2006/relationships">{found}</Relationships>'


def word_file(path: Path, pages: int, draw: random.Random) -> Path:
    """Write a Word file as Word does: runs cut where somebody typed or spelled, each with all its properties.

    Each paragraph and each run has its revision, fonts, sizes and language; a run has some six words, and in some
    paragraphs a word is bold.
    """
    source = iter(sentences(draw))
    words = 0
    body = []
    while words < pages * PAGE:
        pieces = " ".join(next(source) for _ in range(draw.randint(1, 6))).split(" ")
        words += len(pieces)
        bold = draw.randrange(len(pieces)) if draw.random() < 0.3 else len(pieces)
        ends = {at for at in range(1, len(pieces)) if draw.random() < 1 / 6} | {bold, bold + 1, len(pieces)}
        runs = []
        at = 0
        for end in sorted(ends):
            text = " ".join(pieces[at:end]) + (" " if end < len(pieces) else "")
            runs.append(word_run(text, "<w:b/><w:bCs/>" if at == bold else "", draw))
            if draw.random() < 0.05:
                runs.append('<w:proofErr w:type="spellStart"/>')
            at = end
            if at >= len(pieces):
                break
        revision, mark = (f"{draw.randrange(1 << 32):08X}" for _ in range(2))
        body.append(
            f'<w:p w14:paraId="{mark}" w14:textId="77777777" w:rsidR="{revision}" w:rsidRPr="{mark}" '
            f'w:rsidRDefault="{revision}" w:rsidP="{mark}"><w:pPr><w:bidi/><w:spacing w:after="120" w:line="360" '
            f'w:lineRule="auto"/><w:jc w:val="both"/><w:rPr>{LOOK.format("")}</w:rPr></w:pPr>{"".join(runs)}</w:p>'
        )
    start = (
        f'{HEAD}<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>'
    )
    document = ("wordprocessingml.document.main+xml", f"{start}{''.join(body)}</w:body></w:document>")
    return package(path, "officeDocument", "word/document.xml", {"word/document.xml": document})


def word_run(text: str, look: str, draw: random.Random) -> str:
    """Return a run of Word.

    :param look: properties that are not those of all runs.
    """
    revision = f"{draw.randrange(1 << 32):08X}"
    return f'<w:r w:rsidRPr="{revision}"><w:rPr>{LOOK.format(look)}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def workbook(path: Path, cells: int, draw: random.Random) -> Path:
    """Write a workbook, a quarter of whose cells are labels and the others numbers."""
    main = f"{OFFICE}/spreadsheetml/2006/main"
    labels = [" ".join(text.split()[:6]) for text in sentences(draw)[: cells // 40]]
    strings = "".join(f"<si><t>{text}</t></si>" for text in labels)
    rows = []
    for row in range(1, cells // COLUMNS + 1):
        filled = (
            f'<c r="{chr(65 + column)}{row}" t="s"><v>{draw.randrange(len(labels))}</v></c>'
            if column % 4 == 0
            else f'<c r="{chr(65 + column)}{row}"><v>{draw.randrange(10_000)}</v></c>'
            for column in range(COLUMNS)
        )
        rows.append(f'<row r="{row}">{"".join(filled)}</row>')
    sheet = (
        f'{HEAD}<worksheet xmlns="{main}"><sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="s"/></sheets>'
    book = f'{HEAD}<workbook xmlns="{main}" xmlns:r="{RELATION}">{sheets}</workbook>'
    related = relations({"s": ("worksheet", "worksheets/sheet1.xml"), "t": ("sharedStrings", "sharedStrings.xml")})
    return package(
        path,
        "officeDocument",
        "xl/workbook.xml",
        {
            "xl/workbook.xml": ("spreadsheetml.sheet.main+xml", book),
            "xl/_rels/workbook.xml.rels": ("", related),
            "xl/worksheets/sheet1.xml": ("spreadsheetml.worksheet+xml", sheet),
            "xl/sharedStrings.xml": ("spreadsheetml.sharedStrings+xml", f'{HEAD}<sst xmlns="{main}">{strings}</sst>'),
        },
    )


def plain_file(document: Path) -> Path:
    """Write the text of each unit of a document in a line of a plain file."""
    path = document.with_suffix(".txt")
    units = (unit.text.replace("\n", " ") for unit in open_document(str(document)).units())
    path.write_text("".join(f"{text}\n" for text in units), encoding="utf-8")
    return path


def translate(path: Path) -> tuple[float, float, int]:
    """Translate a file in a process of its own.

    :return: seconds from start to end, seconds of work of the processor, and the peak of the memory in bytes.
    """
    output = path.with_suffix(".out")
    started = time.perf_counter()
    words = [sys.executable, "-m", "jisr", "translate", str(path), "-o", str(output)]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    output.unlink()
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main(
    pages: Annotated[int, typer.Option(help="Pages of the Word file.")] = 100,
    cells: Annotated[int, typer.Option(help="Cells of the workbook.")] = 100_000,
    runs: Annotated[int, typer.Option(help="Runs of each.")] = 3,
    only: Annotated[str, typer.Option(help="Measure docx or xlsx alone.")] = "",
) -> None:
    """Print time and memory of a Word file and a workbook beside those of their text."""
    draw = random.Random(21)
    with tempfile.TemporaryDirectory() as folder:
        documents = [word_file(Path(folder, "a.docx"), pages, draw), workbook(Path(folder, "b.xlsx"), cells, draw)]
        for document in documents:
            if only and document.suffix != f".{only}":
                continue
            with zipfile.ZipFile(document) as archive:
                largest = max(info.file_size for info in archive.infolist())
            plain = plain_file(document)
            measured = [(translate(plain), translate(document)) for _ in range(runs)]
            (text, work_of_text, least), (whole, work, most) = (
                [statistics.median(column) for column in zip(*side, strict=True)]
                for side in zip(*measured, strict=True)
            )
            units = plain.read_text(encoding="utf-8").count("\n")
            print(
                f"{document.suffix[1:]}: {units:,} units, largest part {largest / 1e6:.1f} MB; "
                f"plain text {text:.1f} s, document {whole:.1f} s, {whole / text:.2f} times; "
                f"{work / work_of_text:.2f} times the work; memory {least / 1e6:.0f} and {most / 1e6:.0f} MB, "
                f"{(most - least) / largest:.2f} times the largest part more",
                flush=True,
            )


if __name__ == "__main__":
    typer.run(main)

"""Memory of reading, translating and writing documents, without a model: peak against the largest part.

Word files, workbooks, OpenDocument texts and spreadsheets are made as by ``documents.py``, of two sizes each; each is
translated in a process of its own by an engine that spells Arabic in Latin letters. Above the peak of a document of
one page or one row stands what a byte of the largest part costs, unpacked. What a translated document takes more than
its text has two parts: what it takes on one page already, the modules that read and write it, and what grows with it.

Run: PYTHONPATH=src:tests:benchmarks python benchmarks/documents_memory.py [--help]
"""

import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer
from documents import COLUMNS, PAGE, plain_file, sentences, word_file, workbook
from fake import FakeEngine, romanized

from jisr.translate import Translator
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.unit import Target, Unit
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
MIMETYPE = "application/vnd.oasis.opendocument"


class ForgetfulEngine(FakeEngine):
    """An engine without a model that does not keep what it has decoded."""

    def decode_batch(self, batch: SourceBatch, decoding: Decoding) -> list[Hypothesis]:
        """Return the sources in Latin letters."""
        found = super().decode_batch(batch, decoding)
        self.decoded.clear()
        self.sizes.clear()
        return found


def open_document_file(path: Path, kind: str, body: str) -> Path:
    """Write an OpenDocument file: ``text`` or ``spreadsheet``."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{OASIS}:office:1.0" '
        f'xmlns:text="{OASIS}:text:1.0" xmlns:table="{OASIS}:table:1.0" office:version="1.3"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{MIMETYPE}.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return path


def text_file(path: Path, pages: int, draw: random.Random) -> Path:
    """Write an OpenDocument text, the middle of some paragraphs in a style of its own."""
    texts = sentences(draw)
    words, body = 0, []
    while words < pages * PAGE:
        pieces = " ".join(draw.choice(texts) for _ in range(draw.randint(1, 6))).split()
        words += len(pieces)
        at = draw.randrange(len(pieces))
        marked = f'<text:span text:style-name="T1">{pieces[at]}</text:span>'
        body.append(f'<text:p text:style-name="P1">{" ".join([*pieces[:at], marked, *pieces[at + 1 :]])}</text:p>')
    return open_document_file(path, "text", "".join(body))


def spreadsheet(path: Path, cells: int, draw: random.Random) -> Path:
    """Write an OpenDocument spreadsheet, a quarter of whose cells are labels and the others numbers."""
    labels = [" ".join(text.split()[:6]) for text in sentences(draw)[: max(1, cells // 40)]]
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    number = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    rows = (
        "".join(text(draw.choice(labels)) if at % 4 == 0 else number.format(draw.randrange(10_000)) for at in range(20))
        for _ in range(cells // COLUMNS)
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return open_document_file(path, "spreadsheet", f'<table:table table:name="S">{body}</table:table>')


MAKERS = {"docx": word_file, "odt": text_file, "xlsx": workbook, "ods": spreadsheet}
SMALLEST = {"docx": 1, "odt": 1, "xlsx": 40, "ods": 40}


def spelled_target(unit: Unit) -> Target:
    """Return a unit in Latin letters, its codes where they were."""
    return Target(romanized(unit.text), unit.codes, origin="model")


def translate(path: Path, *, alone: bool) -> None:
    """Translate a document or a plain file, and print the peak of the memory in bytes.

    :param alone: whether units are only spelled in Latin letters, without a translator.
    """
    translator = Translator(ForgetfulEngine(), retry=False)
    with path.with_suffix(".out").open("wb") as stream:
        if path.suffix == ".txt":
            with path.open(encoding="utf-8") as lines:
                for translation in translator.translate(line.rstrip("\n") for line in lines):
                    stream.write(translation.target.encode())
        else:
            document = open_document(str(path))
            worker = UnitTranslator(translator)
            document.write(
                map(spelled_target, document.units()) if alone else worker.translate(document.units()), stream
            )
    # Not what getrusage() tells, which is no less than the peak of the process that began this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)


def peak(path: Path, *, alone: bool = False) -> int:
    """Return the peak of the memory of a process that translates a document, in bytes."""
    words = [sys.executable, __file__, "--document", str(path), *(["--alone"] if alone else [])]
    return int(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def main(
    pages: Annotated[int, typer.Option(help="Pages of the texts.")] = 100,
    cells: Annotated[int, typer.Option(help="Cells of the sheets.")] = 100_000,
    only: Annotated[str, typer.Option(help="Measure one kind alone.")] = "",
    document: Annotated[Path | None, typer.Option(help="Translate this file alone and print the peak.")] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="With --document: read and write without a translator.")
    ] = False,
) -> None:
    """Print the memory of documents of each kind against their largest part."""
    if document is not None:
        translate(document, alone=alone)
        return
    for kind, make in MAKERS.items():
        if only and kind != only:
            continue
        size = pages if kind in {"docx", "odt"} else cells
        with tempfile.TemporaryDirectory() as folder:
            small = make(Path(folder, f"a.{kind}"), SMALLEST[kind], random.Random(21))
            path = make(Path(folder, f"b.{kind}"), size, random.Random(21))
            with zipfile.ZipFile(path) as archive:
                largest = max(info.file_size for info in archive.infolist())
            plain, little = plain_file(path), plain_file(small)
            base, most = peak(small, alone=True), peak(path, alone=True)
            page, whole, line, text = map(peak, (small, path, little, plain))
        print(
            f"{kind}: largest part {largest / 1e6:.1f} MB; read and written {most / 1e6:.1f} MB, a page or row of it "
            f"{base / 1e6:.1f} MB: {(most - base) / largest:.2f} times the part more; translated {whole / 1e6:.1f} MB, "
            f"as plain text {text / 1e6:.1f} MB: {(whole - text) / largest:.2f} times; of one page {page / 1e6:.1f} "
            f"and {line / 1e6:.1f} MB: {(whole - page - text + line) / largest:.2f} times grow",
            flush=True,
        )


if __name__ == "__main__":
    typer.run(main)

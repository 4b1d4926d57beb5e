"""Documents before and after jisr as other programs read them: LibreOffice, EPUBCheck, msgfmt, OmegaT, libraries.

Needs libreoffice-writer, -calc and -impress, poppler-utils, epubcheck, omegat, gettext and libxml2-utils of Debian, a
Python with python-docx, python-pptx, openpyxl and translate-toolkit:

    PYTHONPATH=src:tests python benchmarks/reference_readers.py PYTHON

Translates the documents of ``tests/real_documents`` and what LibreOffice makes of them with the built-in model, edits
each draft in a review file and applies it, and prints what every reader says of source, draft and reviewed draft.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from real_documents import write_real_documents
from round_trip import check_round_trip

from jisr.chars import has_arabic
from jisr.translate.documents.document import DocumentOptions, in_any_language
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.unit import fragments

OFFICE = {".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods"}
SAVED = {"report.docx": "odt docx", "talk.pptx": "odp pptx", "accounts.xlsx": "ods xlsx", "guide.odt": "docx odt",
         "water.odp": "pptx odp", "budget.ods": "xlsx ods", "news.html": "odt"}  # fmt: skip
"""What LibreOffice saves from each document."""
STAGES = ("source", "draft", "reviewed")
SHOWN = re.compile(
    r"(?:word/document|content|word/header\d|styles|slide \d+)(?:\.xml)?#[ph]\d+|[^#!]+![A-Z]+\d+|line .*\d"
)
"""Places of units that a reader sees on a page."""
LETTER = re.compile(r"[^\W\d_]{2}")
LIBRARIES = r"""
import json, sys, warnings
warnings.simplefilter("error")
def words(path):
    if path.endswith(".docx"):
        import docx
        read = docx.Document(path)
        text = [p.text for p in read.paragraphs] + [c.text for t in read.tables for r in t.rows for c in r.cells]
        return f"{len(read.sections)} sections, {len(read.tables)} tables, {sum(map(bool, text))} texts"
    if path.endswith(".pptx"):
        import pptx
        read = pptx.Presentation(path)
        shapes = [s for slide in read.slides for s in slide.shapes]
        notes = [s.notes_slide for s in read.slides if s.has_notes_slide]
        tables, charts = (sum(getattr(s, f"has_{what}") for s in shapes) for what in ("table", "chart"))
        return f"{len(read.slides)} slides, {len(shapes)} shapes, {tables} tables, {charts} charts, {len(notes)} notes"
    if path.endswith(".xlsx"):
        import openpyxl
        read = openpyxl.load_workbook(path, rich_text=True)
        cells = sum(c.value is not None for s in read for row in s for c in row)
        tables, charts = sum(len(s.tables) for s in read), sum(len(s._charts) for s in read)
        return f"{len(read.worksheets)} sheets, {cells} cells, {tables} tables, {charts} charts"
    if path.endswith((".po", ".xlf", ".xliff", ".tmx", ".json", ".arb", ".xml")):
        from translate.storage import aresource, jsonl10n, po, tmx, xliff, xliff2
        kinds = {"po": po.pofile, "xlf": xliff.xlifffile, "xliff": xliff2.Xliff2File, "tmx": tmx.tmxfile,
                 "json": jsonl10n.JsonNestedFile, "arb": jsonl10n.ARBJsonFile, "xml": aresource.AndroidResourceFile}
        with open(path, "rb") as stream:
            read = kinds[path.rpartition(".")[2]].parsestring(stream.read())
        return f"{len(read.units)} units"
    return ""
found = {}
for path in json.load(sys.stdin):
    try:
        found[path] = words(path)
    except Exception as error:
        found[path] = f"FAILED: {type(error).__name__}: {error}"
print(json.dumps(found))
"""


def run(*words: str | Path, timeout: int = 600) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it printed."""
    return subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=timeout, check=False)


def office(kind: str, folder: Path, paths: list[Path]) -> None:
    """Convert files by LibreOffice, each into a file of a kind in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    run("soffice", "--headless", "--convert-to", kind, "--outdir", folder, *paths, timeout=600)


def saved(folder: Path, work: Path) -> None:
    """Add to a folder what LibreOffice makes of the documents in it."""
    wanted: dict[str, list[Path]] = {}
    for name, kinds in SAVED.items():
        for kind in kinds.split():
            wanted.setdefault(kind, []).append(folder / name)
    for kind, paths in wanted.items():
        office(kind, work / kind, paths)
        for path in paths:
            made = work / kind / f"{path.stem}.{kind}"
            if made.exists():
                shutil.move(made, folder / f"{path.stem}-{path.suffix[1:]}-saved.{kind}")


def jisr(*words: str | Path) -> None:
    """Run the command line."""
    done = run(sys.executable, "-m", "jisr", *words)
    if done.returncode:
        raise typer.BadParameter(done.stderr)


def edited(review: str) -> str:
    """Return a review file (XLIFF 1.2) in which a word is put in front of each draft."""
    return re.sub(r"(<target\b[^>]*[^/]>)", r"\1Well: ", review)


def texts(path: Path) -> Iterator[str]:
    """Yield the texts between codes on the pages of a document, in whatever language, without white space."""
    with in_any_language():
        for unit in open_document(str(path), DocumentOptions(direction="keep")).units():
            if SHOWN.fullmatch(unit.id):
                pieces = (piece for piece in fragments(unit.text, unit.codes) if isinstance(piece, str))
                yield from filter(
                    LETTER.search, ("".join(piece.split()) for line in pieces for piece in line.split("\n"))
                )


def pages(paths: list[Path], folder: Path) -> dict[str, str]:
    """Return what LibreOffice shows of documents: the number of pages, and how many of their texts are on them."""
    office("pdf", folder, paths)
    found = {}
    for path in paths:
        made = folder / f"{path.stem}.pdf"
        if not made.exists():
            found[path.name] = "FAILED: not opened"
            continue
        count = re.search(r"Pages:\s+(\d+)", run("pdfinfo", made).stdout)
        shown = "".join(run("pdftotext", made, "-").stdout.split())
        wanted = list(texts(path))
        here = [text for text in wanted if not has_arabic(text)]
        missing = [text for text in here if text not in shown]
        found[path.name] = f"{count[1] if count else '?'} p" + (
            f", {len(here) - len(missing)}/{len(here)}" if here else ""
        )
        for text in missing:
            print(f"{path}: not on its pages: {text[:70]}", file=sys.stderr)
        made.rename(made.with_name(f"{path.name}.pdf"))
    return found


def dtd_check(path: Path, work: Path) -> str:
    """Return what the DTD of TMX 1.4, which OmegaT ships, says of a file."""
    with zipfile.ZipFile("/usr/share/omegat/OmegaT.jar") as archive:
        (work / "tmx14.dtd").write_bytes(archive.read("schemas/tmx14.dtd"))
    done = run("xmllint", "--noout", "--dtdvalid", work / "tmx14.dtd", path)
    return "valid" if done.returncode == 0 else f"FAILED: {done.stderr.splitlines()[0]}"


def other(path: Path, work: Path) -> str:
    """Return what the checker of a kind says of a file; nothing if it has none."""
    if path.suffix == ".epub":
        done = run("java", "-jar", "/usr/share/java/epubcheck.jar", path)
        counts = re.search(r"Messages: (.*)", done.stdout + done.stderr)
        return ("" if done.returncode == 0 else "FAILED: ") + (counts[1] if counts else "no messages")
    if path.suffix == ".po":
        done = run("msgfmt", "-c", "--use-fuzzy", "-o", "/dev/null", path)
        return "compiled" if done.returncode == 0 else f"FAILED: {done.stderr.splitlines()[0]}"
    return dtd_check(path, work) if path.suffix == ".tmx" else ""


def omegat(folder: Path, work: Path) -> str:
    """Return what OmegaT makes of the documents in a folder, each of which it reads and writes again."""
    project = work / "project"
    shutil.rmtree(project, ignore_errors=True)
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (project / name).mkdir(parents=True)
    for path in folder.iterdir():
        shutil.copy(path, project / "source")
    (project / "omegat.project").write_text(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><omegat><project version="1.0">'
        + "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary"))
        + "<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>AR</source_lang><target_lang>EN</target_lang>"
        "<sentence_seg>true</sentence_seg></project></omegat>",
        encoding="utf-8",
    )
    done = run("omegat", project, "--mode=console-translate", timeout=600)
    if done.returncode:
        return f"FAILED: {(done.stdout + done.stderr).splitlines()[-1]}"
    made = {path.name for path in (project / "target").rglob("*") if path.is_file()}
    return f"{len(made)} of {len(list(folder.iterdir()))} read and written"


def main(
    python: Annotated[str, typer.Argument(help="Python with python-docx, python-pptx, openpyxl, translate-toolkit.")],
    keep: Annotated[Path | None, typer.Option(help="Folder to keep everything in; by default nothing is kept.")] = None,
) -> None:
    """Print a table of what the readers say."""
    with tempfile.TemporaryDirectory() as name:
        root = (keep or Path(name)).resolve()
        work = root / "work"
        folders = {stage: root / stage for stage in STAGES}
        for folder in (work, *folders.values()):
            folder.mkdir(parents=True, exist_ok=True)
        write_real_documents(folders["source"])
        saved(folders["source"], work)
        sources = sorted(folders["source"].iterdir())
        for path in sources:
            check_round_trip(path)
            draft, review = folders["draft"] / path.name, work / f"{path.name}.xliff"
            jisr("translate", path, "-o", draft, "--review", review)
            review.write_text(edited(review.read_text(encoding="utf-8")), encoding="utf-8")
            jisr("review", "apply", review, "-o", folders["reviewed"] / path.name)
        said: dict[tuple[str, str], str] = {}
        for stage, folder in folders.items():
            for suffix in sorted(OFFICE):
                found = pages([path for path in sorted(folder.iterdir()) if path.suffix == suffix], work / stage)
                said |= {(stage, key): value for key, value in found.items()}
            request = json.dumps([str(path) for path in sorted(folder.iterdir())])
            libraries = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
            done = subprocess.run(
                [python, "-c", LIBRARIES],
                input=request,
                capture_output=True,
                text=True,
                check=True,
                env=libraries,
                cwd=root,
            )
            for key, value in json.loads(done.stdout).items():
                path = Path(key)
                both = (said.get((stage, path.name), ""), value, other(path, work))
                said[stage, path.name] = "; ".join(filter(None, both)) or "-"
            said[stage, "all, by OmegaT"] = omegat(folder, work)
        print("| | " + " | ".join(STAGES) + " |\n|---|---|---|---|")
        for name in [*(path.name for path in sources), "all, by OmegaT"]:
            print(f"| {name} | " + " | ".join(said[stage, name] for stage in STAGES) + " |")


if __name__ == "__main__":
    typer.run(main)

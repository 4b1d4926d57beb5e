"""Structure of documents translated by jisr and by argos-translate-files, checked; beside an unchanged copy.

Documents of our own, most of them those of the tests, in the kinds that both know. Both have the same translator
without a model: it has English for a few words and spells all others in Latin letters, so that what counts is which
texts are reached, as wholes, and what is left as it was. Each check looks into one part of the file.

Run: PYTHONPATH=src:tests python benchmarks/peers_documents.py PYTHON
where PYTHON is that of an environment with argos-translate-files.
"""

import json
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from xml.parsers import expat

import typer
from fake import ARABIC, LATIN, FakeEngine, found

from jisr.translate import Translator
from jisr.translate.documents.kinds import open_document
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch

TESTS = Path(__file__).parents[1] / "tests" / "translate" / "documents"
ENGLISH = {"الوزير": "minister", "القاهرة": "Cairo", "مبيعات": "sales"}
SPELLING = str.maketrans(ARABIC, LATIN)
PEER = """
import json, re, sys
from argostranslatefiles import argostranslatefiles
english, arabic, latin, paths = json.loads(sys.argv[1])
table = str.maketrans(arabic, latin)
class Language:
    code = "en"
class Translation:
    to_lang = Language
    def translate(self, text):
        return re.sub(r"\\w+", lambda word: english.get(word[0], word[0]), text).translate(table)
for path in paths:
    try:
        argostranslatefiles.translate_file(Translation(), path)
    except Exception as error:
        print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
"""


def english(text: str) -> str:
    """Return the translation of a text."""
    return re.sub(r"\w+", lambda word: ENGLISH.get(word[0], word[0]), text).translate(SPELLING)


class WordEngine(FakeEngine):
    """An engine without a model that translates word by word."""

    def decode_batch(self, batch: SourceBatch, _decoding: Decoding) -> list[Hypothesis]:
        """Return the translations of sources."""
        return [found(english(" ".join(pieces))) for pieces in batch]


@dataclass(frozen=True)
class Check:
    """Something that is asked of a part of a translated file.

    :param group: what it is about: ``text``, ``notes`` and other texts beside it, ``codes``, ``direction``, ``rest``.
    :param part: name of the part; empty for the file itself.
    :param holds: whether the part before and after is as it should be.
    """

    group: str
    part: str
    what: str
    holds: Callable[[str, str], bool]


def reached(part: str, *texts: str, group: str = "text") -> list[Check]:
    """Return checks that texts are translated as wholes, whatever codes are inside."""

    def check(text: str) -> Check:
        return Check(group, part, text, lambda _, after: plain(english(text)) in plain(after))

    return [check(text) for text in texts]


def notes(part: str, *texts: str) -> list[Check]:
    """Return checks that texts beside the main text are translated."""
    return reached(part, *texts, group="notes")


def kept(part: str, *patterns: str, group: str = "codes") -> list[Check]:
    """Return checks that what a pattern finds is there as often as before, and as it was."""

    def check(pattern: str) -> Check:
        def holds(before: str, after: str) -> bool:
            wanted = sorted(re.findall(pattern, before, re.S))
            assert wanted, (part, pattern)
            return wanted == sorted(re.findall(pattern, after, re.S))

        return Check(group, part, pattern, holds)

    return [check(pattern) for pattern in patterns]


def has(part: str, *patterns: str, group: str = "direction") -> list[Check]:
    """Return checks that a pattern is found which was not there before."""

    def check(pattern: str) -> Check:
        return Check(group, part, pattern, lambda _, after: re.search(pattern, after, re.S) is not None)

    return [check(pattern) for pattern in patterns]


def lacks(part: str, *patterns: str) -> list[Check]:
    """Return checks that a right-to-left property is gone."""

    def check(pattern: str) -> Check:
        return Check("direction", part, f"no {pattern}", lambda _, after: re.search(pattern, after, re.S) is None)

    return [check(pattern) for pattern in patterns]


def plain(text: str) -> str:
    """Return the text of markup and then the values of its attributes, without tags and white space."""
    values = (value for tag in re.findall(r"<\w[^<>]*>", text) for value in re.findall("[\"']([^\"']*)", tag))
    return re.sub(r"\s+|&nbsp;|&#160;", "", re.sub(r"</?\w[^<>]*>", "", text) + "\n".join(values))


def word(folder: Path) -> tuple[Path, list[Check]]:
    """Write a Word file."""
    made = runpy.run_path(str(TESTS / "office" / "test_docx.py"))
    run, field = made["run"], made["field"]
    cut = run("زار ") + run("الو", "<w:noProof/>") + run("زير", '<w:lang w:bidi="ar-SA"/>') + run(" المدينة")
    note = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    deleted = '<w:del w:id="2" w:author="س"><w:r><w:delText>المحذوف</w:delText></w:r></w:del>'
    picture = '<wp:docPr id="1" name="صورة" descr="صورة النهر"/>'
    drawing = f"<w:r><w:drawing><wp:inline>{picture}</wp:inline></w:drawing></w:r>"
    body = [
        cut,
        run("وصل ") + run("القاهرة", "<w:b/>") + run(" أمس") + note,
        run("صفحة ") + field("PAGE \\* ARABIC", run("7")) + run(" من الكتاب"),
        run("وافق المجلس ") + deleted + run("اليوم"),
        run("انظر ") + f'<w:hyperlink r:id="rId4" w:tooltip="تلميح">{run("هنا")}</w:hyperlink>',
        run("خريطة") + drawing,
    ]
    paragraphs = "".join(f'<w:p><w:pPr><w:bidi/><w:jc w:val="left"/></w:pPr>{each}</w:p>' for each in body)
    table = f"<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr><w:tr><w:tc><w:p>{run('خلية')}</w:p></w:tc></w:tr></w:tbl>"
    others = {
        "header1": made["part"]("hdr", f"<w:p>{run('رأس الصفحة')}</w:p>"),
        "footnotes": made["part"]("footnotes", f'<w:footnote w:id="2"><w:p>{run("حاشية أولى")}</w:p></w:footnote>'),
        "endnotes": made["part"]("endnotes", f'<w:endnote w:id="2"><w:p>{run("تعليق ختامي")}</w:p></w:endnote>'),
        "core": f"<cp:coreProperties {made['CORE']}><dc:title>تقرير سنوي</dc:title></cp:coreProperties>",
        "settings": made["part"]("settings", '<w:themeFontLang w:val="en-US" w:bidi="ar-SA"/>'),
    }
    path = made["document"](folder / "a.docx", paragraphs + table, **others)
    main = "word/document.xml"
    return path, [
        *reached(main, "زار الوزير المدينة", "وصل القاهرة أمس", "وافق المجلس", "من الكتاب", "خلية"),
        *notes(main, "صورة النهر", "تلميح"),
        *notes("word/header1.xml", "رأس الصفحة"),
        *notes("word/footnotes.xml", "حاشية أولى"),
        *notes("word/endnotes.xml", "تعليق ختامي"),
        *notes("docProps/core.xml", "تقرير سنوي"),
        *kept(main, "<w:footnoteReference[^>]*>", "<w:instrText[^<]*", 'fldCharType="[a-z]*"', "<w:delText[^<]*"),
        *kept(main, 'r:id="[^"]*"', 'name="صورة"'),
        *kept(main, r"^<\?xml[^>]*\?>\s*", group="rest"),
        *has(main, r"<w:b/>(?:(?!</w:r>).)*<w:t[^>]*>\s*Cairo\s*</w:t>", group="codes"),
        *lacks(main, "<w:bidi/>", "<w:bidiVisual/>"),
        *kept("[Content_Types].xml", ".*", group="rest"),
    ]


def slides(folder: Path) -> tuple[Path, list[Check]]:
    """Write a presentation of PowerPoint."""
    path = runpy.run_path(str(TESTS / "office" / "test_pptx.py"))["write_presentation"](folder / "a.pptx")
    main = "ppt/slides/slide1.xml"
    return path, [
        *reached(main, "مبيعات القاهرة هذا العام", "من العرض", "في مجموعة", "خلية"),
        *reached("ppt/slides/slide2.xml", "الشريحة الأولى"),
        *notes(main, "خريطة مصر"),
        *notes("ppt/notesSlides/notesSlide1.xml", "ذكّر الحضور"),
        *notes("ppt/charts/chart1.xml", "نمو الأرباح", "شتاء"),
        *notes("ppt/diagrams/data1.xml", "خطوة"),
        *kept(main, "<a:fld [^>]*>", "<a:hlinkClick[^>]*>", "<a:normAutofit[^>]*>", 'name="صورة"', "<a:br/>"),
        *has(main, r'b="1"/?>(?:(?!</a:r>).)*<a:t>\s*Cairo\s*</a:t>', group="codes"),
        *lacks(main, r'<a:tblPr[^>]*rtl="1"'),
        *lacks("ppt/slideMasters/slideMaster1.xml", 'rtl="1"', 'rtlCol="1"'),
        *lacks("ppt/presentation.xml", "<a:lvl1pPr[^>]*rtl=.1"),
    ]


def open_text(folder: Path) -> tuple[Path, list[Check]]:
    """Write an OpenDocument text."""
    made = runpy.run_path(str(TESTS / "opendocument" / "test_opendocument.py"))
    others = {"styles.xml": made["part"]("styles", made["MASTER"]), "meta.xml": made["part"]("meta", made["META"])}
    path = made["opendocument"](folder / "a.odt", made["TEXT"], made["STYLES"], others)
    main = "content.xml"
    return path, [
        *reached(main, "الفصل الأول", "زار الوزير مدينة القاهرة يوم", "في جدول داخلي", "نص الإطار", "سطر ثان"),
        *notes(main, "حاشية أولى", "عنوان الإطار", "وصف الإطار", "العاصمة", "المحتويات"),
        *notes("styles.xml", "رأس الصفحة"),
        *notes("meta.xml", "تقرير سنوي"),
        *kept(main, "<text:tracked-changes>.*</text:tracked-changes>", "<text:bookmark-start[^>]*>"),
        *kept(main, "<text:note [^>]*>", "<text:change [^>]*>", 'xlink:href="[^"]*"', "<text:tab/>"),
        *kept("META-INF/manifest.xml", ".*", group="rest"),
        *kept("styles.xml", "<text:page-number>", group="codes"),
        *has("meta.xml", "<dc:language>en"),
    ]


def open_slides(folder: Path) -> tuple[Path, list[Check]]:
    """Write an OpenDocument presentation."""
    made = runpy.run_path(str(TESTS / "opendocument" / "test_opendocument.py"))
    chart = {"Object 1/content.xml": made["CHART"]}
    path = made["opendocument"](folder / "a.odp", made["SLIDES"], others=chart)
    main = "content.xml"
    return path, [
        *reached(main, "عنوان العرض", "شكل"),
        *notes(main, "نص التذييل", "ملاحظة المتحدث", "وصف الرسم"),
        *notes("Object 1/content.xml", "نمو الأرباح"),
        *kept(main, 'draw:name="[^"]*"'),
        *kept("META-INF/manifest.xml", ".*", group="rest"),
    ]


def book(folder: Path) -> tuple[Path, list[Check]]:
    """Write a book."""
    path = runpy.run_path(str(TESTS / "web" / "test_epub.py"))["book"](folder / "a.epub")
    main = "OEBPS/text/one.xhtml"
    return path, [
        *reached(main, "ذهب سامي إلى البحر", "الفصل الأول"),
        *reached("OEBPS/ثان.xhtml", "النهاية"),
        *notes(main, "ملاحظة أولى"),
        *notes("OEBPS/nav.xhtml", "الفصل الأول"),
        *notes("OEBPS/toc.ncx", "الفصل الأول"),
        *notes("OEBPS/content.opf", "رحلة إلى البحر", "الغلاف"),
        *kept(main, 'href="#n1"', '<p id="p1">'),
        *kept(main, r"^<\?xml.*?<html", "<a [^>]*>", "<script[^>]*/>", group="rest"),
        *kept("OEBPS/content.opf", "<dc:identifier[^<]*<", "<itemref[^>]*>", "<item [^>]*>", 'property="dcterms[^<]*<'),
        *has(main, r"<em>\s*samy\s*</em>", group="codes"),
        *kept("OEBPS/style.css", "/\\*.*", group="rest"),
        *kept("mimetype", ".*", group="rest"),
        *has(main, 'dir="ltr"', 'lang="en"'),
        *has("OEBPS/content.opf", 'page-progression-direction="ltr"', "<dc:language>en"),
    ]


def page(folder: Path) -> tuple[Path, list[Check]]:
    """Write a web page."""
    path = folder / "a.html"
    path.write_text(runpy.run_path(str(TESTS / "web" / "test_html.py"))["PAGE"], encoding="utf-8")
    return path, [
        *reached("", "مرحبا بكم", "زار الوزير مدينة القاهرة", "سطر ثان", "فقرة أخرى", "خلية", "كله غليظ"),
        *notes("", "أخبار", "وصف الصفحة", "عنوان المشاركة", "تلميح", "صورة الوزير", "العاصمة", "تسمية"),
        *kept(
            "", "<script>.*?</script>", "<style>.*?</style>", "<code>.*?</code>", "<!-- [^>]*-->", "<li>", 'value="سري"'
        ),
        *kept("", 'value="قيمة"', 'src="صورة.png"', "نص ثابت", '<span class="brand notranslate">.*?</span>'),
        *kept("", "^<!DOCTYPE html>\n", r'href="/c\?a=1&b=2"', "<br/>", "<br>", "<input type=submit", group="rest"),
        *kept("", "&amp;lt;", group="rest"),
        *has("", r"<b>\s*minister\s*</b>", r"<a [^>]*>\s*Cairo\s*</a>", group="codes"),
        *has("", '<html lang="en', "dir=[\"']?ltr[\"']?>\n<head>", "direction: ltr"),
    ]


def subtitles(folder: Path) -> tuple[Path, list[Check]]:
    """Write subtitles, with Windows line ends."""
    path = folder / "a.srt"
    cues = ["زار الوزير\nمدينة القاهرة", "<i>وصل القطار</i>", "- نعم\n- لا", "{\\an8}في الأعلى"]
    path.write_bytes(
        "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues, 1))
        .replace("\n", "\r\n")
        .encode()
    )
    return path, [
        *reached("", "زار الوزير مدينة القاهرة", "وصل القطار", "نعم", "في الأعلى"),
        *kept("", r"[0-9:,]+ --> [0-9:,]+", "</?i>", r"\{\\an8\}", r"(?m)^- "),
        Check("rest", "", "line ends", lambda _, after: "\n" not in after.replace("\r\n", "")),
    ]


MAKERS = (word, slides, open_text, open_slides, book, page, subtitles)
GROUPS = ("text", "notes", "codes", "direction", "rest")


def contents(path: Path) -> dict[str, str]:
    """Return the parts of a file that are text, by name; of a file without parts its text, by an empty name."""
    if not zipfile.is_zipfile(path):
        return {"": path.read_bytes().decode()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def well_formed(parts: dict[str, str]) -> bool:
    """Return whether all parts of XML can be parsed."""
    for name, text in parts.items():
        if name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
            try:
                expat.ParserCreate().Parse(text.encode(), True)
            except expat.ExpatError:
                return False
    return True


def translate(path: Path, output: Path) -> None:
    """Translate a document with jisr."""
    document = open_document(str(path))
    worker = UnitTranslator(Translator(WordEngine(), retry=False))
    with output.open("wb") as stream:
        document.write(worker.translate(document.units()), stream)


def main(
    python: Annotated[str, typer.Argument(help="Python of an environment with argos-translate-files.")],
    missed: Annotated[bool, typer.Option("--missed", help="Name the checks that fail.")] = False,
) -> None:
    """Print a table of the checks that hold, by kind and by what they are about."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [make(folder) for make in MAKERS]
        request = json.dumps([ENGLISH, ARABIC, LATIN, [str(path) for path, _ in made]])
        subprocess.run([python, "-c", PEER, request], check=True, stdout=subprocess.DEVNULL)
        rows: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
        for path, checks in made:
            kind = path.suffix[1:]
            copy, own = path.with_stem("copy"), path.with_stem("own")
            shutil.copy(path, copy)
            translate(path, own)
            before = contents(path)
            for place, output in enumerate((own, path.with_stem("a_en"), copy)):
                after = contents(output) if output.exists() else {}
                held = [
                    (check, check.part in after and check.holds(before[check.part], after[check.part]))
                    for check in checks
                ]
                held.append((Check("rest", "", "well-formed", lambda *_: True), bool(after) and well_formed(after)))
                for check, holds in held:
                    for row, column in ((kind, check.group), (kind, "all"), ("all", check.group), ("all", "all")):
                        rows[row][column][place] += holds
                        rows[row][column][3] += place == 0
                    if missed and not holds and place < 2:
                        who = ("jisr", "argos")[place]
                        print(f"{who} {kind} {check.group} {check.part}: {check.what}", file=sys.stderr)
    print("| | " + " | ".join((*GROUPS, "all")) + " |\n|---|" + "---|" * (len(GROUPS) + 1))
    for row, columns in sorted(rows.items(), key=lambda item: item[0] == "all"):
        cells = (columns[group] for group in (*GROUPS, "all"))
        print(
            f"| {row} | " + " | ".join("{} / {} / {} of {}".format(*cell) if cell[3] else "" for cell in cells) + " |"
        )


if __name__ == "__main__":
    typer.run(main)

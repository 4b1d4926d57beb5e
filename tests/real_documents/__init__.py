"""Documents of our own as people hold them: whole, valid, with what Word, LibreOffice and other programs write."""

from pathlib import Path

from real_documents.book import write_novel
from real_documents.excel import write_accounts
from real_documents.opendocument import write_budget, write_guide, write_open_talk
from real_documents.powerpoint import write_talk
from real_documents.text import TEXTS, write_texts
from real_documents.word import write_report

__all__ = ["write_real_documents"]

WRITERS = {
    "report.docx": write_report,
    "talk.pptx": write_talk,
    "accounts.xlsx": write_accounts,
    "guide.odt": write_guide,
    "water.odp": write_open_talk,
    "budget.ods": write_budget,
    "novel.epub": write_novel,
}


def write_real_documents(folder: Path) -> dict[str, Path]:
    """Write the documents, and return their paths by their names."""
    for name, write in WRITERS.items():
        write(folder / name)
    write_texts(folder)
    return {name: folder / name for name in (*WRITERS, *TEXTS)}

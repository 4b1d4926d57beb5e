"""A document that is translated with a memory and terms, killed at any moment, comes out with the same bytes."""

from pathlib import Path

import pytest
from killed import killed_at

from jisr import open_memory
from jisr.translate.files.translate_files import translate_files
from jisr.translate.files.translate_options import TranslateOptions

MEMORY = "اشترى 12 كتابا في عام 2020.\tHe purchased 12 books in 2020.\nأين المحطة؟\tWhere on earth is the station?\n"
TERMS = "وزارة الصحة\tMinistry of Health\nمستشفى\tclinic\n"
PAGE = (
    "<p>قالت <b>وزارة الصحة</b> إن المستشفى سيفتح غدا.</p><p>اشترى <i>15</i> كتابا في عام 2019. أين المحطة؟</p>"
    "<p>وصل القطار إلى المدينة.</p>"
)


def work() -> None:
    """Translate the page in the current folder."""
    options = TranslateOptions(terms="t.tsv", report="r.jsonl")
    translate_files(["a.html"], "out.html", options, memory=open_memory(["m.tsv"]))


@pytest.mark.kill
def test_a_job_with_memory_and_terms_killed_at_every_change_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def results(name: str, change: int) -> tuple[bool, dict[str, bytes]]:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        for file, text in (("m.tsv", MEMORY), ("t.tsv", TERMS), ("a.html", PAGE)):
            if not Path(file).exists():
                Path(file).write_text(text, encoding="utf-8")
        killed = killed_at(change, work)
        # The lock of an index may be left, which harms nobody.
        files = (path for path in folder.iterdir() if path.is_file() and path.suffix != ".lock")
        return killed, {path.name: path.read_bytes() for path in files}

    never = 1 << 30
    _, whole = results("whole", never)
    assert whole.keys() == {"a.html", "m.tsv", "m.tsv.jisr-index", "out.html", "r.jsonl", "t.tsv"}
    written = whole["out.html"].decode()
    assert "<b>The Ministry of Health</b>" in written
    assert "He purchased <i>15</i> books in 2019. Where on earth is the station?" in written
    change = 1
    while True:
        killed, left = results(f"{change}", change)
        assert all(left[name] == whole[name] for name in left.keys() & whole.keys())
        if not killed:
            break
        _, done = results(f"{change}", never)
        assert done == whole
        change += 1
    assert change > 12

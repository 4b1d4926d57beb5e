"""Memories are asked by an index that finds what a comparison with every entry finds, and that is always whole."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from killed import killed_at

from jisr.corpora.memory import index as memory_index
from jisr.corpora.memory.entries import MemoryEntry
from jisr.corpora.memory.index import MemoryIndex, write_index
from jisr.corpora.memory.likeness import ComparedText, largest_distances, share_kept
from jisr.corpora.memory.translation_memory import open_memory
from jisr.errors import InputError
from jisr.storage.output import Output
from jisr.translate.matches import Match

ENTRIES = [
    ("وصل القطار إلى المدينة في الصباح.", "The train reached the city in the morning."),
    ("أين المحطة؟", "Where is the station?"),
    ("غادر القطار المدينة في المساء.", "The train left the city in the evening."),
    ("أين المحطة؟", "Where's the stop?"),
    ("اشترى 12 كتابا في عام 2020.", "He bought 12 books in 2020."),
]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Return the path of a memory."""
    path = tmp_path / "m.tsv"
    path.write_text("".join(f"{one}\t{other}\n" for one, other in ENTRIES), encoding="utf-8")
    return path


def find(path: Path | list[Path], source: str, percent: int = 85, **known: str) -> list[Match]:
    """Return what memories have for a sentence."""
    with closing(open_memory(path if isinstance(path, list) else [path], percent=percent)) as opened:
        return opened.find(source, **known)


def test_an_exact_match_names_its_place(memory: Path) -> None:
    (match,) = find(memory, "وَصَلَ القطار إلى المدينة في الصباح")
    assert match == Match(100, ENTRIES[0][0], ENTRIES[0][1], "m.tsv", "1")
    assert match.is_taken


def test_the_segment_before_decides_between_two(memory: Path) -> None:
    assert [match.target for match in find(memory, "أين المحطة؟")] == [ENTRIES[1][1], ENTRIES[3][1]]
    first, other = find(memory, "أين المحطة؟", before="غادر القطار المدينة في المساء")
    assert (first.percent, first.target, first.unit) == (101, "Where's the stop?", "4")
    assert other.percent == 100


def test_the_same_name_is_context_too(tmp_path: Path) -> None:
    unit = '<tu tuid="{}"><tuv xml:lang="ar"><seg>افتح</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'
    body = unit.format("shop.open", "Open now") + unit.format("file.open", "Open file")
    path = tmp_path / "m.tmx"
    path.write_text(f'<tmx version="1.4"><header srclang="ar"/><body>{body}</body></tmx>', encoding="utf-8")
    assert [match.target for match in find(path, "افتح", unit="file.open")] == ["Open file", "Open now"]
    assert find(path, "افتح", unit="file.open")[0].percent == 101


def test_numbers_are_mended(memory: Path) -> None:
    (match,) = find(memory, "اشترى 15 كتابا في عام 2019.")
    assert match.target == "He bought 15 books in 2019."
    assert match.mended
    assert match.is_taken
    assert match.percent < 100


def test_what_is_alike_stands_beside(memory: Path) -> None:
    (match,) = find(memory, "وصل القطار إلى المدينة في الصباح الباكر.", percent=80)
    assert 80 <= match.percent < 90
    assert not match.is_taken
    assert find(memory, "وصل القطار إلى المدينة في الصباح الباكر.", percent=90) == []
    assert find(memory, "2024") == find(memory, "...") == find(memory, "") == []


def test_the_first_memory_wins_then_the_newest_change(tmp_path: Path, memory: Path) -> None:
    unit = (
        '<tu changedate="{}"><tuv xml:lang="ar"><seg>أين المحطة؟</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'
    )
    body = unit.format("20200101T000000Z", "Old?") + unit.format("20250101T000000Z", "New?")
    path = tmp_path / "m.tmx"
    path.write_text(f'<tmx version="1.4"><header srclang="ar"/><body>{body}</body></tmx>', encoding="utf-8")
    assert [match.target for match in find([path, memory], "أين المحطة؟")] == ["New?", "Old?", ENTRIES[1][1]]
    assert find([memory, path], "أين المحطة؟")[0].target == ENTRIES[1][1]


WORDS = st.sampled_from("وصل القطار إلى المدينة في الصباح 12 2020 لم كتب".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)


def changed(sentence: str, place: int, letter: str) -> str:
    """Return a sentence with a letter put in."""
    return sentence[: place % len(sentence)] + letter + sentence[place % len(sentence) :]


@settings(max_examples=60)
@given(st.data(), st.lists(SENTENCES, min_size=1, max_size=30), st.integers(70, 99))
def test_the_index_finds_what_a_comparison_with_every_entry_finds(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sources: list[str], percent: int
) -> None:
    sentence = data.draw(st.sampled_from(sources))
    for _ in range(data.draw(st.integers(0, 5))):
        sentence = changed(sentence, data.draw(st.integers(0, 99)), data.draw(st.sampled_from("ابت 7")))
    path = tmp_path_factory.mktemp("index") / "i"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory_index, "CHUNK", 7)
        write_index(path, (MemoryEntry(source, "x", number) for number, source in enumerate(sources)), "")
        with closing(MemoryIndex(path, "")) as opened:
            form = ComparedText.of(sentence).form
            found = [entry.number for entry in opened.near(form, percent)] if form else []
    forms = [ComparedText.of(source).form for source in sources]
    assert found == [number for number, other in enumerate(forms) if form and share_kept(form, other) >= percent]


@pytest.mark.parametrize("percent", [70, 85, 99])
def test_long_texts_with_more_of_a_letter_than_are_counted_are_found(tmp_path: Path, percent: int) -> None:
    sentences = [
        "وصل القطار إلى المدينة " * times + end for times in (90, 100, 130) for end in ("", "في الصباح", "ااا")
    ]
    write_index(tmp_path / "i", (MemoryEntry(source, "x", number) for number, source in enumerate(sentences)), "")
    forms = [ComparedText.of(source).form for source in sentences]
    with closing(MemoryIndex(tmp_path / "i", "")) as opened:
        for form in forms:
            found = [entry.number for entry in opened.near(form, percent)]
            assert found == [number for number, other in enumerate(forms) if share_kept(form, other) >= percent]


def test_the_largest_distance_is_that_of_the_percent() -> None:
    for length in range(1, 60):
        for percent in range(70, 101):
            (distance,) = largest_distances(np.array([length]), percent).tolist()
            assert 100 * (length - distance) // length >= percent > 100 * (length - distance - 1) // length


def test_the_index_is_used_again_and_follows_the_file(memory: Path) -> None:
    find(memory, "أين المحطة؟")
    index = Path(f"{memory}.jisr-index")
    stamp = index.stat().st_mtime_ns
    find(memory, "أين المحطة؟")
    assert index.stat().st_mtime_ns == stamp
    memory.write_text("أين المحطة؟\tWhere?\n", encoding="utf-8")
    assert [match.target for match in find(memory, "أين المحطة؟")] == ["Where?"]
    assert {path.name for path in memory.parent.iterdir()} == {"m.tsv", "m.tsv.jisr-index"}


@pytest.mark.parametrize("damage", [b"", b"no index", None])
def test_a_damaged_index_is_made_anew(memory: Path, damage: bytes | None) -> None:
    find(memory, "أين المحطة؟")
    index = Path(f"{memory}.jisr-index")
    whole = index.read_bytes()
    index.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert find(memory, "أين المحطة؟")[0].target == ENTRIES[1][1]
    assert index.read_bytes() == whole


def test_the_index_of_a_folder_that_cannot_be_written_is_in_the_cache(
    memory: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "cache"))
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != memory.parent and access(path, mode))
    assert find(memory, "أين المحطة؟")[0].percent == 100
    assert not Path(f"{memory}.jisr-index").exists()
    (index,) = (tmp_path / "cache" / "memories").iterdir()
    assert find(memory, "أين المحطة؟")[0].percent == 100
    assert list((tmp_path / "cache" / "memories").iterdir()) == [index]


def test_the_identity_is_that_of_the_content(memory: Path) -> None:
    def identity(percent: int = 85) -> str:
        with closing(open_memory([memory], percent=percent)) as opened:
            return opened.identity

    first = identity()
    assert identity() == first != identity(90)
    memory.write_text("أين المحطة؟\tWhere?\n", encoding="utf-8")
    assert identity() != first


def open_and_find(path: str, results: "multiprocessing.Queue[str]") -> None:
    """Put the target of a sentence into a queue."""
    results.put(find(Path(path), "أين المحطة؟")[0].target)


def test_two_processes_at_once(memory: Path) -> None:
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[str] = context.Queue()
    workers = [context.Process(target=open_and_find, args=(str(memory), results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    assert {results.get(timeout=60) for _ in workers} == {ENTRIES[1][1]}
    for worker in workers:
        worker.join()
    assert {path.name for path in memory.parent.iterdir()} == {"m.tsv", "m.tsv.jisr-index"}


def kills(work: Path) -> Iterator[int]:
    """Yield the changes of the file system at which the making of an index was killed."""
    change = 1
    while killed_at(change, lambda: find(work, "أين المحطة؟")):
        yield change
        change += 1


@pytest.mark.kill
def test_an_index_is_whole_after_every_kill(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(memory.parent)
    index = Path(f"{memory}.jisr-index")
    find(memory, "أين المحطة؟")
    whole = index.read_bytes()
    index.unlink()
    seen: list[int] = []
    for change in kills(Path("m.tsv")):
        seen.append(change)
        assert not index.exists() or index.read_bytes() == whole
        find(memory, "أين المحطة؟")
        assert index.read_bytes() == whole
        # A kill between the last two changes leaves the file of the lock, which is empty and does no harm.
        left = {path.name for path in memory.parent.iterdir()} - {".m.tsv.jisr-index.lock"}
        assert left == {"m.tsv", "m.tsv.jisr-index"}
        index.unlink()
    assert len(seen) > 2


def test_wrong_values_are_refused(memory: Path) -> None:
    with pytest.raises(InputError, match="percent is 50, must be 70 to 100"):
        open_memory([memory], percent=50)
    with pytest.raises(InputError, match="a list of lines is wanted"):
        open_memory(str(memory))
    with pytest.raises(InputError, match="a file of its own"):
        open_memory(["-"])
    with pytest.raises(InputError, match="no such file"):
        open_memory([memory.parent / "none.tmx"])


def test_a_file_that_is_no_index_is_said(tmp_path: Path) -> None:
    (tmp_path / "i").write_bytes(b"no")
    with pytest.raises(InputError, match="not an index"):
        MemoryIndex(tmp_path / "i", "")
    with Output(tmp_path / "j") as output:
        write_index(output.part, [], "one")
    with pytest.raises(InputError, match="another content"):
        MemoryIndex(tmp_path / "j", "other")

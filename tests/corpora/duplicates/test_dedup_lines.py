"""Deduplication of files of lines ends with the bytes of deduplication pair by pair."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import jisr.lines
from jisr.corpora import CorpusJob, FormatOptions, Pair, dedup, dedup_files, read_pairs, write_pairs
from jisr.corpora.cleaning.clean import FilterCounts
from jisr.errors import InputError
from jisr.lines import read_blocks

PART = st.sampled_from(
    ["ذهب الولد", "ذَهَبَ الوَلَدُ!", "the Boy", "The boy.", "", "\r", "½", "\ufeffx", "é", "\u2028", "0.5"]
)
LINE = st.lists(PART, min_size=2, max_size=2).map("\t".join) | st.tuples(PART, PART).map(
    lambda sides: "\t".join([*sides, "0.50", "news"])
)


def expected(folder: Path, source: str, outputs: list[str], encoding: str | None) -> tuple[FilterCounts, Counter[str]]:
    """Write the files of a deduplication pair by pair, and return its counts and notes."""
    counts, refused = FilterCounts(), list[Pair]()
    options = FormatOptions(encoding=encoding)
    pairs = dedup(read_pairs(folder / source, options=options), counts=counts, on_refused=refused.append)
    for output, written in zip(outputs, (list(pairs), refused), strict=True):
        write_pairs(folder / output, written, options=options)
    return counts, options.notes


def assert_same(folder: Path, source: str, suffix: str, encoding: str | None) -> None:
    """Assert that files, counts and notes of a deduplication are those of one pair by pair."""
    outputs = [f"kept{suffix}", f"refused{suffix}"]
    known = expected(folder, source, outputs, encoding)
    names = [str(folder / f"ours-{output}") for output in outputs]
    job = CorpusJob((str(folder / source),), (names[0],), options=FormatOptions(encoding=encoding))
    assert (dedup_files(job, rejected=names[1]), job.options.notes) == known
    for output, name in zip(outputs, names, strict=True):
        assert Path(name).read_bytes() == (folder / output).read_bytes()
    left = {path.name for path in folder.iterdir()}
    assert left == {source, *outputs, *(f"ours-{output}" for output in outputs)}


def set_block_size(patch: pytest.MonkeyPatch, size: int) -> None:
    """Make blocks so small that a short text has many."""
    patch.setattr(jisr.lines, "BLOCK_SIZE", size)
    patch.setattr(jisr.lines, "READ_SIZE", size)


@settings(max_examples=60)
@given(
    st.lists(LINE),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-16-be"]),
    st.sampled_from([".tsv", ".jsonl", ".tsv.gz"]),
    st.integers(1, 200),
)
@example(["\ufeffx\tyes"], "\n", "utf-8-sig", ".tsv", 1)
@example(["a\r\tb", "a\tb"], "\n", "utf-8", ".tsv", 8)
def test_bytes_counts_and_notes_are_those_of_pairs(
    lines: list[str], end: str, encoding: str, suffix: str, size: int
) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        set_block_size(patch, size)
        folder = Path(name)
        (folder / "c.tsv").write_bytes(end.join([*lines, ""]).encode(encoding))
        named = encoding if encoding == "utf-16-be" else None
        assert_same(folder, "c.tsv", suffix, named)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a corpus with repetitions, a line with bytes that do not decode, and breaks within texts."""
    rows = [
        f"ذهب الولد {number % 700} إلى المدرسة.\tThe boy {number % 700} went to school.\t{number % 3}\tnews"
        for number in range(2000)
    ]
    rows[5] += "\r"
    rows[900] = "نعم\rلا\tyes\rno"
    data = "\n".join(rows).encode() + b"\nbad \xff\tbyte"
    (tmp_path / "c.tsv").write_bytes(data)
    return tmp_path


def test_an_error_names_the_line_and_what_was_done_is_recorded(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_block_size(monkeypatch, 5000)
    rows = (corpus / "c.tsv").read_bytes().split(b"\n")
    (corpus / "c.tsv").write_bytes(b"\n".join([*rows[:1500], b"one field", *rows[1500:]]))
    job = CorpusJob((str(corpus / "c.tsv"),), (str(corpus / "o.tsv"),))
    with pytest.raises(InputError, match=r"c\.tsv:1501: 1 fields between tabs"):
        dedup_files(job)
    (corpus / "c.tsv").write_bytes(b"\n".join(rows))
    with (corpus / "c.tsv").open("rb") as stream:
        whole = [block for block in read_blocks(stream) if block.number + block.data.count(b"\n") <= 1501]
    assert len((corpus / "o.tsv.journal").read_bytes().splitlines()) == 1 + len(whole) > 20
    assert not (corpus / "o.tsv").exists()
    assert dedup_files(job).pairs == 2001
    assert not (corpus / "o.tsv.journal").exists()


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_ctrl_c_leaves_the_shards_and_no_process(tmp_path: Path) -> None:
    words = ["corpus", "dedup", "-", "--format", "tsv", "-o", "o.tsv", "--cluster", "local", "--workers", "2"]
    row = "ذهب الولد {0} إلى المدرسة.\tThe boy {0} went to school.\n"
    with subprocess.Popen(
        [sys.executable, "-m", "jisr", *words], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as job:
        assert job.stdin is not None
        assert job.stderr is not None
        for number in range(20_000):
            job.stdin.write(row.format(number).encode())
        job.stdin.flush()
        until = time.monotonic() + 30
        while not list(tmp_path.glob("o.tsv.shards/[0-9a-f]*")) and time.monotonic() < until:
            time.sleep(0.02)
        processes = Path(f"/proc/{job.pid}/task/{job.pid}/children").read_text(encoding="ascii").split()
        assert len(processes) == 2
        job.send_signal(signal.SIGINT)
        assert job.wait(20) == 130
        assert job.stderr.read() == b"jisr: interrupted\n"
    assert not any(Path("/proc", process).exists() for process in processes)
    assert {path.name for path in tmp_path.iterdir()} == {"o.tsv.shards"}

"""Work on corpora that is shared out to workers has the bytes, counts and notes of one process."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from command_line import CommandLine
from fake import FakePool
from hypothesis import example, given, settings
from hypothesis import strategies as st
from killed import finish_after_kill

import jisr.corpora.sharding.sharded_corpora
from jisr.cluster.cluster_options import ClusterOptions
from jisr.corpora import (
    CorpusJob,
    DedupKey,
    FormatOptions,
    Pair,
    clean_files,
    dedup_files,
    default_filters,
    stats_files,
)
from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.formats.corpus_files import write_pairs

SHARED = ["--cluster", "local", "--workers", "2", "--shard-lines"]
GOOD = [
    Pair("ذهب الولد إلى المدرسة في الصباح الباكر.", "The boy went to school early in the morning.", 0.1, "news"),
    Pair("فتحت المكتبة أبوابها سنة ٢٠١٩ بعد ترميم طويل.", "The library opened in 2019 after a long restoration."),
    Pair("قالت الطبيبة إن المريض يحتاج إلى الراحة.", "The doctor said that the patient needs rest.", 0.7),
]
ODD = [
    Pair("ذَهَبَ الوَلَدُ إلى المدرسة في الصباح الباكر!", "the boy went to school, early in the morning", 1e300, "more"),
    Pair("", "Nothing."),
    Pair("كلمة Open the main settings window كلمة", "Open the main settings window", None, "manual"),
    Pair("\N{LINE SEPARATOR}سطر واحد\N{NEXT LINE}لا سطران", "One line and not two.", 1e-300),
    Pair("\N{ZERO WIDTH NO-BREAK SPACE}تبدأ هذه الجملة بعلامة.", "This sentence begins with a mark."),
    Pair("هذا البيت كبير جدا وجميل", "Cette maison est très grande et elle est belle"),
    Pair("😀", "😀"),
    Pair("بلغ عدد السكان 4500 نسمة عام 1987", "The population was 5200 people in 1993", 0.3),
]
BROKEN = Pair("نص في\nسطرين\tوعمود", "A text of\ntwo lines\tand a column")
"""What only some formats can hold."""


def corpus(path: Path, *, broken: bool = False) -> Path:
    """Write a corpus that repeats itself."""
    pairs = [*GOOD, *ODD, *GOOD, *ODD[2:4], *([BROKEN, BROKEN] if broken else [])]
    write_pairs(path, pairs)
    return path


def pool(function: Callable[[Any], Any], seed: int) -> FakePool:
    """Return workers that do items in an order drawn by chance."""
    return FakePool(function, pickled=True, random=Random(seed))


PART = st.sampled_from(
    ["ذهب الولد", "ذَهَبَ الوَلَدُ!", "the Boy", "The boy.", "", "\r", "½", "\ufeffx", "é", "\u2028", "0.5", "\x85", "12"]
)
LINE = st.lists(PART, min_size=2, max_size=2).map("\t".join) | st.tuples(PART, PART).map(
    lambda sides: "\t".join([*sides, "0.50", "news"])
)
Outcome = tuple[FilterCounts, Counter[str], list[bytes]]


def outcome(what: str, source: Path, suffix: str, encoding: str | None, cluster: ClusterOptions | None) -> Outcome:
    """Clean or deduplicate a file, and return the counts, the notes and the bytes of what is kept and refused."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{name}{suffix}") for name in ("kept", "refused")]
        options = FormatOptions(encoding=encoding)
        job = CorpusJob((str(source),), (str(files[0]),), options=options)
        if what == "clean":
            counts = clean_files(job, default_filters(), str(files[1]), cluster=cluster)
        else:
            counts = dedup_files(job, rejected=str(files[1]), cluster=cluster)
        assert sorted(Path(folder).iterdir()) == files
        return counts, options.notes, [file.read_bytes() for file in files]


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(LINE, max_size=30),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-16-be", "cp1256"]),
    suffix=st.sampled_from([".tsv", ".jsonl", ".tsv.gz", ".tmx"]),
    what=st.sampled_from(["clean", "dedup"]),
    size=st.integers(1, 9),
    seed=st.integers(0, 9),
)
@example(["\ufeffx\tyes"], "\n", True, "utf-8-sig", ".tsv", "clean", 1, 0)
@example(["a\r\tb", "a\tb", "\ufeffx\tyes"], "\n", False, "utf-8", ".tsv", "dedup", 1, 0)
def test_bytes_counts_and_notes_do_not_depend_on_the_shards(
    lines: list[str], end: str, last: bool, encoding: str, suffix: str, what: str, size: int, seed: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        runs = jisr.corpora.sharding.sharded_corpora
        patch.setattr(runs, "open_pool", lambda _cluster, function, **_more: pool(function, seed))
        source = Path(folder, "c.tsv")
        source.write_bytes(end.join([*lines, *([""] if last else [])]).encode(encoding, "replace"))
        named = encoding if encoding in {"utf-16-be", "cp1256"} else None
        shared = ClusterOptions(cluster="local", shard_lines=size)
        assert outcome(what, source, suffix, named, None) == outcome(what, source, suffix, named, shared)


WORD = st.sampled_from("كتب الولد رسالة طويلة إلى أمه".split())
SENTENCE = st.lists(WORD, min_size=3, max_size=8).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(
    lines=st.lists(st.tuples(SENTENCE, SENTENCE | st.just("one two three four")).map("\t".join), max_size=40),
    by=st.sampled_from(list(DedupKey)),
    size=st.integers(1, 9),
    seed=st.integers(0, 9),
)
def test_near_duplicates_do_not_depend_on_the_shards(lines: list[str], by: DedupKey, size: int, seed: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        near_as_one_process(Path(folder), patch, lines, by, size, seed)


def near_as_one_process(
    folder: Path, patch: pytest.MonkeyPatch, lines: list[str], by: DedupKey, size: int, seed: int
) -> Counter[str]:
    """Assert that near duplicates are those of one process, and return the counts of refused pairs."""
    runs = jisr.corpora.sharding.sharded_corpora
    patch.setattr(runs, "open_pool", lambda _cluster, function, **_more: pool(function, seed))
    (folder / "c.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = []
    for cluster in (None, ClusterOptions(cluster="local", shard_lines=size)):
        job = CorpusJob((f"{folder}/c.tsv",), (f"{folder}/o.jsonl",))
        counts = dedup_files(job, by=by, near=True, rejected=f"{folder}/r.tsv", cluster=cluster)
        found.append((counts, (folder / "o.jsonl").read_bytes(), (folder / "r.tsv").read_bytes()))
        assert sorted(path.name for path in folder.iterdir()) == ["c.tsv", "o.jsonl", "r.tsv"]
    assert found[0] == found[1]
    return found[0][0].refused


@pytest.mark.parametrize("size", [7, 1000])
def test_only_the_first_pairs_of_a_half_are_candidates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    # All begin alike. Each is near to the one ten before, which may have been refused for the one twenty before.
    lines = [f"كان يا ما كان في قديم الزمان رجل {n // 2} {n}\tOnce there was a man {n % 10}" for n in range(300)]
    lines += [line.replace("رجل", "شيخ") for line in lines]
    refused = near_as_one_process(tmp_path, monkeypatch, lines, DedupKey.PAIR, size, 1)
    assert 100 < refused["near-duplicate"] < 500


@settings(max_examples=30, deadline=None)
@given(
    scores=st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none(), max_size=20),
    size=st.integers(1, 9),
    seed=st.integers(0, 9),
)
def test_statistics_are_the_same_to_the_last_digit(scores: list[float | None], size: int, seed: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        runs = jisr.corpora.sharding.sharded_corpora
        patch.setattr(runs, "open_pool", lambda _cluster, function, **_more: pool(function, seed))
        write_pairs(Path(folder, "c.jsonl"), [Pair("نعم" * (n % 7), "yes" * (n % 3), x) for n, x in enumerate(scores)])
        job = CorpusJob((f"{folder}/c.jsonl",))
        one, many = stats_files(job), stats_files(job, cluster=ClusterOptions(cluster="local", shard_lines=size))
        assert one == many
        assert [each.mean for each in one.histograms.values()] == [each.mean for each in many.histograms.values()]


@pytest.mark.parametrize("what", ["clean", "dedup"])
@pytest.mark.parametrize(
    ("source", "kept", "refused"),
    [
        (["c.tsv"], ["o.tsv"], "r.tsv"),
        (["c.jsonl"], ["o.tsv"], "r.jsonl.gz"),
        (["c.tsv.gz"], ["o.ar", "o.en"], "r.tmx"),
        (["c.ar", "c.en"], ["o.tmx"], "r.tsv"),
        (["c.tmx", "c.tsv.gz"], ["o.parquet"], None),
        (["c.parquet"], ["-"], "r.jsonl"),
    ],
)
def test_any_format(
    jisr: CommandLine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    source: list[str],
    kept: list[str],
    refused: str | None,
) -> None:
    for name in source:
        if name not in {"c.en", "c.ar"}:
            corpus(tmp_path / name, broken=name in {"c.jsonl", "c.parquet"})
    if "c.ar" in source:
        pairs = [*GOOD, *ODD, *GOOD]
        for name, side in (("c.ar", "source"), ("c.en", "target")):
            text = "".join(f"{getattr(pair, side)}\n" for pair in pairs)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    results = []
    for folder, options in (("one", []), ("two", [*SHARED, "3"])):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        words = ["corpus", what, *(f"../{name}" for name in source), *(word for name in kept for word in ("-o", name))]
        done = jisr(*words, *(["--rejected", refused] if refused else []), *options)
        files = {path.name: path.read_bytes() for path in Path().iterdir()}
        results.append((done, files))
    assert results[0] == results[1]
    assert results[0][0].code == 0
    assert "pairs kept\n" in results[0][0].err
    assert set(results[1][1]) == {name for name in [*kept, refused] if name not in {"-", None}}


def test_reports_of_statistics_and_overlap(jisr: CommandLine, tmp_path: Path) -> None:
    train = [str(corpus(tmp_path / name, broken=name == "c.jsonl")) for name in ("c.tsv", "c.jsonl", "c.tmx")]
    tests = str(tmp_path / "test.tsv")
    damaged = str(tmp_path / "damaged.tsv")
    near = Pair("ذهب الولد إلى الحديقة في الصباح الباكر.", "The boy went to town early in the morning.")
    write_pairs(tests, [near, *ODD, *GOOD[1:], GOOD[1]])
    Path(damaged).write_bytes(b"one \xff\ttwo\n" + (tmp_path / "c.tsv").read_bytes())
    for words in (
        ["stats", *train, "--json", "--similarity"],
        ["stats", damaged, "--strict"],
        ["overlap", *train, "--test", tests],
        ["overlap", *train, damaged, "--test", tests, "--json", "--no-near", "--strict"],
    ):
        one = jisr("corpus", *words)
        assert jisr("corpus", *words, *SHARED, "4") == one
        assert one.code == (3 if "--strict" in words else 0)
        assert one.out


def test_meanings_are_compared_by_workers_too(jisr: CommandLine, tmp_path: Path) -> None:
    source = corpus(tmp_path / "c.tsv")
    words = ["corpus", "clean", str(source), "-o", "-", "--min-similarity", "0.95"]
    one = jisr(*words)
    assert "similarity" in one.err
    assert jisr(*words, *SHARED, "4") == one


@pytest.mark.parametrize("what", ["clean", "dedup", "stats", "overlap"])
def test_the_first_wrong_line_is_named(jisr: CommandLine, tmp_path: Path, what: str) -> None:
    rows = [f"{pair.source}\t{pair.target}" for pair in GOOD * 8]
    rows[12] = "one field"
    rows[19] = "a\tb\tno number"
    source = tmp_path / "c.tsv.gz"
    write_pairs(tmp_path / "t.tsv", GOOD)
    more = {"stats": [], "overlap": ["--test", str(tmp_path / "t.tsv")]}.get(what, ["-o", str(tmp_path / "o.tsv")])
    # The file is cut off as well, which is found when it is cut into shards, before the wrong lines.
    source.write_bytes(gzip.compress("\n".join(rows).encode())[:-12])
    for size in ("1", "5", "100"):
        found = jisr("corpus", what, source, *more, *SHARED, size)
        assert found.code == 2
        assert found.err.startswith(f"jisr: {source}:13: 1 fields between tabs" if size != "100" else "jisr: ")
    assert not (tmp_path / "o.tsv").exists()
    if what in {"clean", "dedup"}:
        rows[12] = rows[19] = rows[0]
        source.write_bytes(gzip.compress("\n".join(rows).encode()))
        assert jisr("corpus", what, source, *more, *SHARED, "5").code == 0
        assert (tmp_path / "o.tsv").exists()
        assert not (tmp_path / "o.tsv.shards").exists()


def test_nothing_to_do_and_nothing_to_have_an_effect(jisr: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").touch()
    for what in ("clean", "dedup"):
        found = jisr("corpus", what, tmp_path / "empty.tsv", "-o", tmp_path / "o.tsv", *SHARED, "5")
        assert (found.code, found.err) == (0, "0 of 0 pairs kept\n")
        assert (tmp_path / "o.tsv").read_bytes() == b""
        found = jisr("corpus", what, tmp_path / "empty.tsv", "--workers", "2")
        assert found.code == 2
        assert "workers has no effect without a cluster" in found.err
    found = jisr("corpus", "clean", tmp_path / "empty.tsv", "--explain", "--cluster", "local")
    assert found.code == 2
    assert "--cluster has no effect with --explain" in found.err
    found = jisr("corpus", "dedup", tmp_path / "none.tsv", "-o", tmp_path / "p.tsv", *SHARED, "5")
    assert (found.code, found.err) == (2, f"jisr: {tmp_path}/none.tsv: no such file\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.tsv", "o.tsv"]


def test_near_duplicates_are_found_by_processes(jisr: CommandLine, tmp_path: Path) -> None:
    near = Pair("ذهب الولد إلى الحديقة في الصباح الباكر.", "The boy went to town early in the morning.")
    write_pairs(tmp_path / "c.tsv", [*GOOD, *ODD, near, *GOOD])
    words = ["corpus", "dedup", str(tmp_path / "c.tsv"), "--near", "--rejected", str(tmp_path / "r.tsv")]
    one, refused = jisr(*words), (tmp_path / "r.tsv").read_bytes()
    assert "near-duplicate: 1\n" in one.err
    assert (jisr(*words, *SHARED, "3"), (tmp_path / "r.tsv").read_bytes()) == (one, refused)


def test_standard_streams(jisr: CommandLine) -> None:
    text = "".join(f"{pair.source}\t{pair.target}\n" for pair in [*GOOD, *GOOD])
    one = jisr("corpus", "dedup", "-", "--format", "tsv", stdin=text)
    assert jisr("corpus", "dedup", "-", "--format", "tsv", *SHARED, "2", stdin=text) == one
    assert one.out == "".join(text.splitlines(keepends=True)[:3])


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("what", ["clean", "dedup"])
@pytest.mark.parametrize("victims", ["workers", "driver"])
def test_killed_workers_and_drivers_end_in_the_same_bytes(
    jisr: CommandLine, tmp_path: Path, what: str, victims: str
) -> None:
    source = tmp_path / "c.jsonl"
    rows = [
        {"source": f"ذهب الولد {n % 900} إلى المدرسة.", "target": f"The boy {n % 900} went to school."}
        for n in range(20_000)
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert jisr("corpus", what, source, "-o", tmp_path / "plain.tsv").code == 0
    output = tmp_path / "o.tsv"
    command = [sys.executable, "-m", "jisr", "corpus", what, str(source), "-o", str(output), *SHARED, "100"]
    finish_after_kill(command, output, victims)
    assert output.read_bytes() == (tmp_path / "plain.tsv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.jsonl", "o.tsv", "plain.tsv"]

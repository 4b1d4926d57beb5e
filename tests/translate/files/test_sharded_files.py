"""A translation that is shared out to workers has the bytes and the report of one process."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import CommandLine
from killed import size_of

TEXT = [
    "وصل القطار إلى المحطة بعد منتصف الليل، ولم يكن في انتظاره أحد.",
    "",
    "hello, world",
    "اشترت أختي 12 كتابا من المعرض. هل تحب القراءة؟",
    "\N{LINE SEPARATOR}سطر واحد\N{NEXT LINE}لا سطران",
    "😀",
    "\N{ZERO WIDTH NO-BREAK SPACE}تبدأ هذه الجملة بعلامة لا ترى.",
    "قال الطبيب إن المريض يتحسن ببطء، لكنه ما زال يحتاج إلى الراحة.",
    "سافر عمي إلى الرباط سنة 1998 وعاد منها بعد عشرة أعوام.",
    "أغلقت المدارس أبوابها بسبب العاصفة.\r",
]
SHARDS = ["--cluster", "local", "--workers", "2", "--shard-lines"]
FAST = ["--beam", "1", "--threads", "1"]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "in.txt"
    path.write_bytes("\n".join(TEXT * 2).encode() + b"\nbad \xff byte\n" + "بلا نهاية سطر".encode())
    return path


@pytest.mark.parametrize("size", ["1", "3", "100"])
@pytest.mark.parametrize("options", [[], ["--bilingual"]])
def test_bytes_and_reports_are_those_of_one_process(
    jisr: CommandLine, text: Path, tmp_path: Path, size: str, options: list[str]
) -> None:
    suffix = ".jsonl" if options else ".txt"
    plain, shared = tmp_path / f"plain{suffix}", tmp_path / f"shared{suffix}"
    one = jisr("translate", text, "-o", plain, "--report", tmp_path / "r1", *FAST, *options)
    two = jisr("translate", text, "-o", shared, "--report", tmp_path / "r2", *FAST, *options, *SHARDS, size)
    assert (one.code, two.code) == (0, 0)
    assert plain.read_bytes() == shared.read_bytes()
    assert (tmp_path / "r1").read_bytes() == (tmp_path / "r2").read_bytes()
    numbers = [result.err.split(" lines, ")[0] + result.err.split(";", 1)[1] for result in (one, two)]
    assert numbers[0] == numbers[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.txt", "r1", "r2", plain.name, shared.name])


def test_columns_are_found_by_their_names_and_paragraphs_stay_whole(jisr: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text(
        "id\tarabic\n" + "".join(f"{n}\t{line.strip()}\n" for n, line in enumerate(TEXT)), encoding="utf-8"
    )
    wrapped = tmp_path / "w.txt"
    wrapped.write_text("كان يا ما كان\nفي قديم الزمان ملك\nله ثلاث بنات\n\nعاش الملك\nفي قصر كبير\n", encoding="utf-8")
    for source, options in ((f"{table}:arabic", []), (str(wrapped), ["--paragraphs"])):
        outputs = [tmp_path / f"{name}{Path(source.split(':')[0]).suffix}" for name in ("one", "two")]
        jisr("translate", source, "-o", outputs[0], *FAST, *options)
        assert jisr("translate", source, "-o", outputs[1], *FAST, *options, *SHARDS, "1").code == 0
        assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_the_first_wrong_line_is_named_with_its_number(jisr: CommandLine, tmp_path: Path) -> None:
    table = tmp_path / "t.jsonl"
    rows = [json.dumps({"text": line}) for line in TEXT] + ["{wrong"] + [json.dumps({"text": TEXT[0]})] + ["[]"]
    table.write_text("\n".join(rows), encoding="utf-8")
    found = jisr("translate", table, "-o", tmp_path / "out.jsonl", *FAST, *SHARDS, "1")
    assert found.code == 2
    assert f"{table}:11: not JSON" in found.err
    assert not (tmp_path / "out.jsonl").exists()
    rows[10], rows[12] = rows[0], rows[0]
    table.write_text("\n".join(rows), encoding="utf-8")
    assert jisr("translate", table, "-o", tmp_path / "out.jsonl", *FAST, *SHARDS, "1").code == 0
    assert not (tmp_path / "out.jsonl.shards").exists()


def test_a_folder_of_lines_packed_lines_and_documents(jisr: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("\n".join(TEXT[:3]), encoding="utf-8")
    (folder / "deep" / "b.txt.gz").write_bytes(gzip.compress("\n".join(TEXT[3:]).encode()))
    (folder / "deep" / "empty.txt").touch()
    (folder / "c.html").write_text(f"<p dir='rtl'>{TEXT[0]} <b>{TEXT[3]}</b></p>", encoding="utf-8")
    assert jisr("translate", folder, "-o", tmp_path / "one", *FAST).code == 0
    assert jisr("translate", folder, "-o", tmp_path / "two", *FAST, *SHARDS, "2").code == 0
    names = ["a.txt", "c.html", "deep/b.txt.gz", "deep/empty.txt"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    found = [path.relative_to(tmp_path / "two").as_posix() for path in (tmp_path / "two").rglob("*") if path.is_file()]
    assert sorted(found) == names
    assert gzip.decompress((tmp_path / "two" / "deep" / "b.txt.gz").read_bytes()).count(b"\n") == len(TEXT[3:]) - 1


def test_a_packed_file_that_is_cut_off_is_named(jisr: CommandLine, tmp_path: Path) -> None:
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress("\n".join(TEXT).encode())[:-20])
    for name, options in (("a", []), ("b", [*SHARDS, "2"])):
        found = jisr("translate", packed, "-o", tmp_path / name, *FAST, *options)
        assert found.code == 2
        assert found.err.startswith(f"jisr: {packed}: damaged gz data: ")


def test_standard_streams(jisr: CommandLine) -> None:
    plain = jisr("translate", *FAST, stdin="\n".join(TEXT))
    shared = jisr("translate", *FAST, *SHARDS, "3", stdin="\n".join(TEXT))
    assert shared.code == 0
    assert shared.out == plain.out


def test_an_unfinished_run_of_the_other_kind_is_named(jisr: CommandLine, text: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    good = json.dumps({"text": TEXT[0]})
    wrong.write_text(f"{good}\n{good}\n{{wrong", encoding="utf-8")
    output = tmp_path / "out.jsonl"
    kinds = {"in shards": ([*SHARDS, "1"], ".shards"), "by one process": ([], ".journal")}
    for left, other in (("in shards", "by one process"), ("by one process", "in shards")):
        wrong.write_text(f"{good}\n{good}\n{{wrong", encoding="utf-8")
        assert jisr("translate", wrong, "-o", output, *FAST, "--batch", "1", *kinds[left][0]).code == 2
        kept = tmp_path / f"out.jsonl{kinds[left][1]}"
        assert kept.exists()
        wrong.write_text(f"{good}\n{good}", encoding="utf-8")
        found = jisr("translate", wrong, "-o", output, *FAST, "--batch", "1", *kinds[other][0])
        assert found.code == 0
        assert f"jisr: {kept}: of an unfinished run {left}, from which one {other} does not go on" in found.err
        assert kept.exists()
        assert "unfinished" not in jisr("translate", wrong, "-o", output, *FAST, "--batch", "1", *kinds[left][0]).err
        assert not kept.exists()
        output.unlink()


def test_options_without_an_effect_are_refused(jisr: CommandLine, text: Path) -> None:
    for option in ("--workers", "--gpus", "--shard-lines"):
        found = jisr("translate", text, option, "1")
        assert found.code == 2
        assert "has no effect without a cluster" in found.err
    assert "gpus has no effect" in jisr("translate", text, "--cluster", "local", "--gpus", "1").err


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(each) for each in listed.stdout.split()]


def command(text: Path, output: Path, report: Path) -> list[str]:
    words = [sys.executable, "-m", "jisr", "translate", str(text), "-o", str(output), "--report", str(report)]
    return [*words, *FAST, *SHARDS, "1"]


@pytest.mark.kill
@pytest.mark.parametrize("victims", ["workers", "driver"])
def test_killed_workers_and_drivers_end_in_the_same_bytes(jisr: CommandLine, tmp_path: Path, victims: str) -> None:
    text = tmp_path / "in.txt"
    text.write_text("\n".join(TEXT * 8), encoding="utf-8")
    assert jisr("translate", text, "-o", tmp_path / "plain.txt", "--report", tmp_path / "r1", *FAST).code == 0
    output, report, store = tmp_path / "out.txt", tmp_path / "r2", tmp_path / "out.txt.shards"
    process = subprocess.Popen(command(text, output, report), stderr=subprocess.PIPE, text=True)
    while process.poll() is None and (not store.is_dir() or len(list(store.glob("[0-9a-f]*"))) < 5):
        time.sleep(0.01)
    workers = children(process.pid)
    assert len(workers) == 2
    assert size_of(output) == 0
    if victims == "workers":
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        _, errors = process.communicate()
        assert process.returncode == 0
        assert "had to be handed out again" in errors
    else:
        process.kill()
        process.communicate()
        for _ in range(500):
            if not any(Path(f"/proc/{worker}/exe").exists() for worker in workers):
                break
            time.sleep(0.01)
        else:
            pytest.fail("a worker outlives its driver")
        kept = {path.name for path in store.glob("[0-9a-f]*")}
        assert len(kept) >= 5
        assert not output.exists()
        assert subprocess.run(command(text, output, report), check=False).returncode == 0
    assert output.read_bytes() == (tmp_path / "plain.txt").read_bytes()
    assert report.read_bytes() == (tmp_path / "r1").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.txt", "plain.txt", "r1", "r2"]

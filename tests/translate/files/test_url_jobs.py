"""Translations from and to URLs; those of S3 are tried on a server of moto's on this machine, where it is installed."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import CommandLine

from jisr.cluster.shard import ShardResult
from jisr.cluster.shard_store import opened_store
from jisr.storage import url_files

LINES = [
    "وصل القطار إلى المحطة بعد منتصف الليل، ولم يكن في انتظاره أحد.",
    "",
    "اشترت أختي 12 كتابا من المعرض. هل تحب القراءة؟",
    "hello, world",
    "سافر عمي إلى الرباط سنة 1998 وعاد منها بعد عشرة أعوام.",
]
TEXT = "\n".join(LINES)
FAST = ["--beam", "1", "--threads", "1"]
SHARDS = ["--cluster", "local", "--workers", "2", "--shard-lines", "2"]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of a server of S3 with an empty bucket ``pile``."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": host,
    }.items():
        monkeypatch.setenv(name, value)
    url_files.file_system.cache_clear()
    files = url_files.file_system("s3")
    files.mkdir("pile")
    yield files
    files.rm("pile", recursive=True)  # the next server has the same files
    url_files.file_system.cache_clear()
    type(files).clear_instance_cache()
    server.stop()


def test_a_bucket_is_read_and_written(jisr: CommandLine, bucket: Any, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    assert jisr("translate", tmp_path / "in.txt", "-o", tmp_path / "plain", "--report", tmp_path / "r", *FAST).code == 0
    bucket.pipe_file("pile/in.txt", TEXT.encode())
    found = jisr("translate", "s3://pile/in.txt", "-o", "s3://pile/out.txt", "--report", "s3://pile/r", *FAST, *SHARDS)
    assert (found.code, found.err.count("\n")) == (0, 1)
    assert bucket.cat_file("pile/out.txt") == (tmp_path / "plain").read_bytes()
    assert bucket.cat_file("pile/r") == (tmp_path / "r").read_bytes()
    assert bucket.find("pile") == ["pile/in.txt", "pile/out.txt", "pile/r"]


def test_folders_of_a_bucket(jisr: CommandLine, bucket: Any) -> None:
    bucket.pipe_file("pile/in/a.txt", TEXT.encode())
    bucket.pipe_file("pile/in/deep/b.txt.gz", gzip.compress(TEXT.encode()))
    bucket.pipe_file("pile/in/note.bin", b"\0")
    found = jisr("translate", "s3://pile/in", "-o", "s3://pile/in/out/", *FAST, *SHARDS)
    assert found.code == 0, found.err
    assert bucket.find("pile/in/out") == ["pile/in/out/a.txt", "pile/in/out/deep/b.txt.gz"]
    assert gzip.decompress(bucket.cat_file("pile/in/out/deep/b.txt.gz")) == bucket.cat_file("pile/in/out/a.txt")
    # The drafts are in the folder that is read, and are not read.
    assert jisr("translate", "s3://pile/in/", "-o", "s3://pile/in/out", *FAST, *SHARDS).code == 0
    assert len(bucket.find("pile/in")) == 5


def test_a_run_goes_on_from_a_bucket(jisr: CommandLine, bucket: Any) -> None:
    rows = [f'{{"text": "{line}"}}' for line in LINES]
    bucket.pipe_file("pile/in.jsonl", "\n".join([*rows, "{wrong"]).encode())
    found = jisr("translate", "s3://pile/in.jsonl", "-o", "s3://pile/out.jsonl", *FAST, *SHARDS)
    assert found.code == 2
    assert found.err.startswith("jisr: s3://pile/in.jsonl:6: not JSON")
    kept = bucket.find("pile/out.jsonl.shards")
    assert len(kept) == 3  # the last one is their number of lines
    assert kept[2] == "pile/out.jsonl.shards/lines-2"
    made = bucket.info(kept[0])["LastModified"]
    bucket.pipe_file("pile/in.jsonl", "\n".join([*rows, rows[0]]).encode())
    bucket.pipe_file("pile/out.jsonl.shards/mine.txt", b"")
    found = jisr("translate", "s3://pile/in.jsonl", "-o", "s3://pile/out.jsonl", *FAST, *SHARDS)
    assert found.code == 1
    assert "s3://pile/out.jsonl.shards: holds mine.txt, which is no shard" in found.err
    assert bucket.info(kept[0])["LastModified"] == made
    bucket.rm("pile/out.jsonl.shards/mine.txt")
    assert jisr("translate", "s3://pile/in.jsonl", "-o", "s3://pile/out.jsonl", *FAST, *SHARDS).code == 0
    assert bucket.find("pile") == ["pile/in.jsonl", "pile/out.jsonl"]
    assert bucket.cat_file("pile/out.jsonl").count(b"\n") == len(LINES)


def test_a_shard_is_one_request_to_write_and_one_to_read(bucket: Any, caplog: pytest.LogCaptureFixture) -> None:
    keys = [f"{number:032x}" for number in range(20)]
    with caplog.at_level("INFO", "werkzeug"), opened_store("s3://pile/out.txt.shards") as store:
        for key in keys:
            store.put(key, ShardResult(1, (b"draft",)))
        for key in keys:
            assert store.get(key) is not None
    requests = [re.sub(r"\x1b\[[0-9;]*m", "", record.getMessage()).partition('"')[2] for record in caplog.records]
    of_shards = Counter(request.split()[0] for request in requests if re.search("/[0-9a-f]{32} ", request))
    assert of_shards == {"PUT": len(keys), "GET": len(keys)}
    assert len(requests) - of_shards.total() < 12
    assert sum(request.startswith("POST /pile?delete") for request in requests) == 1
    assert bucket.find("pile") == []


def test_wrong_urls_are_one_line(jisr: CommandLine, bucket: Any) -> None:
    bucket.pipe_file("pile/in.txt", TEXT.encode())
    for source, output, code, problem in [
        ("s3://pile/none.txt", "s3://pile/out.txt", 2, "s3://pile/none.txt: no such file"),
        ("s3://pile/in.txt", "s3://nowhere/out.txt", 2, "s3://nowhere/out.txt.shards: no such bucket or folder"),
        ("s3://pile/empty/", "s3://pile/out/", 2, "s3://pile/empty/: no .txt, .tsv, .jsonl file in this folder"),
        ("s3://pile/in.docx", "s3://pile/out.docx", 2, "s3://pile/in.docx: a document is read from a disk"),
    ]:
        found = jisr("translate", source, "-o", output, *FAST, *SHARDS)
        assert (found.code, found.err.count("\n")) == (code, 1), found.err
        assert found.err.startswith(f"jisr: {problem}")
    assert bucket.find("pile") == ["pile/in.txt"]


def test_an_output_of_a_url_needs_shards(jisr: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT, encoding="utf-8")
    found = jisr("translate", tmp_path / "in.txt", "-o", "memory://out.txt")
    assert (found.code, found.err) == (2, "jisr: memory://out.txt: is written by a run in shards: --cluster local\n")


def test_an_input_of_a_url_needs_none(jisr: CommandLine, tmp_path: Path) -> None:
    files = pytest.importorskip("fsspec").filesystem("memory", use_listings_cache=False)
    files.pipe_file("/in/in.tsv", f"{LINES[0]}\t1\n".encode())
    (tmp_path / "in.tsv").write_bytes(files.cat_file("/in/in.tsv"))
    assert jisr("translate", "memory://in/in.tsv:1", "-o", f"file://{tmp_path}/out.tsv", *FAST).code == 0
    assert jisr("translate", tmp_path / "in.tsv", "-o", tmp_path / "plain.tsv", *FAST).code == 0
    assert (tmp_path / "out.tsv").read_bytes() == (tmp_path / "plain.tsv").read_bytes()
    files.store.clear()

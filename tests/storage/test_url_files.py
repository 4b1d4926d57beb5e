"""Files named by URLs, in the file systems of fsspec that need no network."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jisr.cluster.shard import ShardResult
from jisr.cluster.shard_folder import UrlFolder
from jisr.cluster.shard_store import ShardStore, opened_store
from jisr.errors import InputError, JisrWarning, MissingExtra, OutputError
from jisr.lines import open_input, read_lines
from jisr.storage import url_files
from jisr.storage.output import Output
from jisr.storage.url_files import is_url, list_folder, read_file, without_file_scheme, write_file
from jisr.tables import Column

KEY = "0123456789abcdef" * 2
RESULT = ShardResult({"lines": 1}, ("سطر\n".encode(),))


@pytest.fixture
def memory() -> Iterator[Any]:
    """The file system in memory, emptied."""
    files = pytest.importorskip("fsspec").filesystem("memory", use_listings_cache=False)
    files.store.clear()
    yield files
    files.store.clear()


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("s3://bucket/key", True),
        ("GS://bucket/key", True),
        ("memory://key", True),
        ("file:///tmp/x", False),
        ("c:/x", False),
        ("c://x", False),
        ("in.tsv:2", False),
        ("-", False),
        ("a/b://c", False),
    ],
)
def test_what_is_a_url(path: str, is_one: bool) -> None:
    assert is_url(path) == is_one


def test_columns_of_urls_and_file_urls() -> None:
    assert Column.parse("s3://bucket/a.tsv") == Column("s3://bucket/a.tsv")
    assert Column.parse("s3://bucket/a.tsv:ar") == Column("s3://bucket/a.tsv", "ar")
    assert Column("s3://bucket/a.TSV.gz").suffix == ".tsv"
    assert without_file_scheme("file:///tmp/a.tsv:2") == "/tmp/a.tsv:2"


def test_a_file_is_read_as_one_of_this_machine(memory: Any) -> None:
    memory.pipe_file("/d/in.txt", "أول\r\nثان\n".encode() * 40_000)
    with open_input("memory://d/in.txt") as stream:
        assert sum(1 for _ in read_lines(stream)) == 80_000
        stream.seek(0)
        assert stream.readline() == "أول\r\n".encode()
    with pytest.raises(InputError, match=r"^memory://d/none: no such file$"), open_input("memory://d/none"):
        pass


def test_errors_of_a_file_system_name_the_url(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = None) -> bytes:
            raise KeyError("token\nexpired")

    monkeypatch.setattr(type(memory), "open", lambda *_args, **_options: Broken())
    with (
        open_input("memory://d/in.txt") as stream,
        pytest.raises(InputError, match=r"^memory://d/in\.txt: cannot be read: 'token\\nexpired'$"),
    ):
        stream.read()
    with pytest.raises(InputError, match=r"^nonsense://: no such file system"), open_input("nonsense://x"):
        pass


def test_what_a_file_system_needs_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")

    def missing(_scheme: str, **_options: Any) -> None:
        raise ImportError("Install s3fs to access S3")

    url_files.file_system.cache_clear()
    monkeypatch.setattr(fsspec, "filesystem", missing)
    with pytest.raises(MissingExtra, match=r"Install s3fs to access S3.*pip install 'jisr\[cloud\]'"):
        read_file("s3://bucket/key")
    url_files.file_system.cache_clear()


def test_an_output_is_sent_when_it_is_complete(memory: Any) -> None:
    with Output("memory://d/out.txt") as output:
        output.write("نص\n")
        output.flush()
        assert not memory.exists("/d/out.txt")
        part = output.part
        assert part.exists()
    assert memory.cat_file("/d/out.txt").decode() == "نص\n"
    assert not part.exists()
    with pytest.raises(KeyError), Output("memory://d/other.txt") as output:
        output.write("نص\n")
        raise KeyError
    assert not output.part.exists()
    assert list_folder("memory://d") == ["out.txt"]
    memory.pipe_file("/file", b"")
    with (
        pytest.raises(OutputError, match=r"^memory://file/out\.txt: cannot be written: "),
        Output("memory://file/out.txt"),
    ):
        pass


def test_a_folder_is_listed_with_its_subfolders(memory: Any) -> None:
    for name in ("/d/a.txt", "/d/e/b.txt", "/dd/c.txt"):
        memory.pipe_file(name, b"")
    assert sorted(list_folder("memory://d")) == sorted(list_folder("memory://d/")) == ["a.txt", "e/b.txt"]
    assert list_folder("memory://none") == []


def test_a_store_of_shards_in_an_object_store(memory: Any) -> None:
    with pytest.raises(KeyError), opened_store("memory://d/out.txt.shards") as store:
        assert store.get(KEY) is None
        store.put(KEY, RESULT)
        assert memory.exists(f"/d/out.txt.shards/{KEY}")
        assert memory.exists("/d/out.txt.shards/run.json")
        raise KeyError
    assert list_folder("memory://d") == [f"out.txt.shards/{KEY}"]
    with opened_store("memory://d/out.txt.shards") as store:
        assert store.left == {KEY}
        assert store.get(KEY) == RESULT
        write_file(f"memory://d/out.txt.shards/{KEY}", b"damaged")
        assert store.get(KEY) is None
    assert list_folder("memory://d") == []


def test_what_is_not_ours_stays_in_an_object_store(memory: Any) -> None:
    write_file("memory://d/s/notes.txt", b"keep")
    with (
        pytest.raises(OutputError, match=r"^memory://d/s: holds notes\.txt, which is no shard"),
        opened_store("memory://d/s"),
    ):
        pass
    assert list_folder("memory://d/s") == ["notes.txt"]


def test_another_run_is_told_of(memory: Any) -> None:
    write_file("memory://d/s/run.json", b'{"host": "far", "process": 1, "since": "2026-01-02 03:04:05"}')
    with (
        pytest.warns(JisrWarning, match="another run has been at work there since 2026-01-02 03:04:05 UTC, on far"),
        opened_store("memory://d/s"),
    ):
        pass
    with pytest.raises(KeyError), opened_store("memory://d/s"):
        with pytest.warns(JisrWarning, match="another run has been at work there"), opened_store("memory://d/s/"):
            pass
        raise KeyError
    for left in (b"", b"[1]", b'{"process": -1}'):  # of no run
        write_file("memory://d/s/run.json", left)
        with pytest.raises(KeyError), opened_store("memory://d/s"):
            raise KeyError
    assert list_folder("memory://d") == []


def test_workers_take_only_the_folder_along() -> None:
    store = ShardStore(UrlFolder("memory://d/s"), frozenset({KEY}))
    assert store.__getstate__()["left"] == frozenset()


def test_file_urls_are_paths(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("نص\n", encoding="utf-8")
    with open_input(f"file://{tmp_path}/in.txt") as stream:
        assert stream.read().decode() == "نص\n"

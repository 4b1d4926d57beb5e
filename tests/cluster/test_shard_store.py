"""The folder with the results of shards."""

import subprocess
import sys
from pathlib import Path

import pytest

from jisr.cluster.shard import ShardResult, ShardSizes
from jisr.cluster.shard_folder import LocalFolder
from jisr.cluster.shard_store import ShardStore, opened_store
from jisr.errors import OutputError

KEY = "0123456789abcdef" * 2
RESULT = ShardResult({"lines": 2, "notes": {}}, ("سطر\n".encode(), b"", b"\0\r\n"))


def test_a_result_comes_back(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    assert store.get(KEY) is None
    store.put(KEY, RESULT)
    assert store.get(KEY) == RESULT
    store.put(KEY, ShardResult(None))
    assert store.get(KEY) == ShardResult(None)
    assert ShardStore.listed(store.folder).left == {KEY}
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_every_damage_is_seen(tmp_path: Path) -> None:
    store = ShardStore.listed(LocalFolder(tmp_path))
    store.put(KEY, RESULT)
    whole = (tmp_path / KEY).read_bytes()
    for length in range(len(whole)):
        (tmp_path / KEY).write_bytes(whole[:length])
        assert store.get(KEY) is None
        (tmp_path / KEY).write_bytes(whole[:length] + bytes([whole[length] ^ 1]) + whole[length + 1 :])
        assert store.get(KEY) is None


def test_it_is_deleted_when_the_job_is_done_and_kept_when_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "out.txt.shards"
    with pytest.raises(KeyError), opened_store(folder) as store:
        store.put(KEY, RESULT)
        raise KeyError
    with opened_store(folder) as store:
        assert store.get(KEY) == RESULT
        (folder / f".{KEY}.abcd1234.jisr.part").touch()
    assert not folder.exists()
    with pytest.raises(KeyError), opened_store(folder):
        raise KeyError
    assert not folder.exists()


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(OutputError, match=r"s: holds notes\.txt, which is no shard"), opened_store(folder):
        pass
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "keep"
    (folder / "notes.txt").unlink()
    with opened_store(folder):
        (folder / "late.txt").touch()
    assert [path.name for path in folder.iterdir()] == ["late.txt"]
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(OutputError, match="is a link"), opened_store(tmp_path / "link"):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file: cannot be written: File exists"), opened_store(tmp_path / "file"):
        pass


def test_the_size_of_shards_is_kept_with_them_and_only_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "out.txt.shards"
    with pytest.raises(KeyError), opened_store(folder) as store:
        store.keep_sizes(ShardSizes(512))
        raise KeyError
    assert not folder.exists()
    with pytest.raises(KeyError), opened_store(folder) as store:
        assert store.sizes is None
        store.keep_sizes(ShardSizes(512, 4000))
        store.put(KEY, RESULT)
        raise KeyError
    with pytest.raises(KeyError), opened_store(folder) as store:
        assert store.sizes == ShardSizes(512, 4000)
        assert store.left == {KEY}
        store.keep_sizes(ShardSizes(64))
        raise KeyError
    assert sorted(path.name for path in folder.iterdir()) == [KEY, "lines-64"]
    with opened_store(folder) as store:
        assert store.sizes == ShardSizes(64)
    assert not folder.exists()


def test_two_runs_do_not_share_it(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from jisr.cluster.shard_folder import LocalFolder
from jisr.cluster.shard_store import opened_store
with opened_store(Path({str(tmp_path / "s")!r})):
    pass
"""
    with opened_store(tmp_path / "s") as store:
        store.put(KEY, RESULT)
        other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert "another run is at work there" in other.stderr
        assert store.get(KEY) == RESULT

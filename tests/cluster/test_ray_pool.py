"""What is checked before Ray is asked, and what it may print; `benchmarks/cluster.py` runs a real cluster."""

import io
import sys
import threading
import time
from pathlib import Path

import pytest
from command_line import CommandLine

from jisr.cluster.cluster_options import ClusterOptions, open_pool
from jisr.cluster.ray_pool import WithoutRay, import_ray
from jisr.errors import MissingExtra


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("nonsense", "no address of a cluster; it can be local, auto or HOST:PORT"),
        ("host:", "no address of a cluster"),
        (":6379", "no address of a cluster"),
        ("host:99999", "no address of a cluster"),
        ("127.0.0.1:1", "no cluster answers there: Connection refused"),
    ],
)
def test_an_address_without_a_cluster_is_refused_at_once(
    jisr: CommandLine, tmp_path: Path, address: str, problem: str
) -> None:
    (tmp_path / "in.txt").write_text("مرحبا\n", encoding="utf-8")
    started = time.process_time()
    found = jisr("translate", tmp_path / "in.txt", "-o", tmp_path / "out.txt", "--cluster", address)
    assert found.code == 2
    assert f"jisr: {address}: {problem}" in found.err
    assert found.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]
    assert time.process_time() - started < 5


def test_ray_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import_ray.cache_clear()
    monkeypatch.setitem(sys.modules, "ray", None)
    with (
        pytest.raises(MissingExtra, match=r"ray is not installed; it comes with: pip install 'jisr\[cluster\]'"),
        open_pool(ClusterOptions(cluster="auto"), print),
    ):
        pass


def test_the_threads_of_ray_print_nothing() -> None:
    printed = io.StringIO()
    stream = WithoutRay(printed)
    for name in ("ray_listen_error_messages", "ours"):
        thread = threading.Thread(target=print, args=(name,), kwargs={"file": stream}, name=name)
        thread.start()
        thread.join()
    print("main", file=stream)
    assert printed.getvalue() == "ours\nmain\n"
    assert not stream.closed

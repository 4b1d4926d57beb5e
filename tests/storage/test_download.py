"""A broken download resumes where it stopped, and its file appears once it is complete and intact."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jisr.errors import DownloadError, OutputError
from jisr.storage.download import MOST_FAILURES, RemoteFile, fetch_file, is_intact
from jisr.storage.lock import lock
from jisr.storage.output import part_path

CONTENT = bytes(range(256)) * 4000


@dataclass
class Server:
    """A server of one file.

    :param status: HTTP status of the responses; a requested range turns 200 into 206.
    :param cut: number of bytes after which each response breaks off; None for whole responses.
    :param ranges: ranges requested so far.
    """

    url: str = ""
    status: int = 200
    cut: int | None = None
    ranges: list[str | None] = field(default_factory=list)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    from huggingface_hub import close_session, constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    close_session()
    with serve() as running:
        yield running
    close_session()


@contextmanager
def serve() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            server.ranges.append(wanted)
            start = int(wanted[6:-1]) if wanted else 0
            self.send_response(206 if wanted and server.status == 200 else server.status)
            body = CONTENT[start:] if server.status == 200 else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: server.cut])
            self.close_connection = True

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}/file"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def remote_file(server: Server, *, size: int | None = len(CONTENT), sha256: str | None = None) -> RemoteFile:
    return RemoteFile("file", server.url, size, sha256 or hashlib.sha256(CONTENT).hexdigest())


def test_a_broken_transfer_resumes_and_reports_its_progress(server: Server, tmp_path: Path) -> None:
    server.cut = 400_000
    reports: list[tuple[str, int, int]] = []
    fetch_file(
        remote_file(server), tmp_path / "file", progress=lambda name, done, size: reports.append((name, done, size))
    )
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=400000-", "bytes=800000-"]
    assert reports[-1] == ("file", len(CONTENT), len(CONTENT))
    assert [done for _, done, _ in reports] == sorted(done for _, done, _ in reports)
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_the_next_call_requests_the_rest_only(server: Server, tmp_path: Path) -> None:
    server.cut = 0
    part_path(tmp_path / "file").write_bytes(CONTENT[:1000])
    with pytest.raises(DownloadError, match=r"1,000 of 1,024,000 bytes came, then: .*goes on from there"):
        fetch_file(remote_file(server), tmp_path / "file")
    assert len(server.ranges) == MOST_FAILURES
    server.cut = None
    fetch_file(remote_file(server), tmp_path / "file")
    assert server.ranges[-1] == "bytes=1000-"
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_file_of_unknown_size_is_fetched_whole_or_not_at_all(server: Server, tmp_path: Path) -> None:
    part_path(tmp_path / "file").write_bytes(b"something older")
    server.cut = 400_000
    with pytest.raises(DownloadError, match="/file: "):
        fetch_file(RemoteFile("file", server.url), tmp_path / "file")
    assert not (tmp_path / "file").exists()
    server.cut = None
    fetch_file(RemoteFile("file", server.url), tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert set(server.ranges) == {None}


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_server_that_refuses_is_named(server: Server, tmp_path: Path, status: int) -> None:
    server.status = status
    for size in (None, len(CONTENT)):
        with pytest.raises(DownloadError, match=str(status)) as caught:
            fetch_file(remote_file(server, size=size), tmp_path / "file")
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "file").exists()


def test_a_wrong_checksum_leaves_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="does not have the checksum 00"):
        fetch_file(remote_file(server, sha256="00"), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_two_processes_do_not_fetch_one_file(server: Server, tmp_path: Path) -> None:
    with part_path(tmp_path / "file").open("ab") as stream:
        assert lock(stream)
        with pytest.raises(DownloadError, match="file is being fetched by another process"):
            fetch_file(remote_file(server), tmp_path / "file")
    assert server.ranges == []


def test_a_file_larger_than_the_disk_is_not_begun(server: Server, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no room for file"):
        fetch_file(remote_file(server, size=1 << 60), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_small_files_of_the_hub_are_checked_by_the_hash_of_git(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"what is up, doc?")  # the example of Git's own documentation
    known = RemoteFile("file", "", 16, git_sha1="bd9dbf5aae1a3862dd1526723246b20206e5fc37")
    assert is_intact(path, known)
    path.write_bytes(b"what is up, Doc?")
    assert not is_intact(path, known)

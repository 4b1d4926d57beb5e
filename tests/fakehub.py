"""A local server that answers a model pull as the Hugging Face hub does, with faults on demand."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LARGE = (".safetensors", ".bin", ".spm")
"""Suffixes of files that the hub keeps in LFS, with the SHA-256 of their content."""


@dataclass
class Hub:
    """The commits of a repository, and the branches and tags that point to them."""

    url: str = ""
    commits: dict[str, Path] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    licence: str | None = "cc-by-4.0"
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    """Each request: method, path, range."""
    cut: int | None = None
    """Number of bytes after which the next large responses break off."""
    spoil: bool = False
    """Whether the weights arrive with one bit flipped."""
    gated: bool = False
    lie: dict[str, Any] = field(default_factory=dict)
    """What the API reports in place of the truth: of the commit (sha), or of each file (blobId, lfs)."""

    def commit(self, folder: Path, *refs: str) -> str:
        """Add a commit with the files of a folder, and return its hash."""
        name = hashlib.sha1(str(folder).encode()).hexdigest()
        self.commits[name] = folder
        self.refs |= dict.fromkeys(refs, name)
        return name

    def describe(self, commit: str) -> dict[str, Any]:
        """Return what the API reports about a commit."""
        siblings = []
        for path in sorted(self.commits[commit].iterdir()):
            data = path.read_bytes()
            blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            sibling: dict[str, Any] = {"rfilename": path.name, "size": len(data), "blobId": blob}
            if path.suffix in LARGE:
                sha = hashlib.sha256(data).hexdigest()
                sibling["lfs"] = {"size": len(data), "sha256": sha, "pointerSize": 130}
            siblings.append(sibling | {name: value for name, value in self.lie.items() if name in sibling})
        card = {"license": self.licence} if self.licence else {}
        commit = self.lie.get("sha", commit)
        return {"id": "some/model", "sha": commit, "siblings": siblings, "cardData": card, "tags": []}


class Handler(BaseHTTPRequestHandler):
    """Responds as the hub does."""

    hub: Hub

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        hub, path = self.hub, self.path.split("?")[0]
        hub.asked.append((self.command, path, self.headers.get("Range")))
        if hub.gated:
            return self.refuse("GatedRepo", 403)
        if match := re.fullmatch(r"/api/models/some/model/revision/(.+)", path):
            commit = hub.refs.get(match[1], match[1])
            if commit not in hub.commits:
                return self.refuse("RevisionNotFound")
            return self.send(json.dumps(hub.describe(commit)).encode(), body=body)
        if match := re.fullmatch(r"/some/model/resolve/([^/]+)/(.+)", path):
            file = hub.commits[match[1]] / match[2]
            if not file.is_file():
                return self.refuse("EntryNotFound")
            return self.send_file(file, match[1], body=body)
        return self.refuse("RepoNotFound")

    def refuse(self, code: str, status: int = 404) -> None:
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_file(self, file: Path, commit: str, *, body: bool) -> None:
        data = file.read_bytes()
        large = file.suffix in LARGE
        blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        etag = hashlib.sha256(data).hexdigest() if large else blob
        headers = {"X-Repo-Commit": commit, "ETag": f'"{etag}"'}
        if large:
            headers |= {"X-Linked-Etag": f'"{etag}"', "X-Linked-Size": str(len(data))}
        if self.hub.spoil and file.name == "model.safetensors":
            data = data[:-1] + bytes([data[-1] ^ 1])
        self.send(data, headers, body=body)

    def send(self, data: bytes, headers: dict[str, str] | None = None, *, body: bool) -> None:
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        rest = data[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if body:
            short = headers is not None and self.hub.cut is not None and len(rest) > self.hub.cut
            self.wfile.write(rest[: self.hub.cut] if short else rest)
            self.close_connection = self.close_connection or short


@contextmanager
def serve() -> Iterator[Hub]:
    """Run a hub for as long as the block lasts."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnHandler", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

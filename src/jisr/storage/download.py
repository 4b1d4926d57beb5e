"""Downloads that resume where a broken transfer stopped, and appear once their checksum is right.

huggingface_hub 1 and later restarts every broken download from the beginning, so that on a poor connection a large
model never arrives: https://github.com/huggingface/huggingface_hub/issues/4196. Test sets are downloaded in the same
way.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jisr.errors import DownloadError, OutputError
from jisr.storage.hub_api import open_response, transport_error
from jisr.storage.lock import lock
from jisr.storage.output import open_unfollowed, part_path, writing

__all__ = ["DownloadProgress", "RemoteFile", "fetch_file", "is_intact"]

DownloadProgress = Callable[[str, int, int], object]
"""Called with the name of a file, the number of its bytes received so far, and its size in bytes."""

MOST_FAILURES = 4
"""Number of consecutive attempts without a new byte after which a download fails."""

TIMEOUT = 30.0
"""Seconds of silence after which a connection counts as broken."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a server.

    :param name: name for errors and progress.
    :param url: address of the file.
    :param size: size in bytes; None if it is not known, in which case a broken transfer starts from the beginning.
    :param sha256: SHA-256 of the content in hex, if it is known.
    :param git_sha1: SHA-1 of the content as Git's blob in hex, for files without ``sha256``.
    """

    name: str
    url: str
    size: int | None = None
    sha256: str | None = None
    git_sha1: str | None = None

    @property
    def checksum(self) -> str | None:
        """Known checksum, which is also the name of the content in the hub's cache; None if none is known."""
        return self.sha256 or self.git_sha1


def is_intact(path: Path, remote: RemoteFile) -> bool:
    """Return whether a file has the size and the checksum of a remote file, as far as they are known."""
    if remote.size is not None and path.stat().st_size != remote.size:
        return False
    if remote.sha256 is not None:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == remote.sha256
    if remote.git_sha1 is not None:
        content = path.read_bytes()
        blob = b"blob %d\0" % len(content) + content
        return hashlib.sha1(blob).hexdigest() == remote.git_sha1  # noqa: S324 - Git's choice, against accidents
    return True


def fetch_file(
    remote: RemoteFile,
    target: Path,
    *,
    headers: Mapping[str, str] | None = None,
    progress: DownloadProgress = lambda _name, _received, _size: None,
) -> None:
    """Download a file and give it its name once its checksum is right.

    After a broken transfer the received bytes stay in a file beside the target, and the next call requests the rest.

    :param target: path of the file; its folder exists.
    :param headers: further headers of the request, such as the user's token.
    :param progress: called after each chunk.
    :raises DownloadError: if the server refuses, the connection breaks for good, or the checksum is wrong.
    :raises OutputError: if the disk has no room or the folder cannot be written.
    """
    part = part_path(target)
    with writing(target):
        if remote.size is not None and remote.size > shutil.disk_usage(target.parent).free:
            raise OutputError(f"{target.parent}: no room for {remote.name}: it has {remote.size:,} bytes")
        stream = open_unfollowed(part)
    with stream:
        if not lock(stream):
            raise DownloadError(f"{remote.name} is being fetched by another process; wait for it")
        receive_all(remote, part, dict(headers or {}), progress)
        if not is_intact(part, remote):
            part.unlink()
            raise DownloadError(
                f"{remote.url}: the received file does not have the checksum {remote.checksum}; try again"
            )
        with writing(target):
            os.fsync(stream.fileno())
            part.replace(target)


def receive_all(remote: RemoteFile, part: Path, headers: dict[str, str], progress: DownloadProgress) -> None:
    """Append to an unfinished file until it is complete, over as many connections as needed.

    :raises DownloadError: after :data:`MOST_FAILURES` connections in a row without a new byte.
    """
    failures = 0
    while remote.size is None or part.stat().st_size < remote.size:
        before = part.stat().st_size
        try:
            receive(remote, part, headers, progress)
            if remote.size is None:
                return
            reason = "the connection closed early"
        except transport_error() as error:
            reason = " ".join(str(error).split()) or type(error).__name__
        received = part.stat().st_size
        failures = 0 if remote.size is not None and received > before else failures + 1
        if failures == MOST_FAILURES and remote.size is None:
            raise DownloadError(f"{remote.url}: {reason}")
        if failures == MOST_FAILURES:
            raise DownloadError(
                f"{remote.url}: {received:,} of {remote.size:,} bytes came, then: {reason};"
                " the same command goes on from there"
            )


def receive(remote: RemoteFile, part: Path, headers: dict[str, str], progress: DownloadProgress) -> None:
    """Append the missing bytes to an unfinished file, for as long as one connection lasts.

    :raises OutputError: if the file cannot be written.
    """
    received = 0 if remote.size is None else part.stat().st_size
    # A range counts the bytes of the file, not those of a compressed response.
    headers = headers | {"Accept-Encoding": "identity"}
    if received:
        headers["Range"] = f"bytes={received}-"
    with open_response(remote.url, headers, TIMEOUT) as response, writing(part), part.open("ab") as stream:
        if response.status_code != 206:  # Partial Content
            stream.truncate(0)
            received = 0
        # No chunk size, with which bytes received before the connection breaks would be lost in a buffer.
        for chunk in response.iter_bytes():
            stream.write(chunk)
            received += len(chunk)
            progress(remote.name, received, remote.size or received)

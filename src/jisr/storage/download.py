"""One file from the hub: resumed where a broken transfer stopped, named once its checksum is right."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jisr.errors import ModelError, OutputError
from jisr.storage.lock import lock
from jisr.storage.output import PART, writing

__all__ = ["DownloadProgress", "RemoteFile", "fetch_file", "is_intact", "transport_error"]

DownloadProgress = Callable[[str, int, int], None]
"""Called with a file's name, how many of its bytes are here, and how many it has."""
MOST_ATTEMPTS = 4
"""Attempts without a new byte after which a transfer fails."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of one commit, as the hub describes it."""

    name: str
    url: str
    size: int
    sha256: str | None
    """The hash of a large file's content."""
    blob: str
    """Git's number of the file, which for a small one hashes its content."""

    @property
    def etag(self) -> str:
        """Name of the content in the hub's cache."""
        return self.sha256 or self.blob


def is_intact(path: Path, remote: RemoteFile) -> bool:
    """Return whether a file has the content that the hub describes."""
    if path.stat().st_size != remote.size:
        return False
    if remote.sha256 is None:
        content = path.read_bytes()
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest() == remote.blob  # noqa: S324
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == remote.sha256


def transport_error() -> type[Exception]:
    """Return the base class of the errors of huggingface_hub's HTTP library."""
    from huggingface_hub.errors import HfHubHTTPError

    return HfHubHTTPError.__bases__[0]


def fetch_file(remote: RemoteFile, target: Path, progress: DownloadProgress) -> None:
    """Fetch a file and give it its name once its checksum is right.

    What a broken transfer brought stays beside the target, and the next fetch asks for the rest only.

    :param target: where it goes; its folder exists.
    :raises ModelError: if the hub refuses, the connection breaks for good or the checksum is wrong.
    :raises OutputError: if the disk has no room or the folder may not be written.
    """
    part = target.with_name(target.name + PART)
    with writing(target):
        if remote.size > shutil.disk_usage(target.parent).free:
            raise OutputError(f"{target.parent}: no room for {remote.name}: it has {remote.size:,} bytes")
        stream = part.open("ab")
    with stream:
        if not lock(stream):
            raise ModelError(f"{remote.name} is being fetched by another process; wait for it")
        failures = 0
        while (had := part.stat().st_size) < remote.size:
            try:
                with writing(part):
                    receive_rest(remote, part, had, progress)
                failed = "the connection closed early"
            except transport_error() as error:
                failed = " ".join(str(error).split()) or type(error).__name__
            failures = 0 if part.stat().st_size > had else failures + 1
            if failures == MOST_ATTEMPTS:
                raise ModelError(
                    f"{remote.url}: {part.stat().st_size:,} of {remote.size:,} bytes came, then: {failed};"
                    " the same command goes on from there"
                )
        if not is_intact(part, remote):
            part.unlink()
            raise ModelError(f"{remote.url}: what came does not have the checksum {remote.etag}; try again")
        with writing(target):
            part.replace(target)


def receive_rest(remote: RemoteFile, part: Path, had: int, progress: DownloadProgress) -> None:
    """Append to a part what is still missing, for as long as the connection lasts."""
    from huggingface_hub import get_session
    from huggingface_hub.utils import (  # type: ignore[attr-defined]  # documented, not listed
        build_hf_headers,
        hf_raise_for_status,
    )

    # Compressed, the bytes on the wire are not those that the range counts.
    headers = build_hf_headers() | {"Accept-Encoding": "identity"}
    if had:
        headers["Range"] = f"bytes={had}-"
    with get_session().stream("GET", remote.url, headers=headers) as response:
        hf_raise_for_status(response)
        with part.open("ab") as stream:
            if response.status_code != 206:
                stream.truncate(0)
                had = 0
            # Without a size of our own: what came before the connection broke would wait in a buffer.
            for chunk in response.iter_bytes():
                stream.write(chunk)
                had += len(chunk)
                progress(remote.name, had, remote.size)

"""The parts of huggingface_hub that it does not document, gathered in one module.

The layout of the hub's cache, the HTTP client and the switches below are not part of the library's public interface and
may change in any release. ``tests/storage/test_hub_api.py`` compares each with the installed library; everything else
in this package uses documented functions only.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jisr.errors import DownloadError

__all__ = [
    "blob_path",
    "delete_snapshot",
    "disable_telemetry",
    "hub_headers",
    "is_offline",
    "link_blob",
    "open_response",
    "snapshot_path",
    "transport_error",
]

TRUE_WORDS = frozenset({"1", "ON", "YES", "TRUE"})
HASH = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
"""A SHA-1 or SHA-256 in hex. What a server says becomes a path only if it is one."""


def is_offline() -> bool:
    """Return whether the environment forbids huggingface_hub to use the network.

    The library reads the environment when it is imported, this function when it is called.
    """
    switch = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return switch.upper() in TRUE_WORDS


def disable_telemetry() -> None:
    """Keep the library from reporting which other packages are installed."""
    from huggingface_hub import constants

    constants.HF_HUB_DISABLE_TELEMETRY = True


def repository_path(name: str) -> Path:
    """Return the folder of a model in the hub's cache; it need not exist.

    :param name: ``OWNER/NAME``.
    """
    from huggingface_hub import constants
    from huggingface_hub.file_download import repo_folder_name

    return Path(constants.HF_HUB_CACHE) / repo_folder_name(repo_id=name, repo_type="model")


def blob_path(name: str, etag: str | None) -> Path:
    """Return the path at which the hub's cache keeps the content of a model's file.

    :param etag: SHA-256 of a large file, Git's SHA-1 of a small one, as the hub states it.
    :raises DownloadError: if it is neither.
    """
    return repository_path(name) / "blobs" / checked_hash(name, etag)


def snapshot_path(name: str, commit: str) -> Path:
    """Return the folder in the hub's cache that holds the files of a commit, as links to their content.

    :param commit: full hash of the commit, as the hub states it.
    :raises DownloadError: if it is none.
    """
    return repository_path(name) / "snapshots" / checked_hash(name, commit)


def checked_hash(name: str, stated: str | None) -> str:
    """Return a hash that the hub states.

    :raises DownloadError: if it is none.
    """
    if stated is None or not HASH.fullmatch(stated):
        raise DownloadError(f"{name}: the hub answers with {stated!r} for a hash; nothing is fetched from it")
    return stated


def link_blob(pointer: Path, blob: Path) -> None:
    """Give a file of a commit its name in the hub's cache, as a link to its content, or a copy where links are none.

    :param pointer: path of the file in the folder of the commit.
    :param blob: path of its content.
    :raises OSError: if that is impossible.
    """
    pointer.parent.mkdir(parents=True, exist_ok=True)
    try:
        pointer.symlink_to(os.path.relpath(blob, pointer.parent))
    except FileExistsError:  # another process was first
        pass
    except OSError:
        shutil.copyfile(blob, pointer)


def delete_snapshot(snapshot: Path) -> None:
    """Delete a commit from the hub's cache, with the content that no other commit has; nothing if it is gone.

    :param snapshot: folder of the commit, as :func:`snapshot_path` returned it.
    """
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    with suppress(CacheNotFound):
        scan_cache_dir(snapshot.parents[2]).delete_revisions(snapshot.name).execute()


def transport_error() -> type[Exception]:
    """Return the base class of the errors of the HTTP library that huggingface_hub is built on, whichever it is."""
    from huggingface_hub.errors import HfHubHTTPError

    return HfHubHTTPError.__bases__[0]


def hub_headers() -> dict[str, str]:
    """Return the headers of a request to the hub, with the user's token if there is one."""
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # not listed

    return dict(build_hf_headers())


@contextmanager
def open_response(url: str, headers: dict[str, str], timeout: float) -> Iterator[Any]:
    """Request a URL, with the user's settings of the hub's HTTP client (proxy, certificates), and yield the response.

    :param headers: headers of the request.
    :param timeout: longest silence of the server in seconds.
    :raises Exception: an error below :func:`transport_error` if the server refuses or does not answer.
    """
    from huggingface_hub import get_session
    from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]  # not listed

    with get_session().stream("GET", url, headers=headers, timeout=timeout) as response:
        hf_raise_for_status(response)
        yield response

"""The parts of huggingface_hub that it does not document, gathered in one module.

The layout of the hub's cache, the HTTP client and the switches below are not part of the library's public interface and
may change in any release. ``tests/storage/test_hub_api.py`` compares each with the installed library; everything else
in this package uses documented functions only.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = [
    "blob_path",
    "delete_snapshot",
    "disable_telemetry",
    "hub_headers",
    "is_offline",
    "open_response",
    "snapshot_path",
    "transport_error",
]

TRUE_WORDS = frozenset({"1", "ON", "YES", "TRUE"})


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


def blob_path(name: str, etag: str) -> Path:
    """Return the path at which the hub's cache keeps the content of a model's file.

    :param etag: SHA-256 of a large file, Git's SHA-1 of a small one.
    """
    return repository_path(name) / "blobs" / etag


def snapshot_path(name: str, commit: str) -> Path:
    """Return the folder in the hub's cache that holds the files of a commit, as links to their content.

    :param commit: full hash of the commit.
    """
    return repository_path(name) / "snapshots" / commit


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

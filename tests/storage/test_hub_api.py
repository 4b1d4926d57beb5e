"""The undocumented parts of huggingface_hub that jisr uses are unchanged in the installed version.

A failure here names what changed; the place to adapt is ``jisr.storage.hub_api``.
"""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from jisr.errors import DownloadError
from jisr.storage import hub_api

INSTALLED = f"huggingface_hub {version('huggingface-hub')}"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_layout_of_the_cache_is_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants, try_to_load_from_cache

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    blob, snapshot = hub_api.blob_path("some/model", 4 * "cafe0123ab"), hub_api.snapshot_path("some/model", COMMIT)
    for folder in (blob.parent, snapshot, tmp_path / "models--some--model" / "refs"):
        folder.mkdir(parents=True)
    blob.write_bytes(b"{}")
    (snapshot / "config.json").symlink_to(blob)
    known = try_to_load_from_cache("some/model", "config.json", cache_dir=tmp_path, revision=COMMIT)
    assert known == str(snapshot / "config.json"), f"{INSTALLED} keeps its files elsewhere"
    hub_api.delete_snapshot(snapshot)
    assert not snapshot.exists(), f"{INSTALLED} deletes a commit in another way"
    assert not blob.exists(), f"{INSTALLED} leaves the content of a deleted commit"
    hub_api.delete_snapshot(snapshot)


def test_deleting_from_a_missing_cache_does_nothing(tmp_path: Path) -> None:
    hub_api.delete_snapshot(tmp_path / "hub" / "models--some--model" / "snapshots" / COMMIT)


def test_errors_derive_from_those_of_the_http_library() -> None:
    from huggingface_hub import errors

    root = hub_api.transport_error()
    assert issubclass(errors.HfHubHTTPError, root), f"{INSTALLED} has another base of errors"
    assert issubclass(errors.RepositoryNotFoundError, root), f"{INSTALLED} has another base of errors"
    assert root not in (Exception, OSError, ValueError), f"{INSTALLED} names no HTTP library in its errors"


def test_client_streams_and_has_headers() -> None:
    from huggingface_hub import get_session

    session = get_session()
    assert callable(getattr(session, "stream", None)), f"{INSTALLED} has a client that cannot stream"
    assert "user-agent" in hub_api.hub_headers(), f"{INSTALLED} has other headers"


def test_telemetry_has_a_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", False)  # fails if it has gone
    hub_api.disable_telemetry()
    headers = hub_api.hub_headers()
    assert "torch" not in headers["user-agent"], f"{INSTALLED} reports what is installed after all"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"HF_HUB_OFFLINE": "1"},
        {"HF_HUB_OFFLINE": "no"},
        {"TRANSFORMERS_OFFLINE": "yes"},
        {"HF_HUB_OFFLINE": "True"},
    ],
)
def test_offline_switches_mean_the_same(environment: dict[str, str]) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_OFFLINE")}
    code = (
        "from jisr.storage.hub_api import is_offline; from huggingface_hub import constants; "
        "print(is_offline(), constants.HF_HUB_OFFLINE)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=True
    )
    ours, theirs = done.stdout.split()
    assert ours == theirs, f"{INSTALLED} reads {environment} in another way"


@pytest.mark.parametrize(
    "stated", ["", "../../precious", "/home/me/precious", "0" * 39, "0" * 41, "g" * 40, "A" * 64, f"{'0' * 40}\n", None]
)
def test_only_hashes_become_paths(stated: str) -> None:
    for make in (hub_api.blob_path, hub_api.snapshot_path):
        with pytest.raises(DownloadError, match=r"some/model: the hub answers with .* for a hash"):
            make("some/model", stated)


def test_a_file_of_a_commit_is_a_link_or_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = tmp_path / "blobs" / "b"
    blob.parent.mkdir()
    blob.write_bytes(b"{}")
    for name, linked in (("one", True), ("two", False)):
        if not linked:
            monkeypatch.setattr(Path, "symlink_to", lambda *_: os.open("", 0))
        pointer = tmp_path / "snapshots" / name / "config.json"
        hub_api.link_blob(pointer, blob)
        assert (pointer.read_bytes(), pointer.is_symlink()) == (b"{}", linked)

"""Pulling of models from a hub, with pinned commits, checksums and resumption, and their removal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fakehub
import pytest
import tiny

from jisr.storage.output import part_path
from jisr.translate.models.pull_records import pulls_of


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fakehub.Hub]:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_CACHE", "HF_TOKEN", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with fakehub.serve() as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        yield served


def jisr(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, since huggingface_hub reads its settings only once."""
    return subprocess.run(
        [sys.executable, "-m", "jisr", *words], capture_output=True, text=True, check=False, env=os.environ
    )


def fetched(hub: fakehub.Hub, file: str) -> list[str | None]:
    """Return the byte ranges in which a file was fetched; ``None`` for the whole file."""
    return [asked[2] for asked in hub.asked if asked[0] == "GET" and asked[1].endswith(f"/{file}")]


def test_pull_pins_verifies_and_removes(hub: fakehub.Hub, tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "one", weights="both")
    (folder / "tf_model.h5").write_bytes(b"not ours")
    commit = hub.commit(folder, "main")
    done = jisr("model", "pull", "some/model")
    assert done.returncode == 0, done.stderr
    assert f"some/model {commit}: 0." in done.stderr
    assert "MB, licence: cc-by-4.0\n" in done.stderr
    assert fetched(hub, "model.safetensors") == [None]
    assert fetched(hub, "pytorch_model.bin") == fetched(hub, "tf_model.h5") == []
    facts = json.loads(jisr("model", "info", "some/model", "--json").stdout)
    assert (facts["revision"], facts["licence"]) == (commit, "cc-by-4.0")
    assert Path(facts["folder"]).is_relative_to(tmp_path / "hf")

    newer = hub.commit(tiny.build(tmp_path / "two", seed=1), "main", "v2")
    assert json.loads(jisr("model", "info", "some/model", "--json").stdout)["revision"] == commit
    assert jisr("model", "pull", "some/model", "--revision", "v2").returncode == 0
    assert json.loads(jisr("model", "info", "some/model", "--json").stdout)["revision"] == newer
    assert json.loads(jisr("model", "info", f"some/model@{commit[:8]}", "--json").stdout)["revision"] == commit

    listed = json.loads(jisr("model", "list", "--json").stdout)
    assert [each["revision"] for each in listed if each["name"] == "some/model"] == [newer, commit]
    assert jisr("model", "remove", f"some/model@{commit}").returncode == 0
    assert not Path(facts["folder"]).exists()
    assert [entry.commit for entry in pulls_of("some/model")] == [newer]
    for path in (tmp_path / "cache" / "hub" / "other--model.json", tmp_path / "cache" / "ct2" / "odd" / "jisr.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}}", encoding="utf-8")
    assert jisr("model", "remove", "some/model").stdout.startswith(f"removed some/model {newer}")
    assert not (tmp_path / "cache" / "ct2" / "odd").exists()
    assert jisr("model", "info", "some/model").returncode == 2
    again = jisr("model", "remove", "some/model")
    assert again.returncode == 2
    assert "not a pulled model" in again.stderr


def test_second_pull_fetches_nothing(hub: fakehub.Hub, tmp_path: Path) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    assert jisr("model", "pull", "some/model").returncode == 0
    hub.asked.clear()
    assert jisr("model", "pull", "some/model").returncode == 0
    assert [asked[1] for asked in hub.asked] == ["/api/models/some/model/revision/main"]


def test_weights_in_bin_format_only(hub: fakehub.Hub, tmp_path: Path) -> None:
    hub.commit(tiny.build(tmp_path / "m", weights="bin"), "main")
    assert jisr("model", "pull", "some/model").returncode == 0
    assert fetched(hub, "pytorch_model.bin") == [None]


def test_download_resumes_after_a_broken_connection(hub: fakehub.Hub, tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    hub.commit(folder, "main")
    hub.cut = 100_000
    done = jisr("model", "pull", "some/model")
    assert done.returncode == 0, done.stderr
    size = (folder / "model.safetensors").stat().st_size
    assert fetched(hub, "model.safetensors") == [f"bytes={had}-" if had else None for had in range(0, size, 100_000)]


def test_next_pull_resumes_a_broken_one(hub: fakehub.Hub, tmp_path: Path) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    blobs = tmp_path / "hf" / "hub" / "models--some--model" / "blobs"
    blobs.mkdir(parents=True)
    weights = (tmp_path / "m" / "model.safetensors").read_bytes()
    sha = next(s["lfs"]["sha256"] for s in hub.describe(hub.refs["main"])["siblings"] if "model." in s["rfilename"])
    part_path(blobs / sha).write_bytes(weights[:1234])
    hub.cut = 0
    broken = jisr("model", "pull", "some/model")
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 2
    assert "the same command goes on from there" in broken.stderr
    assert pulls_of("some/model") == []
    hub.cut = None
    hub.asked.clear()
    assert jisr("model", "pull", "some/model").returncode == 0
    assert fetched(hub, "model.safetensors") == ["bytes=1234-"]
    assert jisr("model", "check", "some/model").returncode == 0


def test_wrong_checksum_is_refused(hub: fakehub.Hub, tmp_path: Path) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    hub.spoil = True
    done = jisr("model", "pull", "some/model")
    assert done.returncode == 2
    assert "does not have the checksum" in done.stderr
    assert pulls_of("some/model") == []
    hub.spoil = False
    assert jisr("model", "pull", "some/model").returncode == 0


def test_damaged_files_are_detected_and_fetched_again(hub: fakehub.Hub, tmp_path: Path) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    jisr("model", "pull", "some/model")
    weights = (pulls_of("some/model")[0].folder / "model.safetensors").resolve()
    data = weights.read_bytes()
    weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    damaged = jisr("model", "info", "some/model")
    assert damaged.returncode == 2
    assert "not the files that were pulled" in damaged.stderr
    assert jisr("model", "pull", "some/model").returncode == 0
    assert jisr("model", "info", "some/model").returncode == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("some/model@v9", "some/model@v9: the hub has no such revision"),
        ("some/modle", "some/modle@main: the hub has no such model"),
        ("model", "model: not the name of a hub model"),
    ],
)
def test_names_that_the_hub_does_not_have(hub: fakehub.Hub, tmp_path: Path, name: str, message: str) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    done = jisr("model", "pull", name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"jisr: {message}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["sha", "blobId", "lfs"])
def test_a_hub_that_answers_with_a_path_gets_no_file_deleted(hub: fakehub.Hub, tmp_path: Path, name: str) -> None:
    hub.commit(tiny.build(tmp_path / "m"), "main")
    for number, hostile in enumerate(["{}", "../../../../{}", "../../{}"]):
        precious = tmp_path / f"precious{number}.txt"
        precious.write_text("mine", encoding="utf-8")
        path = hostile.format(precious if hostile == "{}" else precious.name)
        hub.lie = {name: {"size": 1, "sha256": path, "pointerSize": 1} if name == "lfs" else path}
        done = jisr("model", "pull", "some/model")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert f"the hub answers with {path!r} for a hash" in done.stderr
        assert precious.read_text(encoding="utf-8") == "mine"
    assert fetched(hub, "config.json") == []
    assert not (tmp_path / "hf").exists()


def test_model_of_another_kind_is_refused(hub: fakehub.Hub, tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "m")
    (folder / "source.spm").unlink()
    (folder / "model.safetensors").unlink()
    hub.commit(folder, "main")
    done = jisr("model", "pull", "some/model")
    assert done.stderr == (
        "jisr: some/model@main: not a Marian model: the hub has no source.spm, no model.safetensors or"
        " pytorch_model.bin\n"
    )


def test_gated_model(hub: fakehub.Hub) -> None:
    hub.gated = True
    assert "accepted its terms" in jisr("model", "pull", "some/model").stderr


def test_offline_is_obeyed(hub: fakehub.Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "forbids it" in jisr("model", "pull", "some/model", "--offline").stderr
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert jisr("model", "pull", "some/model").returncode == 2
    assert hub.asked == []


def test_hub_that_does_not_answer_is_an_error_of_one_line(hub: fakehub.Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    done = jisr("model", "pull", "some/model")
    assert done.returncode == 2
    assert "the hub cannot be asked" in done.stderr
    assert done.stderr.count("\n") == 1


def test_builtin_cannot_be_removed(hub: fakehub.Hub) -> None:
    done = jisr("model", "remove", "builtin")
    assert (done.returncode, done.stderr) == (2, "jisr: builtin is part of jisr and cannot be removed\n")

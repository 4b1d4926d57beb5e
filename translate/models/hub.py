"""Pulling of models from the Hugging Face hub, at a fixed commit, into the hub's own cache.

Only the files that a Marian model needs are fetched, with the weights in one format. A pull ends with an entry in the
records (:mod:`jisr.translate.models.pull_records`), and only models with an entry are loaded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jisr.errors import ModelError
from jisr.storage.download import DownloadProgress, RemoteFile, fetch_file, is_intact
from jisr.storage.hub_api import (
    blob_path,
    delete_snapshot,
    disable_telemetry,
    hub_headers,
    is_offline,
    link_blob,
    snapshot_path,
    transport_error,
)
from jisr.storage.output import writing
from jisr.translate.models import conversion, pull_records
from jisr.translate.models.folder import REQUIRED, UNSTATED, WEIGHTS
from jisr.translate.models.lookup import BUILTIN, HUB_NAME, Model, read_model, suggest_names

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo

__all__ = ["PullOffer", "pull_model", "remove_model"]

OPTIONAL_FILES = ("generation_config.json", "jisr.json", "target_vocab.json", "tokenizer_config.json")


@dataclass(frozen=True, slots=True)
class PullOffer:
    """A model that is about to be fetched."""

    name: str
    commit: str
    licence: str
    files: tuple[RemoteFile, ...]

    @property
    def bytes(self) -> int:
        """Total size of the files in bytes."""
        return sum(file.size or 0 for file in self.files)


def pull_model(
    name: str,
    *,
    offline: bool = False,
    announce: Callable[[PullOffer], None] = lambda _offer: None,
    progress: DownloadProgress = lambda _name, _done, _size: None,
) -> Model:
    """Fetch a model from the hub, verify it and pin its commit.

    :param name: ``OWNER/NAME`` or ``OWNER/NAME@REVISION``: a branch, a tag or a commit; ``main`` if none.
    :param offline: whether to fail rather than use the network, as with ``HF_HUB_OFFLINE``.
    :param announce: called with the size and the licence before anything is fetched; it may raise to cancel.
    :param progress: called as the bytes of a file arrive.
    :raises ModelError: if there is no such model, or it is not a Marian model.
    :raises DownloadError: if a file cannot be fetched or has the wrong checksum, or the hub states no hash of it.
    :raises OutputError: if the cache cannot be written.
    """
    match = HUB_NAME.fullmatch(name)
    if match is None:
        raise ModelError(f"{name}: not the name of a hub model, which is OWNER/NAME{suggest_names(name)}")
    if offline or is_offline():
        raise ModelError(f"{name}: a pull needs the network, and offline mode forbids it", hint="leave out --offline")
    disable_telemetry()
    revision = match["revision"] or "main"
    offer = look_up_model(match["name"], revision)
    snapshot = snapshot_path(offer.name, offer.commit)
    blobs = [blob_path(offer.name, remote.checksum) for remote in offer.files]
    announce(offer)
    for remote, blob in zip(offer.files, blobs, strict=True):
        pointer = snapshot / remote.name
        with writing(blob):
            blob.parent.mkdir(parents=True, exist_ok=True)
        for path in (pointer, blob):
            if path.is_file() and not is_intact(path, remote):
                path.unlink()
        if not pointer.is_file():
            pointer.unlink(missing_ok=True)
            if not blob.is_file():
                fetch_file(remote, blob, headers=hub_headers(), progress=progress)
            with writing(pointer):
                link_blob(pointer, blob)
    model = read_model(offer.name, snapshot, revision=offer.commit, licence=offer.licence)
    pull_records.save_pull(
        pull_records.PullRecord(
            offer.name, offer.commit, (revision,), offer.licence, snapshot, offer.bytes, model.fingerprint
        )
    )
    return model


def look_up_model(name: str, revision: str) -> PullOffer:
    """Return the commit of a revision on the hub, and those of its files that make a Marian model.

    :raises ModelError: if there is no such model or revision, or if files are missing.
    """
    from huggingface_hub import HfApi, hf_hub_url

    with hub_errors(f"{name}@{revision}"):
        info = HfApi().model_info(name, revision=revision, files_metadata=True)
    available = {sibling.rfilename: sibling for sibling in info.siblings or []}
    missing = [file for file in REQUIRED if file not in available]
    weights = next((file for file in WEIGHTS if file in available), None)
    if weights is None:
        missing.append(" or ".join(WEIGHTS))
    if missing or info.sha is None:
        raise ModelError(f"{name}@{revision}: not a Marian model: the hub has no {', no '.join(missing)}")
    files = [
        RemoteFile(
            file,
            hf_hub_url(name, file, revision=info.sha),
            available[file].size or 0,
            lfs.sha256 if (lfs := available[file].lfs) else None,
            available[file].blob_id,
        )
        for file in (*REQUIRED, *OPTIONAL_FILES, str(weights))
        if file in available
    ]
    return PullOffer(name, info.sha, stated_licence(info), tuple(files))


def stated_licence(info: "ModelInfo") -> str:
    """Return the licence that the model card or the tags state; :data:`UNSTATED` if none."""
    stated = info.card_data.get("license") if info.card_data else None
    tagged = [tag.removeprefix("license:") for tag in info.tags or [] if tag.startswith("license:")]
    return str(stated or ", ".join(tagged) or UNSTATED)


@contextmanager
def hub_errors(what: str) -> Iterator[None]:
    """Replace the exceptions of the hub's library by errors of one line.

    :raises ModelError: for any error of the hub or the network.
    """
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError:
        raise ModelError(f"{what}: the hub gives it to those only who accepted its terms there") from None
    except errors.RevisionNotFoundError:
        raise ModelError(f"{what}: the hub has no such revision") from None
    except errors.RepositoryNotFoundError:
        raise ModelError(f"{what}: the hub has no such model{suggest_names(what.split('@')[0])}") from None
    except (errors.LocalEntryNotFoundError, transport_error()) as error:
        reason = " ".join(str(error.__cause__ or error).split()) or type(error).__name__
        raise ModelError(f"{what}: the hub cannot be asked: {reason}") from None


def remove_model(name: str) -> list[pull_records.PullRecord]:
    """Delete a pulled model from the hub's cache, with its conversions.

    :param name: ``OWNER/NAME`` for all pulls of a model, or ``OWNER/NAME@REVISION``.
    :return: the records of the removed pulls.
    :raises ModelError: if nothing was pulled under that name, or if it is the built-in model.
    """
    if name == BUILTIN:
        raise ModelError(f"{BUILTIN} is part of jisr and cannot be removed")
    match = HUB_NAME.fullmatch(name)
    pulls = pull_records.pulls_of(match["name"]) if match else []
    removed = [entry for entry in pulls if match and entry.means(match["revision"])]
    if not removed:
        raise ModelError(f"{name}: not a pulled model{suggest_names(name)}; see: jisr model list")
    for entry in removed:
        delete_snapshot(entry.folder)
        conversion.forget_conversions(entry.name, entry.commit)
        pull_records.drop_pull(entry)
    return removed

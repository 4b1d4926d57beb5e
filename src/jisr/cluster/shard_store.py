"""A folder with the results of shards, from which a killed job resumes.

A shard is a file named by its key. It is written under a hidden name and renamed, so that it is there whole or not at
all, and its first line holds the checksum of the rest: a damaged one counts as missing. When the job is complete the
folder is deleted, with no file in it that is not jisr's own.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from jisr.cluster.pool import DESCRIBE
from jisr.cluster.shard import ShardResult
from jisr.errors import OutputError
from jisr.storage.journal import digest
from jisr.storage.lock import lock
from jisr.storage.output import PART_SUFFIX, writing

__all__ = ["STORE_SUFFIX", "ShardStore", "ShardWork", "StoredWork", "opened_store"]

STORE_SUFFIX = ".shards"
"""Suffix of the folder, appended to the name of the output that it belongs to."""
MARK = b"jisr shard 1 "
"""Beginning of the first line of a shard, with the number of its format."""
KEY = re.compile("[0-9a-f]{32}")
"""Form of a key, and so of the name of a shard."""
OWN_NAME = re.compile(rf"[0-9a-f]{{32}}|\.[0-9a-f]{{32}}\.\w{{8}}{re.escape(PART_SUFFIX)}")
"""Form of the names of all files in such a folder."""


class ShardStore:
    """A folder with the results of shards; it can be pickled, and used by several processes at once.

    :param folder: path of the folder, which is there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, result: ShardResult) -> None:
        """Store a result; it replaces one that is there.

        :raises OutputError: if it cannot be written.
        """
        sizes = [len(part) for part in result.parts]
        body = b"".join([json.dumps([result.values, sizes]).encode(), b"\n", *result.parts])
        with writing(self.folder):
            handle, name = tempfile.mkstemp(prefix=f".{key}.", suffix=PART_SUFFIX, dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(MARK + digest(body).encode() + b"\n" + body)
                Path(name).replace(self.folder / key)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink()
                raise

    def get(self, key: str) -> ShardResult | None:
        """Return a result; ``None`` if it is missing or damaged.

        :raises OutputError: if the folder cannot be read.
        """
        try:
            data = (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(f"{self.folder / key}: cannot be read: {error.strerror}") from None
        head, _, body = data.partition(b"\n")
        if head != MARK + digest(body).encode():
            return None
        values, _, data = body.partition(b"\n")
        result, sizes = json.loads(values)
        parts = []
        for size in sizes:
            parts.append(data[:size])
            data = data[size:]
        return ShardResult(result, tuple(parts))

    def keys(self) -> set[str]:
        """Return the keys of all results, which may include damaged ones.

        :raises OutputError: if the folder cannot be read.
        """
        with writing(self.folder):
            return {name for name in os.listdir(self.folder) if KEY.fullmatch(name)}  # noqa: PTH208 - no paths needed


@contextmanager
def opened_store(folder: Path) -> Iterator[ShardStore]:
    """Yield the store in a folder for a ``with`` block, at the end of which it is deleted.

    It is kept if the block ends by an exception, for the run that resumes the job.

    :raises OutputError: if the folder cannot be made or locked, or holds anything else.
    """
    with writing(folder):
        if folder.is_symlink():
            raise OutputError(f"{folder}: is a link, and the results of shards would be written there; remove it")
        folder.mkdir(exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    try:
        if not lock(handle):
            raise OutputError(f"{folder}: another run is at work there")
        with writing(folder):
            names = os.listdir(folder)  # noqa: PTH208
        if foreign := sorted(name for name in names if not OWN_NAME.fullmatch(name)):
            raise OutputError(f"{folder}: holds {foreign[0]}, which is no shard; remove it or name another output")
        try:
            yield ShardStore(folder)
        except BaseException:
            with suppress(OSError):  # nothing was done: no trace is left
                folder.rmdir()
            raise
        with writing(folder):
            for name in filter(OWN_NAME.fullmatch, os.listdir(folder)):  # noqa: PTH208
                (folder / name).unlink()
            with suppress(OSError):  # what somebody else has put there stays
                folder.rmdir()
    finally:
        os.close(handle)


class ShardWork(Protocol):
    """What workers do; it can be pickled."""

    def describe(self) -> Any:  # noqa: ANN401
        """Return what decides the results on this machine, as a value for JSON."""

    def __call__(self, item: Any) -> ShardResult:  # noqa: ANN401
        """Return the result of a shard."""


class StoredWork:
    """Work whose results go to a store: the function of a pool.

    :param work: what is done with the item of a shard.
    """

    def __init__(self, work: ShardWork, store: ShardStore) -> None:
        self.work = work
        self.store = store

    def __call__(self, request: tuple[str, Any] | None) -> Any:  # noqa: ANN401
        """Do the work on a key and an item, or describe the machine."""
        if request is DESCRIBE:
            return self.work.describe()
        key, item = request
        self.store.put(key, self.work(item))
        return None

"""The results of shards in a folder or an object store, from which a killed job resumes.

A shard is a file named by its key, which is there whole or not at all, and its first line holds the checksum of the
rest: a damaged one counts as missing. The folder is listed once, when it is opened. When the job is complete the folder
is deleted, with no file in it that is not jisr's own.
"""

import hashlib
import json
import os
import platform
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, Protocol, Self

from jisr.cluster.pool import DESCRIBE
from jisr.cluster.shard import ShardResult, ShardSizes
from jisr.cluster.shard_folder import STORE_SUFFIX, LocalFolder, ShardFolder, UrlFolder, store_path
from jisr.errors import JisrError, JisrWarning, OutputError
from jisr.storage.lock import lock
from jisr.storage.output import PART_SUFFIX, writing
from jisr.storage.url_files import is_url

__all__ = ["ShardStore", "ShardWork", "StoredWork", "opened_store", "store_beside"]

MARK = b"jisr shard 3 "
"""Beginning of the first line of a shard, with the number of its format."""
KEY = re.compile("[0-9a-f]{32}")
"""Form of a key, and so of the name of a shard."""
RUN_FILE: Final = "run.json"
"""Name of a file that says who is at work, where nothing can be locked."""
SIZES_FILE: Final = re.compile(r"lines-([1-9]\d*)(?:-of-(\d+))?")
"""Name of an empty file that says how many lines shards have: a run that goes on with other workers cuts alike."""
OWN_NAME = re.compile(
    rf"[0-9a-f]{{32}}|\.[0-9a-z-]+\.\w{{8}}{re.escape(PART_SUFFIX)}|{re.escape(RUN_FILE)}|{SIZES_FILE.pattern}"
)
"""Form of the names of all files in such a folder."""


class ShardStore:
    """The results of shards; it can be pickled, and used by several processes at once.

    :param folder: the folder that holds them.
    :param left: keys of the results that a killed run has left, which may include damaged ones.
    :param sizes: how many lines the shards of that run have; ``None`` if there is none.
    :param shared: whether all workers can write it; if not, the driver is sent the results.
    """

    def __init__(
        self,
        folder: ShardFolder,
        left: frozenset[str] = frozenset(),
        sizes: ShardSizes | None = None,
        *,
        shared: bool = True,
    ) -> None:
        self.folder = folder
        self.left = left
        self.sizes = sizes
        self.shared = shared

    @classmethod
    def listed(cls, folder: ShardFolder, *, shared: bool = True) -> Self:
        """Return the store in a folder with the keys of what is there.

        :raises OutputError: if there is a file that is not jisr's own.
        :raises JisrError: if the folder cannot be listed.
        """
        names = folder.names()
        if foreign := sorted(name for name in names if not OWN_NAME.fullmatch(name)):
            place = folder.path("").rstrip("/")
            raise OutputError(f"{place}: holds {foreign[0]}, which is no shard; remove it or name another output")
        found = next(filter(None, map(SIZES_FILE.fullmatch, sorted(names))), None)
        sizes = found and ShardSizes(int(found[1]), None if found[2] is None else int(found[2]))
        return cls(folder, frozenset(filter(KEY.fullmatch, names)), sizes, shared=shared)

    def choose_sizes(self, lines: int, usual: ShardSizes) -> ShardSizes:
        """Return how many lines the shards of this run have, and record it.

        :param lines: number of lines that is asked for; 0 for that of a run that was killed.
        :param usual: what they have where there was none.
        :raises OutputError: if it cannot be written.
        """
        sizes = ShardSizes(lines) if lines else self.sizes or usual
        self.keep_sizes(sizes)
        return sizes

    def keep_sizes(self, sizes: ShardSizes) -> None:
        """Record how many lines the shards of this run have.

        :raises OutputError: if it cannot be written.
        """
        if self.sizes != sizes:
            if self.sizes is not None:
                self.folder.delete([sizes_file(self.sizes)])
            self.folder.put(sizes_file(sizes), b"")
            self.sizes = sizes

    def __getstate__(self) -> dict[str, Any]:
        # Workers know what they look for.
        return {"folder": self.folder, "left": frozenset(), "sizes": None, "shared": self.shared}

    def put(self, key: str, result: ShardResult) -> None:
        """Store a result; it replaces one that is there.

        :raises OutputError: if it cannot be written.
        """
        sizes = [len(part) for part in result.parts]
        body = (json.dumps([result.values, sizes]).encode() + b"\n", *result.parts)
        self.folder.put(key, b"".join([MARK, checksum(body), b"\n", *body]))

    def get(self, key: str) -> ShardResult | None:
        """Return a result; ``None`` if it is missing or damaged.

        :raises JisrError: if the folder cannot be read.
        """
        data = self.folder.get(key)
        if data is None:
            return None
        start = data.find(b"\n") + 1
        if data[:start] != MARK + checksum([memoryview(data)[start:]]) + b"\n":
            return None
        end = data.find(b"\n", start) + 1
        values, sizes = json.loads(data[start:end])
        ends = [*accumulate(sizes, initial=end)]
        return ShardResult(values, tuple(data[begin:end] for begin, end in pairwise(ends)))


@contextmanager
def store_beside(output: str | None, *, several: bool = False) -> Iterator[ShardStore]:
    """Yield the store of a job for a ``with`` block, as :func:`opened_store`.

    :param output: the output of the job; without one, and for standard output and devices, the store is a temporary
        one of this machine.
    :param several: whether the output is a folder, in which the store is.
    :raises OutputError: as :func:`opened_store`.
    """
    path = None if output is None else store_path(output, several=several)
    with ExitStack() as stack:
        if path is None:
            temporary = stack.enter_context(tempfile.TemporaryDirectory())
            store = opened_local_store(Path(temporary, STORE_SUFFIX), shared=False)
        elif isinstance(path, Path):
            if several:
                with writing(path):
                    path.parent.mkdir(parents=True, exist_ok=True)
            store = opened_store(path.absolute())  # workers may have another working folder
        else:
            store = opened_store(path)
        yield stack.enter_context(store)


@contextmanager
def opened_store(path: str | Path) -> Iterator[ShardStore]:
    """Yield the store in a folder for a ``with`` block, at the end of which it is deleted.

    It is kept if the block ends by an exception, for the run that resumes the job.

    :param path: path or URL of the folder.
    :raises OutputError: if the folder cannot be made or locked, or holds anything else.
    :warns JisrWarning: if another run may be at work in an object store.
    """
    with opened_url_store(str(path)) if is_url(path) else opened_local_store(Path(path)) as store:
        yield store


@contextmanager
def opened_local_store(path: Path, *, shared: bool = True) -> Iterator[ShardStore]:
    """Yield the store in a folder of this machine, which is locked.

    :param shared: as for :class:`ShardStore`.
    """
    with writing(path):
        if path.is_symlink():
            raise OutputError(f"{path}: is a link, and the results of shards would be written there; remove it")
        path.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDONLY)
    try:
        if not lock(handle):
            raise OutputError(f"{path}: another run is at work there")
        folder = LocalFolder(path)
        store = ShardStore.listed(folder, shared=shared)
        try:
            yield store
        except BaseException:
            with suppress(OSError, OutputError):
                sweep(folder, keep=True)
                path.rmdir()  # unless there is something to go on from
            raise
        sweep(folder)
        with suppress(OSError):  # what somebody else has put there stays
            path.rmdir()
    finally:
        os.close(handle)


@contextmanager
def opened_url_store(url: str) -> Iterator[ShardStore]:
    """Yield the store in an object store, where a file says who is at work; two runs do the same work twice."""
    folder = UrlFolder(url.rstrip("/"))
    store = ShardStore.listed(folder)
    warn_of_run(folder)
    # This is also how a store that cannot be written is found out before anything is done.
    run = {"host": platform.node(), "process": os.getpid(), "since": time.strftime("%F %H:%M:%S", time.gmtime())}
    folder.put(RUN_FILE, json.dumps(run).encode())
    try:
        yield store
    except BaseException:
        with suppress(JisrError):  # the store may be what is gone
            sweep(folder, keep=True)
        raise
    sweep(folder)


def sweep(folder: ShardFolder, *, keep: bool = False) -> None:
    """Delete what is jisr's own in a folder.

    :param keep: whether to keep results for a run that goes on from them, if there are any.
    :raises JisrError: if the folder cannot be listed or written.
    """
    names = folder.names()
    keep = keep and any(map(KEY.fullmatch, names))
    folder.delete([name for name in names if (name == RUN_FILE if keep else OWN_NAME.fullmatch(name))])


def warn_of_run(folder: ShardFolder) -> None:
    """Warn of the run that has left word of itself, unless it is known to have died.

    :warns JisrWarning: so.
    """
    with suppress(ValueError):
        match json.loads(folder.get(RUN_FILE) or b"null"):
            case {"host": str(host), "process": int(process), "since": str(since)} if (
                host != platform.node() or is_running(process)
            ):
                warnings.warn(
                    JisrWarning(
                        f"{folder.path(RUN_FILE)}: another run has been at work there since {since} UTC, on {host};"
                        " if it has not been killed, both do the same work"
                    ),
                    stacklevel=2,
                )


def is_running(process: int) -> bool:
    """Return whether a process of this machine is there, as far as that can be found out."""
    if sys.platform == "win32":  # where the call below would interrupt it
        return True
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def sizes_file(sizes: ShardSizes) -> str:
    """Return the name of the file that says how many lines shards have."""
    return f"lines-{sizes.lines}" + ("" if sizes.total is None else f"-of-{sizes.total}")


def checksum(body: Iterable[bytes | memoryview]) -> bytes:
    """Return the checksum of the pieces of a shard, in hex (SHA-256, in hardware on most processors)."""
    state = hashlib.sha256()
    for piece in body:
        state.update(piece)
    return state.hexdigest().encode()


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
        """Do the work on a key and an item and return its result if it is not stored, or describe the machine."""
        if request is DESCRIBE:
            return self.work.describe()
        key, item = request
        result = self.work(item)
        if not self.store.shared:
            return result
        self.store.put(key, result)
        return None

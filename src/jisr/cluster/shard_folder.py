"""Folders that hold the results of shards: of this machine, or of an object store."""

import os
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from jisr.errors import OutputError
from jisr.storage.output import PART_SUFFIX, final_path, is_device, is_stdout, writing
from jisr.storage.url_files import delete_files, is_url, join_name, list_folder, read_file, write_file

__all__ = ["STORE_SUFFIX", "LocalFolder", "ShardFolder", "UrlFolder", "store_path"]

STORE_SUFFIX: Final = ".shards"
"""Suffix of the folder, appended to the name of the output that it belongs to."""


class ShardFolder(Protocol):
    """A folder of files that are written whole or not at all; it can be pickled, and used by several processes."""

    def path(self, name: str) -> str:
        """Return the path or URL of a file, for messages."""

    def put(self, name: str, data: bytes) -> None:
        """Write a file; it replaces one that is there.

        :raises OutputError: if it cannot be written.
        """

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a file; ``None`` if there is none.

        :raises JisrError: if it cannot be read.
        """

    def names(self) -> list[str]:
        """Return the names of all files, by one listing.

        :raises JisrError: if the folder cannot be listed.
        """

    def delete(self, names: Collection[str]) -> None:
        """Delete files.

        :raises OutputError: if they cannot be deleted.
        """


class LocalFolder:
    """A folder of this machine, or of a disk that several share.

    A file is written under a hidden name and renamed.

    :param folder: its path; it is there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.folder / name)

    def put(self, name: str, data: bytes) -> None:
        """Write a file; it replaces one that is there.

        :raises OutputError: if it cannot be written.
        """
        with writing(self.folder):
            handle, part = tempfile.mkstemp(prefix=f".{name}.", suffix=PART_SUFFIX, dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                Path(part).replace(self.folder / name)
            except BaseException:
                with suppress(OSError):
                    Path(part).unlink()
                raise

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a file; ``None`` if there is none.

        :raises OutputError: if it cannot be read.
        """
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(f"{self.folder / name}: cannot be read: {error.strerror}") from None

    def names(self) -> list[str]:
        """Return the names of all files.

        :raises OutputError: if the folder cannot be listed.
        """
        with writing(self.folder):
            return os.listdir(self.folder)  # noqa: PTH208 - no paths needed

    def delete(self, names: Collection[str]) -> None:
        """Delete files.

        :raises OutputError: if they cannot be deleted.
        """
        with writing(self.folder):
            for name in names:
                (self.folder / name).unlink()


class UrlFolder:
    """A folder of an object store, where a file appears when it is complete.

    :param folder: its URL; it need not be there.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def path(self, name: str) -> str:
        """Return the URL of a file."""
        return f"{self.folder}/{name}"

    def put(self, name: str, data: bytes) -> None:
        """Write a file; it replaces one that is there.

        :raises OutputError: if it cannot be written.
        """
        write_file(self.path(name), data)

    def get(self, name: str) -> bytes | None:
        """Return the bytes of a file; ``None`` if there is none.

        :raises InputError: if it cannot be read.
        """
        return read_file(self.path(name))

    def names(self) -> list[str]:
        """Return the names of all files, relative to the folder.

        :raises InputError: if the folder cannot be listed.
        """
        return list_folder(self.folder)

    def delete(self, names: Collection[str]) -> None:
        """Delete files, many at a time.

        :raises OutputError: if they cannot be deleted.
        """
        delete_files(self.folder, names)


def store_path(output: str, *, several: bool) -> Path | str | None:
    """Return the path or URL of the folder of the shards of a run; ``None`` if its output has no name.

    :param several: whether the output is a folder.
    """
    if is_url(output):
        return join_name(output, STORE_SUFFIX) if several else f"{output}{STORE_SUFFIX}"
    if is_stdout(output) or is_device(output):
        return None
    path = final_path(output)
    return Path(output, STORE_SUFFIX) if several else path.parent / f"{path.name}{STORE_SUFFIX}"

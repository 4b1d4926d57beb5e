"""Advisory locks that end with the process that holds them, so that none is left behind.

On platforms and file systems without such locks (Windows, some network drives) nothing is locked; there the user must
not let two runs write the same file.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

__all__ = ["lock", "locked_file"]

NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
"""Errors of a file system without locks."""

if sys.platform == "win32":

    def lock(_handle: int | IO[bytes], *, wait: bool = False) -> bool:  # noqa: ARG001 - as below
        """Return True: this platform has no advisory locks."""
        return True

else:
    import fcntl

    def lock(handle: int | IO[bytes], *, wait: bool = False) -> bool:
        """Lock an open file or folder against other processes until it is closed.

        :param wait: whether to block until the holder of the lock releases it.
        :return: whether the lock was acquired; False if another process holds it and ``wait`` is False.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
        return True


@contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Hold a lock file for a ``with`` block, after waiting for other processes and threads that hold it.

    The file is deleted in the end. One that a killed process left is not locked, and does no harm.

    :param path: path of the file, in a folder that exists.
    :raises OSError: if it cannot be written.
    """
    while True:
        stream = path.open("ab")
        lock(stream, wait=True)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                break
        stream.close()  # the holder that we waited for has deleted it
    try:
        yield
    finally:
        with suppress(OSError):  # Windows does not delete an open file
            path.unlink()
        stream.close()

"""Locks that end with the process that holds them, so that none is ever left behind.

Where the platform or the file system knows no such locks (Windows, some network drives), nothing is locked:
there it is for the user to see to it that no two runs write one file.
"""

import errno
import sys
from typing import IO

__all__ = ["lock"]

UNKNOWN = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
"""Errors of a file system without locks."""

if sys.platform == "win32":

    def lock(_handle: int | IO[bytes], *, wait: bool = False) -> bool:  # noqa: ARG001 - as below
        """Return True: this platform has no advisory locks."""
        return True

else:
    import fcntl

    def lock(handle: int | IO[bytes], *, wait: bool = False) -> bool:
        """Lock an open file or folder against other processes until it is closed.

        :param wait: wait until who holds it lets go.
        :return: whether the lock was had; without ``wait`` it is not if another holds it.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in UNKNOWN:
                raise
        return True

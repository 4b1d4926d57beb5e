"""The memory allocator of the C library, told to keep what it has."""

import ctypes
import sys

__all__ = ["keep_memory"]

TRIM, MAPPED = -1, -4
"""Names of mallopt's parameters, M_TRIM_THRESHOLD and M_MMAP_MAX in malloc.h."""
LARGEST_INT = 2**31 - 1


def keep_memory() -> None:
    """Keep freed memory for the next batch, if the system's allocator is glibc's.

    Given back to the system, each page of it is cleared before it is used again: that took half of the time of a
    step in training, and a tenth of the time of decoding.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(TRIM, LARGEST_INT)
        mallopt(MAPPED, 0)

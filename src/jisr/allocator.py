"""Tuning of the C library's memory allocator."""

import ctypes
import sys

__all__ = ["keep_memory"]

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Parameters of mallopt, by their names in malloc.h."""
LARGEST_INT = 2**31 - 1


def keep_memory() -> None:
    """Keep freed memory in the process for the next batch, if the allocator is glibc's.

    The system clears the pages of memory that was returned to it before it hands them out again. That took half of the
    time of a training step, and a tenth of the time of decoding.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt:
        mallopt(M_TRIM_THRESHOLD, LARGEST_INT)
        mallopt(M_MMAP_MAX, 0)

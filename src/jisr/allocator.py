"""The memory allocator of the C library, told when to keep what it has, and when to give it back."""

import ctypes
import sys
from typing import Any

__all__ = ["give_back_memory", "keep_memory"]

TRIM, MAPPED = -1, -4
"""Names of mallopt's parameters, M_TRIM_THRESHOLD and M_MMAP_MAX in malloc.h."""
NEVER = 2**31 - 1


def keep_memory() -> None:
    """Have freed memory kept for the next batch, where the system's allocator is glibc's.

    Given back to the system, each page of it is cleared before it is used again: that took half of the time of a
    step in training, and a tenth of the time of decoding.
    """
    mallopt = function("mallopt")
    if mallopt:
        mallopt(TRIM, NEVER)
        mallopt(MAPPED, 0)


def give_back_memory() -> None:
    """Give freed memory back after all, where the system's allocator is glibc's: it cannot mend its holes by itself."""
    trim = function("malloc_trim")
    if trim:
        trim(0)


def function(name: str) -> Any:  # noqa: ANN401 - a function of C
    """Give a function of the C library, or nothing where there is none of this name."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None

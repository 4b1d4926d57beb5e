"""The memory of the C library: kept when it is told to, and given back."""

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, os, sys
from jisr.allocator import give_back_memory, keep_memory

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.free.argtypes = [ctypes.c_void_p]
if not hasattr(library, "malloc_trim"):
    sys.exit(77)
keep_memory()
before = resident()
blocks = [library.malloc(1 << 16) for _ in range(1600)]
for block in blocks:
    ctypes.memset(block, 1, 1 << 16)
for block in blocks[:-1]:  # the last one keeps the top of the heap where it is
    library.free(block)
kept = resident()
give_back_memory()
print(kept - before, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
def test_freed_memory_is_kept_and_then_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("this C library has no malloc_trim")
    assert not done.stderr
    kept, left = map(int, done.stdout.split())
    assert kept >= 95
    assert left <= 10

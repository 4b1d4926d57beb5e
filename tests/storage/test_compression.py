"""Compressed files are recognised by their bytes, read to their end, and written the same every time."""

import gzip
import lzma
import random
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.errors import InputError, MissingExtra
from jisr.lines import read_lines
from jisr.storage.compression import compressed, import_zstd, open_decompressed
from jisr.storage.output import Output

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: bytes(import_zstd().compress(data)),
}
NOISE = random.Random(1).randbytes(300_000)


def read(path: Path) -> bytes:
    with open_decompressed(path) as stream:
        return stream.read()


def write(path: Path, data: bytes) -> bytes:
    with Output(path) as output, compressed(output) as stream:
        stream.write(data)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".zst"])
def test_written_data_is_read_back_and_always_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    data = "بيت\n".encode() * 5 + NOISE
    written = write(tmp_path / f"a.txt{suffix}", data)
    assert write(tmp_path / f"b.txt{suffix}", data) == written
    (tmp_path / "c.txt").write_bytes(written)  # whatever its name says
    assert read(tmp_path / "c.txt") == data


@pytest.mark.parametrize("suffix", COMPRESS)
def test_concatenated_frames_are_read(tmp_path: Path, suffix: str) -> None:
    parts = [b"first\n", b"", NOISE, b"last\n"]
    (tmp_path / "a").write_bytes(b"".join(map(COMPRESS[suffix], parts)))
    assert read(tmp_path / "a") == b"".join(parts)


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("share", [0.001, 0.3, 0.6, 0.9999])
def test_a_file_that_is_cut_off_is_named(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a.txt{suffix}"
    data = COMPRESS[suffix](b"whole\n") + COMPRESS[suffix](NOISE)
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match=rf"a\.txt\{suffix}: damaged {suffix[1:]} data: "):
        read(path)


@pytest.mark.parametrize("suffix", COMPRESS)
def test_damaged_data_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    data = bytearray(COMPRESS[suffix](NOISE))
    data[6:60] = bytes(54)
    path.write_bytes(data)
    with pytest.raises(InputError, match=rf"a\.txt\{suffix}: damaged {suffix[1:]} data: "):
        read(path)


@pytest.mark.parametrize("suffix", COMPRESS)
def test_all_bytes_on_the_disk_are_reported(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(COMPRESS[suffix](NOISE))
    counts: list[int] = []
    with open_decompressed(path, counts.append) as stream:
        while stream.read(50_000):
            pass
    assert sum(counts) == path.stat().st_size


def test_the_module_for_zstandard_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(COMPRESS[".zst"](b"text\n"))
    monkeypatch.setitem(sys.modules, import_zstd().__name__, None)
    with pytest.raises(MissingExtra, match=r"backports\.zstd is not installed; .*pip install 'jisr\[zst\]'"):
        read(tmp_path / "a")


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("unit", [b"\0", b"yes\tno\n"])
def test_a_small_file_of_much_data_takes_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, unit: bytes
) -> None:
    path = tmp_path / f"bomb.tsv{suffix}"
    path.write_bytes(COMPRESS[suffix](unit * ((1 << 26) // len(unit))))
    assert path.stat().st_size < 1 << 18
    monkeypatch.setattr("jisr.lines.LONGEST_LINE", 1 << 20)
    tracemalloc.start()
    try:
        with open_decompressed(path) as stream:
            lines = read_lines(stream, str(path))
            if unit.endswith(b"\n"):
                assert sum(1 for _ in zip(lines, range(100_000), strict=False)) == 100_000
            else:
                with pytest.raises(InputError, match=rf"bomb\.tsv\{suffix}:1: the line has more than 1,048,576 bytes"):
                    next(lines)
        assert tracemalloc.get_traced_memory()[1] < 1 << 24
    finally:
        tracemalloc.stop()

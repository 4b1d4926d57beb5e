"""Packages: zip files whose parts are read one by one, and of which some are written anew."""

import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import IO

from jisr.errors import InputError

__all__ = ["Package", "PackedPart"]

MOST_BYTES = 4 << 30
"""Largest size of all parts of a package, unpacked."""
MOST_PART_BYTES = 1 << 30
"""Largest size of one part, unpacked."""
MOST_RATIO = 200
"""Largest ratio of the unpacked size to the packed one, for what is larger than :data:`SMALL`."""
SMALL = 16 << 20
LARGE = 1 << 16
"""Size of a part that is not unpacked more often than needed."""
PIECE = 1 << 18
"""Size of the pieces in which parts are unpacked and packed."""
OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
"""What a name has that leads out of a folder."""
ENCRYPTED = 0x1
"""Flag of an encrypted part (APPNOTE.TXT of the zip format, section 4.4.4)."""


class PackedPart:
    """The new content of a part, kept compressed until the package is written, as a large one has no room twice."""

    def __init__(self) -> None:
        self.compressor = zlib.compressobj(1)
        self.pieces: list[bytes] = []

    def write(self, data: bytes | memoryview) -> None:
        """Add content at the end."""
        for start in range(0, len(data), PIECE):
            packed = self.compressor.compress(data[start : start + PIECE])
            if packed:
                self.pieces.append(packed)

    def read(self) -> Iterator[bytes]:
        """Yield the content in pieces; nothing can be added after that."""
        self.pieces.append(self.compressor.flush())
        decompressor = zlib.decompressobj()
        for piece in self.pieces:
            data = decompressor.decompress(piece, PIECE)
            while data:
                yield data
                data = decompressor.decompress(decompressor.unconsumed_tail, PIECE)


class Package:
    """A zip file.

    :param path: its path.
    :param stream: the file itself, if it is not at this path, as one inside another.
    :raises InputError: if it is damaged, encrypted or hostile: a bomb, or parts with names that lead out of a folder.
    """

    def __init__(self, path: str | Path, stream: IO[bytes] | None = None) -> None:
        self.path = str(path)
        try:
            self.archive = zipfile.ZipFile(path if stream is None else stream)
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise InputError(f"{path}: cannot be read as a zip file: {error}") from None
        self.parts = {info.filename: info for info in self.archive.infolist()}
        self.last: tuple[str, bytes] | None = None
        """Name and content of the large part that was read last."""
        problem = self.problem()
        if problem:
            raise InputError(f"{path}: {problem}")

    @property
    def names(self) -> list[str]:
        """Names of the parts, in the order of the file."""
        return list(self.parts)

    def problem(self) -> str:
        """Return what forbids to read the package; nothing if that is safe."""
        infos = self.archive.infolist()
        if len(infos) != len(self.parts):
            return "holds two parts of the same name"
        for info in infos:
            if info.flag_bits & ENCRYPTED:
                return f"{info.filename} is encrypted; remove the password first"
            if OUTSIDE.search(info.filename.replace("\\", "/")):
                return f"holds a part whose name leads out of it: {info.filename}"
            if info.file_size > MOST_PART_BYTES:
                return f"{info.filename} has {info.file_size:,} bytes unpacked, more than {MOST_PART_BYTES:,}"
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
            return f"has {unpacked:,} bytes unpacked from {packed:,}, as no document has"
        return ""

    def read(self, name: str) -> bytes:
        """Return the content of a part; a large one is kept until the next, as units and targets pass in step.

        :raises InputError: if it is not there or damaged.
        """
        if name not in self.parts:
            raise InputError(f"{self.path}: {name} is missing")
        if self.last is not None and self.last[0] == name:
            return self.last[1]
        large = self.parts[name].file_size >= LARGE
        if large:
            self.last = None  # before the next is read, so that not both are held
        content = io.BytesIO()
        try:
            with self.archive.open(name) as stream:
                shutil.copyfileobj(stream, content, PIECE)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, NotImplementedError, zlib.error) as error:
            raise InputError(f"{self.path}: {name} cannot be read: {error}") from None
        if large:
            self.last = name, content.getvalue()
        return content.getvalue()

    def write(self, stream: IO[bytes], changed: Mapping[str, bytes | PackedPart]) -> None:
        """Write the package with some parts changed.

        The order of the parts, their dates, compression and attributes stay, so that equal input gives equal output.

        :param changed: new content of parts, by name.
        """
        self.last = None
        with zipfile.ZipFile(stream, "w") as output:
            output.comment = self.archive.comment
            for name, info in self.parts.items():
                kept = copy(info)
                # What belongs to the content is counted again.
                kept.CRC = kept.compress_size = kept.file_size = 0
                kept.flag_bits &= 0x800
                content = changed[name] if name in changed else self.read(name)
                if isinstance(content, bytes):
                    output.writestr(kept, content)
                    continue
                with output.open(kept, "w", force_zip64=True) as part:
                    for piece in content.read():
                        part.write(piece)

"""A journal of finished work, from which a killed job resumes.

A job requests its units of work in an order that depends on its input and settings alone. Each unit has a key, the
hash of everything that determines its result. As long as the keys are those that the killed run recorded, in the same
order, :meth:`Journal.do` returns the recorded results; at the first other key it drops the rest of the journal, and
the work is done again from there. So nothing depends on file names or times, memory does not grow with the journal,
and a last entry that was cut off does no harm.

An entry is written at once when its work is done: a kill loses at most the unit in progress.

The first line of a journal marks it as one, with the number of its format. A file without it is not touched.
"""

import hashlib
import json
from collections.abc import Callable
from os.path import isfile, islink  # those of pathlib raise if a folder is not accessible
from pathlib import Path
from types import TracebackType, UnionType
from typing import IO, Any, Self, get_args, get_origin

from jisr.errors import InputError, OutputError
from jisr.lines import open_input
from jisr.storage.lock import lock
from jisr.storage.output import final_path, has_name, is_device, is_stdout, open_unfollowed, writing
from jisr.storage.url_files import is_url

__all__ = [
    "FIRST_LINE",
    "JOURNAL_SUFFIX",
    "Journal",
    "bytes_digest",
    "check_journal",
    "content_digest",
    "digest",
    "has_shape",
    "is_journal",
    "journal_path",
]

JOURNAL_SUFFIX = ".journal"
"""Suffix of a journal, appended to the name of the output that it belongs to."""
MARK = b"jisr journal "
FORMAT = 1
"""Version of the entries; a new version starts every unfinished job from the beginning."""
FIRST_LINE = MARK + b"%d\n" % FORMAT
"""First line of a journal."""


def digest(*parts: str | bytes) -> str:
    """Return the hash of a sequence of parts, which depends on where each part ends (BLAKE2b, 128 bits, in hex)."""
    encoded = (part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts)
    state = hashlib.blake2b(b"".join(len(data).to_bytes(8, "big") + data for data in encoded), digest_size=16)
    return state.hexdigest()


def bytes_digest(data: bytes) -> bytes:
    """Return the SHA-256 of a large block of bytes, for a :func:`digest`; most processors have it in hardware."""
    return hashlib.sha256(data).digest()


def content_digest(path: Path) -> str:
    """Return the SHA-256 of the content of a file (hex).

    :raises InputError: if it cannot be read.
    """
    with open_input(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


class Journal:
    """Recorded results, replayed in order and then extended.

    Used as a context manager, it is deleted when the block ends without an exception, and kept otherwise.

    :param path: the file; it is created by the first unit of work.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.replayed = 0
        """Number of units of work taken from the journal."""
        self.done = 0
        """Number of units of work done in this run."""
        self.stream: IO[bytes] | None = None
        self.replaying = True

    def do(self, key: str, work: Callable[[], Any], fits: Callable[[Any], bool] = lambda _result: True) -> Any:  # noqa: ANN401 - any JSON value
        """Return the result of a unit of work, from the journal or by doing the work.

        :param key: hash of everything that determines the result.
        :param work: function that does the work; its result must survive JSON unchanged.
        :param fits: function that returns whether a recorded result can be one of this work; an entry with another is
            damaged, and the work is done again.
        :raises OutputError: if the journal cannot be read or extended, or another run holds it.
        :raises InputError: if the file is no journal, or one of another format.
        """
        with writing(self.path):
            if self.stream is None:
                self.stream = self.open()
            if self.replaying:
                start = self.stream.tell()
                entry = parse_entry(self.stream.readline())
                if entry is not None and entry[0] == key and fits(entry[1]):
                    self.replayed += 1
                    return entry[1]
                self.replaying = False
                self.stream.seek(start)
                self.stream.truncate()
        result = work()
        body = json.dumps([key, result], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        with writing(self.path):
            first = b"" if self.stream.tell() else FIRST_LINE
            self.stream.write(first + digest(body).encode() + b" " + body + b"\n")
            self.stream.flush()
        self.done += 1
        return result

    def open(self) -> IO[bytes]:
        """Open the journal at its first entry and lock it.

        :raises InputError: if the file is no journal, or one of another format.
        :raises OutputError: if another run holds it.
        """
        while True:
            stream = open_unfollowed(self.path)
            try:
                if not lock(stream):
                    raise OutputError(f"{self.path}: another run is at work there")
                stream.seek(0)
                head = stream.read(len(FIRST_LINE))
                check_head(self.path, head)
                if has_name(stream, self.path):  # otherwise a run that just finished has deleted it
                    if head != FIRST_LINE:  # which is written with the first entry
                        stream.seek(0)
                        stream.truncate()
                    return stream
            except BaseException:
                stream.close()
                raise
            stream.close()

    def close(self) -> None:
        """Close the journal and keep it, for the run that resumes the job.

        :raises OutputError: if buffered entries cannot be written, for instance on a full disk.
        """
        if self.stream is not None:
            with writing(self.path):
                self.stream.close()

    def finish(self) -> None:
        """Delete the journal: the whole job is done.

        :raises InputError: if no unit of work was done, and the file is no journal.
        """
        if self.stream is None:
            check_journal(self.path)
        self.close()
        with writing(self.path):
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.close()


def parse_entry(raw: bytes) -> tuple[str, Any] | None:
    """Return the key and the result of an entry; None if it is empty, cut off, damaged or no entry."""
    checksum, _, body = raw.rstrip(b"\n").partition(b" ")
    if not body or not raw.endswith(b"\n") or checksum != digest(body).encode():
        return None
    try:
        match json.loads(body.decode("utf-8", "surrogatepass")):
            case [str(key), result]:
                return key, result
    except (ValueError, RecursionError):
        pass
    return None


def journal_path(output: str | Path) -> Path | None:
    """Return the path of the journal of an output; None if it has none, as standard output, devices and URLs.

    :raises OutputError: if the output cannot be looked at.
    """
    if is_url(output):
        return None
    with writing(Path(output)):
        if is_stdout(output) or is_device(output):
            return None
        path = final_path(output)
    return path.parent / f"{path.name}{JOURNAL_SUFFIX}"


def is_journal(path: Path) -> bool:
    """Return whether a file has the mark of a journal, of whatever format."""
    return head_of(path).startswith(MARK)


def check_journal(path: Path) -> None:
    """Check that a journal can be used, or need not be there yet.

    :raises InputError: if there is something else, or a journal of another format.
    """
    if islink(path):  # noqa: PTH114
        raise InputError(f"{path}: is a link, and the progress would be recorded there; remove it")
    check_head(path, head_of(path))


def head_of(path: Path) -> bytes:
    """Return as many bytes of a file as a journal's first line has; fewer if there are no more or no file."""
    if not isfile(path):  # noqa: PTH113
        return b""
    with writing(path), path.open("rb") as stream:
        return stream.read(len(FIRST_LINE))


def check_head(path: Path, head: bytes) -> None:
    """Check the first bytes of a journal, which has none or some of its first line if it was killed at its beginning.

    :raises InputError: if they are not those of a journal of this format.
    """
    if FIRST_LINE.startswith(head):
        return
    if head.startswith(MARK):
        raise InputError(
            f"{path}: records an unfinished run of another version of jisr; finish it with that version, or delete "
            "the file to start anew"
        )
    raise InputError(f"{path}: is there and is not jisr's, and the progress would be recorded there; move it away")


def has_shape(value: Any, shape: Any) -> bool:  # noqa: ANN401 - any JSON value, any type
    """Return whether a value from JSON has the type that it had before, such as ``list[tuple[str, float]]``.

    :param shape: a type made of ``list``, ``tuple``, ``dict``, unions, and the types of JSON.
    """
    origin, parts = get_origin(shape), get_args(shape)
    if origin is UnionType:
        return any(has_shape(value, part) for part in parts)
    if origin is list:
        return isinstance(value, list) and all(has_shape(each, parts[0]) for each in value)
    if origin is tuple:
        return isinstance(value, list) and len(value) == len(parts) and all(map(has_shape, value, parts))
    if origin is dict:
        return isinstance(value, dict) and all(has_shape(each, parts[1]) for each in value.values())
    if isinstance(value, bool):
        return shape is bool
    return isinstance(value, int | float if shape is float else shape)

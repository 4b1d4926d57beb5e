"""A journal of finished work, from which a killed job resumes.

A job requests its units of work in an order that depends on its input and settings alone. Each unit has a key, the
hash of everything that determines its result. As long as the keys are those that the killed run recorded, in the same
order, :meth:`Journal.do` returns the recorded results; at the first other key it drops the rest of the journal, and
the work is done again from there. So nothing depends on file names or times, memory does not grow with the journal,
and a last entry that was cut off does no harm.

An entry is written at once when its work is done: a kill loses at most the unit in progress.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from jisr.errors import OutputError
from jisr.storage.lock import lock
from jisr.storage.output import writing

__all__ = ["JOURNAL_SUFFIX", "Journal", "digest"]

JOURNAL_SUFFIX = ".journal"
"""Suffix of a journal, appended to the name of the output that it belongs to."""


def digest(*parts: str | bytes) -> str:
    """Return the hash of a sequence of parts, which depends on where each part ends (BLAKE2b, 128 bits, in hex)."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


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

    def do(self, key: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - any JSON value
        """Return the result of a unit of work, from the journal or by doing the work.

        :param key: hash of everything that determines the result.
        :param work: function that does the work; its result must survive JSON unchanged.
        :raises OutputError: if the journal cannot be read or extended, or another run holds it.
        """
        with writing(self.path):
            if self.stream is None:
                self.stream = self.open()
            if self.replaying:
                start = self.stream.tell()
                entry = parse_entry(self.stream.readline())
                if entry is not None and entry[0] == key:
                    self.replayed += 1
                    return entry[1]
                self.replaying = False
                self.stream.seek(start)
                self.stream.truncate()
        result = work()
        body = json.dumps([key, result], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        with writing(self.path):
            self.stream.write(digest(body).encode() + b" " + body + b"\n")
            self.stream.flush()
        self.done += 1
        return result

    def open(self) -> IO[bytes]:
        """Open the journal at its beginning and lock it.

        :raises OutputError: if another run holds it.
        """
        stream = self.path.open("a+b")
        if not lock(stream):
            stream.close()
            raise OutputError(f"{self.path}: another run is at work there")
        stream.seek(0)
        return stream

    def close(self) -> None:
        """Close the journal and keep it, for the run that resumes the job.

        :raises OutputError: if buffered entries cannot be written, for instance on a full disk.
        """
        if self.stream is not None:
            with writing(self.path):
                self.stream.close()

    def finish(self) -> None:
        """Delete the journal: the whole job is done."""
        self.close()
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


def parse_entry(raw: bytes) -> list[Any] | None:
    """Parse an entry; None if it is empty, cut off or damaged."""
    checksum, _, body = raw.rstrip(b"\n").partition(b" ")
    if not body or not raw.endswith(b"\n") or checksum != digest(body).encode():
        return None
    entry: list[Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return entry

"""A record of work done, so that a job that was killed goes on where it was.

A job asks for its pieces of work in an order that depends on its input and settings alone. Each piece has a
key, the hash of all that decides its result. :meth:`Journal.do` gives back the recorded result while the
keys match what the killed run recorded, in order; at the first that does not, the rest of the record is
dropped and the work is done anew. So nothing depends on file names or times, memory does not grow with the
record, and a record whose last entry was cut off by the kill is as good as any other.

Entries are written in one piece after the work is done: at most the piece that was under way is lost.
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
"""Ending of the name of a journal, behind the name of the output that it belongs to."""


def digest(*parts: str | bytes) -> str:
    """Hash parts so that no two different sequences of parts have one hash (BLAKE2b, 128 bits, hex)."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


class Journal:
    """Recorded results, replayed in order and then extended.

    :param path: the file; it is made when the first piece of work is done.
    :raises OutputError: if it cannot be read or written, or another run holds it.
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
        """Return the result of a unit of work, from the journal or by doing it.

        :param key: the hash of all that decides the result.
        :param work: does the work; its result must survive JSON unchanged.
        :raises OutputError: if the record cannot be extended, for instance on a full disk.
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
        """Open the record at its beginning; it belongs to the process that holds its lock."""
        stream = self.path.open("a+b")
        if not lock(stream):
            stream.close()
            raise OutputError(f"{self.path}: another run is at work there")
        stream.seek(0)
        return stream

    def close(self) -> None:
        """Close the record and keep it, for the run that goes on from here.

        :raises OutputError: if what was not yet written cannot be, for instance on a full disk.
        """
        if self.stream is not None:
            with writing(self.path):
                self.stream.close()

    def finish(self) -> None:
        """Delete the record: the whole job is done."""
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
    """Read an entry, or nothing where the record ends or is damaged."""
    checksum, _, body = raw.rstrip(b"\n").partition(b" ")
    if not body or not raw.endswith(b"\n") or checksum != digest(body).encode():
        return None
    entry: list[Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return entry

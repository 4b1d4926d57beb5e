"""The index of a translation memory: an SQLite file from which the entries that are like a sentence are found.

Entries are sorted by the length of their normal forms and cut into chunks. For each chunk there is a table of how often
each entry has each letter. A text within ``d`` edits of another has at most ``d`` letters that the other lacks, so that
only few entries, and all that matter, are read and compared in full (the bag distance of Bartolini, Ciaccia and Patella
2002, https://doi.org/10.1007/3-540-45735-6_24).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jisr.corpora.duplicates.normal_form import normal_form, normal_forms, text_hash
from jisr.corpora.memory.entries import MemoryEntry
from jisr.corpora.memory.likeness import ComparedText, largest_distances, without_numbers
from jisr.corpora.pairs import chunks
from jisr.errors import InputError
from jisr.storage.output import writing
from jisr.translate.matches import EXACT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FORMAT", "IndexedEntry", "MemoryIndex", "context_hash", "write_index"]

FORMAT: Final = 2
"""Version of the file; one of another version is made anew."""
CHUNK: Final = 1 << 15
"""Number of entries of a chunk."""
BINS: Final = 64
"""Number of bins into which characters are counted; the letters of Arabic and the space have one each."""
MOST_COUNTED: Final = 255
"""Count at which a bin is full: a byte. Full bins make texts more alike, never less."""
SCHEMA: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, form TEXT, kind INTEGER, source TEXT, target TEXT, number INTEGER, unit TEXT, changed TEXT,
    before INTEGER
);
CREATE TABLE chunk (first INTEGER PRIMARY KEY, shortest INTEGER, longest INTEGER, lengths BLOB, counts BLOB);
"""
SELECT: Final = "SELECT source, form, target, number, unit, changed, before FROM entry WHERE "


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is kept in memory of the entries of a chunk: 70 bytes for each.

    :param lengths: lengths of their normal forms, ascending: (entries,).
    :param counts: their characters by bin: (bins, entries).
    :param totals: sums of the counts: (entries,).
    """

    lengths: "NDArray[np.uint32]"
    counts: "NDArray[np.uint8]"
    totals: "NDArray[np.uint16]"


@dataclass(frozen=True, slots=True)
class IndexedEntry:
    """An entry as it is found.

    :param before: hash of the normal form of the segment before it; ``None`` if unknown.
    """

    source: ComparedText
    target: str
    number: int
    unit: str
    changed: str
    before: int | None


class MemoryIndex:
    """An index that has been opened.

    :raises InputError: if it is damaged, or of another format or content.
    """

    def __init__(self, path: Path, content: str) -> None:
        self.path = path
        self.read_chunks: dict[int, Chunk] = {}
        # An index is never changed, only replaced: no lock is needed, nor a journal of SQLite's looked for.
        name = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        try:
            self.database = sqlite3.connect(name, uri=True, check_same_thread=False)
            about = dict(self.database.execute("SELECT name, value FROM about"))
            self.chunks: list[tuple[int, int, int]] = self.database.execute(
                "SELECT first, shortest, longest FROM chunk"
            ).fetchall()
        except sqlite3.Error:
            raise self.damaged() from None
        if about != about_index(content):
            self.database.close()
            raise InputError(f"{path}: the index of another content")

    def damaged(self) -> InputError:
        """Return the error that the file is no index, or a damaged one."""
        return InputError(f"{self.path}: not an index of a translation memory, or damaged; delete it")

    def same_but_numbers(self, form: str) -> list[IndexedEntry]:
        """Return the entries whose normal forms differ from another in numbers at most, in the order of the file."""
        bare = without_numbers(form)
        same = self.entries("kind = ? ORDER BY number", [kind_of(form)])
        return [entry for entry in same if without_numbers(entry.source.form) == bare]

    def near(self, form: str, percent: int) -> list[IndexedEntry]:
        """Return all entries of which at least so many percent of the characters stay, in the order of the file.

        :param percent: 1 to 100.
        """
        near: list[int] = []
        for first, shortest, longest in self.chunks:
            if EXACT * longest >= percent * len(form) and EXACT * len(form) >= percent * shortest:
                near += self.near_of_chunk(first, form, percent)
        return list(self.entries("id IN (SELECT value FROM json_each(?)) ORDER BY number", [json.dumps(near)]))

    def near_of_chunk(self, first: int, form: str, percent: int) -> list[int]:
        """Return the ids of the entries of a chunk of which at least so many percent of the characters stay.

        :param first: id of the first entry of the chunk.
        """
        import numpy as np
        from rapidfuzz.distance import Levenshtein
        from rapidfuzz.process import cdist

        chunk = self.chunk(first)
        start = np.searchsorted(chunk.lengths, -(-percent * len(form) // EXACT))
        end = np.searchsorted(chunk.lengths, EXACT * len(form) // percent, "right")
        distances = largest_distances(np.maximum(chunk.lengths[start:end], len(form)).astype(np.int64), percent)
        counts = character_counts([form])
        # Of two texts, what either has and the other lacks is what both have together less the other.
        together = np.maximum(chunk.counts[:, start:end], counts).sum(0, dtype=np.uint16)
        lacking = together - np.minimum(chunk.totals[start:end], counts.sum(dtype=np.uint16))
        places = np.flatnonzero(lacking <= distances)
        if not len(places):
            return []
        ids = places + (first + int(start))
        forms = [
            other
            for (other,) in self.rows(
                "SELECT form FROM entry WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                [json.dumps(ids.tolist())],
            )
        ]
        allowed = distances[places]
        found = cdist([form], forms, scorer=Levenshtein.distance, score_cutoff=int(allowed.max()), dtype=np.int64)
        near: list[int] = ids[found[0] <= allowed].tolist()
        return near

    def chunk(self, first: int) -> Chunk:
        """Return what is kept in memory of a chunk, which is read when it is first needed."""
        import numpy as np

        if first not in self.read_chunks:
            ((lengths, counts),) = self.rows("SELECT lengths, counts FROM chunk WHERE first = ?", [first])
            table = np.frombuffer(counts, np.uint8).reshape(BINS, -1)
            self.read_chunks[first] = Chunk(np.frombuffer(lengths, "<u4"), table, table.sum(0, dtype=np.uint16))
        return self.read_chunks[first]

    def entries(self, where: str, values: Sequence[Any]) -> Iterator[IndexedEntry]:
        """Return the entries for which a condition holds."""
        return map(entry_of, self.rows(SELECT + where, values))

    def rows(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        :raises InputError: if the file is damaged.
        """
        try:
            return self.database.execute(query, values).fetchall()
        except sqlite3.Error:
            raise self.damaged() from None

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def about_index(content: str) -> dict[str, str]:
    """Return what an index says about itself.

    :param content: hash of what it was made of.
    """
    return {"format": str(FORMAT), "content": content}


def entry_of(row: tuple[Any, ...]) -> IndexedEntry:
    """Return the entry of a row."""
    source, form, *rest = row
    return IndexedEntry(ComparedText(source, form), *rest)


def kind_of(form: str) -> int:
    """Return the hash that normal forms share which differ in numbers only, as SQLite keeps it."""
    return signed(text_hash(without_numbers(form)))


def signed(value: int) -> int:
    """Return a 64-bit number as a signed one."""
    return value - (1 << 64) if value >> 63 else value


def context_hash(text: str) -> int:
    """Return the hash of the segment before an entry."""
    return signed(text_hash(normal_form(text)))


def write_index(path: Path, entries: Iterable[MemoryEntry], content: str) -> None:
    """Write the index of entries to a file, which is empty or not there.

    :param content: hash of what the entries were read from.
    :raises OutputError: if the disk is full.
    """
    with writing(path), closing(sqlite3.connect(path)) as database:
        try:
            # The file gets its name when it is whole, so that SQLite need not care for crashes.
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "temp_store = FILE"):
                database.execute(f"PRAGMA {pragma}")
            database.executescript(SCHEMA)
            database.execute("CREATE TEMP TABLE read AS SELECT * FROM entry")
            for some in chunks(entries):
                database.executemany("INSERT INTO read VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", rows_of(some))
            database.execute(
                "INSERT INTO entry SELECT NULL, form, kind, source, target, number, unit, changed, before "
                "FROM read ORDER BY length(form), number"
            )
            database.execute("CREATE INDEX entry_kind ON entry (kind)")
            write_chunks(database)
            database.executemany("INSERT INTO about VALUES (?, ?)", about_index(content).items())
            database.commit()
        except sqlite3.Error as error:
            raise OSError(None, str(error)) from None


def rows_of(entries: Sequence[MemoryEntry]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of entries."""
    forms = normal_forms([entry.source for entry in entries])
    for entry, form in zip(entries, forms, strict=True):
        before = context_hash(entry.before) if entry.before else None
        yield form, kind_of(form), entry.source, entry.target, entry.number, entry.unit, entry.changed, before


def write_chunks(database: sqlite3.Connection) -> None:
    """Write the chunks of the entries."""
    import numpy as np

    cursor = database.execute("SELECT id, form FROM entry ORDER BY id")
    while rows := cursor.fetchmany(CHUNK):
        forms = [form for _, form in rows]
        lengths = np.array([len(form) for form in forms], "<u4").tobytes()
        counts = character_counts(forms).tobytes()
        values = (rows[0][0], len(forms[0]), len(forms[-1]), lengths, counts)
        database.execute("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)", values)


def character_counts(forms: Sequence[str]) -> "NDArray[np.uint8]":
    """Return how many characters of each text are in each bin, at most 255: (bins, texts)."""
    import numpy as np

    codes = np.frombuffer("".join(forms).encode("utf-32-le", "surrogatepass"), np.dtype("<u4")).astype(np.int64)
    owners = np.repeat(np.arange(len(forms)), [len(form) for form in forms])
    counts = np.bincount(codes % BINS * len(forms) + owners, minlength=BINS * len(forms))
    return np.minimum(counts, MOST_COUNTED).astype(np.uint8).reshape(BINS, len(forms))

"""The index of a translation memory: an SQLite file from which the entries that are like a sentence are found.

Entries are sorted by the length of their normal forms and cut into chunks. For each chunk there is a list of the
entries that hold each trigram of characters. A text within ``d`` edits of another has lost at most ``3 d`` of its
trigrams, so that only few entries, and all that matter, are compared in full (Ukkonen 1992,
https://doi.org/10.1016/0304-3975(92)90143-4).
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
from jisr.corpora.memory.likeness import ComparedText, largest_distance, without_numbers
from jisr.corpora.pairs import chunks
from jisr.errors import InputError
from jisr.storage.output import writing
from jisr.translate.matches import EXACT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FORMAT", "IndexedEntry", "MemoryIndex", "context_hash", "write_index"]

FORMAT: Final = 1
"""Version of the file; one of another version is made anew."""
CHUNK: Final = 1 << 15
"""Number of entries of a chunk: at most 65,536, so that 16 bits number them."""
GRAM: Final = 3
"""Length of the n-grams of characters."""
SCHEMA: Final = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, form TEXT, kind INTEGER, source TEXT, target TEXT, number INTEGER, unit TEXT, changed TEXT,
    before INTEGER
);
CREATE TABLE chunk (id INTEGER PRIMARY KEY, first INTEGER, shortest INTEGER, longest INTEGER);
CREATE TABLE gram (chunk INTEGER, gram INTEGER, entries BLOB, PRIMARY KEY (chunk, gram)) WITHOUT ROWID;
"""
SELECT: Final = "SELECT source, form, target, number, unit, changed, before FROM entry WHERE "


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
        # An index is never changed, only replaced: no lock is needed, nor a journal of SQLite's looked for.
        name = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        try:
            self.database = sqlite3.connect(name, uri=True, check_same_thread=False)
            about = dict(self.database.execute("SELECT name, value FROM about"))
            self.chunks: list[tuple[int, int, int, int]] = self.database.execute("SELECT * FROM chunk").fetchall()
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
        """Return all entries of which at least so many percent of the characters stay, in the order of the file."""
        from rapidfuzz.distance import Levenshtein

        grams = sorted(set(grams_of(form).tolist()))
        found: list[IndexedEntry] = []
        for chunk, first, shortest, longest in self.chunks:
            most = min(longest, EXACT * len(form) // percent)
            if not shortest <= most or longest * EXACT < percent * len(form):
                continue
            shared = len(grams) - GRAM * largest_distance(max(len(form), most), percent)
            for entry in self.candidates(chunk, first, grams, shared):
                other = entry.source.form
                distance = largest_distance(max(len(form), len(other)), percent)
                if Levenshtein.distance(form, other, score_cutoff=distance) <= distance:
                    found.append(entry)
        return sorted(found, key=lambda entry: entry.number)

    def candidates(self, chunk: int, first: int, grams: Sequence[int], shared: int) -> Iterator[IndexedEntry]:
        """Yield the entries of a chunk that share at least so many trigrams; all of them if that is none.

        :param first: id of the first entry of the chunk.
        """
        import numpy as np

        if shared < 1:
            yield from self.entries("id >= ? AND id < ?", [first, first + CHUNK])
            return
        counts = np.zeros(CHUNK, np.uint16)
        wanted = "SELECT entries FROM gram WHERE chunk = ? AND gram IN (SELECT value FROM json_each(?))"
        for (blob,) in self.rows(wanted, [chunk, json.dumps(grams)]):
            counts[np.frombuffer(blob, "<u2")] += 1
        near = np.flatnonzero(counts >= shared) + first
        yield from self.entries("id IN (SELECT value FROM json_each(?))", [json.dumps(near.tolist())])

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
            write_grams(database)
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


def write_grams(database: sqlite3.Connection) -> None:
    """Write the chunks of the entries, with their trigrams."""
    import numpy as np

    cursor = database.execute("SELECT id, form FROM entry ORDER BY id")
    number = 0
    while rows := cursor.fetchmany(CHUNK):
        forms = [form for _, form in rows]
        database.execute("INSERT INTO chunk VALUES (?, ?, ?, ?)", (number, rows[0][0], len(forms[0]), len(forms[-1])))
        grams = [grams_of(form) for form in forms]
        owners = np.repeat(np.arange(len(forms)), [len(each) for each in grams])
        known, places = np.unique(np.concatenate(grams), return_inverse=True)
        pairs = np.sort(places * CHUNK + owners)  # not np.unique, whose hash table is slow for such numbers
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        starts = np.searchsorted(pairs, np.arange(1, len(known)) * CHUNK)
        lists = np.split((pairs % CHUNK).astype("<u2"), starts)
        database.executemany(
            "INSERT INTO gram VALUES (?, ?, ?)",
            ((number, gram, members.tobytes()) for gram, members in zip(known.tolist(), lists, strict=False)),
        )
        number += 1


def grams_of(form: str) -> "NDArray[np.int64]":
    """Return the trigrams of a text as numbers of 63 bits."""
    import numpy as np

    codes = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), np.dtype("<u4")).astype(np.int64)
    return codes[:-2] << 42 | codes[1:-1] << 21 | codes[2:]

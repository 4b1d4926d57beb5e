"""Translation memories: files of translations made before, asked for what they hold for a sentence."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.memory.entries import read_entries
from jisr.corpora.memory.index import FORMAT, IndexedEntry, MemoryIndex, context_hash, write_index
from jisr.corpora.memory.likeness import ComparedText, likeness
from jisr.corpora.memory.memory_options import PERCENT
from jisr.corpora.memory.mending import mended_target
from jisr.errors import InputError, OutputError
from jisr.lines import STDIO, check_lines
from jisr.storage.cache_dir import writable_cache_folder
from jisr.storage.journal import content_digest, digest
from jisr.storage.lock import locked_file
from jisr.storage.output import Output, writing
from jisr.translate.matches import CONTEXT, EXACT, FUZZY, Match

__all__ = ["TranslationMemory", "open_memory"]

INDEX_SUFFIX: Final = ".jisr-index"
"""Suffix of an index, appended to the name of its memory; it marks the file as jisr's own."""
CACHE_PART: Final = "memories"
"""Part of the cache that holds the indexes of memories in folders that cannot be written."""
MOST_MATCHES: Final = 3
"""Largest number of matches of a sentence."""


@dataclass(frozen=True, slots=True)
class TranslationMemory:
    """Memories that are asked together; where two have the same match, that of the first is better.

    :param paths: their files.
    :param identity: hash of their content.
    :param percent: least percent of a match, 70 to 100.
    """

    paths: tuple[str, ...]
    identity: str
    indexes: tuple[MemoryIndex, ...]
    percent: int = FUZZY

    def find(self, source: str, *, before: str | None = None, unit: str = "") -> list[Match]:
        """Return at most three matches of a sentence with different targets, the best first.

        What is taken comes first; then the match with more percent is better, of these that of the first memory, then
        the one that was changed last, then the first of its file.

        :param before: the sentence before it; ``None`` if it is unknown.
        :param unit: name of the sentence in its document; empty if it has none.
        """
        sentence = ComparedText.of(source)
        if not sentence.form:
            return []
        found = [
            replace(match, percent=CONTEXT) if match.percent == EXACT and has_context(entry, before, unit) else match
            for index, path in zip(self.indexes, self.paths, strict=True)
            for entry in newest_first(index.same_but_numbers(sentence.form))
            if (match := match_of(sentence, entry, path)).is_taken
        ]
        if not found and self.percent < EXACT:
            found = [
                match
                for index, path in zip(self.indexes, self.paths, strict=True)
                for entry in newest_first(index.near(sentence.form, self.percent))
                if (match := match_of(sentence, entry, path)).percent >= self.percent
            ]
        different: dict[str, Match] = {}
        for match in sorted(found, key=lambda match: -match.percent):
            different.setdefault(match.target, match)
        return list(different.values())[:MOST_MATCHES]

    def close(self) -> None:
        """Close the files."""
        for index in self.indexes:
            index.close()


def match_of(sentence: ComparedText, entry: IndexedEntry, path: str) -> Match:
    """Return an entry as a match of a sentence; its numbers are mended if they are all that differs."""
    percent = likeness(sentence, entry.source)
    mended = mended_target(sentence, entry.source, entry.target) if percent < EXACT else None
    return Match(
        percent,
        entry.source.text,
        entry.target if mended is None else mended,
        Path(path).name,
        entry.unit or str(entry.number),
        mended is not None,
    )


def has_context(entry: IndexedEntry, before: str | None, unit: str) -> bool:
    """Return whether an entry has the name of a sentence, or follows the same sentence."""
    if unit and entry.unit == unit:
        return True
    return bool(before) and entry.before is not None and entry.before == context_hash(before or "")


def newest_first(entries: Sequence[IndexedEntry]) -> list[IndexedEntry]:
    """Return entries by the time of their last change, those without one last; else in their order."""
    return sorted(entries, key=lambda entry: entry.changed, reverse=True)


def open_memory(
    paths: Sequence[str | Path], *, percent: int = FUZZY, options: FormatOptions | None = None
) -> TranslationMemory:
    """Open translation memories, and index those that have no index of their content yet.

    An index is written beside its memory, or in the cache if that folder cannot be written.

    :param paths: files of pairs: TMX, XLIFF, PO, TSV, JSONL or Parquet.
    :param percent: least percent of a match, 70 to 100.
    :param options: how the files are read.
    :raises InputError: if a file is missing, is not of its format, or has no entry.
    :raises OutputError: if an index cannot be written.
    """
    check_lines("paths", paths)
    if problem := PERCENT.problem("percent", percent):
        raise InputError(problem)
    options = options or FormatOptions()
    names = tuple(map(str, paths))
    contents = [memory_hash(name, options) for name in names]
    indexes = tuple(open_index(name, content, options) for name, content in zip(names, contents, strict=True))
    return TranslationMemory(names, digest(str(percent), *names, *contents), indexes, percent)


def memory_hash(path: str, options: FormatOptions) -> str:
    """Return the hash of the content of a file, and of how it is read.

    :raises InputError: if it cannot be read.
    """
    if path == STDIO:
        raise InputError("-: a translation memory needs a file of its own")
    return digest(
        str(FORMAT), content_digest(Path(path)), options.source_lang, options.target_lang, options.encoding or ""
    )


def open_index(path: str, content: str, options: FormatOptions) -> MemoryIndex:
    """Return the index of a memory, which is made if there is none of this content.

    :param content: hash of the content.
    """
    for place in places_of(path, content):
        if place.is_file():
            with suppress(InputError):
                return MemoryIndex(place, content)
    refusals: list[OutputError] = []
    for place in places_of(path, content):
        try:
            return made_index(place, path, content, options)
        except OutputError as error:
            refusals.append(error)
    raise refusals[-1]


def places_of(path: str, content: str) -> Iterator[Path]:
    """Yield the places of an index: beside its memory, then in the cache."""
    yield Path(f"{path}{INDEX_SUFFIX}")
    yield writable_cache_folder(CACHE_PART) / f"{content}{INDEX_SUFFIX}"


def made_index(place: Path, path: str, content: str, options: FormatOptions) -> MemoryIndex:
    """Make an index, unless another process has just done so, and return it.

    :raises OutputError: if it cannot be written.
    """
    with writing(place), locked_file(place.with_name(f".{place.name}.lock")):
        with suppress(InputError):
            if place.is_file():
                return MemoryIndex(place, content)
        with Output(place) as output:
            write_index(output.part, read_entries(path, options), content)
        return MemoryIndex(place, content)

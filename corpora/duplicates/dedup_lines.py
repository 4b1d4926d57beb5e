"""Deduplication of files of lines, of which workers do all but look up the hashes and write.

A worker reads the pairs of a block of lines, hashes their normal forms, and formats the lines that could be written for
them. What returns through the pipe are bytes: pairs would take longer to send than to read.
"""

from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.duplicates.dedup import EXACT_REASON, are_hashes, compared_forms, from_journal, to_journal
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import LineFormat, encode_lines
from jisr.corpora.pairs import DedupKey, Pair
from jisr.lines import LineBlock
from jisr.storage.compression import ignore_count
from jisr.storage.journal import Journal, digest
from jisr.workers import map_in_order

__all__ = ["separate_lines"]

PATIENCE = 128
"""Number of blocks of :data:`jisr.lines.BLOCK_SIZE` bytes, 16 MiB, that take about as long as it takes to start workers
and pays off."""


@dataclass(frozen=True, slots=True)
class WrittenLines:
    """The lines of pairs in one format.

    :param data: the lines with their ends; None if they are those of the block that was read, as most are.
    :param notes: notes on single lines, by their index.
    """

    data: bytes | None
    notes: dict[int, Counter[str]]

    def choose(self, chosen: Sequence[bool], read: bytes, notes: Counter[str]) -> bytes:
        """Return some of the lines, and add the notes on them to others.

        :param chosen: for each line, whether it is chosen.
        :param read: the lines that were read.
        """
        data = read if self.data is None else self.data
        for index, of_line in self.notes.items():
            if chosen[index]:
                notes.update(of_line)
        return data if all(chosen) else b"".join(compress(data.splitlines(keepends=True), chosen))


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """What a worker makes of a block of lines.

    :param key: key of the block in a journal.
    :param count: number of pairs.
    :param hashes: hashes of the pairs, as they are recorded in a journal.
    :param lines: lines of all pairs for each file that is written.
    :param notes: notes of reading the block.
    """

    key: str
    count: int
    hashes: str
    lines: tuple[WrittenLines, ...]
    notes: Counter[str]


def separate_lines(
    blocks: Iterable[tuple[LineFormat, LineBlock]],
    counts: FilterCounts,
    journal: Journal | None,
    options: FormatOptions,
    written: Sequence[LineFormat],
    *,
    by: DedupKey,
    workers: int,
) -> Generator[list[bytes], None, None]:
    """Yield for each block the lines of the kept pairs, and those of the duplicates with the reason as their origin.

    :param counts: updated after each block.
    :param journal: journal for the hashes, from which a killed run resumes.
    :param options: options of reading; its notes are updated.
    :param written: format of the kept pairs, and that of the duplicates if they are written.
    :param workers: number of worker processes; 1 for none, 0 for one on each core if there are many blocks.
    """
    seen = HashSet()
    plain = replace(options, notes=Counter(), watch=ignore_count)
    compare = partial(compare_block, by=by, options=plain, written=tuple(written))
    read: deque[bytes] = deque()

    def remembered() -> Iterator[tuple[LineFormat, LineBlock]]:
        for form, block in blocks:
            read.append(block.data)
            yield form, block

    with closing(map_in_order(compare, remembered(), workers, patience=PATIENCE)) as results:
        for block in results:
            data = read.popleft()
            hashes = block.hashes
            if journal is not None:
                hashes = journal.do(block.key, lambda: block.hashes, partial(are_hashes, block.count))  # noqa: B023
            new = seen.new(from_journal(hashes)).tolist()
            repeated = [not each for each in new]
            options.notes.update(block.notes)
            lines = [
                of_format.choose(chosen, data, options.notes)
                for of_format, chosen in zip(block.lines, (new, repeated), strict=False)
            ]
            counts.pairs += block.count
            if not all(new):
                counts.refused[EXACT_REASON] += sum(repeated)
            yield lines


def compare_block(
    item: tuple[LineFormat, LineBlock], *, by: DedupKey, options: FormatOptions, written: tuple[LineFormat, ...]
) -> ComparedBlock:
    """Return the hashes of the pairs of a block, and their lines.

    The parameters are those of :func:`separate_lines`.
    """
    form, block = item
    options = replace(options, notes=Counter())
    pairs = list(form.parse_block(block, options))
    lines = []
    for index, of_file in enumerate(written):
        as_written = pairs if index == 0 else [replace(pair, origin=EXACT_REASON) for pair in pairs]
        lines.append(write_lines(as_written, of_file, block.data))
    key = digest(by, type(form).__name__, block.encoding, options.source_lang, options.target_lang, block.data)
    return ComparedBlock(key, len(pairs), to_journal(compared_forms(pairs, by)), tuple(lines), options.notes)


def write_lines(pairs: Iterable[Pair], form: LineFormat, read: bytes) -> WrittenLines:
    """Return the lines of pairs; ``read`` are those that were read."""
    lines: list[str] = []
    notes: dict[int, Counter[str]] = {}
    noted: Counter[str] = Counter()
    for pair in pairs:
        lines.append(form.line(pair, noted))
        if noted:
            notes[len(lines) - 1] = noted
            noted = Counter()
    data = encode_lines(lines)
    return WrittenLines(None if data == read else data, notes)

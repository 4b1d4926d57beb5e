"""Deduplication of blocks of lines: all but the hashes is done for a block as a whole.

The pairs of a block are read, their normal forms hashed, and the lines formatted that could be written for them, before
it is known which of them are duplicates. So a worker can do it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

from jisr.corpora.cleaning.clean import FilterCounts
from jisr.corpora.duplicates.dedup import (
    EXACT_REASON,
    NEAR_REASON,
    compared_forms,
    hash_forms,
    parse_hashes,
    recorded_hashes,
)
from jisr.corpora.duplicates.hash_set import HashSet
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import LineFormat, encode_lines
from jisr.corpora.pairs import DedupKey, Pair
from jisr.lines import LineBlock
from jisr.storage.compression import ignore_count
from jisr.storage.journal import Journal, bytes_digest, digest

__all__ = ["ComparedBlock", "WrittenLines", "choose_lines", "compare_block", "separate_lines"]


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
        return choose_lines(read if self.data is None else self.data, self.notes.items(), chosen, notes)


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """A block of lines, read and hashed.

    :param count: number of pairs.
    :param forms: normal forms of the compared sides of each pair.
    :param lines: lines of all pairs for each file that is written.
    :param notes: notes of reading the block.
    """

    count: int
    forms: list[tuple[str, ...]]
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
) -> Iterator[list[bytes]]:
    """Yield for each block the lines of the kept pairs, and those of the duplicates with the reason as their origin.

    :param counts: updated after each block.
    :param journal: journal for the hashes, from which a killed run resumes.
    :param options: options of reading; its notes are updated.
    :param written: format of the kept pairs, and that of the duplicates if they are written.
    """
    seen = HashSet()
    for form, block in blocks:
        compared = compare_block(form, block, by=by, options=options, written=written)
        hashes = partial(hash_forms, compared.forms)
        if journal is None:
            hashed = hashes()
        else:
            languages = options.source_lang, options.target_lang
            key = digest(by, type(form).__name__, block.encoding, *languages, bytes_digest(block.data))
            hashed = recorded_hashes(journal, key, compared.count, hashes)
        new = seen.new(parse_hashes(hashed)).tolist()
        repeated = [not each for each in new]
        options.notes.update(compared.notes)
        counts.pairs += compared.count
        if not all(new):
            counts.refused[EXACT_REASON] += sum(repeated)
        yield [
            of_format.choose(chosen, block.data, options.notes)
            for of_format, chosen in zip(compared.lines, (new, repeated), strict=False)
        ]


def choose_lines(
    data: bytes, noted: Iterable[tuple[int, Mapping[str, int]]], chosen: Sequence[bool], notes: Counter[str]
) -> bytes:
    """Return some lines, and add the notes on them to others.

    :param noted: index of each line with notes, and these.
    :param chosen: for each line, whether it is chosen.
    """
    for index, of_line in noted:
        if chosen[index]:
            notes.update(of_line)
    return data if all(chosen) else b"".join(compress(data.splitlines(keepends=True), chosen))


def compare_block(
    form: LineFormat, block: LineBlock, *, by: DedupKey, options: FormatOptions, written: Sequence[LineFormat]
) -> ComparedBlock:
    """Return the normal forms of the pairs of a block, and their lines.

    The other parameters are those of :func:`separate_lines`.

    :param written: format of the kept pairs, that of the duplicates, and that of the near duplicates, as far as they
        are written.
    """
    options = replace(options, notes=Counter(), watch=ignore_count)
    pairs = list(form.parse_block(block, options))
    lines = []
    for index, of_file in enumerate(written):
        reason = (None, EXACT_REASON, NEAR_REASON)[index]
        as_written = pairs if reason is None else [replace(pair, origin=reason) for pair in pairs]
        lines.append(write_lines(as_written, of_file, block.data))
    return ComparedBlock(len(pairs), compared_forms(pairs, by), tuple(lines), options.notes)


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

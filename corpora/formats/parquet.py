"""Parquet: columns for source, target, score and origin."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.jsonl import pair_of_record
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.lines import STDIO, open_input
from jisr.storage.output import Output
from jisr.tables import import_pyarrow

__all__ = ["ParquetPairs"]

ROW_GROUP = 20_000
"""Rows that are written as one group, and so held in memory."""


class ParquetPairs:
    """One file, which cannot come from a pipe: its table of contents stands at the end."""

    files = 1

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Read pairs from the columns ``source`` and ``target``, or from those named for the languages.

        :raises InputError: if the file is no Parquet, or a row holds no pair.
        :raises MissingExtra: if pyarrow is missing.
        """
        (path,) = paths
        if path == STDIO:
            raise InputError("Parquet cannot be read from standard input; name a file")
        arrow = import_pyarrow()
        with open_input(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            try:
                table = arrow.parquet.ParquetFile(stream)
                names = table.schema_arrow.names
                known = ("source", "target", "score", "origin", "translation")
                wanted = [name for name in names if name in (*known, options.source_lang, options.target_lang)]
                number, told = 0, 0
                for batch in table.iter_batches(batch_size=ROW_GROUP // 4, columns=wanted):
                    for record in batch.to_pylist():
                        number += 1
                        pair = pair_of_record(record, options)
                        if pair is None:
                            raise InputError(
                                f"{path}: row {number:,} holds no pair of texts; the columns are "
                                f"{', '.join(names)}, and they should be source and target, or "
                                f"{options.source_lang} and {options.target_lang}"
                            )
                        yield pair
                    share = size * number // max(table.metadata.num_rows, 1)
                    options.watch(share - told)
                    told = share
            except arrow.lib.ArrowException as error:
                raise InputError(f"{path}: not a Parquet file, or damaged: {error}") from None

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> "Iterator[ParquetWriter]":  # noqa: ARG002
        """Open a file for pairs.

        :raises MissingExtra: if pyarrow is missing.
        """
        arrow = import_pyarrow()
        with Output(paths[0]) as output:
            writer = ParquetWriter(arrow, output)
            try:
                yield writer
                writer.write_group()
            finally:
                writer.table.close()


class ParquetWriter:
    """Writes pairs as rows, a group at a time."""

    def __init__(self, arrow: Any, output: Output) -> None:  # noqa: ANN401 - it has no types
        text = arrow.string()
        fields = [("source", text), ("target", text), ("score", arrow.float64()), ("origin", text)]
        self.arrow = arrow
        self.schema = arrow.schema(fields)
        self.table = arrow.parquet.ParquetWriter(output.stream, self.schema, compression="zstd")
        self.waiting: list[Pair] = []

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs."""
        for pair in pairs:
            self.waiting.append(pair)
            if len(self.waiting) == ROW_GROUP:
                self.write_group()

    def write_group(self) -> None:
        """Write the pairs that wait as a group of rows."""
        if not self.waiting:
            return
        columns = [
            [pair.source for pair in self.waiting],
            [pair.target for pair in self.waiting],
            [pair.score for pair in self.waiting],
            [pair.origin or None for pair in self.waiting],
        ]
        self.waiting.clear()
        self.table.write_table(self.arrow.table(columns, schema=self.schema))

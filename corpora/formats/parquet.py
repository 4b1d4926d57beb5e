"""Parquet files with columns for source, target, score and origin."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.jsonl import pair_of_record
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.storage.output import Output, writing
from jisr.tables import import_pyarrow, open_parquet

__all__ = ["ParquetPairs"]

ROW_GROUP = 20_000
"""Number of rows of a row group, which are held in memory until it is written."""


class ParquetPairs:
    """The Parquet format, which cannot be read from a pipe because its metadata is at the end of the file."""

    files = 1
    encoded = False
    tagged = True

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of the columns ``source`` and ``target``, or of those named after the languages.

        :raises InputError: if the file is standard input or not in the Parquet format, or a row is not a pair.
        :raises MissingExtra: if pyarrow is missing.
        """
        (path,) = paths
        with open_parquet(path) as table:
            size = Path(path).stat().st_size
            names = table.schema_arrow.names
            known = ("source", "target", "score", "origin", "translation", options.source_lang, options.target_lang)
            wanted = [name for name in names if name in known]
            number, reported = 0, 0
            for batch in table.iter_batches(batch_size=ROW_GROUP // 4, columns=wanted):
                for record in batch.to_pylist():
                    number += 1
                    pair = pair_of_record(record, options)
                    if pair is None:
                        raise InputError(
                            f"{path}: row {number:,} holds no pair of texts; the columns are {', '.join(names)}, "
                            f"and they should be source and target, or {options.source_lang} and {options.target_lang}"
                        )
                    yield pair
                progress = size * number // max(table.metadata.num_rows, 1)
                options.watch(progress - reported)
                reported = progress

    @contextmanager
    def writer(self, paths: Sequence[str], options: FormatOptions) -> "Iterator[ParquetWriter]":  # noqa: ARG002
        """Open a file for writing.

        :raises MissingExtra: if pyarrow is missing.
        """
        arrow = import_pyarrow()
        with Output(paths[0]) as output:
            writer = ParquetWriter(arrow, output)
            try:
                yield writer
                writer.write_group()
            finally:
                writer.close()


class ParquetWriter:
    """A writer of pairs as rows, in row groups of :data:`ROW_GROUP`."""

    def __init__(self, arrow: Any, output: Output) -> None:  # noqa: ANN401 - pyarrow has no types
        text = arrow.string()
        fields = [("source", text), ("target", text), ("score", arrow.float64()), ("origin", text)]
        self.arrow = arrow
        self.schema = arrow.schema(fields)
        self.path = output.path
        with writing(self.path):
            self.table = arrow.parquet.ParquetWriter(output.stream, self.schema, compression="zstd")
        self.waiting: list[Pair] = []

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs; those of an incomplete row group are held back."""
        for pair in pairs:
            self.waiting.append(pair)
            if len(self.waiting) == ROW_GROUP:
                self.write_group()

    def write_group(self) -> None:
        """Write the pairs that were held back as a row group."""
        if not self.waiting:
            return
        columns = [
            [pair.source for pair in self.waiting],
            [pair.target for pair in self.waiting],
            [pair.score for pair in self.waiting],
            [pair.origin or None for pair in self.waiting],
        ]
        self.waiting.clear()
        with writing(self.path):
            self.table.write_table(self.arrow.table(columns, schema=self.schema))

    def close(self) -> None:
        """Write the end of the file.

        :raises OutputError: if the disk is full.
        """
        with writing(self.path):
            self.table.close()

"""The protocol of formats of parallel text, and the options of reading and writing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from jisr.corpora.pairs import Pair
from jisr.options import option
from jisr.storage.compression import ReadCallback, ignore_count

__all__ = ["FormatOptions", "PairFormat", "PairWriter"]


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """Options of reading and writing a corpus, and notes on what was changed or left out.

    Fields with a help text are options of the commands on corpora.

    :param notes: number of times that something was changed, dropped or skipped, by its description.
    :param watch: called with the number of bytes that were read since the last call.
    """

    source_lang: str = option("ar", "Language of the source, a tag such as ar or ar-SA.")
    target_lang: str = option("en", "Language of the target.")
    encoding: str | None = option(None, "Encoding of the input if it is not UTF-8, such as cp1256.")
    notes: Counter[str] = field(default_factory=Counter)
    watch: ReadCallback = ignore_count


class PairWriter(Protocol):
    """A writer of pairs."""

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs after those written before."""


class PairFormat(Protocol):
    """A format of files of pairs."""

    @property
    def files(self) -> int:
        """Number of files of one corpus."""

    @property
    def encoded(self) -> bool:
        """Whether files can have an encoding that they do not state."""

    @property
    def tagged(self) -> bool:
        """Whether texts can be found by their languages."""

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the pairs of one corpus.

        :raises InputError: naming the file and, where the format has them, the line, if a file is not of the format.
        """

    def writer(self, paths: Sequence[str], options: FormatOptions) -> AbstractContextManager[PairWriter]:
        """Open one corpus for writing; its files appear when the ``with`` block ends without an error.

        :raises OutputError: if a file cannot be written.
        """

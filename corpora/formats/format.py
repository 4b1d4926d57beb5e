"""What every format of parallel text offers, and the options of reading and writing."""

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
    """Options of reading and writing a corpus, and notes on what was remarkable.

    Fields with a help are options of the commands on corpora.

    :param notes: counts how often something was changed, dropped or skipped, by its description.
    :param watch: called with the number of bytes read.
    """

    source_lang: str = option("ar", "Language of the source, a tag such as ar or ar-SA.")
    target_lang: str = option("en", "Language of the target.")
    encoding: str | None = option(None, "Encoding of the input if it is not UTF-8, such as cp1256.")
    notes: Counter[str] = field(default_factory=Counter)
    watch: ReadCallback = ignore_count


class PairWriter(Protocol):
    """Takes pairs, as many at a time as there are."""

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs behind those written before."""


class PairFormat(Protocol):
    """A way to keep pairs in files."""

    @property
    def files(self) -> int:
        """Number of files that hold one corpus."""

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Read the pairs of one corpus.

        :raises InputError: naming file and line, if it is not what the format says.
        """

    def writer(self, paths: Sequence[str], options: FormatOptions) -> AbstractContextManager[PairWriter]:
        """Open one corpus for writing; it takes its name when the ``with`` block ends without an error.

        :raises OutputError: if it cannot be written.
        """

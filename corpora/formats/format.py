"""What reading and writing of every format have in common."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from jisr.corpora.pairs import Pair
from jisr.storage.compression import Watch, unwatched

__all__ = ["FormatOptions", "PairFormat", "PairWriter"]


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """How a corpus is read or written, and what was remarkable about it.

    :param source_lang: the language of the source, a BCP 47 tag.
    :param target_lang: the language of the target.
    :param encoding: that of a text without a byte order mark, where it is not UTF-8.
    :param notes: is given how often something was changed, dropped or passed over, by its description.
    :param watch: is told how many bytes were read.
    """

    source_lang: str = "ar"
    target_lang: str = "en"
    encoding: str | None = None
    notes: Counter[str] = field(default_factory=Counter)
    watch: Watch = unwatched


class PairWriter(Protocol):
    """Takes pairs, as many at a time as there are."""

    def write(self, pairs: Iterable[Pair]) -> None:
        """Write pairs behind those written before."""


class PairFormat(Protocol):
    """A way to keep pairs in files."""

    @property
    def files(self) -> int:
        """How many files hold one corpus."""

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Read the pairs of one corpus.

        :raises InputError: naming file and line, if it is not what the format says.
        """

    def writer(self, paths: Sequence[str], options: FormatOptions) -> AbstractContextManager[PairWriter]:
        """Open one corpus for writing; it takes its name when the ``with`` block ends without an error.

        :raises OutputError: if it cannot be written.
        """

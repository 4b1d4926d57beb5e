"""XLIFF 1.2 and 2 (OASIS), the exchange format of translation tools; read only, as text without inline tags."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.tmx import INLINE_TAGS, inner_text, iterate_units, local_name
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["UNTRANSLATED", "XliffPairs"]

UNTRANSLATED = "units without a translation, passed over"


class XliffPairs:
    """The XLIFF format."""

    files = 1
    encoded = False
    tagged = False

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the units that are translated: ``trans-unit`` of version 1.2, ``segment`` of version 2.

        :raises InputError: if the file is not well-formed XML, or is not XLIFF.
        """
        (path,) = paths
        for _, unit in iterate_units(path, options, ("trans-unit", "segment"), root="xliff"):
            source, target = (read_side(unit, name, options) for name in ("source", "target"))
            if source and target:
                yield Pair(source, target)
            else:
                options.notes[UNTRANSLATED] += 1

    def writer(self, paths: Sequence[str], options: FormatOptions) -> AbstractContextManager[PairWriter]:  # noqa: ARG002
        """Refuse to write.

        :raises InputError: always.
        """
        raise InputError(f"{paths[0]}: XLIFF is read only; write .tmx, .tsv, .jsonl or .parquet")


def read_side(unit: "Element", name: str, options: FormatOptions) -> str:
    """Return the text of one side of a unit, without its inline tags; empty if it is not there."""
    for child in unit:
        if isinstance(child.tag, str) and local_name(child) == name:
            if len(child):
                options.notes[INLINE_TAGS] += 1
            return inner_text(child, options.notes)
    return ""

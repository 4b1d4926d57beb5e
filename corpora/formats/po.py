"""PO files of gettext; read only: the messages that are translated, in either direction."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from jisr.corpora.formats.format import FormatOptions, PairWriter
from jisr.corpora.formats.xliff import UNTRANSLATED
from jisr.corpora.pairs import Pair
from jisr.errors import InputError
from jisr.translate.documents.formats.po import Catalogue, Entry

__all__ = ["PoPairs"]

PLURALS = "messages with plural forms that English has not, passed over"


class PoPairs:
    """The PO format."""

    files = 1
    encoded = True
    tagged = False

    def read(self, paths: Sequence[str], options: FormatOptions) -> Iterator[Pair]:
        """Yield the messages that are translated and not fuzzy; those into Arabic turned around.

        :raises InputError: if the file cannot be read, or a line is none of a PO file.
        """
        (path,) = paths
        try:
            catalogue = Catalogue(path, options.encoding)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None
        options.watch(Path(path).stat().st_size)
        turned = catalogue.is_into_arabic()
        for entry in catalogue.entries:
            if entry.is_header or not entry.strings:
                continue
            if not entry.finished:
                options.notes[UNTRANSLATED] += 1
                continue
            sides = sides_of(entry)
            if not sides:
                options.notes[PLURALS] += 1
            for source, target in sides:
                yield Pair(target, source) if turned else Pair(source, target)

    def writer(self, paths: Sequence[str], options: FormatOptions) -> AbstractContextManager[PairWriter]:  # noqa: ARG002
        """Refuse to write.

        :raises InputError: always.
        """
        raise InputError(f"{paths[0]}: PO is read only; write .tmx, .tsv, .jsonl or .parquet")


def sides_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the texts of an entry with their translations; none if it has other plural forms than one and other."""
    if "msgid_plural" not in entry.fields:
        return [(entry.text("msgid"), entry.text("msgstr"))]
    if len(entry.strings) != 2:
        return []
    return [(entry.text("msgid"), entry.text("msgstr[0]")), (entry.text("msgid_plural"), entry.text("msgstr[1]"))]

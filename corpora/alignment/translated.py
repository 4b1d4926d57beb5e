"""The source in the target's language, by our own engine: what method ``translation`` compares."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jisr.corpora.alignment.documents import Translate
from jisr.storage.journal import Journal

if TYPE_CHECKING:
    from jisr.translate.translator import Translator

__all__ = ["by_engine"]


def by_engine(translator: "Translator", journal: Journal | None = None) -> Translate:
    """Make what translates the sentences of a text, one for each.

    :param journal: holds what was decoded, so that a run that was killed does not decode it again.
    """
    recorded = translator if journal is None else translator.recorded(journal)

    def translate(sentences: Sequence[str]) -> Iterator[str]:
        for translation in recorded.translate(sentences):
            yield translation.target

    return translate

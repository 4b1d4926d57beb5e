"""The translation of units: their sentences by the translator, their codes by the alignment of words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import tee
from typing import TYPE_CHECKING, Protocol

from jisr.chars import has_arabic
from jisr.translate.documents.code_placement import diagonal, place_codes
from jisr.translate.documents.masking import MaskedUnit, find_numbers, mask, unmask
from jisr.translate.documents.unit import Code, PlacedCodes, Target, Unit
from jisr.translate.documents.words import Words, words_of
from jisr.translate.quality.notes import Note

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jisr.translate.translator import Translation, Translator

__all__ = ["Aligner", "UnitTranslator"]


class Aligner(Protocol):
    """Aligns the words of sentences with those of their translations."""

    def align(self, pairs: Sequence[tuple[str, str]]) -> "list[NDArray[np.float64]]":
        """Return the weights of the source words for each target word of each pair.

        :param pairs: sentences and their translations.
        :return: arrays of the shape (target words, source words), as :func:`words_of` cuts them, each row with the sum
            1 or 0.
        """


class UnitTranslator:
    """A translator of units.

    The target of a unit depends on the unit, the model and the options alone.

    :param translator: translator of the sentences.
    :param aligner: aligner for codes inside sentences; without one they are placed in proportion.
    """

    def __init__(self, translator: "Translator", aligner: Aligner | None = None) -> None:
        self.translator = translator
        self.aligner = aligner

    def translate(self, units: Iterable[Unit]) -> Iterator[Target]:
        """Yield the target of each unit, in order, while the units are read."""
        ahead, behind = tee((unit, mask(unit) if has_arabic(unit.text) else None) for unit in units)
        translations = self.translator.translate(masked.text for _, masked in ahead if masked is not None)
        for unit, masked in behind:
            yield Target.kept(unit) if masked is None else self.target(masked, next(translations))

    def target(self, masked: MaskedUnit, translation: "Translation") -> Target:
        """Return the target of a masked unit with its translation."""
        sentences = translation.parts
        text, spans = joined(masked.text, sentences)
        notes = {note for sentence in sentences for note in sentence.notes}
        numbers = find_numbers(text, masked)
        lost = [masked.numbers[number] for number in numbers.lost]
        codes = tuple(sorted([*masked.codes, *lost], key=lambda item: item[0]))
        placed: PlacedCodes = ()
        if codes:
            source, target = words_of(masked.text), words_of(text)
            placement = place_codes(source, codes, target, self.weights(source, target, codes, spans, sentences))
            placed = placement.codes
            if placement.faint:
                notes.add(Note.CODE_MOVED)
        if numbers.faulty:
            notes.add(Note.PLACEHOLDER_MISSING)
        return Target(*unmask(text, numbers, placed), tuple(sorted(notes)), "model", sentences)

    def weights(
        self,
        source: Words,
        target: Words,
        codes: Sequence[tuple[int, Code]],
        spans: "Sequence[tuple[int, int, int, int]]",
        sentences: "Sequence[Translation]",
    ) -> "NDArray[np.float64]":
        """Return the weights of the words of a unit, of which each sentence looks at its own source only.

        Only sentences with a code inside are aligned; in others the order of words is enough.
        """
        import numpy as np

        weights = np.zeros((len(target), len(source)))
        inner = [any(start < offset < end for offset, _ in codes) for start, end, _, _ in spans]
        wanted = [(each.source, each.target) for each, needed in zip(sentences, inner, strict=True) if needed]
        aligned = iter(self.aligner.align(wanted) if self.aligner and wanted else ())
        for (start, end, low, high), needed in zip(spans, inner, strict=True):
            columns = slice(*np.searchsorted(source.starts, (start, end)))
            rows = slice(*np.searchsorted(target.starts, (low, high)))
            block = weights[rows, columns]
            found = next(aligned, None) if needed else None
            block[:] = diagonal(*block.shape) if found is None or found.shape != block.shape else found
        return weights


def joined(source: str, sentences: "Sequence[Translation]") -> tuple[str, list[tuple[int, int, int, int]]]:
    """Return the targets of sentences, with the white space that stands between their sources.

    :param source: the text of which these are the sentences.
    :return: the text, and for each sentence its span in the source and in the text.
    """
    text = ""
    spans = []
    at = 0
    for sentence in sentences:
        start = source.index(sentence.source, at)
        between = source[at:start]
        # Arabic may put no space between sentences where English does.
        text += between if between or not text or not sentence.target else " "
        at = start + len(sentence.source)
        spans.append((start, at, len(text), len(text) + len(sentence.target)))
        text += sentence.target
    return text + source[at:], spans

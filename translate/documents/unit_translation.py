"""The translation of units: their sentences by the translator, their codes by the alignment of words."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, tee
from typing import TYPE_CHECKING, Protocol, Self

from jisr.chars import has_arabic
from jisr.translate.documents.code_placement import diagonal, place_codes
from jisr.translate.documents.masking import FoundNumbers, MaskedUnit, find_numbers, mask, unmask
from jisr.translate.documents.unit import PlacedCodes, Target, Unit
from jisr.translate.documents.words import Words, words_of
from jisr.translate.engines.engine import Weights
from jisr.translate.quality.notes import Note
from jisr.translate.text.first_capital import with_first_capital
from jisr.translate.text.normalization import unify_digits
from jisr.translate.translator import SourceText, common_origin

if TYPE_CHECKING:
    from jisr.translate.translator import Translation, Translator

__all__ = ["Aligner", "UnitTranslator"]

TOGETHER = 64
"""Number of units whose codes are placed together."""


class Aligner(Protocol):
    """Aligns the words of sentences with those of their translations."""

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Weights]:
        """Return the weights of the source words for each target word of each pair.

        :param pairs: sentences and their translations.
        :return: weights of words as :func:`words_of` cuts them, each row with a sum of at most 1; of another shape for
            a pair that cannot be aligned.
        """


class UnitTranslator:
    """A translator of units.

    The target of a unit depends on the unit, the model and the options alone.

    :param translator: translator of the sentences.
    :param aligner: aligner for codes inside sentences; without one they are placed in proportion.
    :param in_order: whether units follow one another as people read; cells of a table do not.
    """

    def __init__(self, translator: "Translator", aligner: Aligner | None = None, *, in_order: bool = True) -> None:
        self.translator = translator
        self.aligner = aligner
        self.in_order = in_order

    def translate(self, units: Iterable[Unit]) -> Iterator[Target]:
        """Yield the target of each unit, in order, while the units are read."""
        ahead, behind = tee((unit, mask(unit) if has_arabic(unit.text) else None) for unit in units)
        translations = self.translator.translate_texts(
            SourceText(masked.text, unit.id, masked.literals(), self.in_order)
            for unit, masked in ahead
            if masked is not None
        )
        while some := list(islice(behind, TOGETHER)):
            drafts = [None if masked is None else DraftedUnit.of(masked, next(translations)) for _, masked in some]
            self.mend(drafts, [unit for unit, _ in some])
            pairs = [pair for draft in drafts if draft for pair in draft.to_align()]
            aligned = iter(self.aligner.align(pairs) if self.aligner and pairs else ())
            for (unit, _), draft in zip(some, drafts, strict=True):
                yield within_limit(unit, draft.target(aligned)) if draft else with_ascii_digits(unit)

    def mend(self, drafts: "list[DraftedUnit | None]", units: Sequence[Unit]) -> None:
        """Translate units that have lost a number, or have it in another form, again without numbers."""
        faulty = [place for place, draft in enumerate(drafts) if draft and draft.numbers.lost]
        translations = self.translator.translate(units[place].text for place in faulty)
        for place, translation in zip(faulty, translations, strict=True):
            draft = DraftedUnit.of(MaskedUnit(units[place].text, units[place].codes, {}), translation)
            drafts[place] = replace(draft, numbers=FoundNumbers(faulty=True))


def with_ascii_digits(unit: Unit) -> Target:
    """Return the target of a unit without words: the text with its digits as English has them."""
    return Target(unify_digits(unit.text), unit.codes)


def within_limit(unit: Unit, target: Target) -> Target:
    """Return the target of a unit, noted if it is longer than the unit allows."""
    if unit.limit is None or len(target.text) <= unit.limit:
        return target
    return replace(target, notes=tuple(sorted({*target.notes, Note.TOO_LONG})))


@dataclass(frozen=True, slots=True)
class DraftedUnit:
    """A unit whose sentences have been translated, and whose codes are still to be placed.

    :param text: the translations of the sentences, joined.
    :param spans: for each sentence its span in the source and in the text.
    :param codes: the codes to be placed: all but those that are numbers.
    """

    masked: MaskedUnit
    sentences: "tuple[Translation, ...]"
    text: str
    spans: Sequence[tuple[int, int, int, int]]
    numbers: FoundNumbers
    codes: PlacedCodes

    @classmethod
    def of(cls, masked: MaskedUnit, translation: "Translation") -> Self:
        """Return a masked unit with its translation, which begins with a capital."""
        sentences = translation.parts
        if sentences and sentences[0].origin == "model":
            target = with_first_capital(sentences[0].target, masked.text)
            sentences = (replace(sentences[0], target=target), *sentences[1:])
        text, spans = joined(masked.text, sentences)
        return cls(masked, sentences, text, spans, find_numbers(text, masked), masked.codes)

    def has_inner_code(self, start: int, end: int) -> bool:
        """Return whether a code is between the words of a sentence: for others the order of sentences is enough."""
        return any(start < offset < end for offset, _ in self.codes)

    def to_align(self) -> list[tuple[str, str]]:
        """Return the sentences with a code inside, each with its translation."""
        return [
            (sentence.source, sentence.target)
            for sentence, (start, end, _, _) in zip(self.sentences, self.spans, strict=True)
            if sentence.target and self.has_inner_code(start, end)
        ]

    def target(self, aligned: Iterator[Weights]) -> Target:
        """Return the target of the unit.

        :param aligned: the weights of the words of the sentences that are to be aligned; none if there is no aligner.
        """
        notes = {note for sentence in self.sentences for note in sentence.notes}
        placed: PlacedCodes = ()
        if self.codes:
            source, target = words_of(self.masked.text), words_of(self.text)
            placement = place_codes(source, self.codes, target, self.weights(source, target, aligned))
            placed = placement.codes
            if placement.faint:
                notes.add(Note.CODE_MOVED)
        if self.numbers.faulty:
            notes.add(Note.PLACEHOLDER_MISSING)
        return Target(
            *unmask(self.text, self.numbers, placed),
            tuple(sorted(notes)),
            "memory" if common_origin(self.sentences) == "memory" else "model",
            self.sentences,
        )

    def weights(self, source: Words, target: Words, aligned: Iterator[Weights]) -> Weights:
        """Return the weights of all words, of which those of a sentence look at its own source only."""
        weights = [[0.0] * len(source) for _ in range(len(target))]
        for sentence, (start, end, low, high) in zip(self.sentences, self.spans, strict=True):
            columns = slice(*(bisect_left(source.starts, offset) for offset in (start, end)))
            rows = range(*(bisect_left(target.starts, offset) for offset in (low, high)))
            found = next(aligned, None) if sentence.target and self.has_inner_code(start, end) else None
            width = columns.stop - columns.start
            if found is None or len(found) != len(rows) or any(len(row) != width for row in found):
                found = diagonal(len(rows), width)
            for row, values in zip(rows, found, strict=True):
                weights[row][columns] = values
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

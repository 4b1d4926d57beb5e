"""Drafting: the best of at most three decodings of each normalised sentence.

A sentence with a doubtful draft is decoded again: with a penalty on repetition if the search has lost its way, and in
parts. The draft with the fewest notes is kept, or of these the one with the best expected quality. This follows
faster-whisper, which falls back to other options and keeps the best result by log-probability (a good cheap detector of
hallucinations: Guerreiro et al. 2023, https://aclanthology.org/2023.eacl-main.75), the largest part of the estimate.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Protocol, cast

from jisr.chars import has_arabic
from jisr.errors import EngineError
from jisr.translate.engines.batching import make_batches
from jisr.translate.engines.engine import Completion, Decoding, Engine, Hypothesis, PrefixEngine
from jisr.translate.estimation.estimate import Estimate, estimate_quality
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import DERAILED, RETRY, Note
from jisr.translate.quality.number_mending import mended_numbers
from jisr.translate.quality.verbatim import copyable
from jisr.translate.text.long_sentences import cut_sentence
from jisr.translate.text.normalization import pass_through

__all__ = ["Draft", "Drafter", "join_drafts", "keep_part"]

MOST_PIECES = 16384
"""Largest number of pieces in a batch, padding included, which fits a small GPU."""
LEAST = 8
"""Smallest number of sentences in a batch if there are more: fewer are no faster."""
PART_SHARE = 0.6
"""Largest length of a part of a sentence that is halved, as a share; the excess over 0.5 allows for a better cut."""
WRONG_NUMBERS = frozenset({Note.NUMBER_ADDED, Note.NUMBER_MISSING})
FULL_STOP = "."
SENTENCE_END = re.compile("[.!?؟…:][\\s\"'»”’)\\]]*$")
SMALL_WORD = re.compile(
    "^(?:A|After|All|Also|Although|An|And|Are|As|At|Because|Before|But|By|During|Each|Even|For|From|Has|Have"
    "|He|Her|His|If|In|Into|Is|It|Its|Many|Most|No|Not|Of|On|One|Or|Other|Our|She|Since|So|Some|Than|That"
    "|The|Their|Then|There|These|They|This|Those|Through|To|Under|Until|Was|We|Were|What|When|Where|Which"
    "|While|Who|With|Without|You|Your)\\b(?!')"
)
"""A word in upper case that is no name, at the beginning of a text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a sentence, from one try at decoding it.

    :param target: the English text.
    :param score: mean log-probability of a piece; ``None`` if nothing was decoded.
    :param pieces: number of decoded pieces over which the score is the mean, ``</s>`` included.
    :param cut_off: whether a hypothesis reached the length limit.
    :param notes: the notes, in alphabetical order.
    :param word_scores: log-probability of each word; empty if unknown.
    :param estimate: expected quality; ``None`` if it was not computed.
    :param plain: the target before terms were brought in; empty if it is the same.
    """

    target: str
    score: float | None
    pieces: int
    cut_off: bool = False
    notes: tuple[Note, ...] = ()
    word_scores: tuple[float, ...] = ()
    estimate: Estimate | None = None
    plain: str = ""

    @property
    def rank(self) -> tuple[int, float]:
        """Sort key, smaller for a better draft: the number of notes, then the negative expected quality or score."""
        return len(self.notes), -(self.estimate.chrf if self.estimate else self.score or -math.inf)


class DraftForcer(Protocol):
    """Brings into drafts what they must have; :mod:`jisr.translate.terms.term_forcing` does with terms."""

    def force(
        self,
        texts: Sequence[str],
        drafts: Sequence[Draft],
        decoding: Decoding,
        made: Callable[[str, Hypothesis], Draft],
        complete: Callable[[Sequence[Completion], Decoding], list[Hypothesis]],
    ) -> list[Draft]:
        """Return drafts with what they must have, as far as it could be brought in.

        :param made: returns the checked draft of a text from a hypothesis.
        :param complete: completes hypotheses.
        """


class Drafter:
    """A maker of drafts with an engine.

    :param size: largest number of sentences in a batch.
    :param retry: whether doubtful sentences are decoded again.
    :param terms: what brings terms into drafts, for an engine that can.
    """

    def __init__(
        self,
        engine: Engine,
        decoding: Decoding,
        *,
        size: int = 256,
        retry: bool = True,
        terms: "DraftForcer | None" = None,
    ) -> None:
        self.engine = engine
        self.decoding = decoding
        self.size = size
        self.retry = retry
        self.terms = terms

    def draft(self, texts: Sequence[str]) -> list[Draft]:
        """Return the best draft of each text, in order.

        :param texts: normalised texts, each with an Arabic letter and short enough for the engine.
        :raises EngineError: if the engine fails.
        """
        unique = list(dict.fromkeys(texts))
        best = self.decode_and_check(unique, self.decoding)
        if self.retry:
            for again, reasons in ((self.guarded, DERAILED), (self.parted, RETRY)):
                doubtful = [index for index, draft in enumerate(best) if not reasons.isdisjoint(draft.notes)]
                tries = again([unique[index] for index in doubtful], [best[index] for index in doubtful])
                for index, draft in zip(doubtful, tries, strict=True):
                    best[index] = min(note_retry(best[index]), note_retry(draft), key=lambda tried: tried.rank)
        if self.terms:
            forced = self.terms.force(
                unique, best, self.decoding, self.made, cast("PrefixEngine", self.engine).complete
            )
            best = [with_terms(*both) for both in zip(best, forced, strict=True)]
        by_text = dict(zip(unique, best, strict=True))
        return [by_text[text] for text in texts]

    def guarded(self, texts: Sequence[str], _before: Sequence[Draft]) -> list[Draft]:
        """Return the drafts of texts, decoded with a penalty on repetition."""
        return self.decode_and_check(texts, self.decoding.guarded())

    def parted(self, texts: Sequence[str], before: Sequence[Draft]) -> list[Draft]:
        """Return the drafts of texts, decoded in parts: around what must be copied if that is missing, else in halves.

        :param before: the previous drafts of the texts.
        """
        cuts = [
            parts_around_copyable(text) if Note.URL_MISSING in draft.notes else self.halves(text)
            for text, draft in zip(texts, before, strict=True)
        ]
        flat = [part for parts in cuts for part in parts]
        arabic = [part for part in flat if has_arabic(part)]
        decoded = dict(self.decode(arabic, self.decoding))
        of_arabic = count()
        drafts = iter([decoded[next(of_arabic)] if has_arabic(part) else keep_part(part) for part in flat])
        return [
            self.check(text, join_drafts(parts, [next(drafts) for _ in parts]))
            for text, parts in zip(texts, cuts, strict=True)
        ]

    def halves(self, text: str) -> list[str]:
        """Cut a text in two at the best place near its middle."""
        return self.cut(text, max(1, math.ceil(PART_SHARE * len(self.engine.encode(text)))))

    def cut(self, text: str, limit: int) -> list[str]:
        """Cut a text into parts of at most ``limit`` pieces, without white space around them."""
        parts = cut_sentence(text, limit, lambda part: len(self.engine.encode(part)))
        return [part.strip() for part in parts if part.strip()]

    def decode_and_check(self, texts: Sequence[str], decoding: Decoding) -> list[Draft]:
        """Return the drafts of texts with their notes, in order; drafts are checked while later ones are decoded."""
        drafts = {index: self.check(texts[index], draft) for index, draft in self.decode(texts, decoding)}
        return [drafts[index] for index in range(len(texts))]

    def decode(self, texts: Sequence[str], decoding: Decoding) -> Iterator[tuple[int, Draft]]:
        """Yield the drafts of texts, without notes, each with the index of its text; they are decoded in batches.

        :raises EngineError: if the engine fails.
        """
        sources = [self.engine.encode(text) for text in texts]
        # What is decoded at the same time, and so lost by a kill, is limited to one batch, or several of the least.
        ahead = self.engine.ahead
        size = max(self.size // ahead, min(self.size, LEAST))
        plan = make_batches(sources, size, MOST_PIECES // ahead, self.engine.positions - 1)
        plan.reverse()  # the longest first: short ones then fill the gaps when threads become free
        decoded = self.engine.decode([[sources[index] for index in indices] for indices in plan], decoding)
        try:
            for indices, hypotheses in zip(plan, decoded, strict=True):
                yield from zip(indices, map(draft_of, hypotheses), strict=True)
        except RuntimeError as error:
            why = str(error).partition("\n")[0]
            raise EngineError(
                f"decoding failed: {why}; a smaller batch takes less memory", hint="--batch 16"
            ) from error

    def made(self, text: str, hypothesis: Hypothesis) -> Draft:
        """Return the draft of a text from a hypothesis, with its notes and its expected quality."""
        return self.check(text, draft_of(hypothesis))

    def check(self, text: str, draft: Draft) -> Draft:
        """Return a draft with its notes and its expected quality, from comparing it with its text.

        Numbers with wrong digits are mended first, so that the sentence need not be decoded again.
        """
        unknown = self.engine.count_unknown(self.engine.encode(text))
        notes = check_draft(text, draft.target, cut_off=draft.cut_off, unknown=unknown)
        if not WRONG_NUMBERS.isdisjoint(notes) and (mended := mended_numbers(text, draft.target)):
            then = check_draft(text, mended, cut_off=draft.cut_off, unknown=unknown)
            if WRONG_NUMBERS.isdisjoint(then) and set(then) < set(notes):
                draft, notes = replace(draft, target=mended), tuple(sorted({*then, Note.NUMBER_MENDED}))
        return replace(
            draft,
            notes=notes,
            estimate=estimate_quality(text, draft.target, draft.word_scores) if self.decoding.word_scores else None,
        )


def note_retry(draft: Draft) -> Draft:
    """Return a draft with the note that its sentence was decoded more than once.

    All drafts of the sentence get this note, so that their ranks are comparable.
    """
    return replace(draft, notes=tuple(sorted({*draft.notes, Note.RETRIED})))


def with_terms(before: Draft, draft: Draft) -> Draft:
    """Return a draft into which terms were brought, with the target that it had before."""
    if draft is before:
        return draft
    draft = replace(draft, plain=before.target)
    return note_retry(draft) if Note.RETRIED in before.notes else draft


def draft_of(hypothesis: Hypothesis) -> Draft:
    """Return a hypothesis as a draft without notes."""
    return Draft(
        target=hypothesis.text,
        score=hypothesis.score,
        pieces=hypothesis.pieces + 1,
        cut_off=hypothesis.cut_off,
        word_scores=hypothesis.word_scores,
    )


def keep_part(part: str) -> Draft:
    """Return a draft of a part that has no Arabic letter and is not decoded."""
    return Draft(target=pass_through(part), score=None, pieces=0)


def parts_around_copyable(text: str) -> list[str]:
    """Cut a text before and after each span that must be copied."""
    edges = [0, *(edge for span in copyable(text) for edge in span), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return [part for part in parts if part]


def join_drafts(sources: Sequence[str], drafts: Sequence[Draft]) -> Draft:
    """Return the draft of a sentence, joined from the drafts of its parts.

    A model writes every part as a sentence. Inside it, where a source part does not end in a full stop, that of
    its target is removed, and the next target begins in lower case if its first word is one that is no name.
    """
    if len(drafts) == 1:
        return drafts[0]
    last = len(sources) - 1
    targets = [
        draft.target.removesuffix(FULL_STOP) if index < last and not source.endswith(FULL_STOP) else draft.target
        for index, (source, draft) in enumerate(zip(sources, drafts, strict=True))
    ]
    targets[1:] = [
        target if SENTENCE_END.search(source) else SMALL_WORD.sub(lambda match: match[0].lower(), target)
        for source, target in zip(sources[:-1], targets[1:], strict=True)
    ]
    scored = [(draft.score, draft.pieces) for draft in drafts if draft.score is not None]
    pieces = sum(weight for _, weight in scored)
    return Draft(
        target=" ".join(target for target in targets if target),
        plain=" ".join(draft.plain or draft.target for draft in drafts) if any(draft.plain for draft in drafts) else "",
        score=round(sum(score * weight for score, weight in scored) / pieces, 4) if scored else None,
        pieces=pieces,
        cut_off=any(draft.cut_off for draft in drafts),
        notes=tuple(sorted({note for draft in drafts for note in draft.notes})),
        word_scores=tuple(score for draft in drafts for score in draft.word_scores),
    )

"""Drafts: normalised sentences in, the best of at most three decodings of each out.

A draft that looks wrong is decoded again: first with repetition made hard, then in parts. The tries are
compared by how many notes they carry, then by score. (Falling back to other settings and keeping the best
by log-probability is what faster-whisper does for speech; that score is the best cheap detector of
hallucination, Guerreiro et al. 2023, https://aclanthology.org/2023.eacl-main.75.)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jisr.chars import has_arabic
from jisr.errors import EngineError
from jisr.translate.engines.batching import make_batches
from jisr.translate.engines.engine import Decoding, Engine, Hypothesis
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import RETRY, Note
from jisr.translate.quality.verbatim import copyable
from jisr.translate.text.long_sentences import cut_sentence
from jisr.translate.text.normalization import pass_through

__all__ = ["Draft", "Drafter", "join_drafts"]

MOST_PIECES = 16384
"""The most pieces in a batch: what a small GPU can hold."""
PART_SHARE = 0.6
"""Longest part of a sentence that is tried again in two, as a share: a little slack finds a better place to split."""
FULL_STOP = "."


@dataclass(frozen=True, slots=True)
class Draft:
    """One try at a sentence.

    :param score: mean log-probability of a piece; None if no piece was decoded.
    :param pieces: number of pieces decoded, ends included: what the score is a mean of.
    :param cut_off: whether a hypothesis reached the limit.
    :param notes: the doubts about it.
    """

    target: str
    score: float | None
    pieces: int
    cut_off: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """Less is better: notes first, then score."""
        return len(self.notes), -(self.score if self.score is not None else -math.inf)


class Drafter:
    """Makes drafts with an engine.

    :param size: the most sentences in a batch.
    :param retry: whether doubtful sentences are tried again.
    :param floor: the score under which a draft is noted, if the model has one.
    """

    def __init__(
        self, engine: Engine, decoding: Decoding, *, size: int = 256, retry: bool = True, floor: float | None = None
    ) -> None:
        self.engine = engine
        self.decoding = decoding
        self.size = size
        self.retry = retry
        self.floor = floor

    def draft(self, texts: Sequence[str]) -> list[Draft]:
        """Return the best draft of each text, in order.

        :param texts: normalised; each with an Arabic letter, and short enough for the engine.
        """
        unique = list(dict.fromkeys(texts))
        best = self.first(unique)
        if self.retry:
            for again in (self.guarded, self.parted):
                doubtful = [place for place, draft in enumerate(best) if not RETRY.isdisjoint(draft.notes)]
                tries = again([unique[place] for place in doubtful], [best[place] for place in doubtful])
                for place, draft in zip(doubtful, tries, strict=True):
                    best[place] = min(note_retry(best[place]), note_retry(draft), key=lambda tried: tried.rank)
        by_text = dict(zip(unique, best, strict=True))
        return [by_text[text] for text in texts]

    def first(self, texts: Sequence[str]) -> list[Draft]:
        """Decode each text as it is."""
        return self.checked(texts, self.decode(texts, self.decoding))

    def guarded(self, texts: Sequence[str], _before: Sequence[Draft]) -> list[Draft]:
        """Decode each text with repetition made hard."""
        return self.checked(texts, self.decode(texts, self.decoding.guarded()))

    def parted(self, texts: Sequence[str], before: Sequence[Draft]) -> list[Draft]:
        """Decode each text in parts: around what must be copied if some of it was lost, otherwise in halves."""
        cuts = [
            parts_around_copyable(text) if Note.URL_MISSING in draft.notes else self.halves(text)
            for text, draft in zip(texts, before, strict=True)
        ]
        flat = [part for parts in cuts for part in parts]
        arabic = [part for part in flat if has_arabic(part)]
        decoded = iter(self.decode(arabic, self.decoding))
        drafts = iter([next(decoded) if has_arabic(part) else keep_part(part) for part in flat])
        return self.checked(texts, [join_drafts(parts, [next(drafts) for _ in parts]) for parts in cuts])

    def halves(self, text: str) -> list[str]:
        """Cut a text near its middle, where it hurts least."""

        def measure(part: str) -> int:
            return len(self.engine.encode(part))

        return [part.strip() for part in cut_sentence(text, max(1, math.ceil(PART_SHARE * measure(text))), measure)]

    def decode(self, texts: Sequence[str], decoding: Decoding) -> list[Draft]:
        """Decode in batches, and put the results back in order.

        :raises EngineError: if the engine fails.
        """
        sources = [self.engine.encode(text) for text in texts]
        found: dict[int, Draft] = {}
        # All that is under way together is one batch in size: what a kill can cost.
        ahead = self.engine.ahead
        most = self.engine.positions - 1
        plan = make_batches(sources, max(1, self.size // ahead), MOST_PIECES // ahead, most)
        decoded = self.engine.decode([[sources[place] for place in places] for places in plan], decoding)
        try:
            for places, hypotheses in zip(plan, decoded, strict=True):
                found |= zip(places, map(draft_of, hypotheses), strict=True)
        except RuntimeError as error:
            why = str(error).partition("\n")[0]
            raise EngineError(f"decoding failed: {why}; a smaller --batch takes less memory") from error
        return [found[place] for place in range(len(texts))]

    def checked(self, texts: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
        """Write the notes of each draft."""
        return [
            replace(
                draft,
                notes=check_draft(
                    text,
                    draft.target,
                    score=draft.score,
                    cut_off=draft.cut_off,
                    unknown=self.engine.count_unknown(self.engine.encode(text)),
                    floor=self.floor,
                ),
            )
            for text, draft in zip(texts, drafts, strict=True)
        ]


def note_retry(draft: Draft) -> Draft:
    """Note that a sentence was decoded more than once; all its tries carry it, so that ranks compare."""
    return replace(draft, notes=tuple(sorted({*draft.notes, Note.RETRIED})))


def draft_of(hypothesis: Hypothesis) -> Draft:
    """Return a hypothesis as a draft without notes."""
    return Draft(
        target=hypothesis.text, score=hypothesis.score, pieces=hypothesis.pieces + 1, cut_off=hypothesis.cut_off
    )


def keep_part(part: str) -> Draft:
    """Return a part that needs no translation as a draft."""
    return Draft(target=pass_through(part), score=None, pieces=0)


def parts_around_copyable(text: str) -> list[str]:
    """Cut a text before and after each thing that must be copied."""
    edges = [0, *(edge for span in copyable(text) for edge in span), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return [part for part in parts if part]


def join_drafts(sources: Sequence[str], drafts: Sequence[Draft]) -> Draft:
    """Join the drafts of the parts of a sentence.

    A model closes every part with a stop; where the source had none the sentence runs on, and so must the draft.
    """
    last = len(sources) - 1
    targets = [
        draft.target.removesuffix(FULL_STOP) if place < last and not source.endswith(FULL_STOP) else draft.target
        for place, (source, draft) in enumerate(zip(sources, drafts, strict=True))
    ]
    scored = [(draft.score, draft.pieces) for draft in drafts if draft.score is not None]
    pieces = sum(weight for _, weight in scored)
    return Draft(
        target=" ".join(target for target in targets if target),
        score=round(sum(score * weight for score, weight in scored) / pieces, 4) if scored else None,
        pieces=pieces,
        cut_off=any(draft.cut_off for draft in drafts),
        notes=tuple(sorted({note for draft in drafts for note in draft.notes})),
    )
